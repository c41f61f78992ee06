/** From a table to a dataset: which column is learned from which, and which rows are for what. */
import type {
  ColumnEncoding,
  MissingMethod,
  ScalingMethod,
  UnknownRule,
} from "../core/columnEncoding.ts";
import type { TableDatasetSpec } from "../core/experiment.ts";
import type { Dataset, ItemTable } from "../core/items.ts";
import { emptyTable } from "../core/items.ts";
import { inputNames } from "../core/columnEncoding.ts";
import { Random } from "../core/random.ts";
import {
  classesMissingFrom,
  splitItems,
  splitParts,
  type Split,
  type SplitSpec,
} from "../core/splits.ts";
import { type ClassCount, classCounts, encodeLabels } from "../tabular/classes.ts";
import { encodeRows, matchColumns, usableRows } from "../tabular/encodeRows.ts";
import { fitEncodings, type InputChoice } from "../tabular/fitEncodings.ts";
import { defaultChoice, suggestInputs } from "../tabular/inputs.ts";
import { guessKind, kindProblem } from "../tabular/kinds.ts";
import { findLeaks } from "../tabular/leaks.ts";
import type { ExcludedRows, RawColumn, RawTable } from "../tabular/table.ts";
import { counted, quoted, TableError } from "../tabular/tableError.ts";
import { guessTarget, type TargetTask, taskOf } from "../tabular/target.ts";
import { suggestion } from "./nearest.ts";
import type { TableFile } from "./tableFile.ts";

/** What a person can say about a table; what is left out is guessed or usual. */
export interface TableChoice {
  readonly target: string | undefined;
  /** Whether the target holds classes, where that is not to be guessed. */
  readonly task: TargetTask | undefined;
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
  readonly classes: readonly ClassCount[];
  readonly excludedColumns: readonly { readonly name: string; readonly reason: string }[];
  readonly excludedRows: readonly ExcludedRows[];
  readonly warnings: readonly string[];
}

/**
 * The data of a table as it was chosen or guessed; encodings are fitted on train rows only. Yields
 * the share of the work that is done.
 */
export function* makeTableData(
  { table, fileName, fileSha256 }: TableFile,
  choice: TableChoice,
): Generator<number, TableData> {
  const { target, reason } = chooseTarget(table, choice);
  const { inputs, excluded } = chooseInputs(table, target, choice);
  const items = labelledRows(table, target, inputs);
  yield 0.05;
  const split = splitRows(items, choice.split);
  checkTrainClasses(items, split.train);
  const trainRows = rowsOf(items, split.train);
  yield 0.1;
  const encodings: ColumnEncoding[] = [];
  for (const input of inputs) {
    encodings.push(...fitEncodings(table, [input], trainRows));
    yield 0.1 + (0.6 * encodings.length) / inputs.length;
  }
  const classNames = items.classes.map(({ name }) => name);
  const { dataset, unknown } = yield* encodeParts(table, encodings, classNames, items, split);
  const leaks = findLeaks(table, target.position, "classification").filter(({ position }) =>
    inputs.some(input => input.position === position),
  );
  return {
    spec: {
      kind: "table",
      fileName,
      fileSha256,
      target: target.name,
      inputs: encodings,
      classNames,
      split: choice.split,
      trainItems: dataset.train.count,
      validationItems: dataset.validation.count,
      testItems: dataset.test.count,
    },
    dataset,
    targetReason: reason,
    classes: items.classes,
    excludedColumns: excluded,
    excludedRows: [...table.excludedRows, ...items.excluded],
    warnings: [
      ...leaks.map(
        leak =>
          `column ${quoted(table.columns[leak.position].name)} tells the target by itself: ${leak.reason}; ` +
          "leave it out with --exclude if it is known only afterwards",
      ),
      ...partWarnings(items, split),
      ...unknown,
    ],
  };
}

/**
 * The same data again, for a description that came with weights.
 *
 * @throws {TableError} if the table does not fit the description
 */
export function* remakeTableData(
  table: RawTable,
  spec: TableDatasetSpec,
): Generator<number, Dataset> {
  const target = columnNamed(table, spec.target, "target");
  const columns = matchColumns(table, spec.inputs);
  const choices = spec.inputs.map(({ missing }, i) => ({
    position: columns[i].position,
    missing: missing.method,
  }));
  const items = labelledRows(table, target, choices, spec.classNames);
  const split = splitRows(items, spec.split);
  yield 0.5;
  const made = yield* encodeParts(table, spec.inputs, spec.classNames, items, split);
  return made.dataset;
}

/** @throws {TableError} suggesting the nearest name */
function columnNamed(table: RawTable, name: string, what: string): RawColumn {
  const column = table.columns.find(candidate => candidate.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map(candidate => candidate.name);
  const meant = suggestion(name, names);
  const shown = names.slice(0, 20).map(quoted).join(", ");
  throw new TableError(
    null,
    `${what}: there is no column ${quoted(name)}${meant}`,
    `Columns are ${shown}${names.length > 20 ? ", ..." : ""}.`,
  );
}

function chooseTarget(
  table: RawTable,
  { target, task }: TableChoice,
): { target: RawColumn; reason: string | null } {
  const guess = target === undefined ? guessTarget(table) : undefined;
  const column =
    target === undefined
      ? table.columns[guess?.position ?? 0]
      : columnNamed(table, target, "target");
  const found = task ?? guess?.task ?? taskOf(column);
  if (found === "regression") {
    throw new TableError(
      null,
      `target ${quoted(column.name)}: it holds numbers rather than classes, and regression is not offered yet`,
      "Choose a column of classes with --target, or say --task classification if its numbers are classes.",
    );
  }
  const { kind, reason } = guessKind(column);
  const isHopeless =
    kind === "idLike" || kind === "freeText" || kind === "date" || kind === "empty";
  if (task === undefined && isHopeless) {
    throw new TableError(
      null,
      `target ${quoted(column.name)}: expected classes, but ${reason}`,
      "Choose another column with --target, or say --task classification.",
    );
  }
  return { target: column, reason: guess?.reason ?? null };
}

interface ChosenInputs {
  readonly inputs: readonly InputChoice[];
  readonly excluded: readonly { readonly name: string; readonly reason: string }[];
}

function chooseInputs(table: RawTable, target: RawColumn, choice: TableChoice): ChosenInputs {
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
  return {
    inputs: inputs.map(input => ({ ...input, scaling, unknown, missing })),
    excluded: [...excluded]
      .filter(([position]) => position !== target.position)
      .sort(([a], [b]) => a - b)
      .map(([position, reason]) => ({ name: table.columns[position].name, reason })),
  };
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

/** Rows that can be used, with the class of each. */
interface LabelledRows {
  readonly rows: Uint32Array;
  readonly labels: Uint16Array;
  readonly classes: readonly ClassCount[];
  readonly excluded: readonly ExcludedRows[];
}

/** @param classNames names of the classes, if they are decided */
function labelledRows(
  table: RawTable,
  target: RawColumn,
  inputs: readonly { readonly position: number; readonly missing: MissingMethod }[],
  classNames?: readonly string[],
): LabelledRows {
  // A class cannot be filled in: rows without one are refused or left out.
  const isStrict = classNames === undefined && inputs.every(({ missing }) => missing === "error");
  const { rows, excluded } = usableRows(table, [
    { column: target, missing: isStrict ? "error" : "drop" },
    ...inputs.map(({ position, missing }) => ({ column: table.columns[position], missing })),
  ]);
  const classes = classNames?.map(name => ({ name, items: 0 })) ?? classCounts(target, rows);
  const names = classes.map(({ name }) => name);
  return { rows, labels: encodeLabels(table, target, names, rows), classes, excluded };
}

/** @throws {TableError} if the rows cannot be split so */
function splitRows({ rows, labels }: LabelledRows, spec: SplitSpec): Split {
  try {
    return splitItems(spec, rows.length, labels, Random.stream(spec.seed, "split"));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TableError(null, error.message, "Choose another --split, or a table with more rows.");
  }
}

function rowsOf({ rows }: LabelledRows, part: Uint32Array): Uint32Array {
  return part.map(item => rows[item]);
}

function checkTrainClasses({ classes, labels, rows }: LabelledRows, train: Uint32Array): void {
  const [absent] = classesMissingFrom(train, labels);
  if (absent === undefined) return;
  const { name, items } = classes[absent];
  throw new TableError(
    null,
    `class ${quoted(name)} has ${counted(items, "row")} of ${rows.length.toLocaleString("en-US")}, and none of them is to train on`,
    "Add rows of that class, leave the class out, or choose another --split.",
  );
}

function partWarnings({ classes, labels }: LabelledRows, split: Split): string[] {
  return splitParts.flatMap(part => {
    if (split[part].length === 0) return [];
    const absent = classesMissingFrom(split[part], labels).map(label =>
      quoted(classes[label].name),
    );
    if (absent.length === 0) return [];
    return [`the ${part} part has no item of ${absent.slice(0, 8).join(", ")}`];
  });
}

function* encodeParts(
  table: RawTable,
  encodings: readonly ColumnEncoding[],
  classNames: readonly string[],
  items: LabelledRows,
  split: Split,
): Generator<number, { dataset: Dataset; unknown: readonly string[] }> {
  const unknown: string[] = [];
  const encode = (part: keyof Split): ItemTable => {
    const rows = rowsOf(items, split[part]);
    const encoded = encodeRows(table, encodings, rows);
    for (const { name, items: count, value, line } of encoded.unknown) {
      unknown.push(
        `${part}: ${counted(count, "item")} with a value of ${quoted(name)} that no train row has, ` +
          `such as ${quoted(value)} in line ${line}; all its inputs are 0`,
      );
    }
    return {
      count: rows.length,
      inputs: encoded.inputs,
      labels: Uint16Array.from(split[part], item => items.labels[item]),
    };
  };
  const train = encode("train");
  yield 0.85;
  const validation = encode("validation");
  yield 0.9;
  const test = encode("test");
  yield 0.95;
  const names = { inputNames: inputNames(encodings), classNames };
  return { dataset: { ...names, train, validation, test, fresh: emptyTable() }, unknown };
}
