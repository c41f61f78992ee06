/**
 * The matrix work of one layer of weights, as src/kernel/dense.ts does it: the same cells, the same
 * order of every sum, hence the same bits. That file explains; this one is for engines without
 * WebAssembly.
 *
 * Positions and steps count float64. `f` is the whole memory.
 */

/** A layer of weights as the functions here need it. */
export interface PlainLayer {
  readonly inputs: number;
  readonly inputCells: number;
  readonly outputs: number;
  readonly outputCells: number;
  readonly weights: number;
  readonly biases: number;
  readonly weightSteps: number;
  readonly biasSteps: number;
  readonly activations: number;
  readonly signals: number;
}

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

/** Signals of the layer below; two partial sums, over even and odd outputs, then added. */
export function backwardItem(
  f: Float64Array,
  { inputs, inputCells, outputs, weights }: PlainLayer,
  signals: number,
  a: number,
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
    // A padded unit has weights and activation 0, hence the signal 0.
    const offset = (j >> 2) * step + (j & 3);
    const a0 = f[a + offset];
    const a1 = f[a + offset + 1];
    f[below + offset] = (1 - a0) * (1 + a0) * (even0 + odd0);
    f[below + offset + 1] = (1 - a1) * (1 + a1) * (even1 + odd1);
  }
}

/** w - (step + shrink w) */
function update(f: Float64Array, at: number, step: number, shrink: number): void {
  const w = f[at];
  f[at] = w - (step + shrink * w);
}

/** Updates all weights by the step of one item, x_i s_j. */
export function updateByItem(
  f: Float64Array,
  { inputs, inputCells, outputCells, weights }: PlainLayer,
  x: number,
  xStep: number,
  signals: number,
  step: number,
  shrink: number,
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

/** Adds the steps of a tile to those of the batch, and at its end updates the weights. */
export function updateByTile(
  f: Float64Array,
  { inputs, inputCells, outputCells, weights, weightSteps }: PlainLayer,
  items: number,
  x: number,
  signals: number,
  step: number,
  isFirst: boolean,
  isLast: boolean,
  shrink: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    const s = signals + panel * step;
    for (let i = 0; i < inputs; i += 2) {
      const offset = panel * 16 * inputCells + 4 * i;
      const sums = weightSteps + offset;
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
      if (isLast) {
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

/** The same for the biases, whose steps are the signals, and which do not shrink. */
export function updateBiases(
  f: Float64Array,
  { outputs, biases, biasSteps }: PlainLayer,
  items: number,
  signals: number,
  step: number,
  isFirst: boolean,
  isLast: boolean,
): void {
  for (let j = 0; j < outputs; j++) {
    const first = signals + (j >> 2) * step + (j & 3);
    let sum = isFirst ? 0 : f[biasSteps + j];
    for (let item = 0; item < items; item++) sum += f[first + 4 * item];
    if (isLast) f[biases + j] -= sum;
    else f[biasSteps + j] = sum;
  }
}
