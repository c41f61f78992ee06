import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_GENERATOR, createArticleDataset } from "../../../src/core/articleData.ts";
import { classCounts, createDataset, joinRows, tableBytes } from "../../../src/core/datasets.ts";
import type { ItemTable } from "../../../src/core/items.ts";
import { ARTICLE_DATASET, type ArticleDatasetSpec } from "../../../src/core/experiment.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { datasetOf, figure1, float64Hash, referenceRuns, sha256Of } from "./fixtures.ts";
import { drawUniform } from "./training.ts";

const float32Spec: ArticleDatasetSpec = { ...ARTICLE_DATASET, arithmetic: "float32" };
const dataset32 = createDataset(float32Spec);
const dataset64 = createDataset(ARTICLE_DATASET);

function assertConsistent(table: ItemTable, inputCount: number, classCount: number): void {
  assert.equal(table.inputs.length, table.count * inputCount);
  assert.equal(table.labels.length, table.count);
  assert.ok(table.labels.every(label => label < classCount));
  const joined = joinRows(table, classCount);
  const width = inputCount + classCount;
  assert.equal(joined.length, table.count * width);
  for (let item = 0; item < table.count; item++) {
    const row = [...joined.subarray(item * width, (item + 1) * width)];
    const inputs = [...table.inputs.subarray(item * inputCount, (item + 1) * inputCount)];
    const oneHot = Array.from({ length: classCount }, (_, k) => (k === table.labels[item] ? 1 : 0));
    assert.deepEqual(row, [...inputs, ...oneHot], `item ${item}`);
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
    assert.equal(sha256Of(tableBytes(table, 4)), facts.sha256);
    for (const { row, inputs, targets } of facts.rows) {
      assert.deepEqual([...table.inputs.subarray(row * 10, row * 10 + 10)], inputs);
      const joined = joinRows(table, 4);
      assert.deepEqual([...joined.subarray(row * 14 + 10, row * 14 + 14)], targets);
    }
    assertConsistent(table, 10, 4);
  });

  test(`the ${name} items in float64 are not rounded and have the same labels`, () => {
    const table = dataset64[name];
    assert.equal(float64Hash(joinRows(table, 4)), figure1.data.float64[name]);
    assert.deepEqual([...table.labels], figure1.data[name].labels);
    assert.equal(sha256Of(tableBytes(table, 4)), figure1.data[name].sha256);
    assert.ok(table.inputs.some(x => x !== Math.fround(x)));
  });
}

test("each table is drawn from its own seed", () => {
  const reseeded = createDataset({
    ...ARTICLE_DATASET,
    trainItems: 40,
    freshItems: 40,
    trainSeed: 17,
    validationSeed: 13,
    testSeed: 99,
    freshSeed: 11,
  });
  const { train, validation, test: testTable, fresh } = dataset64;
  assert.deepEqual(reseeded.train, validation);
  assert.deepEqual(reseeded.validation, testTable);
  assert.deepEqual(reseeded.test.inputs, fresh.inputs.subarray(0, 400));
  assert.deepEqual(reseeded.fresh.inputs, train.inputs.subarray(0, 400));
});

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
  assert.equal(dataset64.validation.count, 40);
  for (const name of ["fresh", "validation"] as const) assertConsistent(dataset64[name], 10, 4);
  assert.notDeepEqual(
    dataset64.fresh.inputs.subarray(0, 10),
    dataset64.train.inputs.subarray(0, 10),
  );
  const none = createDataset({ ...ARTICLE_DATASET, freshItems: 0 }).fresh;
  assert.equal(none.count, 0);
  assert.equal(tableBytes(none, 4).length, 0);
  assert.deepEqual(classCounts(none, 4), [0, 0, 0, 0]);
});

test("a table does not depend on the sizes of the others, and more items begin as fewer do", () => {
  const longer = createDataset({ ...float32Spec, trainItems: 300, freshItems: 5 });
  assert.deepEqual(longer.train.inputs.subarray(0, 2000), dataset32.train.inputs);
  assert.deepEqual(longer.train.labels.subarray(0, 200), dataset32.train.labels);
  assert.deepEqual(longer.test, dataset32.test);
  assert.deepEqual(longer.validation, dataset32.validation);
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
      assert.equal(sha256Of(tableBytes(table, classCount)), expected.sha256);
      assertConsistent(table, inputCount, classCount);
      assert.equal(expected.float64Sha256 !== undefined, settings.arithmetic === "float64");
      if (expected.float64Sha256 !== undefined) {
        assert.equal(float64Hash(joinRows(table, classCount)), expected.float64Sha256);
      }
    }
    assert.equal(dataset.inputNames.length, inputCount);
    assert.equal(dataset.classNames.length, classCount);
  });
}
