/** The making of repeats: a part of its own, loaded when someone first asks for them. */
import type { Dataset } from "../core/items.ts";
import type { RunPlan } from "../core/plan.ts";
import { RepeatCollector, type RepeatReport } from "../core/repeats.ts";
import { makeRuns, ThreadGone, usualPoolSize } from "../threads/workerPool.ts";
import type { Breakdown } from "./ownedThread.ts";

interface RepeatJobOptions {
  /** The built worker. */
  readonly workerFile: string;
  /** Threads at most; all cores but one by default. */
  readonly poolSize: number | undefined;
  /** The data, where it does not follow from the experiment's description. */
  readonly dataset: Dataset | undefined;
  /** Ends the threads at once. */
  readonly signal: AbortSignal;
  /** Runs ended, and the share of the whole work that is done, from 0 to 1. */
  readonly onProgress: (ended: number, share: number) => void;
  /** The report has changed. */
  readonly onReport: () => void;
}

/** One plan on its way, or what it came to. */
export class RepeatJob {
  readonly #plan: RunPlan;
  readonly #options: RepeatJobOptions;
  readonly #collector: RepeatCollector;

  constructor(plan: RunPlan, options: RepeatJobOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#collector = new RepeatCollector(plan);
  }

  report(): RepeatReport {
    return this.#collector.report();
  }

  /** @returns what broke, if something did; an abort is nothing broken */
  async make(): Promise<Breakdown | undefined> {
    const { workerFile, poolSize = usualPoolSize(), dataset, signal } = this.#options;
    try {
      await makeRuns(workerFile, this.#plan, poolSize, {
        ...(dataset && { dataset }),
        signal,
        onProgress: this.#options.onProgress,
        onResult: result => {
          if (this.#collector.add(result)) this.#options.onReport();
        },
      });
      return undefined;
    } catch (error) {
      return signal.aborted ? undefined : breakdownOf(error);
    }
  }
}

function breakdownOf(error: unknown): Breakdown {
  if (error instanceof ThreadGone) return { kind: "vanished", detail: error.message };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return { kind: code === "ERR_WORKER_OUT_OF_MEMORY" ? "outOfMemory" : "threw", detail };
}
