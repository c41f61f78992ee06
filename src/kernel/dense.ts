/**
 * The matrix work of one layer of weights on the cells of a tile of items. README.md beside this
 * file draws cells and panels.
 *
 * Every function fixes the order of its sums, whatever the number of items:
 *
 * - a weighted sum goes over the inputs in order, the bias last;
 * - a sum of signals flowing back has two partial sums, over the even and over the odd outputs,
 *   each in order, then added;
 * - a step goes over the items of the batch in order.
 *
 * In comments x are the inputs of the layer, z its outputs, s the signals of its outputs.
 */
import {
  CELL_BYTES,
  LAYER_BIAS_STEPS,
  LAYER_BIASES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_WEIGHT_STEPS,
  LAYER_WEIGHTS,
} from "../core/kernelLayout";
import { tanh } from "./functions";

/** Bytes of a cell of inputs of a panel: four weight cells. */
const WEIGHT_BLOCK: u32 = 4 * CELL_BYTES;

@inline
export function zeros(): v128 {
  return f64x2.splat(0);
}

/** sum + x * y */
@inline
export function addProduct(sum: v128, x: v128, y: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, y));
}

/** Both lanes of `pair` added, beside both lanes of `other`. */
@inline
function addLanes(pair: v128, other: v128): v128 {
  return f64x2.add(
    v128.shuffle<f64>(pair, other, 0, 2),
    v128.shuffle<f64>(pair, other, 1, 3),
  );
}

/**
 * w - (step + shrink w), for the four weights of a cell.
 *
 * @param step0 step1 sums of steps, which hold the learning rate
 */
@inline
export function updateCell(weights: u32, step0: v128, step1: v128, shrink: v128): void {
  const w0 = v128.load(weights);
  const w1 = v128.load(weights, 16);
  v128.store(weights, f64x2.sub(w0, addProduct(step0, shrink, w0)));
  v128.store(weights, f64x2.sub(w1, addProduct(step1, shrink, w1)), 16);
}

/** z = x W + b for one item. */
export function forwardItem(layer: u32, x: u32, xStep: u32, z: u32, zStep: u32): void {
  const inputs = load<u32>(layer, LAYER_INPUTS);
  const panelBytes = load<u32>(layer, LAYER_INPUT_CELLS) * WEIGHT_BLOCK;
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  let biases = load<u32>(layer, LAYER_BIASES);
  let panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
  for (; panels >= 2; panels -= 2) {
    let sum0 = zeros();
    let sum1 = zeros();
    let sum2 = zeros();
    let sum3 = zeros();
    let cell = x;
    let w = weights;
    for (let left = inputs; left > 0; cell += xStep) {
      const cellInputs = min<u32>(left, 4);
      left -= cellInputs;
      const end = cell + 8 * cellInputs;
      for (let value = cell; value < end; value += 8, w += CELL_BYTES) {
        const input = v128.load64_splat(value);
        sum0 = addProduct(sum0, input, v128.load(w));
        sum1 = addProduct(sum1, input, v128.load(w, 16));
        sum2 = addProduct(sum2, input, v128.load(w + panelBytes));
        sum3 = addProduct(sum3, input, v128.load(w + panelBytes, 16));
      }
    }
    v128.store(z, f64x2.add(sum0, v128.load(biases)));
    v128.store(z, f64x2.add(sum1, v128.load(biases, 16)), 16);
    z += zStep;
    v128.store(z, f64x2.add(sum2, v128.load(biases, 32)));
    v128.store(z, f64x2.add(sum3, v128.load(biases, 48)), 16);
    z += zStep;
    weights += 2 * panelBytes;
    biases += 2 * CELL_BYTES;
  }
  if (panels === 0) return;
  let sum0 = zeros();
  let sum1 = zeros();
  let cell = x;
  for (let left = inputs; left > 0; cell += xStep) {
    const cellInputs = min<u32>(left, 4);
    left -= cellInputs;
    const end = cell + 8 * cellInputs;
    for (let value = cell; value < end; value += 8, weights += CELL_BYTES) {
      const input = v128.load64_splat(value);
      sum0 = addProduct(sum0, input, v128.load(weights));
      sum1 = addProduct(sum1, input, v128.load(weights, 16));
    }
  }
  v128.store(z, f64x2.add(sum0, v128.load(biases)));
  v128.store(z, f64x2.add(sum1, v128.load(biases, 16)), 16);
}

/** z = x W + b for four items that follow one another in the cells. */
export function forwardFourItems(
  layer: u32,
  x: u32,
  xStep: u32,
  z: u32,
  zStep: u32,
): void {
  const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  let biases = load<u32>(layer, LAYER_BIASES);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    let a0 = zeros();
    let a1 = zeros();
    let b0 = zeros();
    let b1 = zeros();
    let c0 = zeros();
    let c1 = zeros();
    let d0 = zeros();
    let d1 = zeros();
    let cell = x;
    for (let left = inputCells; left > 0; left--, cell += xStep) {
      const end = cell + CELL_BYTES;
      for (let value = cell; value < end; value += 8, weights += CELL_BYTES) {
        const w0 = v128.load(weights);
        const w1 = v128.load(weights, 16);
        const a = v128.load64_splat(value);
        a0 = addProduct(a0, a, w0);
        a1 = addProduct(a1, a, w1);
        const b = v128.load64_splat(value, 32);
        b0 = addProduct(b0, b, w0);
        b1 = addProduct(b1, b, w1);
        const c = v128.load64_splat(value, 64);
        c0 = addProduct(c0, c, w0);
        c1 = addProduct(c1, c, w1);
        const d = v128.load64_splat(value, 96);
        d0 = addProduct(d0, d, w0);
        d1 = addProduct(d1, d, w1);
      }
    }
    const bias0 = v128.load(biases);
    const bias1 = v128.load(biases, 16);
    v128.store(z, f64x2.add(a0, bias0));
    v128.store(z, f64x2.add(a1, bias1), 16);
    v128.store(z, f64x2.add(b0, bias0), 32);
    v128.store(z, f64x2.add(b1, bias1), 48);
    v128.store(z, f64x2.add(c0, bias0), 64);
    v128.store(z, f64x2.add(c1, bias1), 80);
    v128.store(z, f64x2.add(d0, bias0), 96);
    v128.store(z, f64x2.add(d1, bias1), 112);
    z += zStep;
    biases += CELL_BYTES;
  }
}

/** a = tanh z, in place, for the first items of every cell of outputs. */
export function activate(layer: u32, items: u32, z: u32, zStep: u32): void {
  const bytes = items * CELL_BYTES;
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--, z += zStep) {
    const end = z + bytes;
    for (let at = z; at < end; at += CELL_BYTES) {
      const a0 = tanh(v128.load(at));
      const a1 = tanh(v128.load(at, 16));
      v128.store(at, a0);
      v128.store(at, a1, 16);
    }
  }
}

/** (1 - a) (1 + a) sum: the signals below two tanh units. */
@inline
function throughTanh(activations: v128, sums: v128): v128 {
  const one = f64x2.splat(1);
  const slope = f64x2.mul(f64x2.sub(one, activations), f64x2.add(one, activations));
  return f64x2.mul(slope, sums);
}

/**
 * Signals of the layer below, s_j = (1 - a_j) (1 + a_j) sum_k s_k w_jk, of one item.
 *
 * @param a activations of the layer below, which are the inputs of this layer
 * @param below where its signals go
 */
export function backwardItem(
  layer: u32,
  signals: u32,
  a: u32,
  below: u32,
  step: u32,
): void {
  const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
  const panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
  const panelBytes: u32 = inputCells * WEIGHT_BLOCK;
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  for (let left = inputCells; left > 0; left--, weights += WEIGHT_BLOCK) {
    let sum0 = zeros();
    let sum1 = zeros();
    let sum2 = zeros();
    let sum3 = zeros();
    let w = weights;
    let s = signals;
    for (let panel = panels; panel > 0; panel--, w += panelBytes, s += step) {
      const s0 = v128.load(s);
      const s1 = v128.load(s, 16);
      sum0 = addProduct(addProduct(sum0, s0, v128.load(w)), s1, v128.load(w, 16));
      sum1 = addProduct(addProduct(sum1, s0, v128.load(w, 32)), s1, v128.load(w, 48));
      sum2 = addProduct(addProduct(sum2, s0, v128.load(w, 64)), s1, v128.load(w, 80));
      sum3 = addProduct(addProduct(sum3, s0, v128.load(w, 96)), s1, v128.load(w, 112));
    }
    v128.store(below, throughTanh(v128.load(a), addLanes(sum0, sum1)));
    v128.store(below, throughTanh(v128.load(a, 16), addLanes(sum2, sum3)), 16);
    a += step;
    below += step;
  }
}

/** The same for two items that follow one another in the cells. */
export function backwardTwoItems(
  layer: u32,
  signals: u32,
  a: u32,
  below: u32,
  step: u32,
): void {
  const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
  const panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
  const panelBytes: u32 = inputCells * WEIGHT_BLOCK;
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  for (let left = inputCells; left > 0; left--, weights += WEIGHT_BLOCK) {
    let p0 = zeros();
    let p1 = zeros();
    let p2 = zeros();
    let p3 = zeros();
    let q0 = zeros();
    let q1 = zeros();
    let q2 = zeros();
    let q3 = zeros();
    let w = weights;
    let s = signals;
    for (let panel = panels; panel > 0; panel--, w += panelBytes, s += step) {
      let p = v128.load(s);
      let q = v128.load(s, 32);
      let w0 = v128.load(w);
      p0 = addProduct(p0, p, w0);
      q0 = addProduct(q0, q, w0);
      let w1 = v128.load(w, 32);
      p1 = addProduct(p1, p, w1);
      q1 = addProduct(q1, q, w1);
      let w2 = v128.load(w, 64);
      p2 = addProduct(p2, p, w2);
      q2 = addProduct(q2, q, w2);
      let w3 = v128.load(w, 96);
      p3 = addProduct(p3, p, w3);
      q3 = addProduct(q3, q, w3);
      p = v128.load(s, 16);
      q = v128.load(s, 48);
      w0 = v128.load(w, 16);
      p0 = addProduct(p0, p, w0);
      q0 = addProduct(q0, q, w0);
      w1 = v128.load(w, 48);
      p1 = addProduct(p1, p, w1);
      q1 = addProduct(q1, q, w1);
      w2 = v128.load(w, 80);
      p2 = addProduct(p2, p, w2);
      q2 = addProduct(q2, q, w2);
      w3 = v128.load(w, 112);
      p3 = addProduct(p3, p, w3);
      q3 = addProduct(q3, q, w3);
    }
    v128.store(below, throughTanh(v128.load(a), addLanes(p0, p1)));
    v128.store(below, throughTanh(v128.load(a, 16), addLanes(p2, p3)), 16);
    v128.store(below, throughTanh(v128.load(a, 32), addLanes(q0, q1)), 32);
    v128.store(below, throughTanh(v128.load(a, 48), addLanes(q2, q3)), 48);
    a += step;
    below += step;
  }
}

/** Updates all weights by the step of one item, x_i s_j. */
export function updateByItem(
  layer: u32,
  x: u32,
  xStep: u32,
  signals: u32,
  step: u32,
  shrinkage: f64,
): void {
  const inputs = load<u32>(layer, LAYER_INPUTS);
  const padding: u32 =
    (load<u32>(layer, LAYER_INPUT_CELLS) * 4 - inputs) * CELL_BYTES;
  const shrink = f64x2.splat(shrinkage);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    const s0 = v128.load(signals);
    const s1 = v128.load(signals, 16);
    let cell = x;
    for (let left = inputs; left > 0; cell += xStep) {
      const cellInputs = min<u32>(left, 4);
      left -= cellInputs;
      const end = cell + 8 * cellInputs;
      for (let value = cell; value < end; value += 8, weights += CELL_BYTES) {
        const input = v128.load64_splat(value);
        updateCell(weights, f64x2.mul(input, s0), f64x2.mul(input, s1), shrink);
      }
    }
    weights += padding;
    signals += step;
  }
}

/**
 * Adds the steps of a tile to those of the batch, and at the end of the batch updates the weights.
 *
 * @param isFirst whether this tile begins the batch
 * @param isLast whether it ends the batch; the sums of one that does both never leave registers
 */
export function updateByTile(
  layer: u32,
  items: u32,
  x: u32,
  signals: u32,
  step: u32,
  isFirst: bool,
  isLast: bool,
  shrinkage: f64,
): void {
  const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
  const bytes = items * CELL_BYTES;
  const shrink = f64x2.splat(shrinkage);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  let sums = load<u32>(layer, LAYER_WEIGHT_STEPS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    const end = signals + bytes;
    let cell = x;
    for (let left = inputCells; left > 0; left--) {
      let a0 = zeros();
      let a1 = zeros();
      let b0 = zeros();
      let b1 = zeros();
      let c0 = zeros();
      let c1 = zeros();
      let d0 = zeros();
      let d1 = zeros();
      if (!isFirst) {
        a0 = v128.load(sums);
        a1 = v128.load(sums, 16);
        b0 = v128.load(sums, 32);
        b1 = v128.load(sums, 48);
        c0 = v128.load(sums, 64);
        c1 = v128.load(sums, 80);
        d0 = v128.load(sums, 96);
        d1 = v128.load(sums, 112);
      }
      let value = cell;
      for (let s = signals; s < end; s += CELL_BYTES, value += CELL_BYTES) {
        const s0 = v128.load(s);
        const s1 = v128.load(s, 16);
        const a = v128.load64_splat(value);
        a0 = addProduct(a0, a, s0);
        a1 = addProduct(a1, a, s1);
        const b = v128.load64_splat(value, 8);
        b0 = addProduct(b0, b, s0);
        b1 = addProduct(b1, b, s1);
        const c = v128.load64_splat(value, 16);
        c0 = addProduct(c0, c, s0);
        c1 = addProduct(c1, c, s1);
        const d = v128.load64_splat(value, 24);
        d0 = addProduct(d0, d, s0);
        d1 = addProduct(d1, d, s1);
      }
      if (isLast) {
        updateCell(weights, a0, a1, shrink);
        updateCell(weights + CELL_BYTES, b0, b1, shrink);
        updateCell(weights + 2 * CELL_BYTES, c0, c1, shrink);
        updateCell(weights + 3 * CELL_BYTES, d0, d1, shrink);
      } else {
        v128.store(sums, a0);
        v128.store(sums, a1, 16);
        v128.store(sums, b0, 32);
        v128.store(sums, b1, 48);
        v128.store(sums, c0, 64);
        v128.store(sums, c1, 80);
        v128.store(sums, d0, 96);
        v128.store(sums, d1, 112);
      }
      cell += step;
      weights += WEIGHT_BLOCK;
      sums += WEIGHT_BLOCK;
    }
    signals += step;
  }
}

/** The same for the biases, whose steps are the signals, and which do not shrink. */
export function updateBiases(
  layer: u32,
  items: u32,
  signals: u32,
  step: u32,
  isFirst: bool,
  isLast: bool,
): void {
  let biases = load<u32>(layer, LAYER_BIASES);
  let sums = load<u32>(layer, LAYER_BIAS_STEPS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    let sum0 = zeros();
    let sum1 = zeros();
    if (!isFirst) {
      sum0 = v128.load(sums);
      sum1 = v128.load(sums, 16);
    }
    const end = signals + items * CELL_BYTES;
    for (let s = signals; s < end; s += CELL_BYTES) {
      sum0 = f64x2.add(sum0, v128.load(s));
      sum1 = f64x2.add(sum1, v128.load(s, 16));
    }
    if (isLast) {
      v128.store(biases, f64x2.sub(v128.load(biases), sum0));
      v128.store(biases, f64x2.sub(v128.load(biases, 16), sum1), 16);
    } else {
      v128.store(sums, sum0);
      v128.store(sums, sum1, 16);
    }
    signals += step;
    biases += CELL_BYTES;
    sums += CELL_BYTES;
  }
}
