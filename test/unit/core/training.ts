/** Training to the end, as the tests need it: through the same generator as everything else. */
import assert from "node:assert/strict";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import { drawParameters } from "../../../src/core/initializers.ts";
import { type Dataset, type ItemTable, selectItems } from "../../../src/core/items.ts";
import { ARTICLE_DATASET, type Experiment } from "../../../src/core/experiment.ts";
import { createRuns, trainRuns } from "../../../src/core/experimentTraining.ts";
import { Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { metricIndex, type MetricName, RunRecording } from "../../../src/core/recorder.ts";
import { type Rounding, roundings } from "../../../src/core/rounding.ts";
import { Run } from "../../../src/core/run.ts";

/** A run that has ended, with everything it recorded. */
export interface EndedRun {
  readonly run: Run;
  readonly recording: RunRecording;
}

export function trainExperiment(experiment: Experiment): EndedRun[] {
  return trainAll(createRuns(experiment));
}

export function trainAll(runs: readonly Run[]): EndedRun[] {
  for (const { run, endsEpoch } of trainRuns(runs)) assert.ok(run >= 0 || endsEpoch);
  return runs.map(run => ({ run, recording: recordingOf(run) }));
}

/** Takes what a run has recorded. */
export function recordingOf(run: Run): RunRecording {
  const recording = new RunRecording(run.sizes.length - 1, run.parameters.length);
  recording.append(run.takeChunk());
  return recording;
}

/** A number of the row of exactly this epoch. */
export function metricAt(recording: RunRecording, epoch: number, name: MetricName): number {
  const row = recording.rowAt(epoch);
  assert.ok(row >= 0, `nothing is recorded at or before epoch ${epoch}`);
  assert.equal(recording.metric(row, "epoch"), epoch);
  return recording.metric(row, name);
}

/** A column of everything recorded. */
export function column(recording: RunRecording, name: MetricName): number[] {
  assert.ok(metricIndex(name) >= 0);
  return Array.from({ length: recording.length }, (_, row) => recording.metric(row, name));
}

/** A dataset of the article's kind that is small enough to train on many times. */
export const smallDataset: Dataset = createDataset({
  ...ARTICLE_DATASET,
  trainItems: 30,
  validationItems: 12,
  testItems: 10,
  freshItems: 20,
});

/** The article's config, made quick, with other members changed. */
export function quickConfig(changes: Partial<TrainingConfig> = {}): TrainingConfig {
  return {
    ...ARTICLE_CONFIG,
    hiddenLayers: [5],
    articleDerivative: false,
    initRange: 0.5,
    epochs: 4,
    streams: "separate",
    ...changes,
  };
}

export function createRun(config: TrainingConfig, dataset: Dataset = smallDataset): Run {
  return new Run(config, sizesOf(config, dataset), dataset);
}

/** Units of every layer of the network of a config, inputs first. */
export function sizesOf(config: TrainingConfig, { inputNames, classNames }: Dataset): number[] {
  const outputs = config.output === "softmax" ? classNames.length : 1;
  return [inputNames.length, ...config.hiddenLayers, outputs];
}

export function trainConfig(changes: Partial<TrainingConfig>, dataset?: Dataset): Run {
  const run = createRun(quickConfig(changes), dataset);
  trainAll([run]);
  return run;
}

/** Weights and biases drawn evenly between -range and +range, as the article's are. */
export function drawUniform(
  sizes: readonly number[],
  range: number,
  random: Random,
  round: Rounding = roundings.float64,
): Float64Array {
  return drawParameters({ initializer: "uniform", initRange: range }, sizes, random, round);
}

/** Random numbers that remember every order they made. */
export class WatchedRandom extends Random {
  readonly orders: number[][] = [];

  override shuffle(values: Uint32Array | number[]): void {
    super.shuffle(values);
    this.orders.push([...values]);
  }
}

/** A network that remembers what it was presented with. */
export class WatchedNetwork extends Network {
  readonly presented: { item: number[]; masks: number[][] }[] = [];

  override forward(inputs?: Float64Array, offset?: number): void {
    super.forward(inputs, offset);
    this.presented.push({ item: [...this.item], masks: this.masks.map(mask => [...mask]) });
  }
}

/** The first items of a table. */
export function firstItems(table: ItemTable, count: number): ItemTable {
  return selectItems(
    table,
    Array.from({ length: count }, (_, item) => item),
  );
}

/** Fails unless |actual - expected| <= tolerance * max(scale, |expected|). */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
  scale = 0,
): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    const allowed = tolerance * Math.max(scale, Math.abs(expected[i]));
    assert.ok(difference <= allowed, `${what} [${i}]: ${actual[i]} is not ${expected[i]}`);
  }
}

/** The bits of numbers, so that -0 and NaN are compared too. */
export function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}

/** Fails unless two arrays agree to the last bit. */
export function assertSameBits(actual: Float64Array, expected: Float64Array, what: string): void {
  assert.deepEqual(bits(actual), bits(expected), what);
}
