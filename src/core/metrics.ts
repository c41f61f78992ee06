/** What is measured at an epoch: errors, accuracy, penalty and weight sizes. */
import type { TrainingConfig } from "./config.ts";
import { type Dataset, inputCountOf, type ItemTable } from "./items.ts";
import { penaltyOf } from "./layerSettings.ts";
import { losses } from "./losses.ts";
import { argMax, type LayerView, type Network } from "./network.ts";
import {
  layerMetricIndex,
  METRIC_NAMES,
  metricIndex,
  type MetricName,
  rowWidth,
} from "./recorder.ts";
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
  /** Items whose largest probability is that of their class. */
  readonly correct: number;
}

/**
 * Measures a network on a table, pausing (a yield) at least every WORK_PER_TICK multiply-adds.
 * Draws no random numbers.
 */
export function* evaluate(
  network: Network,
  table: ItemTable,
  config: Pick<TrainingConfig, "loss" | "output">,
  round: Rounding,
): Generator<void, Evaluation> {
  const { count, inputs, labels } = table;
  if (count === 0) return { loss: 0, mse: 0, correct: 0 };
  const loss = losses[config.loss][config.output];
  const inputCount = inputCountOf(table);
  const { probabilities, logits, outputs } = network;
  // The single output of a sigmoid is that of class 1.
  const firstClass = config.output === "sigmoid" ? 1 : 0;
  const itemsPerTick = Math.max(1, Math.floor(WORK_PER_TICK / network.parameters.length));
  let lossSum = 0;
  let squareSum = 0;
  let correct = 0;
  for (let item = 0; item < count; item++) {
    if (item % itemsPerTick === itemsPerTick - 1) yield;
    network.forward(inputs, item * inputCount);
    const label = labels[item];
    lossSum += loss.value(logits, outputs, label);
    for (let k = 0; k < outputs.length; k++) {
      const difference = round((k + firstClass === label ? 1 : 0) - outputs[k]);
      squareSum += round(difference * difference);
    }
    if (argMax(probabilities) === label) correct++;
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
export function penalty(
  layers: readonly LayerView[],
  config: Pick<TrainingConfig, "l1" | "l2" | "penaltyScale" | "publishedSign">,
): number {
  let sum = 0;
  for (const [l, { weights }] of layers.entries()) {
    const { l1, l2 } = penaltyOf(config, l);
    const sign = config.publishedSign ? -1 : 1;
    if (l2 !== 0) sum += sign * (l2 / 2) * weightSize(weights).sumOfSquares;
    if (l1 !== 0) sum += l1 * sumOfMagnitudes(weights);
  }
  return sum;
}

function sumOfMagnitudes(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}

/**
 * Measures everything of one epoch; the result is a row as recorder.ts describes.
 *
 * @param evaluateTable measures the network of these layers on a table
 */
export function* measureEpoch(
  evaluateTable: (table: ItemTable) => Generator<void, Evaluation>,
  weightLayers: readonly LayerView[],
  dataset: Dataset,
  config: TrainingConfig,
  epoch: number,
  updates: number,
): Generator<void, Float64Array> {
  const train = yield* evaluateTable(dataset.train);
  const validation = yield* evaluateTable(dataset.validation);
  const test = yield* evaluateTable(dataset.test);
  const layers = weightLayers.map(layer => weightSize(layer.weights));
  const values: Record<MetricName, number> = {
    epoch,
    updates,
    trainLoss: train.loss,
    validationLoss: validation.loss,
    testLoss: test.loss,
    penalty: penalty(weightLayers, config),
    trainMse: train.mse,
    validationMse: validation.mse,
    testMse: test.mse,
    trainCorrect: train.correct,
    validationCorrect: validation.correct,
    testCorrect: test.correct,
    sumOfSquares: layers.reduce((sum, layer) => sum + layer.sumOfSquares, 0),
    maxAbs: layers.reduce((largest, layer) => Math.max(largest, layer.maxAbs), 0),
  };
  const row = new Float64Array(rowWidth(layers.length));
  for (const name of METRIC_NAMES) row[metricIndex(name)] = values[name];
  for (const [l, layer] of layers.entries()) {
    row[layerMetricIndex(l, "norm")] = Math.sqrt(layer.sumOfSquares);
    row[layerMetricIndex(l, "maxAbs")] = layer.maxAbs;
  }
  return row;
}
