/** A network drawn, each unit within reach of pointer and arrow keys. */
import { useMemo, useRef, useState } from "preact/hooks";
import { layerViews } from "../../src/core/network.ts";
import { formatCount, formatNumber, joinWords } from "../format.ts";
import { useDrawing } from "../onScreen.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { useWidth } from "../weights/useWidth.ts";
import { largestSoFar, layerName, unitGroup } from "../weights/weightValues.ts";
import { BatchItems } from "./batchItems.tsx";
import { droppedMark, droppedWords, presentationAt } from "./droppedUnits.ts";
import { drawNetwork, type UnitMark } from "./networkDrawing.ts";
import {
  drawnEdges,
  drawnUnits,
  moveUnit,
  placeOf,
  placeUnits,
  type Unit,
  unitAt,
  unitCounts,
  type WeightPlace,
} from "./networkLayout.ts";
import { NetworkLegend } from "./networkLegend.tsx";
import {
  cutOffUnits,
  cutOffWords,
  describeNetwork,
  zeroCounts,
  zeroWords,
} from "./networkWords.ts";
import { markWords, UnitReadout } from "./unitReadout.tsx";
import { unitWeights } from "./unitWeights.ts";

interface NetworkMapProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
  readonly run: ShownRun;
  readonly chosenUnit: Unit | null;
  readonly chooseUnit: (unit: Unit | null) => void;
  readonly chosenWeight: WeightPlace;
  readonly chooseWeight: (weight: WeightPlace) => void;
  readonly nameOf: (unit: Unit) => string;
}

export function NetworkMap(props: NetworkMapProps) {
  const { store, view, shown, run, chosenUnit, chooseUnit, nameOf } = props;
  const { layers, summary, weightsEpoch } = run;
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<Unit | null>(null);
  const units = useDrawnUnits(run);
  const counts = unitCounts(layers);
  const ranges = useRanges(shown, layers.length);
  const picture = useMemo(() => placeUnits(units, counts, width), [units, width]);
  const { edges, left } = useMemo(() => drawnEdges(layers, units, ranges), [layers, units, ranges]);
  const zeros = useMemo(() => zeroCounts(layers), [layers]);
  const cutOff = useMemo(() => cutOffUnits(layers), [layers]);
  const { marks, epoch: markedEpoch } = useMarks(store, run, cutOff);
  const markOf = (unit: Unit) => marks.get(keyOf(unit));
  const [position, choosePosition] = useState(0);
  const presentation = useMemo(
    () => run.slow && presentationAt(run.slow, summary.sizes, position),
    [run.slow, summary.sizes, position],
  );
  const dropped = useMemo(() => new Set(presentation?.dropped.map(keyOf)), [presentation]);
  const isDropped = (unit: Unit) => dropped.has(keyOf(unit));
  const wordsOf = (unit: Unit) => {
    const mark = markOf(unit);
    const words = mark === undefined ? [] : [markWords[mark]];
    return presentation !== null && isDropped(unit) ? [droppedMark(presentation), ...words] : words;
  };
  const isDrawn = (unit: Unit | null) => unit !== null && placeOf(picture, unit) !== null;
  const kept = isDrawn(chosenUnit) ? chosenUnit : null;
  const active = isDrawn(pointed) ? pointed : kept;
  const layerNames = counts.map((count, layer) => `${unitGroup(layer, layers.length)} ${count}`);
  useDrawing(box, () => {
    if (canvas.current === null || width === 0) return;
    drawNetwork(
      canvas.current,
      { picture, edges, active, markOf, isDropped, layerNames, nameOf },
      view.theme,
    );
  }, [picture, edges, active?.layer, active?.unit, marks, dropped, shown.data, view.theme]);
  const fullNameOf = (unit: Unit) =>
    layers.length > 2 && unit.layer > 0 && unit.layer < layers.length
      ? `${nameOf(unit)} of layer ${unit.layer}`
      : nameOf(unit);
  const droppedSentence = presentation === null ? "" : droppedWords(presentation, fullNameOf);
  const sentences = [
    droppedSentence,
    zeroWords(layers, zeros),
    cutOffWords(cutOff, fullNameOf),
    marksInWords(marks, markedEpoch === weightsEpoch ? null : markedEpoch),
    units.some((drawn, layer) => drawn.length < counts[layer])
      ? "Of large layers, those units are drawn whose weights are largest at the newest epoch."
      : "",
    left > 0 ? `The ${formatCount(left)} weights nearest to 0 are not drawn.` : "",
    scaleWords(ranges),
    "The tables of the matrices above have every number.",
  ].filter(sentence => sentence !== "");
  const focused = kept ?? { layer: 0, unit: units[0][0] };
  const label = useMemo(
    () => describeNetwork(summary.label, weightsEpoch, layers),
    [layers, summary.label, weightsEpoch],
  );
  return (
    <>
      <NetworkLegend
        theme={view.theme}
        marks={[...new Set(marks.values())]}
        hasDropped={dropped.size > 0}
      />
      {presentation !== null && (
        <BatchItems data={shown.data} presentation={presentation} choose={choosePosition} />
      )}
      <div class="network-parts">
        <div ref={box} class="network-drawing" style={{ height: `${picture.height}px` }}>
          <canvas
            id="network-canvas"
            ref={canvas}
            role="img"
            aria-label={`${label} ${droppedSentence}`.trim()}
          />
          <div
            id="network-units"
            class="heat-grid"
            role="listbox"
            tabIndex={0}
            aria-label={`Units of the network ${summary.label}`}
            aria-activedescendant="network-unit"
            onPointerMove={event => setPointed(unitAt(picture, event.offsetX, event.offsetY))}
            onPointerLeave={() => setPointed(null)}
            onClick={event => chooseUnit(unitAt(picture, event.offsetX, event.offsetY))}
            onKeyDown={event => {
              if (event.ctrlKey || event.altKey || event.metaKey) return;
              const next =
                event.key === "Escape"
                  ? null
                  : event.key === "Enter"
                    ? focused
                    : kept === null && event.key.startsWith("Arrow")
                      ? focused
                      : moveUnit(picture, focused, event.key);
              if (next === undefined) return;
              event.preventDefault();
              setPointed(null);
              chooseUnit(next);
            }}
          >
            <div id="network-unit" role="option" aria-selected={kept !== null} class="network-unit">
              <span class="visually-hidden">
                {unitSummary(run, focused, nameOf, wordsOf(focused))}
              </span>
            </div>
          </div>
        </div>
        <UnitReadout {...props} unit={active} marks={active === null ? [] : wordsOf(active)} />
      </div>
      <ul id="network-words" class="network-words">
        {sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}

/** Chosen by the newest weights: scrubbing does not exchange units. */
function useDrawnUnits({ recording, summary, layers }: ShownRun): number[][] {
  const newest = recording.snapshotAt(Number.POSITIVE_INFINITY);
  return useMemo(
    () => drawnUnits(newest ? layerViews(newest.parameters, summary.sizes) : layers),
    // Small networks are drawn whole: nothing to choose anew with each epoch.
    [Math.max(...summary.sizes) > 24 ? newest?.epoch : 0, recording, summary.sizes],
  );
}

/** The scales of the matrices: of each layer the largest magnitude in any network so far. */
function useRanges(shown: Shown, count: number): number[] {
  return useMemo(
    () =>
      Array.from({ length: count }, (_, layer) =>
        largestSoFar(
          shown.runs.filter(({ layers }) => layer < layers.length),
          layer,
        ),
      ),
    [shown, count],
  );
}

function keyOf({ layer, unit }: Unit): string {
  return `${layer} ${unit}`;
}

/** What is known of the units, and of which epoch dead and saturated ones are known. */
function useMarks(store: PanelStore, run: ShownRun, cutOff: readonly Unit[]) {
  const inspected = store.inspection(run.index, run.weightsEpoch);
  return useMemo(() => {
    const marks = new Map<string, UnitMark>(cutOff.map(unit => [keyOf(unit), "cutOff"]));
    inspected?.training.units.forEach(({ dead, saturated }, hidden) => {
      for (const unit of saturated) marks.set(keyOf({ layer: hidden + 1, unit }), "saturated");
      for (const unit of dead) marks.set(keyOf({ layer: hidden + 1, unit }), "dead");
    });
    return { marks, epoch: inspected?.epoch ?? run.weightsEpoch };
  }, [inspected, cutOff]);
}

/** @param epoch that the marks are of, if it is another one than the shown one */
function marksInWords(marks: ReadonlyMap<string, UnitMark>, epoch: number | null): string {
  const all = [...marks.values()];
  const parts = (["dead", "saturated"] as const).flatMap(mark => {
    const count = all.filter(other => other === mark).length;
    return count === 0 ? [] : [`${formatCount(count)} ${mark}`];
  });
  if (parts.length === 0) return "";
  const when = epoch === null ? "" : ` at epoch ${formatCount(epoch)}`;
  return `Hidden units${when}: ${parts.join(", ")}.`;
}

/** The scales of the lines. */
function scaleWords(ranges: readonly number[]): string {
  const parts = ranges.map(
    (range, layer) => `${formatNumber(range)} ${layerName(layer, ranges.length)}`,
  );
  return `The thickest line is a weight of ${joinWords(parts)}: the largest so far in any network.`;
}

/** A unit for those who do not see it. */
function unitSummary(
  { layers }: ShownRun,
  unit: Unit,
  nameOf: (unit: Unit) => string,
  marks: readonly string[],
): string {
  const { incoming, outgoing } = unitWeights(layers, unit);
  const side = (words: string, weights: readonly { readonly weight: number }[]) => {
    if (weights.length === 0) return "";
    const largest = weights.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0);
    return `, ${weights.length} ${words}, largest magnitude ${formatNumber(largest)}`;
  };
  return (
    `${nameOf(unit)}, ${unitGroup(unit.layer, layers.length)}` +
    side("weights in", incoming) +
    side("weights out", outgoing) +
    marks.map(words => `, ${words}`).join("")
  );
}
