/** Measures training against a plain typed-array loop in the same process; medians of five. */
import { ARTICLE_CONFIG } from "../src/core/config.ts";
import { createDataset } from "../src/core/datasets.ts";
import { ARTICLE_DATASET, layerSizes } from "../src/core/experiment.ts";
import { drawUniform, Network } from "../src/core/network.ts";
import { Run } from "../src/core/run.ts";
import { Random } from "../src/core/random.ts";
import { train } from "../src/core/trainer.ts";
import { trainPlain } from "./plainLoop.ts";

const ROUNDS = 5;
const config = ARTICLE_CONFIG;
const dataset = createDataset({ ...ARTICLE_DATASET, freshItems: 0 });
const sizes = layerSizes(ARTICLE_DATASET, config);

const contestants = {
  "plain typed-array loop": () => {
    const { learningRate, l2, epochs, seed } = config;
    trainPlain(dataset.train, sizes[0], 4, { hidden: 8, learningRate, l2, epochs, seed });
  },
  "core, training alone": () => {
    const random = new Random(config.seed);
    const network = new Network(drawUniform(sizes, config.initRange, random), sizes);
    for (const _ of train(network, dataset.train, config, random)) continue;
  },
  "core, every epoch measured and recorded": () => {
    const run = new Run(config, sizes, dataset);
    for (const _ of run.steps) continue;
    run.takeChunk();
  },
};

const times = new Map<string, number[]>();
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, work] of Object.entries(contestants)) {
    const start = performance.now();
    work();
    // The first round warms up.
    if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
  }
}
const medians = [...times].map(([name, list]) => {
  const sorted = list.toSorted((a, b) => a - b);
  return { name, median: sorted[Math.floor(ROUNDS / 2)] };
});
console.log(
  `| the article's run (${sizes.join("-")}, ${config.epochs} epochs, with L2) | median | ratio |`,
);
console.log("| --- | --- | --- |");
for (const { name, median } of medians) {
  const ratio = (median / medians[0].median).toFixed(2);
  console.log(`| ${name} | ${median.toFixed(0)} ms | ${ratio} |`);
}
