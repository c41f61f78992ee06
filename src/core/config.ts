/** What a training run is told: TrainingConfig, its defaults, bounds and names. Pure data. */

/** Loss functions on offer; the mathematics is in losses.ts. */
export const lossLabels = {
  squaredError: "squared error",
  crossEntropy: "cross-entropy",
} as const;

export type LossName = keyof typeof lossLabels;

/**
 * Arithmetic of a run. `float32` rounds every stored value and every product to the nearest
 * float32, as NumPy did under the article's program; it exists to reproduce its Figure 1.
 */
export const arithmeticLabels = {
  float64: "float64",
  float32: "float32, rounded as in the article",
} as const;

export type Arithmetic = keyof typeof arithmeticLabels;

/**
 * Who computes a run. The same engine gives the same bits everywhere; a kernel whose bits differ
 * from those of an earlier release gets another number.
 */
export const engineLabels = {
  reference: "the readable loops, with the tanh and exp of the JavaScript engine",
  "kernel-1": "the training kernel, whose every operation is specified",
} as const;

export type EngineName = keyof typeof engineLabels;

/** The engine that trains and measures a config in a worker. */
export function engineOf({ arithmetic }: Pick<TrainingConfig, "arithmetic">): EngineName {
  return arithmetic === "float32" ? "reference" : "kernel-1";
}

/**
 * How random numbers are drawn. `shared`: one generator draws the initial weights and then
 * shuffles the items, as the article's program does. `separate`: one stream for each purpose, so
 * that switching one option never shifts another.
 */
export const streamModeLabels = {
  shared: "one stream, as in the article",
  separate: "a stream for each purpose",
} as const;

export type StreamMode = keyof typeof streamModeLabels;

/** Activation functions of hidden layers; the mathematics is in activations.ts. */
export const activationLabels = {
  tanh: "tanh",
  relu: "ReLU",
  leakyRelu: "leaky ReLU",
  sigmoid: "sigmoid",
  linear: "linear",
} as const;

export type ActivationName = keyof typeof activationLabels;

/** What turns the last layer's sums into an answer: probabilities of classes, or a number. */
export const outputLabels = {
  softmax: "softmax, an output for each class",
  sigmoid: "sigmoid, a single output for two classes",
  identity: "identity, a single output for a number",
} as const;

export type OutputName = keyof typeof outputLabels;

/** What a network learns: one of a few classes, or a number. */
export type Task = "classification" | "regression";

export function taskOf({ output }: { readonly output: OutputName }): Task {
  return output === "identity" ? "regression" : "classification";
}

/** How the first weights and biases are drawn; see initializers.ts. */
export const initializerLabels = {
  uniform: "uniform, weights and biases",
  glorot: "Glorot uniform, biases zero",
  he: "He uniform, biases zero",
} as const;

export type InitializerName = keyof typeof initializerLabels;

/** What an update does with a gradient; see optimizers.ts. */
export const optimizerLabels = {
  sgd: "gradient descent",
  momentum: "momentum",
  nesterov: "Nesterov momentum",
  adam: "Adam",
  adamw: "AdamW",
} as const;

export type OptimizerName = keyof typeof optimizerLabels;

/** How the learning rate changes from epoch to epoch; see schedules.ts. */
export const scheduleLabels = {
  constant: "constant",
  step: "in steps",
  cosine: "cosine",
} as const;

export type ScheduleName = keyof typeof scheduleLabels;

/**
 * Everything that decides a run, given its data. JSON-safe: no NaN, no infinity. Of the
 * regularizers each is off at 0, and any of them may be on together.
 */
export interface TrainingConfig {
  /** Widths of the hidden layers, input side first; empty for a network without hidden layer. */
  readonly hiddenLayers: readonly number[];
  /** Of each hidden layer; a single one is that of all. */
  readonly activations: readonly ActivationName[];
  readonly output: OutputName;
  readonly loss: LossName;
  /** Use o (1 - o) in place of the softmax Jacobian. Squared error only; see losses.ts. */
  readonly articleDerivative: boolean;
  readonly initializer: InitializerName;
  /** Of the initializer `uniform`: values lie between -initRange and +initRange. */
  readonly initRange: number;
  readonly optimizer: OptimizerName;
  /** Share of the velocity that an update keeps; momentum and Nesterov momentum only. */
  readonly momentum: number;
  /** Share of the mean gradient that an update keeps; Adam and AdamW only. */
  readonly beta1: number;
  /** Share of the mean squared gradient that an update keeps; Adam and AdamW only. */
  readonly beta2: number;
  /** Added to the root of the mean squared gradient; Adam and AdamW only. */
  readonly epsilon: number;
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  /** Epochs between two steps of the schedule `step`. */
  readonly scheduleEvery: number;
  /** What each of those steps multiplies the learning rate by. */
  readonly scheduleFactor: number;
  /** Items averaged in one update; more than the training items means all of them. */
  readonly batchSize: number;
  readonly epochs: number;
  /** Strength of the L2 penalty `l2 / 2 * sum w^2` over weights, never biases. */
  readonly l2: number;
  /** Strength of the L1 penalty `l1 * sum |w|` over weights, never biases. */
  readonly l1: number;
  /** Factors of `l2` and `l1` in each layer of weights, input side first; empty: 1 in all. */
  readonly penaltyScale: readonly number[];
  /** Constant decay: each update first multiplies the weights by `1 - decay`. */
  readonly decay: number;
  /** Largest norm of the weights that lead into a unit. */
  readonly maxNorm: number;
  /** Share of the hidden units that are dropped at each presentation of an item. */
  readonly dropout: number;
  /** Factors of `dropout` in each hidden layer, input side first; empty: 1 in all. */
  readonly dropoutScale: readonly number[];
  /** Standard deviation of the noise that each presentation of an item adds to its inputs. */
  readonly jitter: number;
  /** Early stopping: epochs to wait for a smaller validation loss. */
  readonly patience: number;
  /** Least decrease of the validation loss that early stopping counts. */
  readonly minDelta: number;
  /** The sign error of the article's program: the penalty pushes weights away from zero. */
  readonly publishedSign: boolean;
  readonly arithmetic: Arithmetic;
  /** Seed of the network: first values, item order, dropped units, noise. */
  readonly seed: number;
  readonly streams: StreamMode;
}

/** The article's network and training, with the right sign and in float64. */
export const ARTICLE_CONFIG: TrainingConfig = {
  hiddenLayers: [8],
  activations: ["tanh"],
  output: "softmax",
  loss: "squaredError",
  articleDerivative: true,
  initializer: "uniform",
  initRange: 0.01,
  optimizer: "sgd",
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  learningRate: 0.01,
  schedule: "constant",
  scheduleEvery: 100,
  scheduleFactor: 0.5,
  batchSize: 1,
  epochs: 500,
  l2: 0.005,
  l1: 0,
  penaltyScale: [],
  decay: 0,
  maxNorm: 0,
  dropout: 0,
  dropoutScale: [],
  jitter: 0,
  patience: 0,
  minDelta: 0,
  publishedSign: false,
  arithmetic: "float64",
  seed: 0,
  streams: "shared",
};

/** What may change while a run goes on, from one epoch to the next. */
export const LIVE_MEMBERS = [
  "learningRate",
  "l2",
  "l1",
  "decay",
  "maxNorm",
  "dropout",
  "jitter",
] as const satisfies readonly (keyof TrainingConfig)[];

export type LiveMember = (typeof LIVE_MEMBERS)[number];

export type LiveChanges = Partial<Pick<TrainingConfig, LiveMember>>;

export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** Smallest and largest value of each number of a TrainingConfig, both included. */
export const CONFIG_BOUNDS = {
  initRange: { min: 0, max: 10, integer: false },
  momentum: { min: 0, max: 0.9999, integer: false },
  beta1: { min: 0, max: 0.9999, integer: false },
  beta2: { min: 0, max: 0.999999, integer: false },
  epsilon: { min: 1e-16, max: 1, integer: false },
  learningRate: { min: 1e-6, max: 10, integer: false },
  scheduleEvery: { min: 1, max: 1_000_000, integer: true },
  scheduleFactor: { min: 0.01, max: 1, integer: false },
  batchSize: { min: 1, max: 1_000_000, integer: true },
  epochs: { min: 1, max: 1_000_000, integer: true },
  l2: { min: 0, max: 10, integer: false },
  l1: { min: 0, max: 10, integer: false },
  decay: { min: 0, max: 1, integer: false },
  maxNorm: { min: 0, max: 1000, integer: false },
  dropout: { min: 0, max: 0.95, integer: false },
  jitter: { min: 0, max: 10, integer: false },
  patience: { min: 0, max: 1_000_000, integer: true },
  minDelta: { min: 0, max: 10, integer: false },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true },
} as const satisfies Partial<Record<keyof TrainingConfig, Bounds>>;

export const HIDDEN_LAYER_COUNT: Bounds = { min: 0, max: 4, integer: true };
/** Factors of a layer's penalty. */
export const PENALTY_SCALE: Bounds = { min: 0, max: 1000, integer: false };
/** Factors of a layer's dropout. */
export const DROPOUT_SCALE: Bounds = { min: 0, max: 1, integer: false };
export const HIDDEN_UNIT_COUNT: Bounds = { min: 1, max: 1024, integer: true };

/** How fast training is shown, in epochs per second; the numbers never depend on it. */
export const speeds = {
  slow: { label: "20 epochs per second", epochsPerSecond: 20 },
  medium: { label: "100 epochs per second", epochsPerSecond: 100 },
  fast: { label: "250 epochs per second", epochsPerSecond: 250 },
  faster: { label: "1,000 epochs per second", epochsPerSecond: 1000 },
  full: { label: "as fast as possible", epochsPerSecond: Number.POSITIVE_INFINITY },
} as const;

export type Speed = keyof typeof speeds;

export const DEFAULT_SPEED: Speed = "fast";
