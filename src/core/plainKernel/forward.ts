/** Weighted sums, as src/kernel/forward.ts makes them: the same cells, order and bits. */
import type { PlainLayer } from "./plan.ts";

/** z = x W + b for one item. */
export function forwardItem(
  f: Float64Array,
  { inputCells, outputCells, weights, biases }: PlainLayer,
  x: number,
  xStep: number,
  z: number,
  zStep: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let w = weights + panel * 16 * inputCells;
    for (let cell = 0, first = x; cell < inputCells; cell++, first += xStep) {
      for (let at = first; at < first + 4; at++, w += 4) {
        const input = f[at];
        sum0 += input * f[w];
        sum1 += input * f[w + 1];
        sum2 += input * f[w + 2];
        sum3 += input * f[w + 3];
      }
    }
    const bias = biases + 4 * panel;
    const at = z + panel * zStep;
    f[at] = sum0 + f[bias];
    f[at + 1] = sum1 + f[bias + 1];
    f[at + 2] = sum2 + f[bias + 2];
    f[at + 3] = sum3 + f[bias + 3];
  }
}

/** z = x W + b for two items that follow one another in the cells. */
export function forwardTwoItems(
  f: Float64Array,
  { inputCells, outputCells, weights, biases }: PlainLayer,
  x: number,
  xStep: number,
  z: number,
  zStep: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let b0 = 0;
    let b1 = 0;
    let b2 = 0;
    let b3 = 0;
    let w = weights + panel * 16 * inputCells;
    for (let cell = 0, first = x; cell < inputCells; cell++, first += xStep) {
      for (let at = first; at < first + 4; at++, w += 4) {
        const a = f[at];
        const b = f[at + 4];
        const w0 = f[w];
        const w1 = f[w + 1];
        const w2 = f[w + 2];
        const w3 = f[w + 3];
        a0 += a * w0;
        a1 += a * w1;
        a2 += a * w2;
        a3 += a * w3;
        b0 += b * w0;
        b1 += b * w1;
        b2 += b * w2;
        b3 += b * w3;
      }
    }
    const bias = biases + 4 * panel;
    const at = z + panel * zStep;
    f[at] = a0 + f[bias];
    f[at + 1] = a1 + f[bias + 1];
    f[at + 2] = a2 + f[bias + 2];
    f[at + 3] = a3 + f[bias + 3];
    f[at + 4] = b0 + f[bias];
    f[at + 5] = b1 + f[bias + 1];
    f[at + 6] = b2 + f[bias + 2];
    f[at + 7] = b3 + f[bias + 3];
  }
}
