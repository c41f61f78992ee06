/** Every message about the use of saved weights, between their page and the host. */
import * as v from "valibot";
import type { AccuracyReport } from "../core/accuracyReport.ts";
import type { ColumnEncoding } from "../core/columnEncoding.ts";
import type { UnitKinds } from "../core/network.ts";
import type { ExcludedRowsSummary, TableProblem } from "./dataMessages.ts";
import { numberWithin, parseMessage } from "./validate.ts";

/** A network with what it takes to ask it about rows of a table. */
export interface AskedNetwork {
  readonly parameters: Float64Array;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly kinds: UnitKinds;
  readonly encodings: readonly ColumnEncoding[];
  readonly classNames: readonly string[];
  /** The column that held the classes in training; null where there was none. */
  readonly target: string | null;
  /** SHA-256 of the file that it was trained on; null where there was none. */
  readonly trainedOn: string | null;
}

/** How answers compare with a column of classes. */
export interface TableEvaluation extends AccuracyReport {
  readonly target: string;
  /** Rows are the classes of the items, columns the answers. */
  readonly confusion: readonly (readonly number[])[];
  /** Rows without a value in the target: not counted. */
  readonly unlabelled: number;
  /** Rows of a class that the network does not know: counted as wrong, and not in the matrix. */
  readonly unknownClasses: {
    readonly rows: number;
    readonly value: string;
    readonly line: number;
  } | null;
}

/** What asking about every row of a table came to. */
export interface TableAnswers {
  readonly rowCount: number;
  /** Rows that were answered. */
  readonly items: number;
  /** Answers of each class. */
  readonly classCounts: readonly number[];
  readonly excludedRows: readonly ExcludedRowsSummary[];
  /** Sentences without a full stop. */
  readonly warnings: readonly string[];
  /** Null if the table has no column of classes. */
  readonly evaluation: TableEvaluation | null;
}

/** One column of the form. */
export interface FormField {
  readonly name: string;
  readonly kind: ColumnEncoding["kind"];
  /** As it was typed. */
  readonly text: string;
  /** What is wrong with it; "" for nothing. */
  readonly problem: string;
  /** Values to choose from, with the words for those that are no value; null for a number. */
  readonly choices: readonly { readonly value: string; readonly label: string }[] | null;
}

/** What is known of the weight file. */
export interface WeightsSummary {
  readonly variant: string;
  readonly sizes: readonly number[];
  readonly classNames: readonly string[];
  readonly epoch: number;
  readonly source: string;
  /** On the test items of the training; null if there were none. */
  readonly test: AccuracyReport | null;
}

/** Everything that the page shows. JSON-safe. */
export interface UseState {
  /** Of the weights, without folders. */
  readonly fileName: string;
  /** Why the weight file cannot be used. */
  readonly refusal: string | null;
  /** Null while it is read, and if it was refused. */
  readonly weights: WeightsSummary | null;
  readonly fields: readonly FormField[];
  /** Null while a value cannot be used. */
  readonly answer: {
    readonly classIndex: number;
    readonly probabilities: readonly number[];
  } | null;
  readonly table: {
    readonly status: "none" | "working" | "refused" | "answered" | "failed";
    /** Without folders. */
    readonly fileName: string;
    /** From 0 to 1, while it is worked on. */
    readonly fraction: number;
    readonly problem: TableProblem | null;
    readonly answers: TableAnswers | null;
    /** Where the answers were saved, as people name it; null before. */
    readonly savedAs: string | null;
  };
}

/** Page to host. Arrives unchecked: see parseUsePageMessage. */
export type UsePageMessage =
  | { readonly type: "ready" }
  | { readonly type: "setValue"; readonly position: number; readonly text: string }
  /** Back to usual values. */
  | { readonly type: "resetValues" }
  /** Choose other weights. */
  | { readonly type: "pickWeights" }
  /** Read the weight file again. */
  | { readonly type: "reload" }
  /** Choose a table to be answered. */
  | { readonly type: "pickTable" }
  | { readonly type: "cancel" }
  /** Save the table with its answers. */
  | { readonly type: "save" }
  | { readonly type: "openTable"; readonly line: number; readonly column: number }
  | { readonly type: "pageError"; readonly message: string; readonly stack: string };

/** Host to page. */
export type UseHostMessage = { readonly type: "state"; readonly state: UseState };

const MAX_VALUE_CHARACTERS = 10_000;
const place = numberWithin({ min: 1, max: 2 ** 32, integer: true });

const messageSchemas = {
  ready: v.strictObject({ type: v.literal("ready") }),
  setValue: v.strictObject({
    type: v.literal("setValue"),
    position: numberWithin({ min: 0, max: 9_999, integer: true }),
    text: v.pipe(v.string(), v.maxLength(MAX_VALUE_CHARACTERS)),
  }),
  resetValues: v.strictObject({ type: v.literal("resetValues") }),
  pickWeights: v.strictObject({ type: v.literal("pickWeights") }),
  reload: v.strictObject({ type: v.literal("reload") }),
  pickTable: v.strictObject({ type: v.literal("pickTable") }),
  cancel: v.strictObject({ type: v.literal("cancel") }),
  save: v.strictObject({ type: v.literal("save") }),
  openTable: v.strictObject({ type: v.literal("openTable"), line: place, column: place }),
  pageError: v.strictObject({
    type: v.literal("pageError"),
    message: v.pipe(v.string(), v.maxLength(10_000)),
    stack: v.pipe(v.string(), v.maxLength(100_000)),
  }),
} satisfies Record<UsePageMessage["type"], v.GenericSchema>;

/** @throws {ValidationError} if the page sent something that is not a message */
export function parseUsePageMessage(value: unknown): UsePageMessage {
  return parseMessage(messageSchemas, value) as UsePageMessage;
}
