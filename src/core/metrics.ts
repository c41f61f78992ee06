/** What is measured at an epoch: errors, accuracy, penalty and weight sizes. */
import type { LossName, TrainingConfig } from "./config.ts";
import type { Dataset, ItemTable } from "./items.ts";
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
  /** The article's MSE: sum over items and classes of (t - o)^2, divided by the items. */
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
  lossName: LossName,
  round: Rounding,
): Generator<void, Evaluation> {
  const { count, inputs, targets, labels } = table;
  if (count === 0) return { loss: 0, mse: 0, correct: 0 };
  const loss = losses[lossName];
  const inputCount = network.sizes[0];
  const { probabilities, logits } = network;
  const classCount = probabilities.length;
  const itemsPerTick = Math.max(1, Math.floor(WORK_PER_TICK / network.parameters.length));
  let lossSum = 0;
  let squareSum = 0;
  let correct = 0;
  for (let item = 0; item < count; item++) {
    if (item % itemsPerTick === itemsPerTick - 1) yield;
    network.forward(inputs, item * inputCount);
    const offset = item * classCount;
    lossSum += loss.value(logits, probabilities, targets, offset);
    for (let k = 0; k < classCount; k++) {
      const difference = round(targets[offset + k] - probabilities[k]);
      squareSum += round(difference * difference);
    }
    if (argMax(probabilities) === labels[item]) correct++;
  }
  return { loss: lossSum / count, mse: squareSum / count, correct };
}

/**
 * The penalty in the objective: l2 / 2 * sum w^2 over the weights of all layers.
 *
 * With the published sign the update descends loss minus penalty, so it is negative. Constant
 * decay is a rule of the update, not a term of an objective, and adds nothing.
 */
export function penalty(
  layers: readonly LayerView[],
  config: Pick<TrainingConfig, "l2" | "publishedSign">,
): number {
  if (config.l2 === 0) return 0;
  let sum = 0;
  for (const { weights } of layers) sum += weightSize(weights).sumOfSquares;
  return (config.publishedSign ? -1 : 1) * (config.l2 / 2) * sum;
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
  const test = yield* evaluateTable(dataset.test);
  const layers = weightLayers.map(layer => weightSize(layer.weights));
  const values: Record<MetricName, number> = {
    epoch,
    updates,
    trainLoss: train.loss,
    testLoss: test.loss,
    penalty: penalty(weightLayers, config),
    trainMse: train.mse,
    testMse: test.mse,
    trainCorrect: train.correct,
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
