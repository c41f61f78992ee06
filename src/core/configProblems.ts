/** What members of a config allow one by one but not together, or not with the data at hand. */
import { outputLabels, taskOf, type TrainingConfig } from "./config.ts";

/** What is wrong, and where. */
export interface ConfigProblem {
  readonly member: keyof TrainingConfig;
  /** A sentence without the member's name. */
  readonly problem: string;
}

/** Values that float32 arithmetic, the article's program, has no others of. */
const FLOAT32_ONLY = {
  output: "softmax",
  initializer: "uniform",
  optimizer: "sgd",
  schedule: "constant",
  l1: 0,
  maxNorm: 0,
  dropout: 0,
  jitter: 0,
  patience: 0,
} as const satisfies Partial<TrainingConfig>;

/** The first member that the others do not allow; undefined if all fit together. */
export function problemOf(config: TrainingConfig): ConfigProblem | undefined {
  const { hiddenLayers, activations, penaltyScale, dropoutScale } = config;
  const hidden = hiddenLayers.length;
  if (activations.length !== 1 && activations.length !== hidden) {
    const each = hidden <= 1 ? "" : `, or ${hidden}, one for each hidden layer`;
    return {
      member: "activations",
      problem: `expected 1 activation for all${each}, got ${activations.length}`,
    };
  }
  if (penaltyScale.length !== 0 && penaltyScale.length !== hidden + 1) {
    return {
      member: "penaltyScale",
      problem: `expected no factor, or ${hidden + 1}, one for each layer of weights, got ${penaltyScale.length}`,
    };
  }
  if (dropoutScale.length !== 0 && dropoutScale.length !== hidden) {
    return {
      member: "dropoutScale",
      problem: `expected no factor, or ${hidden}, one for each hidden layer, got ${dropoutScale.length}`,
    };
  }
  if (config.loss === "crossEntropy" && config.output === "identity") {
    return {
      member: "loss",
      problem:
        "expected squared error: cross-entropy takes probabilities, and this output is a number",
    };
  }
  if (config.publishedSign && config.arithmetic !== "float32") {
    return {
      member: "publishedSign",
      problem: "the published rule exists only in float32 arithmetic, where it can be reproduced",
    };
  }
  return config.arithmetic === "float32" ? float32Problem(config) : undefined;
}

function float32Problem(config: TrainingConfig): ConfigProblem | undefined {
  const only = (
    member: keyof TrainingConfig,
    expected: string | number,
    found: string | number,
  ) => ({
    member,
    problem: `expected ${expected}, the only one in float32 arithmetic, got ${found}`,
  });
  for (const [member, expected] of Object.entries(FLOAT32_ONLY)) {
    const name = member as keyof typeof FLOAT32_ONLY;
    if (config[name] !== expected) return only(name, expected, config[name]);
  }
  const other = config.activations.find(activation => activation !== "tanh");
  if (other !== undefined) return only("activations", "tanh", other);
  if (config.penaltyScale.length > 0) {
    return { member: "penaltyScale", problem: "expected no factor in float32 arithmetic" };
  }
  return undefined;
}

/** What a config asks of data that the data does not have; undefined if it has all. */
export function dataProblemOf(
  config: TrainingConfig,
  data: { readonly classes: number; readonly validationItems: number },
): ConfigProblem | undefined {
  const task = data.classes === 0 ? "regression" : "classification";
  if (taskOf(config) !== task) {
    return {
      member: "output",
      problem:
        task === "regression"
          ? `the data has a number to learn and no classes; use ${outputLabels.identity}`
          : `the data has ${data.classes} classes and no number to learn; use ${outputLabels.softmax}`,
    };
  }
  if (config.output === "sigmoid" && data.classes !== 2) {
    return {
      member: "output",
      problem: `a single sigmoid output tells 2 classes apart, and the data has ${data.classes}; use softmax`,
    };
  }
  if (config.patience > 0 && data.validationItems === 0) {
    return {
      member: "patience",
      problem: "early stopping needs validation items, and the data has none",
    };
  }
  return undefined;
}
