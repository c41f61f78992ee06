/** A plane through the space of the inputs, as each network sees it. */
import { useMemo, useState } from "preact/hooks";
import { usePixelRatio } from "../borders/useMaps.ts";
import { formatCount, formatNumber, formatPercent } from "../format.ts";
import type { ShownRun } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import type { Theme } from "../theme.ts";
import { useWidth } from "../weights/useWidth.ts";
import { ClassKey, readClassColours } from "./classLooks.tsx";
import { drawSlice, gridSide, type Slice } from "./sliceDrawing.ts";
import { type Axes, type Items, nearestItems, rangeOf } from "./slices.ts";
import { useCalmDrawing } from "./useCalmDrawing.ts";

/** Items drawn on each slice. */
const NEAR = 40;
const GAP = 14;
const SMALLEST = 130;
const LARGEST = 280;
/** A finer picture is stretched: what it costs grows with its square. */
const MOST_PIXELS = 360;

interface SliceMapsProps {
  readonly runs: readonly ShownRun[];
  readonly items: Items;
  readonly inputNames: readonly string[];
  readonly classNames: readonly string[];
  readonly theme: Theme;
  readonly weights: string;
}

export function SliceMaps(props: SliceMapsProps) {
  const { runs, items, inputNames, classNames, theme, weights } = props;
  const [axes, setAxes] = useState<Axes>([0, 1]);
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const [box, width] = useWidth<HTMLDivElement>();
  const ratio = usePixelRatio();
  const [x, y] = axes.map(axis => Math.min(axis, items.width - 1));
  const slice = useMemo((): Slice => {
    const row = heldAt === null ? -1 : Math.min(heldAt, items.count - 1) * items.width;
    const held = row < 0 ? items.mean : items.inputs.subarray(row, row + items.width);
    return {
      items,
      axes: [x, y],
      held,
      ranges: [rangeOf(items, x), rangeOf(items, y)],
      near: nearestItems(items, [x, y], held, NEAR),
    };
  }, [items, x, y, heldAt]);
  const columns = Math.max(1, Math.floor((width + GAP) / (SMALLEST + GAP)));
  const perRow = Math.min(columns, Math.ceil(runs.length / Math.ceil(runs.length / columns)));
  const side = Math.min(LARGEST, Math.floor((width + GAP) / perRow - GAP));
  useCalmDrawing(box, () => {
    if (box.current === null || side <= 0) return;
    const colours = readClassColours();
    const size = Math.min(MOST_PIXELS, Math.round(side * ratio));
    for (const [i, canvas] of [...box.current.querySelectorAll("canvas")].entries()) {
      if (i >= runs.length) break;
      const { layers, summary } = runs[i];
      const grid = gridSide(layers, runs.length);
      const found = drawSlice(canvas, layers, summary.config, slice, { grid, size }, colours);
      const parts = found.map((share, k) => `${classNames[k]} ${formatPercent(share)}`);
      canvas.setAttribute(
        "aria-label",
        `Slice ${summary.label}. Share of the area: ${parts.join(", ")}.`,
      );
    }
  }, [weights, slice, side, ratio, theme]);
  const axisChoice = (id: string, label: string, value: number, choose: (axis: number) => void) => (
    <label class="inline-choice" for={id}>
      {label}
      <select id={id} value={value} onChange={event => choose(Number(event.currentTarget.value))}>
        {inputNames.map((name, i) => (
          <option key={i} value={i}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  const [[left, right], [bottom, top]] = slice.ranges;
  return (
    <>
      <p class="card-text">
        Two inputs vary, the others are held: what each network says of every point of that plane. A
        border seen here is a cut through the whole one, and elsewhere it may look different. The
        marks are the {formatCount(slice.near.length)} training items nearest to the plane, each
        judged by all its inputs.
      </p>
      <div>
        {axisChoice("slice-x", "To the right", x, axis => setAxes([axis, y]))}
        {axisChoice("slice-y", "Upwards", y, axis => setAxes([x, axis]))}
        <label class="inline-choice" for="slice-held">
          Others held at
          <select
            id="slice-held"
            value={heldAt === null ? "mean" : "item"}
            onChange={event => setHeldAt(event.currentTarget.value === "mean" ? null : 0)}
          >
            <option value="mean">the mean of the training items</option>
            <option value="item">a training item</option>
          </select>
        </label>
        {heldAt !== null && (
          <label class="inline-choice" for="slice-item">
            Item
            <input
              id="slice-item"
              class="text-input short"
              type="number"
              min={0}
              max={items.count - 1}
              value={heldAt}
              onInput={event => {
                const item = event.currentTarget.valueAsNumber;
                if (Number.isInteger(item) && item >= 0 && item < items.count) setHeldAt(item);
              }}
            />
          </label>
        )}
      </div>
      <ClassKey classNames={classNames} />
      {x === y ? (
        <p class="card-text">Choose two different inputs.</p>
      ) : (
        <p class="slice-ranges number">
          {inputNames[x]} from {formatNumber(left)} to {formatNumber(right)}, {inputNames[y]} from{" "}
          {formatNumber(bottom)} to {formatNumber(top)}
          {heldAt === null ? "" : `; the others as item ${heldAt}`}
        </p>
      )}
      <div ref={box} class="slice-maps">
        {x !== y &&
          side > 0 &&
          runs.map(({ summary: { id, label } }) => (
            <figure key={id} style={{ width: `${side}px` }}>
              <figcaption>
                <VariantName id={id} label={label} />
              </figcaption>
              <canvas role="img" style={{ width: `${side}px`, height: `${side}px` }} />
            </figure>
          ))}
      </div>
    </>
  );
}
