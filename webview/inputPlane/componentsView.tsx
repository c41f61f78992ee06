/** Items laid out along the two directions in which they differ most. */
import { useMemo, useRef, useState } from "preact/hooks";
import { principalComponents, projectItems } from "../../src/core/principalComponents.ts";
import { usePixelRatio } from "../borders/useMaps.ts";
import { formatCount, formatPercent } from "../format.ts";
import type { ShownRun } from "../shown.ts";
import type { Theme } from "../theme.ts";
import { useWidth } from "../weights/useWidth.ts";
import { ClassKey, drawMark, readClassColours } from "./classLooks.tsx";
import { classesOf, forwardItems, workOf } from "./forward.ts";
import type { Items } from "./slices.ts";
import { useCalmDrawing } from "./useCalmDrawing.ts";

/** Multiplications for judging the items each time; of large networks fewer items are judged. */
const MOST_WORK = 12_000_000;
const FEWEST_ITEMS = 40;
const LARGEST = 520;
const RADIUS = 4.5;
const MARGIN = 12;

interface ComponentsViewProps {
  readonly runs: readonly ShownRun[];
  readonly items: Items;
  readonly trainItems: number;
  readonly classNames: readonly string[];
  readonly theme: Theme;
  readonly weights: string;
}

export function ComponentsView(props: ComponentsViewProps) {
  const { runs, items, trainItems, classNames, theme, weights } = props;
  const [chosen, choose] = useState("");
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const ratio = usePixelRatio();
  const run = runs.find(({ summary }) => summary.id === chosen) ?? runs[0];
  const shown = Math.min(
    items.count,
    Math.max(FEWEST_ITEMS, Math.floor(MOST_WORK / workOf(run.layers))),
  );
  const { places, shares } = useMemo(() => {
    const found = principalComponents(items.inputs, items.count, items.width);
    return { places: projectItems(found, items.inputs, items.count), shares: found.shares };
  }, [items]);
  const side = Math.min(LARGEST, width);
  const height = Math.round(side * 0.75);
  useCalmDrawing(box, () => {
    if (canvas.current === null || side <= 0) return;
    const { layers, summary } = run;
    const all = forwardItems(layers, summary.config, items.inputs, shown);
    const found = classesOf(all[all.length - 1], layers[layers.length - 1].outputs);
    const wrong = Uint8Array.from(found, (label, i) => (label === items.labels[i] ? 0 : 1));
    draw(canvas.current, { width: side, height, ratio }, places, items.labels, wrong);
    const text =
      `${formatCount(wrong.reduce((sum, value) => sum + value, 0))} of ${formatCount(shown)} ` +
      `items are wrong ${summary.label}.`;
    canvas.current.setAttribute(
      "aria-label",
      `Training items along their first two principal components. ${text}`,
    );
    if (said.current !== null) said.current.textContent = text;
  }, [weights, run.summary.id, places, side, ratio, theme, shown]);
  return (
    <>
      <p class="card-text">
        {shown < trainItems
          ? `The first ${formatCount(shown)} training items`
          : "All training items"}
        , laid out along the two directions in which they differ most (principal components). These
        hold {formatPercent(shares[0] + shares[1])} of all variance: items that are close here may
        be far apart in the rest.
      </p>
      <label class="inline-choice" for="components-run">
        Network
        <select
          id="components-run"
          value={run.summary.id}
          onChange={event => choose(event.currentTarget.value)}
        >
          {runs.map(({ summary: { id, label } }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <ClassKey classNames={classNames} />
      <div ref={box} class="components-view">
        <canvas
          ref={canvas}
          role="img"
          aria-label="Training items along their first two principal components."
          style={{ width: `${side}px`, height: `${height}px` }}
        />
      </div>
      <p ref={said} class="readout" />
    </>
  );
}

interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** @param wrong 1 where the network is wrong; items beyond its length are not drawn */
function draw(
  canvas: HTMLCanvasElement,
  { width, height, ratio }: PictureSize,
  places: Float64Array,
  labels: Uint16Array,
  wrong: Uint8Array,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const reach = (axis: 0 | 1) => {
    let [low, high] = [0, 0];
    for (let at = axis; at < places.length; at += 2) {
      low = Math.min(low, places[at]);
      high = Math.max(high, places[at]);
    }
    return [low, high - low || 1];
  };
  const [[left, across], [bottom, up]] = [reach(0), reach(1)];
  // One scale for both: distances in the picture are those of the projection.
  const scale = Math.min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / up);
  const colours = readClassColours();
  for (const isWrong of [0, 1]) {
    for (let item = 0; item < wrong.length; item++) {
      if (wrong[item] !== isWrong) continue;
      const x = width / 2 + (places[2 * item] - left - across / 2) * scale;
      const y = height / 2 - (places[2 * item + 1] - bottom - up / 2) * scale;
      drawMark(context, labels[item], [x, y], RADIUS, colours, isWrong === 1);
    }
  }
}
