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

/** Everything that decides a run, given its data. JSON-safe: no NaN, no infinity. */
export interface TrainingConfig {
  /** Widths of the hidden layers, input side first; empty for a network without hidden layer. */
  readonly hiddenLayers: readonly number[];
  readonly loss: LossName;
  /** Use o (1 - o) in place of the softmax Jacobian. Squared error only; see losses.ts. */
  readonly articleDerivative: boolean;
  readonly learningRate: number;
  /** Items averaged in one update; more than the training items means all of them. */
  readonly batchSize: number;
  readonly epochs: number;
  /** Strength of the L2 penalty `l2 / 2 * sum w^2` over weights, never biases; 0 is off. */
  readonly l2: number;
  /** Constant decay: each update first multiplies the weights by `1 - decay`; 0 is off. */
  readonly decay: number;
  /** The sign error of the article's program: the penalty pushes weights away from zero. */
  readonly publishedSign: boolean;
  readonly arithmetic: Arithmetic;
  /** Initial weights and biases are uniform between -initRange and +initRange. */
  readonly initRange: number;
  /** Seed of the network: initial values and item order. */
  readonly seed: number;
  readonly streams: StreamMode;
}

/** The article's network and training, with the right sign and in float64. */
export const ARTICLE_CONFIG: TrainingConfig = {
  hiddenLayers: [8],
  loss: "squaredError",
  articleDerivative: true,
  learningRate: 0.01,
  batchSize: 1,
  epochs: 500,
  l2: 0.005,
  decay: 0,
  publishedSign: false,
  arithmetic: "float64",
  initRange: 0.01,
  seed: 0,
  streams: "shared",
};

export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** Smallest and largest value of each number of a TrainingConfig, both included. */
export const CONFIG_BOUNDS = {
  learningRate: { min: 1e-6, max: 10, integer: false },
  batchSize: { min: 1, max: 1_000_000, integer: true },
  epochs: { min: 1, max: 1_000_000, integer: true },
  l2: { min: 0, max: 10, integer: false },
  decay: { min: 0, max: 1, integer: false },
  initRange: { min: 0, max: 10, integer: false },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true },
} as const satisfies Partial<Record<keyof TrainingConfig, Bounds>>;

export const HIDDEN_LAYER_COUNT: Bounds = { min: 0, max: 4, integer: true };
export const HIDDEN_UNIT_COUNT: Bounds = { min: 1, max: 256, integer: true };

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
