/**
 * The article's synthetic data: inputs drawn evenly, labels given by a hidden 10-15-4 network with
 * random weights. No noise in inputs or labels.
 */
import type { ArticleDatasetSpec } from "./experiment.ts";
import { drawParameters } from "./initializers.ts";
import type { Dataset, ItemTable } from "./items.ts";
import { ARTICLE_UNITS, argMax, Network } from "./network.ts";
import { Random } from "./random.ts";
import { type Rounding, roundings } from "./rounding.ts";

/** A hidden network that labels evenly drawn inputs. */
export interface LabelGenerator {
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly seed: number;
  /** Weights and biases lie between -weightRange and +weightRange. */
  readonly weightRange: number;
  /** Inputs lie between -inputRange and +inputRange. */
  readonly inputRange: number;
}

/** The generator of the article. */
export const ARTICLE_GENERATOR: LabelGenerator = {
  sizes: [10, 15, 4],
  seed: 3,
  weightRange: 9.9,
  inputRange: 8,
};

/** Makes the dataset that a generator labels; by default the article's. */
export function createArticleDataset(
  spec: ArticleDatasetSpec,
  generator: LabelGenerator = ARTICLE_GENERATOR,
): Dataset {
  const { sizes, seed, weightRange } = generator;
  const round = roundings[spec.arithmetic];
  const drawing = { initializer: "uniform", initRange: weightRange } as const;
  const weights = drawParameters(drawing, sizes, new Random(seed), round);
  const network = new Network(weights, sizes, ARTICLE_UNITS, round);
  const make = (count: number, itemSeed: number) =>
    drawItems(network, generator.inputRange, count, itemSeed, round);
  return {
    inputNames: Array.from({ length: sizes[0] }, (_, i) => `x${i}`),
    classNames: Array.from(network.probabilities, (_, k) => `class ${k}`),
    train: make(spec.trainItems, spec.trainSeed),
    validation: make(spec.validationItems, spec.validationSeed),
    test: make(spec.testItems, spec.testSeed),
    fresh: make(spec.freshItems, spec.freshSeed),
  };
}

/** Draws the inputs row by row, left to right, and nothing else from the seed. */
function drawItems(
  network: Network,
  inputRange: number,
  count: number,
  seed: number,
  round: Rounding,
): ItemTable {
  const inputCount = network.sizes[0];
  const random = new Random(seed);
  const inputs = Float64Array.from({ length: count * inputCount }, () =>
    round(random.uniform(-inputRange, inputRange)),
  );
  const labels = new Uint16Array(count);
  for (let item = 0; item < count; item++) {
    network.forward(inputs, item * inputCount);
    labels[item] = argMax(network.probabilities);
  }
  return { count, inputs, labels };
}
