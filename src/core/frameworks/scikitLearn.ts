/** Networks as programs for scikit-learn, which has few of the settings. */
import { type ActivationName, taskOf, type TrainingConfig } from "../config.ts";
import { activationOf } from "../layerSettings.ts";
import { comments, hasSeveralPenalties, number, type NetworkPlan } from "./networkPlan.ts";

const scikitActivations: Readonly<Record<ActivationName, string>> = {
  tanh: "tanh",
  relu: "relu",
  leakyRelu: "relu",
  sigmoid: "logistic",
  linear: "identity",
};

function scikitSolver(config: TrainingConfig): string[] {
  const { optimizer, momentum, beta1, beta2, epsilon } = config;
  if (optimizer === "adam" || optimizer === "adamw") {
    return [
      'solver="adam"',
      `beta_1=${number(beta1)}`,
      `beta_2=${number(beta2)}`,
      `epsilon=${number(epsilon)}`,
    ];
  }
  const hasVelocity = optimizer !== "sgd";
  return [
    'solver="sgd"',
    `momentum=${hasVelocity ? number(momentum) : "0.0"}`,
    `nesterovs_momentum=${optimizer === "nesterov" ? "True" : "False"}`,
  ];
}

/** The network and its training as a program for this tool. */
export function scikitLearnCode({ config, sizes, items }: NetworkPlan): string {
  const hidden = sizes.slice(1, -1);
  const batch = Math.min(config.batchSize, items);
  const names = new Set(hidden.map((_, layer) => activationOf(config, layer)));
  const isCoupled = config.optimizer !== "adamw";
  const isRegression = taskOf(config) === "regression";
  // Both descend 1/2 (t - o)^2 as it is here, or the cross-entropy, and alpha / (2 B) sum w^2.
  const estimator = isRegression ? "MLPRegressor" : "MLPClassifier";
  const arguments_ = [
    `hidden_layer_sizes=(${hidden.map(units => `${units},`).join(" ")})`,
    `activation="${hidden.length === 0 ? "identity" : scikitActivations[activationOf(config, 0)]}"`,
    ...scikitSolver(config),
    `alpha=${isCoupled ? number(config.l2 * batch) : "0.0"}` +
      (isCoupled && config.l2 > 0 ? `,  # ${number(config.l2)} x batch_size` : ""),
    `batch_size=${batch}`,
    `learning_rate_init=${number(config.learningRate)}`,
    `max_iter=${config.epochs}`,
    `n_iter_no_change=${config.epochs},  # all epochs: it stops by itself otherwise`,
    `random_state=${config.seed % 2 ** 32}`,
  ];
  return [
    ...comments("scikit-learn", config, [
      "first weights (Glorot uniform, biases drawn too) and order of items",
      !isRegression &&
        config.loss === "squaredError" &&
        "cross-entropy in place of squared error: MLPClassifier has no other",
      config.output === "softmax" &&
        sizes[sizes.length - 1] === 2 &&
        "one sigmoid output for two classes, in place of two softmax outputs",
      names.size > 1 && "one activation for all hidden layers",
      names.has("leakyRelu") && "no leaky ReLU: plain ReLU is the nearest",
      config.optimizer === "adamw" &&
        config.l2 > 0 &&
        "no AdamW: Adam without penalty; its alpha would not do the same",
      hasSeveralPenalties(config) && "one alpha for all layers",
      config.l1 > 0 && "no L1",
      config.decay > 0 && "no constant decay",
      config.maxNorm > 0 && "no max-norm",
      config.dropout > 0 && "no dropout",
      config.jitter > 0 && "no jitter",
      config.schedule !== "constant" && "a constant learning rate",
      config.patience > 0 &&
        `no early stopping: its own goes by ${isRegression ? "R squared" : "accuracy"}, not by loss`,
    ]),
    `from sklearn.neural_network import ${estimator}`,
    "",
    `model = ${estimator}(`,
    ...arguments_.map(argument => `    ${argument}${argument.includes(",  #") ? "" : ","}`),
    ")",
    "model.fit(x_train, y_train)",
    "",
  ].join("\n");
}
