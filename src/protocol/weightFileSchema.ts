/**
 * The weight file, member by member: the one source of the writer, the reader and the JSON Schema.
 * docs/weight-file.md explains it to people. The order of members here is their order in the file.
 */
import * as v from "valibot";
import {
  activationLabels,
  type ActivationName,
  type Bounds,
  HIDDEN_LAYER_COUNT,
  outputLabels,
  type OutputName,
} from "../core/config.ts";
import { numberWithin } from "./validate.ts";
import { columnSchema, dataSchema, targetSchema } from "./weightFileDataSchema.ts";
import {
  count,
  described,
  exactly,
  finite,
  hash,
  list,
  measured,
  members,
  text,
} from "./weightFileSchemaParts.ts";
import { randomSchema, trainingSchema } from "./weightFileTrainingSchema.ts";

export const WEIGHT_FILE_FORMAT = "regularization-playground/weights";
/** A reader refuses another major version and accepts every minor one. */
export const WEIGHT_FILE_MAJOR = 1;
export const WEIGHT_FILE_VERSION = `${WEIGHT_FILE_MAJOR}.0`;

const MAX_LAYERS = HIDDEN_LAYER_COUNT.max + 1;
/** A reader runs them all, so that a file must not ask for much. */
const MAX_SELF_TEST_ITEMS = 16;

const SIZE: Bounds = { min: 1, max: 1_000_000, integer: true };

const versionText = `expected version ${WEIGHT_FILE_MAJOR}.x`;

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
        targetSchema,
        "In a regression, what the number is: the output of the network is its scaled value, so that the scaling has to be undone.",
      ),
    ),
    inputs: described(
      list(columnSchema),
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
    training: described(trainingSchema, "How the network was trained."),
    random: described(randomSchema, "Where initial values and the order of items come from."),
    data: described(dataSchema, "Where the data comes from. The data itself is never in the file."),
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
