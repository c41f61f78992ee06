import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, CONFIG_BOUNDS } from "../../../src/core/config.ts";
import {
  ARTICLE_DATASET,
  createExperiment,
  datasetShape,
  layerSizes,
  type RecipeName,
  recipes,
  variantConfig,
  type VariantId,
  variantLabels,
} from "../../../src/core/experiment.ts";
import { createRuns } from "../../../src/core/experimentTraining.ts";
import { createDataset } from "../../../src/core/datasets.ts";

const names = Object.keys(recipes) as RecipeName[];

test("the variants of each recipe", () => {
  const expected: Record<RecipeName, VariantId[]> = {
    withoutL2: ["none"],
    withL2: ["l2"],
    twins: ["none", "l2"],
    equalDecay: ["none", "l2", "decay"],
    asPublished: ["none", "published", "l2"],
  };
  for (const name of names) {
    const { variants } = createExperiment(name, ARTICLE_CONFIG);
    assert.deepEqual(
      variants.map(({ id }) => id),
      expected[name],
    );
    for (const { id, label } of variants) assert.equal(label, variantLabels[id]);
  }
});

test("a variant does what its label says, whatever the base config says", () => {
  for (const publishedSign of [false, true]) {
    const base = { ...ARTICLE_CONFIG, l2: 0.02, decay: 0.3, learningRate: 0.5, publishedSign };
    for (const name of names) {
      const experiment = createExperiment(name, base);
      for (const variant of experiment.variants) {
        const config = variantConfig(experiment, variant);
        const { l2, decay } = config;
        const rule = { l2, decay, publishedSign: config.publishedSign };
        assert.deepEqual(
          rule,
          {
            none: { l2: 0, decay: 0, publishedSign: false },
            l2: { l2: 0.02, decay: 0, publishedSign: false },
            published: { l2: 0.02, decay: 0, publishedSign: true },
            decay: { l2: 0, decay: 0.01, publishedSign: false },
          }[variant.id],
          `${name}: ${variant.label}`,
        );
        assert.equal(config.arithmetic, name === "asPublished" ? "float32" : "float64");
      }
    }
  }
});

test("variants differ from the base in their rule alone", () => {
  const base = { ...ARTICLE_CONFIG, hiddenLayers: [3, 2], seed: 77, epochs: 9, batchSize: 5 };
  for (const name of names) {
    const experiment = createExperiment(name, base);
    for (const variant of experiment.variants) {
      const { l2, decay, publishedSign, arithmetic } = base;
      assert.deepEqual(
        { ...variantConfig(experiment, variant), l2, decay, publishedSign, arithmetic },
        base,
      );
    }
  }
});

test("the equal decay stays within its bounds", () => {
  const { learningRate, l2 } = CONFIG_BOUNDS;
  const base = { ...ARTICLE_CONFIG, learningRate: learningRate.max, l2: l2.max };
  const experiment = createExperiment("equalDecay", base);
  assert.equal(variantConfig(experiment, experiment.variants[2]).decay, 1);
});

test("Figure 1 brings the arithmetic of its data; other recipes leave the data alone", () => {
  for (const name of names) {
    const { dataset } = createExperiment(name, ARTICLE_CONFIG);
    const arithmetic = name === "asPublished" ? "float32" : "float64";
    assert.deepEqual(dataset, { ...ARTICLE_DATASET, arithmetic });
  }
});

test("the shape told before a dataset is made is the shape it has", () => {
  const spec = { ...ARTICLE_DATASET, trainItems: 1, testItems: 1, freshItems: 0 };
  const dataset = createDataset(spec);
  assert.deepEqual(datasetShape(spec), {
    inputs: dataset.inputNames.length,
    outputs: dataset.classNames.length,
  });
  assert.deepEqual(layerSizes(spec, ARTICLE_CONFIG), [10, 8, 4]);
  assert.deepEqual(layerSizes(spec, { ...ARTICLE_CONFIG, hiddenLayers: [] }), [10, 4]);
  const experiment = createExperiment("twins", { ...ARTICLE_CONFIG, hiddenLayers: [3, 2] }, spec);
  assert.deepEqual(
    createRuns(experiment).map(({ sizes }) => sizes),
    [
      [10, 3, 2, 4],
      [10, 3, 2, 4],
    ],
  );
});
