/**
 * The signals of one layer of weights flowing back, on the cells of a tile of items. A sum over the
 * outputs has two partial sums, over the even and over the odd ones, each in order, then added.
 * Slopes come after it: see activations.ts.
 */
import {
  CELL_BYTES,
  LAYER_INPUT_CELLS,
  LAYER_OUTPUT_CELLS,
  LAYER_WEIGHTS,
} from "../core/kernelLayout";
import { addProduct, WEIGHT_BLOCK, zeros } from "./cells";

/** Both lanes of `pair` added, beside both lanes of `other`. */
@inline
function addLanes(pair: v128, other: v128): v128 {
  return f64x2.add(
    v128.shuffle<f64>(pair, other, 0, 2),
    v128.shuffle<f64>(pair, other, 1, 3),
  );
}

/**
 * sum_k s_k w_jk for the units j of the layer below, of one item.
 *
 * @param below where the sums go
 */
export function backwardItem(
  layer: u32,
  signals: u32,
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
    v128.store(below, addLanes(sum0, sum1));
    v128.store(below, addLanes(sum2, sum3), 16);
    below += step;
  }
}

/**
 * The same for items that follow one another in the cells, two at a time: four units' weights stay
 * in the cache while all of them pass.
 *
 * @param items a multiple of two
 */
export function backwardByTwos(
  layer: u32,
  items: u32,
  signals: u32,
  below: u32,
  step: u32,
): void {
  const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
  const panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
  const panelBytes: u32 = inputCells * WEIGHT_BLOCK;
  const end: u32 = CELL_BYTES * items;
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  for (let left = inputCells; left > 0; left--, weights += WEIGHT_BLOCK) {
    for (let two: u32 = 0; two < end; two += 2 * CELL_BYTES) {
      let p0 = zeros();
      let p1 = zeros();
      let p2 = zeros();
      let p3 = zeros();
      let q0 = zeros();
      let q1 = zeros();
      let q2 = zeros();
      let q3 = zeros();
      let w = weights;
      let s = signals + two;
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
      const sums = below + two;
      v128.store(sums, addLanes(p0, p1));
      v128.store(sums, addLanes(p2, p3), 16);
      v128.store(sums, addLanes(q0, q1), 32);
      v128.store(sums, addLanes(q2, q3), 48);
    }
    below += step;
  }
}
