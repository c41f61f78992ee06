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
function softened(w: v128, threshold: v128, minusThreshold: v128): v128 {
  return f64x2.sub(w, f64x2.pmax(f64x2.pmin(w, threshold), minusThreshold));
}

/** 1, or c / norm where the norm of a unit's weights is beyond c. */
@inline
function scaleOf(squares: v128, c: v128): v128 {
  const isBeyond = f64x2.gt(squares, f64x2.mul(c, c));
  return v128.bitselect(f64x2.div(c, f64x2.sqrt(squares)), f64x2.splat(1), isBeyond);
}

@inline
function isAnyBeyond(squares: v128, c: v128): bool {
  return v128.any_true(f64x2.gt(squares, f64x2.mul(c, c)));
}

/** Multiplies the weights of four units, each unit's by its own factor. */
function scalePanel(weights: u32, end: u32, factor0: v128, factor1: v128): void {
  for (let w = weights; w < end; w += CELL_BYTES) {
    v128.store(w, f64x2.mul(v128.load(w), factor0));
    v128.store(w, f64x2.mul(v128.load(w, 16), factor1), 16);
  }
}

/** Both for all weights of a layer, in one pass but for units beyond the norm. */
@inline
function constrainAll(layer: u32, hasThreshold: bool, hasNorm: bool, maxNorm: f64): void {
  const bytes = load<u32>(layer, LAYER_INPUTS) * CELL_BYTES;
  const panelBytes = load<u32>(layer, LAYER_INPUT_CELLS) * WEIGHT_BLOCK;
  const threshold = v128.load64_splat(layer, LAYER_THRESHOLD);
  const minusThreshold = f64x2.neg(threshold);
  const c = f64x2.splat(maxNorm);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--) {
    const end = weights + bytes;
    let squares0 = zeros();
    let squares1 = zeros();
    for (let w = weights; w < end; w += CELL_BYTES) {
      let w0 = v128.load(w);
      let w1 = v128.load(w, 16);
      if (hasThreshold) {
        w0 = softened(w0, threshold, minusThreshold);
        w1 = softened(w1, threshold, minusThreshold);
        v128.store(w, w0);
        v128.store(w, w1, 16);
      }
      if (hasNorm) {
        squares0 = addProduct(squares0, w0, w0);
        squares1 = addProduct(squares1, w1, w1);
      }
    }
    if (hasNorm && (isAnyBeyond(squares0, c) || isAnyBeyond(squares1, c))) {
      scalePanel(weights, end, scaleOf(squares0, c), scaleOf(squares1, c));
    }
    weights += panelBytes;
  }
}

/** Applies L1 and the largest norm to the weights of a layer, where there are any. */
export function constrain(network: u32, layer: u32): void {
  const maxNorm = load<f64>(network, NETWORK_MAX_NORM);
  const hasThreshold = load<f64>(layer, LAYER_THRESHOLD) !== 0;
  if (maxNorm > 0) {
    if (hasThreshold) constrainAll(layer, true, true, maxNorm);
    else constrainAll(layer, false, true, maxNorm);
  } else if (hasThreshold) {
    constrainAll(layer, true, false, 0);
  }
}
