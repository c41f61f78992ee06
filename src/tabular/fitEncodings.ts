/** Encodings of the columns that were chosen, with what train rows alone can tell. */
import { preciseSum } from "../core/preciseSum.ts";
import type {
  BooleanEncoding,
  CategoryEncoding,
  ColumnEncoding,
  MissingMethod,
  MissingRule,
  NumberEncoding,
  Scaling,
  ScalingMethod,
  UnknownRule,
} from "../core/columnEncoding.ts";
import { booleanPair, type InputKind, kindProblem } from "./kinds.ts";
import { compareNaturally } from "./naturalOrder.ts";
import { MISSING_CODE, type RawColumn, type RawTable } from "./table.ts";
import { quoted, TableError } from "./tableError.ts";

/** A column that is to be an input, and how. */
export interface InputChoice {
  /** Of the column in the table, from 0. */
  readonly position: number;
  readonly kind: InputKind;
  /** For numbers. */
  readonly scaling: ScalingMethod;
  /** For categories. */
  readonly unknown: UnknownRule;
  readonly missing: MissingMethod;
}

/**
 * Fits every chosen column on train rows.
 *
 * Means and deviations are those of the population (divided by the number of values, as
 * scikit-learn's StandardScaler does) and do not depend on the order of rows. A column that is
 * constant in the train rows gets the deviation 1.
 *
 * @param trainRows row numbers, from 0; rows without a value in a column say nothing about it
 * @throws {TableError} for a column that does not fit its kind or has no value in any train row
 */
export function fitEncodings(
  table: RawTable,
  choices: readonly InputChoice[],
  trainRows: Uint32Array,
): ColumnEncoding[] {
  return choices.map(choice => {
    const column = table.columns[choice.position];
    const problem = kindProblem(column, choice.kind);
    if (problem !== null) throw problem;
    switch (choice.kind) {
      case "number":
        return fitNumber(column, choice, trainRows);
      case "category":
        return fitCategory(column, choice, trainRows);
      case "boolean":
        return fitBoolean(column, choice, trainRows);
    }
  });
}

function fitNumber(column: RawColumn, choice: InputChoice, rows: Uint32Array): NumberEncoding {
  const values = presentNumbers(column, rows);
  if (values.length === 0) throw noValues(column);
  const mean = preciseSum(values) / values.length;
  const scaling = fitScaling(values, mean, choice.scaling);
  if (!Object.values(scaling).every(value => typeof value === "string" || Number.isFinite(value))) {
    throw tooLarge(column, "Divide the column by a large number, or do not use it.");
  }
  if (choice.missing === "fill" && !Number.isFinite(mean)) {
    throw tooLarge(column, "Choose another rule for missing values.");
  }
  return {
    name: column.name,
    kind: "number",
    scaling,
    missing: missingRule(choice.missing, mean),
  };
}

function fitScaling(values: Float64Array, mean: number, method: ScalingMethod): Scaling {
  switch (method) {
    case "none":
      return { method };
    case "zScore": {
      const squares = values.map(value => (value - mean) * (value - mean));
      const deviation = Math.sqrt(preciseSum(squares) / values.length);
      return { method, mean, deviation: deviation === 0 ? 1 : deviation };
    }
    case "minMax": {
      let [min, max] = [Infinity, -Infinity];
      for (const value of values) {
        if (value < min) min = value;
        if (value > max) max = value;
      }
      return { method, min, max };
    }
  }
}

function fitCategory(column: RawColumn, choice: InputChoice, rows: Uint32Array): CategoryEncoding {
  const counts = valueCounts(column, rows);
  const categories = [...counts.keys()].sort(compareNaturally);
  if (categories.length === 0) throw noValues(column);
  return {
    name: column.name,
    kind: "category",
    categories,
    unknown: choice.unknown,
    missing: missingRule(choice.missing, mostFrequent(categories, counts)),
  };
}

function fitBoolean(column: RawColumn, choice: InputChoice, rows: Uint32Array): BooleanEncoding {
  const [falseValue, trueValue] = booleanPair(column) ?? [];
  const counts = valueCounts(column, rows);
  if (falseValue === undefined || trueValue === undefined || counts.size === 0) {
    throw noValues(column);
  }
  const mode = mostFrequent([falseValue, trueValue], counts);
  return {
    name: column.name,
    kind: "boolean",
    falseValue,
    trueValue,
    missing: missingRule(choice.missing, mode === trueValue),
  };
}

function missingRule<V>(method: MissingMethod, value: V): MissingRule<V> {
  return method === "fill" ? { method, value } : { method };
}

function presentNumbers({ numbers }: RawColumn, rows: Uint32Array): Float64Array {
  const values = new Float64Array(numbers === null ? 0 : rows.length);
  let count = 0;
  if (numbers !== null) {
    for (const row of rows) if (!Number.isNaN(numbers[row])) values[count++] = numbers[row];
  }
  return values.subarray(0, count);
}

/** How often each value occurs in some rows. */
export function valueCounts({ codes, values }: RawColumn, rows: Uint32Array): Map<string, number> {
  const counts = new Uint32Array(values.length);
  if (codes !== null) {
    for (const row of rows) if (codes[row] !== MISSING_CODE) counts[codes[row]]++;
  }
  const found = new Map<string, number>();
  for (const [code, count] of counts.entries()) if (count > 0) found.set(values[code], count);
  return found;
}

/** The first one wins ties. */
function mostFrequent(values: readonly string[], counts: ReadonlyMap<string, number>): string {
  const count = (value: string): number => counts.get(value) ?? 0;
  return values.reduce((best, value) => (count(value) > count(best) ? value : best));
}

function noValues(column: RawColumn): TableError {
  return new TableError(
    null,
    `column ${quoted(column.name)} has no value in any train row`,
    "Do not use the column.",
  );
}

function tooLarge(column: RawColumn, advice: string): TableError {
  return new TableError(
    null,
    `column ${quoted(column.name)}: its numbers are too large for their mean, spread or range`,
    advice,
  );
}
