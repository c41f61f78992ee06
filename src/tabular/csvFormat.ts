/** How a table is written down: delimiter, decimal mark, header. Guessed from its first rows. */
import { parseRows } from "./csvRows.ts";
import { parseNumber } from "./numberText.ts";
import { TableError } from "./tableError.ts";

/** What the beginning of a table says about the rest. */
export interface CsvFormat {
  /** One character. */
  readonly delimiter: string;
  readonly decimalComma: boolean;
  /** Whether the first row holds the names of the columns. */
  readonly header: boolean;
}

/** What to use; what is left out is guessed. */
export type CsvFormatOptions = Partial<CsvFormat>;

/** Characters of a table that are looked at. */
export const SAMPLE_CHARACTERS = 1 << 16;
const SAMPLE_ROWS = 100;

/** The comma comes last: with equal evidence it is a decimal mark. */
const DELIMITERS = ["\t", ";", "|", ","];

const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/;
const DECIMAL_POINT = /^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$/;
/** Three digits behind the comma may also be thousands; such values are no evidence. */
const MAY_BE_THOUSANDS = /,\d{3}$/;

/**
 * Guesses what the options leave open.
 *
 * @param sample the beginning of the table, with LF line ends
 * @param isWhole whether that is all there is
 * @param isMissing tells a missing value, which says nothing about its column
 * @throws {TableError} for a delimiter that cannot be one
 */
export function detectFormat(
  sample: string,
  isWhole: boolean,
  options: CsvFormatOptions,
  isMissing: (cell: string) => boolean,
): CsvFormat {
  const delimiter = options.delimiter ?? guessDelimiter(sample, isWhole);
  checkDelimiter(delimiter);
  const rows = sampleRows(sample, delimiter, isWhole);
  const decimalComma =
    options.decimalComma ?? (delimiter !== "," && guessDecimalComma(rows.slice(1).flat()));
  const header = options.header ?? guessHeader(rows, decimalComma, isMissing);
  return { delimiter, decimalComma, header };
}

function checkDelimiter(delimiter: string): void {
  if (delimiter.length === 1 && !/[\r\n"\uFEFF\0]/.test(delimiter)) return;
  throw new TableError(
    null,
    `expected a delimiter of one character that is no quote and no line end, got ${JSON.stringify(delimiter)}`,
    'Choose ",", ";", a tab or "|".',
  );
}

/** Trimmed cells of the first rows, blank lines left out. Bad quotes end the sample. */
function sampleRows(sample: string, delimiter: string, isWhole: boolean): string[][] {
  let rows: string[][];
  try {
    ({ rows } = parseRows(sample, delimiter, 1, isWhole));
    // The first row may be longer than the sample.
    if (rows.length === 0) ({ rows } = parseRows(sample, delimiter, 1, true));
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const lines = sample.split("\n", SAMPLE_ROWS).filter(line => !line.includes('"'));
    rows = lines.map(line => line.split(delimiter));
  }
  return rows
    .filter(row => row.some(cell => cell.trim() !== ""))
    .slice(0, SAMPLE_ROWS)
    .map(row => row.map(cell => cell.trim()));
}

/** The delimiter that gives most rows the same number of cells, at least two. */
function guessDelimiter(sample: string, isWhole: boolean): string {
  // With any other one, delimiters alone would be values.
  const only = DELIMITERS.find(delimiter => isOnly(sample, delimiter));
  if (only !== undefined) return only;
  let best = { delimiter: ",", share: 0, width: 1 };
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(sample, delimiter, isWhole);
    const { width, count } = commonWidth(rows);
    if (width < 2) continue;
    const share = count / rows.length;
    const isTie = share === best.share && width > best.width;
    const isDecimalMark = delimiter === "," && holdsDecimals(sample, best.delimiter, isWhole);
    if (share > best.share || (isTie && !isDecimalMark)) best = { delimiter, share, width };
  }
  return best.delimiter;
}

/** Whether there is nothing but a delimiter. */
function isOnly(sample: string, delimiter: string): boolean {
  return sample.includes(delimiter) && sample.replaceAll(delimiter, "").trim() === "";
}

/** Whether every cell with a comma is a number with a decimal comma. */
function holdsDecimals(sample: string, delimiter: string, isWhole: boolean): boolean {
  const cells = sampleRows(sample, delimiter, isWhole).flat();
  const withComma = cells.filter(cell => cell.includes(","));
  return withComma.length > 0 && withComma.every(cell => DECIMAL_COMMA.test(cell));
}

function commonWidth(rows: readonly string[][]): { width: number; count: number } {
  const counts = new Map<number, number>();
  let best = { width: 0, count: 0 };
  for (const { length } of rows) {
    const count = (counts.get(length) ?? 0) + 1;
    counts.set(length, count);
    if (count > best.count) best = { width: length, count };
  }
  return best;
}

function guessDecimalComma(cells: readonly string[]): boolean {
  if (cells.some(cell => DECIMAL_POINT.test(cell))) return false;
  return cells.some(cell => DECIMAL_COMMA.test(cell) && !MAY_BE_THOUSANDS.test(cell));
}

/**
 * A first row is a header if its cells are words above numbers; it is data if they are numbers
 * above numbers. Where all is words, it is a header unless one of them comes again below.
 */
function guessHeader(
  rows: readonly string[][],
  decimalComma: boolean,
  isMissing: (cell: string) => boolean,
): boolean {
  const [first = [], ...rest] = rows;
  const isNumber = (cell: string): boolean => !Number.isNaN(parseNumber(cell, decimalComma));
  if (rest.length === 0) return !first.some(isNumber);
  let votes = 0;
  let comesAgain = false;
  for (const [i, name] of first.entries()) {
    if (isMissing(name)) continue;
    const below = rest.map(row => row[i] ?? "").filter(cell => !isMissing(cell));
    const numbers = below.filter(isNumber).length;
    if (numbers > below.length / 2) votes += isNumber(name) ? -1 : 1;
    else if (isNumber(name)) votes -= 1;
    else comesAgain ||= below.includes(name);
  }
  return votes === 0 ? !comesAgain : votes > 0;
}
