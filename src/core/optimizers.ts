/**
 * What an optimizer makes of a gradient: the step that is taken away from a parameter, before
 * whatever else an update does (see trainer.ts).
 *
 * In the formulas g is the mean gradient over the batch, with the L2 term unless the optimizer
 * decouples it, and t the number of the update, from 1. Symbols and conventions are those of
 * PyTorch's optimizers, with dampening 0.
 */
import type { OptimizerName } from "./config.ts";

/** The numbers of a step that are the same for all parameters. */
export interface StepSettings {
  readonly learningRate: number;
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 - beta1^t */
  readonly correction1: number;
  /** 1 - beta2^t */
  readonly correction2: number;
}

/** What an optimizer remembers of the updates so far; zeros where it remembers nothing. */
export interface OptimizerMoments {
  /** Velocity, or mean gradient, of each parameter in the order of network.ts. */
  readonly first: Float64Array;
  /** Mean squared gradient. */
  readonly second: Float64Array;
}

export interface Optimizer {
  /** Whether L2 shrinks the weights beside the step instead of being part of the gradient. */
  readonly decouplesL2: boolean;
  /**
   * The step of one parameter.
   *
   * @param first its velocity, or its mean gradient, in `first[i]`; brought up to date
   * @param second its mean squared gradient in `second[i]`; brought up to date
   * @returns what to take away from it
   */
  readonly step: (
    g: number,
    first: Float64Array,
    second: Float64Array,
    i: number,
    settings: StepSettings,
  ) => number;
}

/** v <- momentum v + g */
function velocity(g: number, first: Float64Array, i: number, momentum: number): number {
  return (first[i] = momentum * first[i] + g);
}

/**
 * m <- beta1 m + (1 - beta1) g, s <- beta2 s + (1 - beta2) g^2,
 * step = learningRate (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)
 *
 * @see Kingma and Ba (2015), algorithm 1
 */
const adamStep: Optimizer["step"] = (g, first, second, i, settings) => {
  const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = settings;
  const m = (first[i] = beta1 * first[i] + (1 - beta1) * g);
  const s = (second[i] = beta2 * second[i] + (1 - beta2) * (g * g));
  return (learningRate * (m / correction1)) / (Math.sqrt(s / correction2) + epsilon);
};

/** Every optimizer on offer. */
export const optimizers: Readonly<Record<OptimizerName, Optimizer>> = {
  sgd: {
    decouplesL2: false,
    step: (g, _first, _second, _i, { learningRate }) => learningRate * g,
  },
  momentum: {
    decouplesL2: false,
    step: (g, first, _second, i, { learningRate, momentum }) =>
      learningRate * velocity(g, first, i, momentum),
  },
  /** The step looks ahead along the velocity. @see Sutskever et al. (2013) */
  nesterov: {
    decouplesL2: false,
    step: (g, first, _second, i, { learningRate, momentum }) =>
      learningRate * (g + momentum * velocity(g, first, i, momentum)),
  },
  adam: { decouplesL2: false, step: adamStep },
  /** @see Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019) */
  adamw: { decouplesL2: true, step: adamStep },
};
