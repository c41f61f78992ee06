import assert from "node:assert/strict";
import { test } from "node:test";
import {
  namedNetwork,
  showMatrix,
  showMatrixPartial,
  showNumber,
  showVector,
  showWeights,
} from "../../../src/core/formatting.ts";
import { createDataset, joinRows } from "../../../src/core/datasets.ts";
import { ARTICLE_DATASET } from "../../../src/core/experiment.ts";
import { figure1 } from "./fixtures.ts";

const lines = (...rows: string[]) => rows.join("\n");

test("a number has a blank where a minus sign would stand", () => {
  const cases: [value: number, decimals: number, text: string][] = [
    [1, 1, " 1.0"],
    [-1, 1, "-1.0"],
    [0, 1, " 0.0"],
    [-0, 1, "-0.0"],
    [-0.0036, 1, "-0.0"],
    [0.0036, 1, " 0.0"],
    [0.25, 1, " 0.3"],
    [-0.25, 1, "-0.3"],
    [-123.456, 2, "-123.46"],
    [2, 0, " 2"],
    [NaN, 2, "NaN"],
    [Infinity, 2, "Infinity"],
    [-Infinity, 2, "-Infinity"],
  ];
  for (const [value, decimals, text] of cases) assert.equal(showNumber(value, decimals), text);
});

test("a vector, so many values to a line", () => {
  assert.equal(showVector([1, -2, 3, 4.56, -5], 1, 3), lines(" 1.0  -2.0   3.0", " 4.6  -5.0"));
  assert.equal(showVector([1, 2], 4, 10), " 1.0000   2.0000");
  assert.equal(showVector([], 4, 10), "");
});

test("columns of a matrix stand under each other, whatever their width", () => {
  assert.equal(
    showMatrix(Float64Array.of(1, -100.25, 3, 4), 2, 1),
    lines("   1.0  -100.3", "   3.0     4.0"),
  );
});

test("a part of a matrix: first rows, last row, each behind its index", () => {
  const values = Float64Array.from({ length: 10 }, (_, i) => i - 3);
  assert.equal(
    showMatrixPartial(values, 2, 2, 1),
    lines("[  0] -3.0  -2.0", "[  1] -1.0   0.0", " . . .", "[  4]  5.0   6.0"),
  );
  // Nothing is left out, so nothing says so; and no row comes twice.
  assert.equal(
    showMatrixPartial(values.subarray(0, 6), 2, 2, 1),
    lines("[  0] -3.0  -2.0", "[  1] -1.0   0.0", "[  2]  1.0   2.0"),
  );
  assert.equal(
    showMatrixPartial(values.subarray(0, 4), 2, 2, 1),
    lines("[  0] -3.0  -2.0", "[  1] -1.0   0.0"),
  );
  assert.equal(showMatrixPartial(values.subarray(0, 2), 2, 9, 1), "[  0] -3.0  -2.0");
  assert.equal(showMatrixPartial([], 2, 4, 1), "");
  const long = showMatrixPartial(new Float64Array(10_001), 1, 1, 1);
  assert.equal(long, lines("[    0]  0.0", " . . .", "[10000]  0.0"));
});

test("the article's rows, as it prints them", () => {
  const { train, test: testItems } = createDataset({ ...ARTICLE_DATASET, arithmetic: "float32" });
  assert.equal(
    showMatrixPartial(joinRows(train, 4), 14, 4, 1),
    lines(
      "[  0] -0.8   1.0   6.8  -0.5   0.1   1.4  -5.0   0.2   2.1   4.7   0.0   0.0   1.0   0.0",
      "[  1] -6.5  -3.1  -6.5   5.0   3.1  -7.3   7.7   7.4   2.5   1.8   0.0   1.0   0.0   0.0",
      "[  2] -5.5  -7.8   0.5  -7.0  -5.0  -4.1  -7.5  -0.6  -1.0   5.5   0.0   0.0   1.0   0.0",
      "[  3]  0.3   2.2  -0.0   2.6  -0.7  -3.5   8.0   7.9   5.4   3.3   0.0   1.0   0.0   0.0",
      " . . .",
      "[199]  0.6   5.4  -6.0   6.0  -0.4  -7.5  -1.1  -2.0   2.8   6.9   1.0   0.0   0.0   0.0",
    ),
  );
  for (const [table, { rows }] of [
    [train, figure1.data.train],
    [testItems, figure1.data.test],
  ] as const) {
    const joined = joinRows(table, 4);
    for (const { row, printed } of rows) {
      const cells = [...joined.subarray(row * 14, row * 14 + 14)];
      assert.deepEqual(
        cells.map(cell => showNumber(cell, 1).trim()),
        printed,
      );
    }
  }
});

test("all weights of a network, layer by layer", () => {
  const parameters = Float64Array.of(1, -2, 0.5, 0.25, 0, -0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  assert.equal(
    showWeights(parameters, [2, 2, 3], 1),
    lines(
      "input-to-hidden 1 weights, 2 x 2:",
      " 1.0  -2.0",
      " 0.5   0.3",
      "",
      "hidden 1 biases:",
      " 0.0  -0.5",
      "",
      "hidden 1-to-output weights, 2 x 3:",
      " 1.0   2.0   3.0",
      " 4.0   5.0   6.0",
      "",
      "output biases:",
      " 7.0   8.0   9.0",
    ),
  );
  assert.match(showWeights(new Float64Array(5 * 4), [4, 4]), /^input-to-output weights, 4 x 4:\n/);
  assert.match(showWeights(new Float64Array(2), [1, 1]), / 0\.0000\n/);
  assert.throws(() => showWeights(parameters, [2, 2, 2]), RangeError);
});

test("a network is named with the article that its first number wants", () => {
  for (const inputs of [8, 11, 18, 80, 800, 8000, 11000, 18000]) {
    assert.equal(namedNetwork([inputs, 8, 4]), `an ${inputs}-8-4 network`);
  }
  for (const inputs of [1, 2, 10, 12, 28, 110, 118, 180, 1100, 1800]) {
    assert.equal(namedNetwork([inputs, 8, 4]), `a ${inputs}-8-4 network`);
  }
});
