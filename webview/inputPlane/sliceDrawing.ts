/** Draws a slice of one network: a colour and a pattern for each class, and the items near it. */
import type { LayerView, UnitKinds } from "../../src/core/network.ts";
import { mix, type Rgba, cssColour } from "../theme.ts";
import { type ClassColours, drawMark, isOnPattern, letterOf } from "./classLooks.tsx";
import { classesOf, forwardItems, workOf } from "./forward.ts";
import { type Axes, type Items, sliceLayers } from "./slices.ts";

/** Points along each side at which a network is asked; fewer where it is large. */
const FINEST_GRID = 56;
const COARSEST_GRID = 10;
/** Multiplications for all slices together. */
const MOST_WORK = 5_000_000;
/** A class with less of the area has no letter on it. */
const LEAST_SHARE = 0.02;

export interface Slice {
  readonly items: Items;
  readonly axes: Axes;
  readonly held: Float64Array;
  readonly ranges: readonly [readonly [number, number], readonly [number, number]];
  /** Items that are drawn. */
  readonly near: readonly number[];
}

export function gridSide(layers: readonly LayerView[], networks: number): number {
  const side = Math.floor(Math.sqrt(MOST_WORK / (networks * workOf(layers))));
  return Math.max(COARSEST_GRID, Math.min(FINEST_GRID, side));
}

/** Logits at the corners of a grid, row by row from the top; a single output becomes two. */
function gridLogits(
  layers: readonly LayerView[],
  kinds: UnitKinds,
  { axes, held, ranges }: Slice,
  grid: number,
): { readonly logits: Float64Array; readonly classes: number } {
  const inputs = new Float64Array(2 * grid * grid);
  const [[left, right], [bottom, top]] = ranges;
  for (let row = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++) {
      const at = 2 * (row * grid + column);
      inputs[at] = left + ((right - left) * column) / (grid - 1);
      inputs[at + 1] = top - ((top - bottom) * row) / (grid - 1);
    }
  }
  const all = forwardItems(sliceLayers(layers, axes, held), kinds, inputs, grid * grid);
  const last = all[all.length - 1];
  const { outputs } = layers[layers.length - 1];
  if (outputs > 1) return { logits: last, classes: outputs };
  const logits = new Float64Array(2 * last.length);
  last.forEach((value, at) => (logits[2 * at + 1] = value));
  return { logits, classes: 2 };
}

/**
 * @param size of the picture in pixels
 * @returns share of the area of each class
 */
export function drawSlice(
  canvas: HTMLCanvasElement,
  layers: readonly LayerView[],
  kinds: UnitKinds,
  slice: Slice,
  { grid, size }: { readonly grid: number; readonly size: number },
  colours: ClassColours,
): number[] {
  const context = canvas.getContext("2d");
  if (context === null) return [];
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const { logits, classes } = gridLogits(layers, kinds, slice, grid);
  const image = new ImageData(size, size);
  const counts = new Array<number>(classes).fill(0);
  const peaks = Array.from({ length: classes }, () => ({ share: 0, x: 0, y: 0 }));
  const shades = Array.from({ length: classes }, (_, k) => shadesOf(k, colours));
  const here = new Float64Array(classes);
  for (let y = 0; y < size; y++) {
    const row = ((grid - 1) * y) / (size - 1);
    const top = Math.min(grid - 2, Math.floor(row));
    const down = row - top;
    for (let x = 0; x < size; x++) {
      const column = ((grid - 1) * x) / (size - 1);
      const left = Math.min(grid - 2, Math.floor(column));
      const aside = column - left;
      const at = (top * grid + left) * classes;
      const below = at + grid * classes;
      let best = 0;
      for (let k = 0; k < classes; k++) {
        const above = logits[at + k] * (1 - aside) + logits[at + classes + k] * aside;
        const under = logits[below + k] * (1 - aside) + logits[below + classes + k] * aside;
        here[k] = above * (1 - down) + under * down;
        if (here[k] > here[best]) best = k;
      }
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += Math.exp(here[k] - here[best]);
      const probability = 1 / sum;
      counts[best]++;
      if (probability > peaks[best].share) peaks[best] = { share: probability, x, y };
      const shade = shades[best][isOnPattern(best, x, y) ? 1 : 0];
      const colour = shade[Math.min(SHADES - 1, Math.floor((probability || 0) * SHADES))];
      image.data.set([colour[0], colour[1], colour[2], 255], 4 * (y * size + x));
    }
  }
  context.putImageData(image, 0, 0);
  drawItems(context, layers, kinds, slice, size, colours);
  drawLetters(context, counts, peaks, size, colours);
  return counts.map(count => count / (size * size));
}

const SHADES = 64;

/** Colours of a class by its probability: beside its pattern, and on it. */
function shadesOf(label: number, { page, text, of }: ClassColours): [Rgba[], Rgba[]] {
  const plain = Array.from({ length: SHADES }, (_, i) =>
    mix(page, of(label), 0.12 + (0.4 * i) / (SHADES - 1)),
  );
  return [plain, plain.map(colour => mix(colour, text, 0.3))];
}

function drawItems(
  context: CanvasRenderingContext2D,
  layers: readonly LayerView[],
  kinds: UnitKinds,
  { items, axes, ranges, near }: Slice,
  size: number,
  colours: ClassColours,
): void {
  const { width, inputs, labels } = items;
  const chosen = new Float64Array(near.length * width);
  near.forEach((item, i) =>
    chosen.set(inputs.subarray(item * width, (item + 1) * width), i * width),
  );
  // Each is judged as it is, with all its inputs.
  const all = forwardItems(layers, kinds, chosen, near.length);
  const found = classesOf(all[all.length - 1], layers[layers.length - 1].outputs);
  const [[left, right], [bottom, top]] = ranges;
  near.forEach((item, i) => {
    const x = ((inputs[item * width + axes[0]] - left) / (right - left)) * size;
    const y = (1 - (inputs[item * width + axes[1]] - bottom) / (top - bottom)) * size;
    drawMark(context, labels[item], [x, y], size / 50, colours, found[i] !== labels[item]);
  });
}

function drawLetters(
  context: CanvasRenderingContext2D,
  counts: readonly number[],
  peaks: readonly { readonly x: number; readonly y: number }[],
  size: number,
  { text, page }: ClassColours,
): void {
  const height = Math.round(size / 11);
  context.font = `600 ${height}px sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = height / 4;
  context.strokeStyle = cssColour(page);
  context.fillStyle = cssColour(text);
  peaks.forEach(({ x, y }, label) => {
    if (counts[label] < LEAST_SHARE * size * size) return;
    const inside = (value: number) => Math.max(height, Math.min(size - height, value));
    context.strokeText(letterOf(label), inside(x), inside(y));
    context.fillText(letterOf(label), inside(x), inside(y));
  });
}
