// An item typed by hand is encoded as a row of a table with the same values is.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnEncoding } from "../../../src/core/columnEncoding.ts";
import { encodeItem, usualItem } from "../../../src/tabular/encodeItem.ts";
import { encodeTable } from "../../../src/tabular/predictTable.ts";
import { readTable } from "../../../src/tabular/readTable.ts";

const encodings: readonly ColumnEncoding[] = [
  {
    name: "length",
    kind: "number",
    scaling: { method: "zScore", mean: 12.3456, deviation: 2.5 },
    missing: { method: "fill", value: 7.5 },
  },
  {
    name: "width",
    kind: "number",
    scaling: { method: "minMax", min: 2, max: 6 },
    missing: { method: "drop" },
  },
  {
    name: "colour",
    kind: "category",
    categories: ["red", "green, dark", "blue"],
    unknown: "zeros",
    missing: { method: "fill", value: "blue" },
  },
  {
    name: "fresh",
    kind: "boolean",
    falseValue: "no",
    trueValue: "yes",
    missing: { method: "error" },
  },
];

const items = [
  ["10.5", "3", "red", "yes"],
  ["-1e2", "6.25", "green, dark", "no"],
  ["", "2", "", "no"],
  ["3", "4", "purple", "yes"],
];

test("an item and a row of a table with the same values become the same inputs", () => {
  const lines = items.map(item => item.map(cell => `"${cell}"`).join(","));
  const table = readTable(`length,width,colour,fresh\n${lines.join("\n")}\n`);
  const { inputs } = encodeTable(table, encodings);
  for (const [i, item] of items.entries()) {
    const typed = encodeItem(encodings, item);
    assert.deepEqual(typed.problems, ["", "", "", ""]);
    assert.deepEqual(typed.inputs, inputs.subarray(6 * i, 6 * i + 6).slice(), item.join());
  }
});

test("blanks around a value do not count", () => {
  const { inputs } = encodeItem(encodings, [" 10.5 ", "3\t", " red", "yes "]);
  assert.deepEqual(inputs, encodeItem(encodings, items[0]).inputs);
});

test("what cannot be used says what was expected, column by column", () => {
  const wrong = encodeItem(encodings, ["ten", "", "red", "perhaps"]);
  assert.equal(wrong.inputs, null);
  assert.deepEqual(wrong.problems, [
    'expected a number such as 12.5, got "ten"',
    "expected a value",
    "",
    'expected "no", "yes"',
  ]);
  const strict = encodings.map(encoding =>
    encoding.kind === "category" ? { ...encoding, unknown: "error" as const } : encoding,
  );
  const [, , problem] = encodeItem(strict, ["1", "2", "purple", "no"]).problems;
  assert.equal(problem, 'expected one of "red", "green, dark", "blue"');
  assert.notEqual(encodeItem(encodings, ["1e999", "2", "red", "no"]).problems[0], "");
});

test("usual values are what fills in, else the middle, the first category, no", () => {
  assert.deepEqual(usualItem(encodings), ["7.5", "4", "blue", "no"]);
  const asked = encodings.map((encoding): ColumnEncoding => {
    const missing = { method: "error" } as const;
    return { ...encoding, missing };
  });
  assert.deepEqual(usualItem(asked), ["12.35", "4", "red", "no"]);
  assert.notEqual(encodeItem(asked, usualItem(asked)).inputs, null);
});
