/** What every unit of a network says of many items at once. No DOM. */
import { activations } from "../../src/core/activations.ts";
import { activationOf } from "../../src/core/layerSettings.ts";
import type { LayerView, UnitKinds } from "../../src/core/network.ts";

/**
 * Activations of each hidden layer, and the logits of the last one.
 *
 * @param inputs shape [count, inputs]
 * @returns one list for each layer; shape [count, units]
 */
export function forwardItems(
  layers: readonly LayerView[],
  kinds: UnitKinds,
  inputs: Float64Array,
  count: number,
): Float64Array[] {
  let below = inputs;
  return layers.map(({ inputs: width, outputs, weights, biases }, l) => {
    const above = new Float64Array(count * outputs);
    for (let item = 0; item < count; item++) {
      const to = item * outputs;
      for (let j = 0; j < outputs; j++) above[to + j] = biases[j];
      for (let i = 0; i < width; i++) {
        const a = below[item * width + i];
        if (a === 0) continue;
        for (let j = 0; j < outputs; j++) above[to + j] += a * weights[i * outputs + j];
      }
    }
    if (l < layers.length - 1) {
      const { value } = activations[activationOf(kinds, l)];
      for (let at = 0; at < above.length; at++) above[at] = value(above[at]);
    }
    below = above;
    return above;
  });
}

/** Multiplications for one item. */
export function workOf(layers: readonly LayerView[]): number {
  return layers.reduce((sum, { inputs, outputs }) => sum + (inputs + 10) * outputs, 0);
}

/** The class of each item; the first of equals. A single output is that of class 1. */
export function classesOf(logits: Float64Array, outputs: number): Uint16Array {
  const classes = new Uint16Array(logits.length / outputs);
  for (let item = 0; item < classes.length; item++) {
    if (outputs === 1) {
      classes[item] = logits[item] > 0 ? 1 : 0;
      continue;
    }
    let best = 0;
    for (let k = 1; k < outputs; k++) {
      if (logits[item * outputs + k] > logits[item * outputs + best]) best = k;
    }
    classes[item] = best;
  }
  return classes;
}
