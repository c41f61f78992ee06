/** What is measured at an epoch: errors, accuracy, penalty and weight sizes. */
import { taskOf, type TrainingConfig } from "./config.ts";
import { type ItemBits, setBit } from "./itemBits.ts";
import { inputCountOf, type ItemTable } from "./items.ts";
import { penaltyOf } from "./layerSettings.ts";
import { lossOf } from "./losses.ts";
import { argMax, type LayerView, type Network } from "./network.ts";
import { layerMetricIndex, METRIC_INDICES } from "./recorder.ts";
import type { Rounding } from "./rounding.ts";
import { weightSize } from "./weightStats.ts";

/** Multiply-adds between two chances to stop: some milliseconds of work. */
export const WORK_PER_TICK = 2_000_000;

/** How a network does on a table of items. For no items every number is 0. */
export interface Evaluation {
  /** Mean data loss of an item, without penalty. */
  readonly loss: number;
  /** The article's MSE: sum over items and outputs of (t - o)^2, divided by the items. */
  readonly mse: number;
  /** Items whose largest probability is that of their class; 0 in a regression. */
  readonly correct: number;
}

/** That of no items. */
export const NOTHING_EVALUATED: Evaluation = { loss: 0, mse: 0, correct: 0 };

/**
 * Measures a network on a table, pausing (it yields false: it is not done) at least every
 * WORK_PER_TICK multiply-adds. Draws no random numbers.
 *
 * @param right receives the bits of the items that are classified correctly; none in a regression
 */
export function* evaluate(
  network: Network,
  table: ItemTable,
  config: Pick<TrainingConfig, "loss" | "output">,
  round: Rounding,
  right?: ItemBits,
): Generator<false, Evaluation> {
  const { count, inputs, labels } = table;
  if (count === 0) return NOTHING_EVALUATED;
  const loss = lossOf(config);
  const inputCount = inputCountOf(table);
  const { probabilities, logits, outputs } = network;
  const isRegression = taskOf(config) === "regression";
  // The single output of a sigmoid is that of class 1.
  const firstClass = config.output === "sigmoid" ? 1 : 0;
  const itemsPerTick = Math.max(1, Math.floor(WORK_PER_TICK / network.parameters.length));
  let lossSum = 0;
  let squareSum = 0;
  let correct = 0;
  for (let item = 0; item < count; item++) {
    if (item % itemsPerTick === itemsPerTick - 1) yield false;
    network.forward(inputs, item * inputCount);
    const label = labels[item];
    lossSum += loss.value(logits, outputs, label);
    for (let k = 0; k < outputs.length; k++) {
      const target = isRegression ? label : k + firstClass === label ? 1 : 0;
      const difference = round(target - outputs[k]);
      squareSum += round(difference * difference);
    }
    if (isRegression || argMax(probabilities) !== label) continue;
    correct++;
    if (right) setBit(right, item);
  }
  return { loss: lossSum / count, mse: squareSum / count, correct };
}

/**
 * The penalty in the objective: l2 / 2 * sum w^2 + l1 * sum |w| over the weights of all layers, with
 * the strengths of each layer.
 *
 * With the published sign the update descends loss minus the L2 term, so that is negative. Constant
 * decay and max-norm are rules of the update, not terms of an objective, and add nothing.
 */
export function penalty(layers: readonly LayerView[], config: PenaltyConfig): number {
  let sum = 0;
  for (let l = 0; l < layers.length; l++) {
    const { weights } = layers[l];
    sum += layerPenalty(weights, weightSize(weights).sumOfSquares, config, l);
  }
  return sum;
}

type PenaltyConfig = Pick<TrainingConfig, "l1" | "l2" | "penaltyScale" | "publishedSign">;

/** That of one layer of weights, `l` from 0 at the inputs. */
function layerPenalty(
  weights: Float64Array,
  sumOfSquares: number,
  config: PenaltyConfig,
  l: number,
): number {
  const { l1, l2 } = penaltyOf(config, l);
  const sign = config.publishedSign ? -1 : 1;
  const squares = l2 === 0 ? 0 : sign * (l2 / 2) * sumOfSquares;
  return l1 === 0 ? squares : squares + l1 * sumOfMagnitudes(weights);
}

function sumOfMagnitudes(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}

/** What stands in a row of metrics: an epoch, and how its network does on each table. */
export interface MeasuredEpoch {
  readonly epoch: number;
  readonly updates: number;
  readonly train: Evaluation;
  readonly validation: Evaluation;
  readonly test: Evaluation;
  /** Its weights and biases. */
  readonly layers: readonly LayerView[];
}

/**
 * Writes the numbers of one epoch as recorder.ts describes. Done after every epoch of networks that
 * take microseconds to train: it looks at each weight once and makes next to nothing new.
 *
 * @param row filled; shape [rowWidth]
 */
export function writeRow(row: Float64Array, measured: MeasuredEpoch, config: TrainingConfig): void {
  const { train, validation, test, layers } = measured;
  let sumOfSquares = 0;
  let maxAbs = 0;
  let penaltySum = 0;
  for (let l = 0; l < layers.length; l++) {
    const { weights } = layers[l];
    const size = weightSize(weights);
    sumOfSquares += size.sumOfSquares;
    maxAbs = Math.max(maxAbs, size.maxAbs);
    penaltySum += layerPenalty(weights, size.sumOfSquares, config, l);
    row[layerMetricIndex(l, "norm")] = Math.sqrt(size.sumOfSquares);
    row[layerMetricIndex(l, "maxAbs")] = size.maxAbs;
  }
  row[METRIC_INDICES.epoch] = measured.epoch;
  row[METRIC_INDICES.updates] = measured.updates;
  row[METRIC_INDICES.trainLoss] = train.loss;
  row[METRIC_INDICES.validationLoss] = validation.loss;
  row[METRIC_INDICES.testLoss] = test.loss;
  row[METRIC_INDICES.penalty] = penaltySum;
  row[METRIC_INDICES.trainMse] = train.mse;
  row[METRIC_INDICES.validationMse] = validation.mse;
  row[METRIC_INDICES.testMse] = test.mse;
  row[METRIC_INDICES.trainCorrect] = train.correct;
  row[METRIC_INDICES.validationCorrect] = validation.correct;
  row[METRIC_INDICES.testCorrect] = test.correct;
  row[METRIC_INDICES.sumOfSquares] = sumOfSquares;
  row[METRIC_INDICES.maxAbs] = maxAbs;
}
