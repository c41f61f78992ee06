/** From a trained run to a weight file. Reads no clock: the same run gives the same bytes. */
import { engineOf, taskOf, type TrainingConfig } from "../core/config.ts";
import { tableBytes } from "../core/datasets.ts";
import type { Dataset, ItemTable } from "../core/items.ts";
import {
  type DatasetSpec,
  datasetShape,
  type Experiment,
  layerSizes,
  variantConfig,
} from "../core/experiment.ts";
import { activationOf } from "../core/layerSettings.ts";
import { layerViews } from "../core/network.ts";
import { OWN_MEMBERS } from "../core/ownVariants.ts";
import type { RecordedEpoch } from "../core/recorder.ts";
import { rSquared, type TargetVariances, targetVariances } from "../core/regression.ts";
import { sha256 } from "../core/sha256.ts";
import { twoInputShapes } from "../core/twoInputShapes.ts";
import { weightSize } from "../core/weightStats.ts";
import { formatJson } from "./jsonFormat.ts";
import type { FreshScore } from "../core/run.ts";
import type { ExperimentStatus, RunStatus, Score } from "./messages.ts";
import { parse } from "./validate.ts";
import { checkWeightFile, hashParameters } from "./weightFileCheck.ts";
import {
  type EpochMetrics,
  WEIGHT_FILE_FORMAT,
  WEIGHT_FILE_VERSION,
  type WeightFile,
  weightFileSchema,
} from "./weightFileSchema.ts";
import { createSelfTest } from "./weightFileSelfTest.ts";
import type { WeightFileStatus } from "./weightFileTrainingSchema.ts";
import { describeRandom, updateRule } from "./weightFileWords.ts";

/** What a file says about the data, which it never holds. */
export interface DataFacts {
  readonly inputNames: readonly string[];
  readonly classNames: readonly string[];
  /** Of the targets in a regression; else null. */
  readonly variances: TargetVariances | null;
  /** Of the tables' bytes: see tableBytes. */
  readonly sha256: { readonly train: string; readonly validation: string; readonly test: string };
}

/** Everything a weight file is made of. */
export interface WeightFileSource {
  /** Version of the extension. */
  readonly programVersion: string;
  readonly experiment: Experiment;
  /** Index of the variant in the experiment. */
  readonly variant: number;
  /** See weightFileStatus. */
  readonly status: WeightFileStatus;
  /** Epochs trained so far; the exported epoch may be an earlier one. */
  readonly trainedEpochs: number;
  /** The exported epoch. */
  readonly at: RecordedEpoch;
  /** What was measured at the epoch with the smallest validation loss, if there is one. */
  readonly best: RecordedEpoch["metrics"] | null;
  /** Score on fresh items, if known. Left out where it is that of another epoch. */
  readonly fresh: FreshScore | null;
  readonly data: DataFacts;
}

/** Names and hashes of a dataset. Takes about 10 ms for a million numbers. */
export function describeData(dataset: Dataset): DataFacts {
  const hash = (table: ItemTable) => sha256(tableBytes(table, dataset.classNames.length));
  return {
    inputNames: dataset.inputNames,
    classNames: dataset.classNames,
    variances: targetVariances(dataset),
    sha256: {
      train: hash(dataset.train),
      validation: hash(dataset.validation),
      test: hash(dataset.test),
    },
  };
}

/** The word for how a run stands: a run that has not ended stands as its experiment does. */
export function weightFileStatus(experiment: ExperimentStatus, run: RunStatus): WeightFileStatus {
  if (run !== "training") return run;
  switch (experiment) {
    case "training":
    case "paused":
    case "failed":
      return experiment;
    case "idle":
    case "stopped":
    case "finished":
      return "stopped";
  }
}

/**
 * Makes the content of a weight file and checks it as a reader would.
 *
 * @throws {RangeError} if there is no such variant or the parameters do not fit the experiment
 * @throws {ValidationError} naming the place of a weight that is not finite, or of anything else
 * that a file cannot hold
 */
export function createWeightFile(source: WeightFileSource): WeightFile {
  const { experiment, at, data } = source;
  const variant = experiment.variants.at(source.variant);
  if (variant === undefined) throw new RangeError(`variant: there is no ${source.variant}`);
  const config = variantConfig(experiment, variant);
  const sizes = layerSizes(experiment.dataset, config);
  // Adding 0 turns -0 into 0.
  const parameters = at.parameters.map(value => value + 0);
  const layers = layerViews(parameters, sizes);
  const isRegression = taskOf(config) === "regression";
  const file: WeightFile = {
    format: WEIGHT_FILE_FORMAT,
    version: WEIGHT_FILE_VERSION,
    program: { name: "regularization-playground", version: source.programVersion },
    task: taskOf(config),
    classes: [...data.classNames],
    ...describeTarget(experiment.dataset),
    inputs: describeInputs(experiment.dataset, data.inputNames),
    layers: layers.map(({ inputs, outputs, weights, biases }, l) => ({
      inputs,
      outputs,
      activation: l === layers.length - 1 ? config.output : activationOf(config, l),
      layout: "[in][out]",
      weights: Array.from({ length: inputs }, (_, i) =>
        Array.from(weights.subarray(i * outputs, (i + 1) * outputs)),
      ),
      biases: Array.from(biases),
    })),
    weightsSha256: hashParameters(parameters),
    statistics: {
      weights: describeSize(layers.map(layer => layer.weights)),
      biases: describeSize(layers.map(layer => layer.biases)),
    },
    training: {
      recipe: experiment.recipe,
      variant: describeVariant(experiment, source.variant),
      rule: updateRule(config),
      config: copyConfig(config),
      engine: engineOf(config),
      status: source.status,
      epoch: at.metrics.epoch,
      trainedEpochs: source.trainedEpochs,
      updates: at.metrics.updates,
      changes: experiment.changes
        .filter(({ epoch }) => epoch < at.metrics.epoch)
        .map(({ epoch, changes }) => ({ epoch, changes: { ...changes } })),
      exportedWhileTraining: source.status === "training" || source.status === "paused",
    },
    random: describeRandom(config),
    data: {
      description: describeSpec(experiment.dataset),
      spec: recipeOf(experiment.dataset),
      hashed: isRegression
        ? "rows of inputs, then the scaled target, each rounded to float32, little-endian"
        : "rows of inputs, then one-hot targets, each rounded to float32, little-endian",
      sha256: { ...data.sha256 },
    },
    split: describeSplit(experiment.dataset),
    metrics: {
      definitions: isRegression
        ? { ...METRIC_DEFINITIONS, ...REGRESSION_DEFINITIONS }
        : METRIC_DEFINITIONS,
      last: describeMetrics(at.metrics, source),
      best: source.best && describeMetrics(source.best, source),
    },
    // With weights that are not finite there is no self-test; the schema refuses them below.
    selfTest: createSelfTest(parameters, sizes, config),
  };
  const checked = parse(weightFileSchema, file, "");
  checkWeightFile(checked);
  return checked;
}

/** The text of a weight file; equal content gives equal text. */
export function formatWeightFile(file: WeightFile): string {
  return formatJson(file);
}

const METRIC_DEFINITIONS: WeightFile["metrics"]["definitions"] = {
  loss:
    "mean loss of an item, without the penalty: squared error 1/2 sum (t - o)^2, or " +
    "cross-entropy -sum t ln o, as `training.config.loss` says",
  penalty:
    "l2 / 2 * sum of squared weights + l1 * sum of magnitudes, biases left out; with the " +
    "published sign the first is negative",
  mse: "sum of (t - o)^2 over items and outputs, divided by the items; no 1/2 and no penalty",
  accuracy: "share of items whose largest probability, the first of equals, is that of their class",
  fresh: "accuracy on items made for this score alone; null if it was not measured",
  last: "measured with the weights of this file",
  best: "the epoch with the smallest validation loss; null without validation items",
};

const REGRESSION_DEFINITIONS = {
  loss: "mean loss of an item, without the penalty: squared error 1/2 (t - o)^2 of scaled targets",
  mse: "mean of (t - o)^2 of scaled targets; no 1/2 and no penalty",
  accuracy: "null: a number is never right or wrong",
  rSquared:
    "1 - mse / variance of the scaled targets of the same items; 1 is perfect, 0 is no better than " +
    "their mean",
} satisfies Partial<WeightFile["metrics"]["definitions"]>;

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

function describeSize(parts: readonly Float64Array[]): WeightFile["statistics"]["weights"] {
  const sizes = parts.map(weightSize);
  return {
    count: parts.reduce((sum, part) => sum + part.length, 0),
    sumOfSquares: finiteOrNull(sizes.reduce((sum, size) => sum + size.sumOfSquares, 0)),
    maxAbs: Math.max(...sizes.map(size => size.maxAbs)),
  };
}

function describeVariant(
  { recipe, own, variants }: Experiment,
  index: number,
): WeightFile["training"]["variant"] {
  const { remedy, label } = variants[index];
  const settings = recipe === "custom" ? own.at(index)?.settings : undefined;
  return {
    id: remedy,
    label,
    ...(settings && { sets: OWN_MEMBERS.filter(member => settings[member] !== undefined) }),
  };
}

/** A config whose lists are its own. */
function copyConfig(config: TrainingConfig): WeightFile["training"]["config"] {
  return {
    ...config,
    hiddenLayers: [...config.hiddenLayers],
    activations: [...config.activations],
    penaltyScale: [...config.penaltyScale],
    dropoutScale: [...config.dropoutScale],
  };
}

/** The columns that become inputs; generated inputs enter the network as they are. */
function describeInputs(spec: DatasetSpec, names: readonly string[]): WeightFile["inputs"] {
  if (spec.kind !== "table") {
    return names.map(name => ({
      name,
      kind: "number",
      scaling: { method: "none" },
      missing: { method: "error" },
    }));
  }
  return spec.inputs.map(encoding =>
    encoding.kind === "category"
      ? { ...encoding, categories: [...encoding.categories] }
      : { ...encoding },
  );
}

/** What the number is that a network predicts. */
function describeTarget(spec: DatasetSpec): Pick<WeightFile, "target"> {
  if (spec.kind !== "table" || spec.targetScaling === null) return {};
  return { target: { name: spec.target, scaling: { ...spec.targetScaling } } };
}

/** A description without what stands elsewhere in the file. */
function recipeOf(spec: DatasetSpec): WeightFile["data"]["spec"] {
  if (spec.kind === "points") {
    const { points: _points, base, ...rest } = spec;
    return { ...rest, base: { ...base } };
  }
  if (spec.kind !== "table") return { ...spec };
  const {
    inputs: _inputs,
    classNames: _classNames,
    targetScaling: _targetScaling,
    format,
    ...rest
  } = spec;
  const { missingWords, sample } = format;
  return {
    ...rest,
    format: { ...format, missingWords: [...missingWords], sample: sample && { ...sample } },
  };
}

function describeSpec(spec: DatasetSpec): string {
  switch (spec.kind) {
    case "article":
      return (
        "The article's synthetic data: 10 inputs drawn evenly from -8 to 8, and 4 classes given " +
        "by a hidden 10-15-4 network with random weights. No noise."
      );
    case "twoInput":
      return `Synthetic points of two classes in a plane. ${twoInputShapes[spec.shape].description}`;
    case "figure2":
      return (
        "The 17 points of the article's Figure 2, with coordinates of our own. Validation, test and " +
        "fresh items are spread evenly over its square, with the classes that the true border gives."
      );
    case "points":
      return (
        "Training items that a person placed by hand, which this file does not hold. What they " +
        `began as, and the other items: ${describeSpec(spec.base)}`
      );
    case "table":
      return (
        `Rows of ${spec.fileName}, whose column ${JSON.stringify(spec.target)} holds the ` +
        `${spec.targetScaling === null ? "classes" : "numbers to be predicted"}.`
      );
  }
}

const SPLIT_METHODS: Readonly<Record<DatasetSpec["kind"], string>> = {
  article: "each part is made from a seed of its own",
  twoInput: "each part is made from a seed of its own",
  figure2: "training items are given; each other part is made from a seed of its own",
  points: "training items are given; each other part is made from a seed of its own",
  table: "rows drawn at random",
};

function describeSplit(spec: DatasetSpec): WeightFile["split"] {
  const { trainItems, validationItems, testItems, freshItems } = datasetShape(spec);
  return {
    method:
      SPLIT_METHODS[spec.kind] +
      (spec.kind === "table" && spec.split.stratified ? ", class by class" : ""),
    train: trainItems,
    validation: validationItems,
    test: testItems,
    fresh: freshItems,
  };
}

function describeMetrics(
  metrics: RecordedEpoch["metrics"],
  source: WeightFileSource,
): EpochMetrics {
  const { trainItems, validationItems, testItems } = datasetShape(source.experiment.dataset);
  const { variances } = source.data;
  const fresh = freshAt(source, metrics.epoch);
  const measured = {
    epoch: metrics.epoch,
    trainLoss: finiteOrNull(metrics.trainLoss),
    validationLoss: finiteOrNull(metrics.validationLoss),
    testLoss: finiteOrNull(metrics.testLoss),
    penalty: finiteOrNull(metrics.penalty),
    trainMse: finiteOrNull(metrics.trainMse),
    validationMse: finiteOrNull(metrics.validationMse),
    testMse: finiteOrNull(metrics.testMse),
  };
  if (variances !== null) {
    const rSquaredOf = (mse: number, variance: number | null) => {
      const value = rSquared(mse, variance);
      return value === null ? null : finiteOrNull(value);
    };
    return {
      ...measured,
      trainAccuracy: null,
      validationAccuracy: null,
      testAccuracy: null,
      freshAccuracy: null,
      trainRSquared: rSquaredOf(metrics.trainMse, variances.train),
      validationRSquared: rSquaredOf(metrics.validationMse, variances.validation),
      testRSquared: rSquaredOf(metrics.testMse, variances.test),
    };
  }
  return {
    ...measured,
    trainAccuracy: describeScore({ correct: metrics.trainCorrect, items: trainItems }),
    validationAccuracy: describeScore({
      correct: metrics.validationCorrect,
      items: validationItems,
    }),
    testAccuracy: describeScore({ correct: metrics.testCorrect, items: testItems }),
    freshAccuracy: fresh === null ? null : describeScore(fresh),
  };
}

/** The score on fresh items, if it is that of this epoch. */
function freshAt({ fresh }: WeightFileSource, epoch: number): Score | null {
  return fresh?.epoch === epoch ? fresh : null;
}

function describeScore({ correct, items }: Score): NonNullable<EpochMetrics["freshAccuracy"]> {
  return { value: items === 0 ? null : correct / items, correct, items };
}
