// What is chosen of a table, kept by the names of its columns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLE_SPLIT } from "../../../src/core/tableChoice.ts";
import {
  editsOf,
  inputsOf,
  NO_EDITS,
  useOf,
  withColumn,
  withTarget,
  withTask,
} from "../../../src/host/tableChoices.ts";
import type { ColumnSummary, TableSummary } from "../../../src/protocol/dataMessages.ts";

function column(name: string, changes: Partial<ColumnSummary> = {}): ColumnSummary {
  return {
    name,
    kind: "number",
    kindReason: "its values are numbers",
    inputKinds: ["number", "category"],
    excluded: null,
    tasks: ["classification", "regression"],
    notTarget: null,
    missing: 0,
    distinct: 5,
    min: 0,
    max: 4,
    examples: ["0", "1"],
    ...changes,
  };
}

/** Suggests the last column as the target and all others that are not excluded as inputs. */
function summary(...columns: ColumnSummary[]): TableSummary {
  const target = columns.length - 1;
  return {
    sha256: "0".repeat(64),
    byteCount: 100,
    format: {
      delimiter: ",",
      header: true,
      decimalComma: false,
      encoding: "utf-8",
      missingWords: [],
      sample: null,
    },
    rowCount: 10,
    columns,
    firstRows: [],
    excludedRows: [],
    suggestion: {
      target,
      reason: "it is the last column",
      inputs: columns.flatMap(({ excluded }, position) =>
        excluded !== null || position === target
          ? []
          : [
              {
                position,
                kind: "number" as const,
                scaling: "zScore" as const,
                unknown: "zeros" as const,
                missing: "error" as const,
              },
            ],
      ),
    },
  };
}

const id = column("id", { kind: "idLike", excluded: "it counts the rows" });
const words = column("words", { kind: "freeText", inputKinds: [], excluded: "prose" });
const table = summary(id, column("a"), column("b"), words, column("class"));

function usedNames(shown: TableSummary, edits = NO_EDITS): string[] {
  return inputsOf(useOf(shown, edits)).map(({ position }) => shown.columns[position].name);
}

test("without edits all is as suggested", () => {
  assert.deepEqual(usedNames(table), ["a", "b"]);
  assert.equal(useOf(table, NO_EDITS).target, 4);
});

test("another target takes the place of an input, and the one before becomes one", () => {
  assert.deepEqual(usedNames(table, withTarget(NO_EDITS, "a")), ["b", "class"]);
  assert.equal(useOf(table, withTarget(NO_EDITS, "nowhere")).target, 4);
  const quantity = summary(column("a", { notTarget: "it holds numbers" }), column("class"));
  assert.equal(useOf(quantity, withTarget(NO_EDITS, "a")).target, 1);
});

test("edits follow the names of columns to other places and leave others alone", () => {
  let edits = withColumn(NO_EDITS, "b", { scaling: "none" });
  edits = withColumn(edits, "b", { missing: "drop" });
  edits = withColumn(edits, "a", { isUsed: false });
  edits = withColumn(edits, "id", { isUsed: true });
  assert.deepEqual(usedNames(table, edits), ["id", "b"]);
  const moved = summary(column("b"), column("new"), column("class"));
  assert.deepEqual(usedNames(moved, edits), ["b", "new"]);
  const [b] = useOf(moved, edits).columns;
  assert.deepEqual([b.scaling, b.missing], ["none", "drop"]);
});

test("a column is never used as what it cannot be", () => {
  const edits = withColumn(withColumn(NO_EDITS, "words", { isUsed: true }), "a", {
    kind: "boolean",
  });
  const { columns } = useOf(table, edits);
  assert.equal(columns[3].isUsed, false);
  assert.equal(columns[1].kind, "number");
});

test("the edits of a choice give the choice again", () => {
  const edits = withColumn(withTarget(NO_EDITS, "b"), "id", { isUsed: true, kind: "category" });
  const use = useOf(table, edits);
  const choice = {
    target: use.target ?? -1,
    task: use.task,
    targetMissing: "error" as const,
    inputs: inputsOf(use),
    split: TABLE_SPLIT,
  };
  const again = useOf(table, editsOf(table, choice));
  assert.deepEqual(inputsOf(again), choice.inputs);
  assert.equal(again.target, choice.target);
  assert.equal(again.task, "classification");
  const numbers = { ...choice, task: "regression" as const };
  assert.equal(useOf(table, editsOf(table, numbers)).task, "regression");
});

test("a target is learned as it was asked for, as far as it can be", () => {
  const target = (tasks: ColumnSummary["tasks"]) => summary(column("a"), column("y", { tasks }));
  const numbers = withTask(NO_EDITS, "regression");
  assert.equal(useOf(target(["regression", "classification"]), NO_EDITS).task, "regression");
  assert.equal(useOf(target(["classification", "regression"]), numbers).task, "regression");
  assert.equal(useOf(target(["classification"]), numbers).task, "classification");
  // Another target is learned as is usual for it.
  const other = useOf(target(["classification", "regression"]), withTarget(numbers, "a"));
  assert.equal(other.task, "classification");
});
