/** The reading of one table: owns the worker thread that does it. */
import type { TableChoice } from "../core/tableChoice.ts";
import type { TableReading } from "../protocol/dataMessages.ts";
import type { TableSource, DataCommand, DataReport } from "../protocol/dataThreadMessages.ts";
import type { AskedNetwork } from "../protocol/useMessages.ts";
import type { Disposable } from "./disposable.ts";
import { type Breakdown, OwnedThread } from "./ownedThread.ts";

type TableReport = Exclude<DataReport, { type: "failed" }>;

export interface DataThreadOptions {
  /** The built data worker. */
  readonly workerFile: string;
  /** Everything the thread tells, but `failed`. */
  readonly onReport: (report: TableReport) => void;
  /** The thread is gone; called at most once, and nothing is reported after it. */
  readonly onBreakdown: (breakdown: Breakdown) => void;
}

/**
 * One worker thread with one table. It stays until it is disposed or breaks; after either nothing
 * is reported any more.
 */
export class DataThread implements Disposable {
  readonly #thread: OwnedThread<DataCommand, TableReport>;

  /** @throws {Error} if no thread can be started */
  constructor({ workerFile, onReport, onBreakdown }: DataThreadOptions) {
    const leave = { type: "stop" } as const;
    this.#thread = new OwnedThread({ file: workerFile, leave, onReport, onBreakdown });
  }

  /** Resolves when the thread is gone. */
  get closed(): Promise<void> {
    return this.#thread.closed;
  }

  /**
   * @param id comes back with the answer
   * @param source bytes move to the thread and are empty afterwards
   */
  load(id: number, fileName: string, source: TableSource, reading: TableReading): void {
    this.#thread.send({ type: "load", id, fileName, source, reading }, moved(source));
  }

  /** Reads the same bytes in another way. */
  reread(id: number, reading: TableReading): void {
    this.#thread.send({ type: "reread", id, reading });
  }

  /** @param id comes back with the answer */
  review(id: number, choice: TableChoice): void {
    this.#thread.send({ type: "review", id, choice });
  }

  /** @param id comes back with the answer */
  make(id: number, choice: TableChoice): void {
    this.#thread.send({ type: "make", id, choice });
  }

  /**
   * Asks a network about every row of a table.
   *
   * @param id comes back with the answer
   * @param source bytes move to the thread and are empty afterwards
   */
  predict(id: number, source: TableSource, reading: TableReading, network: AskedNetwork): void {
    this.#thread.send({ type: "predict", id, source, reading, network }, moved(source));
  }

  /** Ends the thread at once, as if something outside had killed it. */
  kill(): void {
    this.#thread.kill();
  }

  /** Ends the thread, politely first. Nothing is reported from now on. */
  dispose(): void {
    this.#thread.dispose();
  }

  /** Ends the thread now. Nothing is reported from now on. Resolves when it is gone. */
  disposeNow(): Promise<void> {
    return this.#thread.disposeNow();
  }
}

function moved(source: TableSource): ArrayBuffer[] {
  return typeof source === "string" ? [] : [source.buffer];
}
