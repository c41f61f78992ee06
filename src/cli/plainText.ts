/** Text for people that may hold names from anywhere. */
import { stripVTControlCharacters } from "node:util";

/** Without what a terminal would take for a command; line ends stay. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n]+/gu, " ");
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll("\n", " ");
}

/**
 * Columns of text, the first one flush left and the others flush right.
 *
 * @param rows all of the same length, the first one a header
 */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map(row => row[i].length)));
  return rows
    .map(row =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
