/** Trains a weight file's network again, from what the file says alone. */
import {
  createExperiment,
  datasetShape,
  type DatasetSpec,
  type Experiment,
  layerSizes,
  lineupOf,
} from "../core/experiment.ts";
import { namedNetwork } from "../core/formatting.ts";
import type { Dataset } from "../core/items.ts";
import { type MetricName, type RecordedEpoch, recordedEpoch } from "../core/recorder.ts";
import { rSquared, type TargetVariances, targetVariances } from "../core/regression.ts";
import { checkData, parse, ValidationError } from "../protocol/validate.ts";
import { numberWithin } from "../protocol/validate.ts";
import type { ReadWeights } from "../protocol/weightFileReader.ts";
import type { WeightFile } from "../protocol/weightFileSchema.ts";
import type { Session } from "./session.ts";
import { trainInWorker } from "./trainInWorker.ts";

/** A file can ask for anything; more items than this are not made. */
const MAX_GENERATED_ITEMS = 2_000_000;

/**
 * The description of the data with what stands elsewhere in the file. Of points that were placed by
 * hand the file has no more than their number; see verify.ts.
 */
export function datasetSpecOf(file: WeightFile): DatasetSpec {
  const { inputs, classes, target } = file;
  const { spec } = file.data;
  if (spec.kind === "points") return { ...spec, points: [] };
  if (spec.kind !== "table") return spec;
  return { ...spec, inputs, classNames: classes, targetScaling: target?.scaling ?? null };
}

/**
 * Makes sure that the file's network can be trained on the file's data.
 *
 * @throws {ValidationError} naming the member that is wrong
 */
export function checkReplay(file: WeightFile, sizes: readonly number[]): void {
  const spec = datasetSpecOf(file);
  const { config } = file.training;
  if (spec.kind !== "table") {
    const most = { min: 0, max: MAX_GENERATED_ITEMS, integer: true };
    for (const [name, count] of Object.entries(datasetShape(spec))) {
      parse(numberWithin(most), count, `data.spec.${name}`);
    }
  }
  if (layerSizes(spec, config).join() !== sizes.join()) {
    throw new ValidationError(
      "data.spec",
      `expected data for ${namedNetwork(sizes)}, got data for ${layerSizes(spec, config).join("-")}`,
    );
  }
  checkData(config, spec, "training.config");
}

/**
 * The experiment that the file's network was part of. Without changes on the way it is that network
 * alone, whose config the file has.
 *
 * @returns the index of the network too
 * @throws {ValidationError} where changes on the way make a difference that the file does not tell
 */
function experimentOf(file: WeightFile): { experiment: Experiment; index: number } {
  const { recipe, variant, config, changes } = file.training;
  const dataset = datasetSpecOf(file);
  const { id, label, sets } = variant;
  if (changes.length === 0) {
    const variants = [{ id, remedy: id, label, changes: {} }];
    const experiment = { recipe, own: [], dataset, base: config, variants, changes: [] };
    return { experiment, index: 0 };
  }
  if (recipe === "custom") {
    // What it set for itself stays; the rest follows the base config, of which it is a copy.
    const settings = Object.fromEntries((sets ?? []).map(member => [member, config[member]]));
    const own = [{ id, name: label, settings }];
    const experiment = createExperiment(recipe, config, dataset, own);
    return { experiment: { ...experiment, changes }, index: 0 };
  }
  // A change is one of the base config, of which each variant sets some members for itself.
  const base =
    variant.id === "elasticNet" ? { ...config, l1: 2 * config.l1, l2: 2 * config.l2 } : config;
  const made = lineupOf({ recipe, own: [] })(base);
  const index = made.findIndex(({ id }) => id === variant.id);
  const whole = { ...base, ...made[index]?.changes };
  if (index < 0 || variant.id === "decay" || JSON.stringify(whole) !== JSON.stringify(config)) {
    throw new ValidationError(
      "training.changes",
      "settings were changed while this network was trained together with others, and the file does not tell theirs; it cannot be trained again",
    );
  }
  return { experiment: { recipe, own: [], dataset, base, variants: made, changes }, index };
}

/** What the replay found. */
export interface Replay {
  /** Of all weights and biases. */
  readonly parameters: number;
  /** How many are not the same to the last bit; all of them if the epoch was not reached. */
  readonly differing: number;
  readonly largestDifference: number;
  /** Measured numbers of the file that are others now. */
  readonly differingMetrics: readonly string[];
  readonly seconds: number;
  /** Epochs trained. */
  readonly epoch: number;
}

/**
 * Trains to the epoch of the file and compares.
 *
 * @throws {ValidationError} if the file does not say enough
 */
export async function replay(
  { file, parameters }: ReadWeights,
  dataset: Dataset,
  { workerFile, signal, progress }: Session,
): Promise<Replay> {
  const { experiment, index } = experimentOf(file);
  const { epoch } = file.training;
  const runs = await trainInWorker(workerFile, experiment, {
    dataset,
    until: epoch,
    signal,
    onProgress: done => progress.show("replaying", done / Math.max(1, epoch), `epoch ${done}`),
  });
  progress.clear();
  const run = runs[index];
  const found = recordedEpoch(run.recording, epoch);
  const facts = { parameters: parameters.length, seconds: run.seconds, epoch: run.epoch };
  if (found?.metrics.epoch !== epoch) {
    const differing = parameters.length;
    return { ...facts, differing, largestDifference: Number.NaN, differingMetrics: [] };
  }
  return {
    ...facts,
    ...compareParameters(parameters, found),
    differingMetrics: otherMetrics(file, found, targetVariances(dataset)),
  };
}

function compareParameters(
  parameters: Float64Array,
  found: RecordedEpoch,
): Pick<Replay, "differing" | "largestDifference"> {
  let [differing, largestDifference] = [0, 0];
  for (const [i, value] of found.parameters.entries()) {
    // A file has no -0.
    if (Object.is(value + 0, parameters[i])) continue;
    differing++;
    largestDifference = Math.max(largestDifference, Math.abs(value - parameters[i]));
  }
  return { differing, largestDifference };
}

/** Metrics of a file that are numbers, by their name in a recording. */
const METRICS = [
  "trainLoss",
  "validationLoss",
  "testLoss",
  "penalty",
  "trainMse",
  "validationMse",
  "testMse",
] as const satisfies readonly MetricName[];

/** As a file has a measured number. */
function written(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

/** @param variances of the targets in a regression; else null */
function otherMetrics(
  { metrics: { last }, training }: WeightFile,
  found: RecordedEpoch,
  variances: TargetVariances | null,
): string[] {
  const others: string[] = METRICS.filter(name => written(found.metrics[name]) !== last[name]);
  for (const part of ["train", "validation", "test"] as const) {
    if (variances === null) {
      const name = `${part}Accuracy` as const;
      if (found.metrics[`${part}Correct`] !== last[name]?.correct) others.push(name);
      continue;
    }
    const name = `${part}RSquared` as const;
    const measured = rSquared(found.metrics[`${part}Mse`], variances[part]);
    if ((measured === null ? null : written(measured)) !== last[name]) others.push(name);
  }
  if (found.metrics.updates !== training.updates) others.push("updates");
  return others;
}
