/** The reading of tables: owns the worker threads that do it. */
import type { TableChoice } from "../core/tableChoice.ts";
import type { TableReading } from "../protocol/dataMessages.ts";
import type { TableSource, DataCommand, DataReport } from "../protocol/dataThreadMessages.ts";
import type { AskedNetwork } from "../protocol/useMessages.ts";
import type { Disposable } from "./disposable.ts";
import { type Breakdown, OwnedThread } from "./ownedThread.ts";

type TableReport = Exclude<DataReport, { type: "failed" }>;

interface DataThreadOptions {
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

  /** Gives up the dataset that is being made. */
  leaveMaking(): void {
    this.#thread.send({ type: "leaveMaking" });
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

/** The data threads of one owner: one at work at most, and those that are leaving. */
export class DataThreads implements Disposable {
  readonly #options: DataThreadOptions;
  #current: DataThread | undefined;
  /** Threads that are not gone. */
  readonly #open = new Set<DataThread>();

  /** @param options of every thread; reports are those of the one at work */
  constructor(options: DataThreadOptions) {
    this.#options = options;
  }

  /** The one at work. */
  get current(): DataThread | undefined {
    return this.#current;
  }

  /** Threads that exist. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * Puts another thread to work; the one before leaves. One that cannot be started is told as one
   * that broke.
   */
  start(work: (thread: DataThread) => void): void {
    this.dispose();
    const { onBreakdown } = this.#options;
    try {
      const thread = new DataThread({
        ...this.#options,
        onBreakdown: breakdown => {
          this.#current = undefined;
          onBreakdown(breakdown);
        },
      });
      this.#current = thread;
      this.#open.add(thread);
      void thread.closed.then(() => this.#open.delete(thread));
      work(thread);
    } catch (error) {
      this.#current = undefined;
      onBreakdown({ kind: "threw", detail: String(error) });
    }
  }

  /** Lets the one at work leave. */
  dispose(): void {
    this.#current?.dispose();
    this.#current = undefined;
  }

  /** Ends all threads now and resolves when they are gone. */
  async disposeNow(): Promise<void> {
    this.#current = undefined;
    await Promise.all([...this.#open].map(thread => thread.disposeNow()));
  }
}
