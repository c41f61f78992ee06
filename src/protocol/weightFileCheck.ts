/** What a schema cannot say about a weight file: shapes that fit, counts that agree, the hash. */
import { inputCount } from "../core/columnEncoding.ts";
import { taskOf } from "../core/config.ts";
import { activationOf } from "../core/layerSettings.ts";
import { float64Bytes, sha256 } from "../core/sha256.ts";
import { describeValue } from "./expectations.ts";
import { checkCombination, ValidationError } from "./validate.ts";
import type { EpochMetrics, WeightFile } from "./weightFileSchema.ts";

/**
 * SHA-256 of weights and biases, float64, little-endian, in the order of the parameters.
 *
 * @param parameters without -0, as they stand in a file
 */
export function hashParameters(parameters: Float64Array): string {
  return sha256(float64Bytes(parameters));
}

/** Units of every layer, inputs first. */
export function fileSizes(file: Pick<WeightFile, "layers">): number[] {
  return [file.layers[0].inputs, ...file.layers.map(layer => layer.outputs)];
}

/**
 * The parameters of a file in the order of network.ts, after checking every shape and every count
 * that depends on another.
 *
 * @throws {ValidationError} naming the first member that does not fit
 */
export function checkWeightFile(file: WeightFile): Float64Array {
  checkCombination(file.training.config, "training.config");
  checkChain(file);
  const parameters = collectParameters(file.layers);
  checkTraining(file);
  checkCounts(file);
  checkSelfTestShapes(file);
  return parameters;
}

function refuse(field: string, expected: string, found: unknown): never {
  throw new ValidationError(field, `expected ${expected}, got ${describeValue(found)}`);
}

function checkLength(values: readonly unknown[], length: number, field: string, what: string) {
  if (values.length !== length) refuse(field, `${length} ${what}`, values.length);
}

/** Inputs, layers and classes in one chain, with the activations that the config names. */
function checkChain(file: WeightFile): void {
  const { inputs, layers, classes, target, task, training, data } = file;
  const { config } = training;
  let units = inputCount(inputs);
  for (const [l, layer] of layers.entries()) {
    const isLast = l === layers.length - 1;
    const before =
      l === 0 ? "inputs that the columns in `inputs` become" : "outputs of the layer before";
    if (layer.inputs !== units) {
      refuse(`layers.${l}.inputs`, `${units}, the ${before}`, layer.inputs);
    }
    const activation = isLast ? config.output : activationOf(config, l);
    if (layer.activation !== activation) {
      const member = isLast ? "output" : "activations";
      const expected = `${activation}, as in \`training.config.${member}\``;
      refuse(`layers.${l}.activation`, expected, layer.activation);
    }
    checkLength(layer.weights, layer.inputs, `layers.${l}.weights`, "rows, one for each input");
    for (const [i, row] of layer.weights.entries()) {
      checkLength(row, layer.outputs, `layers.${l}.weights.${i}`, "numbers, one for each output");
    }
    checkLength(layer.biases, layer.outputs, `layers.${l}.biases`, "numbers, one for each output");
    units = layer.outputs;
  }
  if (task !== taskOf(config)) {
    refuse("task", `${taskOf(config)}, which goes with \`training.config.output\``, task);
  }
  if (task === "classification" && target !== undefined) {
    refuse("target", "no such member where classes are told apart", target);
  }
  if (task === "regression") {
    if (units !== 1) refuse(`layers.${layers.length - 1}.outputs`, "1 in a regression", units);
    checkLength(classes, 0, "classes", "names in a regression");
    if (target === undefined) refuse("target", "this member in a regression", target);
    const { spec } = data;
    if (spec.kind === "table" && spec.target !== target.name) {
      refuse("target.name", `${JSON.stringify(spec.target)}, as in \`data.spec\``, target.name);
    }
  } else if (config.output === "sigmoid") {
    if (units !== 1) refuse(`layers.${layers.length - 1}.outputs`, "1 with sigmoid", units);
    checkLength(classes, 2, "classes", "names, which a single output tells apart");
  } else {
    checkLength(classes, units, "classes", "names, one for each output of the last layer");
  }
}

/** Adding 0 turns -0 into 0: a file has no -0, whatever wrote it. */
function collectParameters(layers: WeightFile["layers"]): Float64Array {
  const count = layers.reduce((sum, layer) => sum + (layer.inputs + 1) * layer.outputs, 0);
  const parameters = new Float64Array(count);
  let position = 0;
  for (const { weights, biases } of layers) {
    for (const row of weights) for (const weight of row) parameters[position++] = weight + 0;
    for (const bias of biases) parameters[position++] = bias + 0;
  }
  return parameters;
}

function checkTraining({ layers, training, random }: WeightFile): void {
  const { config } = training;
  const hidden = layers.slice(0, -1).map(layer => layer.outputs);
  if (hidden.join() !== config.hiddenLayers.join()) {
    const found = `[${config.hiddenLayers.join(", ")}]`;
    refuse("training.config.hiddenLayers", `[${hidden.join(", ")}], as in \`layers\``, found);
  }
  if (training.trainedEpochs > config.epochs) {
    const most = `at most ${config.epochs}, the epochs of the config`;
    refuse("training.trainedEpochs", most, training.trainedEpochs);
  }
  if (training.epoch > training.trainedEpochs) {
    const most = `at most ${training.trainedEpochs}, the trained epochs`;
    refuse("training.epoch", most, training.epoch);
  }
  if (random.seed !== config.seed) {
    refuse("random.seed", `${config.seed}, as in the config`, random.seed);
  }
  if (random.mode !== config.streams) {
    refuse("random.mode", `${config.streams}, as in the config`, random.mode);
  }
}

function checkCounts({ task, training, data, split, metrics }: WeightFile): void {
  const { spec } = data;
  const others = spec.kind === "points" ? spec.base : spec;
  const counts = {
    train: spec.trainItems,
    validation: others.validationItems,
    test: others.testItems,
    fresh: others.kind === "table" ? 0 : others.freshItems,
  };
  for (const part of ["train", "validation", "test", "fresh"] as const) {
    if (split[part] !== counts[part]) {
      refuse(`split.${part}`, `${counts[part]}, as in \`data.spec\``, split[part]);
    }
  }
  if (metrics.last.epoch !== training.epoch) {
    refuse("metrics.last.epoch", `${training.epoch}, as in \`training\``, metrics.last.epoch);
  }
  for (const name of ["last", "best"] as const) {
    const measured = metrics[name];
    if (measured === null) continue;
    if (task === "regression") checkNoAccuracies(measured, `metrics.${name}`);
    else checkAccuracies(measured, split, `metrics.${name}`);
  }
}

const ACCURACIES = {
  trainAccuracy: "train",
  validationAccuracy: "validation",
  testAccuracy: "test",
  freshAccuracy: "fresh",
} as const satisfies Partial<Record<keyof EpochMetrics, string>>;

function checkNoAccuracies(measured: EpochMetrics, field: string): void {
  for (const name of Object.keys(ACCURACIES) as (keyof typeof ACCURACIES)[]) {
    if (measured[name] !== null) {
      refuse(`${field}.${name}`, "null: a number is never right or wrong", measured[name]);
    }
  }
}

function checkAccuracies(last: EpochMetrics, split: WeightFile["split"], field: string): void {
  for (const [name, part] of Object.entries(ACCURACIES)) {
    const accuracy = last[name as keyof typeof ACCURACIES];
    const place = `${field}.${name}`;
    if (accuracy === null) {
      if (name === "freshAccuracy") continue;
      refuse(place, "an accuracy, as classes are predicted", accuracy);
    }
    if (accuracy.items !== split[part]) {
      refuse(`${place}.items`, `${split[part]}, as in \`split\``, accuracy.items);
    }
    if (accuracy.correct > accuracy.items) {
      refuse(`${place}.correct`, `at most ${accuracy.items}`, accuracy.correct);
    }
    const share = accuracy.items === 0 ? null : accuracy.correct / accuracy.items;
    if (share !== accuracy.value) refuse(`${place}.value`, `${share}`, accuracy.value);
  }
}

function checkSelfTestShapes({ inputs, classes, selfTest, task }: WeightFile): void {
  for (const [i, item] of selfTest.items.entries()) {
    const field = `selfTest.items.${i}`;
    checkLength(item.inputs, inputCount(inputs), `${field}.inputs`, "numbers, one for each input");
    if (task === "regression") {
      if (item.output === undefined) refuse(`${field}.output`, "this member", item.output);
      continue;
    }
    if (item.probabilities === undefined) {
      refuse(`${field}.probabilities`, "this member", item.probabilities);
    }
    checkLength(
      item.probabilities,
      classes.length,
      `${field}.probabilities`,
      "numbers, one for each class",
    );
  }
}
