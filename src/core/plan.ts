/**
 * Many runs of one experiment: each variant with several seeds, or with each of k folds held out.
 * The runs know nothing of one another, so they can be made in any order, anywhere.
 */
import type { Engine } from "./engine.ts";
import { type Experiment, layerSizes, variantChanges, variantConfig } from "./experiment.ts";
import {
  classesOf,
  type Dataset,
  type ItemTable,
  type PartSizes,
  partSizes,
  selectItems,
} from "./items.ts";
import { Random } from "./random.ts";
import { ENDS_ONLY, type MetricName, metricsOf, metricIndex } from "./recorder.ts";
import { type TargetVariances, targetVariances } from "./regression.ts";
import { type FreshScore, type RightItems, Run, type RunState } from "./run.ts";
import { foldItems } from "./splits.ts";

/** Which runs to make. JSON-safe. */
export interface RunPlan {
  readonly experiment: Experiment;
  /** Seeds of the network, each in place of that of the base config; at least one. */
  readonly seeds: readonly number[];
  /**
   * Held-out parts of the training items, which then are the validation items; 0 to leave the data
   * as it is.
   */
  readonly folds: number;
}

/** One run of a plan. */
export interface PlannedRun {
  /** Index of the variant. */
  readonly variant: number;
  readonly seed: number;
  /** The part that is held out, from 0; null for none. */
  readonly fold: number | null;
}

/** What a run came to. */
export interface PlannedResult {
  readonly run: PlannedRun;
  /** Items that it was trained on and measured on. */
  readonly parts: PartSizes;
  /** Of those items, in a regression; else null. */
  readonly variances: TargetVariances | null;
  readonly status: RunState;
  readonly epoch: number;
  /** 0 without validation items. */
  readonly bestEpoch: number;
  /** At the last epoch. */
  readonly last: Readonly<Record<MetricName, number>>;
  /** At the epoch with the smallest validation loss; null without validation items. */
  readonly best: Readonly<Record<MetricName, number>> | null;
  readonly fresh: FreshScore;
  /** Weights and biases after the last epoch, in the order of network.ts. */
  readonly parameters: Float64Array;
  /** Those of the best epoch; null without validation items. */
  readonly bestParameters: Float64Array | null;
  /** Which test and fresh items the last weights get right; none in a regression. */
  readonly right: RightItems;
  /** The same of the best epoch; null without validation items. */
  readonly bestRight: RightItems | null;
}

/** All runs of a plan: variants within seeds within folds, so that pairs are complete early. */
export function plannedRuns({ experiment, seeds, folds }: RunPlan): PlannedRun[] {
  const heldOut = folds === 0 ? [null] : Array.from({ length: folds }, (_, fold) => fold);
  return heldOut.flatMap(fold =>
    seeds.flatMap(seed => experiment.variants.map((_, variant) => ({ variant, seed, fold }))),
  );
}

/**
 * The data of a run: with a fold, the items of the fold are validation items and the others of the
 * training part are trained on. Folds are stratified, where there are classes, and the same for every
 * seed.
 */
export function plannedData(dataset: Dataset, plan: RunPlan, fold: number | null): Dataset {
  if (fold === null) return dataset;
  const { train } = dataset;
  const random = Random.stream(plan.experiment.base.seed, "split");
  const parts = foldItems(plan.folds, train.count, classesOf(train), random);
  const isHeldOut = new Uint8Array(train.count);
  for (const item of parts[fold]) isHeldOut[item] = 1;
  const others = Uint32Array.from({ length: train.count }, (_, item) => item).filter(
    item => isHeldOut[item] === 0,
  );
  return {
    ...dataset,
    train: selectItems(train, others),
    validation: selectItems(train, parts[fold]),
  };
}

/**
 * Makes one run of a plan, pausing often. Yields the epochs completed.
 *
 * @param dataset as plannedData gives it
 */
export function* makeRun(
  plan: RunPlan,
  planned: PlannedRun,
  dataset: Dataset,
  engine: Engine,
): Generator<number, PlannedResult> {
  const { experiment } = plan;
  const { seed, variant } = planned;
  const config = { ...variantConfig(experiment, experiment.variants[variant]), seed };
  const changes = variantChanges(experiment, variant).map(({ epoch, config: changed }) => ({
    epoch,
    config: { ...changed, seed },
  }));
  const sizes = layerSizes(experiment.dataset, config);
  const run = new Run(config, sizes, dataset, engine, changes, ENDS_ONLY);
  for (const _ of run.steps) yield run.epoch;
  for (const _ of run.record()) yield run.epoch;
  for (const _ of run.recordBest()) yield run.epoch;
  const { rows, best } = run.takeChunk();
  const last = rows.subarray(-run.rowWidth);
  const scoring = run.scoreFresh();
  let next = scoring.next();
  for (; next.done !== true; next = scoring.next()) yield run.epoch;
  const right = yield* rightItems(run, run.parameters);
  const bestRight = run.bestEpoch === 0 ? null : yield* rightItems(run, run.bestParameters);
  return {
    run: planned,
    parts: partSizes(dataset),
    variances: targetVariances(dataset),
    status: run.state,
    epoch: run.epoch,
    bestEpoch: run.bestEpoch,
    last: metricsOf(name => last[metricIndex(name)]),
    best: best === undefined ? null : metricsOf(name => best.row[metricIndex(name)]),
    fresh: next.value,
    parameters: run.parameters.slice(),
    bestParameters: run.bestEpoch === 0 ? null : run.bestParameters.slice(),
    right,
    bestRight,
  };
}

function* rightItems(run: Run, parameters: Float64Array): Generator<number, RightItems> {
  const classifying = run.rightItems(parameters);
  for (let next = classifying.next(); ; next = classifying.next()) {
    if (next.done) return next.value;
    yield run.epoch;
  }
}

/** A dataset whose arrays lie in memory that threads share, where the host has such memory. */
export function shareDataset(dataset: Dataset): Dataset {
  if (typeof SharedArrayBuffer === "undefined") return dataset;
  return {
    ...dataset,
    train: shareTable(dataset.train),
    validation: shareTable(dataset.validation),
    test: shareTable(dataset.test),
    fresh: shareTable(dataset.fresh),
  };
}

function shareTable(table: ItemTable): ItemTable {
  if (table.inputs.buffer instanceof SharedArrayBuffer) return table;
  const inputs = new Float64Array(new SharedArrayBuffer(table.inputs.byteLength));
  const shared = new SharedArrayBuffer(table.labels.byteLength);
  const labels = classesOf(table) ? new Uint16Array(shared) : new Float64Array(shared);
  inputs.set(table.inputs);
  labels.set(table.labels);
  return { count: table.count, inputs, labels };
}
