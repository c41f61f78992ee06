/** What the names of a config are called in the memory of a kernel. */
import type { ActivationName, OptimizerName, OutputName, TrainingConfig } from "./config.ts";
import {
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_LINEAR,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
  OPTIMIZER_ADAM,
  OPTIMIZER_MOMENTUM,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_SGD,
  OUTPUT_IDENTITY,
  OUTPUT_SIGMOID,
  OUTPUT_SOFTMAX,
  SIGNALS_CROSS_ENTROPY,
  SIGNALS_DIAGONAL,
  SIGNALS_SQUARED_ERROR,
} from "./kernelLayout.ts";

export const ACTIVATION_CODES: Readonly<Record<ActivationName, number>> = {
  tanh: ACTIVATION_TANH,
  relu: ACTIVATION_RELU,
  leakyRelu: ACTIVATION_LEAKY_RELU,
  sigmoid: ACTIVATION_SIGMOID,
  linear: ACTIVATION_LINEAR,
};

export const OUTPUT_CODES: Readonly<Record<OutputName, number>> = {
  softmax: OUTPUT_SOFTMAX,
  sigmoid: OUTPUT_SIGMOID,
  identity: OUTPUT_IDENTITY,
};

/** What an optimizer keeps for each parameter beside its value and its gradient. */
interface OptimizerNeeds {
  readonly code: number;
  readonly keepsMeans: boolean;
  readonly keepsSquares: boolean;
}

export const OPTIMIZER_NEEDS: Readonly<Record<OptimizerName, OptimizerNeeds>> = {
  sgd: { code: OPTIMIZER_SGD, keepsMeans: false, keepsSquares: false },
  momentum: { code: OPTIMIZER_MOMENTUM, keepsMeans: true, keepsSquares: false },
  nesterov: { code: OPTIMIZER_NESTEROV, keepsMeans: true, keepsSquares: false },
  adam: { code: OPTIMIZER_ADAM, keepsMeans: true, keepsSquares: true },
  adamw: { code: OPTIMIZER_ADAM, keepsMeans: true, keepsSquares: true },
};

export function signalsOf({
  loss,
  output,
  articleDerivative,
}: Pick<TrainingConfig, "loss" | "output" | "articleDerivative">): number {
  if (loss === "crossEntropy") return SIGNALS_CROSS_ENTROPY;
  return articleDerivative || output === "sigmoid" ? SIGNALS_DIAGONAL : SIGNALS_SQUARED_ERROR;
}
