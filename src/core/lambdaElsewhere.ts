/**
 * Lambda in other tools: what to write there for a penalty of equal strength.
 *
 * Everyone adds some multiple of sum w^2, but the multiple is another one in each tool. Here an
 * update of gradient descent over a batch of B items is w <- w - rate (mean gradient + l2 w).
 * Every translation makes the term beside the mean gradient the same l2 w.
 */
import type { TrainingConfig } from "./config.ts";

/** What a translation depends on. */
export type LambdaContext = Pick<
  TrainingConfig,
  "l2" | "learningRate" | "batchSize" | "optimizer" | "publishedSign" | "schedule"
> & {
  /** Training items, at least 1. */
  readonly items: number;
};

export interface Tool {
  readonly label: string;
  /** What the number is called there. */
  readonly parameter: string;
  /** What the tool makes small, or does, with x for its number; N items, batches of B. */
  readonly meaning: string;
  /** Its number in terms of lambda. */
  readonly formula: string;
  readonly value: (context: LambdaContext) => number;
  /** Why there is no equal number for these settings; "" if there is one. */
  readonly obstacle: (context: LambdaContext) => string;
  readonly note: string;
}

/** The words for a coupled penalty under an optimizer that keeps it apart. */
function decoupled({ optimizer }: LambdaContext): string {
  return optimizer === "adamw"
    ? "AdamW shrinks the weights beside its steps; here the penalty would be part of the gradient."
    : "";
}

/** Items of one batch: there are no more than all. */
function batchItems({ batchSize, items }: LambdaContext): number {
  return Math.min(batchSize, items);
}

/** Every tool on offer. */
export const lambdaTools = {
  /** torch.optim.SGD, Adam: gradient + weight_decay * w; torch.optim.AdamW: decoupled, like ours. */
  pytorch: {
    label: "PyTorch",
    parameter: "weight_decay",
    meaning: "adds x w to the gradient",
    formula: "lambda",
    value: ({ l2 }) => l2,
    obstacle: () => "",
    note: "Also shrinks the biases, unless they are put in a parameter group of their own.",
  },
  /** tensorflow/playground nn.ts: rate * regularization rate * w, whatever the batch. */
  tfPlayground: {
    label: "TensorFlow Playground",
    parameter: "regularization rate",
    meaning: "adds x/2 sum w² to the mean loss",
    formula: "lambda",
    value: ({ l2 }) => l2,
    obstacle: context =>
      context.optimizer === "sgd"
        ? ""
        : "It has plain gradient descent only, so no rate does the same.",
    note: "Offers a few rates only; take the nearest.",
  },
  /** keras.regularizers.L2, tf.regularizers.l2: x * sum w^2, whose gradient is 2 x w. */
  keras: {
    label: "Keras, TensorFlow.js",
    parameter: "l2()",
    meaning: "adds x sum w², without the half",
    formula: "lambda / 2",
    value: ({ l2 }) => l2 / 2,
    obstacle: decoupled,
    note: "Given to kernel_regularizer it leaves the biases alone. Its loss and val_loss contain the penalty.",
  },
  /** MLPClassifier, MLPRegressor: alpha / 2 * sum w^2 divided by the items of the batch. */
  scikitLearn: {
    label: "scikit-learn",
    parameter: "alpha",
    meaning: "adds x / (2B) sum w²",
    formula: "lambda × B",
    value: context => context.l2 * batchItems(context),
    obstacle: decoupled,
    note: "Divided by the items of the batch: another batch size needs another alpha.",
  },
  /** The cost of Ng's machine learning course: 1/m sum of losses + lambda / (2 m) sum w^2. */
  ng: {
    label: "Ng's course",
    parameter: "lambda",
    meaning: "adds x / (2N) sum w²",
    formula: "lambda × N",
    value: ({ l2, items }) => l2 * items,
    obstacle: decoupled,
    note: "Divided by the number of training items: more data needs a larger lambda.",
  },
  /** The article's alternative: every update multiplies the weights by 1 - x. */
  constantDecay: {
    label: "Constant decay",
    parameter: "share of a weight per update",
    meaning: "multiplies w by 1 − x in each update",
    formula: "learning rate × lambda",
    value: ({ l2, learningRate }) => learningRate * l2,
    obstacle: ({ optimizer, schedule }) =>
      optimizer === "momentum" || optimizer === "nesterov" || optimizer === "adam"
        ? "With a velocity or with Adam the penalty goes through the optimizer; constant decay does not."
        : schedule === "constant"
          ? ""
          : "The learning rate changes from epoch to epoch, a constant decay does not.",
    note: "The article suggests 0.02 per item, which erases its network.",
  },
  /** Loshchilov and Hutter (2019), as PyTorch and Keras have it: w <- w - rate * x * w - step. */
  adamw: {
    label: "AdamW",
    parameter: "weight_decay",
    meaning: "shrinks w by learning rate × x, beside its step",
    formula: "lambda",
    value: ({ l2 }) => l2,
    obstacle: ({ optimizer }) =>
      optimizer === "adam"
        ? "Adam divides the penalty by its own size like any gradient, AdamW does not: no number does the same."
        : optimizer === "momentum" || optimizer === "nesterov"
          ? "With momentum the penalty goes through the velocity; in AdamW it does not."
          : "",
    note: "The same pull per update at the same learning rate; the steps beside it are Adam's.",
  },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof lambdaTools;

export interface Translation {
  readonly tool: ToolName;
  /** Null where no number does the same: `obstacle` says why. */
  readonly value: number | null;
  readonly obstacle: string;
}

/** A number without the dirt of binary fractions: 0.3 in place of 0.30000000000000004. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Lambda as each tool would have it. */
export function translateLambda(context: LambdaContext): Translation[] {
  return (Object.keys(lambdaTools) as ToolName[]).map(tool => {
    const { value, obstacle }: Tool = lambdaTools[tool];
    const reason =
      context.publishedSign && context.l2 !== 0
        ? "The published rule pushes weights away from zero; no tool takes a negative strength."
        : context.l2 === 0
          ? ""
          : obstacle(context);
    return { tool, value: reason === "" ? tidy(value(context)) : null, obstacle: reason };
  });
}
