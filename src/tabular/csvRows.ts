/** From pieces of text to rows of cells, batch by batch, with the place of every cell. */
import Papa from "papaparse";
import type { ParseError, ParseResult } from "papaparse";
import { type Place, placeAfter, TableError } from "./tableError.ts";

/** Characters that are parsed at once: some milliseconds of work. */
const BATCH_CHARACTERS = 1 << 18;

/** Some whole rows of a table, in order. Blank lines are rows of one empty cell. */
export class RowBatch {
  readonly rows: readonly (readonly string[])[];
  /** The line on which each row begins, from 1. */
  readonly lines: Uint32Array;
  readonly #text: string;
  readonly #delimiter: string;

  constructor(text: string, rows: readonly string[][], firstLine: number, delimiter: string) {
    this.rows = rows;
    this.#text = text;
    this.#delimiter = delimiter;
    this.lines = new Uint32Array(rows.length);
    const isQuoted = text.includes('"');
    let line = firstLine;
    for (let row = 0; row < rows.length; row++) {
      this.lines[row] = line;
      line += isQuoted ? 1 + lineBreaks(rows[row]) : 1;
    }
  }

  /** The place of a cell; just behind the row if it has fewer cells. */
  placeOf(row: number, cell: number): Place {
    const text = this.#text;
    let start = 0;
    for (let line = this.lines[0]; line < this.lines[row]; line++) {
      start = text.indexOf("\n", start) + 1;
    }
    let position = start;
    const { length } = this.rows[row];
    for (let i = 0; i < Math.min(cell, length); i++) {
      const end = cellEnd(text, position, this.#delimiter);
      position = i === length - 1 ? end : end + 1;
    }
    return placeAfter({ line: this.lines[row], column: 1 }, text.slice(start, position));
  }
}

/**
 * Reads rows as RFC 4180 describes them, with any delimiter and any line ends, also mixed. A quote
 * within a value that does not begin with one is a character like others.
 *
 * @param delimiter one character
 * @param firstLine the line on which the text begins
 * @param batchCharacters how much is parsed at once, if a row is not longer
 * @throws {TableError} for quotes that do not close and for NUL characters
 */
export function* readRows(
  pieces: Iterable<string>,
  delimiter: string,
  firstLine: number,
  batchCharacters = BATCH_CHARACTERS,
): Generator<RowBatch> {
  let line = firstLine;
  let pending = "";
  let enough = batchCharacters;
  for (const piece of withPlainLineEnds(pieces)) {
    pending += piece;
    if (pending.length < enough) continue;
    const { rows, end } = parseRows(pending, delimiter, line, false);
    // A row longer than this is tried again with twice the text, so that the work stays linear.
    enough = end === 0 ? 2 * pending.length : batchCharacters;
    if (end === 0) continue;
    const text = pending.slice(0, end);
    yield new RowBatch(text, rows, line, delimiter);
    line += lineBreaks([text]);
    pending = pending.slice(end);
  }
  if (pending === "") return;
  const { rows } = parseRows(pending, delimiter, line, true);
  yield new RowBatch(pending, rows, line, delimiter);
}

/**
 * The rows at the beginning of a text whose lines end with LF.
 *
 * @param isWhole whether the text ends with a row; if not, the last row is left out
 * @returns rows, and where in the text they end
 */
export function parseRows(
  text: string,
  delimiter: string,
  line: number,
  isWhole: boolean,
): { rows: string[][]; end: number } {
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    throw new TableError(
      placeAfter({ line, column: 1 }, text.slice(0, nul)),
      "expected text, got a NUL character",
      "Choose a text file.",
    );
  }
  const parser = new Papa.Parser({ delimiter, newline: "\n" });
  const { data, errors, meta } = parser.parse(text, 0, !isWhole) as ParseResult<string[]>;
  refuseQuotes(text, line, data.length, errors, isWhole);
  // What follows the last line end is no row.
  const last = data.at(-1);
  if (isWhole && text.endsWith("\n") && last?.length === 1 && last[0] === "") data.pop();
  return { rows: data, end: meta.cursor };
}

/**
 * In a row that goes on behind the text, the last complaint may be about blanks before a delimiter
 * that is still to come; any before it is certain.
 */
function refuseQuotes(
  text: string,
  line: number,
  rowCount: number,
  errors: readonly ParseError[],
  isWhole: boolean,
): void {
  if (errors.length === 0) return;
  const { code, index = 0, row = 0 } = errors[0];
  if (!isWhole && row >= rowCount && errors.length === 1) return;
  const place = placeAfter({ line, column: 1 }, text.slice(0, index - 1));
  if (code === "MissingQuotes") {
    throw new TableError(
      place,
      "the quoted value that begins here never ends",
      'Close it with ", or remove the quote at its beginning.',
    );
  }
  throw new TableError(
    place,
    "the quoted value that begins here has a quote inside, or never ends",
    'Write "" for a quote inside a quoted value, and close the value with ".',
  );
}

/** CRLF and CR become LF, also where a piece ends between the two. */
function* withPlainLineEnds(pieces: Iterable<string>): Generator<string> {
  let carried = "";
  for (const piece of pieces) {
    const text = carried + piece;
    carried = text.endsWith("\r") ? "\r" : "";
    yield plainLineEnds(carried === "" ? text : text.slice(0, -1));
  }
  if (carried !== "") yield "\n";
}

/** The text with LF for CRLF and CR. */
export function plainLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function lineBreaks(texts: readonly string[]): number {
  let count = 0;
  for (const text of texts) {
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) count++;
  }
  return count;
}

/** Where a cell ends that begins at a position: at a delimiter, a line end, or the end. */
function cellEnd(text: string, start: number, delimiter: string): number {
  let position = start;
  if (text[position] === '"') {
    do position = text.indexOf('"', position + 1) + 1;
    while (text[position] === '"');
  }
  while (position < text.length && text[position] !== delimiter && text[position] !== "\n") {
    position++;
  }
  return position;
}
