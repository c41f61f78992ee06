/** Activations, slopes and gates, as in src/kernel/activations.ts, with the same bits. */
import { sigmoid, tanh } from "../exactFunctions.ts";
import {
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_LINEAR,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
} from "../kernelLayout.ts";
import type { PlainLayer } from "./plan.ts";

/** Of the leaky ReLU below zero. */
const LEAK = 0.01;

/** f(z) for the kinds that are a matter of sign. */
function rectified(kind: number, z: number): number {
  if (z >= 0 || kind === ACTIVATION_LINEAR) return z;
  if (kind === ACTIVATION_LEAKY_RELU) return z * LEAK;
  return z < 0 ? 0 : z;
}

/** f'(z) of a unit with activation a. */
function slope(kind: number, a: number): number {
  if (kind === ACTIVATION_TANH) return (1 - a) * (1 + a);
  if (kind === ACTIVATION_SIGMOID) return (1 - a) * a;
  if (a > 0 || kind === ACTIVATION_LINEAR) return 1;
  return kind === ACTIVATION_RELU ? 0 : LEAK;
}

/** a = f(z), in place, for the first items of every cell of units. */
export function activate(
  f: Float64Array,
  { activations, activation, outputCells }: PlainLayer,
  items: number,
  step: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    const start = activations + panel * step;
    const end = start + 4 * items;
    if (activation === ACTIVATION_TANH) {
      for (let at = start; at < end; at++) f[at] = tanh(f[at]);
    } else if (activation === ACTIVATION_SIGMOID) {
      for (let at = start; at < end; at++) f[at] = sigmoid(f[at]);
    } else {
      for (let at = start; at < end; at++) f[at] = rectified(activation, f[at]);
    }
  }
}

/** a = gate a, in place; and gate = f'(z) gate, for the way back. */
export function applyGates(
  f: Float64Array,
  { activations, activation, gates, outputCells }: PlainLayer,
  items: number,
  step: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    const start = panel * step;
    for (let offset = start; offset < start + 4 * items; offset++) {
      const a = f[activations + offset];
      const gate = f[gates + offset];
      f[activations + offset] = a * gate;
      f[gates + offset] = slope(activation, a) * gate;
    }
  }
}

/** s = f'(z) sum, in place, from the sums that flowed back; or gate sum where units are dropped. */
export function throughSlopes(
  f: Float64Array,
  { activations, activation, dropBelow, gates, outputCells, signals }: PlainLayer,
  items: number,
  step: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    const start = panel * step;
    const end = start + 4 * items;
    if (dropBelow !== 0) {
      for (let offset = start; offset < end; offset++) f[signals + offset] *= f[gates + offset];
    } else if (activation === ACTIVATION_TANH) {
      for (let offset = start; offset < end; offset++) {
        const a = f[activations + offset];
        f[signals + offset] *= (1 - a) * (1 + a);
      }
    } else if (activation !== ACTIVATION_LINEAR) {
      for (let offset = start; offset < end; offset++) {
        f[signals + offset] *= slope(activation, f[activations + offset]);
      }
    }
  }
}
