/**
 * A broad set of short runs whose bits must never change: every loss, depth, batch size and rule,
 * odd widths, one input, sparse tables, batches larger than a tile. Needs no Node, so that a browser
 * can train them too.
 */
import { ARTICLE_CONFIG, type TrainingConfig } from "../../src/core/config.ts";
import type { Engine } from "../../src/core/engine.ts";
import type { ItemTable } from "../../src/core/items.ts";
import { drawUniform } from "../../src/core/network.ts";
import { Random } from "../../src/core/random.ts";
import { float64Bytes, sha256 } from "../../src/core/sha256.ts";

export interface GoldenRun {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly config: TrainingConfig;
  readonly items: ItemTable;
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
    targets: new Float64Array(count * classes),
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
    table.targets[item * classes + label] = 1;
  }
  return table;
}

const SHAPES = [[], [1], [8], [5, 7], [16, 3, 9], [6, 4, 6, 5]];
const BATCHES = [1, 2, 7, 32, 100, 1000];

const RULES: readonly (readonly [string, Partial<TrainingConfig>])[] = [
  ["exact", { loss: "squaredError", articleDerivative: false }],
  ["article, L2", { loss: "squaredError", articleDerivative: true, l2: 0.01 }],
  ["cross-entropy", { loss: "crossEntropy" }],
  ["cross-entropy, L2, decay", { loss: "crossEntropy", l2: 0.02, decay: 0.001 }],
  [
    "published sign",
    { loss: "squaredError", articleDerivative: true, l2: 0.001, publishedSign: true },
  ],
];

/** Every shape with every batch size; rules, inputs and classes take turns. */
export function goldenRuns(): GoldenRun[] {
  const runs: GoldenRun[] = [];
  for (const hiddenLayers of SHAPES) {
    for (const batchSize of BATCHES) {
      const turn = runs.length;
      const inputs = [10, 1, 33, 4, 19][turn % 5];
      const classes = [4, 2, 11, 3][turn % 4];
      const share = turn % 3 === 0 ? 0.2 : 1;
      const [rule, changes] = RULES[turn % RULES.length];
      const config: TrainingConfig = {
        ...ARTICLE_CONFIG,
        hiddenLayers,
        batchSize,
        learningRate: 0.1,
        l2: 0,
        // Large enough, now and then, for saturated units and classes without a chance.
        initRange: turn % 7 === 6 ? 8 : 0.5,
        epochs: 5,
        seed: turn,
        ...changes,
      };
      const sizes = [inputs, ...hiddenLayers, classes];
      const name = `${sizes.join("-")}, batch ${batchSize}, ${rule}, ${share * 100} % of inputs`;
      runs.push({ name, sizes, config, items: randomItems(150, inputs, classes, share) });
    }
  }
  return runs;
}

export function trainGolden(engine: Engine, { sizes, config, items }: GoldenRun): Outcome {
  const random = new Random(config.seed);
  const parameters = drawUniform(sizes, config.initRange, random);
  const learner = engine.createLearner({ config, sizes, parameters, items, order: random });
  for (const _ of learner.train()) continue;
  const measuring = learner.evaluate(learner.parameters, items);
  for (;;) {
    const next = measuring.next();
    if (!next.done) continue;
    const { loss, mse, correct } = next.value;
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
