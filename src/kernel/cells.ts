/** What all files of the kernel share: vectors of two float64, and the records of a network. */
import { CELL_BYTES, LAYER_BYTES, NETWORK_FIRST_LAYER } from "../core/kernelLayout";

/** Bytes of a cell of inputs of a panel: four weight cells. */
export const WEIGHT_BLOCK: u32 = 4 * CELL_BYTES;

@inline
export function layerAt(network: u32, index: u32): u32 {
  return network + NETWORK_FIRST_LAYER + LAYER_BYTES * index;
}

@inline
export function zeros(): v128 {
  return f64x2.splat(0);
}

/** sum + x * y */
@inline
export function addProduct(sum: v128, x: v128, y: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, y));
}
