/** L1 and the largest norm, as in src/kernel/constraints.ts, with the same bits. */
import type { PlainLayer } from "./plan.ts";

/** w moved towards zero by the threshold, and to exactly zero where it is no further away. */
function softened(w: number, threshold: number): number {
  const below = threshold < w ? threshold : w;
  return w - (below < -threshold ? -threshold : below);
}

/** Applies L1 and the largest norm to the weights of a layer, where there are any. */
export function constrain(
  f: Float64Array,
  { inputs, inputCells, outputs, weights, threshold }: PlainLayer,
  maxNorm: number,
): void {
  if (threshold === 0 && maxNorm === Infinity) return;
  for (let j = 0; j < outputs; j++) {
    const first = weights + (j >> 2) * 16 * inputCells + (j & 3);
    const end = first + 4 * inputs;
    let squares = 0;
    for (let at = first; at < end; at += 4) {
      const w = threshold === 0 ? f[at] : softened(f[at], threshold);
      f[at] = w;
      squares += w * w;
    }
    if (!(squares > maxNorm * maxNorm)) continue;
    const factor = maxNorm / Math.sqrt(squares);
    for (let at = first; at < end; at += 4) f[at] *= factor;
  }
}
