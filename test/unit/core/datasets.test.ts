import assert from "node:assert/strict";
import { test } from "node:test";
import { classCounts, createDataset, joinRows, tableBytes } from "../../../src/core/datasets.ts";
import type { PointsSpec, TableDatasetSpec, TwoInputSpec } from "../../../src/core/experiment.ts";
import type { ItemTable } from "../../../src/core/items.ts";
import { presets } from "../../../src/core/presets.ts";

const PLANE: TwoInputSpec = {
  ...{ kind: "twoInput", shape: "xor", inputNoise: 0.1, labelNoise: 0 },
  ...{ trainItems: 6, validationItems: 4, testItems: 8, freshItems: 0 },
  ...{ trainSeed: 1, validationSeed: 2, testSeed: 3, freshSeed: 4 },
};

test("two inputs: both are named, classes by number; a part without items is empty", () => {
  const { inputNames, classNames, train, validation, test, fresh } = createDataset(PLANE);
  assert.deepEqual(inputNames, ["x", "y"]);
  assert.deepEqual(classNames, ["class 0", "class 1"]);
  assert.deepEqual(
    [train, validation, test, fresh].map(({ count, inputs, labels }) => [
      ...[count, inputs.length, labels.length],
    ]),
    [
      [6, 12, 6],
      [4, 8, 4],
      [8, 16, 8],
      [0, 0, 0],
    ],
  );
});

test("Figure 2 names its inputs and classes; parts without items are empty", () => {
  const spec = { ...presets.figure2.dataset, validationItems: 0 };
  const { inputNames, classNames, validation } = createDataset(spec);
  assert.deepEqual(inputNames, ["x", "y"]);
  assert.deepEqual(classNames, ["red", "blue"]);
  assert.deepEqual([validation.count, validation.inputs.length], [0, 0]);
});

test("points by hand take the place of the training items alone", () => {
  const points = [0.5, -1, 1, 2, 3.25, 0];
  for (const base of [PLANE, presets.figure2.dataset]) {
    const spec: PointsSpec = { kind: "points", base, trainItems: 2, points };
    const dataset = createDataset(spec);
    const { train, ...others } = dataset;
    assert.deepEqual(train, {
      count: 2,
      inputs: Float64Array.of(0.5, -1, 2, 3.25),
      labels: Uint16Array.of(1, 0),
    });
    assert.deepEqual(others, (({ train: _, ...rest }) => rest)(createDataset(base)));
  }
});

test("the rows of a table are not in its description", () => {
  const spec = { kind: "table", fileName: "iris.csv" } as TableDatasetSpec;
  assert.throws(() => createDataset(spec), {
    message: "the rows of iris.csv are not part of the experiment",
  });
});

test("a regression has no classes to count; its number stands beside the inputs", () => {
  const table: ItemTable = {
    count: 2,
    inputs: Float64Array.of(1, 2, 3, 4),
    labels: Float64Array.of(0.5, -7),
  };
  assert.deepEqual(classCounts(table, 2), [0, 0]);
  assert.deepEqual(joinRows(table, 0), Float64Array.of(1, 2, 0.5, 3, 4, -7));
  assert.deepEqual(joinRows(table, 0, 1), Float64Array.of(1, 2, 0.5));
  const bytes = new DataView(tableBytes(table, 0).buffer);
  const floats = Array.from({ length: bytes.byteLength / 4 }, (_, i) =>
    bytes.getFloat32(4 * i, true),
  );
  assert.deepEqual(floats, [1, 2, 0.5, 3, 4, -7]);
});
