/** Makes runs of a plan in the worker, one after the other, as they are asked for. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { createDataset } from "../core/datasets.ts";
import type { Engine } from "../core/engine.ts";
import type { Dataset } from "../core/items.ts";
import { makeRun, plannedData, type PlannedRun, type RunPlan } from "../core/plan.ts";
import { PROGRESS_INTERVAL_MS, type WorkerReport } from "../protocol/messages.ts";

/** Longest stretch of training without looking at messages. */
const TURN_MS = 10;

export class RunMaker {
  readonly #plan: RunPlan;
  readonly #dataset: Dataset;
  readonly #createEngine: () => Promise<Engine>;
  readonly #post: (report: WorkerReport) => void;

  /** @param dataset where it does not follow from the experiment's description */
  constructor(
    plan: RunPlan,
    dataset: Dataset | undefined,
    createEngine: () => Promise<Engine>,
    post: (report: WorkerReport) => void,
  ) {
    this.#plan = plan;
    this.#dataset = dataset ?? createDataset(plan.experiment.dataset);
    this.#createEngine = createEngine;
    this.#post = post;
  }

  async make(planned: PlannedRun): Promise<void> {
    const dataset = plannedData(this.#dataset, this.#plan, planned.fold);
    // An engine of its own for each run: its memory goes with it.
    const making = makeRun(this.#plan, planned, dataset, await this.#createEngine());
    let turnEnd = performance.now() + TURN_MS;
    let lastPost = performance.now();
    for (;;) {
      const next = making.next();
      if (next.done) {
        this.#post({ type: "runEnded", result: next.value });
        return;
      }
      const now = performance.now();
      if (now < turnEnd) continue;
      if (now - lastPost >= PROGRESS_INTERVAL_MS) {
        this.#post({ type: "runProgress", epoch: next.value });
        lastPost = now;
      }
      await nextTurn();
      turnEnd = performance.now() + TURN_MS;
    }
  }
}
