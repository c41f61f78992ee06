/** A worker thread that belongs to someone, from start to end. */
import { type Transferable, Worker } from "node:worker_threads";
import type { Disposable } from "./disposable.ts";

/** A thread that does not leave when asked is ended after this time. */
export const LEAVE_TIMEOUT_MS = 500;

/** What a thread may use, beside shared arrays, before it is ended as out of memory. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512 };

/** Why a thread is gone before its work was done. */
export interface Breakdown {
  readonly kind: BreakdownKind;
  readonly detail: string;
}

type BreakdownKind =
  /** The thread used more memory than it may. */
  | "outOfMemory"
  /** Its work threw. */
  | "threw"
  /** The thread ended without a word: it was killed, or left. */
  | "vanished"
  /** A message could not be read. */
  | "unreadable";

/** What every thread says when its work threw. */
interface FailedReport {
  readonly type: "failed";
  readonly reason: string;
  readonly stack: string;
}

interface OwnedThreadOptions<Command, Report> {
  /** The built program of the thread. */
  readonly file: string;
  /** Asks the thread to leave. */
  readonly leave: Command;
  /** Everything the thread tells, but `failed`. */
  readonly onReport: (report: Report) => void;
  /** The thread is gone; called at most once, and nothing is reported after it. */
  readonly onBreakdown: (breakdown: Breakdown) => void;
}

/**
 * One worker thread. It stays until it is disposed, is told that its work is over, or breaks; after
 * any of these nothing is reported any more.
 */
export class OwnedThread<Command, Report extends { readonly type: string }> implements Disposable {
  readonly #options: OwnedThreadOptions<Command, Report>;
  readonly #worker: Worker;
  /** Resolves when the thread is gone. */
  readonly closed: Promise<void>;
  #isOver = false;
  #leaveTimer: NodeJS.Timeout | undefined;

  /** @throws {Error} if no thread can be started */
  constructor(options: OwnedThreadOptions<Command, Report>) {
    this.#options = options;
    const worker = new Worker(options.file, { resourceLimits: RESOURCE_LIMITS });
    this.#worker = worker;
    worker.on("message", (report: Report | FailedReport) => this.#receive(report));
    worker.on("messageerror", error => {
      this.#breakDown({ kind: "unreadable", detail: stackOf(error) });
    });
    worker.on("error", error => {
      const kind = codeOf(error) === "ERR_WORKER_OUT_OF_MEMORY" ? "outOfMemory" : "threw";
      this.#breakDown({ kind, detail: stackOf(error) });
    });
    this.closed = new Promise(resolve => {
      worker.on("exit", exitCode => {
        this.#breakDown({ kind: "vanished", detail: `exit code ${exitCode}` });
        clearTimeout(this.#leaveTimer);
        resolve();
      });
    });
  }

  /** No report is wanted or expected any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @param transferred arrays that move to the thread and are empty afterwards */
  send(command: Command, transferred: readonly Transferable[] = []): void {
    if (!this.#isOver) this.#worker.postMessage(command, transferred);
  }

  /** Ends the thread at once, as if something outside had killed it. */
  kill(): void {
    void this.#worker.terminate();
  }

  /** The work is over: the thread leaves by itself now; if it does not, it is ended. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#leaveTimer = setTimeout(() => void this.#worker.terminate(), LEAVE_TIMEOUT_MS);
  }

  /** Ends the thread, politely first. Nothing is reported from now on. */
  dispose(): void {
    this.send(this.#options.leave);
    this.end();
  }

  /** Ends the thread now. Nothing is reported from now on. Resolves when it is gone. */
  async disposeNow(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#leaveTimer);
    await this.#worker.terminate();
    await this.closed;
  }

  #receive(report: Report | FailedReport): void {
    if (this.#isOver) return;
    if (isFailure(report)) {
      this.#breakDown({ kind: "threw", detail: report.stack || report.reason });
    } else {
      this.#options.onReport(report);
    }
  }

  #breakDown(breakdown: Breakdown): void {
    if (this.#isOver) return;
    this.end();
    this.#options.onBreakdown(breakdown);
  }
}

function isFailure(report: { readonly type: string }): report is FailedReport {
  return report.type === "failed";
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
