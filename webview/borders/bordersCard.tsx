/** The borders that all networks draw between two classes of items with two inputs. */
import { useMemo, useRef, useState } from "preact/hooks";
import { visibleRuns } from "../charts/selection.ts";
import { Fold } from "../fold.tsx";
import { formatPercent } from "../format.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { type Choice, Segmented } from "../segmented.tsx";
import type { Shown } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import { UnitMaps } from "../inputPlane/unitMaps.tsx";
import { useWidth } from "../weights/useWidth.ts";
import { BorderMap } from "./borderMap.tsx";
import { BordersLegend } from "./bordersLegend.tsx";
import { Accuracies, BordersTable } from "./bordersTable.tsx";
import { bordersText, mapLabel, newPointText, pointText } from "./borderWords.ts";
import type { RegionView } from "./palette.ts";
import { FEW_MAPS, mapGrid } from "./mapGrid.ts";
import { movePoint, type Plane, planeOf, type PlanePoint } from "./plane.ts";
import { probabilityOf } from "./planeNetwork.ts";
import { canPlace, PointTools } from "./pointTools.tsx";
import { useMaps, usePixelRatio, weightsKey } from "./useMaps.ts";
import { usePointEditor } from "./usePointEditor.ts";

const regionChoices: readonly Choice<RegionView>[] = [
  { value: "probability", label: "Probability" },
  { value: "class", label: "Class" },
];

const HINT = "Point at a map, or use the arrow keys, to read every network at that place.";
const EDIT_KEYS =
  "1 and 2 add a point of the first or second class at the cross-hair, Space picks up the nearest " +
  "point and puts it down, Delete removes it.";

function isUndo({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "z" && (ctrlKey || metaKey) && !shiftKey;
}

interface BordersCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

/** Nothing unless the data has two inputs and two classes. */
export function BordersCard(props: BordersCardProps) {
  const { data, playground } = props.shown;
  const plane = useMemo(() => planeOf(data, playground.experiment?.dataset), [data]);
  const fits = props.shown.runs.every(({ summary }) => summary.sizes[0] === 2);
  return plane === undefined || !fits ? null : <Borders {...props} plane={plane} />;
}

type BordersProps = BordersCardProps & { readonly plane: Plane };

function Borders({ store, view, shown, plane: shownPlane }: BordersProps) {
  const { borders } = view.memory;
  const { plane: planeState } = shown.playground;
  const runs = visibleRuns(shown.runs, view.memory);
  const hasTrain = borders.train ?? true;
  // Hundreds of test items would hide the few points of Figure 2.
  const hasTest = borders.test ?? (runs.length <= FEW_MAPS && shownPlane.landmarks === undefined);
  const card = useRef<HTMLElement>(null);
  const [box, width] = useWidth<HTMLDivElement>();
  const ratio = usePixelRatio();
  const canvases = useRef(new Map<string, HTMLCanvasElement>()).current;
  const [cursor, setCursor] = useState<PlanePoint | null>(null);
  const [isByKey, setByKey] = useState(false);
  const { side } = mapGrid(width, runs.length, ratio);
  const { preset } = shown.playground;
  const editor = usePointEditor(store, preset, shown.data, shownPlane, side);
  const { plane } = editor;
  const isEditable = canPlace(planeState, shown.data.trainItems);
  const key = weightsKey(runs, view.state.snapshots);
  const { networks, facts } = useMaps(card, canvases, runs, view.theme, {
    key,
    plane,
    side,
    ratio,
    view: borders.regions,
    hasTrain,
    hasTest,
  });
  const known = runs.map(({ summary }, i) => ({ label: summary.label, facts: facts?.[i] }));
  const { left, bottom, span } = plane.area;
  const center = { x: left + span / 2, y: bottom + span / 2 };
  const says = cursor && networks.map(network => probabilityOf(network.margin(cursor.x, cursor.y)));
  const refs = useMemo(
    () =>
      new Map(
        runs.map(({ summary: { id } }) => [
          id,
          (element: HTMLCanvasElement | null) => {
            if (element === null) canvases.delete(id);
            else canvases.set(id, element);
          },
        ]),
      ),
    [runs.map(({ summary }) => summary.id).join()],
  );
  return (
    <section ref={card} class="card borders" aria-labelledby="borders-title">
      <div class="card-head">
        <h2 id="borders-title">Borders between the classes</h2>
        <div class="card-tools">
          {isEditable && (
            <button
              id="borders-edit"
              type="button"
              class="toggle"
              aria-pressed={editor.isOn}
              onClick={() => editor.setOn(!editor.isOn)}
            >
              Edit points
            </button>
          )}
          <Segmented
            name="borders-regions"
            label="What the colours of the maps show"
            choices={regionChoices}
            value={borders.regions}
            choose={regions => store.remember({ borders: { ...borders, regions } })}
          />
        </div>
      </div>
      <p class="card-text borders-text">
        {/* While points are placed the maps must not move for a sentence that becomes longer. */}
        {(!editor.isOn && bordersText(known, plane.classNames)) ||
          "What each network says of every point, on one scale."}
        {plane.landmarks &&
          " Test items are spread evenly and have the class that the true border gives them: test " +
            "accuracy is the share of the square where a network agrees with it."}
      </p>
      {editor.isOn && planeState !== null && (
        <PointTools editor={editor} state={planeState} classNames={plane.classNames} />
      )}
      <BordersLegend {...{ store, borders, plane, hasTrain, hasTest }} />
      <div
        ref={box}
        id="borders-maps"
        class="border-maps"
        role="application"
        tabIndex={0}
        aria-label={
          "Maps of all networks. Arrow keys move a cross-hair, with Shift in large steps." +
          (editor.isOn ? ` ${EDIT_KEYS}` : "")
        }
        onFocus={event => {
          if (!event.currentTarget.matches(":focus-visible")) return;
          setByKey(true);
          setCursor(cursor ?? center);
        }}
        onBlur={() => setCursor(null)}
        onKeyDown={event => {
          if (editor.isOn && isUndo(event)) {
            event.preventDefault();
            editor.undo();
          }
          if (event.ctrlKey || event.altKey || event.metaKey) return;
          if (editor.isOn && editor.key(event.key, cursor ?? center)) {
            event.preventDefault();
            return;
          }
          const next =
            event.key === "Escape"
              ? null
              : movePoint(cursor ?? center, event.key, event.shiftKey, plane.area);
          if (next === undefined) return;
          event.preventDefault();
          setByKey(true);
          setCursor(next);
          if (editor.isOn && next !== null) editor.move(next);
        }}
      >
        {side > 0 &&
          runs.map((run, i) => (
            <BorderMap
              key={run.summary.id}
              label={mapLabel(known[i], run.weightsEpoch, plane)}
              plane={plane}
              side={side}
              canvas={refs.get(run.summary.id) ?? (() => {})}
              cursor={cursor}
              editor={editor.isOn ? editor : null}
              point={point => {
                setByKey(false);
                setCursor(point);
              }}
            >
              <VariantName id={run.summary.id} label={run.summary.label} />
              <span class="map-says number">
                {says === null ? (
                  <Accuracies run={run} data={shown.data} />
                ) : (
                  `${plane.classNames[1]}: ${formatPercent(says[i])}`
                )}
              </span>
              {plane.landmarks && (
                <span class="map-says number">
                  {newPointText(plane.landmarks, networks[i], plane)}
                </span>
              )}
            </BorderMap>
          ))}
      </div>
      <p class={cursor === null ? "readout is-hint" : "readout"}>
        {cursor === null ? (editor.isOn ? editor.said : "") || HINT : pointText(cursor, plane)}
      </p>
      <p class="visually-hidden" role="status">
        {editor.isOn ? editor.said : ""}
      </p>
      <p class="visually-hidden" aria-live="polite">
        {isByKey && cursor !== null && says !== null
          ? `${pointText(cursor, plane)}. Probability of ${plane.classNames[1]}: ` +
            runs.map(({ summary }, i) => `${summary.label} ${formatPercent(says[i])}`).join(", ")
          : ""}
      </p>
      <Fold store={store} id="unit-maps" summary="What each hidden unit sees">
        {() =>
          runs.length > 0 && (
            <UnitMaps runs={runs} plane={shownPlane} theme={view.theme} weights={key} />
          )
        }
      </Fold>
      <Fold store={store} id="numbers-borders" summary="Borders as a table">
        {() => <BordersTable runs={runs} data={shown.data} facts={facts} plane={plane} />}
      </Fold>
    </section>
  );
}
