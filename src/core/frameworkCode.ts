/**
 * A network and its training as a short program for another tool. The programs expect the inputs,
 * scaled as they are here, in `x_train` (a float array with a row for each item) and the classes in
 * `y_train` (whole numbers from 0). What a tool cannot do the same way is said at the top of the
 * program, never left out in silence.
 */
import type { ActivationName, TrainingConfig } from "./config.ts";
import { tidy } from "./lambdaElsewhere.ts";
import { activationOf, penaltyOf } from "./layerSettings.ts";

export const frameworks = {
  pytorch: { label: "PyTorch", write: pytorchCode },
  keras: { label: "Keras", write: kerasCode },
  scikitLearn: { label: "scikit-learn", write: scikitLearnCode },
} as const satisfies Record<string, { label: string; write: (network: NetworkPlan) => string }>;

export type FrameworkName = keyof typeof frameworks;

/** What is written down. */
export interface NetworkPlan {
  readonly config: TrainingConfig;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  /** Training items, at least 1. */
  readonly items: number;
}

/** Why there is no program at all for a config; "" if there is one. */
export function codeObstacle({ l2, publishedSign, arithmetic }: TrainingConfig): string {
  if (publishedSign && l2 !== 0) {
    return "The published rule makes weights grow; no tool takes a penalty of negative strength.";
  }
  if (arithmetic === "float32") {
    return "Figure 1 is rounded to float32 at every step of its own program; no other tool rounds there. Train with one of the other choices of networks to copy it.";
  }
  return "";
}

/** The program, lines ended by newlines. Only where codeObstacle() finds none. */
export function frameworkCode(name: FrameworkName, plan: NetworkPlan): string {
  return frameworks[name].write(plan);
}

/** A number as Python reads it. */
function number(value: number): string {
  return String(tidy(value));
}

function comments(title: string, differences: readonly (string | false)[]): string[] {
  const told = differences.filter(line => line !== false);
  return [
    `# ${title}`,
    "# x_train: inputs as they are here, float64, shape (items, inputs); y_train: classes from 0.",
    ...(told.length === 0 ? [] : ["# Not the same as here:"]),
    ...told.map(line => `#   ${line}`),
  ];
}

function hasSeveralPenalties({ penaltyScale }: TrainingConfig): boolean {
  return new Set(penaltyScale).size > 1;
}

const NO_ARTICLE_DERIVATIVE =
  "the exact derivative of softmax, in place of the article's o (1 - o)";

function usesArticleDerivative(config: TrainingConfig): boolean {
  return config.loss === "squaredError" && config.output === "softmax" && config.articleDerivative;
}

// ------------------------------------------------------------------------------------------ PyTorch

const torchActivations: Readonly<Record<ActivationName, string>> = {
  tanh: "nn.Tanh()",
  relu: "nn.ReLU()",
  leakyRelu: "nn.LeakyReLU(0.01)",
  sigmoid: "nn.Sigmoid()",
  linear: "nn.Identity()",
};

function torchOptimizer(config: TrainingConfig): string {
  const { optimizer, momentum, beta1, beta2, epsilon } = config;
  const rate = `lr=${number(config.learningRate)}`;
  switch (optimizer) {
    case "sgd":
      return `torch.optim.SGD(groups, ${rate})`;
    case "momentum":
      return `torch.optim.SGD(groups, ${rate}, momentum=${number(momentum)})`;
    case "nesterov":
      return `torch.optim.SGD(groups, ${rate}, momentum=${number(momentum)}, nesterov=True)`;
    case "adam":
    case "adamw": {
      const name = optimizer === "adam" ? "Adam" : "AdamW";
      const betas = `betas=(${number(beta1)}, ${number(beta2)})`;
      return `torch.optim.${name}(groups, ${rate}, ${betas}, eps=${number(epsilon)})`;
    }
  }
}

function torchLoss({ loss, output }: TrainingConfig): string[] {
  if (loss === "crossEntropy") {
    return output === "softmax"
      ? ["    return nn.functional.cross_entropy(logits, labels)"]
      : [
          "    return nn.functional.binary_cross_entropy_with_logits(logits.squeeze(1), labels.double())",
        ];
  }
  return output === "softmax"
    ? [
        "    targets = nn.functional.one_hot(labels, logits.shape[1])",
        "    return 0.5 * (logits.softmax(dim=1) - targets).square().sum(dim=1).mean()",
      ]
    : ["    return 0.5 * (logits.sigmoid().squeeze(1) - labels).square().mean()"];
}

function torchInit({ initializer, initRange }: TrainingConfig): string[] {
  if (initializer === "uniform") {
    const range = number(initRange);
    return [
      "for parameter in model.parameters():",
      `    nn.init.uniform_(parameter, -${range}, ${range})`,
    ];
  }
  return [
    "for weight in weights:",
    initializer === "glorot"
      ? "    nn.init.xavier_uniform_(weight)"
      : '    nn.init.kaiming_uniform_(weight, nonlinearity="relu")',
    "for bias in biases:",
    "    nn.init.zeros_(bias)",
  ];
}

function torchGroups(config: TrainingConfig, layers: number): string[] {
  const biases = '    {"params": biases, "weight_decay": 0.0},';
  const of = (layer: number) => number(penaltyOf(config, layer).l2);
  const weights = hasSeveralPenalties(config)
    ? Array.from(
        { length: layers },
        (_, layer) => `    {"params": [weights[${layer}]], "weight_decay": ${of(layer)}},`,
      )
    : [`    {"params": weights, "weight_decay": ${of(0)}},`];
  return ["groups = [  # the penalty is for weights, not for biases", ...weights, biases, "]"];
}

function torchSchedule(config: TrainingConfig): string[] {
  const { schedule, scheduleEvery, scheduleFactor, epochs } = config;
  const name = "torch.optim.lr_scheduler";
  switch (schedule) {
    case "constant":
      return [];
    case "step":
      return [
        `scheduler = ${name}.StepLR(optimizer, step_size=${scheduleEvery}, gamma=${number(scheduleFactor)})`,
      ];
    case "cosine":
      return [`scheduler = ${name}.CosineAnnealingLR(optimizer, T_max=${epochs})`];
  }
}

/** What an update does to the weights besides the optimizer's step. */
function torchAfterStep(config: TrainingConfig, layers: number): string[] {
  const lines: string[] = [];
  const scales = Array.from({ length: layers }, (_, layer) => penaltyOf(config, layer).l1);
  if (config.l1 > 0) {
    lines.push(
      '            rate = optimizer.param_groups[0]["lr"]',
      `            for weight, l1 in zip(weights, [${scales.map(number).join(", ")}]):`,
      "                weight.copy_(weight.sign() * (weight.abs() - rate * l1).clamp(min=0))",
    );
  }
  if (config.maxNorm > 0) {
    lines.push(
      "            for weight in weights:",
      `                weight.copy_(torch.renorm(weight, p=2, dim=0, maxnorm=${number(config.maxNorm)}))`,
    );
  }
  return lines.length === 0 ? [] : ["        with torch.no_grad():", ...lines];
}

function pytorchCode({ config, sizes, items }: NetworkPlan): string {
  const layers = sizes.length - 1;
  const dropout = (layer: number) => {
    const scale = config.dropoutScale.length === 0 ? 1 : config.dropoutScale[layer];
    return config.dropout * scale;
  };
  const modules = Array.from({ length: layers }, (_, layer) => [
    `    nn.Linear(${sizes[layer]}, ${sizes[layer + 1]}),`,
    ...(layer < layers - 1 ? [`    ${torchActivations[activationOf(config, layer)]},`] : []),
    ...(layer < layers - 1 && dropout(layer) > 0
      ? [`    nn.Dropout(${number(dropout(layer))}),`]
      : []),
  ]).flat();
  const noise =
    config.jitter > 0
      ? [`        inputs = inputs + ${number(config.jitter)} * torch.randn_like(inputs)`]
      : [];
  const decay =
    config.decay > 0
      ? [
          "        with torch.no_grad():",
          "            for weight in weights:",
          `                weight.mul_(1 - ${number(config.decay)})`,
        ]
      : [];
  return [
    ...comments("PyTorch", [
      "first weights and order of items, which PyTorch draws from generators of its own",
      usesArticleDerivative(config) && NO_ARTICLE_DERIVATIVE,
      config.decay > 0 && config.l2 > 0 && "l2 acts on the weight after its constant decay",
      config.patience > 0 && "no early stopping: it needs a loop over validation items",
    ]),
    "import torch",
    "from torch import nn",
    "",
    "torch.set_default_dtype(torch.float64)",
    `torch.manual_seed(${config.seed})`,
    "model = nn.Sequential(  # gives logits: the loss holds the " + config.output,
    ...modules,
    ")",
    "linear = [module for module in model if isinstance(module, nn.Linear)]",
    "weights = [module.weight for module in linear]",
    "biases = [module.bias for module in linear]",
    ...torchInit(config),
    ...torchGroups(config, layers),
    `optimizer = ${torchOptimizer(config)}`,
    ...torchSchedule(config),
    "",
    "",
    "def loss_of(logits, labels):",
    ...torchLoss(config),
    "",
    "",
    "data = torch.utils.data.TensorDataset(torch.as_tensor(x_train), torch.as_tensor(y_train))",
    `batches = torch.utils.data.DataLoader(data, batch_size=${Math.min(config.batchSize, items)}, shuffle=True)`,
    `for epoch in range(${config.epochs}):`,
    "    for inputs, labels in batches:",
    ...noise,
    "        optimizer.zero_grad()",
    "        loss_of(model(inputs), labels).backward()",
    ...decay,
    "        optimizer.step()",
    ...torchAfterStep(config, layers),
    ...(config.schedule === "constant" ? [] : ["    scheduler.step()"]),
    ...(config.dropout > 0 ? ["model.eval()  # no dropout in predictions"] : []),
    "",
  ].join("\n");
}

// -------------------------------------------------------------------------------------------- Keras

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
  const activation = isLast ? `"${config.output}"` : kerasActivations[activationOf(config, layer)];
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

function kerasCode({ config, sizes, items }: NetworkPlan): string {
  const layers = sizes.length - 1;
  const schedule = kerasSchedule(config);
  const dense = Array.from({ length: layers }, (_, layer) => {
    const scale = config.dropoutScale.length === 0 ? 1 : config.dropoutScale[layer];
    const dropout = layer < layers - 1 ? config.dropout * scale : 0;
    const line = kerasLayer(config, sizes, layer);
    return dropout > 0 ? [line, `    keras.layers.Dropout(${number(dropout)}),`] : [line];
  }).flat();
  return [
    ...comments("Keras 3", [
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
    'model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])',
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

// ------------------------------------------------------------------------------------- scikit-learn

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

function scikitLearnCode({ config, sizes, items }: NetworkPlan): string {
  const hidden = sizes.slice(1, -1);
  const batch = Math.min(config.batchSize, items);
  const names = new Set(hidden.map((_, layer) => activationOf(config, layer)));
  const isCoupled = config.optimizer !== "adamw";
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
    ...comments("scikit-learn", [
      "first weights (Glorot uniform, biases drawn too) and order of items",
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
      config.patience > 0 && "no early stopping: its own goes by accuracy, not by loss",
    ]),
    "from sklearn.neural_network import MLPClassifier",
    "",
    "model = MLPClassifier(",
    ...arguments_.map(argument => `    ${argument}${argument.includes(",  #") ? "" : ","}`),
    ")",
    "model.fit(x_train, y_train)",
    "",
  ].join("\n");
}
