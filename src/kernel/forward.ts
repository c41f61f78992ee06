/**
 * The weighted sums of one layer of weights, on the cells of a tile of items: z = x W + b, each sum
 * over the inputs in order, the bias last. README.md beside this file draws cells and panels.
 */
import {
  CELL_BYTES,
  LAYER_BIASES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_WEIGHTS,
} from "../core/kernelLayout";
import { addProduct, WEIGHT_BLOCK, zeros } from "./cells";

/** z = x W + b for one item. */
export function forwardItem(layer: u32, x: u32, z: u32, step: u32): void {
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
    for (let left = inputs; left > 0; cell += step) {
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
    z += step;
    v128.store(z, f64x2.add(sum2, v128.load(biases, 32)));
    v128.store(z, f64x2.add(sum3, v128.load(biases, 48)), 16);
    z += step;
    weights += 2 * panelBytes;
    biases += 2 * CELL_BYTES;
  }
  if (panels === 0) return;
  let sum0 = zeros();
  let sum1 = zeros();
  let cell = x;
  for (let left = inputs; left > 0; cell += step) {
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

/**
 * The same for items that follow one another in the cells, four at a time: a panel stays in the
 * cache while all of them pass it.
 *
 * @param items a multiple of four
 */
export function forwardByFours(
  layer: u32,
  items: u32,
  x: u32,
  z: u32,
  step: u32,
): void {
  const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
  const end: u32 = CELL_BYTES * items;
  let panel = load<u32>(layer, LAYER_WEIGHTS);
  let biases = load<u32>(layer, LAYER_BIASES);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    const bias0 = v128.load(biases);
    const bias1 = v128.load(biases, 16);
    for (let four: u32 = 0; four < end; four += 4 * CELL_BYTES) {
      let a0 = zeros();
      let a1 = zeros();
      let b0 = zeros();
      let b1 = zeros();
      let c0 = zeros();
      let c1 = zeros();
      let d0 = zeros();
      let d1 = zeros();
      let weights = panel;
      let cell = x + four;
      for (let left = inputCells; left > 0; left--, cell += step) {
        const endOfCell = cell + CELL_BYTES;
        for (let value = cell; value < endOfCell; value += 8, weights += CELL_BYTES) {
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
      const sums = z + four;
      v128.store(sums, f64x2.add(a0, bias0));
      v128.store(sums, f64x2.add(a1, bias1), 16);
      v128.store(sums, f64x2.add(b0, bias0), 32);
      v128.store(sums, f64x2.add(b1, bias1), 48);
      v128.store(sums, f64x2.add(c0, bias0), 64);
      v128.store(sums, f64x2.add(c1, bias1), 80);
      v128.store(sums, f64x2.add(d0, bias0), 96);
      v128.store(sums, f64x2.add(d1, bias1), 112);
    }
    z += step;
    panel += inputCells * WEIGHT_BLOCK;
    biases += CELL_BYTES;
  }
}
