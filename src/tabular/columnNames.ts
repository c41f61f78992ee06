/** The names of columns. */
import { counted, type Place, quoted, TableError } from "./tableError.ts";

/** More are refused. */
const MAX_COLUMNS = 10_000;
const MAX_NAME_CHARACTERS = 1000;

/**
 * Checks the names of a header. Names never become keys of objects here, but `__proto__` could not
 * be one in the functions that are made from weights.
 *
 * @param names trimmed
 * @param placeOf the place of a name
 * @returns the names, with numbers for those that are missing if that is asked for
 * @throws {TableError} for names that are empty, too long, double or `__proto__`
 */
export function checkHeader(
  names: readonly string[],
  unnamed: "error" | "number",
  placeOf: (column: number) => Place,
): string[] {
  checkCount(names.length, placeOf);
  const seen = new Map<string, number>();
  return names.map((name, i) => {
    const checked = name === "" && unnamed === "number" ? numberedName(i) : name;
    if (checked === "") {
      throw new TableError(
        placeOf(i),
        `column ${i + 1} has no name`,
        "Give it a name, remove it, or choose to call such columns by their number.",
      );
    }
    if (checked.length > MAX_NAME_CHARACTERS) {
      throw new TableError(
        placeOf(i),
        `expected a name of at most ${MAX_NAME_CHARACTERS} characters, got ${checked.length}`,
        "Give the column a shorter name, and check delimiter and quotes.",
      );
    }
    if (checked === "__proto__") {
      throw new TableError(
        placeOf(i),
        'a column cannot be called "__proto__"',
        "Give the column another name.",
      );
    }
    const other = seen.get(checked);
    if (other !== undefined) {
      throw new TableError(
        placeOf(i),
        `columns ${other + 1} and ${i + 1} have the same name, ${quoted(checked)}`,
        "Give one of them another name. If the first row holds values, say that there is no header.",
      );
    }
    seen.set(checked, i);
    return checked;
  });
}

/** Names for a table without a header: column1, column2, ... */
export function columnNames(count: number, placeOf: (column: number) => Place): string[] {
  checkCount(count, placeOf);
  return Array.from({ length: count }, (_, i) => numberedName(i));
}

function numberedName(column: number): string {
  return `column${column + 1}`;
}

function checkCount(count: number, placeOf: (column: number) => Place): void {
  if (count <= MAX_COLUMNS) return;
  throw new TableError(
    placeOf(MAX_COLUMNS),
    `expected at most ${counted(MAX_COLUMNS, "column")}, got ${count.toLocaleString("en-US")}`,
    "Use a part of the columns, and check delimiter and line ends.",
  );
}
