/** Networks as programs for Keras 3. */
import { type ActivationName, taskOf, type TrainingConfig } from "../config.ts";
import { activationOf, penaltyOf } from "../layerSettings.ts";
import {
  comments,
  hasSeveralPenalties,
  NO_ARTICLE_DERIVATIVE,
  number,
  usesArticleDerivative,
  type NetworkPlan,
} from "./networkPlan.ts";

const kerasActivations: Readonly<Record<ActivationName, string>> = {
  tanh: '"tanh"',
  relu: '"relu"',
  leakyRelu: "keras.layers.LeakyReLU(negative_slope=0.01)",
  sigmoid: '"sigmoid"',
  linear: '"linear"',
};

/** Keras's L1 follows its subgradient; ours is a soft threshold. */
function kerasPenalty(config: TrainingConfig, layer: number): string[] {
  const { l1, l2 } = penaltyOf(config, layer);
  const coupled = config.optimizer === "adamw" ? 0 : l2;
  if (l1 > 0) {
    return [
      `kernel_regularizer=keras.regularizers.L1L2(l1=${number(l1)}, l2=${number(coupled / 2)})`,
    ];
  }
  return coupled > 0 ? [`kernel_regularizer=keras.regularizers.L2(${number(coupled / 2)})`] : [];
}

function kerasLayer(config: TrainingConfig, sizes: readonly number[], layer: number): string {
  const isLast = layer === sizes.length - 2;
  const { initializer, initRange, maxNorm } = config;
  const range = number(initRange);
  const uniform = `keras.initializers.RandomUniform(-${range}, ${range})`;
  const output = config.output === "identity" ? "linear" : config.output;
  const activation = isLast ? `"${output}"` : kerasActivations[activationOf(config, layer)];
  const arguments_ = [
    String(sizes[layer + 1]),
    `activation=${activation}`,
    ...(initializer === "he" ? ['kernel_initializer="he_uniform"'] : []),
    ...(initializer === "uniform"
      ? [`kernel_initializer=${uniform}`, `bias_initializer=${uniform}`]
      : []),
    ...kerasPenalty(config, layer),
    ...(maxNorm > 0
      ? [`kernel_constraint=keras.constraints.MaxNorm(${number(maxNorm)}, axis=0)`]
      : []),
  ];
  const line = `    keras.layers.Dense(${arguments_.join(", ")}),`;
  if (line.length <= 100) return line;
  return [
    "    keras.layers.Dense(",
    ...arguments_.map(argument => `        ${argument},`),
    "    ),",
  ].join("\n");
}

function kerasOptimizer(config: TrainingConfig): string[] {
  const { optimizer, momentum, beta1, beta2, epsilon, l2 } = config;
  const rate = `learning_rate=${number(config.learningRate)}`;
  const betas = `beta_1=${number(beta1)}, beta_2=${number(beta2)}, epsilon=${number(epsilon)}`;
  switch (optimizer) {
    case "sgd":
      return [`optimizer = keras.optimizers.SGD(${rate})`];
    case "momentum":
      return [`optimizer = keras.optimizers.SGD(${rate}, momentum=${number(momentum)})`];
    case "nesterov":
      return [
        `optimizer = keras.optimizers.SGD(${rate}, momentum=${number(momentum)}, nesterov=True)`,
      ];
    case "adam":
      return [`optimizer = keras.optimizers.Adam(${rate}, ${betas})`];
    case "adamw":
      return [
        "optimizer = keras.optimizers.AdamW(",
        `    ${rate}, weight_decay=${number(l2)}, ${betas}`,
        ")",
        'optimizer.exclude_from_weight_decay(var_names=["bias"])',
      ];
  }
}

function kerasSchedule(config: TrainingConfig): string | undefined {
  const { schedule, learningRate, scheduleEvery, scheduleFactor, epochs } = config;
  const rate = number(learningRate);
  switch (schedule) {
    case "constant":
      return undefined;
    case "step":
      return `keras.callbacks.LearningRateScheduler(lambda epoch, _: ${rate} * ${number(scheduleFactor)} ** (epoch // ${scheduleEvery}))`;
    case "cosine":
      return `keras.callbacks.LearningRateScheduler(lambda epoch, _: ${rate} * (1 + math.cos(math.pi * epoch / ${epochs})) / 2)`;
  }
}

/** With the half that Keras's own mean squared error leaves out: rates and lambda mean the same. */
function kerasLoss({ loss, output }: TrainingConfig, classes: number): string[] {
  if (loss === "crossEntropy") {
    return [
      `loss = "${output === "softmax" ? "sparse_categorical_crossentropy" : "binary_crossentropy"}"`,
    ];
  }
  const targets =
    output === "softmax"
      ? `keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(labels, (-1,)), "int32"), ${classes}, dtype=outputs.dtype)`
      : "keras.ops.cast(keras.ops.reshape(labels, (-1, 1)), outputs.dtype)";
  return [
    "",
    "",
    "def loss(labels, outputs):",
    `    targets = ${targets}`,
    "    return 0.5 * keras.ops.sum(keras.ops.square(targets - outputs), axis=-1)",
    "",
    "",
  ];
}

/** The network and its training as a program for this tool. */
export function kerasCode({ config, sizes, items }: NetworkPlan): string {
  const layers = sizes.length - 1;
  const schedule = kerasSchedule(config);
  const measure = taskOf(config) === "regression" ? "mean_squared_error" : "accuracy";
  const dense = Array.from({ length: layers }, (_, layer) => {
    const scale = config.dropoutScale.length === 0 ? 1 : config.dropoutScale[layer];
    const dropout = layer < layers - 1 ? config.dropout * scale : 0;
    const line = kerasLayer(config, sizes, layer);
    return dropout > 0 ? [line, `    keras.layers.Dropout(${number(dropout)}),`] : [line];
  }).flat();
  return [
    ...comments("Keras 3", config, [
      "first weights and order of items, which Keras draws from generators of its own",
      usesArticleDerivative(config) && NO_ARTICLE_DERIVATIVE,
      config.l1 > 0 && "L1 by its subgradient: weights come near zero, not to zero",
      config.decay > 0 && "no constant decay: Keras has none per update",
      config.optimizer === "adamw" &&
        hasSeveralPenalties(config) &&
        "AdamW has one weight_decay for all layers",
      config.patience > 0 && "no early stopping: its val_loss would contain the penalty",
    ]),
    ...(config.schedule === "cosine" ? ["import math", ""] : []),
    "import keras",
    "",
    'keras.config.set_floatx("float64")',
    `keras.utils.set_random_seed(${config.seed % 2 ** 32})`,
    "model = keras.Sequential([",
    `    keras.Input(shape=(${sizes[0]},)),`,
    ...(config.jitter > 0 ? [`    keras.layers.GaussianNoise(${number(config.jitter)}),`] : []),
    ...dense,
    "])",
    ...kerasOptimizer(config),
    ...kerasLoss(config, sizes[layers]),
    `model.compile(optimizer=optimizer, loss=loss, metrics=["${measure}"])`,
    "model.fit(",
    "    x_train,",
    "    y_train,",
    `    batch_size=${Math.min(config.batchSize, items)},`,
    `    epochs=${config.epochs},`,
    ...(schedule === undefined ? [] : [`    callbacks=[${schedule}],`]),
    ")",
    "",
  ].join("\n");
}
