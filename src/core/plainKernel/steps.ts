/** Sums over a batch and plain gradient descent, as in src/kernel/steps.ts, with the same bits. */
import type { PlainLayer } from "./plan.ts";

/** w - (step + shrink w) */
function update(f: Float64Array, at: number, step: number, shrink: number): void {
  const w = f[at];
  f[at] = w - (step + shrink * w);
}

/** Updates all weights by the step of one item, x_i s_j. */
export function updateByItem(
  f: Float64Array,
  { inputs, inputCells, outputCells, weights, shrink }: PlainLayer,
  x: number,
  xStep: number,
  signals: number,
  step: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    const s = signals + panel * step;
    const s0 = f[s];
    const s1 = f[s + 1];
    const s2 = f[s + 2];
    const s3 = f[s + 3];
    let w = weights + panel * 16 * inputCells;
    for (let i = 0; i < inputs; i++, w += 4) {
      const input = f[x + (i >> 2) * xStep + (i & 3)];
      update(f, w, input * s0, shrink);
      update(f, w + 1, input * s1, shrink);
      update(f, w + 2, input * s2, shrink);
      update(f, w + 3, input * s3, shrink);
    }
  }
}

/** Adds the products of a tile to the sums of the batch, and may update the weights by them. */
export function updateByTile(
  f: Float64Array,
  { inputs, inputCells, outputCells, weights, weightSums, shrink }: PlainLayer,
  items: number,
  x: number,
  signals: number,
  step: number,
  isFirst: boolean,
  descends: boolean,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    const s = signals + panel * step;
    for (let i = 0; i < inputs; i += 2) {
      const offset = panel * 16 * inputCells + 4 * i;
      const sums = weightSums + offset;
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      if (!isFirst) {
        a0 = f[sums];
        a1 = f[sums + 1];
        a2 = f[sums + 2];
        a3 = f[sums + 3];
        b0 = f[sums + 4];
        b1 = f[sums + 5];
        b2 = f[sums + 6];
        b3 = f[sums + 7];
      }
      let value = x + (i >> 2) * step + (i & 3);
      const end = s + 4 * items;
      for (let at = s; at < end; at += 4, value += 4) {
        const a = f[value];
        const b = f[value + 1];
        const s0 = f[at];
        const s1 = f[at + 1];
        const s2 = f[at + 2];
        const s3 = f[at + 3];
        a0 += a * s0;
        a1 += a * s1;
        a2 += a * s2;
        a3 += a * s3;
        b0 += b * s0;
        b1 += b * s1;
        b2 += b * s2;
        b3 += b * s3;
      }
      const w = weights + offset;
      if (descends) {
        update(f, w, a0, shrink);
        update(f, w + 1, a1, shrink);
        update(f, w + 2, a2, shrink);
        update(f, w + 3, a3, shrink);
        update(f, w + 4, b0, shrink);
        update(f, w + 5, b1, shrink);
        update(f, w + 6, b2, shrink);
        update(f, w + 7, b3, shrink);
      } else {
        f[sums] = a0;
        f[sums + 1] = a1;
        f[sums + 2] = a2;
        f[sums + 3] = a3;
        f[sums + 4] = b0;
        f[sums + 5] = b1;
        f[sums + 6] = b2;
        f[sums + 7] = b3;
      }
    }
  }
}

/** The same for the biases, whose sums are those of the signals, and which do not shrink. */
export function updateBiases(
  f: Float64Array,
  { outputs, biases, biasSums }: PlainLayer,
  items: number,
  signals: number,
  step: number,
  isFirst: boolean,
  descends: boolean,
): void {
  for (let j = 0; j < outputs; j++) {
    const first = signals + (j >> 2) * step + (j & 3);
    let sum = isFirst ? 0 : f[biasSums + j];
    for (let item = 0; item < items; item++) sum += f[first + 4 * item];
    if (descends) f[biases + j] -= sum;
    else f[biasSums + j] = sum;
  }
}
