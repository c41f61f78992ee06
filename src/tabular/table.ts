/** A table as it was read: columns of typed arrays, and what is known of each. */
import type { TableSample } from "../core/experiment.ts";
import type { CsvFormat } from "./csvFormat.ts";
import type { EncodingName } from "./decode.ts";
import type { Place } from "./tableError.ts";

/** The code of a missing value. */
export const MISSING_CODE = 0xffffffff;

/** Different values of a column that are kept; a column with more is no category. */
export const MAX_DISTINCT = 1000;

/** Characters of a value that is kept; a column with a longer one is no category. */
export const MAX_VALUE_CHARACTERS = 1000;

/** What was counted while a column was read. Every cell is one of four: missing, a finite number,
 * a number beyond float64, or words. */
interface ColumnFacts {
  readonly missing: number;
  readonly numbers: number;
  readonly infinities: number;
  readonly words: number;
  /** Different values; null if they are too many or too long to be kept. */
  readonly distinct: number | null;
  /** Of the finite numbers; infinities if there are none. */
  readonly min: number;
  readonly max: number;
  /** Whether every number is a whole one. */
  readonly isWhole: boolean;
  /** Whether some numbers begin with a zero that means nothing in a number, as in 007. */
  readonly hasLeadingZeros: boolean;
  /** Whether the numbers count 1 by 1 from row to row, or 1 down. */
  readonly isCounter: boolean;
  /** Of the values in words. */
  readonly meanWordsPerValue: number;
  /** Cells of interest: the first that is missing, infinite, in words. */
  readonly first: {
    readonly missing: CellPlace | null;
    readonly infinity: CellPlace | null;
    readonly words: CellPlace | null;
  };
}

/** A cell of a table, in its text. */
export interface CellPlace extends Place {
  readonly text: string;
}

export interface RawColumn {
  readonly name: string;
  /** From 0, in the file. */
  readonly position: number;
  readonly facts: ColumnFacts;
  /** One for each row, NaN where the cell is no finite number; null if no cell is a number. */
  readonly numbers: Float64Array | null;
  /** One for each row, an index of `values` or MISSING_CODE; null if values are not kept. */
  readonly codes: Uint32Array | null;
  /** The different values as they are written, in order of appearance; some of them if `codes` is null. */
  readonly values: readonly string[];
}

/** Why rows were left out while reading. */
export const rowExclusionLabels = {
  blank: "the row is blank",
  ragged: "the row has more or fewer values than there are columns",
  missing: "a value is missing",
  sample: "the row is not in the sample",
} as const;

/** Rows that were left out, by the lines on which they begin. */
export interface ExcludedRows {
  readonly reason: keyof typeof rowExclusionLabels;
  readonly lines: Uint32Array;
}

export interface RawTable {
  readonly format: CsvFormat & {
    /** Null if the table came as text. */
    readonly encoding: EncodingName | null;
    /** Cells that count as missing, beside empty ones. */
    readonly missingWords: readonly string[];
    /** Null if all rows were read. */
    readonly sample: TableSample | null;
  };
  /** Rows of data; the header is none. */
  readonly rowCount: number;
  /** The line on which each row begins, from 1. */
  readonly lines: Uint32Array;
  readonly columns: readonly RawColumn[];
  readonly excludedRows: readonly ExcludedRows[];
}

/** Whether a cell has no value. */
export function isMissingAt({ codes, numbers }: RawColumn, row: number): boolean {
  if (codes !== null) return codes[row] === MISSING_CODE;
  return numbers === null || Number.isNaN(numbers[row]);
}
