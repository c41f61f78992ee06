/** The target of a classification: its classes and the label of each item. */
import { quotedList, unexpectedValue, valueIndexes } from "./encodeRows.ts";
import { valueCounts } from "./fitEncodings.ts";
import { kindProblem } from "./kinds.ts";
import { compareNaturally } from "./naturalOrder.ts";
import type { RawColumn, RawTable } from "./table.ts";
import { quoted, TableError } from "./tableError.ts";

/** A class and how many rows have it. */
export interface ClassCount {
  readonly name: string;
  readonly items: number;
}

/**
 * The classes of a target column in some rows, in natural order: the order of the network's
 * outputs. Names are the values as they are written.
 *
 * @param rows all rows in use: train, validation and test
 * @throws {TableError} for fewer than two classes or too many
 */
export function classCounts(target: RawColumn, rows: Uint32Array): ClassCount[] {
  const problem = kindProblem(target, "category");
  if (problem !== null) throw problem;
  const counts = [...valueCounts(target, rows)].map(([name, items]) => ({ name, items }));
  if (counts.length < 2) {
    const found = counts.length === 0 ? "none" : `only ${quoted(counts[0].name)}`;
    throw new TableError(
      null,
      `target ${quoted(target.name)}: expected at least two classes, got ${found}`,
      "Choose another target, or a table with rows of other classes.",
    );
  }
  return counts.sort((a, b) => compareNaturally(a.name, b.name));
}

/**
 * The class of each row.
 *
 * @param rows row numbers, from 0, of rows with a value in the target
 * @returns indexes of `classes`
 * @throws {TableError} with the line of a value that is no class
 */
export function encodeLabels(
  table: RawTable,
  target: RawColumn,
  classes: readonly string[],
  rows: Uint32Array,
): Uint16Array {
  const { codes, of } = valueIndexes(target, classes);
  return Uint16Array.from(rows, row => {
    const index = codes[row] < of.length ? of[codes[row]] : -1;
    if (index >= 0) return index;
    const found = { value: target.values[codes[row]] ?? "", line: table.lines[row] };
    throw unexpectedValue(target, found, `one of ${quotedList(classes)}`);
  });
}
