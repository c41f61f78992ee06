/** Every message about the use of saved weights, between their page and the host. */
import * as v from "valibot";
import type { AccuracyReport } from "../core/accuracyReport.ts";
import type { ColumnEncoding, Scaling } from "../core/columnEncoding.ts";
import type { UnitKinds } from "../core/network.ts";
import {
  type ExcludedRowsSummary,
  type FoundFormat,
  readingSchema,
  type TableProblem,
  type TableReading,
} from "./dataMessages.ts";
import { numberWithin, parseMessage } from "./validate.ts";

/** A network with what it takes to ask it about rows of a table. */
export interface AskedNetwork {
  readonly parameters: Float64Array;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly kinds: UnitKinds;
  readonly encodings: readonly ColumnEncoding[];
  /** Empty in a regression. */
  readonly classNames: readonly string[];
  /** In a regression, how the number was scaled; else null. */
  readonly targetScaling: Scaling | null;
  /** The column that held the classes or numbers in training; null where there was none. */
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

/** How predicted numbers compare with a column of numbers. */
export interface NumbersComparison {
  readonly target: string;
  /** Rows with a number in the target, and rows without one, which are not counted. */
  readonly items: number;
  readonly unlabelled: number;
  /** Null where the numbers do not differ. */
  readonly rSquared: number | null;
  /** Root of the mean squared error, and mean magnitude of the errors, in the target's unit. */
  readonly rmse: number | null;
  readonly mae: number | null;
}

/** What asking about every row of a table came to. */
export interface TableAnswers {
  readonly rowCount: number;
  /** Rows that were answered. */
  readonly items: number;
  /** Answers of each class; none in a regression. */
  readonly classCounts: readonly number[];
  /** Of the answers in a regression; else null, as for no items. */
  readonly numbers: { readonly min: number; readonly mean: number; readonly max: number } | null;
  readonly excludedRows: readonly ExcludedRowsSummary[];
  /** Sentences without a full stop. */
  readonly warnings: readonly string[];
  /** Null if the table has no column of classes, and in a regression. */
  readonly evaluation: TableEvaluation | null;
  /** Null if the table has no column of the numbers that are predicted. */
  readonly numbersEvaluation: NumbersComparison | null;
}

/** One column of the form. */
export interface FormField {
  readonly name: string;
  readonly kind: ColumnEncoding["kind"];
  /** As it was typed. */
  readonly text: string;
  /** What is wrong with it; "" for nothing. */
  readonly problem: string;
  /** How the numbers in training were, if this one is far from them; else null. */
  readonly farFrom: Scaling | null;
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
  /** On the test items of the training; null if there were none, and in a regression. */
  readonly test: AccuracyReport | null;
  /** What is predicted in a regression; null where it is a class. */
  readonly regression: {
    readonly target: string;
    /** Items to test on, and R squared on them; null where it is not known. */
    readonly testItems: number;
    readonly testRSquared: number | null;
    /** Root of the mean squared error on them, in the target's unit. */
    readonly testRmse: number | null;
  } | null;
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
  readonly answer:
    | {
        readonly kind: "class";
        readonly classIndex: number;
        readonly probabilities: readonly number[];
      }
    /** In the target's unit. */
    | { readonly kind: "number"; readonly value: number }
    | null;
  readonly table: {
    readonly status: "none" | "working" | "refused" | "answered" | "failed";
    /** Without folders. */
    readonly fileName: string;
    /** From 0 to 1, while it is worked on. */
    readonly fraction: number;
    /** How it is to be read: what the weight file says, and what someone chose. */
    readonly reading: TableReading;
    /** How it was read; null if it was not. */
    readonly format: FoundFormat | null;
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
  /** Read the table in another way. */
  | { readonly type: "readTable"; readonly reading: TableReading }
  | { readonly type: "cancel" }
  /** Save the table with its answers. */
  | { readonly type: "save" }
  | { readonly type: "openTable"; readonly line: number; readonly column: number }
  | { readonly type: "pageError"; readonly message: string; readonly stack: string };

/** Host to page. */
export type UseHostMessage = { readonly type: "state"; readonly state: UseState };

export const MAX_VALUE_CHARACTERS = 10_000;
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
  readTable: v.strictObject({ type: v.literal("readTable"), reading: readingSchema }),
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
