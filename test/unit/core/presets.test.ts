/** What one can begin with is valid, fits its data and trains. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dataProblemOf, problemOf } from "../../../src/core/configProblems.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import { datasetShape, layerSizes } from "../../../src/core/experiment.ts";
import { presets, TABLE_CONFIG } from "../../../src/core/presets.ts";
import { Run } from "../../../src/core/run.ts";
import { splitItems, splitSizes } from "../../../src/core/splits.ts";
import { TABLE_SPLIT } from "../../../src/core/tableChoice.ts";
import { Random } from "../../../src/core/random.ts";
import { parseConfig } from "../../../src/protocol/validate.ts";
import { trainAll } from "./training.ts";

for (const [name, { config, dataset: spec, label, description }] of Object.entries(presets)) {
  test(`${name}: valid settings for its data, and it trains`, () => {
    assert.deepEqual(parseConfig(config), config);
    assert.equal(problemOf(config), undefined);
    const shape = datasetShape(spec);
    assert.equal(dataProblemOf(config, shape), undefined);
    assert.ok(label !== "" && description !== "");
    const dataset = createDataset(spec);
    assert.equal(dataset.train.count, shape.trainItems);
    assert.equal(dataset.validation.count, shape.validationItems);
    assert.ok(shape.validationItems > 0 && shape.testItems > 0 && shape.freshItems > 0);
    const run = new Run({ ...config, epochs: 1 }, layerSizes(spec, config), dataset);
    trainAll([run]);
    assert.equal(run.state, "finished");
  });
}

test("data in a plane: settings of their own, the rest as for tables", () => {
  for (const name of ["circle", "xor", "gaussians", "spiral", "moons"] as const) {
    const { config, dataset } = presets[name];
    const { hiddenLayers, learningRate, epochs, l2, patience } = config;
    assert.equal(dataset.kind === "twoInput" && dataset.shape, name);
    assert.deepEqual([learningRate, epochs, l2, patience], [0.1, 500, 0.005, 0]);
    assert.deepEqual(config, {
      ...TABLE_CONFIG,
      ...{ hiddenLayers, learningRate, epochs, l2, patience },
    });
  }
});

test("a table begins with what suits most: exact derivatives, early stopping, its own streams", () => {
  assert.deepEqual(parseConfig(TABLE_CONFIG), TABLE_CONFIG);
  assert.equal(TABLE_CONFIG.loss, "crossEntropy");
  assert.equal(TABLE_CONFIG.articleDerivative, false);
  assert.equal(TABLE_CONFIG.streams, "separate");
  assert.ok(TABLE_CONFIG.patience > 0);
});

test("a table is split in 60, 20 and 20 of 100, each with its share of every class", () => {
  assert.deepEqual(splitSizes(TABLE_SPLIT, 100), { train: 60, validation: 20, test: 20 });
  const labels = Uint16Array.from({ length: 100 }, (_, item) => (item < 10 ? 1 : 0));
  const split = splitItems(TABLE_SPLIT, 100, labels, new Random(TABLE_SPLIT.seed));
  const rare = [split.train, split.validation, split.test].map(
    part => part.filter(item => labels[item] === 1).length,
  );
  assert.deepEqual(rare, [6, 2, 2]);
});
