/**
 * Worker threads that make the runs of a plan. Every run is made as if it were alone, so the results
 * are the same, bit for bit, for any number of threads.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Dataset } from "../core/items.ts";
import {
  type PlannedResult,
  type PlannedRun,
  plannedRuns,
  type RunPlan,
  shareDataset,
} from "../core/plan.ts";
import type { WorkerCommand, WorkerReport } from "../protocol/messages.ts";

/** All cores but one, which is left to the editor; at least one. */
export function usualPoolSize(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** A thread ended without a word: it was killed, or left. */
export class ThreadGone extends Error {
  override readonly name = "ThreadGone";
}

export interface MakeOptions {
  /** The data, where it does not follow from the experiment's description. */
  readonly dataset?: Dataset;
  /** Runs ended, and the share of the whole work that is done, from 0 to 1. */
  readonly onProgress?: (ended: number, share: number) => void;
  /** Called for every result as it comes, in no certain order. */
  readonly onResult?: (result: PlannedResult) => void;
  /** Ends the threads at once. */
  readonly signal?: AbortSignal;
}

/**
 * Makes all runs of a plan.
 *
 * @param workerFile path of the built worker
 * @param size threads at most; from 1
 * @returns results in the order of plannedRuns()
 * @throws {Error} if a thread fails or is gone; with the signal's reason if it was aborted. No
 * thread is left then, nor at the end.
 */
export async function makeRuns(
  workerFile: string,
  plan: RunPlan,
  size: number,
  options: MakeOptions = {},
): Promise<PlannedResult[]> {
  const { signal } = options;
  signal?.throwIfAborted();
  const making = new Making(workerFile, plan, size, options);
  const abort = () => making.fail(signal?.reason);
  signal?.addEventListener("abort", abort);
  try {
    return await making.results;
  } finally {
    signal?.removeEventListener("abort", abort);
    await making.close();
  }
}

/** One plan on its way. */
class Making {
  readonly results: Promise<PlannedResult[]>;
  #finish: (results: PlannedResult[]) => void = () => undefined;
  #fail: (reason: unknown) => void = () => undefined;
  readonly #runs: readonly PlannedRun[];
  readonly #options: MakeOptions;
  readonly #epochs: number;
  readonly #found: PlannedResult[] = [];
  readonly #threads: Worker[] = [];
  /** Epochs completed of the run that each thread is making. */
  readonly #underWay = new Map<Worker, number>();
  #next = 0;
  #ended = 0;
  #isClosed = false;

  constructor(workerFile: string, plan: RunPlan, size: number, options: MakeOptions) {
    this.results = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.#options = options;
    this.#runs = plannedRuns(plan);
    this.#epochs = plan.experiment.base.epochs;
    if (this.#runs.length === 0) {
      this.#finish([]);
      return;
    }
    // Copied once, into memory that all threads see; or, without such memory, for each of them.
    const dataset = options.dataset && shareDataset(options.dataset);
    const begin: WorkerCommand = { type: "plan", plan, ...(dataset && { dataset }) };
    for (let thread = 0; thread < Math.min(size, this.#runs.length); thread++) {
      this.#start(workerFile, begin);
    }
  }

  fail(reason: unknown): void {
    this.#fail(reason);
  }

  #start(workerFile: string, begin: WorkerCommand): void {
    const worker = new Worker(workerFile);
    this.#threads.push(worker);
    const send = (command: WorkerCommand) => worker.postMessage(command);
    // The place of the run that this thread is making.
    let place = -1;
    const proceed = () => {
      if (this.#isClosed || this.#next === this.#runs.length) return;
      place = this.#next++;
      send({ type: "makeRun", run: this.#runs[place] });
    };
    worker.on("message", (report: WorkerReport) => {
      if (this.#isClosed) return;
      if (report.type === "failed") {
        this.fail(new Error(report.reason));
      } else if (report.type === "runProgress") {
        this.#underWay.set(worker, report.epoch);
        this.#tellProgress();
      } else if (report.type === "runEnded") {
        this.#underWay.delete(worker);
        this.#found[place] = report.result;
        this.#ended++;
        this.#options.onResult?.(report.result);
        this.#tellProgress();
        if (this.#ended === this.#runs.length) this.#finish(this.#found);
        else proceed();
      }
    });
    worker.on("error", error => this.fail(error));
    worker.on("exit", code =>
      this.fail(new ThreadGone(`a training thread ended with code ${code}`)),
    );
    send(begin);
    proceed();
  }

  #tellProgress(): void {
    let done = this.#ended;
    for (const epoch of this.#underWay.values()) done += epoch / this.#epochs;
    this.#options.onProgress?.(this.#ended, Math.min(1, done / this.#runs.length));
  }

  /** Ends all threads; resolves when they are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#threads.map(worker => worker.terminate()));
  }
}
