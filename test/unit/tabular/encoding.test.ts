import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeRows, matchColumns, usableRows } from "../../../src/tabular/encodeRows.ts";
import { type ColumnEncoding, inputCount, inputNames } from "../../../src/core/columnEncoding.ts";
import { fitEncodings, type InputChoice } from "../../../src/tabular/fitEncodings.ts";
import { defaultChoice } from "../../../src/tabular/inputs.ts";
import { readTable } from "../../../src/tabular/readTable.ts";
import type { RawTable } from "../../../src/tabular/table.ts";

function allRows({ rowCount }: RawTable): Uint32Array {
  return Uint32Array.from({ length: rowCount }, (_, row) => row);
}

/** Fits one column on some rows and encodes all. */
function encoded(
  cells: readonly string[],
  choice: Partial<InputChoice> & Pick<InputChoice, "kind">,
  trainRows?: readonly number[],
): { encoding: ColumnEncoding; inputs: number[] } {
  const table = readTable(["x,other", ...cells.map(cell => `${cell},z`)].join("\n"), {
    header: true,
  });
  const rows = trainRows === undefined ? allRows(table) : Uint32Array.from(trainRows);
  const encodings = fitEncodings(table, [{ ...defaultChoice(0, choice.kind), ...choice }], rows);
  return {
    encoding: encodings[0],
    inputs: [...encodeRows(table, encodings, allRows(table)).inputs],
  };
}

test("numbers are scaled by what the train rows say", () => {
  const cells = ["2", "4", "4", "4", "5", "5", "7", "9", "105"];
  const train = [0, 1, 2, 3, 4, 5, 6, 7];
  assert.deepEqual(encoded(cells, { kind: "number" }, train), {
    encoding: {
      name: "x",
      kind: "number",
      scaling: { method: "zScore", mean: 5, deviation: 2 },
      missing: { method: "error" },
    },
    inputs: [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2, 50],
  });
  const minMax = encoded(["0", "4", "1", "6"], { kind: "number", scaling: "minMax" }, [0, 1]);
  assert.deepEqual(minMax.inputs, [0, 1, 0.25, 1.5]);
  assert.deepEqual(encoded(["3", "-4"], { kind: "number", scaling: "none" }).inputs, [3, -4]);
});

test("a column that is constant in the train rows is moved and not stretched", () => {
  assert.deepEqual(encoded(["3", "3", "5"], { kind: "number" }, [0, 1]).inputs, [0, 0, 2]);
  const minMax = encoded(["3", "3", "5"], { kind: "number", scaling: "minMax" }, [0, 1]);
  assert.deepEqual(minMax.inputs, [0, 0, 2]);
});

test("mean and deviation do not depend on the order of rows, and have mean 0 and deviation 1", () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(number, { minLength: 3, maxLength: 30 }), values => {
      const cells = values.map(String);
      const forward = encoded(cells, { kind: "number" });
      const backward = encoded(cells.toReversed(), { kind: "number" });
      assert.deepEqual(forward.encoding, backward.encoding);
      const { inputs } = forward;
      const mean = inputs.reduce((sum, x) => sum + x, 0) / inputs.length;
      const squares = inputs.reduce((sum, x) => sum + x * x, 0) / inputs.length;
      fc.pre(Math.max(...values) - Math.min(...values) > 1e-3);
      assert(Math.abs(mean) < 1e-6, `mean ${mean}`);
      assert(Math.abs(squares - 1) < 1e-6, `deviation ${squares}`);
    }),
    { numRuns: 300 },
  );
});

test("categories of the train rows become inputs in natural order", () => {
  const found = encoded(["b10", "b2", "a", "b2", "new"], { kind: "category" }, [0, 1, 2, 3]);
  assert.deepEqual(found.encoding, {
    name: "x",
    kind: "category",
    categories: ["a", "b2", "b10"],
    unknown: "zeros",
    missing: { method: "error" },
  });
  assert.deepEqual(found.inputs, [0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]);
  assert.deepEqual(inputNames([found.encoding]), ["x=a", "x=b2", "x=b10"]);
});

test("unknown categories are told, or refused", () => {
  const train = readTable("c,other\na,z\nb,z\n");
  const encodings = fitEncodings(train, [defaultChoice(0, "category")], allRows(train));
  const other = readTable("other,c\nz,a\nz,q\nz,__proto__\n");
  const { unknown, inputs } = encodeRows(other, encodings, allRows(other));
  assert.deepEqual(unknown, [{ name: "c", items: 2, value: "q", line: 3 }]);
  assert.deepEqual([...inputs], [1, 0, 0, 0, 0, 0]);
  const strict = encodings.map(encoding => ({ ...encoding, unknown: "error" as const }));
  assert.throws(() => encodeRows(other, strict, allRows(other)), {
    message: /^line 3: column "c": expected one of "a", "b", got "q"\. /,
  });
});

test("booleans become 0 and 1, and nothing else is taken for one", () => {
  const found = encoded(["Yes", "No", "Yes"], { kind: "boolean" });
  assert.deepEqual(found.inputs, [1, 0, 1]);
  const other = readTable("x,other\nYes,z\nmaybe,z\n", { header: true });
  assert.throws(() => encodeRows(other, [found.encoding], allRows(other)), {
    message: /^line 3: column "x": expected "No", "Yes", got "maybe"/,
  });
});

test("missing values are filled in with the mean or the most frequent value of the train rows", () => {
  const number = encoded(
    ["1", "", "3", "100"],
    { kind: "number", scaling: "none", missing: "fill" },
    [0, 1, 2],
  );
  assert.deepEqual(number.inputs, [1, 2, 3, 100]);
  assert.deepEqual(number.encoding.missing, { method: "fill", value: 2 });
  const category = encoded(
    ["b", "", "b", "a", "a", "a"],
    { kind: "category", missing: "fill" },
    [0, 1, 2, 3],
  );
  assert.deepEqual(category.encoding.missing, { method: "fill", value: "b" });
  assert.deepEqual(category.inputs.slice(2, 4), [0, 1]);
  const boolean = encoded(["yes", "", "yes", "no"], { kind: "boolean", missing: "fill" });
  assert.deepEqual(boolean.encoding.missing, { method: "fill", value: true });
  assert.deepEqual(boolean.inputs, [1, 1, 1, 0]);
});

test("rows with missing values are left out and listed, or refused", () => {
  const table = readTable("x,y,z\n1,,a\n,2,a\n3,4,a\n,,a\n");
  const [x, y] = table.columns;
  const { rows, excluded } = usableRows(table, [
    { column: x, missing: "drop" },
    { column: y, missing: "fill" },
  ]);
  assert.deepEqual([...rows], [0, 2]);
  assert.deepEqual(
    excluded.map(({ reason, lines }) => [reason, ...lines]),
    [["missing", 3, 5]],
  );
  assert.throws(() => usableRows(table, [{ column: x, missing: "error" }]), {
    message: /^line 3, character 1: column "x" has no value here; so has 1 other row\. /,
  });
  const empty = readTable("x,z\n,a\n,b\n");
  assert.throws(() => usableRows(empty, [{ column: empty.columns[0], missing: "drop" }]), {
    message: /every row has a missing value/,
  });
});

test("columns are found by name, in any order", () => {
  const table = readTable("b,a,x\n1,2,3\n");
  const names = (wanted: string[]) =>
    matchColumns(
      table,
      wanted.map(name => ({ ...encoded(["1", "2"], { kind: "number" }).encoding, name })),
    ).map(column => column.position);
  assert.deepEqual(names(["a", "b"]), [1, 0]);
  assert.throws(() => names(["a", "q", "r"]), {
    message: /^line 1: expected columns "q", "r", found none/,
  });
});

test("inputs stand row by row, and encodings go through JSON unchanged", () => {
  const table = readTable("n,c,b\n1,x,no\n2,y,yes\n6,x,yes\n");
  const choices: InputChoice[] = [
    { ...defaultChoice(0, "number"), scaling: "minMax" },
    defaultChoice(1, "category"),
    defaultChoice(2, "boolean"),
  ];
  const encodings = fitEncodings(table, choices, allRows(table));
  const copy = JSON.parse(JSON.stringify(encodings)) as ColumnEncoding[];
  assert.deepEqual(copy, encodings);
  assert.deepEqual(inputNames(copy), ["n", "c=x", "c=y", "b"]);
  assert.equal(inputCount(copy), 4);
  const { inputs, inputCount: width } = encodeRows(table, copy, Uint32Array.of(2, 0));
  assert.equal(width, 4);
  assert.deepEqual([...inputs], [1, 1, 0, 1, 0, 1, 0, 0]);
});

test("numbers too large for scaling are refused", () => {
  assert.throws(() => encoded(["1e308", "-1e308", "1e308"], { kind: "number" }), {
    message: /column "x": its numbers are too large/,
  });
  const cells = ["1e308", "-1e308"];
  assert.throws(() => encoded(cells, { kind: "number", scaling: "minMax" }), {
    message: /too large/,
  });
  assert.deepEqual(encoded(cells, { kind: "number", scaling: "none" }).inputs, [1e308, -1e308]);
  const beyond = ["0", "1e-200", "1e300"];
  assert.throws(() => encoded(beyond, { kind: "number", scaling: "minMax" }, [0, 1]), {
    message: /^line 4: column "x": 1e\+300 is too large to be scaled/,
  });
});

test("a column without values in the train rows is refused", () => {
  for (const [kind, cells] of [
    ["number", ["", "1", "2"]],
    ["category", ["", "a", "b"]],
    ["boolean", ["", "no", "yes"]],
  ] as const) {
    assert.throws(() => encoded(cells, { kind, missing: "fill" }, [0]), {
      message: /column "x" has no value in any train row/,
    });
  }
});
