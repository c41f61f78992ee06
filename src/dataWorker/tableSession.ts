/** One table in its thread: loaded bit by bit, so that messages are seen; then asked about. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { shareDataset } from "../core/plan.ts";
import type { TableChoice } from "../core/tableChoice.ts";
import type { TableReading } from "../protocol/dataMessages.ts";
import type { DataReport, TableSource } from "../protocol/dataThreadMessages.ts";
import { PROGRESS_INTERVAL_MS } from "../protocol/messages.ts";
import { loadTable } from "../tabular/readTable.ts";
import type { RawTable } from "../tabular/table.ts";
import { makingTableDataset } from "../tabular/tableDataset.ts";
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
  /** The making that is wanted, likewise. */
  #making: number | null = null;

  constructor(fileName: string, source: TableSource, post: (report: DataReport) => void) {
    this.#fileName = fileName;
    this.#source = source;
    this.#post = post;
  }

  /** Reads the table; answers unless another reading or the end comes before. */
  async read(id: number, reading: TableReading): Promise<void> {
    this.#reading = id;
    this.#making = null;
    this.#table = undefined;
    try {
      const bytes = (this.#bytes ??= await readSource(this.#source));
      if (id !== this.#reading) return;
      const rows = await pull(
        loadTable(bytes, reading),
        () => id === this.#reading,
        progress => this.#post({ type: "loading", id, ...progress }),
      );
      if (rows === undefined) return;
      const summary = summarize(rows, bytes);
      this.#table = { rows, sha256: summary.sha256 };
      this.#post({ type: "loaded", id, summary });
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      this.#post({ type: "refused", id, problem: describeProblem(error) });
    }
  }

  /** Ends what is under way. */
  leave(): void {
    this.#reading = null;
    this.#making = null;
  }

  /** Ends a making that is under way. */
  leaveMaking(): void {
    this.#making = null;
  }

  review(id: number, choice: TableChoice): void {
    // What is asked of a table that is being read anew is asked again when it is there.
    if (this.#table === undefined) return;
    try {
      this.#post({ type: "reviewed", id, review: review(this.#table.rows, choice) });
    } catch (error) {
      this.#tellUnfit(id, error);
    }
  }

  /** Makes the dataset; answers unless another one, a reading or the end comes before. */
  async make(id: number, choice: TableChoice): Promise<void> {
    if (this.#table === undefined) return;
    this.#making = id;
    const { rows, sha256 } = this.#table;
    const file = { fileName: this.#fileName, fileSha256: sha256, table: rows };
    try {
      const made = await pull(
        makingTableDataset(file, choice),
        () => id === this.#making,
        fraction => this.#post({ type: "making", id, fraction }),
      );
      if (made === undefined) return;
      const { spec, dataset } = made;
      const facts = dataFacts(dataset);
      this.#post({ type: "made", id, made: { spec, dataset: shareDataset(dataset), facts } });
    } catch (error) {
      this.#tellUnfit(id, error);
    }
  }

  #tellUnfit(id: number, error: unknown): void {
    if (!(error instanceof TableError)) throw error;
    this.#post({ type: "unfit", id, problem: describeProblem(error) });
  }
}

/**
 * Pulls work to its end, looking up in between, so that messages are seen.
 *
 * @param tell called with the first step, and at most every PROGRESS_INTERVAL_MS
 * @returns undefined if it was not wanted to the end
 */
async function pull<Step, Result>(
  work: Generator<Step, Result>,
  isWanted: () => boolean,
  tell: (step: Step) => void,
): Promise<Result | undefined> {
  let lastTold = -Infinity;
  let next = work.next();
  for (; next.done !== true; next = work.next()) {
    if (performance.now() - lastTold >= PROGRESS_INTERVAL_MS) {
      lastTold = performance.now();
      tell(next.value);
    }
    await nextTurn();
    if (!isWanted()) return undefined;
  }
  return next.value;
}
