/** Networks as programs for PyTorch. */
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
  switch (output) {
    case "softmax":
      return [
        "    targets = nn.functional.one_hot(labels, logits.shape[1])",
        "    return 0.5 * (logits.softmax(dim=1) - targets).square().sum(dim=1).mean()",
      ];
    case "sigmoid":
      return ["    return 0.5 * (logits.sigmoid().squeeze(1) - labels).square().mean()"];
    case "identity":
      return [
        "    # Half of it, as here: with all of it the penalty would be half as strong beside it.",
        "    return 0.5 * nn.functional.mse_loss(outputs.squeeze(1), targets)",
      ];
  }
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

/** The network and its training as a program for this tool. */
export function pytorchCode({ config, sizes, items }: NetworkPlan): string {
  const layers = sizes.length - 1;
  const isRegression = taskOf(config) === "regression";
  const labels = isRegression ? "targets" : "labels";
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
    ...comments("PyTorch", config, [
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
    isRegression
      ? "model = nn.Sequential("
      : `model = nn.Sequential(  # gives logits: the loss holds the ${config.output}`,
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
    isRegression ? "def loss_of(outputs, targets):" : "def loss_of(logits, labels):",
    ...torchLoss(config),
    "",
    "",
    "data = torch.utils.data.TensorDataset(torch.as_tensor(x_train), torch.as_tensor(y_train))",
    `batches = torch.utils.data.DataLoader(data, batch_size=${Math.min(config.batchSize, items)}, shuffle=True)`,
    `for epoch in range(${config.epochs}):`,
    `    for inputs, ${labels} in batches:`,
    ...noise,
    "        optimizer.zero_grad()",
    `        loss_of(model(inputs), ${labels}).backward()`,
    ...decay,
    "        optimizer.step()",
    ...torchAfterStep(config, layers),
    ...(config.schedule === "constant" ? [] : ["    scheduler.step()"]),
    ...(config.dropout > 0 ? ["model.eval()  # no dropout in predictions"] : []),
    "",
  ].join("\n");
}
