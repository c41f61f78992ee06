/** The rows of a table as a trained network takes them. */
import { type ColumnEncoding, encodedWidth, isFar } from "../core/columnEncoding.ts";
import { encodeRows, matchColumns, usableRows } from "./encodeRows.ts";
import type { ExcludedRows, RawTable } from "./table.ts";
import { counted, quoted } from "./tableError.ts";

export interface EncodedTable {
  /** The row of each item. */
  readonly rows: Uint32Array;
  /** Rows that have no value where the network asks for one. */
  readonly excluded: readonly ExcludedRows[];
  /** Shape [items, inputs]. */
  readonly inputs: Float64Array;
  /** Sentences without a full stop. */
  readonly warnings: readonly string[];
}

/**
 * @param encodings of the training
 * @throws {TableError} naming line and character of a value that the network cannot take
 */
export function encodeTable(table: RawTable, encodings: readonly ColumnEncoding[]): EncodedTable {
  const columns = matchColumns(table, encodings);
  const choices = columns.map((column, i) => ({ column, missing: encodings[i].missing.method }));
  const { rows, excluded } = usableRows(table, choices);
  const { inputs, inputCount, unknown } = encodeRows(table, encodings, rows);
  const unknownWarnings = unknown.map(
    ({ name, items, value, line }) =>
      `${counted(items, "row")} with a value of column ${quoted(name)} that the network was not ` +
      `trained with, such as ${quoted(value)} in line ${line}; all its inputs are 0`,
  );
  const farWarnings = farNumbers(encodings, inputs, inputCount).map(
    ({ name, items, first }) =>
      `${counted(items, "row")} with a number of column ${quoted(name)} far from those that the ` +
      `network was trained with, such as in line ${table.lines[rows[first]]}`,
  );
  return { rows, excluded, inputs, warnings: [...unknownWarnings, ...farWarnings] };
}

interface FarNumbers {
  readonly name: string;
  /** How many, and the first of them. */
  readonly items: number;
  readonly first: number;
}

function farNumbers(
  encodings: readonly ColumnEncoding[],
  inputs: Float64Array,
  width: number,
): FarNumbers[] {
  const found: FarNumbers[] = [];
  let offset = 0;
  for (const encoding of encodings) {
    if (encoding.kind === "number") {
      const { name, scaling } = encoding;
      let items = 0;
      let first = -1;
      for (let i = offset, item = 0; i < inputs.length; i += width, item++) {
        if (!isFar(inputs[i], scaling)) continue;
        if (items++ === 0) first = item;
      }
      if (items > 0) found.push({ name, items, first });
    }
    offset += encodedWidth(encoding);
  }
  return found;
}

/** @returns the item of each row of the table; -1 for a row that is none */
export function itemsByRow(table: RawTable, rows: Uint32Array): Int32Array {
  const itemOf = new Int32Array(table.rowCount).fill(-1);
  for (const [item, row] of rows.entries()) itemOf[row] = item;
  return itemOf;
}
