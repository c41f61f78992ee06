/** One table in its thread: loaded bit by bit, so that messages are seen; then asked about. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { shareDataset } from "../core/plan.ts";
import type { TableChoice } from "../core/tableChoice.ts";
import type { TableReading } from "../protocol/dataMessages.ts";
import type { DataReport, TableSource } from "../protocol/dataThreadMessages.ts";
import { PROGRESS_INTERVAL_MS } from "../protocol/messages.ts";
import { loadTable } from "../tabular/readTable.ts";
import type { RawTable } from "../tabular/table.ts";
import { makeTableDataset } from "../tabular/tableDataset.ts";
import { TableError } from "../tabular/tableError.ts";
import { dataFacts } from "../threads/dataFacts.ts";
import { readSource } from "./readSource.ts";
import { describeProblem, review, summarize } from "./summary.ts";

export class TableSession {
  readonly #post: (report: DataReport) => void;
  readonly #fileName: string;
  readonly #source: TableSource;
  /** Once they are there. */
  #bytes: Uint8Array | undefined;
  #table: { readonly rows: RawTable; readonly sha256: string } | undefined;
  /** The reading that is wanted; one that was overtaken ends. Null for none. */
  #reading: number | null = null;

  constructor(fileName: string, source: TableSource, post: (report: DataReport) => void) {
    this.#fileName = fileName;
    this.#source = source;
    this.#post = post;
  }

  /** Reads the table; answers unless another reading or the end comes before. */
  async read(id: number, reading: TableReading): Promise<void> {
    this.#reading = id;
    this.#table = undefined;
    try {
      const bytes = (this.#bytes ??= await readSource(this.#source));
      if (id !== this.#reading) return;
      const loading = loadTable(bytes, reading);
      let lastPost = performance.now();
      let next = loading.next();
      for (; next.done !== true; next = loading.next()) {
        if (performance.now() - lastPost >= PROGRESS_INTERVAL_MS) {
          lastPost = performance.now();
          this.#post({ type: "loading", id, ...next.value });
        }
        await nextTurn();
        if (id !== this.#reading) return;
      }
      const summary = summarize(next.value, bytes);
      this.#table = { rows: next.value, sha256: summary.sha256 };
      this.#post({ type: "loaded", id, summary });
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      this.#post({ type: "refused", id, problem: describeProblem(error) });
    }
  }

  /** Ends a reading that is under way. */
  leave(): void {
    this.#reading = null;
  }

  review(id: number, choice: TableChoice): void {
    this.#answer(id, table => {
      this.#post({ type: "reviewed", id, review: review(table.rows, choice) });
    });
  }

  make(id: number, choice: TableChoice): void {
    this.#answer(id, ({ rows, sha256 }) => {
      const file = { fileName: this.#fileName, fileSha256: sha256, table: rows };
      const { spec, dataset } = makeTableDataset(file, choice);
      const facts = dataFacts(dataset);
      this.#post({ type: "made", id, made: { spec, dataset: shareDataset(dataset), facts } });
    });
  }

  #answer(id: number, answer: (table: { rows: RawTable; sha256: string }) => void): void {
    // What is asked of a table that is being read anew is asked again when it is there.
    if (this.#table === undefined) return;
    try {
      answer(this.#table);
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      this.#post({ type: "unfit", id, problem: describeProblem(error) });
    }
  }
}
