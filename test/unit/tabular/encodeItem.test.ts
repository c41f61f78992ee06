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

test("numbers outside of the range of training, or far from its mean, are told", () => {
  const far = (length: string, width: string) =>
    encodeItem(encodings, [length, width, "purple", "yes"]).far;
  // Four deviations of 2.5 from 12.3456.
  assert.deepEqual(far("22.3", "6"), [false, false, false, false]);
  assert.deepEqual(far("22.4", "6.01"), [true, true, false, false]);
  assert.deepEqual(far("2.34", "1.99"), [true, true, false, false]);
  assert.deepEqual(far("", "2"), [false, false, false, false]);
  assert.deepEqual(far("wrong", "wrong"), [false, false, false, false]);
  const number = { name: "n", kind: "number", missing: { method: "error" } } as const;
  const plain = [{ ...number, scaling: { method: "none" } }] as const;
  assert.deepEqual(encodeItem(plain, ["1e9"]).far, [false]);
  const same = [{ ...number, scaling: { method: "minMax", min: 3, max: 3 } }] as const;
  assert.deepEqual(encodeItem(same, ["3"]).far, [false]);
  assert.deepEqual(encodeItem(same, ["3.5"]).far, [true]);
});

test("rows of a table with such numbers are counted for each column", () => {
  const rows = ["9,3,red,no", "22.5,3,red,no", "9,7,red,no", "99,1,blue,no"];
  const table = readTable(`length,width,colour,fresh\n${rows.join("\n")}\n`);
  assert.deepEqual(encodeTable(table, encodings).warnings, [
    '2 rows with a number of column "length" far from those that the network was trained with, such as in line 3',
    '2 rows with a number of column "width" far from those that the network was trained with, such as in line 4',
  ]);
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
