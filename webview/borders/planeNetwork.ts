/**
 * A trained network of two inputs and two classes, asked about many points at once.
 *
 * What it says of a point is its margin: the logarithm of the odds of class 1. The border between
 * the classes is where the margin is 0. Margins are nearly straight where probabilities are steep,
 * so a coarse grid of them still gives a border in its place.
 */
import type { ActivationName } from "../../src/core/config.ts";
import { sigmoid } from "../../src/core/activations.ts";
import { activationOf } from "../../src/core/layerSettings.ts";
import type { LayerView, UnitKinds } from "../../src/core/network.ts";
import { LEAK } from "../../src/core/activations.ts";

/** Points that go through the network together. */
const BLOCK = 128;

/** How much longer an activation takes than a multiplication with its addition. */
const ACTIVATION_WORK = 20;

/** Probability of class 1. */
export const probabilityOf = sigmoid;

export class PlaneNetwork {
  readonly #layers: readonly LayerView[];
  readonly #kinds: UnitKinds;
  /** Activations of two layers in turn, unit by unit; shape [units][BLOCK]. */
  readonly #even: Float64Array;
  readonly #odd: Float64Array;
  /** Arithmetic for one point, in multiplications. */
  readonly work: number;

  /** @param layers from two inputs to one output (sigmoid) or two (softmax) */
  constructor(layers: readonly LayerView[], kinds: UnitKinds) {
    this.#layers = layers;
    this.#kinds = kinds;
    const widest = Math.max(2, ...layers.map(({ outputs }) => outputs));
    this.#even = new Float64Array(widest * BLOCK);
    this.#odd = new Float64Array(widest * BLOCK);
    this.work = layers.reduce(
      (sum, { inputs, outputs }) => sum + outputs * (inputs + ACTIVATION_WORK),
      0,
    );
  }

  /** The margin of one point. */
  margin(x: number, y: number): number {
    const margin = new Float64Array(1);
    this.margins(Float64Array.of(x), Float64Array.of(y), margin, 0);
    return margin[0];
  }

  /**
   * Sums are taken in the order of `Network`, so that logits have its bits.
   *
   * @param xs shape [points]
   * @param ys shape [points]
   * @param into margins of the points, from `start` on
   */
  margins(xs: Float64Array, ys: Float64Array, into: Float64Array, start: number): void {
    for (let first = 0; first < xs.length; first += BLOCK) {
      const count = Math.min(BLOCK, xs.length - first);
      this.#block(xs, ys, first, count, into, start + first);
    }
  }

  #block(
    xs: Float64Array,
    ys: Float64Array,
    first: number,
    count: number,
    into: Float64Array,
    start: number,
  ): void {
    const last = this.#layers.length - 1;
    let below = this.#even;
    let above = this.#odd;
    for (let p = 0; p < count; p++) {
      below[p] = xs[first + p];
      below[BLOCK + p] = ys[first + p];
    }
    for (let l = 0; l <= last; l++) {
      weightedSums(this.#layers[l], below, above, count);
      if (l < last) {
        activate(activationOf(this.#kinds, l), above, this.#layers[l].outputs, count);
      }
      [below, above] = [above, below];
    }
    const isPair = this.#kinds.output === "softmax";
    for (let p = 0; p < count; p++)
      into[start + p] = isPair ? below[BLOCK + p] - below[p] : below[p];
  }
}

/** z_j = sum_i a_i w_ij + b_j for the points of a block. */
function weightedSums(layer: LayerView, a: Float64Array, z: Float64Array, count: number): void {
  const { inputs, outputs, weights, biases } = layer;
  for (let j = 0; j < outputs; j++) {
    const to = j * BLOCK;
    z.fill(0, to, to + count);
    for (let i = 0; i < inputs; i++) {
      const weight = weights[i * outputs + j];
      const from = i * BLOCK;
      for (let p = 0; p < count; p++) z[to + p] += a[from + p] * weight;
    }
    const bias = biases[j];
    for (let p = 0; p < count; p++) z[to + p] += bias;
  }
}

/** Replaces weighted sums by activations, as the records of activations.ts say. */
function activate(name: ActivationName, z: Float64Array, units: number, count: number): void {
  for (let unit = 0; unit < units; unit++) {
    const from = unit * BLOCK;
    const end = from + count;
    switch (name) {
      case "tanh":
        for (let p = from; p < end; p++) z[p] = Math.tanh(z[p]);
        break;
      case "relu":
        for (let p = from; p < end; p++) if (z[p] < 0) z[p] = 0;
        break;
      case "leakyRelu":
        for (let p = from; p < end; p++) if (z[p] < 0) z[p] *= LEAK;
        break;
      case "sigmoid":
        for (let p = from; p < end; p++) z[p] = sigmoid(z[p]);
        break;
      case "linear":
        break;
    }
  }
}
