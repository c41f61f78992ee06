/** What the generated predict functions are asked, with the answers of the network. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { type ColumnEncoding, scaleUnit, unscaled } from "../../../src/core/columnEncoding.ts";
import { argMax, predict } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import type { ReadWeights } from "../../../src/protocol/weightFileReader.ts";
import type { WeightFile } from "../../../src/protocol/weightFileSchema.ts";
import { encodeRows, usableRows } from "../../../src/tabular/encodeRows.ts";
import { fitEncodings, type InputChoice } from "../../../src/tabular/fitEncodings.ts";
import { defaultChoice } from "../../../src/tabular/inputs.ts";
import { readTable } from "../../../src/tabular/readTable.ts";
import { isMissingAt, type RawTable } from "../../../src/tabular/table.ts";
import {
  type Answer,
  askPython,
  askScript,
  loadScript,
  type NetworkSpec,
  numberColumns,
  pythonAbsent,
  type Question,
  weightsOf,
  writePredictor,
} from "./predictorFixture.ts";

export const SCRIPTS = ["typescript", "javascript"] as const;
export const TOLERANCE = 1e-12;
export const CLASSES = ["red", "green", "blue"];

export interface Case extends Question {
  /** One row of inputs for each item. */
  readonly expected: readonly (Float64Array | null)[];
}

/**
 * Items with the probabilities of the network, or with the number in the target's unit; null where
 * they are not finite.
 */
export function caseOf(
  { file, sizes, parameters }: ReadWeights,
  items: readonly (readonly (readonly [string, unknown])[])[],
  rows: readonly Float64Array[],
): Case {
  return {
    file,
    items: `[${items.map(jsonOf).join()}]`,
    expected: rows.map(row => {
      const answers = predict(parameters, sizes, row, file.training.config);
      const { target } = file;
      const found = target ? answers.map(y => unscaled(y, target.scaling)) : answers;
      return found.every(Number.isFinite) ? found : null;
    }),
  };
}

function jsonOf(members: readonly (readonly [string, unknown])[]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`;
}

/** Asks all languages that run here. */
export async function check(cases: readonly Case[]): Promise<void> {
  for (const language of SCRIPTS) {
    for (const one of cases) compare(await askScript(one, language), one, 0);
  }
  if (pythonAbsent !== false) return;
  for (const [i, answers] of askPython(cases).entries()) compare(answers, cases[i], TOLERANCE);
}

/** The self-test passes for a file, and fails in all languages that run here for another. */
export async function checkSelfTest(
  file: WeightFile,
  changed: WeightFile,
  pattern: RegExp,
): Promise<void> {
  for (const language of SCRIPTS) {
    (await loadScript(file, language)).selfTest();
    const { selfTest } = await loadScript(changed, language);
    assert.throws(selfTest, pattern);
  }
  if (pythonAbsent !== false) return;
  const [passed, failed] = [file, changed].map(weights =>
    spawnSync("python3", [writePredictor(weights, "python")], { encoding: "utf8" }),
  );
  assert.equal(passed.stdout, `The self-test has passed: ${file.selfTest.items.length} items.\n`);
  assert.equal(passed.status, 0);
  assert.match(failed.stderr, pattern);
  assert.equal(failed.status, 1);
}

export function compare(
  answers: readonly Answer[],
  { file, expected }: Case,
  tolerance: number,
): void {
  assert.equal(answers.length, expected.length);
  for (const [i, probabilities] of expected.entries()) {
    const answer = answers[i];
    if (probabilities === null) {
      assert.ok("error" in answer, `item ${i} has no probabilities`);
      assert.match(answer.error, /Error: the values of this item are too large for the network$/);
      continue;
    }
    if (file.target) {
      assert.ok("value" in answer, JSON.stringify(answer));
      const difference = Math.abs(answer.value - probabilities[0]);
      // Sums may be taken in the last bits of other functions, and be small beside their parts.
      const size = Math.max(Math.abs(probabilities[0]), scaleUnit(file.target.scaling));
      assert.ok(difference <= tolerance * size, `item ${i}: ${difference} apart`);
      continue;
    }
    assert.ok("probabilities" in answer, JSON.stringify(answer));
    assert.equal(answer.probabilities.length, probabilities.length);
    const differences = answer.probabilities.map((p, k) => Math.abs(p - probabilities[k]));
    const most = Math.max(...differences);
    assert.ok(most <= tolerance, `item ${i}: ${most} apart`);
    assert.equal(answer.className, file.classes[argMax(Float64Array.from(answer.probabilities))]);
  }
}

/** Items of columns that are all numbers. */
export function numbersCase(spec: NetworkSpec, amplitude: number, count = 30): Case {
  const random = new Random(77);
  const rows = Array.from({ length: count }, (_, i) =>
    Float64Array.from(spec.inputs, () => (i === 0 ? 0 : random.uniform(-amplitude, amplitude))),
  );
  const items = rows.map(row => spec.inputs.map(({ name }, i) => [name, row[i]] as const));
  return caseOf(weightsOf(spec), items, rows);
}

interface Sample {
  readonly table: RawTable;
  /** The rows that can be used. */
  readonly rows: Uint32Array;
  readonly encodings: readonly ColumnEncoding[];
}

/** A table with every kind of column; rows from 40 on hold categories that no earlier row has. */
function sampleTable(): Sample {
  const random = new Random(5);
  const pick = (values: readonly string[]) => values[Math.floor(random.random() * values.length)];
  const lines = Array.from({ length: 60 }, (_, row) => {
    const other = row >= 40 && row % 3 === 0 ? ["new"] : [];
    return [
      random.uniform(-5, 90).toString(),
      random.uniform(-2e6, -1e6).toString(),
      (random.uniform(0, 1) * 1e-7).toString(),
      "7",
      row % 7 === 0 ? "" : random.uniform(0, 20).toFixed(2),
      row % 11 === 0 ? "" : "3.5",
      pick([...other, "red", "dark green", "blau"]),
      pick(["1", "2", "3"]),
      row % 5 === 0 ? "" : pick(["x", "y"]),
      pick(["no", "yes"]),
      row % 6 === 0 ? "" : pick(["0", "1"]),
    ].join();
  });
  const table = readTable(["a,b,c,d,e,f,g,h,i,j,k", ...lines].join("\n"), { header: true });
  const choices: InputChoice[] = [
    defaultChoice(0, "number"),
    { ...defaultChoice(1, "number"), scaling: "minMax" },
    { ...defaultChoice(2, "number"), scaling: "none" },
    { ...defaultChoice(3, "number"), scaling: "minMax" },
    { ...defaultChoice(4, "number"), missing: "fill" },
    { ...defaultChoice(5, "number"), missing: "drop" },
    defaultChoice(6, "category"),
    { ...defaultChoice(7, "category"), unknown: "error" },
    { ...defaultChoice(8, "category"), missing: "fill", unknown: "error" },
    defaultChoice(9, "boolean"),
    { ...defaultChoice(10, "boolean"), missing: "fill" },
  ];
  const { rows } = usableRows(
    table,
    choices.map(({ position, missing }) => ({ column: table.columns[position], missing })),
  );
  const train = rows.filter(row => row < 40);
  return { table, rows, encodings: fitEncodings(table, choices, train) };
}

/** The rows of a table as items, with the inputs that encodeRows makes of them. */
export function tableCase(
  { table, rows, encodings }: Sample,
  names: readonly string[],
  spec: Omit<NetworkSpec, "inputs">,
): Case {
  const inputs = encodings.map((encoding, i) => ({ ...encoding, name: names[i] }));
  const named = {
    ...table,
    columns: table.columns.map((column, i) => ({ ...column, name: names[i] })),
  };
  const encoded = encodeRows(named, inputs, rows);
  const width = encoded.inputCount;
  const items = Array.from(rows, (row, item) => [
    ["no column of the network", 1] as const,
    ...inputs.map((encoding, i) => [names[i], cell(table, encoding, i, row, item)] as const),
  ]);
  const matrix = Array.from(rows, (_, item) =>
    encoded.inputs.slice(item * width, (item + 1) * width),
  );
  return caseOf(weightsOf({ ...spec, inputs }), items, matrix);
}

/** A cell in one of the ways in which it may be given. */
function cell(
  table: RawTable,
  encoding: ColumnEncoding,
  column: number,
  row: number,
  item: number,
): unknown {
  const { numbers, codes, values } = table.columns[column];
  if (isMissingAt(table.columns[column], row)) return item % 2 === 0 ? null : "";
  if (encoding.kind === "number") return numbers?.[row];
  const text = values[codes?.[row] ?? 0];
  if (encoding.kind === "category") return text;
  if (item % 3 === 0) return text;
  if (item % 3 === 1 && encoding.trueValue === "1") return Number(text);
  return text === encoding.trueValue;
}

export const SAMPLE = sampleTable();

/** Names that would do harm if they were anything but text. */
export const AWKWARD_NAMES = [
  "__proto__",
  "constructor",
  "class",
  'quote " and \\ and `${x}` and {y}',
  "two\nlines\u2028and\u2029more\r",
  "*/ end of comment /*",
  "größe 身長 😀",
  "0",
  "1e3",
  "None",
  "\u202eright to left\u0000\ud800",
];

/** One column of each kind. */
export const TYPED: NetworkSpec = {
  inputs: [
    ...numberColumns(1),
    {
      name: "the colour",
      kind: "category",
      categories: ["red", "blue"],
      unknown: "error",
      missing: { method: "fill", value: "red" },
    },
    {
      name: "ok",
      kind: "boolean",
      falseValue: "no",
      trueValue: "yes",
      missing: { method: "error" },
    },
  ],
  classes: ["this", "that"],
};
