import assert from "node:assert/strict";
import { test } from "node:test";
import {
  booleanPair,
  columnKindLabels,
  type ColumnKind,
  guessKind,
  kindProblem,
} from "../../../src/tabular/kinds.ts";
import { readTable } from "../../../src/tabular/readTable.ts";
import type { RawColumn } from "../../../src/tabular/table.ts";

/** A column beside another one, so that an empty cell is no blank row. */
function column(cells: readonly (string | number)[], name = "x"): RawColumn {
  const rows = cells.map(cell => `"${cell}",z`);
  return readTable([`${name},other`, ...rows].join("\n"), { header: true }).columns[0];
}

function repeat(cells: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => cells[i % cells.length]);
}

function count<T>(length: number, make: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => make(i));
}

test("kinds are guessed", () => {
  const cases: readonly [ColumnKind, RawColumn][] = [
    ["number", column(["1", "2.5", "-3e2"])],
    ["number", column(["3", "", "7"])],
    ["number", column(repeat(["1", "2", "3"], 30))],
    ["number", column(count(30, i => (i * 7919) % 1009))],
    ["number", column(count(5, i => i + 1))],
    ["number", column(count(50, i => 2 * i))],
    ["category", column(repeat(["red", "green"], 8))],
    ["category", column(repeat(["0", "1", "2", "3+"], 40))],
    ["category", column(repeat(["007", "012", "099"], 40))],
    ["boolean", column(["yes", "no", "", "Yes"].slice(0, 3))],
    ["boolean", column(["TRUE", "FALSE", "TRUE"])],
    ["boolean", column(["1", "0", "0"])],
    ["boolean", column(["f", "t"])],
    ["category", column(["no", "yes", "Yes"])],
    ["date", column(["2024-01-31", "2024-02-29"])],
    ["date", column(["2024-01-31 12:30", "2024-01-31T12:30:00Z"])],
    ["date", column(count(1500, i => `${1000 + i}-01-31`))],
    ["date", column(["31.1.24", "1/2/2024"])],
    ["date", column(["31 Jan 2024", "March 5, 2023"])],
    ["date", column(["9:30", "12:45:10"])],
    ["idLike", column(count(30, i => i + 100))],
    ["idLike", column(count(30, i => 30 - i))],
    ["idLike", column(["5", "9", "2"], "PassengerId")],
    ["idLike", column(["5", "9", "2"], "user_id")],
    ["number", column(["5", "9", "2"], "paid")],
    ["idLike", column(count(30, i => `A-${i}`))],
    ["idLike", column(count(1500, i => `A-${i}`))],
    ["idLike", column(count(30, i => `0${i + 10}`))],
    ["constant", column(["a", "a", ""])],
    ["constant", column(["1", "1.0"])],
    ["freeText", column(count(30, i => `this is comment number ${i}`))],
    ["freeText", column(["a b c ".repeat(300), "x y z"])],
    ["empty", column(["", "NA", "?"])],
    ["number", column([...count(30, i => i / 8), "oops"])],
    ["number", column(["1", "2", "3", "oops"])],
    ["number", column(["1", "1e999"])],
  ];
  for (const [kind, found] of cases) {
    const guess = guessKind(found);
    assert.equal(guess.kind, kind, `${found.values.slice(0, 4).join()} ${guess.reason}`);
    assert.match(guess.reason, /^[a-z].*[^.]$/);
  }
  assert.deepEqual(new Set(cases.map(([kind]) => kind)), new Set(Object.keys(columnKindLabels)));
});

test("no comes first in a pair of words", () => {
  assert.deepEqual(booleanPair(column(["Yes", "No"])), ["No", "Yes"]);
  assert.deepEqual(booleanPair(column(["0", "1"])), ["0", "1"]);
  assert.equal(booleanPair(column(["no", "maybe"])), null);
  assert.equal(booleanPair(column(["no", "true"])), null);
});

test("what keeps a column from being of a kind is told with its place", () => {
  const spoiled = column(["1", "oops", "2", "1e999"]);
  assert.equal(
    kindProblem(spoiled, "number")?.message,
    'line 3, character 1: column "x": expected a number, got "oops", and 1 other value like it. ' +
      "Correct the value, name it as a word for a missing value, or do not use the column as a number.",
  );
  assert.equal(kindProblem(spoiled, "category"), null);
  assert.match(kindProblem(spoiled, "boolean")?.message ?? "", /two values that mean no and yes/);
  assert.match(
    kindProblem(column(count(1001, i => i)), "category")?.message ?? "",
    /at most 1,000 different values/,
  );
  assert.match(kindProblem(column(["1", "-inf"]), "number")?.message ?? "", /^line 3, .*float64/);
  assert.equal(kindProblem(column(["1", "2"]), "number"), null);
  assert.equal(kindProblem(column(["no", "yes"]), "boolean"), null);
});
