/** The shown experiment made again with other seeds, by a pool of threads; knows nothing of vscode. */
import { CONFIG_BOUNDS } from "../core/config.ts";
import type { Experiment } from "../core/experiment.ts";
import { plannedRuns, type RunPlan } from "../core/plan.ts";
import {
  FOLD_REPEATS,
  otherSeeds,
  RepeatCollector,
  type RepeatReport,
  SEED_REPEATS,
} from "../core/repeats.ts";
import type { Failure, PlaygroundState, RepeatState } from "../protocol/messages.ts";
import { ValidationError } from "../protocol/validate.ts";
import { makeRuns, ThreadGone, usualPoolSize } from "../threads/workerPool.ts";
import type { TableData } from "./controls.ts";
import type { Disposable } from "./disposable.ts";
import type { Breakdown } from "./ownedThread.ts";
import type { ModelChange } from "./playgroundModel.ts";
import { Signal } from "./signal.ts";

/** Least time between two tellings of progress. */
export const TELL_INTERVAL_MS = 100;

/** The experiment that is shown. */
interface Shown {
  readonly changed: Signal<ModelChange>;
  readonly state: Pick<PlaygroundState, "experiment">;
  readonly table: TableData | null;
}

interface RepeatsOptions {
  /** The built worker. */
  readonly workerFile: string;
  readonly shown: Shown;
  /** Threads at most; all cores but one by default. */
  readonly poolSize?: number;
  /** Words for a thread that is gone. */
  readonly describeBreakdown: (breakdown: Breakdown) => Failure;
  /** Called with what only a developer understands. */
  readonly logError: (text: string) => void;
}

/** One plan on its way, or what it came to. */
interface Job {
  readonly plan: RunPlan;
  readonly collector: RepeatCollector;
  readonly runs: number;
  readonly canceller: AbortController;
  status: RepeatState["status"];
  failure: Failure | null;
  ended: number;
  share: number;
  isOutdated: boolean;
  /** Of what the collector had when it was last asked. */
  report: RepeatReport | undefined;
}

export class Repeats implements Disposable {
  /** Fires at most every TELL_INTERVAL_MS, and at every change of status. */
  readonly changed = new Signal<void>();
  readonly #options: RepeatsOptions;
  readonly #following: Disposable;
  #job: Job | undefined;
  /** Jobs whose threads are not gone. */
  readonly #open = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #lastTold = Number.NEGATIVE_INFINITY;

  constructor(options: RepeatsOptions) {
    this.#options = options;
    this.#following = options.shown.changed.on(({ type }) => {
      // A snapshot is another experiment, or none.
      if (type === "snapshot") this.drop();
      else if (type === "state") this.#noteChanges();
    });
  }

  /** Null if none were asked for since the experiment began. */
  get state(): RepeatState | null {
    const job = this.#job;
    if (job === undefined) return null;
    const { plan, status, failure, ended, runs, share, isOutdated } = job;
    job.report ??= job.collector.report();
    return {
      status,
      failure,
      seeds: plan.seeds.length,
      folds: plan.folds,
      ended,
      runs,
      share,
      isOutdated,
      report: job.report,
    };
  }

  get isRunning(): boolean {
    return this.#job?.status === "running";
  }

  /**
   * Makes the shown experiment again, with the seeds that follow its own. Repeats that are there
   * end and are forgotten. Without an experiment nothing happens.
   *
   * @param folds held-out parts of the training items, for tables; 0 for none
   * @throws {ValidationError} naming what is wrong; then nothing changed
   */
  start(seeds: number, folds = 0): void {
    const { shown } = this.#options;
    const { experiment } = shown.state;
    if (experiment === null) return;
    checkAsked(experiment, seeds, folds);
    this.#end();
    const { seed } = experiment.base;
    const plan = { experiment, seeds: otherSeeds(seed, seeds, CONFIG_BOUNDS.seed.max), folds };
    const job: Job = {
      plan,
      collector: new RepeatCollector(plan),
      runs: plannedRuns(plan).length,
      canceller: new AbortController(),
      status: "running",
      failure: null,
      ended: 0,
      share: 0,
      isOutdated: false,
      report: undefined,
    };
    this.#job = job;
    const making = this.#make(job);
    this.#open.add(making);
    void making.finally(() => this.#open.delete(making));
    this.#tellNow();
  }

  /** Ends the runs at once and keeps the seeds that are complete. */
  cancel(): void {
    const job = this.#job;
    if (job?.status !== "running") return;
    job.status = "cancelled";
    job.canceller.abort();
    this.#tellNow();
  }

  /** Ends and forgets. */
  drop(): void {
    if (this.#job === undefined) return;
    this.#end();
    this.#tellNow();
  }

  dispose(): void {
    this.#following.dispose();
    this.#end();
  }

  /** Ends all threads now and resolves when they are gone. */
  async disposeNow(): Promise<void> {
    this.dispose();
    await Promise.all(this.#open);
  }

  async #make(job: Job): Promise<void> {
    const { workerFile, shown, poolSize = usualPoolSize(), logError } = this.#options;
    const { table } = shown;
    try {
      await makeRuns(workerFile, job.plan, poolSize, {
        ...(table && { dataset: table.dataset }),
        signal: job.canceller.signal,
        onResult: result => {
          if (job.collector.add(result)) job.report = undefined;
        },
        onProgress: (ended, share) => {
          job.ended = ended;
          job.share = share;
          if (job === this.#job) this.#tellSoon();
        },
      });
      if (job.status !== "running") return;
      job.status = "finished";
    } catch (error) {
      // Cancelled: nobody waits for the reason.
      if (job.status !== "running" || job.canceller.signal.aborted) return;
      const breakdown = breakdownOf(error);
      logError(`Repeats ended (${breakdown.kind}): ${breakdown.detail}`);
      job.status = "failed";
      job.failure = this.#options.describeBreakdown(breakdown);
    }
    if (job === this.#job) this.#tellNow();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#job?.canceller.abort();
    this.#job = undefined;
  }

  /** Settings of the experiment that is being trained may have changed. */
  #noteChanges(): void {
    const job = this.#job;
    if (job === undefined || job.isOutdated) return;
    const { experiment } = this.#options.shown.state;
    if (experiment?.changes.length === job.plan.experiment.changes.length) return;
    job.isOutdated = true;
    this.#tellNow();
  }

  #tellSoon(): void {
    const wait = this.#lastTold + TELL_INTERVAL_MS - performance.now();
    if (wait <= 0) this.#tellNow();
    else this.#timer ??= setTimeout(() => this.#tellNow(), wait);
  }

  #tellNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastTold = performance.now();
    this.changed.fire();
  }
}

/** @throws {ValidationError} */
function checkAsked({ dataset }: Experiment, seeds: number, folds: number): void {
  const { max } = SEED_REPEATS;
  const least = folds > 0 ? 1 : 2;
  if (!Number.isInteger(seeds) || seeds < least || seeds > max) {
    throw new ValidationError(
      "repeat.seeds",
      `expected a whole number from ${least} to ${max}, got ${seeds}`,
    );
  }
  if (folds === 0) return;
  if (dataset.kind !== "table") {
    throw new ValidationError("repeat.folds", "expected 0: folds are for tables");
  }
  const most = Math.min(FOLD_REPEATS.max, dataset.trainItems);
  if (!Number.isInteger(folds) || folds < 2 || folds > most) {
    throw new ValidationError(
      "repeat.folds",
      `expected 0 or a whole number from 2 to ${most}, got ${folds}`,
    );
  }
}

function breakdownOf(error: unknown): Breakdown {
  if (error instanceof ThreadGone) return { kind: "vanished", detail: error.message };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return { kind: code === "ERR_WORKER_OUT_OF_MEMORY" ? "outOfMemory" : "threw", detail };
}
