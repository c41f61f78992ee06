/** The reading of one table: owns the worker thread that does it. */
import { Worker } from "node:worker_threads";
import type { TableChoice } from "../core/tableChoice.ts";
import type { DataCommand, DataReport, TableReading } from "../protocol/dataMessages.ts";
import type { Disposable } from "./disposable.ts";
import type { Breakdown } from "./trainingRun.ts";

/** A thread that does not leave when asked is ended after this time. */
const LEAVE_TIMEOUT_MS = 500;

/** What the thread may use beside the arrays of a table before it is ended as out of memory. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512 };

export interface DataThreadOptions {
  /** The built data worker. */
  readonly workerFile: string;
  /** Everything the thread tells, but `failed`. */
  readonly onReport: (report: Exclude<DataReport, { type: "failed" }>) => void;
  /** The thread is gone; called at most once, and nothing is reported after it. */
  readonly onBreakdown: (breakdown: Breakdown) => void;
}

/**
 * One worker thread with one table. It stays until it is disposed or breaks; after either nothing
 * is reported any more.
 */
export class DataThread implements Disposable {
  readonly #options: DataThreadOptions;
  readonly #worker: Worker;
  /** Resolves when the thread is gone. */
  readonly closed: Promise<void>;
  #isOver = false;
  #leaveTimer: NodeJS.Timeout | undefined;

  /** @throws {Error} if no thread can be started */
  constructor(options: DataThreadOptions) {
    this.#options = options;
    const worker = new Worker(options.workerFile, { resourceLimits: RESOURCE_LIMITS });
    this.#worker = worker;
    worker.on("message", (report: DataReport) => {
      if (this.#isOver) return;
      if (report.type !== "failed") options.onReport(report);
      else this.#breakDown({ kind: "threw", detail: report.stack || report.reason });
    });
    worker.on("messageerror", error => {
      this.#breakDown({ kind: "unreadable", detail: stackOf(error) });
    });
    worker.on("error", error => {
      const isMemory =
        error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#breakDown({ kind: isMemory ? "outOfMemory" : "threw", detail: stackOf(error) });
    });
    this.closed = new Promise(resolve => {
      worker.on("exit", exitCode => {
        this.#breakDown({ kind: "vanished", detail: `exit code ${exitCode}` });
        clearTimeout(this.#leaveTimer);
        resolve();
      });
    });
  }

  /**
   * @param id comes back with the answer
   * @param bytes move to the thread and are empty afterwards
   */
  load(id: number, fileName: string, bytes: Uint8Array<ArrayBuffer>, reading: TableReading): void {
    if (this.#isOver) return;
    const command: DataCommand = { type: "load", id, fileName, bytes, reading };
    this.#worker.postMessage(command, [bytes.buffer]);
  }

  /** Reads the same bytes in another way. */
  reread(id: number, reading: TableReading): void {
    this.#send({ type: "reread", id, reading });
  }

  /** @param id comes back with the answer */
  review(id: number, choice: TableChoice): void {
    this.#send({ type: "review", id, choice });
  }

  /** @param id comes back with the answer */
  make(id: number, choice: TableChoice): void {
    this.#send({ type: "make", id, choice });
  }

  /** Ends the thread at once, as if something outside had killed it. */
  kill(): void {
    void this.#worker.terminate();
  }

  /** Ends the thread, politely first. Nothing is reported from now on. */
  dispose(): void {
    if (this.#isOver) return;
    this.#send({ type: "stop" });
    this.#end();
  }

  /** Ends the thread now. Nothing is reported from now on. Resolves when it is gone. */
  async disposeNow(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#leaveTimer);
    await this.#worker.terminate();
    await this.closed;
  }

  #send(command: DataCommand): void {
    if (!this.#isOver) this.#worker.postMessage(command);
  }

  #breakDown(breakdown: Breakdown): void {
    if (this.#isOver) return;
    this.#end();
    this.#options.onBreakdown(breakdown);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = setTimeout(() => void this.#worker.terminate(), LEAVE_TIMEOUT_MS);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
