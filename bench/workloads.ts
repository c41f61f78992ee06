/** The three trainings that everything is measured on, from tiny and online to wide and batched. */
import { ARTICLE_CONFIG, type TrainingConfig } from "../src/core/config.ts";
import { createDataset } from "../src/core/datasets.ts";
import { ARTICLE_DATASET } from "../src/core/experiment.ts";
import type { Engine, Learner } from "../src/core/engine.ts";
import { drawParameters } from "../src/core/initializers.ts";
import type { ItemTable } from "../src/core/items.ts";
import { Random } from "../src/core/random.ts";

export interface Workload {
  readonly label: string;
  readonly sizes: readonly number[];
  readonly config: TrainingConfig;
  readonly items: ItemTable;
}

/**
 * Items of random classes: each class has a pattern, each item is its class's pattern with noise.
 *
 * @param share share of inputs that are not zero, as in pictures; the others are exactly 0
 */
function patterns(count: number, inputs: number, classes: number, share: number): ItemTable {
  const random = new Random(7);
  const centre = Float64Array.from({ length: classes * inputs }, () => random.uniform(0, 1));
  const labels = Uint16Array.from({ length: count }, () => random.below(classes));
  const table = {
    count,
    inputs: new Float64Array(count * inputs),
    labels,
  };
  for (let item = 0; item < count; item++) {
    const label = labels[item];
    for (let i = 0; i < inputs; i++) {
      const value = (centre[label * inputs + i] + random.uniform(-1, 1)) / 2;
      if (random.random() < share) table.inputs[item * inputs + i] = value;
    }
  }
  return table;
}

const BATCHED: TrainingConfig = {
  ...ARTICLE_CONFIG,
  loss: "crossEntropy",
  articleDerivative: false,
  learningRate: 0.1,
  l2: 0.0005,
  initRange: 0.1,
};

/** A network of any shape on as many items as asked for, in batches of 32, with L2. */
export function createWorkload(sizes: readonly number[], count: number): Workload {
  const [inputs, classes] = [sizes[0], sizes[sizes.length - 1]];
  return {
    label: `${sizes.join("-")}, ${count} items`,
    sizes,
    config: { ...BATCHED, hiddenLayers: sizes.slice(1, -1), batchSize: 32 },
    items: patterns(Math.round(count), inputs, classes, 1),
  };
}

/** @param scale share of the epochs (A, B) or items (C); the numbers of the table have 1 */
export function createWorkloads(scale: number): Readonly<Record<string, Workload>> {
  const epochs = (full: number) => Math.max(1, Math.round(full * scale));
  return {
    A: {
      label: "10-8-4, 200 items, batch 1, squared error, article derivative",
      sizes: [10, 8, 4],
      config: { ...ARTICLE_CONFIG, epochs: epochs(500) },
      items: createDataset({ ...ARTICLE_DATASET, freshItems: 0 }).train,
    },
    B: {
      label: "64-64-10, 1,500 items, batch 32, cross-entropy",
      sizes: [64, 64, 10],
      config: { ...BATCHED, batchSize: 32, epochs: epochs(50) },
      items: patterns(1500, 64, 10, 1),
    },
    C: {
      label: "784-128-10, 10,000 items, batch 64, cross-entropy",
      sizes: [784, 128, 10],
      config: { ...BATCHED, batchSize: 64, epochs: 2 },
      items: patterns(epochs(10_000), 784, 10, 0.19),
    },
  };
}

/** Weights, biases and the order of items from one stream, as the article's program draws them. */
export function learnerOf(engine: Engine, { config, sizes, items }: Workload): Learner {
  const random = new Random(config.seed);
  const parameters = drawParameters(config, sizes, random);
  return engine.createLearner({ config, sizes, parameters, items, order: random });
}

/** @returns weights and biases at the end */
export function trainWith(engine: Engine, workload: Workload): Float64Array {
  return preparedWith(engine, workload)();
}

/** The same for later: the engine has network and items already. */
export function preparedWith(engine: Engine, workload: Workload): () => Float64Array {
  const learner = learnerOf(engine, workload);
  return () => {
    for (const _ of learner.train()) continue;
    return learner.parameters;
  };
}
