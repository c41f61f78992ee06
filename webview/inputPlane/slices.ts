/** Planes through a space of many inputs: two of them vary, the others are held. No DOM. */
import type { LayerView } from "../../src/core/network.ts";
import type { DataPreview } from "../../src/protocol/messages.ts";

/** The training items of a preview. */
export interface Items {
  readonly count: number;
  readonly width: number;
  /** Shape [count, width]. */
  readonly inputs: Float64Array;
  readonly labels: Uint16Array;
  /** Mean and standard deviation of each input. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

export function itemsOf({ inputNames, classNames, rows }: DataPreview): Items {
  const width = inputNames.length;
  const stride = width + classNames.length;
  const count = rows.length / stride;
  const inputs = new Float64Array(count * width);
  const labels = new Uint16Array(count);
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (let item = 0; item < count; item++) {
    const row = rows.subarray(item * stride, (item + 1) * stride);
    inputs.set(row.subarray(0, width), item * width);
    labels[item] = row.subarray(width).indexOf(1);
    for (let i = 0; i < width; i++) mean[i] += row[i] / count;
  }
  for (let at = 0; at < inputs.length; at++) {
    deviation[at % width] += (inputs[at] - mean[at % width]) ** 2 / count;
  }
  return { count, width, inputs, labels, mean, deviation: deviation.map(Math.sqrt) };
}

/** The two inputs that vary. */
export type Axes = readonly [x: number, y: number];

/**
 * A network of the two inputs alone: what the others give to each unit of the first layer is the
 * same everywhere, and goes into its bias.
 *
 * @param held value of each input
 */
export function sliceLayers(
  layers: readonly LayerView[],
  [x, y]: Axes,
  held: Float64Array,
): LayerView[] {
  const [{ inputs, outputs, weights, biases }, ...rest] = layers;
  const row = (i: number) => weights.subarray(i * outputs, (i + 1) * outputs);
  const sums = biases.slice();
  for (let i = 0; i < inputs; i++) {
    if (i !== x && i !== y) row(i).forEach((weight, j) => (sums[j] += held[i] * weight));
  }
  const both = Float64Array.from([...row(x), ...row(y)]);
  return [{ inputs: 2, outputs, weights: both, biases: sums }, ...rest];
}

/**
 * The items nearest to a slice, by the held inputs, each measured in its own standard deviation.
 *
 * @param most how many
 * @returns their indices
 */
export function nearestItems(
  { count, width, inputs, deviation }: Items,
  axes: Axes,
  held: Float64Array,
  most: number,
): number[] {
  const distances = Array.from({ length: count }, (_, item) => {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      if (axes.includes(i) || deviation[i] === 0) continue;
      sum += ((inputs[item * width + i] - held[i]) / deviation[i]) ** 2;
    }
    return { item, sum };
  });
  distances.sort((a, b) => a.sum - b.sum || a.item - b.item);
  return distances.slice(0, most).map(({ item }) => item);
}

/** Smallest and largest value of an input with some room around it. */
export function rangeOf({ count, width, inputs }: Items, input: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let item = 0; item < count; item++) {
    low = Math.min(low, inputs[item * width + input]);
    high = Math.max(high, inputs[item * width + input]);
  }
  const room = (high - low) * 0.04 || 1;
  return [low - room, high + room];
}
