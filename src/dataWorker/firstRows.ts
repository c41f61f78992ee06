/** The first rows of a table as they are written: numbers are not kept so. */
import { plainLineEnds, parseRows } from "../tabular/csvRows.ts";
import { decodePieces, type EncodingName } from "../tabular/decode.ts";
import type { TableSummary } from "../protocol/dataMessages.ts";

const MAX_ROWS = 20;
/** Columns of a row that are shown. */
const MAX_CELLS = 100;
const MAX_CELL_CHARACTERS = 60;
/** Enough for the rows of all but the strangest tables. */
const ENOUGH_CHARACTERS = 1 << 16;

/** @param format of a table that was read without error */
export function firstRows(
  bytes: Uint8Array,
  format: { readonly encoding: EncodingName; readonly delimiter: string; readonly header: boolean },
): TableSummary["firstRows"] {
  let text = "";
  let isWhole = true;
  for (const piece of decodePieces(bytes, format.encoding)) {
    if (text.length >= ENOUGH_CHARACTERS) {
      isWhole = false;
      break;
    }
    text += piece;
  }
  // The line that names the delimiter is no row; see loadTable.
  const named = /^sep=.(?:\r\n?|\n)/i.exec(text)?.[0] ?? "";
  let line = named === "" ? 1 : 2;
  const plain = plainLineEnds(text.slice(named.length));
  const { rows } = parseRows(plain, format.delimiter, line, isWhole);
  const shown: { line: number; cells: string[] }[] = [];
  let isHeader = format.header;
  for (const cells of rows) {
    const start = line;
    line += 1 + cells.reduce((breaks, cell) => breaks + cell.split("\n").length - 1, 0);
    if (cells.every(cell => cell.trim() === "")) continue;
    if (!isHeader) shown.push({ line: start, cells: cells.slice(0, MAX_CELLS).map(cut) });
    isHeader = false;
    if (shown.length === MAX_ROWS) break;
  }
  return shown;
}

function cut(cell: string): string {
  const text = cell.trim();
  return text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…` : text;
}
