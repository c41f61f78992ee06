// Numbers as what is learned: what can be, how they are scaled, how predictions compare.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unscaled } from "../../../src/core/columnEncoding.ts";
import { datasetShape } from "../../../src/core/experiment.ts";
import { TABLE_SPLIT, type TableChoice } from "../../../src/core/tableChoice.ts";
import { classify } from "../../../src/tabular/classify.ts";
import { evaluateNumbers } from "../../../src/tabular/evaluateNumbers.ts";
import { suggestInputs } from "../../../src/tabular/inputs.ts";
import { findLeaks } from "../../../src/tabular/leaks.ts";
import { numberSummary } from "../../../src/tabular/numberTarget.ts";
import { predictedCsv } from "../../../src/tabular/predictedCsv.ts";
import { encodeTable, itemsByRow } from "../../../src/tabular/predictTable.ts";
import { readTable } from "../../../src/tabular/readTable.ts";
import {
  makingTableDataset,
  type TableDataset,
  type TableFile,
} from "../../../src/tabular/tableDataset.ts";
import { TableError } from "../../../src/tabular/tableError.ts";
import { guessTarget, tasksOf } from "../../../src/tabular/target.ts";
import { assertClose } from "../core/training.ts";

/** Houses: a price that follows from area and rooms. */
function houses(count = 40, priceOf = (area: number, rooms: number) => 900 * area + 5000 * rooms) {
  const rows = ["area,rooms,view,price"];
  for (let i = 0; i < count; i++) {
    const [area, rooms] = [40 + ((i * 37) % 100) + 0.5, 1 + (i % 5)];
    rows.push([area, rooms, ["lake", "street"][i % 2], priceOf(area, rooms)].join(","));
  }
  return `${rows.join("\n")}\n`;
}

function choiceOf(text: string, changes: Partial<TableChoice> = {}) {
  const table = readTable(text);
  const { inputs } = suggestInputs(table, 3);
  const file = { fileName: "houses.csv", fileSha256: "0".repeat(64), table };
  const choice: TableChoice = {
    target: 3,
    task: "regression",
    targetMissing: "error",
    inputs,
    split: TABLE_SPLIT,
    ...changes,
  };
  return { table, file, choice };
}

function makeTableDataset(file: TableFile, choice: TableChoice): TableDataset {
  const making = makingTableDataset(file, choice);
  for (;;) {
    const next = making.next();
    if (next.done) return next.value;
  }
}

test("what a column can be learned as, what it would be first", () => {
  const table = readTable(
    [
      "price,rooms,view,id,words,same",
      ...Array.from({ length: 60 }, (_, i) =>
        [1000 + 17.5 * i, 1 + (i % 4), ["a", "b"][i % 2], i + 1, `w ${i} x`, 5].join(","),
      ),
    ].join("\n"),
  );
  assert.deepEqual(table.columns.map(tasksOf), [
    ["regression"],
    ["classification", "regression"],
    ["classification"],
    ["regression"],
    // Words that are all different can be learned if somebody insists, as they always could.
    ["classification"],
    [],
  ]);
});

test("a table without classes suggests its last column of numbers", () => {
  const table = readTable("a,b\n1.5,10.25\n2.5,11.5\n3.75,17.125\n4.5,19.5\n");
  assert.deepEqual(guessTarget(table), {
    position: 1,
    task: "regression",
    reason: "it is the last column and holds numbers",
  });
});

test("targets are scaled by the train rows alone, and nothing is stratified", () => {
  const { table, file, choice } = choiceOf(houses());
  const { spec, dataset, chosen } = makeTableDataset(file, choice);
  assert.deepEqual(spec.classNames, []);
  assert.deepEqual(datasetShape(spec).classes, 0);
  assert.equal(spec.split.stratified, false);
  assert.ok(spec.targetScaling?.method === "zScore");
  const { train, validation, test: tested } = dataset;
  assert.equal(train.count + validation.count + tested.count, 40);
  const labels = [...train.labels];
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const squares = labels.reduce((sum, label) => sum + (label - mean) ** 2, 0) / labels.length;
  assertClose([mean, Math.sqrt(squares)], [0, 1], 1e-12, "mean and deviation", 1);
  for (const part of ["train", "validation", "test"] as const) {
    const prices = [...chosen.split[part]].map(
      item => table.columns[3].numbers?.[chosen.rows[item]] ?? Number.NaN,
    );
    const scaling = spec.targetScaling;
    assertClose(
      [...dataset[part].labels].map(label => unscaled(label, scaling)),
      prices,
      1e-12,
      part,
    );
  }
});

test("a target that cannot be learned as a number is refused, with the place", () => {
  const refusal = (text: string, changes: Partial<TableChoice> = {}) => {
    const { file, choice } = choiceOf(text, changes);
    try {
      makeTableDataset(file, choice);
    } catch (error) {
      assert.ok(error instanceof TableError);
      return error.message;
    }
    return assert.fail("it was taken");
  };
  assert.match(
    refusal(houses().replace(/,\d+\.?\d*\n/, ",dear\n")),
    /line 2.*column "price": expected a number, got "dear"/,
  );
  assert.match(
    refusal(houses(40, () => 7)),
    /target "price": expected numbers that differ, got only 7 in the rows to train on/,
  );
  assert.match(
    refusal(houses().replace(/,\d+\.?\d*\n/, ",\n")),
    /column "price" has no value here.*Choose to leave out such rows, or choose another target/,
  );
  assert.match(
    refusal(houses().replace(/,\d+\.?\d*\n/, ",1e999\n")),
    /expected a number that float64 can hold, got "1e999"/,
  );
});

test("rows without a target are left out and listed if that was chosen", () => {
  const { file, choice } = choiceOf(houses().replace(/,\d+\.?\d*\n/, ",\n"), {
    targetMissing: "drop",
  });
  const { chosen, dataset } = makeTableDataset(file, choice);
  assert.deepEqual(chosen.excluded, [{ reason: "missing", lines: Uint32Array.of(2) }]);
  assert.equal(dataset.train.count + dataset.validation.count + dataset.test.count, 39);
});

test("a column on a line with the target is suspected", () => {
  const table = readTable(
    ["a,price", ...Array.from({ length: 30 }, (_, i) => `${i * i},${3 * i * i + 1}`)].join("\n"),
  );
  assert.deepEqual(findLeaks(table, 1, "regression"), [
    { position: 0, reason: "it lies on a line with the target" },
  ]);
});

test("the summary of a column, and predictions beside it, worked by hand", () => {
  const table = readTable("x,y\n1,2\n1,4\n1,\n1,9\n");
  const [, target] = table.columns;
  const { min, mean, max, deviation } = numberSummary(target, Uint32Array.of(0, 1, 3));
  assertClose([min, mean, max, deviation], [2, 5, 9, Math.sqrt(26 / 3)], 1e-15, "summary");
  const found = evaluateNumbers(target, Uint32Array.of(0, 1, 2, 3), Float64Array.of(3, 4, 100, 7));
  // Errors 1, 0, -2; squares about the mean 9 + 1 + 16.
  assert.deepEqual([found.items, found.unlabelled], [3, 1]);
  assertClose(
    [found.rSquared ?? NaN, found.rmse ?? NaN, found.mae ?? NaN],
    [1 - 5 / 26, Math.sqrt(5 / 3), 1],
    1e-15,
    "scores",
  );
  const nothing = evaluateNumbers(target, new Uint32Array(0), new Float64Array(0));
  assert.deepEqual(
    [nothing.items, nothing.rSquared, nothing.rmse, nothing.mae],
    [0, null, null, null],
  );
});

test("a table is answered with one column of numbers, in the target's unit", () => {
  const text = "a,predicted\n1,x\n,y\n3,z\n";
  const table = readTable(text);
  const scaling = { method: "zScore", mean: 100, deviation: 10 } as const;
  const encodings = [
    { name: "a", kind: "number", scaling: { method: "none" }, missing: { method: "drop" } },
  ] as const;
  const { rows, inputs } = encodeTable(table, encodings);
  const asking = classify(
    {
      // The output is 2 a - 1.
      parameters: Float64Array.of(2, -1),
      sizes: [1, 1],
      kinds: { activations: [], output: "identity" },
      targetScaling: scaling,
    },
    inputs,
    rows.length,
  );
  let next = asking.next();
  while (!next.done) next = asking.next();
  const answers = next.value;
  assert.deepEqual(answers.values, Float64Array.of(110, 150));
  const appended = { classNames: [], answers, itemOf: itemsByRow(table, rows) };
  const csv = [...predictedCsv(new TextEncoder().encode(text), table, appended)].join("");
  assert.equal(csv, "a,predicted,predicted 2\n1,x,110\n,y,\n3,z,150\n");
});
