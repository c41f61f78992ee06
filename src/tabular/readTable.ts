/** Reads a table from bytes or text, batch by batch. */
import type { TableSample } from "../core/experiment.ts";
import { ColumnBuilder } from "./columnBuilder.ts";
import {
  type CsvFormat,
  type CsvFormatOptions,
  detectFormat,
  SAMPLE_CHARACTERS,
} from "./csvFormat.ts";
import { plainLineEnds, readRows, type RowBatch } from "./csvRows.ts";
import { checkHeader, columnNames } from "./columnNames.ts";
import { decodePieces, detectEncoding, type EncodingName, pieceCount } from "./decode.ts";
import { growingCodes } from "./growingArray.ts";
import { RowSelector } from "./rowSample.ts";
import type { ExcludedRows, RawTable } from "./table.ts";
import { counted, TableError } from "./tableError.ts";

/** What to do where there is a choice; what is left out is guessed, or is an error. */
export interface LoadOptions extends CsvFormatOptions {
  readonly encoding?: EncodingName;
  /** Cells that count as missing; empty ones always do. */
  readonly missingWords?: readonly string[];
  /** Rows with more or fewer values than the header: refused unless they are to be left out. */
  readonly raggedRows?: "error" | "exclude";
  /** Columns without a name: refused unless they are to be called by their number. */
  readonly unnamedColumns?: "error" | "number";
  /** More rows are refused. */
  readonly maxRows?: number;
  /** Takes so many of the rows at random; all of them if there are no more. */
  readonly sample?: TableSample;
}

export interface LoadProgress {
  /** Rows of data so far. */
  readonly rows: number;
  /** Of the whole, from 0 to 1. */
  readonly fraction: number;
}

/** What other programs write for a missing value. */
const MISSING_WORDS: readonly string[] = [
  "?",
  "NA",
  "N/A",
  "n/a",
  "#N/A",
  "NaN",
  "nan",
  "NULL",
  "null",
];

const MAX_ROWS = 1_000_000;

/** Loads a table at once. */
export function readTable(source: Uint8Array | string, options: LoadOptions = {}): RawTable {
  const loading = loadTable(source, options);
  let step = loading.next();
  while (step.done !== true) step = loading.next();
  return step.value;
}

/**
 * Loads a table bit by bit: pull for more, leave to cancel. Each step handles about a quarter of a
 * megabyte, and the memory is that of the columns, not of the text.
 *
 * Blank lines and rows of empty cells are left out and listed, and so are rows that are not in the
 * sample, for which the text is read twice. Blanks around values are left out.
 *
 * @throws {TableError} with line and character
 */
export function* loadTable(
  source: Uint8Array | string,
  options: LoadOptions = {},
): Generator<LoadProgress, RawTable> {
  const missingWords = options.missingWords ?? MISSING_WORDS;
  const missing = new Set(["", ...missingWords]);
  const isMissing = (text: string): boolean => missing.has(text);
  const encoding = typeof source === "string" ? null : (options.encoding ?? detectEncoding(source));
  const text = new Source(source, encoding);
  const start = readStart(text, options, isMissing);
  const { format } = start;

  const { sample = null } = options;
  let counted = 0;
  if (sample !== null) {
    const first = new Source(source, encoding);
    const { text: taken, line } = readStart(first, options, isMissing);
    const batches = readRows(first.rest(taken), format.delimiter, line);
    for (const total of countRows(batches, format.header)) {
      counted = total;
      yield { rows: 0, fraction: first.fraction / 2 };
    }
  }
  const selector = sample && new RowSelector(counted, sample);
  const rows = new TableRows(format, isMissing, options, selector);
  for (const batch of readRows(text.rest(start.text), format.delimiter, start.line)) {
    rows.add(batch);
    const { fraction } = text;
    yield { rows: rows.count, fraction: selector === null ? fraction : (1 + fraction) / 2 };
  }
  return { ...rows.take(), format: { ...format, encoding, missingWords, sample } };
}

/** Yields the rows that can be in a sample so far: those of TableRows that have all values. */
function* countRows(batches: Iterable<RowBatch>, header: boolean): Generator<number> {
  let width = -1;
  let count = 0;
  for (const batch of batches) {
    for (const cells of batch.rows) {
      if (isBlank(cells)) continue;
      if (width < 0) {
        width = cells.length;
        if (header) continue;
      }
      if (cells.length === width) count++;
    }
    yield count;
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every(cell => cell.trim() === "");
}

/** The pieces of a table's text, and how far they have been read. */
class Source {
  readonly #pieces: Iterator<string>;
  readonly #count: number;
  #read = 0;

  constructor(source: Uint8Array | string, encoding: EncodingName | null) {
    if (typeof source === "string") {
      this.#pieces = textPieces(source);
      this.#count = Math.ceil(source.length / PIECE_CHARACTERS);
    } else {
      this.#pieces = decodePieces(source, encoding ?? detectEncoding(source));
      this.#count = pieceCount(source);
    }
  }

  get fraction(): number {
    return Math.min(1, this.#read / Math.max(1, this.#count));
  }

  next(): string | null {
    const step = this.#pieces.next();
    if (step.done === true) return null;
    this.#read++;
    return step.value;
  }

  /** A text that was taken already, and all after it. */
  *rest(taken: string): Generator<string> {
    if (taken !== "") yield taken;
    for (let piece = this.next(); piece !== null; piece = this.next()) yield piece;
  }
}

const PIECE_CHARACTERS = 1 << 18;

function* textPieces(text: string): Generator<string> {
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (; start < text.length; start += PIECE_CHARACTERS) {
    yield text.slice(start, start + PIECE_CHARACTERS);
  }
}

/** Reads enough to know the format. A first line `sep=;`, as Excel knows it, names the delimiter. */
function readStart(
  source: Source,
  options: CsvFormatOptions,
  isMissing: (text: string) => boolean,
): { format: CsvFormat; text: string; line: number } {
  let text = "";
  let piece: string | null = "";
  while (piece !== null && text.length < SAMPLE_CHARACTERS) {
    piece = source.next();
    text += piece ?? "";
  }
  let line = 1;
  let { delimiter } = options;
  const named = /^sep=(.)(?:\r\n?|\n)/i.exec(text);
  if (named !== null) {
    text = text.slice(named[0].length);
    line = 2;
    delimiter ??= named[1];
  }
  const sample = plainLineEnds(text.slice(0, SAMPLE_CHARACTERS));
  const isWhole = piece === null && text.length <= SAMPLE_CHARACTERS;
  const known = delimiter === undefined ? options : { ...options, delimiter };
  return { format: detectFormat(sample, isWhole, known, isMissing), text, line };
}

/** The rows of a table on their way into its columns. */
class TableRows {
  readonly #format: CsvFormat;
  readonly #isMissing: (text: string) => boolean;
  readonly #options: LoadOptions;
  readonly #maxRows: number;
  readonly #lines = growingCodes();
  readonly #excluded = { blank: growingCodes(), ragged: growingCodes(), sample: growingCodes() };
  readonly #selector: RowSelector | null;
  #names: readonly string[] | null = null;
  #builders: readonly ColumnBuilder[] = [];

  /** @param selector of the rows of a sample; null for all */
  constructor(
    format: CsvFormat,
    isMissing: (text: string) => boolean,
    options: LoadOptions,
    selector: RowSelector | null,
  ) {
    this.#format = format;
    this.#isMissing = isMissing;
    this.#options = options;
    this.#selector = selector;
    this.#maxRows = options.maxRows ?? MAX_ROWS;
  }

  get count(): number {
    return this.#lines.length;
  }

  add(batch: RowBatch): void {
    for (const [row, cells] of batch.rows.entries()) {
      if (isBlank(cells)) {
        this.#excluded.blank.push(batch.lines[row]);
      } else if (this.#names === null) {
        this.#begin(batch, row);
      } else {
        this.#addRow(batch, row);
      }
    }
  }

  #begin(batch: RowBatch, row: number): void {
    const cells = batch.rows[row];
    const rules = { decimalComma: this.#format.decimalComma, isMissing: this.#isMissing };
    const placeOf = (cell: number) => batch.placeOf(row, cell);
    if (this.#format.header) {
      const names = cells.map(cell => cell.trim());
      this.#names = checkHeader(names, this.#options.unnamedColumns ?? "error", placeOf);
    } else {
      this.#names = columnNames(cells.length, placeOf);
    }
    this.#builders = cells.map((_, i) => new ColumnBuilder(i, rules));
    if (!this.#format.header) this.#addRow(batch, row);
  }

  #addRow(batch: RowBatch, row: number): void {
    const cells = batch.rows[row];
    const builders = this.#builders;
    if (cells.length !== builders.length) {
      this.#refuseRagged(batch, row);
      return;
    }
    if (this.#selector?.take() === false) {
      this.#excluded.sample.push(batch.lines[row]);
      return;
    }
    if (this.count === this.#maxRows) {
      throw new TableError(
        batch.placeOf(row, 0),
        `expected at most ${counted(this.#maxRows, "row")}, got more`,
        "Read a sample of the rows.",
        true,
      );
    }
    for (let i = 0; i < builders.length; i++) {
      builders[i].add(trimmed(cells[i]), batch, row);
    }
    this.#lines.push(batch.lines[row]);
  }

  #refuseRagged(batch: RowBatch, row: number): void {
    if (this.#options.raggedRows === "exclude") {
      this.#excluded.ragged.push(batch.lines[row]);
      return;
    }
    const expected = this.#builders.length;
    const got = batch.rows[row].length;
    throw new TableError(
      batch.placeOf(row, Math.min(expected, got)),
      `expected ${counted(expected, "value")}, as in the first row, got ${got}`,
      "Correct the row, check the delimiter, or choose to leave such rows out.",
    );
  }

  take(): Pick<RawTable, "rowCount" | "lines" | "columns" | "excludedRows"> {
    const names = this.#names;
    if (names === null) {
      throw new TableError(
        { line: 1, column: 1 },
        "expected a table, got an empty file",
        "Choose a file with a row of column names and rows of values.",
      );
    }
    const lines = this.#lines.take();
    if (lines.length === 0) {
      throw new TableError(
        { line: 2, column: 1 },
        "expected rows of values, got nothing but a header",
        "Add rows, or say that the file has no header.",
      );
    }
    return {
      rowCount: lines.length,
      lines,
      columns: this.#builders.map((builder, i) => builder.take(names[i])),
      excludedRows: this.#excludedRows(),
    };
  }

  #excludedRows(): ExcludedRows[] {
    const { blank, ragged, sample } = this.#excluded;
    const lists: ExcludedRows[] = [
      { reason: "blank", lines: blank.take() },
      { reason: "ragged", lines: ragged.take() },
      { reason: "sample", lines: sample.take() },
    ];
    return lists.filter(({ lines }) => lines.length > 0);
  }
}

const BLANK = 0x20;

/** String.trim() for the few cells that need it. */
function trimmed(cell: string): string {
  const last = cell.length - 1;
  if (last < 0) return cell;
  const first = cell.charCodeAt(0);
  const isPlain = first > BLANK && first < 0x80;
  const end = cell.charCodeAt(last);
  return isPlain && end > BLANK && end < 0x80 ? cell : cell.trim();
}
