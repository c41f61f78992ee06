/** What is wrong with a table, where, and what to do about it. */

/** A place in a text. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** A place, or a line as a whole. */
export interface LineOrPlace {
  readonly line: number;
  readonly column: number | null;
}

/** A table that was refused; the message says everything in one line. */
export class TableError extends TypeError {
  /** Where; null if the file or the choice as a whole is meant. */
  readonly place: LineOrPlace | null;
  /** What is wrong and what was expected. */
  readonly problem: string;
  /** What the user can do. */
  readonly advice: string;
  /** Whether reading a sample of the rows would help. */
  readonly isTooLong: boolean;

  constructor(place: LineOrPlace | null, problem: string, advice: string, isTooLong = false) {
    super(`${placeText(place)}${problem}. ${advice}`);
    this.name = "TableError";
    this.place = place;
    this.problem = problem;
    this.advice = advice;
    this.isTooLong = isTooLong;
  }
}

function placeText(place: LineOrPlace | null): string {
  if (place === null) return "";
  const { line, column } = place;
  return column === null ? `line ${line}: ` : `line ${line}, character ${column}: `;
}

/** Where a text ends that begins at a place. Lines end with LF, CRLF or CR. */
export function placeAfter({ line, column }: Place, text: string): Place {
  const lines = text.split(/\r\n?|\n/);
  const last = lines[lines.length - 1].length;
  return lines.length === 1
    ? { line, column: column + last }
    : { line: line + lines.length - 1, column: last + 1 };
}

/** A value as it is shown in a message: quoted, and cut if it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

/** "1 row", "2 rows". */
export function counted(count: number, singular: string): string {
  return `${count.toLocaleString("en-US")} ${singular}${count === 1 ? "" : "s"}`;
}
