/**
 * One update of one weight, number by number: what trainer.ts does, taken apart to be shown. A test
 * holds the two together.
 */
import type { TrainingConfig } from "./config.ts";
import { type Experiment, variantChanges, variantConfig } from "./experiment.ts";
import { penaltyOf } from "./layerSettings.ts";
import { optimizers } from "./optimizers.ts";
import { softThreshold } from "./regularizers.ts";
import type { UpdateConfig } from "./trainer.ts";

/** What is known before the update. */
export interface WeightNumbers {
  readonly weight: number;
  /** Mean gradient of the data loss over the batch; null if it is not known. */
  readonly gradient: number | null;
  /** Step of the optimizer; null if it is not known. Follows from the gradient for plain descent. */
  readonly step: number | null;
}

/** The numbers of an update in the order of their making; null where one is not known. */
export interface WeightUpdate {
  /** Strengths in the layer of the weight; l2 negative under the published rule. */
  readonly l2: number;
  readonly l1: number;
  /** l2 w, whether it is part of the gradient or not. */
  readonly penaltyGradient: number;
  /** What the optimizer is given: the mean gradient, with the penalty's unless it is decoupled. */
  readonly gradient: number | null;
  /** The weight after constant decay and after a decoupled penalty, before the step. */
  readonly kept: number;
  readonly step: number | null;
  readonly stepped: number | null;
  /** learningRate l1, what the soft threshold takes; 0 for none. */
  readonly threshold: number;
  /** After the soft threshold, before max-norm, which depends on the unit's other weights. */
  readonly after: number | null;
}

/** @param layer of weights, from 0 at the inputs */
export function explainUpdate(
  config: UpdateConfig,
  layer: number,
  learningRate: number,
  { weight, gradient: dataGradient, step: knownStep }: WeightNumbers,
): WeightUpdate {
  const penalty = penaltyOf(config, layer);
  const l2 = config.publishedSign ? -penalty.l2 : penalty.l2;
  const penaltyGradient = l2 * weight;
  const { decouplesL2 } = optimizers[config.optimizer];
  const gradient =
    dataGradient === null ? null : decouplesL2 ? dataGradient : dataGradient + penaltyGradient;
  const decayed = weight * (1 - config.decay);
  const kept = decouplesL2 ? decayed - learningRate * penaltyGradient : decayed;
  const isPlain = config.optimizer === "sgd";
  const step = isPlain && gradient !== null ? learningRate * gradient : knownStep;
  const stepped = step === null ? null : kept - step;
  const threshold = learningRate * penalty.l1;
  const after = stepped === null ? null : softThreshold(stepped, threshold);
  return { l2, l1: penalty.l1, penaltyGradient, gradient, kept, step, stepped, threshold, after };
}

/**
 * The config of a variant in the epoch after `epoch` epochs: LIVE_MEMBERS may have changed on the
 * way.
 *
 * @param index of the variant
 */
export function configAfter(experiment: Experiment, index: number, epoch: number): TrainingConfig {
  const changes = variantChanges(experiment, index).filter(change => change.epoch <= epoch);
  return changes.at(-1)?.config ?? variantConfig(experiment, experiment.variants[index]);
}

/** The penalty of some weights, term by term, as in the article's worked example. */
export interface WorkedPenalty {
  readonly squares: readonly number[];
  readonly sumOfSquares: number;
  /** lambda / 2 times the sum. */
  readonly penalty: number;
  /** lambda w, what the penalty adds to the gradient of each weight. */
  readonly gradients: readonly number[];
}

export function workPenalty(weights: readonly number[], lambda: number): WorkedPenalty {
  const squares = weights.map(weight => weight * weight);
  const sumOfSquares = squares.reduce((sum, square) => sum + square, 0);
  return {
    squares,
    sumOfSquares,
    penalty: (lambda / 2) * sumOfSquares,
    gradients: weights.map(weight => lambda * weight),
  };
}
