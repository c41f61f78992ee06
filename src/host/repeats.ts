/** The shown experiment made again with other seeds, by a pool of threads; knows nothing of vscode. */
import { CONFIG_BOUNDS } from "../core/config.ts";
import type { Experiment } from "../core/experiment.ts";
import type { RunPlan } from "../core/plan.ts";
import { FOLD_REPEATS, otherSeeds, type RepeatReport, SEED_REPEATS } from "../core/repeats.ts";
import type { Failure, PlaygroundState, RepeatState } from "../protocol/messages.ts";
import { ValidationError } from "../protocol/validate.ts";
import type { TableData } from "./controls.ts";
import type { Disposable } from "./disposable.ts";
import type { Breakdown } from "./ownedThread.ts";
import type { ModelChange } from "./playgroundModel.ts";
import type { RepeatJob } from "./repeatJob.ts";
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

/** What was asked for, and how far it is. */
interface Asked {
  readonly plan: RunPlan;
  readonly runs: number;
  readonly canceller: AbortController;
  status: RepeatState["status"];
  failure: Failure | null;
  ended: number;
  share: number;
  isOutdated: boolean;
  /** Undefined while its part is being loaded. */
  job: RepeatJob | undefined;
  /** Undefined if it has changed since someone looked. */
  report: RepeatReport | undefined;
}

export class Repeats implements Disposable {
  /** Fires at most every TELL_INTERVAL_MS, and at every change of status. */
  readonly changed = new Signal<void>();
  readonly #options: RepeatsOptions;
  readonly #following: Disposable;
  #asked: Asked | undefined;
  /** Those whose threads are not gone. */
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
    const asked = this.#asked;
    if (asked === undefined) return null;
    const { plan, status, failure, ended, runs, share, isOutdated } = asked;
    asked.report ??= asked.job?.report() ?? emptyReport(plan);
    return {
      status,
      failure,
      seeds: plan.seeds.length,
      folds: plan.folds,
      ended,
      runs,
      share,
      isOutdated,
      report: asked.report,
    };
  }

  get isRunning(): boolean {
    return this.#asked?.status === "running";
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
    const asked: Asked = {
      plan,
      runs: seeds * Math.max(1, folds) * experiment.variants.length,
      canceller: new AbortController(),
      status: "running",
      failure: null,
      ended: 0,
      share: 0,
      isOutdated: false,
      job: undefined,
      report: undefined,
    };
    this.#asked = asked;
    const making = this.#make(asked);
    this.#open.add(making);
    void making.finally(() => this.#open.delete(making));
    this.#tellNow();
  }

  /** Ends the runs at once and keeps the seeds that are complete. */
  cancel(): void {
    const asked = this.#asked;
    if (asked?.status !== "running") return;
    asked.status = "cancelled";
    asked.canceller.abort();
    this.#tellNow();
  }

  /** Ends and forgets. */
  drop(): void {
    if (this.#asked === undefined) return;
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

  async #make(asked: Asked): Promise<void> {
    const { workerFile, shown, poolSize, logError } = this.#options;
    const { table } = shown;
    const part = await import("./repeatJob.ts");
    asked.job = new part.RepeatJob(asked.plan, {
      workerFile,
      poolSize,
      dataset: table?.dataset,
      signal: asked.canceller.signal,
      onReport: () => {
        asked.report = undefined;
      },
      onProgress: (ended, share) => {
        asked.ended = ended;
        asked.share = share;
        if (asked === this.#asked) this.#tellSoon();
      },
    });
    const breakdown = await asked.job.make();
    if (asked !== this.#asked || asked.status !== "running") return;
    if (breakdown === undefined) asked.status = "finished";
    else {
      logError(`Repeats ended (${breakdown.kind}): ${breakdown.detail}`);
      asked.status = "failed";
      asked.failure = this.#options.describeBreakdown(breakdown);
    }
    this.#tellNow();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked?.canceller.abort();
    this.#asked = undefined;
  }

  /** Settings of the experiment that is being trained may have changed. */
  #noteChanges(): void {
    const asked = this.#asked;
    if (asked === undefined || asked.isOutdated) return;
    const { experiment } = this.#options.shown.state;
    if (experiment?.changes.length === asked.plan.experiment.changes.length) return;
    asked.isOutdated = true;
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

/** That of repeats before any run has ended. */
function emptyReport({ experiment: { variants }, folds }: RunPlan): RepeatReport {
  const none = variants.map(() => null);
  return {
    variants: variants.map(({ id, label }) => ({ id, label })),
    parts: null,
    folds,
    repeats: [],
    testItems: none,
    freshItems: none,
  };
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
