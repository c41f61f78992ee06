/** Signals flowing back, as in src/kernel/backward.ts: the same cells, order and bits. */
import type { PlainLayer } from "./plan.ts";

/** Sums for the layer below; two partial sums each, over even and odd outputs, then added. */
export function backwardItem(
  f: Float64Array,
  { inputs, inputCells, outputs, weights }: PlainLayer,
  signals: number,
  below: number,
  step: number,
): void {
  const panel = 16 * inputCells;
  const pairs = outputs & ~1;
  for (let j = 0; j < inputs; j += 2) {
    let even0 = 0;
    let odd0 = 0;
    let even1 = 0;
    let odd1 = 0;
    const first = weights + 4 * j;
    for (let k = 0; k < pairs; k += 2) {
      const s = signals + (k >> 2) * step + (k & 3);
      const w = first + (k >> 2) * panel + (k & 3);
      const s0 = f[s];
      const s1 = f[s + 1];
      even0 += s0 * f[w];
      odd0 += s1 * f[w + 1];
      even1 += s0 * f[w + 4];
      odd1 += s1 * f[w + 5];
    }
    if (pairs < outputs) {
      const s0 = f[signals + (pairs >> 2) * step + (pairs & 3)];
      const w = first + (pairs >> 2) * panel + (pairs & 3);
      even0 += s0 * f[w];
      even1 += s0 * f[w + 4];
    }
    // A padded unit has weights 0, hence the sum 0.
    const at = below + (j >> 2) * step + (j & 3);
    f[at] = even0 + odd0;
    f[at + 1] = even1 + odd1;
  }
}
