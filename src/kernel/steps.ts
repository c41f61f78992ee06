/**
 * The sums over the items of a batch, signal times input, item after item; and plain gradient
 * descent, whose update is made where a sum ends.
 */
import {
  CELL_BYTES,
  LAYER_BIAS_SUMS,
  LAYER_BIASES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_SHRINK,
  LAYER_THRESHOLD,
  LAYER_WEIGHT_SUMS,
  LAYER_WEIGHTS,
  NETWORK_MAX_NORM,
} from "../core/kernelLayout";
import { addProduct, WEIGHT_BLOCK, zeros } from "./cells";
import { limitPanel, softened } from "./constraints";

/**
 * w - (step + shrink w)
 *
 * @param step sum of steps, which hold the learning rate
 */
@inline
function updated(w: v128, step: v128, shrink: v128): v128 {
  return f64x2.sub(w, addProduct(step, shrink, w));
}

/** Updates the four weights of a cell. */
@inline
export function updateCell(weights: u32, step0: v128, step1: v128, shrink: v128): void {
  const w0 = updated(v128.load(weights), step0, shrink);
  const w1 = updated(v128.load(weights, 16), step1, shrink);
  v128.store(weights, w0);
  v128.store(weights, w1, 16);
}

@inline
function descendByItem(
  constrains: bool,
  network: u32,
  layer: u32,
  x: u32,
  xStep: u32,
  signals: u32,
  step: u32,
): void {
  const inputs = load<u32>(layer, LAYER_INPUTS);
  const padding: u32 = (load<u32>(layer, LAYER_INPUT_CELLS) * 4 - inputs) * CELL_BYTES;
  const shrink = v128.load64_splat(layer, LAYER_SHRINK);
  const threshold = v128.load64_splat(layer, LAYER_THRESHOLD);
  const minusThreshold = f64x2.neg(threshold);
  const maxNorm = v128.load64_splat(network, NETWORK_MAX_NORM);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    const s0 = v128.load(signals);
    const s1 = v128.load(signals, 16);
    let squares0 = zeros();
    let squares1 = zeros();
    let w = weights;
    let cell = x;
    for (let left = inputs; left > 0; cell += xStep) {
      const cellInputs = min<u32>(left, 4);
      left -= cellInputs;
      const end = cell + 8 * cellInputs;
      for (let value = cell; value < end; value += 8, w += CELL_BYTES) {
        const input = v128.load64_splat(value);
        let w0 = updated(v128.load(w), f64x2.mul(input, s0), shrink);
        let w1 = updated(v128.load(w, 16), f64x2.mul(input, s1), shrink);
        if (constrains) {
          w0 = softened(w0, threshold, minusThreshold);
          w1 = softened(w1, threshold, minusThreshold);
          squares0 = addProduct(squares0, w0, w0);
          squares1 = addProduct(squares1, w1, w1);
        }
        v128.store(w, w0);
        v128.store(w, w1, 16);
      }
    }
    if (constrains) limitPanel(weights, w, squares0, squares1, maxNorm);
    weights = w + padding;
    signals += step;
  }
}

/**
 * Updates all weights by the step of one item, x_i s_j.
 *
 * @param constrains whether to do what constrain() of constraints.ts does in the same pass
 */
export function updateByItem(
  constrains: bool,
  network: u32,
  layer: u32,
  x: u32,
  xStep: u32,
  signals: u32,
  step: u32,
): void {
  if (constrains) descendByItem(true, network, layer, x, xStep, signals, step);
  else descendByItem(false, network, layer, x, xStep, signals, step);
}

/**
 * Adds the products of a tile to the sums of the batch.
 *
 * @param isFirst whether this tile begins the batch
 * @param descends whether to update the weights by the sums; else they are kept in memory
 */
export function updateByTile(
  layer: u32,
  items: u32,
  x: u32,
  signals: u32,
  step: u32,
  isFirst: bool,
  descends: bool,
): void {
  const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
  const bytes = items * CELL_BYTES;
  const shrink = v128.load64_splat(layer, LAYER_SHRINK);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  let sums = load<u32>(layer, LAYER_WEIGHT_SUMS);
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
      if (descends) {
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

/** The same for the biases, whose sums are those of the signals, and which do not shrink. */
export function updateBiases(
  layer: u32,
  items: u32,
  signals: u32,
  step: u32,
  isFirst: bool,
  descends: bool,
): void {
  let biases = load<u32>(layer, LAYER_BIASES);
  let sums = load<u32>(layer, LAYER_BIAS_SUMS);
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
    if (descends) {
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
