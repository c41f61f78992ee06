/** How the first weights and biases of a network are drawn. */
import type { InitializerName, TrainingConfig } from "./config.ts";
import { layerViews, parameterCount } from "./network.ts";
import type { Random } from "./random.ts";
import { type Rounding, roundings } from "./rounding.ts";

export interface Initializer {
  /** Weights of a layer are drawn evenly between minus and plus this. */
  readonly limit: (inputs: number, outputs: number, initRange: number) => number;
  /** Whether biases are drawn as the weights are; else they are zero and nothing is drawn. */
  readonly drawsBiases: boolean;
}

/** Every initializer on offer. */
export const initializers: Readonly<Record<InitializerName, Initializer>> = {
  /** The article's. */
  uniform: {
    limit: (_inputs, _outputs, initRange) => initRange,
    drawsBiases: true,
  },
  /** @see Glorot and Bengio (2010), equation 16: variance 2 / (inputs + outputs) */
  glorot: {
    limit: (inputs, outputs) => Math.sqrt(6 / (inputs + outputs)),
    drawsBiases: false,
  },
  /** @see He, Zhang, Ren and Sun (2015), equation 10: variance 2 / inputs */
  he: {
    limit: inputs => Math.sqrt(6 / inputs),
    drawsBiases: false,
  },
};

/**
 * Draws the parameters of a network, layer by layer from the inputs: the weight matrix row by row,
 * then the biases.
 *
 * @param sizes units of every layer, inputs first
 * @returns weights and biases in the order of network.ts
 */
export function drawParameters(
  { initializer, initRange }: Pick<TrainingConfig, "initializer" | "initRange">,
  sizes: readonly number[],
  random: Random,
  round: Rounding = roundings.float64,
): Float64Array {
  const { limit, drawsBiases } = initializers[initializer];
  const parameters = new Float64Array(parameterCount(sizes));
  for (const { inputs, outputs, weights, biases } of layerViews(parameters, sizes)) {
    const range = limit(inputs, outputs, initRange);
    const draw = () => round(random.uniform(-range, range));
    for (let i = 0; i < weights.length; i++) weights[i] = draw();
    if (drawsBiases) for (let j = 0; j < biases.length; j++) biases[j] = draw();
  }
  return parameters;
}
