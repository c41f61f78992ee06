/**
 * A fully connected network: hidden layers, then softmax or a single sigmoid output for classes, or
 * a single output as it is for a number. The forward pass, and the gradient of the data loss by
 * back-propagation.
 *
 * All parameters of a network stand in one Float64Array, layer by layer from the inputs: the
 * weight matrix, row-major with shape [inputs][outputs], then the biases. `sizes` are the units of
 * every layer, inputs first: [10, 8, 4] is the article's network of 124 parameters.
 *
 * Roundings (see rounding.ts) stand exactly where the article's program stored a float32; in
 * float64 they do nothing.
 */
import { type Activation, activations, sigmoid } from "./activations.ts";
import type { OutputName, TrainingConfig } from "./config.ts";
import { activationOf } from "./layerSettings.ts";
import type { LossSignals } from "./losses.ts";
import { roundings, type Rounding } from "./rounding.ts";

/** The weights and biases between two layers; views into the parameters. */
export interface LayerView {
  readonly inputs: number;
  readonly outputs: number;
  /** Shape [inputs][outputs]. */
  readonly weights: Float64Array;
  /** Shape [outputs]. */
  readonly biases: Float64Array;
}

/** Weights and biases of a network. */
export function parameterCount(sizes: readonly number[]): number {
  let count = 0;
  for (let l = 1; l < sizes.length; l++) count += (sizes[l - 1] + 1) * sizes[l];
  return count;
}

/**
 * The layers of weights of a network, as views of its parameters.
 *
 * @throws {RangeError} if the number of parameters does not fit the sizes
 */
export function layerViews(parameters: Float64Array, sizes: readonly number[]): LayerView[] {
  if (parameters.length !== parameterCount(sizes)) {
    throw new RangeError(
      `parameters: expected ${parameterCount(sizes)} for ${sizes.join("-")}, got ${parameters.length}`,
    );
  }
  const views: LayerView[] = [];
  let start = 0;
  for (let l = 1; l < sizes.length; l++) {
    const [inputs, outputs] = [sizes[l - 1], sizes[l]];
    const biasStart = start + inputs * outputs;
    const end = biasStart + outputs;
    views.push({
      inputs,
      outputs,
      weights: parameters.subarray(start, biasStart),
      biases: parameters.subarray(biasStart, end),
    });
    start = end;
  }
  return views;
}

/** Index of the largest value; the first of equals. */
export function argMax(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/** What the units of a network compute. */
export type UnitKinds = Pick<TrainingConfig, "activations" | "output">;

/** The article's: tanh and softmax. */
export const ARTICLE_UNITS: UnitKinds = { activations: ["tanh"], output: "softmax" };

/** A network with the working memory of one item. */
export class Network {
  readonly sizes: readonly number[];
  readonly parameters: Float64Array;
  readonly layers: readonly LayerView[];
  /** Weighted sums of the last layer for the last item; shape [outputs]. */
  readonly logits: Float64Array;
  /**
   * Softmax of the logits, a probability for each class; or their sigmoid, that of class 1; or, for
   * a number, the logit itself.
   */
  readonly outputs: Float64Array;
  /** Probability of each class for the last item; shape [classes]. None where it is a number. */
  readonly probabilities: Float64Array;
  /**
   * What dropout multiplies the activations of each hidden layer by; 1 unless someone draws them.
   */
  readonly masks: readonly Float64Array[];
  /** Activations of each hidden layer for the last item, before they are masked. */
  readonly hiddenActivations: readonly Float64Array[];

  readonly #round: Rounding;
  readonly #output: OutputName;
  readonly #units: readonly Activation[];
  /** Inputs of each layer of weights for the last item: the item, then masked activations. */
  readonly #inputs: readonly Float64Array[];
  readonly #preActivations: readonly Float64Array[];
  /** Derivative of the item's loss by the pre-activations of each layer of weights. */
  readonly #signals: readonly Float64Array[];

  /**
   * @param parameters used in place, not copied
   * @throws {RangeError} if their number does not fit the sizes
   */
  constructor(
    parameters: Float64Array,
    sizes: readonly number[],
    kinds: UnitKinds = ARTICLE_UNITS,
    round: Rounding = roundings.float64,
  ) {
    this.sizes = sizes;
    this.parameters = parameters;
    this.layers = layerViews(parameters, sizes);
    this.#round = round;
    this.#output = kinds.output;
    const hidden = sizes.slice(1, -1);
    const last = this.layers.length - 1;
    this.#units = hidden.map((_, layer) => activations[activationOf(kinds, layer)]);
    this.masks = hidden.map(size => new Float64Array(size).fill(1));
    this.#inputs = sizes.slice(0, -1).map(size => new Float64Array(size));
    this.hiddenActivations = hidden.map(size => new Float64Array(size));
    this.#preActivations = this.layers.map(layer => new Float64Array(layer.outputs));
    this.#signals = this.layers.map(layer => new Float64Array(layer.outputs));
    this.logits = this.#preActivations[last];
    this.outputs = new Float64Array(sizes[last + 1]);
    const classes = { softmax: this.outputs.length, sigmoid: 2, identity: 0 }[kinds.output];
    this.probabilities = kinds.output === "softmax" ? this.outputs : new Float64Array(classes);
  }

  /** The inputs of the item at hand; whoever writes here calls forward() without an item. */
  get item(): Float64Array {
    return this.#inputs[0];
  }

  /**
   * Computes logits, outputs and probabilities of one item.
   *
   * @param inputs matrix of items, shape [items][inputs]; without it the item is what `item` holds
   * @param offset where the item's row begins
   */
  forward(inputs?: Float64Array, offset = 0): void {
    const { item } = this;
    if (inputs) for (let i = 0; i < item.length; i++) item[i] = inputs[offset + i];
    const last = this.layers.length - 1;
    for (let l = 0; l <= last; l++) {
      this.#weightedSums(l);
      if (l < last) this.#activate(l);
    }
    if (this.#output === "softmax") this.#softmax();
    else if (this.#output === "sigmoid") this.#sigmoid();
    else this.outputs[0] = this.logits[0];
  }

  /** z_j = sum_i x_i w_ij + b_j, each sum over i in order and the bias last. */
  #weightedSums(l: number): void {
    const round = this.#round;
    const { inputs, outputs, weights, biases } = this.layers[l];
    const x = this.#inputs[l];
    const z = this.#preActivations[l];
    z.fill(0);
    for (let i = 0; i < inputs; i++) {
      const row = i * outputs;
      for (let j = 0; j < outputs; j++) z[j] = round(z[j] + round(x[i] * weights[row + j]));
    }
    for (let j = 0; j < outputs; j++) z[j] = round(z[j] + biases[j]);
  }

  /** a_j = f(z_j), and m_j a_j for the layer above. */
  #activate(l: number): void {
    const z = this.#preActivations[l];
    const a = this.hiddenActivations[l];
    const above = this.#inputs[l + 1];
    const mask = this.masks[l];
    const { value } = this.#units[l];
    for (let j = 0; j < z.length; j++) {
      a[j] = this.#round(value(z[j]));
      above[j] = mask[j] * a[j];
    }
  }

  /** o_k = exp(z_k - max z) / sum_m exp(z_m - max z) */
  #softmax(): void {
    const z = this.logits;
    const o = this.outputs;
    let largest = z[0];
    for (let k = 1; k < z.length; k++) if (z[k] > largest) largest = z[k];
    let sum = 0;
    for (let k = 0; k < z.length; k++) {
      o[k] = Math.exp(this.#round(z[k] - largest));
      sum += o[k];
    }
    for (let k = 0; k < z.length; k++) o[k] = this.#round(o[k] / sum);
  }

  /** o = 1 / (1 + exp(-z)), the probability of class 1. */
  #sigmoid(): void {
    const o = sigmoid(this.logits[0]);
    this.outputs[0] = o;
    this.probabilities[0] = 1 - o;
    this.probabilities[1] = o;
  }

  /**
   * Adds the gradient of the last item's data loss to `gradient`, which is laid out as the
   * parameters are. Call forward() for the item first.
   *
   * Layer by layer from the outputs, with signal s_k = dL/dz_k and x the inputs of the layer:
   * dL/dw_jk = s_k x_j, dL/db_k = s_k, and one layer down s_j = f'(z_j) m_j sum_k s_k w_jk.
   *
   * @param gradient views of the gradient, one for each layer of weights
   * @param label of the item: its class, or the number to be learned
   */
  backward(gradient: readonly LayerView[], lossSignals: LossSignals, label: number): void {
    const round = this.#round;
    const last = this.layers.length - 1;
    lossSignals(this.outputs, label, this.#signals[last], round);
    for (let l = last; l >= 0; l--) {
      const { inputs, outputs, weights } = this.layers[l];
      const signals = this.#signals[l];
      const x = this.#inputs[l];
      const gradientWeights = gradient[l].weights;
      const gradientBiases = gradient[l].biases;
      for (let j = 0; j < inputs; j++) {
        const row = j * outputs;
        for (let k = 0; k < outputs; k++) {
          gradientWeights[row + k] = round(gradientWeights[row + k] + round(signals[k] * x[j]));
        }
      }
      for (let k = 0; k < outputs; k++) {
        gradientBiases[k] = round(gradientBiases[k] + signals[k]);
      }
      if (l === 0) continue;
      const z = this.#preActivations[l - 1];
      const a = this.hiddenActivations[l - 1];
      const mask = this.masks[l - 1];
      const below = this.#signals[l - 1];
      const { derivative } = this.#units[l - 1];
      for (let j = 0; j < inputs; j++) {
        const row = j * outputs;
        let sum = 0;
        for (let k = 0; k < outputs; k++) sum += round(signals[k] * weights[row + k]);
        below[j] = round(derivative(z[j], a[j]) * (mask[j] * sum));
      }
    }
  }
}

/**
 * What a network answers for one item, for whoever holds parameters and no network.
 *
 * @param inputs shape [inputs]
 * @returns the probabilities, shape [classes]; or the number, shape [1]
 */
export function predict(
  parameters: Float64Array,
  sizes: readonly number[],
  inputs: Float64Array,
  kinds: UnitKinds = ARTICLE_UNITS,
): Float64Array {
  const network = new Network(parameters, sizes, kinds);
  network.forward(inputs);
  return kinds.output === "identity" ? network.outputs : network.probabilities;
}
