/** Every message between the host and the data thread. Both come from one build. */
import type { TableChoice } from "../core/tableChoice.ts";
import type {
  FoundFormat,
  MadeTable,
  TableProblem,
  TableReading,
  TableReview,
  TableSummary,
} from "./dataMessages.ts";
import type { AskedNetwork, TableAnswers } from "./useMessages.ts";

/** The bytes of a table, or the path of a file on this machine, which the thread reads itself. */
export type TableSource = Uint8Array<ArrayBuffer> | string;

/** Host to data thread. */
export type DataCommand =
  /** Read a table; the thread keeps its bytes and what it read. */
  | {
      readonly type: "load";
      readonly id: number;
      readonly fileName: string;
      readonly source: TableSource;
      readonly reading: TableReading;
    }
  /** Read the same bytes in another way. */
  | { readonly type: "reread"; readonly id: number; readonly reading: TableReading }
  | { readonly type: "review"; readonly id: number; readonly choice: TableChoice }
  | { readonly type: "make"; readonly id: number; readonly choice: TableChoice }
  /** Give up the dataset that is being made; there is no answer to it then. */
  | { readonly type: "leaveMaking" }
  /** Read a table and ask a network about every row. */
  | {
      readonly type: "predict";
      readonly id: number;
      readonly source: TableSource;
      readonly reading: TableReading;
      readonly network: AskedNetwork;
    }
  /** Leave. */
  | { readonly type: "stop" };

/** Data thread to host. What is not overtaken or given up has one answer, with its id. */
export type DataReport =
  /** At most every PROGRESS_INTERVAL_MS. */
  | {
      readonly type: "loading";
      readonly id: number;
      readonly rows: number;
      readonly fraction: number;
    }
  | { readonly type: "loaded"; readonly id: number; readonly summary: TableSummary }
  | {
      readonly type: "refused";
      readonly id: number;
      readonly problem: TableProblem;
      /** Of a table that was read, and does not fit the network. */
      readonly format?: FoundFormat;
    }
  | { readonly type: "reviewed"; readonly id: number; readonly review: TableReview }
  /** At most every PROGRESS_INTERVAL_MS. */
  | { readonly type: "making"; readonly id: number; readonly fraction: number }
  | { readonly type: "made"; readonly id: number; readonly made: MadeTable }
  | {
      readonly type: "predicted";
      readonly id: number;
      readonly answers: TableAnswers;
      readonly format: FoundFormat;
      /** The table with the answers behind its columns, as UTF-8. */
      readonly csv: Uint8Array<ArrayBuffer>;
    }
  /** A choice does not fit the table. */
  | { readonly type: "unfit"; readonly id: number; readonly problem: TableProblem }
  | { readonly type: "failed"; readonly reason: string; readonly stack: string };
