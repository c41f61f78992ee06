/** What comes after an update of weights: L1's soft threshold, then the largest norm of a unit. */
import {
  CELL_BYTES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_THRESHOLD,
  LAYER_WEIGHTS,
  NETWORK_MAX_NORM,
} from "../core/kernelLayout";
import { addProduct, WEIGHT_BLOCK, zeros } from "./cells";

/** w moved towards zero by the threshold, and to exactly zero where it is no further away. */
@inline
export function softened(w: v128, threshold: v128, minusThreshold: v128): v128 {
  return f64x2.sub(w, f64x2.pmax(f64x2.pmin(w, threshold), minusThreshold));
}

/** 1, or c / norm where the norm of a unit's weights is beyond c. */
@inline
function scaleOf(squares: v128, c: v128): v128 {
  const isBeyond = f64x2.gt(squares, f64x2.mul(c, c));
  return v128.bitselect(f64x2.div(c, f64x2.sqrt(squares)), f64x2.splat(1), isBeyond);
}

/** Scales the weights of those of four units back that are beyond the norm c. */
function scalePanel(weights: u32, end: u32, squares0: v128, squares1: v128, c: v128): void {
  const scale0 = scaleOf(squares0, c);
  const scale1 = scaleOf(squares1, c);
  for (let w = weights; w < end; w += CELL_BYTES) {
    v128.store(w, f64x2.mul(v128.load(w), scale0));
    v128.store(w, f64x2.mul(v128.load(w, 16), scale1), 16);
  }
}

/** Ends a panel, whose weights are from `weights` to `end`, by the sums of their squares. */
@inline
export function limitPanel(
  weights: u32,
  end: u32,
  squares0: v128,
  squares1: v128,
  c: v128,
): void {
  const limit = f64x2.mul(c, c);
  if (v128.any_true(v128.or(f64x2.gt(squares0, limit), f64x2.gt(squares1, limit)))) {
    scalePanel(weights, end, squares0, squares1, c);
  }
}

/** Whether a layer's weights are constrained at all. */
@inline
export function isConstrained(network: u32, layer: u32): bool {
  return load<f64>(layer, LAYER_THRESHOLD) !== 0 || load<f64>(network, NETWORK_MAX_NORM) < Infinity;
}

/** Constrains all weights of a layer, in one pass but for units beyond the norm. */
export function constrain(network: u32, layer: u32): void {
  const bytes = load<u32>(layer, LAYER_INPUTS) * CELL_BYTES;
  const panelBytes = load<u32>(layer, LAYER_INPUT_CELLS) * WEIGHT_BLOCK;
  const threshold = v128.load64_splat(layer, LAYER_THRESHOLD);
  const minusThreshold = f64x2.neg(threshold);
  const c = v128.load64_splat(network, NETWORK_MAX_NORM);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    const end = weights + bytes;
    let squares0 = zeros();
    let squares1 = zeros();
    for (let w = weights; w < end; w += CELL_BYTES) {
      const w0 = softened(v128.load(w), threshold, minusThreshold);
      const w1 = softened(v128.load(w, 16), threshold, minusThreshold);
      v128.store(w, w0);
      v128.store(w, w1, 16);
      squares0 = addProduct(squares0, w0, w0);
      squares1 = addProduct(squares1, w1, w1);
    }
    limitPanel(weights, end, squares0, squares1, c);
    weights += panelBytes;
  }
}
