/** From rows of a table to what a network reads. */
import {
  type BooleanEncoding,
  type CategoryEncoding,
  type ColumnEncoding,
  encodedWidth,
  inputCount,
  type MissingMethod,
  type NumberEncoding,
  scaled,
} from "../core/columnEncoding.ts";
import { kindProblem } from "./kinds.ts";
import {
  type ExcludedRows,
  isMissingAt,
  MISSING_CODE,
  type RawColumn,
  type RawTable,
} from "./table.ts";
import { counted, quoted, TableError } from "./tableError.ts";

/** Numbers of an encoded table; more would not fit into memory. */
const MAX_NUMBERS = 2 ** 27;

/** Categories that no train row had, and whose inputs are all 0. */
interface UnknownCategories {
  /** The column. */
  readonly name: string;
  readonly items: number;
  /** The first of them, and the line of its row. */
  readonly value: string;
  readonly line: number;
}

export interface EncodedRows {
  /** Row-major, shape [rows, inputs]. Every number is finite. */
  readonly inputs: Float64Array;
  readonly inputCount: number;
  readonly unknown: readonly UnknownCategories[];
}

/** A column, and what is done where it has no value. */
export interface MissingChoice {
  readonly column: RawColumn;
  readonly missing: MissingMethod;
}

/**
 * The rows that can be used: those with a value wherever one is asked for.
 *
 * @returns row numbers, from 0, ascending; and the lines of the rows that were left out
 * @throws {TableError} with the place of a missing value if its column's rule says so, or if no
 *   row is left
 */
export function usableRows(
  table: RawTable,
  choices: readonly MissingChoice[],
): { rows: Uint32Array; excluded: ExcludedRows[] } {
  for (const { column, missing } of choices) {
    if (missing === "error" && column.facts.missing > 0) throw missingValue(column);
  }
  const strict = choices.filter(
    ({ column, missing }) => missing === "drop" && column.facts.missing > 0,
  );
  const rows = new Uint32Array(table.rowCount);
  const dropped = new Uint32Array(table.rowCount);
  let count = 0;
  for (let row = 0; row < table.rowCount; row++) {
    if (strict.some(({ column }) => isMissingAt(column, row))) {
      dropped[row - count] = table.lines[row];
    } else {
      rows[count++] = row;
    }
  }
  if (count === 0) {
    throw new TableError(
      null,
      "every row has a missing value",
      "Do not use the columns with missing values, or choose to fill them in.",
    );
  }
  const lines = dropped.slice(0, table.rowCount - count);
  return {
    rows: rows.slice(0, count),
    excluded: lines.length === 0 ? [] : [{ reason: "missing", lines }],
  };
}

/**
 * The column of each encoding, by name: another table may have more columns, in another order.
 *
 * @throws {TableError} naming the columns that are not there
 */
export function matchColumns(table: RawTable, encodings: readonly ColumnEncoding[]): RawColumn[] {
  const byName = new Map(table.columns.map(column => [column.name, column]));
  const absent = encodings.filter(({ name }) => !byName.has(name)).map(({ name }) => quoted(name));
  if (absent.length > 0) {
    throw new TableError(
      { line: table.format.header ? 1 : table.lines[0], column: null },
      `expected ${absent.length === 1 ? "a column" : "columns"} ${absent.join(", ")}, found none of that name`,
      "Choose a table with the columns that the network was trained with, or rename them.",
    );
  }
  return encodings.flatMap(({ name }) => byName.get(name) ?? []);
}

/**
 * Encodes rows, in the order in which they are given.
 *
 * @param rows row numbers, from 0, of usable rows
 * @throws {TableError} for a value that does not fit its column's encoding
 */
export function encodeRows(
  table: RawTable,
  encodings: readonly ColumnEncoding[],
  rows: Uint32Array,
): EncodedRows {
  const columns = matchColumns(table, encodings);
  const width = inputCount(encodings);
  if (width * rows.length > MAX_NUMBERS) {
    throw new TableError(
      null,
      `${counted(rows.length, "row")} of ${counted(width, "input")} are more than fit into memory`,
      "Use fewer rows, or leave out categories with many different values.",
    );
  }
  const inputs = new Float64Array(width * rows.length);
  const unknown: UnknownCategories[] = [];
  let offset = 0;
  for (const [i, encoding] of encodings.entries()) {
    const place: Cells = { table, column: columns[i], rows, inputs, width, offset };
    switch (encoding.kind) {
      case "number":
        writeNumbers(place, encoding);
        break;
      case "category":
        unknown.push(...writeCategories(place, encoding));
        break;
      case "boolean":
        writeBooleans(place, encoding);
        break;
    }
    offset += encodedWidth(encoding);
  }
  return { inputs, inputCount: width, unknown };
}

/** A column, and where its inputs stand: at offset + width * item. */
interface Cells {
  readonly table: RawTable;
  readonly column: RawColumn;
  readonly rows: Uint32Array;
  readonly inputs: Float64Array;
  readonly width: number;
  readonly offset: number;
}

function writeNumbers(cells: Cells, { scaling, missing }: NumberEncoding): void {
  const { table, column, rows, inputs, width, offset } = cells;
  const problem = kindProblem(column, "number");
  if (problem !== null) throw problem;
  for (let item = 0; item < rows.length; item++) {
    let x = column.numbers === null ? NaN : column.numbers[rows[item]];
    if (Number.isNaN(x)) {
      if (missing.method !== "fill") throw missingValue(column);
      x = missing.value;
    }
    const value = scaled(x, scaling);
    if (!Number.isFinite(value)) {
      throw new TableError(
        { line: table.lines[rows[item]], column: null },
        `column ${quoted(column.name)}: ${x} is too large to be scaled as the train rows were`,
        "Correct the value, or leave out the row.",
      );
    }
    inputs[offset + width * item] = value;
  }
}

function writeCategories(cells: Cells, encoding: CategoryEncoding): UnknownCategories[] {
  const { table, column, rows, inputs, width, offset } = cells;
  const indexes = valueIndexes(column, encoding.categories);
  const fill =
    encoding.missing.method === "fill" ? encoding.categories.indexOf(encoding.missing.value) : -1;
  let items = 0;
  let first: { value: string; line: number } | null = null;
  for (let item = 0; item < rows.length; item++) {
    const code = indexes.codes[rows[item]];
    if (code === MISSING_CODE && fill < 0) throw missingValue(column);
    const index = code === MISSING_CODE ? fill : indexes.of[code];
    if (index >= 0) {
      inputs[offset + width * item + index] = 1;
      continue;
    }
    items++;
    first ??= { value: column.values[code], line: table.lines[rows[item]] };
    if (encoding.unknown === "zeros") continue;
    throw unexpectedValue(column, first, `one of ${quotedList(encoding.categories)}`);
  }
  return first === null ? [] : [{ name: column.name, items, ...first }];
}

function writeBooleans(cells: Cells, encoding: BooleanEncoding): void {
  const { table, column, rows, inputs, width, offset } = cells;
  const pair = [encoding.falseValue, encoding.trueValue];
  const indexes = valueIndexes(column, pair);
  const { missing } = encoding;
  for (let item = 0; item < rows.length; item++) {
    const code = indexes.codes[rows[item]];
    if (code === MISSING_CODE && missing.method !== "fill") throw missingValue(column);
    const index =
      code === MISSING_CODE ? Number(missing.method === "fill" && missing.value) : indexes.of[code];
    if (index < 0) {
      const found = { value: column.values[code], line: table.lines[rows[item]] };
      throw unexpectedValue(column, found, quotedList(pair));
    }
    inputs[offset + width * item] = index;
  }
}

/**
 * Where each value of a column stands in a list; -1 where it does not.
 *
 * @throws {TableError} if the column has too many different values
 */
export function valueIndexes(
  column: RawColumn,
  list: readonly string[],
): { codes: Uint32Array; of: Int32Array } {
  const { codes, values } = column;
  if (codes === null) {
    const problem = kindProblem(column, "category");
    throw problem ?? new RangeError("expected a column with codes");
  }
  const positions = new Map(list.map((value, i) => [value, i]));
  return { codes, of: Int32Array.from(values, value => positions.get(value) ?? -1) };
}

/**
 * A column without a value where one is expected.
 *
 * @param advice what can be done about it, in the words of who asked
 */
export function missingValue(
  column: RawColumn,
  advice = "Choose to leave out such rows or to fill in the mean or the most frequent value, or do not use the column.",
): TableError {
  const { missing, first } = column.facts;
  const others = missing - 1;
  const more =
    others <= 0 ? "" : `; so ${others === 1 ? "has" : "have"} ${counted(others, "other row")}`;
  return new TableError(
    first.missing,
    `column ${quoted(column.name)} has no value here${more}`,
    advice,
  );
}

/** A value of a category or a boolean that was not there in training. */
export function unexpectedValue(
  column: RawColumn,
  { value, line }: { value: string; line: number },
  expected: string,
): TableError {
  return new TableError(
    { line, column: null },
    `column ${quoted(column.name)}: expected ${expected}, got ${quoted(value)}`,
    "Correct the value, or leave out the row.",
  );
}

const SHOWN_VALUES = 8;

/** Values in a sentence, the first few of them. */
export function quotedList(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN_VALUES).map(quoted).join(", ");
  return values.length > SHOWN_VALUES ? `${shown}, …` : shown;
}
