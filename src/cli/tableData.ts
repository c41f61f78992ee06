/** From a table to a dataset: which column is learned from which, and which rows are for what. */
import type { MissingMethod, ScalingMethod, UnknownRule } from "../core/columnEncoding.ts";
import type { Task } from "../core/config.ts";
import type { TableDatasetSpec } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import { classesMissingFrom, splitParts, type SplitSpec } from "../core/splits.ts";
import type { TableChoice } from "../core/tableChoice.ts";
import type { ClassCount } from "../tabular/classes.ts";
import { matchColumns, missingValue } from "../tabular/encodeRows.ts";
import type { InputChoice } from "../tabular/fitEncodings.ts";
import { defaultChoice, suggestInputs } from "../tabular/inputs.ts";
import { guessKind, kindProblem } from "../tabular/kinds.ts";
import { findLeaks } from "../tabular/leaks.ts";
import type { ExcludedRows, RawColumn, RawTable } from "../tabular/table.ts";
import {
  type ChosenRows,
  makingTableDataset,
  type TableDataset,
  type TableFile,
} from "../tabular/tableDataset.ts";
import { counted, quoted, TableError } from "../tabular/tableError.ts";
import { type NumberSummary, numberSummary } from "../tabular/numberTarget.ts";
import { guessTarget, taskOf, tasksOf } from "../tabular/target.ts";
import { nearest } from "./nearest.ts";

/** What a person can say about a table; what is left out is guessed or usual. */
export interface TableOptions {
  readonly target: string | undefined;
  /** Whether the target holds classes or numbers, where that is not to be guessed. */
  readonly task: Task | undefined;
  /** Columns that are to be the inputs; empty for all that can be. */
  readonly inputs: readonly string[];
  readonly excluded: readonly string[];
  readonly scaling: ScalingMethod;
  readonly unknown: UnknownRule;
  readonly missing: MissingMethod;
  readonly split: SplitSpec;
}

/** What was made of a table, and what a person should know of it. */
export interface TableData {
  readonly spec: TableDatasetSpec;
  readonly dataset: Dataset;
  /** Why this column is the target; null if it was named. */
  readonly targetReason: string | null;
  /** None in a regression. */
  readonly classes: readonly ClassCount[];
  /** Of the target in a regression; else null. */
  readonly numbers: NumberSummary | null;
  readonly excludedColumns: readonly { readonly name: string; readonly reason: string }[];
  readonly excludedRows: readonly ExcludedRows[];
  readonly warnings: readonly string[];
}

/**
 * The data of a table as it was chosen or guessed. Yields the share of the work that is done.
 *
 * @throws {TableError} if there is nothing to train on
 */
export function* makeTableData(
  file: TableFile,
  options: TableOptions,
): Generator<number, TableData> {
  const { table } = file;
  const { target, task, reason } = chooseTarget(table, options);
  if (options.missing === "error" && target.facts.missing > 0) {
    throw missingValue(
      target,
      "Say --missing drop to leave out such rows, or choose another column with --target.",
    );
  }
  const { inputs, excluded } = chooseInputs(table, target, options);
  const choice: TableChoice = {
    target: target.position,
    task,
    // A target cannot be filled in: rows without one are refused or left out.
    targetMissing: options.missing === "error" ? "error" : "drop",
    inputs,
    split: options.split,
  };
  const { spec, dataset, chosen, warnings } = yield* makingTableDataset(file, choice);
  const leaks = findLeaks(table, target.position, task).filter(({ position }) =>
    inputs.some(input => input.position === position),
  );
  return {
    spec,
    dataset,
    targetReason: reason,
    classes: chosen.classes,
    numbers: task === "regression" ? numberSummary(target, chosen.rows) : null,
    excludedColumns: excluded,
    excludedRows: [...table.excludedRows, ...chosen.excluded],
    warnings: [
      ...leaks.map(
        leak =>
          `column ${quoted(table.columns[leak.position].name)} tells the target by itself: ${leak.reason}; ` +
          "leave it out with --exclude if it is known only afterwards",
      ),
      ...partWarnings(chosen),
      ...warnings,
    ],
  };
}

/**
 * What the same choice makes of a table that weights were trained on: everything is fitted anew.
 *
 * @throws {TableError} if the table does not fit the description
 */
export function* remakeTableData(
  file: TableFile,
  spec: TableDatasetSpec,
): Generator<number, TableDataset> {
  const { table } = file;
  const columns = matchColumns(table, spec.inputs);
  const inputs = spec.inputs.map((encoding, i) => ({
    position: columns[i].position,
    kind: encoding.kind,
    scaling: encoding.kind === "number" ? encoding.scaling.method : "none",
    unknown: encoding.kind === "category" ? encoding.unknown : "zeros",
    missing: encoding.missing.method,
  }));
  const target = columnNamed(table, spec.target, "target").position;
  return yield* makingTableDataset(file, {
    target,
    task: spec.targetScaling === null ? "classification" : "regression",
    targetMissing: "drop",
    inputs,
    split: spec.split,
  });
}

/** @throws {TableError} suggesting the nearest name */
function columnNamed(table: RawTable, name: string, what: string): RawColumn {
  const column = table.columns.find(candidate => candidate.name === name);
  if (column !== undefined) return column;
  throw noColumn(what, name, table.columns);
}

/** What is wrong with the name of a column that is not there, and which one may have been meant. */
export function noColumn(what: string, name: string, columns: readonly RawColumn[]): TableError {
  const names = columns.map(column => column.name);
  const meant = nearest(name, names);
  const advice = meant === undefined ? "" : `Did you mean ${quoted(meant)}? `;
  const shown = names.slice(0, 20).map(quoted).join(", ");
  return new TableError(
    null,
    `${what}: there is no column ${quoted(name)}`,
    `${advice}Columns are ${shown}${names.length > 20 ? ", ..." : ""}.`,
  );
}

function chooseTarget(
  table: RawTable,
  { target, task }: TableOptions,
): { target: RawColumn; task: Task; reason: string | null } {
  const guess = target === undefined ? guessTarget(table, task) : undefined;
  const column =
    target === undefined
      ? table.columns[guess?.position ?? 0]
      : columnNamed(table, target, "target");
  const { kind, reason } = guessKind(column);
  // Numbers among which a few words stand are numbers to be corrected, not classes.
  const usual = kind === "number" ? "regression" : "classification";
  const found = task ?? guess?.task ?? taskOf(column) ?? usual;
  const isHopeless =
    kind === "idLike" || kind === "freeText" || kind === "date" || kind === "empty";
  if (task === undefined && isHopeless) {
    throw new TableError(
      null,
      `target ${quoted(column.name)}: expected classes or numbers, but ${reason}`,
      "Choose another column with --target, or say --task classification or regression.",
    );
  }
  checkTask(column, found);
  return { target: column, task: found, reason: guess?.reason ?? null };
}

/** @throws {TableError} if a column cannot be learned so */
function checkTask(column: RawColumn, task: Task): void {
  const { distinct, numbers } = column.facts;
  const problem = task === "regression" ? kindProblem(column, "number") : null;
  if (problem !== null) {
    throw new TableError(
      problem.place,
      problem.problem,
      "A regression learns numbers: correct the value, choose another column with --target, or " +
        "say --task classification.",
    );
  }
  const tasks = tasksOf(column);
  if (task === "classification" && tasks.length === 1 && tasks[0] === "regression") {
    const found = distinct === null ? "too many" : counted(distinct, "different value");
    throw new TableError(
      null,
      `target ${quoted(column.name)}: expected classes, but its numbers hardly repeat: ${found} in ` +
        counted(numbers, "row"),
      "Say --task regression to learn the numbers, or choose another column with --target.",
    );
  }
}

interface ChosenInputs {
  readonly inputs: readonly InputChoice[];
  readonly excluded: readonly { readonly name: string; readonly reason: string }[];
}

function chooseInputs(table: RawTable, target: RawColumn, choice: TableOptions): ChosenInputs {
  const suggested = suggestInputs(table, target.position);
  const excluded = new Map<number, string>(
    suggested.excluded.map(({ position, reason }) => [position, reason]),
  );
  let inputs = [...suggested.inputs];
  if (choice.inputs.length > 0) {
    const named = choice.inputs.map(name => columnNamed(table, name, "--input"));
    for (const { position } of inputs) excluded.set(position, "it was not among the --input");
    inputs = named.map(column => namedInput(column, target));
    for (const { position } of named) excluded.delete(position);
  }
  for (const name of choice.excluded) {
    const { position } = columnNamed(table, name, "--exclude");
    inputs = inputs.filter(input => input.position !== position);
    if (position !== target.position) excluded.set(position, "--exclude says so");
  }
  if (inputs.length === 0) {
    throw new TableError(
      null,
      "no column is left as an input",
      "Choose another target, or name columns with --input.",
    );
  }
  const { scaling, unknown, missing } = choice;
  if (missing === "error") checkComplete(table, inputs);
  return {
    inputs: inputs.map(input => ({ ...input, scaling, unknown, missing })),
    excluded: [...excluded]
      .filter(([position]) => position !== target.position)
      .sort(([a], [b]) => a - b)
      .map(([position, reason]) => ({ name: table.columns[position].name, reason })),
  };
}

/** @throws {TableError} if an input has no value in some row, with the options that allow it */
function checkComplete(table: RawTable, inputs: readonly InputChoice[]): void {
  for (const { position } of inputs) {
    const column = table.columns[position];
    if (column.facts.missing === 0) continue;
    throw missingValue(
      column,
      "Say --missing drop to leave out such rows, --missing fill to fill in the mean or the most " +
        `frequent value, or --exclude ${JSON.stringify(column.name)} to do without the column.`,
    );
  }
}

/** A column that somebody named is an input if it can be one at all. */
function namedInput(column: RawColumn, target: RawColumn): InputChoice {
  if (column === target) {
    throw new TableError(
      null,
      `--input: column ${quoted(column.name)} is the target`,
      "Leave it out, or choose another target.",
    );
  }
  const { kind } = guessKind(column);
  if (kind === "number" || kind === "category" || kind === "boolean") {
    return defaultChoice(column.position, kind);
  }
  if (column.facts.numbers > 0 && kindProblem(column, "number") === null) {
    return defaultChoice(column.position, "number");
  }
  const problem = kindProblem(column, "category");
  if (problem !== null) throw problem;
  return defaultChoice(column.position, "category");
}

function partWarnings({ classes, labels, split }: ChosenRows): string[] {
  if (!(labels instanceof Uint16Array)) return [];
  return splitParts.flatMap(part => {
    if (split[part].length === 0) return [];
    const absent = classesMissingFrom(split[part], labels).map(label =>
      quoted(classes[label].name),
    );
    if (absent.length === 0) return [];
    return [`the ${part} part has no item of ${absent.slice(0, 8).join(", ")}`];
  });
}
