/** A table from a file: the options that say how it is written, and its loading. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type LoadOptions, loadTable } from "../tabular/readTable.ts";
import { type TableFormat, textEncodings } from "../core/experiment.ts";
import { type RawTable, rowExclusionLabels, type ExcludedRows } from "../tabular/table.ts";
import type { TableFile } from "../tabular/tableDataset.ts";
import { counted, quoted, TableError } from "../tabular/tableError.ts";
import type { Line, OptionSpecs } from "./commandLine.ts";
import { CliError, EXIT, systemReason } from "./failure.ts";
import { pull, type Session } from "./session.ts";

/** Options of every command that reads a table. */
export const TABLE_OPTIONS = {
  delimiter: {
    kind: "value",
    placeholder: "C",
    help: 'between two values: one character, or "tab" (guessed)',
  },
  decimal: { kind: "value", placeholder: "MARK", help: "point or comma, in numbers (guessed)" },
  header: { kind: "value", placeholder: "yes|no", help: "the first row holds names (guessed)" },
  encoding: { kind: "value", placeholder: "NAME", help: `${textEncodings.join(", ")} (guessed)` },
  "missing-word": {
    kind: "list",
    placeholder: "WORD",
    help: "a cell with it has no value; again for more (?, NA, N/A, NaN, NULL ...)",
  },
  ragged: {
    kind: "value",
    placeholder: "RULE",
    help: "rows with more or fewer values than columns: error, exclude (error)",
  },
  unnamed: {
    kind: "value",
    placeholder: "RULE",
    help: "columns without a name: error, number (error)",
  },
} as const satisfies OptionSpecs;

type TableLine = Pick<Line<typeof TABLE_OPTIONS>, "has" | "text" | "list" | "choice">;

/** What is left out is guessed. */
export function readingOf(line: TableLine): LoadOptions {
  const delimiter = line.text("delimiter");
  const decimal = line.choice("decimal", ["point", "comma"]);
  const header = line.choice("header", ["yes", "no"]);
  const encoding = line.choice("encoding", textEncodings);
  const raggedRows = line.choice("ragged", ["error", "exclude"]);
  const unnamedColumns = line.choice("unnamed", ["error", "number"]);
  const named = delimiter === "tab" || delimiter === "\\t" ? "\t" : delimiter;
  return {
    ...(named !== undefined && { delimiter: named }),
    ...(decimal && { decimalComma: decimal === "comma" }),
    ...(header && { header: header === "yes" }),
    ...(encoding && { encoding }),
    ...(line.has("missing-word") && { missingWords: line.list("missing-word") }),
    ...(raggedRows && { raggedRows }),
    ...(unnamedColumns && { unnamedColumns }),
  };
}

/**
 * How a table is read that was read before. Where rows or columns were refused then, there are none
 * of them.
 */
export function readingFrom({ encoding, sample, ...format }: TableFormat): LoadOptions {
  return {
    ...format,
    ...(sample && { sample }),
    ...(encoding && { encoding }),
    raggedRows: "exclude",
    unnamedColumns: "number",
  };
}

export interface FileBytes {
  /** As it was given. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @throws {CliError} */
export async function readBytes(path: string, signal: AbortSignal): Promise<FileBytes> {
  try {
    return { path, bytes: await readFile(path, { signal }) };
  } catch (error) {
    signal.throwIfAborted();
    throw inputError(path, `${systemReason(error)}.`);
  }
}

/** In hexadecimal digits. */
export function sha256Of({ bytes }: FileBytes): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Loads a table with a progress bar.
 *
 * @throws {CliError} with file, line and character
 */
export async function loadTableFile(
  file: FileBytes,
  reading: LoadOptions,
  session: Session,
): Promise<TableFile> {
  const { path, bytes } = file;
  const fileSha256 = sha256Of(file);
  const { progress, signal } = session;
  const table = await inFile(path, () =>
    pull(loadTable(bytes, reading), signal, ({ rows, fraction }) =>
      progress.show("reading", fraction, counted(rows, "row")),
    ),
  );
  progress.clear();
  return { fileName: basename(path), fileSha256, table };
}

/** Does something with a file; what is wrong with its table is told with its name. */
export async function inFile<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TableError) throw inputError(path, error.message);
    throw error;
  }
}

export function inputError(path: string, problem: string): CliError {
  return new CliError(EXIT.input, `${path}: ${problem}`);
}

/** Lines that are named one by one. */
const SHOWN_LINES = 10;

/** A sentence for each reason why rows were left out. */
export function excludedRowsText(excluded: readonly ExcludedRows[]): string[] {
  return excluded.map(({ reason, lines }) => {
    const more = lines.length > SHOWN_LINES ? ", ..." : "";
    const shown = lines.length === 1 ? "line" : "lines";
    const places = `${shown} ${[...lines.subarray(0, SHOWN_LINES)].join(", ")}${more}`;
    return `left out ${counted(lines.length, "row")}: ${rowExclusionLabels[reason]} (${places})`;
  });
}

/** Excluded rows as they stand in a JSON result. */
export function excludedRowsReport(excluded: readonly ExcludedRows[]) {
  return excluded.map(({ reason, lines }) => ({
    reason,
    rows: lines.length,
    firstLines: [...lines.subarray(0, SHOWN_LINES)],
  }));
}

/** How the file is written, in words. */
export function formatText({ format, rowCount, columns }: RawTable): string {
  const delimiter = format.delimiter === "\t" ? "tab" : quoted(format.delimiter);
  return (
    `${counted(rowCount, "row")} of ${counted(columns.length, "column")}; delimiter ${delimiter}, ` +
    `${format.header ? "with" : "without"} a header, decimal ` +
    `${format.decimalComma ? "comma" : "point"}, ${format.encoding ?? "text"}`
  );
}
