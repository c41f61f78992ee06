/**
 * The weight file, member by member: the one source of the writer, the reader and the JSON Schema.
 * docs/weight-file.md explains it to people. The order of members here is their order in the file.
 */
import * as v from "valibot";
import {
  activationLabels,
  type ActivationName,
  arithmeticLabels,
  type Bounds,
  CONFIG_BOUNDS,
  engineLabels,
  HIDDEN_LAYER_COUNT,
  outputLabels,
  type OutputName,
  streamModeLabels,
  type TrainingConfig,
} from "../core/config.ts";
import {
  type ArticleDatasetSpec,
  type DatasetSpec,
  type Figure2Spec,
  type GeneratedParts,
  type PlaneSpec,
  type PointsSpec,
  recipeLabels,
  type TableDatasetSpec,
  type TableFormat,
  textEncodings,
  type TwoInputSpec,
} from "../core/experiment.ts";
import { OWN_MEMBERS } from "../core/ownVariants.ts";
import { SPLIT_SIZE_BOUNDS, splitMethods, type SplitSpec } from "../core/splits.ts";
import { TWO_INPUT_BOUNDS, twoInputShapes } from "../core/twoInputShapes.ts";
import { variantLabels } from "../core/variants.ts";
import { configEntries, keyOf, liveEntries, numberWithin } from "./validate.ts";

export const WEIGHT_FILE_FORMAT = "regularization-playground/weights";
/** A reader refuses another major version and accepts every minor one. */
export const WEIGHT_FILE_MAJOR = 1;
export const WEIGHT_FILE_VERSION = `${WEIGHT_FILE_MAJOR}.0`;

const MAX_LAYERS = HIDDEN_LAYER_COUNT.max + 1;
/** A reader runs them all, so that a file must not ask for much. */
const MAX_SELF_TEST_ITEMS = 16;

const COUNT: Bounds = { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true };
const SIZE: Bounds = { min: 1, max: 1_000_000, integer: true };

/** An object of known members; others are left out, so that later minor versions can add some. */
function members<E extends v.ObjectEntries>(entries: E) {
  return v.object(entries, issue =>
    issue.expected === "Object" ? "expected an object" : "expected this member",
  );
}

function described<S extends v.GenericSchema>(schema: S, text: string) {
  return v.pipe(schema, v.description(text));
}

function list<S extends v.GenericSchema>(schema: S) {
  return v.array(schema, "expected an array");
}

function exactly<T extends string>(value: T) {
  return v.literal(value, `expected ${JSON.stringify(value)}`);
}

const text = v.string("expected text");
const count = numberWithin(COUNT);
const finite = v.pipe(v.number("expected a number"), v.finite("expected a finite number"));
/** A measured number; null where it was not finite, which JSON cannot hold. */
const measured = v.nullable(finite);
const hashText = "expected 64 lower-case hexadecimal digits";
const hash = v.pipe(v.string(hashText), v.regex(/^[0-9a-f]{64}$/, hashText));
const versionText = `expected version ${WEIGHT_FILE_MAJOR}.x`;
const digitsText = "expected a whole number written as text";

const name = described(text, "Name of the column.");

/** What is done to a number before the network sees it. */
const scaling = described(
  v.variant(
    "method",
    [
      members({ method: exactly("none") }),
      members({ method: exactly("zScore"), mean: finite, deviation: finite }),
      members({ method: exactly("minMax"), min: finite, max: finite }),
    ],
    "expected method to be one of none, zScore, minMax",
  ),
  "none: x; zScore: (x - mean) / deviation; minMax: (x - min) / (max - min), or x - min if equal.",
);

/** What is done where there is no value. */
function missing<S extends v.GenericSchema>(value: S) {
  return described(
    v.variant(
      "method",
      [
        members({ method: exactly("error") }),
        members({ method: exactly("drop") }),
        members({ method: exactly("fill"), value }),
      ],
      "expected method to be one of error, drop, fill",
    ),
    "Where there is no value: the row is refused, left out, or filled in with `value`.",
  );
}

const column = v.variant(
  "kind",
  [
    members({ name, kind: exactly("number"), scaling, missing: missing(finite) }),
    members({
      name,
      kind: exactly("category"),
      categories: described(list(text), "One input for each: 1 for the one that is there, else 0."),
      unknown: described(
        v.picklist(["zeros", "error"], "expected one of zeros, error"),
        "Another category: all its inputs are 0, or the row is refused.",
      ),
      missing: missing(text),
    }),
    members({
      name,
      kind: exactly("boolean"),
      falseValue: described(text, "How 0 is written."),
      trueValue: described(text, "How 1 is written."),
      missing: missing(v.boolean("expected true or false")),
    }),
  ],
  "expected kind to be one of number, category, boolean",
);

const layer = members({
  inputs: described(numberWithin(SIZE), "Rows of the matrix: units of the layer before."),
  outputs: described(numberWithin(SIZE), "Columns of the matrix: units of this layer."),
  activation: described(
    v.picklist(
      Object.keys({ ...activationLabels, ...outputLabels }) as (ActivationName | OutputName)[],
      `expected one of ${Object.keys({ ...activationLabels, ...outputLabels }).join(", ")}`,
    ),
    "Applied to input * weights + biases. The last layer has softmax, or one output: sigmoid for the second of two classes, identity for a number.",
  ),
  layout: described(
    exactly("[in][out]"),
    "weights[i][j] leads from unit i of the layer before to unit j of this one.",
  ),
  weights: described(list(list(finite)), "The matrix, one row for each input."),
  biases: described(list(finite), "One for each output."),
});

const statistics = members({
  count: described(count, "How many numbers these are."),
  sumOfSquares: described(measured, "Sum of their squares."),
  maxAbs: described(finite, "Largest magnitude."),
});

const accuracy = members({
  value: described(measured, "correct / items, from 0 to 1; null for no items."),
  correct: described(count, "Items classified correctly."),
  items: described(count, "Items looked at."),
});

const epochMetrics = members({
  epoch: described(count, "The epoch after which this was measured."),
  trainLoss: measured,
  validationLoss: measured,
  testLoss: measured,
  penalty: measured,
  trainMse: measured,
  validationMse: measured,
  testMse: measured,
  trainAccuracy: v.nullable(accuracy),
  validationAccuracy: v.nullable(accuracy),
  testAccuracy: v.nullable(accuracy),
  freshAccuracy: v.nullable(accuracy),
  trainRSquared: v.exactOptional(measured),
  validationRSquared: v.exactOptional(measured),
  testRSquared: v.exactOptional(measured),
});

const seed = numberWithin(CONFIG_BOUNDS.seed);
const parts = {
  trainItems: count,
  validationItems: count,
  testItems: count,
  freshItems: count,
  trainSeed: seed,
  validationSeed: seed,
  testSeed: seed,
  freshSeed: seed,
} satisfies Record<keyof GeneratedParts, v.GenericSchema>;

/** A fraction or a count. */
const partSize = numberWithin({ ...SPLIT_SIZE_BOUNDS.counts, integer: false });

const { trainSeed: _trainSeed, ...givenParts } = parts;

/** What makes points in a plane again. */
const planeSpecs = {
  twoInput: members({
    kind: exactly("twoInput"),
    shape: keyOf(twoInputShapes),
    inputNoise: numberWithin(TWO_INPUT_BOUNDS.inputNoise),
    labelNoise: numberWithin(TWO_INPUT_BOUNDS.labelNoise),
    ...parts,
  } satisfies Record<keyof TwoInputSpec, v.GenericSchema>),
  figure2: members({
    kind: exactly("figure2"),
    ...givenParts,
  } satisfies Record<keyof Figure2Spec, v.GenericSchema>),
} satisfies Record<PlaneSpec["kind"], v.GenericSchema>;

/** What makes each kind of data again. */
const datasetSpecs = {
  article: members({
    kind: exactly("article"),
    ...parts,
    arithmetic: keyOf(arithmeticLabels),
  } satisfies Record<keyof ArticleDatasetSpec, v.GenericSchema>),
  ...planeSpecs,
  points: members({
    kind: exactly("points"),
    base: described(
      v.variant(
        "kind",
        [planeSpecs.twoInput, planeSpecs.figure2],
        `expected kind to be one of ${Object.keys(planeSpecs).join(", ")}`,
      ),
      "What the points began as; the other items are its own.",
    ),
    trainItems: described(count, "Points, which the file does not hold."),
  } satisfies Record<Exclude<keyof PointsSpec, "points">, v.GenericSchema>),
  table: members({
    kind: exactly("table"),
    fileName: described(text, "Name of the file, without folders."),
    fileSha256: described(hash, "SHA-256 of the file."),
    format: described(
      members({
        delimiter: text,
        decimalComma: v.boolean("expected true or false"),
        header: v.boolean("expected true or false"),
        encoding: v.nullable(
          v.picklist(textEncodings, `expected null or one of ${textEncodings.join(", ")}`),
        ),
        missingWords: list(text),
        sample: described(
          v.optional(v.nullable(members({ rows: count, seed })), null),
          "Rows that were chosen at random in place of all of them, and the seed; null for none.",
        ),
      } satisfies Record<keyof TableFormat, v.GenericSchema>),
      "How the file is written: what it takes to read the same values again.",
    ),
    target: described(text, "The column that holds the classes, or the numbers."),
    split: members({
      method: keyOf(splitMethods),
      train: partSize,
      validation: partSize,
      test: partSize,
      stratified: v.boolean("expected true or false"),
      seed,
    } satisfies Record<keyof SplitSpec, v.GenericSchema>),
    trainItems: count,
    validationItems: count,
    testItems: count,
  } satisfies Record<
    Exclude<keyof TableDatasetSpec, "inputs" | "classNames" | "targetScaling">,
    v.GenericSchema
  >),
} satisfies Record<DatasetSpec["kind"], v.GenericSchema>;

const datasetSpec = v.variant(
  "kind",
  [
    datasetSpecs.article,
    datasetSpecs.twoInput,
    datasetSpecs.figure2,
    datasetSpecs.points,
    datasetSpecs.table,
  ],
  `expected kind to be one of ${Object.keys(datasetSpecs).join(", ")}`,
);

const configTexts: Readonly<Record<keyof TrainingConfig, string>> = {
  hiddenLayers: "Units of the hidden layers.",
  activations: "Of each hidden layer; a single one is that of all.",
  output: "What turns the last sums into probabilities.",
  loss: "The data term of the objective.",
  articleDerivative:
    "Squared error with o (1 - o) in place of the softmax Jacobian, as in the article.",
  initializer: "How the first weights and biases are drawn.",
  initRange: "Of the initializer `uniform`: values lie evenly between -initRange and +initRange.",
  optimizer: "What an update does with the gradient.",
  momentum: "Share of the velocity that an update keeps; momentum and Nesterov momentum only.",
  beta1: "Share of the mean gradient that an update keeps; Adam and AdamW only.",
  beta2: "Share of the mean squared gradient that an update keeps; Adam and AdamW only.",
  epsilon: "Added to the root of the mean squared gradient; Adam and AdamW only.",
  learningRate: "Step size of an update, before the schedule.",
  schedule: "How the learning rate changes from epoch to epoch.",
  scheduleEvery: "Epochs between two steps of the schedule `step`.",
  scheduleFactor: "What each of those steps multiplies the learning rate by.",
  batchSize: "Items averaged in one update.",
  epochs: "Epochs the run was to train.",
  l2: "Lambda of the penalty l2 / 2 * sum w^2; 0 is off.",
  l1: "Lambda of the penalty l1 * sum |w|; 0 is off.",
  penaltyScale: "Factors of both in each layer of weights; empty: 1 in all.",
  decay: "Share a weight loses at each update; 0 is off.",
  maxNorm: "Largest norm of the weights that lead into a unit; 0 is off.",
  dropout: "Share of the hidden units dropped at each presentation of an item; 0 is off.",
  dropoutScale: "Factors of it in each hidden layer; empty: 1 in all.",
  jitter: "Standard deviation of the noise added to the inputs at each presentation; 0 is off.",
  patience: "Epochs to wait for a smaller validation loss before stopping early; 0 is off.",
  minDelta: "Least decrease of the validation loss that early stopping counts.",
  publishedSign: "The penalty with the sign error of the article's program: weights grow.",
  arithmetic: "How training rounds.",
  seed: "Seed of initial values, item order, dropped units and noise.",
  streams: "How random numbers for initial values and item order are drawn.",
};

const trainingConfig = members(describedEntries());

/** Every member of a config with its text. */
function describedEntries() {
  const entries = Object.entries(configEntries).map(([name, schema]) => [
    name,
    described(schema as v.GenericSchema, configTexts[name as keyof TrainingConfig]),
  ]);
  return Object.fromEntries(entries) as typeof configEntries;
}

const statusLabels = {
  training: "exported while training",
  paused: "exported while paused",
  finished: "trained for all its epochs",
  stopped: "stopped by the user",
  stoppedEarly: "stopped early: the validation loss fell no more",
  diverged: "ended because a number was not finite any more",
  failed: "ended by a failure of the program",
} as const;

export type WeightFileStatus = keyof typeof statusLabels;

const statusText = Object.entries(statusLabels)
  .map(([name, label]) => `${name}: ${label}`)
  .join("; ");

const engineText = Object.entries(engineLabels)
  .map(([name, label]) => `${name}: ${label}`)
  .join("; ");

export const weightFileSchema = v.pipe(
  members({
    format: described(exactly(WEIGHT_FILE_FORMAT), "What kind of file this is."),
    version: described(
      v.pipe(
        v.string(versionText),
        v.regex(new RegExp(`^${WEIGHT_FILE_MAJOR}\\.[0-9]{1,6}$`), versionText),
      ),
      "Version of the format, major.minor. Readers refuse another major version.",
    ),
    program: described(members({ name: text, version: text }), "The program that wrote the file."),
    task: described(
      v.picklist(["classification", "regression"], "expected one of classification, regression"),
      "What is predicted: a class, that of the largest probability, or a number.",
    ),
    classes: described(
      list(text),
      "Names of the classes, in the order of the outputs; none in a regression.",
    ),
    target: v.exactOptional(
      described(
        members({ name: described(text, "Name of the column."), scaling }),
        "In a regression, what the number is: the output of the network is its scaled value, so that the scaling has to be undone.",
      ),
    ),
    inputs: described(
      list(column),
      "The columns, in the order of the network's inputs; a category has one for each value.",
    ),
    layers: described(
      v.pipe(
        list(layer),
        v.minLength(1, "expected at least one layer"),
        v.maxLength(MAX_LAYERS, `expected at most ${MAX_LAYERS} layers`),
      ),
      "The network, from the inputs to the classes.",
    ),
    weightsSha256: described(
      hash,
      "SHA-256 of all weights and biases in the order of this file, as float64, little-endian.",
    ),
    statistics: described(
      members({ weights: statistics, biases: statistics }),
      "How large the numbers are, over all layers.",
    ),
    training: described(
      members({
        recipe: described(keyOf(recipeLabels), "The experiment this network is part of."),
        variant: described(
          members({
            id: described(keyOf(variantLabels), "Its remedy, or the first of them."),
            label: text,
            sets: v.exactOptional(
              described(
                list(v.picklist(OWN_MEMBERS, `expected one of ${OWN_MEMBERS.join(", ")}`)),
                "In an experiment with variants of the user's: the members of the config that this one set for itself, besides switching the other remedies off.",
              ),
            ),
          }),
          "Which of the experiment's networks this is.",
        ),
        rule: described(
          members({ weights: text, biases: text }),
          "What an update does; gradient is the mean over the batch, taken before the update.",
        ),
        config: described(trainingConfig, "Every setting of the training."),
        engine: described(
          keyOf(engineLabels),
          `Who computed it; the same engine gives the same bits. ${engineText}`,
        ),
        status: described(keyOf(statusLabels), statusText),
        epoch: described(count, "Epochs behind the weights of this file."),
        trainedEpochs: described(count, "Epochs the run had trained when the file was written."),
        updates: described(count, "Updates behind the weights of this file."),
        changes: described(
          list(
            members({
              epoch: described(count, "Epochs completed before."),
              changes: described(
                members(liveEntries),
                "The members of the config that changed, with their new values.",
              ),
            }),
          ),
          "What was changed while the run went on, in order.",
        ),
        exportedWhileTraining: described(
          v.boolean("expected true or false"),
          "Whether the run was still to go on when the file was written.",
        ),
      }),
      "How the network was trained.",
    ),
    random: described(
      members({
        generator: described(
          exactly("MT19937, init_by_array, as CPython's random.Random"),
          "The generator of all random numbers.",
        ),
        mode: described(keyOf(streamModeLabels), "One stream for all purposes, or one for each."),
        seed: described(seed, "The seed that was asked for."),
        streams: described(
          list(
            members({
              purposes: list(text),
              seed: v.pipe(v.string(digitsText), v.regex(/^[0-9]{1,30}$/, digitsText)),
            }),
          ),
          "The seed of each stream for random.Random, as text: it may be larger than 2^53.",
        ),
      }),
      "Where initial values and the order of items come from.",
    ),
    data: described(
      members({
        description: text,
        spec: described(datasetSpec, "What makes the same data again."),
        hashed: described(text, "Which bytes are hashed."),
        sha256: described(
          members({ train: hash, validation: hash, test: hash }),
          "SHA-256 of the data.",
        ),
      }),
      "Where the data comes from. The data itself is never in the file.",
    ),
    split: described(
      members({
        method: text,
        train: count,
        validation: count,
        test: count,
        fresh: count,
      }),
      "Items of each part of the data.",
    ),
    metrics: described(
      members({
        definitions: described(
          members({
            loss: text,
            penalty: text,
            mse: text,
            accuracy: text,
            rSquared: v.exactOptional(text),
            fresh: text,
            last: text,
            best: text,
          }),
          "What the numbers mean.",
        ),
        last: described(epochMetrics, "Measured with the weights of this file."),
        best: described(v.nullable(epochMetrics), "At the best epoch by validation loss."),
      }),
      "How good the network is. Null stands for a number that is not finite or not known.",
    ),
    selfTest: described(
      members({
        arithmetic: described(exactly("float64"), "How to compute."),
        tolerance: described(
          numberWithin({ min: 0, max: 1, integer: false }),
          "Largest difference of an answer that is still right.",
        ),
        items: v.pipe(
          list(
            members({
              inputs: list(finite),
              probabilities: v.exactOptional(
                described(list(finite), "Of the classes; not in a regression."),
              ),
              output: v.exactOptional(
                described(finite, "In a regression, the output as the network gives it."),
              ),
            }),
          ),
          v.maxLength(MAX_SELF_TEST_ITEMS, `expected at most ${MAX_SELF_TEST_ITEMS} items`),
        ),
      }),
      "Made-up inputs and what the network answers: a check for readers.",
    ),
  }),
  v.title("Weights of Regularization Playground"),
  v.description("A trained network: enough to predict, to explain and to train again."),
);

/** The content of a weight file, in the order in which it is written. */
export type WeightFile = v.InferOutput<typeof weightFileSchema>;

/** One epoch's numbers as they stand in a file. */
export type EpochMetrics = WeightFile["metrics"]["last"];
