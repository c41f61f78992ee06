/** The training of one experiment: owns the worker thread that does it. */
import { Worker } from "node:worker_threads";
import type { LiveChanges, Speed } from "../core/config.ts";
import type { Experiment } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import type { ExperimentReport, WorkerCommand } from "../protocol/messages.ts";
import type { Disposable } from "./disposable.ts";

/** A thread that does not stop when asked is ended after this time. */
export const STOP_TIMEOUT_MS = 500;

/** What a training thread may use before it is ended as out of memory. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512 };

/** Why a thread is gone before its work was done. */
export type Breakdown =
  /** The thread used more memory than it may. */
  | { readonly kind: "outOfMemory"; readonly detail: string }
  /** The training threw. */
  | { readonly kind: "threw"; readonly detail: string }
  /** The thread ended without a word: it was killed, or left. */
  | { readonly kind: "vanished"; readonly detail: string }
  /** A message could not be read. */
  | { readonly kind: "unreadable"; readonly detail: string };

export interface TrainingRunOptions {
  /** The built worker. */
  readonly workerFile: string;
  readonly experiment: Experiment;
  readonly speed: Speed;
  /** Train to this epoch without pacing, then pause. */
  readonly pauseAt?: number;
  /** The data, where it does not follow from the experiment's description. */
  readonly dataset?: Dataset;
  /** Everything the worker tells, but `failed` and `stopping`. */
  readonly onReport: (report: Exclude<ExperimentReport, { type: "failed" | "stopping" }>) => void;
  /** Training has stopped as asked. The last epoch is measured yet; `ended` is reported then. */
  readonly onStopped: () => void;
  /** The training can not go on; called at most once, and nothing is reported after it. */
  readonly onBreakdown: (breakdown: Breakdown) => void;
  /** The thread did not stop when asked and was ended; nothing is reported after it. */
  readonly onForcedStop: () => void;
}

/** Threads that have started and not ended, of all runs. */
const liveThreads = new Set<Worker>();

/** How many training threads exist in this process. */
export function countTrainingThreads(): number {
  return liveThreads.size;
}

/**
 * One worker thread, from start to end. It ends by itself after the last report; `dispose` ends
 * it before. After disposal and after the end nothing is reported any more.
 */
export class TrainingRun implements Disposable {
  readonly #options: TrainingRunOptions;
  readonly #worker: Worker;
  /** Resolves when the thread is gone. */
  readonly closed: Promise<void>;
  /** No report is wanted or expected any more. */
  #isOver = false;
  #stopTimer: NodeJS.Timeout | undefined;

  /** @throws {Error} if no thread can be started */
  constructor(options: TrainingRunOptions) {
    this.#options = options;
    const worker = new Worker(options.workerFile, { resourceLimits: RESOURCE_LIMITS });
    this.#worker = worker;
    liveThreads.add(worker);
    worker.on("message", (report: ExperimentReport) => this.#receive(report));
    worker.on("messageerror", error => {
      this.#breakDown({ kind: "unreadable", detail: stackOf(error) });
    });
    worker.on("error", error => {
      const kind = codeOf(error) === "ERR_WORKER_OUT_OF_MEMORY" ? "outOfMemory" : "threw";
      this.#breakDown({ kind, detail: stackOf(error) });
    });
    this.closed = new Promise(resolve => {
      worker.on("exit", exitCode => {
        liveThreads.delete(worker);
        this.#breakDown({ kind: "vanished", detail: `exit code ${exitCode}` });
        clearTimeout(this.#stopTimer);
        resolve();
      });
    });
    this.#send({
      type: "train",
      experiment: options.experiment,
      speed: options.speed,
      ...(options.pauseAt !== undefined && { pauseAt: options.pauseAt }),
      ...(options.dataset !== undefined && { dataset: options.dataset }),
    });
  }

  pause(): void {
    this.#send({ type: "pause" });
  }

  resume(): void {
    this.#send({ type: "resume" });
  }

  /** Trains one epoch, then pauses. */
  step(): void {
    this.#send({ type: "step" });
  }

  /** Changes settings of the base config from the next epoch on; a `changed` report follows. */
  change(changes: LiveChanges): void {
    this.#send({ type: "change", changes });
  }

  setSpeed(speed: Speed): void {
    this.#send({ type: "setSpeed", speed });
  }

  /** Asks for the end: `onStopped` and a last report, or `onForcedStop` after STOP_TIMEOUT_MS. */
  stop(): void {
    this.#send({ type: "stop" });
    this.#stopTimer ??= setTimeout(() => {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#options.onForcedStop();
      void this.#worker.terminate();
    }, STOP_TIMEOUT_MS);
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
    clearTimeout(this.#stopTimer);
    await this.#worker.terminate();
    await this.closed;
  }

  #send(command: WorkerCommand): void {
    if (!this.#isOver) this.#worker.postMessage(command);
  }

  #receive(report: ExperimentReport): void {
    if (this.#isOver) return;
    if (report.type === "failed") {
      this.#breakDown({ kind: "threw", detail: report.stack || report.reason });
      return;
    }
    if (report.type === "stopping") {
      clearTimeout(this.#stopTimer);
      this.#options.onStopped();
      return;
    }
    if (report.type === "ended") this.#end();
    this.#options.onReport(report);
  }

  #breakDown(breakdown: Breakdown): void {
    if (this.#isOver) return;
    this.#end();
    this.#options.onBreakdown(breakdown);
  }

  /** The thread leaves by itself now; if it does not, it is ended. */
  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#stopTimer);
    this.#stopTimer = setTimeout(() => void this.#worker.terminate(), STOP_TIMEOUT_MS);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
