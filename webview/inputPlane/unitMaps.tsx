/** What each hidden unit of one network computes over the plane of two inputs. */
import { useRef, useState } from "preact/hooks";
import type { LayerView } from "../../src/core/network.ts";
import type { Plane } from "../borders/plane.ts";
import { formatNumber } from "../format.ts";
import type { ShownRun } from "../shown.ts";
import type { Theme } from "../theme.ts";
import { mix, type Rgba } from "../theme.ts";
import { forwardItems, workOf } from "./forward.ts";
import { useCalmDrawing } from "./useCalmDrawing.ts";

/** Points along each side of a map; fewer where the network is large. */
const FINEST_SIDE = 36;
const COARSEST_SIDE = 8;
/** Multiplications for all maps together. */
const MOST_WORK = 3_000_000;
/** Units of a layer that are drawn. */
const MOST_UNITS = 64;
/** A unit that varies less says the same everywhere. */
const LEAST_RANGE = 1e-6;

interface UnitMapsProps {
  readonly runs: readonly ShownRun[];
  readonly plane: Plane;
  readonly theme: Theme;
  /** Tells weights from those of other epochs. */
  readonly weights: string;
}

export function UnitMaps({ runs, plane, theme, weights }: UnitMapsProps) {
  const [chosen, choose] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const run = runs.find(({ summary }) => summary.id === chosen) ?? runs[0];
  const { layers, summary } = run;
  const hidden = layers.slice(0, -1);
  useCalmDrawing(box, () => {
    if (box.current !== null) drawUnits(box.current, run, plane, theme);
  }, [weights, summary.id, plane, theme]);
  if (hidden.length === 0) {
    return <p class="card-text">This network has no hidden units: its border is one line.</p>;
  }
  return (
    <div ref={box} class="unit-maps">
      <label class="inline-choice" for="unit-maps-run">
        Network
        <select
          id="unit-maps-run"
          value={summary.id}
          onChange={event => choose(event.currentTarget.value)}
        >
          {runs.map(({ summary: { id, label } }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <p class="card-text">
        Each square is the plane of the maps above, as one unit sees it: strong colour far from 0,
        the paler the nearer. The number under a unit is its weight towards {plane.classNames[1]};
        of units that no output reads directly, the norm of the weights that lead on from it.
      </p>
      {hidden.map((layer, l) => (
        <section key={l} aria-label={`Hidden layer ${l + 1}`}>
          <h3 class="unit-layer">
            Hidden layer {l + 1}
            {layer.outputs > MOST_UNITS && `: the first ${MOST_UNITS} of ${layer.outputs} units`}
          </h3>
          <ul class="unit-list">
            {Array.from({ length: Math.min(MOST_UNITS, layer.outputs) }, (_, unit) => (
              <li key={unit}>
                <canvas data-unit={`${l} ${unit}`} role="img" />
                <span class="number">{weightText(layers, l, unit)}</span>
                <span class="unit-note" />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The weight of a unit towards class 1, or the norm of what leads on from it. */
function weightText(layers: readonly LayerView[], l: number, unit: number): string {
  const { outputs, weights } = layers[l + 1];
  const row = weights.subarray(unit * outputs, (unit + 1) * outputs);
  if (l + 2 < layers.length) return `norm ${formatNumber(Math.hypot(...row))}`;
  const weight = outputs === 1 ? row[0] : row[1] - row[0];
  return `${weight > 0 ? "+" : ""}${formatNumber(weight)}`;
}

function drawUnits(
  box: HTMLElement,
  { layers, summary }: ShownRun,
  { area: { left, bottom, span }, train }: Plane,
  theme: Theme,
): void {
  const side = Math.max(
    COARSEST_SIDE,
    Math.min(FINEST_SIDE, Math.floor(Math.sqrt(MOST_WORK / workOf(layers)))),
  );
  const grid = new Float64Array(2 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      grid[at] = left + (span * (column + 0.5)) / side;
      grid[at + 1] = bottom + span * (1 - (row + 0.5) / side);
    }
  }
  const maps = forwardItems(layers, summary.config, grid, side * side);
  const items = Math.min(train.xs.length, side * side);
  const places = new Float64Array(2 * items);
  for (let i = 0; i < items; i++) places.set([train.xs[i], train.ys[i]], 2 * i);
  const seen = forwardItems(layers, summary.config, places, items);
  for (const canvas of box.querySelectorAll("canvas")) {
    const [l, unit] = (canvas.dataset["unit"] ?? "").split(" ").map(Number);
    const units = layers[l]?.outputs ?? 0;
    if (!(unit < units)) continue;
    const column = (values: Float64Array, count: number) =>
      Float64Array.from({ length: count }, (_, i) => values[i * units + unit]);
    const values = column(maps[l], side * side);
    const [low, high] = rangeOf(values);
    const [least, most] = rangeOf(column(seen[l], items));
    // Dead for the data: the same for every training item.
    const isDead = !(most - least > LEAST_RANGE);
    paint(canvas, values, side, Math.max(Math.abs(low), Math.abs(high)), theme);
    canvas.setAttribute(
      "aria-label",
      `Unit ${unit + 1}: from ${formatNumber(low)} to ${formatNumber(high)}` +
        (isDead ? ", the same for every training item" : ""),
    );
    canvas.title = canvas.getAttribute("aria-label") ?? "";
    const note = canvas.parentElement?.querySelector(".unit-note");
    if (note) note.textContent = isDead ? "dead" : "";
  }
}

function rangeOf(values: Float64Array): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function paint(
  canvas: HTMLCanvasElement,
  values: Float64Array,
  side: number,
  most: number,
  { negative, zero, positive }: Theme,
): void {
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const image = new ImageData(side, side);
  for (let at = 0; at < values.length; at++) {
    const share = most > 0 ? values[at] / most : 0;
    const colour: Rgba = mix(zero, share < 0 ? negative : positive, Math.abs(share) || 0);
    image.data.set([colour[0], colour[1], colour[2], 255], 4 * at);
  }
  context.putImageData(image, 0, 0);
}
