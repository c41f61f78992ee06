/**
 * The article's synthetic data: inputs drawn evenly, labels given by a hidden 10-15-4 network with
 * random weights. No noise in inputs or labels.
 */
import type { Dataset, ItemTable } from "./datasets.ts";
import type { ArticleDatasetSpec } from "./experiment.ts";
import { argMax, drawUniform, Network } from "./network.ts";
import { Random } from "./random.ts";
import { roundings } from "./rounding.ts";

const GENERATOR_SIZES = [10, 15, 4];
const GENERATOR_SEED = 3;
const GENERATOR_WEIGHT_RANGE = 9.9;
const INPUT_RANGE = 8;

export function createArticleDataset(spec: ArticleDatasetSpec): Dataset {
  const round = roundings[spec.arithmetic];
  const weights = drawUniform(
    GENERATOR_SIZES,
    GENERATOR_WEIGHT_RANGE,
    new Random(GENERATOR_SEED),
    round,
  );
  const generator = new Network(weights, GENERATOR_SIZES, round);
  const make = (count: number, seed: number) => drawItems(generator, count, seed, round);
  return {
    inputNames: Array.from({ length: GENERATOR_SIZES[0] }, (_, i) => `x${i}`),
    classNames: Array.from({ length: GENERATOR_SIZES[2] }, (_, k) => `class ${k}`),
    train: make(spec.trainItems, spec.trainSeed),
    test: make(spec.testItems, spec.testSeed),
    fresh: make(spec.freshItems, spec.freshSeed),
  };
}

/** Draws the inputs row by row, left to right, and nothing else from the seed. */
function drawItems(
  generator: Network,
  count: number,
  seed: number,
  round: (value: number) => number,
): ItemTable {
  const [inputCount, , classCount] = GENERATOR_SIZES;
  const random = new Random(seed);
  const inputs = Float64Array.from({ length: count * inputCount }, () =>
    round(random.uniform(-INPUT_RANGE, INPUT_RANGE)),
  );
  const targets = new Float64Array(count * classCount);
  const labels = new Uint16Array(count);
  for (let item = 0; item < count; item++) {
    generator.forward(inputs, item * inputCount);
    const label = argMax(generator.probabilities);
    labels[item] = label;
    targets[item * classCount + label] = 1;
  }
  return { count, inputs, targets, labels };
}
