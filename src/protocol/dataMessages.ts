/**
 * Every message about a table on its way to a dataset, between data page, host and data thread; and
 * the schemas of those that may not come from this build.
 */
import * as v from "valibot";
import { CONFIG_BOUNDS, type Task } from "../core/config.ts";
import {
  SAMPLE_BOUNDS,
  type TableDatasetSpec,
  type TableSample,
  type TextEncoding,
  textEncodings,
} from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import type { Split, SplitSpec } from "../core/splits.ts";
import type { ColumnChoice, TableChoice } from "../core/tableChoice.ts";
import { dropSchemas } from "./dropSchemas.ts";
import type { DropMessage } from "./tableDrop.ts";
import { numberWithin, parse, parseMessage } from "./validate.ts";
import type { DataFacts } from "./weightFileWriter.ts";

// -------------------------------------------------------------------------------- what is read

/** How a table is to be read; what is left out is guessed, or is an error. */
export interface TableReading {
  /** One character. */
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly decimalComma?: boolean;
  readonly encoding?: TextEncoding;
  /** Cells that count as missing; empty ones always do. */
  readonly missingWords?: readonly string[];
  readonly raggedRows?: "error" | "exclude";
  readonly unnamedColumns?: "error" | "number";
  /** Rows that are taken at random in place of all of them. */
  readonly sample?: TableSample;
}

/** What is wrong with a table or a choice. */
export interface TableProblem {
  /** From 1; null if the file or the choice as a whole is meant. */
  readonly line: number | null;
  /** From 1; null if the line as a whole is meant. */
  readonly column: number | null;
  /** What is wrong and what was expected. */
  readonly problem: string;
  /** What the user can do. */
  readonly advice: string;
  /** Whether reading a sample of the rows would help. */
  readonly isTooLong?: boolean;
}

/** What a column looks like; the first three can be inputs. */
export type ColumnKind =
  ColumnChoice["kind"] | "date" | "idLike" | "constant" | "freeText" | "empty";

export interface ColumnSummary {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Why it is taken for that kind: a sentence without a full stop. */
  readonly kindReason: string;
  /** What it can be as an input. */
  readonly inputKinds: readonly ColumnChoice["kind"][];
  /** Why it is not suggested as an input; null if it is, or if it is the suggested target. */
  readonly excluded: string | null;
  /** What it can be learned as, first what it would be; none if it cannot be the target. */
  readonly tasks: readonly Task[];
  /** Why it cannot be the target; null if it can. */
  readonly notTarget: string | null;
  readonly missing: number;
  /** Different values; null if they are too many to be counted. */
  readonly distinct: number | null;
  /** Of numbers; null where there are none. */
  readonly min: number | null;
  readonly max: number | null;
  /** Some of its values as they are written. */
  readonly examples: readonly string[];
}

/** Rows that are left out. */
export interface ExcludedRowsSummary {
  readonly reason: "blank" | "ragged" | "missing" | "sample";
  readonly rows: number;
  /** The first of the lines on which they begin. */
  readonly lines: readonly number[];
}

/** How a table was read in the end. */
export interface FoundFormat {
  readonly delimiter: string;
  readonly header: boolean;
  readonly decimalComma: boolean;
  readonly encoding: TextEncoding;
  readonly missingWords: readonly string[];
  readonly sample: TableSample | null;
}

/** What is known of a table before anything is chosen. JSON-safe. */
export interface TableSummary {
  readonly sha256: string;
  readonly byteCount: number;
  readonly format: FoundFormat;
  readonly rowCount: number;
  readonly columns: readonly ColumnSummary[];
  /** The first rows as they are written; long values and rows are cut. */
  readonly firstRows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly excludedRows: readonly ExcludedRowsSummary[];
  readonly suggestion: TableSuggestion;
}

/** What to begin with. */
export interface TableSuggestion {
  /** Null if no column can be learned. */
  readonly target: number | null;
  /** Why this one, or why none: a sentence without a full stop. */
  readonly reason: string;
  readonly inputs: readonly ColumnChoice[];
}

/** What a choice comes to, before it is carried out. */
export interface TableReview {
  /** None in a regression. */
  readonly classes: readonly ({ readonly name: string; readonly items: number } & Record<
    keyof Split,
    number
  >)[];
  /** Of the target's numbers in a regression; else null. */
  readonly numbers: {
    readonly min: number;
    readonly mean: number;
    readonly max: number;
    readonly deviation: number;
  } | null;
  readonly items: Readonly<Record<keyof Split, number>>;
  /** Of the network. */
  readonly inputs: number;
  /** Rows that are left out because of the choice. */
  readonly excludedRows: readonly ExcludedRowsSummary[];
  /** Columns that tell the target by themselves. */
  readonly leaks: readonly { readonly position: number; readonly reason: string }[];
  /** Sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** A dataset made of a table. */
export interface MadeTable {
  readonly spec: TableDatasetSpec;
  readonly dataset: Dataset;
  readonly facts: DataFacts;
}

// -------------------------------------------------------------------------------- page and host

/** What a column is used for, kept also while it is not used. */
export interface ColumnUse extends Omit<ColumnChoice, "position"> {
  readonly isUsed: boolean;
}

/**
 * `reading`: the thread reads. `refused`: it could not. `ready`: the table is there. `making`: the
 * dataset is being made. `failed`: the thread is gone.
 */
export type TableStatus = "none" | "reading" | "refused" | "ready" | "making" | "failed";

/** Everything the host knows of a table but its summary. JSON-safe. */
export interface TableState {
  readonly status: TableStatus;
  /** Without folders; "" if there is no file. */
  readonly fileName: string;
  /** What someone chose of the format. */
  readonly reading: TableReading;
  /** While it is read, with the rows so far; while the dataset is made. Fractions from 0 to 1. */
  readonly progress: { readonly rows: number | null; readonly fraction: number } | null;
  /** Why the file was refused. */
  readonly problem: TableProblem | null;
  /** One for each column of the summary. */
  readonly columns: readonly ColumnUse[];
  readonly target: number | null;
  readonly task: Task;
  readonly targetMissing: TableChoice["targetMissing"];
  readonly split: SplitSpec;
  /** Of the choice as it is; null while it is not known. */
  readonly review: TableReview | null;
  /** Why nothing can be trained with the choice as it is. */
  readonly unfit: TableProblem | null;
  /** What happened to the file since it was read. */
  readonly fileChange: "changed" | "deleted" | null;
  /** Whether the file has a place from which it can be read again. */
  readonly hasPlace: boolean;
  /** Whether the choices were made, in an earlier window, of the file as it was before. */
  readonly isChoiceOld: boolean;
  /** Whether the playground's experiment has the data of this table as it is chosen. */
  readonly isInUse: boolean;
}

/** Data page to host. Arrives unchecked: see parseDataPageMessage. */
export type DataPageMessage =
  | { readonly type: "ready" }
  /** Read the table in another way. */
  | { readonly type: "read"; readonly reading: TableReading }
  | { readonly type: "cancel" }
  /** Read the file again. */
  | { readonly type: "reload" }
  /** Read another file. */
  | { readonly type: "pickFile" }
  | DropMessage
  | { readonly type: "setTarget"; readonly position: number }
  /** Learn the target as classes or as numbers. */
  | { readonly type: "setTask"; readonly task: Task }
  | { readonly type: "setTargetMissing"; readonly method: TableChoice["targetMissing"] }
  | {
      readonly type: "setColumn";
      readonly position: number;
      readonly changes: Partial<ColumnUse>;
    }
  /** The same for every column. */
  | {
      readonly type: "setColumns";
      readonly changes: Partial<Pick<ColumnUse, "missing" | "scaling" | "unknown">>;
    }
  | { readonly type: "setSplit"; readonly split: SplitSpec }
  /** Back to what was suggested. */
  | { readonly type: "suggest" }
  | { readonly type: "train" }
  | { readonly type: "openFile"; readonly line: number; readonly column: number }
  | { readonly type: "pageError"; readonly message: string; readonly stack: string };

/** Host to data page. */
export type DataHostMessage =
  /** Another table, or none. A state follows. */
  | { readonly type: "table"; readonly summary: TableSummary | null }
  | { readonly type: "state"; readonly state: TableState };

const position = numberWithin({ min: 0, max: 9_999, integer: true });
const yesOrNo = v.boolean("expected true or false");
const place = numberWithin({ min: 1, max: 2 ** 32, integer: true });

export const readingSchema = v.strictObject({
  delimiter: v.exactOptional(
    v.pipe(v.string("expected a character"), v.length(1, "expected one character")),
  ),
  header: v.exactOptional(yesOrNo),
  decimalComma: v.exactOptional(yesOrNo),
  encoding: v.exactOptional(
    v.picklist(textEncodings, `expected one of ${textEncodings.join(", ")}`),
  ),
  missingWords: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(100, "expected at most 100 characters"))),
      v.maxLength(100, "expected at most 100 words"),
    ),
  ),
  raggedRows: v.exactOptional(v.picklist(["error", "exclude"])),
  unnamedColumns: v.exactOptional(v.picklist(["error", "number"])),
  sample: v.exactOptional(
    v.strictObject({
      rows: numberWithin(SAMPLE_BOUNDS.rows),
      seed: numberWithin(SAMPLE_BOUNDS.seed),
    }),
  ),
});

const useEntries = {
  isUsed: yesOrNo,
  kind: v.picklist(["number", "category", "boolean"]),
  scaling: v.picklist(["none", "zScore", "minMax"]),
  unknown: v.picklist(["zeros", "error"]),
  missing: v.picklist(["error", "drop", "fill"]),
} satisfies Record<keyof ColumnUse, v.GenericSchema>;

export const columnChangesSchema = v.strictObject({
  isUsed: v.exactOptional(useEntries.isUsed),
  kind: v.exactOptional(useEntries.kind),
  scaling: v.exactOptional(useEntries.scaling),
  unknown: v.exactOptional(useEntries.unknown),
  missing: v.exactOptional(useEntries.missing),
});

export const targetMissingSchema = v.picklist(["error", "drop"]);
const fraction = numberWithin({ min: 0, max: 1, integer: false });

export const splitSchema = v.strictObject({
  method: v.literal("fractions"),
  train: fraction,
  validation: fraction,
  test: fraction,
  stratified: yesOrNo,
  seed: numberWithin(CONFIG_BOUNDS.seed),
});

export const taskSchema = v.picklist(
  ["classification", "regression"],
  "expected one of classification, regression",
);

const choiceSchema = v.strictObject({
  target: position,
  task: v.optional(taskSchema, "classification"),
  targetMissing: targetMissingSchema,
  inputs: v.pipe(
    v.array(
      v.strictObject({
        position,
        kind: useEntries.kind,
        scaling: useEntries.scaling,
        unknown: useEntries.unknown,
        missing: useEntries.missing,
      }),
    ),
    v.maxLength(10_000),
  ),
  split: splitSchema,
});

const messageSchemas = {
  ready: v.strictObject({ type: v.literal("ready") }),
  read: v.strictObject({ type: v.literal("read"), reading: readingSchema }),
  cancel: v.strictObject({ type: v.literal("cancel") }),
  reload: v.strictObject({ type: v.literal("reload") }),
  pickFile: v.strictObject({ type: v.literal("pickFile") }),
  ...dropSchemas,
  setTarget: v.strictObject({ type: v.literal("setTarget"), position }),
  setTask: v.strictObject({ type: v.literal("setTask"), task: taskSchema }),
  setTargetMissing: v.strictObject({
    type: v.literal("setTargetMissing"),
    method: targetMissingSchema,
  }),
  setColumn: v.strictObject({
    type: v.literal("setColumn"),
    position,
    changes: columnChangesSchema,
  }),
  setColumns: v.strictObject({
    type: v.literal("setColumns"),
    changes: v.strictObject({
      scaling: v.exactOptional(useEntries.scaling),
      unknown: v.exactOptional(useEntries.unknown),
      missing: v.exactOptional(useEntries.missing),
    }),
  }),
  setSplit: v.strictObject({ type: v.literal("setSplit"), split: splitSchema }),
  suggest: v.strictObject({ type: v.literal("suggest") }),
  train: v.strictObject({ type: v.literal("train") }),
  openFile: v.strictObject({ type: v.literal("openFile"), line: place, column: place }),
  pageError: v.strictObject({
    type: v.literal("pageError"),
    message: v.pipe(v.string(), v.maxLength(10_000)),
    stack: v.pipe(v.string(), v.maxLength(100_000)),
  }),
} satisfies Record<DataPageMessage["type"], v.GenericSchema>;

/** @throws {ValidationError} if the data page sent something that is not a message */
export function parseDataPageMessage(value: unknown): DataPageMessage {
  return parseMessage(messageSchemas, value) as DataPageMessage;
}

/** @throws {ValidationError} */
export function parseTableReading(value: unknown, name: string): TableReading {
  return parse(readingSchema, value, name);
}

/** @throws {ValidationError} */
export function parseTableChoice(value: unknown, name: string): TableChoice {
  return parse(choiceSchema, value, name);
}
