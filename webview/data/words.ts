/** Words and numbers of the data page. */
import type { Task } from "../../src/core/config.ts";
import type { ColumnKind, ColumnSummary, TableReading } from "../../src/protocol/dataMessages.ts";
import { formatCount, formatNumber } from "../format.ts";

export const kindWords = {
  number: "number",
  category: "category",
  boolean: "yes or no",
  date: "date",
  idLike: "identifier",
  constant: "constant",
  freeText: "free text",
  empty: "empty",
} as const satisfies Record<ColumnKind, string>;

export const scalingWords = { zScore: "z-score", minMax: "0 to 1", none: "as it is" } as const;

export const unknownWords = { zeros: "all zeros", error: "refuse" } as const;

export const missingWords = { error: "refuse", drop: "leave out rows", fill: "fill in" } as const;

export const encodingWords = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16, little-endian",
  "utf-16be": "UTF-16, big-endian",
  "windows-1252": "Windows-1252 (Latin-1)",
} as const satisfies Record<NonNullable<TableReading["encoding"]>, string>;

export const delimiterWords: Readonly<Record<string, string>> = {
  ",": "comma ,",
  ";": "semicolon ;",
  "\t": "tab",
  "|": "bar |",
};

/** So many rows, and why they are left out. */
export const exclusionWords = {
  blank: (rows: number) => counted(rows, "blank row"),
  ragged: (rows: number) =>
    `${counted(rows, "row")} with more or fewer values than there are columns`,
  sample: (rows: number) => `${counted(rows, "row")} not in the sample`,
  missing: (rows: number) => `${counted(rows, "row")} without a value that is asked for`,
} as const;

export function delimiterWord(delimiter: string): string {
  return Object.hasOwn(delimiterWords, delimiter) ? delimiterWords[delimiter] : delimiter;
}

/** "1 row", "2,000 rows". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** "480 bytes", "12 kB", "3.4 MB". */
export function byteWords(count: number): string {
  if (count < 1000) return counted(count, "byte");
  if (count < 999_500) return `${formatCount(count / 1000)} kB`;
  return `${(count / 1e6).toFixed(1)} MB`;
}

/** How the ends of a range are written: whole numbers whole. */
export function wholeFormat(min: number, max: number): (value: number) => string {
  return Number.isInteger(min) && Number.isInteger(max) ? formatCount : formatNumber;
}

/** "12 rows without a class" */
export function withoutTarget(rows: number, task: Task): string {
  return `${counted(rows, "row")} without a ${task === "regression" ? "number" : "class"}`;
}

/** What a column holds, in a few words. */
export function valueWords({ kind, distinct, min, max, examples }: ColumnSummary): string {
  if (kind === "number" && min !== null && max !== null) {
    const format = wholeFormat(min, max);
    return `${format(min)} to ${format(max)}`;
  }
  const shown = examples.slice(0, 3).join(", ");
  const isMore = distinct === null || distinct > 3;
  return isMore && shown !== "" ? `${shown}, …` : shown;
}

/** A sentence that begins with a capital letter and ends with a full stop. */
export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}
