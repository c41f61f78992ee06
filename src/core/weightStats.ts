/** How large weights are: norms, extremes and histograms. Biases are never counted. */
import type { LayerView } from "./network.ts";

export interface WeightSize {
  readonly sumOfSquares: number;
  readonly maxAbs: number;
}

/** Sum of squares and largest magnitude; both 0 for no values, NaN where a value is. */
export function weightSize(values: Float64Array): WeightSize {
  const { length } = values;
  let sumOfSquares = 0;
  let maxAbs = 0;
  for (let i = 0; i < length; i++) {
    const magnitude = Math.abs(values[i]);
    sumOfSquares += magnitude * magnitude;
    if (magnitude > maxAbs) maxAbs = magnitude;
  }
  return { sumOfSquares, maxAbs: Number.isNaN(sumOfSquares) ? Number.NaN : maxAbs };
}

/** The same over the weight matrices of a network. */
export function networkWeightSize(layers: readonly LayerView[]): WeightSize {
  let sumOfSquares = 0;
  let maxAbs = 0;
  for (const { weights } of layers) {
    const size = weightSize(weights);
    sumOfSquares += size.sumOfSquares;
    maxAbs = Math.max(maxAbs, size.maxAbs);
  }
  return { sumOfSquares, maxAbs };
}

/**
 * Counts values in equal bins from -range to +range; a value on a border belongs to the bin above
 * it, and +range to the last bin.
 *
 * @param binCount at least 1
 * @param range at least the largest magnitude, so that nothing is left out
 * @throws {RangeError} if a value lies outside the range
 */
export function histogram(values: ArrayLike<number>, binCount: number, range: number): Uint32Array {
  const counts = new Uint32Array(binCount);
  const { length } = values;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (!(Math.abs(value) <= range)) {
      throw new RangeError(`histogram: ${value} lies outside -${range} to ${range}`);
    }
    const position = range === 0 ? 0.5 : (value / range + 1) / 2;
    counts[Math.min(binCount - 1, Math.floor(position * binCount))]++;
  }
  return counts;
}
