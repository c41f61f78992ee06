/** From a table to a dataset: which rows are used, which are for what, and how they are encoded. */
import { type ColumnEncoding, inputNames, type Scaling } from "../core/columnEncoding.ts";
import type { TableDatasetSpec } from "../core/experiment.ts";
import {
  type Dataset,
  emptyLabels,
  emptyTable,
  type ItemTable,
  type Labels,
} from "../core/items.ts";
import { Random } from "../core/random.ts";
import { classesMissingFrom, type Split, splitItems, type SplitSpec } from "../core/splits.ts";
import type { TableChoice } from "../core/tableChoice.ts";
import { type ClassCount, classCounts, encodeLabels } from "./classes.ts";
import { encodeRows, missingValue, usableRows } from "./encodeRows.ts";
import { fitEncodings } from "./fitEncodings.ts";
import { fitTarget, scaleTargets } from "./numberTarget.ts";
import type { ExcludedRows, RawColumn, RawTable } from "./table.ts";
import { counted, quoted, TableError } from "./tableError.ts";

/** A table and the file it came from. */
export interface TableFile {
  /** Without folders. */
  readonly fileName: string;
  readonly fileSha256: string;
  readonly table: RawTable;
}

/** The rows in use, and what each of them is for. */
export interface ChosenRows {
  /** Row numbers, from 0, ascending. */
  readonly rows: Uint32Array;
  /** Index of the class of each of them; in a regression its scaled target. */
  readonly labels: Labels;
  /** None in a regression. */
  readonly classes: readonly ClassCount[];
  /** In a regression, how the targets are scaled; else null. */
  readonly targetScaling: Scaling | null;
  /** Rows that were left out for want of a value. */
  readonly excluded: readonly ExcludedRows[];
  /** Indices of `rows`. */
  readonly split: Split;
}

export interface TableDataset {
  readonly spec: TableDatasetSpec;
  readonly dataset: Dataset;
  readonly chosen: ChosenRows;
  /** What a person should know: sentences without a full stop. */
  readonly warnings: readonly string[];
}

/**
 * The rows that a choice uses, labelled and split.
 *
 * @throws {TableError} if the choice does not fit the table
 */
export function chooseRows(table: RawTable, choice: TableChoice): ChosenRows {
  const target = columnAt(table, choice.target);
  if (choice.inputs.length === 0) {
    throw new TableError(
      null,
      "expected at least one input, got none",
      "Use at least one column besides the target.",
    );
  }
  if (choice.targetMissing === "error" && target.facts.missing > 0) {
    throw missingValue(target, "Choose to leave out such rows, or choose another target.");
  }
  const { rows, excluded } = usableRows(table, [
    { column: target, missing: choice.targetMissing },
    ...choice.inputs.map(({ position, missing }) => ({
      column: columnAt(table, position),
      missing,
    })),
  ]);
  const used = { table, target, rows, excluded };
  return choice.task === "regression" ? numberRows(used, choice) : classRows(used, choice);
}

/** The rows in use of a table, before they are split. */
interface UsedRows extends Pick<ChosenRows, "rows" | "excluded"> {
  readonly table: RawTable;
  readonly target: RawColumn;
}

function classRows({ table, target, rows, excluded }: UsedRows, choice: TableChoice): ChosenRows {
  const classes = classCounts(target, rows);
  const names = classes.map(({ name }) => name);
  const labels = encodeLabels(table, target, names, rows);
  const split = splitRows(choice.split, rows.length, labels);
  const [absent] = classesMissingFrom(split.train, labels);
  if (absent !== undefined) {
    const { name, items } = classes[absent];
    throw new TableError(
      null,
      `class ${quoted(name)} has ${counted(items, "row")} of ${rows.length.toLocaleString("en-US")}, and none of them is to train on`,
      "Add rows of that class, leave the class out, or train on a larger part.",
    );
  }
  return { rows, labels, classes, targetScaling: null, excluded, split };
}

/** Numbers have no classes to split by. */
function numberRows({ table, target, rows, excluded }: UsedRows, choice: TableChoice): ChosenRows {
  const split = splitRows(unstratified(choice.split), rows.length);
  const targetScaling = fitTarget(table, target, rowsOf(rows, split.train));
  const labels = scaleTargets(table, target, targetScaling, rows);
  return { rows, labels, classes: [], targetScaling, excluded, split };
}

function unstratified(split: SplitSpec): SplitSpec {
  return { ...split, stratified: false };
}

/**
 * The dataset of a choice. Encodings are fitted on train rows only. The same bytes and the same
 * choice give the same dataset.
 * Made bit by bit, for whoever has to look up in between; a step takes a second at most. Yields the
 * share of the work that is done.
 *
 * @throws {TableError} if the choice does not fit the table
 */
export function* makingTableDataset(
  { table, fileName, fileSha256 }: TableFile,
  choice: TableChoice,
): Generator<number, TableDataset> {
  const chosen = chooseRows(table, choice);
  const { rows, labels, classes, targetScaling, split } = chosen;
  const trainRows = rowsOf(rows, split.train);
  const encodings: ColumnEncoding[] = [];
  for (const input of choice.inputs) {
    yield 0.1 + (0.6 * encodings.length) / choice.inputs.length;
    encodings.push(...fitEncodings(table, [input], trainRows));
  }
  const classNames = classes.map(({ name }) => name);
  const warnings: string[] = [];
  const encode = (part: keyof Split): ItemTable => {
    const { inputs, unknown } = encodeRows(table, encodings, rowsOf(rows, split[part]));
    for (const { name, items, value, line } of unknown) {
      warnings.push(
        `${part}: ${counted(items, "item")} with a value of ${quoted(name)} that no train row ` +
          `has, such as ${quoted(value)} in line ${line}; all its inputs are 0`,
      );
    }
    const partLabels = emptyLabels(labels, split[part].length);
    for (const [position, item] of split[part].entries()) partLabels[position] = labels[item];
    return { count: split[part].length, inputs, labels: partLabels };
  };
  yield 0.7;
  const train = encode("train");
  yield 0.9;
  const validation = encode("validation");
  const dataset: Dataset = {
    inputNames: inputNames(encodings),
    classNames,
    train,
    validation,
    test: encode("test"),
    fresh: emptyTable(),
  };
  return {
    spec: {
      kind: "table",
      fileName,
      fileSha256,
      format: table.format,
      target: columnAt(table, choice.target).name,
      inputs: encodings,
      classNames,
      targetScaling,
      split: choice.task === "regression" ? unstratified(choice.split) : choice.split,
      trainItems: dataset.train.count,
      validationItems: dataset.validation.count,
      testItems: dataset.test.count,
    },
    dataset,
    chosen,
    warnings,
  };
}

function columnAt(table: RawTable, position: number): RawColumn {
  const column = table.columns.at(position);
  if (column !== undefined) return column;
  throw new TableError(
    null,
    `there is no column ${position + 1}; the table has ${table.columns.length}`,
    "Choose the columns anew.",
  );
}

/** @throws {TableError} if the rows cannot be split so */
function splitRows(split: SplitSpec, count: number, labels?: Uint16Array): Split {
  try {
    return splitItems(split, count, labels, Random.stream(split.seed, "split"));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TableError(null, error.message, "Choose another split, or a table with more rows.");
  }
}

function rowsOf(rows: Uint32Array, part: Uint32Array): Uint32Array {
  return part.map(item => rows[item]);
}
