/** The target of a regression: the number of each item, scaled as the network is to answer it. */
import { scaled, type Scaling } from "../core/columnEncoding.ts";
import { fitEncodings } from "./fitEncodings.ts";
import { kindProblem } from "./kinds.ts";
import type { RawColumn, RawTable } from "./table.ts";
import { quoted, TableError } from "./tableError.ts";

/** Numbers of a column in some rows. */
export interface NumberSummary {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  /** Of the population: divided by the number of values. */
  readonly deviation: number;
}

/**
 * Fits the scaling of a target on train rows: to mean 0 and deviation 1, so that the same learning
 * rates suit every target, whatever its unit.
 *
 * @param trainRows row numbers, from 0, of rows with a value in the target
 * @throws {TableError} for a column that is not all numbers, or whose train rows are all alike
 */
export function fitTarget(table: RawTable, target: RawColumn, trainRows: Uint32Array): Scaling {
  const problem = kindProblem(target, "number");
  if (problem !== null) throw problem;
  const [encoding] = fitEncodings(
    table,
    [
      {
        position: target.position,
        ...{ kind: "number", scaling: "zScore", unknown: "error", missing: "error" },
      },
    ],
    trainRows,
  );
  const first = numberAt(target, trainRows[0]);
  if (encoding.kind !== "number" || trainRows.every(row => numberAt(target, row) === first)) {
    throw new TableError(
      null,
      `target ${quoted(target.name)}: expected numbers that differ, got only ${first} in the rows to train on`,
      "Choose another target, or a table with rows of other values.",
    );
  }
  return encoding.scaling;
}

/**
 * The scaled target of each row.
 *
 * @param rows row numbers, from 0, of rows with a value in the target
 * @throws {TableError} with the line of a number that is too large to be scaled
 */
export function scaleTargets(
  table: RawTable,
  target: RawColumn,
  scaling: Scaling,
  rows: Uint32Array,
): Float64Array {
  return Float64Array.from(rows, row => {
    const value = scaled(numberAt(target, row), scaling);
    if (Number.isFinite(value)) return value;
    throw new TableError(
      { line: table.lines[row], column: null },
      `target ${quoted(target.name)}: ${numberAt(target, row)} is too large to be scaled as the train rows were`,
      "Correct the value, or leave out the row.",
    );
  });
}

/** @param rows row numbers, from 0, of rows with a value in the column; at least one */
export function numberSummary(column: RawColumn, rows: Uint32Array): NumberSummary {
  let [min, max, mean, squares] = [Infinity, -Infinity, 0, 0];
  for (const [i, row] of rows.entries()) {
    const value = numberAt(column, row);
    min = Math.min(min, value);
    max = Math.max(max, value);
    // Welford's update.
    const delta = value - mean;
    mean += delta / (i + 1);
    squares += delta * (value - mean);
  }
  return { min, mean, max, deviation: Math.sqrt(squares / rows.length) };
}

function numberAt({ numbers }: RawColumn, row: number): number {
  return numbers === null ? Number.NaN : numbers[row];
}
