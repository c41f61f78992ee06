import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_GENERATOR, createArticleDataset } from "../../../src/core/articleData.ts";
import { classCounts, createDataset, tableBytes } from "../../../src/core/datasets.ts";
import type { ItemTable } from "../../../src/core/items.ts";
import { ARTICLE_DATASET, type ArticleDatasetSpec } from "../../../src/core/experiment.ts";
import { drawUniform } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { datasetOf, figure1, float64Hash, referenceRuns, sha256Of } from "./fixtures.ts";

const float32Spec: ArticleDatasetSpec = { ...ARTICLE_DATASET, arithmetic: "float32" };
const dataset32 = createDataset(float32Spec);
const dataset64 = createDataset(ARTICLE_DATASET);

/** Inputs and targets side by side, the order in which a table is hashed. */
function rowsOf(table: ItemTable, inputCount: number, classCount: number): number[] {
  return Array.from({ length: table.count }, (_, item) => [
    ...table.inputs.subarray(item * inputCount, (item + 1) * inputCount),
    ...table.targets.subarray(item * classCount, (item + 1) * classCount),
  ]).flat();
}

function assertConsistent(table: ItemTable, inputCount: number, classCount: number): void {
  assert.equal(table.inputs.length, table.count * inputCount);
  assert.equal(table.targets.length, table.count * classCount);
  assert.equal(table.labels.length, table.count);
  for (let item = 0; item < table.count; item++) {
    const row = [...table.targets.subarray(item * classCount, (item + 1) * classCount)];
    const oneHot = row.map((_, k) => (k === table.labels[item] ? 1 : 0));
    assert.deepEqual(row, oneHot, `item ${item}`);
  }
}

test("the generator's weights are the article's", () => {
  const { sizes, seed, weightRange } = ARTICLE_GENERATOR;
  const { generatorWeights, float64 } = figure1.data;
  assert.deepEqual(
    [...drawUniform(sizes, weightRange, new Random(seed), roundings.float32)],
    generatorWeights,
  );
  assert.equal(
    float64Hash(drawUniform(sizes, weightRange, new Random(seed))),
    float64.generatorWeights,
  );
});

for (const name of ["train", "test"] as const) {
  test(`the ${name} items are the article's, to the bit`, () => {
    const table = dataset32[name];
    const facts = figure1.data[name];
    assert.deepEqual([...table.labels], facts.labels);
    assert.deepEqual(classCounts(table, 4), facts.classCounts);
    assert.equal(sha256Of(tableBytes(table)), facts.sha256);
    for (const { row, inputs, targets } of facts.rows) {
      assert.deepEqual([...table.inputs.subarray(row * 10, row * 10 + 10)], inputs);
      assert.deepEqual([...table.targets.subarray(row * 4, row * 4 + 4)], targets);
    }
    assertConsistent(table, 10, 4);
  });

  test(`the ${name} items in float64 are not rounded and have the same labels`, () => {
    const table = dataset64[name];
    assert.equal(float64Hash(rowsOf(table, 10, 4)), figure1.data.float64[name]);
    assert.deepEqual([...table.labels], figure1.data[name].labels);
    assert.equal(sha256Of(tableBytes(table)), figure1.data[name].sha256);
    assert.ok(table.inputs.some(x => x !== Math.fround(x)));
  });
}

test("the class counts are those of the article", () => {
  assert.deepEqual(classCounts(dataset64.train, 4), [41, 49, 83, 27]);
  assert.deepEqual(classCounts(dataset64.test, 4), [12, 12, 9, 7]);
});

test("the first inputs in float64", () => {
  assert.deepEqual([...dataset64.train.inputs.subarray(0, 10)], figure1.data.float64.firstInputs);
});

test("names, fresh items and empty tables", () => {
  assert.deepEqual(
    dataset64.inputNames,
    "0123456789".split("").map(i => `x${i}`),
  );
  assert.deepEqual(dataset64.classNames, ["class 0", "class 1", "class 2", "class 3"]);
  assert.equal(dataset64.fresh.count, 4000);
  assertConsistent(dataset64.fresh, 10, 4);
  assert.notDeepEqual(
    dataset64.fresh.inputs.subarray(0, 10),
    dataset64.train.inputs.subarray(0, 10),
  );
  const none = createDataset({ ...ARTICLE_DATASET, freshItems: 0 }).fresh;
  assert.equal(none.count, 0);
  assert.equal(tableBytes(none).length, 0);
  assert.deepEqual(classCounts(none, 4), [0, 0, 0, 0]);
});

test("a table does not depend on the sizes of the others, and more items begin as fewer do", () => {
  const longer = createDataset({ ...float32Spec, trainItems: 300, freshItems: 5 });
  assert.deepEqual(longer.train.inputs.subarray(0, 2000), dataset32.train.inputs);
  assert.deepEqual(longer.train.labels.subarray(0, 200), dataset32.train.labels);
  assert.deepEqual(longer.test, dataset32.test);
  assert.deepEqual(longer.fresh.inputs, dataset32.fresh.inputs.subarray(0, 50));
});

for (const { settings, train, test: testTable } of referenceRuns) {
  test(`data of reference run ${settings.name}`, () => {
    const { spec, generator } = datasetOf(settings.data, settings.arithmetic);
    const dataset = createArticleDataset(spec, generator);
    const inputCount = generator.sizes[0];
    const classCount = generator.sizes[generator.sizes.length - 1];
    for (const [table, expected] of [
      [dataset.train, train],
      [dataset.test, testTable],
    ] as const) {
      assert.deepEqual([...table.labels], expected.labels);
      assert.equal(sha256Of(tableBytes(table)), expected.sha256);
      assertConsistent(table, inputCount, classCount);
      assert.equal(expected.float64Sha256 !== undefined, settings.arithmetic === "float64");
      if (expected.float64Sha256 !== undefined) {
        assert.equal(float64Hash(rowsOf(table, inputCount, classCount)), expected.float64Sha256);
      }
    }
    assert.equal(dataset.inputNames.length, inputCount);
    assert.equal(dataset.classNames.length, classCount);
  });
}
