/**
 * A fully connected classifier: tanh hidden layers and a softmax output. The forward pass, and the
 * gradient of the data loss by back-propagation.
 *
 * All parameters of a network stand in one Float64Array, layer by layer from the inputs: the
 * weight matrix, row-major with shape [inputs][outputs], then the biases. `sizes` are the units of
 * every layer, inputs first: [10, 8, 4] is the article's network of 124 parameters.
 *
 * Roundings (see rounding.ts) stand exactly where the article's program stored a float32; in
 * float64 they do nothing.
 */
import { activations } from "./activations.ts";
import type { Loss } from "./losses.ts";
import type { Random } from "./random.ts";
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

/** Draws every parameter, in order, from -range to +range. Biases too, as the article does. */
export function drawUniform(
  sizes: readonly number[],
  range: number,
  random: Random,
  round: Rounding = roundings.float64,
): Float64Array {
  return Float64Array.from({ length: parameterCount(sizes) }, () =>
    round(random.uniform(-range, range)),
  );
}

/** Index of the largest value; the first of equals. */
export function argMax(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

const tanh = activations.tanh;

/** A network with the working memory of one item. */
export class Network {
  readonly sizes: readonly number[];
  readonly parameters: Float64Array;
  readonly layers: readonly LayerView[];
  /** Logits of the last item; shape [classes]. */
  readonly logits: Float64Array;
  /** Softmax of the logits. */
  readonly probabilities: Float64Array;

  readonly #round: Rounding;
  /** Inputs of each layer of weights for the last item: the item, then hidden activations. */
  readonly #activations: readonly Float64Array[];
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
    round: Rounding = roundings.float64,
  ) {
    this.sizes = sizes;
    this.parameters = parameters;
    this.layers = layerViews(parameters, sizes);
    this.#round = round;
    this.#activations = sizes.map(size => new Float64Array(size));
    this.#preActivations = this.layers.map(layer => new Float64Array(layer.outputs));
    this.#signals = this.layers.map(layer => new Float64Array(layer.outputs));
    this.logits = this.#preActivations[this.layers.length - 1];
    this.probabilities = this.#activations[this.layers.length];
  }

  /**
   * Computes logits and probabilities of one item.
   *
   * @param inputs matrix of items, shape [items][inputs]
   * @param offset where the item's row begins
   */
  forward(inputs: Float64Array, offset = 0): void {
    const item = this.#activations[0];
    for (let i = 0; i < item.length; i++) item[i] = inputs[offset + i];
    const last = this.layers.length - 1;
    for (let l = 0; l <= last; l++) {
      this.#weightedSums(l);
      if (l < last) this.#activate(l);
    }
    this.#softmax();
  }

  /** z_j = sum_i x_i w_ij + b_j, each sum over i in order and the bias last. */
  #weightedSums(l: number): void {
    const round = this.#round;
    const { inputs, outputs, weights, biases } = this.layers[l];
    const x = this.#activations[l];
    const z = this.#preActivations[l];
    z.fill(0);
    for (let i = 0; i < inputs; i++) {
      const row = i * outputs;
      for (let j = 0; j < outputs; j++) z[j] = round(z[j] + round(x[i] * weights[row + j]));
    }
    for (let j = 0; j < outputs; j++) z[j] = round(z[j] + biases[j]);
  }

  #activate(l: number): void {
    const z = this.#preActivations[l];
    const a = this.#activations[l + 1];
    for (let j = 0; j < z.length; j++) a[j] = this.#round(tanh.value(z[j]));
  }

  /** o_k = exp(z_k - max z) / sum_m exp(z_m - max z) */
  #softmax(): void {
    const z = this.logits;
    const o = this.probabilities;
    let largest = z[0];
    for (let k = 1; k < z.length; k++) if (z[k] > largest) largest = z[k];
    let sum = 0;
    for (let k = 0; k < z.length; k++) {
      o[k] = Math.exp(this.#round(z[k] - largest));
      sum += o[k];
    }
    for (let k = 0; k < z.length; k++) o[k] = this.#round(o[k] / sum);
  }

  /**
   * Adds the gradient of the last item's data loss to `gradient`, which is laid out as the
   * parameters are. Call forward() for the item first.
   *
   * Layer by layer from the outputs, with signal s_k = dL/dz_k:
   * dL/dw_jk = s_k a_j, dL/db_k = s_k, and one layer down s_j = f'(z_j) sum_k s_k w_jk.
   *
   * @param gradient views of the gradient, one for each layer of weights
   * @param targets matrix of one-hot rows, shape [items][classes]
   * @param offset where the item's row of targets begins
   */
  backward(
    gradient: readonly LayerView[],
    lossSignals: Loss["signals"],
    targets: Float64Array,
    offset = 0,
  ): void {
    const round = this.#round;
    const last = this.layers.length - 1;
    lossSignals(this.probabilities, targets, offset, this.#signals[last], round);
    for (let l = last; l >= 0; l--) {
      const { inputs, outputs, weights } = this.layers[l];
      const signals = this.#signals[l];
      const a = this.#activations[l];
      const gradientWeights = gradient[l].weights;
      const gradientBiases = gradient[l].biases;
      for (let j = 0; j < inputs; j++) {
        const row = j * outputs;
        for (let k = 0; k < outputs; k++) {
          gradientWeights[row + k] = round(gradientWeights[row + k] + round(signals[k] * a[j]));
        }
      }
      for (let k = 0; k < outputs; k++) {
        gradientBiases[k] = round(gradientBiases[k] + signals[k]);
      }
      if (l === 0) continue;
      const z = this.#preActivations[l - 1];
      const below = this.#signals[l - 1];
      for (let j = 0; j < inputs; j++) {
        const row = j * outputs;
        let sum = 0;
        for (let k = 0; k < outputs; k++) sum += round(signals[k] * weights[row + k]);
        below[j] = round(tanh.derivative(z[j], a[j]) * sum);
      }
    }
  }
}

/**
 * Probabilities of one item, for whoever holds parameters and no network.
 *
 * @param inputs shape [inputs]
 * @returns shape [classes]
 */
export function predict(
  parameters: Float64Array,
  sizes: readonly number[],
  inputs: Float64Array,
): Float64Array {
  const network = new Network(parameters, sizes);
  network.forward(inputs);
  return network.probabilities;
}
