/**
 * The activations of hidden units and their slopes, each from the activation alone, on the cells of
 * a tile; and what dropped units let through.
 *
 * Padded units have the activation 0: their weighted sum is 0, or minus infinity before a sigmoid.
 */
import {
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_LINEAR,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
  CELL_BYTES,
  LAYER_ACTIVATION,
  LAYER_ACTIVATIONS,
  LAYER_DROP_BELOW,
  LAYER_GATES,
  LAYER_OUTPUT_CELLS,
  LAYER_SIGNALS,
} from "../core/kernelLayout";
import { sigmoid, tanh } from "./functions";

/** Of the leaky ReLU below zero. */
const LEAK: f64 = 0.01;

/** f(z) of two units; NaN for NaN. */
@inline
function activation(kind: u32, z: v128): v128 {
  if (kind === ACTIVATION_TANH) return tanh(z);
  if (kind === ACTIVATION_SIGMOID) return sigmoid(z);
  const zero = f64x2.splat(0);
  if (kind === ACTIVATION_RELU) return f64x2.pmax(z, zero);
  return v128.bitselect(f64x2.mul(z, f64x2.splat(LEAK)), z, f64x2.lt(z, zero));
}

/** f'(z) of two units with activations a. */
@inline
function slope(kind: u32, a: v128): v128 {
  const one = f64x2.splat(1);
  if (kind === ACTIVATION_TANH) return f64x2.mul(f64x2.sub(one, a), f64x2.add(one, a));
  if (kind === ACTIVATION_SIGMOID) return f64x2.mul(f64x2.sub(one, a), a);
  const isAbove = f64x2.gt(a, f64x2.splat(0));
  if (kind === ACTIVATION_RELU) return v128.and(isAbove, one);
  return v128.bitselect(one, f64x2.splat(LEAK), isAbove);
}

@inline
function activateAll(kind: u32, layer: u32, bytes: u32, step: u32): void {
  let z = load<u32>(layer, LAYER_ACTIVATIONS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--, z += step) {
    const end = z + bytes;
    for (let at = z; at < end; at += CELL_BYTES) {
      const a0 = activation(kind, v128.load(at));
      const a1 = activation(kind, v128.load(at, 16));
      v128.store(at, a0);
      v128.store(at, a1, 16);
    }
  }
}

/** a = f(z), in place, for the first items of every cell of units. */
export function activate(layer: u32, items: u32, step: u32): void {
  const kind = load<u32>(layer, LAYER_ACTIVATION);
  const bytes = items * CELL_BYTES;
  if (kind === ACTIVATION_TANH) activateAll(ACTIVATION_TANH, layer, bytes, step);
  else if (kind === ACTIVATION_RELU) activateAll(ACTIVATION_RELU, layer, bytes, step);
  else if (kind === ACTIVATION_SIGMOID) activateAll(ACTIVATION_SIGMOID, layer, bytes, step);
  else if (kind === ACTIVATION_LEAKY_RELU) activateAll(ACTIVATION_LEAKY_RELU, layer, bytes, step);
}

/** The sums that flowed back times the slopes, or times the gates where units are dropped. */
@inline
function passBack(kind: u32, layer: u32, bytes: u32, step: u32): void {
  const toActivations = load<u32>(layer, LAYER_ACTIVATIONS) - load<u32>(layer, LAYER_SIGNALS);
  let signals = load<u32>(layer, LAYER_SIGNALS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--, signals += step) {
    const end = signals + bytes;
    for (let s = signals; s < end; s += 16) {
      v128.store(s, f64x2.mul(slope(kind, v128.load(s + toActivations)), v128.load(s)));
    }
  }
}

/** s = f'(z) sum, in place, from the sums that flowed back to the units of a layer. */
export function throughSlopes(layer: u32, items: u32, step: u32): void {
  const kind = load<u32>(layer, LAYER_ACTIVATION);
  const bytes = items * CELL_BYTES;
  if (load<u32>(layer, LAYER_DROP_BELOW) !== 0) throughGates(layer, bytes, step);
  else if (kind === ACTIVATION_TANH) passBack(ACTIVATION_TANH, layer, bytes, step);
  else if (kind === ACTIVATION_RELU) passBack(ACTIVATION_RELU, layer, bytes, step);
  else if (kind === ACTIVATION_SIGMOID) passBack(ACTIVATION_SIGMOID, layer, bytes, step);
  else if (kind === ACTIVATION_LEAKY_RELU) passBack(ACTIVATION_LEAKY_RELU, layer, bytes, step);
}

@inline
function throughGates(layer: u32, bytes: u32, step: u32): void {
  const toGates = load<u32>(layer, LAYER_GATES) - load<u32>(layer, LAYER_SIGNALS);
  let signals = load<u32>(layer, LAYER_SIGNALS);
  for (let panels = load<u32>(layer, LAYER_OUTPUT_CELLS); panels > 0; panels--, signals += step) {
    const end = signals + bytes;
    for (let s = signals; s < end; s += 16) {
      v128.store(s, f64x2.mul(v128.load(s + toGates), v128.load(s)));
    }
  }
}

@inline
function gateAll(kind: u32, layer: u32, bytes: u32, step: u32): void {
  const toGates = load<u32>(layer, LAYER_GATES) - load<u32>(layer, LAYER_ACTIVATIONS);
  let activations = load<u32>(layer, LAYER_ACTIVATIONS);
  for (
    let panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
    panels > 0;
    panels--, activations += step
  ) {
    const end = activations + bytes;
    for (let at = activations; at < end; at += 16) {
      const a = v128.load(at);
      const gate = v128.load(at + toGates);
      v128.store(at, f64x2.mul(a, gate));
      if (kind !== ACTIVATION_LINEAR) {
        v128.store(at + toGates, f64x2.mul(slope(kind, a), gate));
      }
    }
  }
}

/** a = gate a, in place; and gate = f'(z) gate, for the way back. */
export function applyGates(layer: u32, items: u32, step: u32): void {
  const kind = load<u32>(layer, LAYER_ACTIVATION);
  const bytes = items * CELL_BYTES;
  if (kind === ACTIVATION_TANH) gateAll(ACTIVATION_TANH, layer, bytes, step);
  else if (kind === ACTIVATION_RELU) gateAll(ACTIVATION_RELU, layer, bytes, step);
  else if (kind === ACTIVATION_SIGMOID) gateAll(ACTIVATION_SIGMOID, layer, bytes, step);
  else if (kind === ACTIVATION_LEAKY_RELU) gateAll(ACTIVATION_LEAKY_RELU, layer, bytes, step);
  else gateAll(ACTIVATION_LINEAR, layer, bytes, step);
}
