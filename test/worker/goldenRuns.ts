/**
 * A broad set of short runs whose bits must never change: every loss, depth, batch size, activation,
 * optimizer and regularizer, alone and together, odd widths, one input, sparse tables, batches larger
 * than a tile, changes on the way, and numbers to learn in place of classes. Needs no Node, so that a
 * browser can train them too.
 */
import {
  type ActivationName,
  activationLabels,
  ARTICLE_CONFIG,
  type LiveChanges,
  type OptimizerName,
  optimizerLabels,
  type TrainingConfig,
} from "../../src/core/config.ts";
import type { Engine, Learner } from "../../src/core/engine.ts";
import { drawParameters } from "../../src/core/initializers.ts";
import type { ItemTable } from "../../src/core/items.ts";
import { Random } from "../../src/core/random.ts";
import { float64Bytes, sha256 } from "../../src/core/sha256.ts";

export interface GoldenRun {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly config: TrainingConfig;
  readonly items: ItemTable;
  /** What changes after the second epoch. */
  readonly changes: LiveChanges;
}

/** What a run comes to. */
export interface Outcome {
  readonly parameters: Float64Array;
  /** Mean loss, MSE and correct items on the training table. */
  readonly errors: Float64Array;
}

/** @param share share of inputs that are not zero */
export function randomItems(
  count: number,
  inputs: number,
  classes: number,
  share: number,
): ItemTable {
  const random = new Random(1000 * inputs + classes);
  const table = {
    count,
    inputs: new Float64Array(count * inputs),
    labels: new Uint16Array(count),
  };
  for (let item = 0; item < count; item++) {
    for (let i = 0; i < inputs; i++) {
      const value = random.uniform(-2, 2);
      if (random.random() < share) table.inputs[item * inputs + i] = value;
    }
    // Learnable, but not by heart: the first input decides, with exceptions.
    const label = random.random() < 0.8 ? (table.inputs[item * inputs] > 0 ? 1 : 0) : classes - 1;
    table.labels[item] = label;
  }
  return table;
}

/**
 * The same with numbers to learn: what the first and last input say, and a part that no input does.
 *
 * @param share share of inputs that are not zero
 */
export function randomNumbers(count: number, inputs: number, share: number): ItemTable {
  const { inputs: rows } = randomItems(count, inputs, 2, share);
  const random = new Random(1000 * inputs);
  const labels = Float64Array.from({ length: count }, (_, item) => {
    const [first, last] = [rows[item * inputs], rows[(item + 1) * inputs - 1]];
    return 0.7 * first - 0.3 * last * last + random.uniform(-0.5, 0.5);
  });
  return { count, inputs: rows, labels };
}

const BASE: TrainingConfig = {
  ...ARTICLE_CONFIG,
  articleDerivative: false,
  learningRate: 0.1,
  l2: 0,
  initRange: 0.5,
  epochs: 5,
};

interface Plan {
  readonly what: string;
  readonly inputs: number;
  /** 0 where numbers are learned. */
  readonly classes: number;
  /** Share of inputs that are not zero. */
  readonly share?: number;
  readonly config: Partial<TrainingConfig>;
  readonly changes?: LiveChanges;
}

function runOf({ what, inputs, classes, share = 1, config, changes = {} }: Plan, turn: number) {
  const whole: TrainingConfig = { ...BASE, seed: turn, ...config };
  const outputs = whole.output === "softmax" ? classes : 1;
  const sizes = [inputs, ...whole.hiddenLayers, outputs];
  const name = `${sizes.join("-")}, batch ${whole.batchSize}, ${what}, ${share * 100} % of inputs`;
  const items =
    classes === 0 ? randomNumbers(150, inputs, share) : randomItems(150, inputs, classes, share);
  return { name, sizes, config: whole, items, changes };
}

const SHAPES = [[], [1], [8], [5, 7], [16, 3, 9], [6, 4, 6, 5]];
const BATCHES = [1, 2, 7, 32, 100, 1000];

const RULES: readonly (readonly [string, Partial<TrainingConfig>])[] = [
  ["exact", { loss: "squaredError" }],
  ["article, L2", { loss: "squaredError", articleDerivative: true, l2: 0.01 }],
  ["cross-entropy", { loss: "crossEntropy" }],
  ["cross-entropy, L2, decay", { loss: "crossEntropy", l2: 0.02, decay: 0.001 }],
  [
    "published sign",
    { loss: "squaredError", articleDerivative: true, l2: 0.001, publishedSign: true },
  ],
];

/** Every shape with every batch size; rules, inputs and classes take turns. */
function shapePlans(): Plan[] {
  const pairs = SHAPES.flatMap(hiddenLayers =>
    BATCHES.map(batchSize => ({ hiddenLayers, batchSize })),
  );
  return pairs.map((shape, turn) => {
    const [what, rule] = RULES[turn % RULES.length];
    // Large enough, now and then, for saturated units and classes without a chance.
    const initRange = turn % 7 === 6 ? 8 : 0.5;
    return {
      what,
      inputs: [10, 1, 33, 4, 19][turn % 5],
      classes: [4, 2, 11, 3][turn % 4],
      share: turn % 3 === 0 ? 0.2 : 1,
      config: { ...shape, ...rule, initRange },
    };
  });
}

const ACTIVATIONS = Object.keys(activationLabels) as ActivationName[];
const OPTIMIZERS = Object.keys(optimizerLabels) as OptimizerName[];

/** Every activation, alone with either loss and mixed, with either output. */
function unitPlans(): Plan[] {
  const mixed = ACTIVATIONS.slice(1, 4);
  return [...ACTIVATIONS.map(name => [name]), mixed].flatMap((activations, turn) =>
    (["softmax", "sigmoid"] as const).map((output, k) => ({
      what: `${activations.join(" ")}, ${output}`,
      inputs: 7,
      classes: output === "sigmoid" ? 2 : 3,
      config: {
        ...{ activations, output },
        hiddenLayers: activations.length === 3 ? [9, 6, 5] : [9, 6],
        loss: (turn + k) % 2 === 0 ? "crossEntropy" : "squaredError",
        batchSize: [1, 6, 100][turn % 3],
        initializer: turn % 2 === 0 ? "glorot" : "he",
        learningRate: 0.05,
      },
    })),
  );
}

const REGULARIZERS: readonly (readonly [string, Partial<TrainingConfig>])[] = [
  ["no regularizer", {}],
  ["L2", { l2: 0.01 }],
  ["L1", { l1: 0.01 }],
  ["decay", { decay: 0.002 }],
  ["max-norm", { maxNorm: 0.9 }],
  ["dropout", { dropout: 0.3 }],
  ["jitter", { jitter: 0.2 }],
  [
    "all, scaled",
    {
      ...{ l2: 0.01, l1: 0.004, decay: 0.001, maxNorm: 1.2, dropout: 0.4, jitter: 0.1 },
      ...{ penaltyScale: [1, 0.5, 0], dropoutScale: [1, 0] },
    },
  ],
];

/** Every optimizer with every regularizer; batches, units and sparse tables take turns. */
function remedyPlans(): Plan[] {
  const pairs = OPTIMIZERS.flatMap(optimizer =>
    REGULARIZERS.map(regularizer => ({ optimizer, regularizer })),
  );
  return pairs.map(({ optimizer, regularizer: [name, regularizer] }, turn) => ({
    what: `${optimizer}, ${name}`,
    inputs: [10, 19][turn % 2],
    classes: 3,
    share: turn % 4 === 1 ? 0.2 : 1,
    config: {
      ...{ optimizer, ...regularizer },
      hiddenLayers: [9, 6],
      activations: [ACTIVATIONS[turn % 3]],
      loss: "crossEntropy",
      batchSize: [1, 20, 100][turn % 3],
      learningRate: optimizer === "sgd" ? 0.05 : 0.005,
    },
  }));
}

/** Schedules, and what a user changes on the way. */
function changingPlans(): Plan[] {
  const config = { hiddenLayers: [8], batchSize: 4 } as const;
  const shape = { inputs: 6, classes: 3 };
  return [
    {
      what: "in steps, L1",
      ...shape,
      config: { ...config, schedule: "step", scheduleEvery: 2, scheduleFactor: 0.3, l1: 0.001 },
    },
    {
      what: "cosine, AdamW",
      ...shape,
      config: { ...config, schedule: "cosine", optimizer: "adamw", learningRate: 0.01, l2: 0.1 },
    },
    {
      what: "everything switched on",
      ...shape,
      config,
      changes: {
        ...{ learningRate: 0.05, l2: 0.1, l1: 0.01, decay: 0.001 },
        ...{ maxNorm: 1, dropout: 0.5, jitter: 0.3 },
      },
    },
    {
      what: "everything switched off",
      ...shape,
      config: { ...config, l2: 0.1, l1: 0.01, maxNorm: 1, dropout: 0.5, jitter: 0.3 },
      changes: { learningRate: 0.2, l2: 0, l1: 0, maxNorm: 0, dropout: 0, jitter: 0 },
    },
  ];
}

/** One identity output: depths, batches, optimizers, sparse tables, all remedies, changes. */
function numberPlans(): Plan[] {
  const common = { output: "identity", loss: "squaredError", learningRate: 0.02 } as const;
  const all = { l2: 0.01, l1: 0.002, decay: 0.001, maxNorm: 1.2, dropout: 0.2, jitter: 0.1 };
  const plans: readonly Omit<Plan, "classes">[] = [
    { what: "a number", inputs: 10, config: { hiddenLayers: [8], batchSize: 1 } },
    { what: "a number, L2", inputs: 1, config: { hiddenLayers: [], batchSize: 7, l2: 0.02 } },
    {
      what: "a number, Adam, ReLU",
      inputs: 19,
      share: 0.2,
      config: {
        ...{ hiddenLayers: [9, 6], batchSize: 32, activations: ["relu"] },
        ...{ optimizer: "adam", learningRate: 0.005, initializer: "he" },
      },
    },
    {
      what: "a number, Nesterov, all remedies",
      inputs: 6,
      config: { ...all, hiddenLayers: [16, 3, 9], batchSize: 20, optimizer: "nesterov" },
    },
    {
      what: "a number, AdamW, leaky ReLU",
      inputs: 33,
      config: {
        ...{ hiddenLayers: [5], batchSize: 1000, activations: ["leakyRelu"], l2: 0.1 },
        ...{ optimizer: "adamw", learningRate: 0.01, schedule: "cosine" },
      },
    },
    {
      what: "a number, remedies switched on",
      inputs: 4,
      config: { hiddenLayers: [6, 4, 6, 5], batchSize: 6, activations: ["sigmoid"] },
      changes: { ...all, learningRate: 0.05 },
    },
  ];
  return plans.map(plan => ({ ...plan, classes: 0, config: { ...common, ...plan.config } }));
}

/** New runs come last: the turn of a run is its seed. */
export function goldenRuns(): GoldenRun[] {
  return [
    ...[...shapePlans(), ...unitPlans(), ...remedyPlans(), ...changingPlans()],
    ...numberPlans(),
  ].map(runOf);
}

/** A learner of a run, before its first epoch. */
export function createGolden(engine: Engine, { sizes, config, items }: GoldenRun): Learner {
  const random = new Random(config.seed);
  const parameters = drawParameters(config, sizes, random);
  return engine.createLearner({ config, sizes, parameters, items, order: random });
}

export function trainGolden(engine: Engine, run: GoldenRun): Outcome {
  const learner = createGolden(engine, run);
  for (const { epoch, endsEpoch } of learner.train()) {
    if (endsEpoch && epoch === 2) learner.change({ ...run.config, ...run.changes });
  }
  const measuring = learner.evaluate(learner.parameters, [run.items]);
  for (;;) {
    const next = measuring.next();
    if (!next.done) continue;
    const [{ loss, mse, correct }] = next.value;
    return { parameters: learner.parameters, errors: Float64Array.of(loss, mse, correct) };
  }
}

/** SHA-256 of the weights, then the errors. */
export function outcomeHash({ parameters, errors }: Outcome): string {
  return sha256(float64Bytes(Float64Array.of(...parameters, ...errors)));
}

/** Hash of every golden run, by its name, as test/fixtures/kernel-golden.json holds them. */
export function goldenHashes(createEngine: () => Engine): Record<string, string> {
  return Object.fromEntries(
    goldenRuns().map(run => [run.name, outcomeHash(trainGolden(createEngine(), run))]),
  );
}
