/** The training of one experiment: owns the worker thread that does it. */
import type { LiveChanges, Speed } from "../core/config.ts";
import type { Experiment } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import type { ExperimentReport, WorkerCommand } from "../protocol/messages.ts";
import type { Disposable } from "./disposable.ts";
import { type Breakdown, LEAVE_TIMEOUT_MS, OwnedThread } from "./ownedThread.ts";

/** A thread that does not stop when asked is ended after this time. */
export const STOP_TIMEOUT_MS = LEAVE_TIMEOUT_MS;

type TrainingReport = Exclude<ExperimentReport, { type: "failed" }>;

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

/** Runs whose threads have started and not ended. */
const liveRuns = new Set<TrainingRun>();

/** How many training threads exist in this process. */
export function countTrainingThreads(): number {
  return liveRuns.size;
}

/**
 * One worker thread, from start to end. It ends by itself after the last report; `dispose` ends
 * it before. After disposal and after the end nothing is reported any more.
 */
export class TrainingRun implements Disposable {
  readonly #options: TrainingRunOptions;
  readonly #thread: OwnedThread<WorkerCommand, TrainingReport>;
  /** Resolves when the thread is gone. */
  readonly closed: Promise<void>;
  #stopTimer: NodeJS.Timeout | undefined;

  /** @throws {Error} if no thread can be started */
  constructor(options: TrainingRunOptions) {
    this.#options = options;
    this.#thread = new OwnedThread({
      file: options.workerFile,
      leave: { type: "stop" },
      onReport: report => this.#receive(report),
      onBreakdown: options.onBreakdown,
    });
    liveRuns.add(this);
    this.closed = this.#thread.closed.then(() => {
      liveRuns.delete(this);
      clearTimeout(this.#stopTimer);
    });
    this.#thread.send({
      type: "train",
      experiment: options.experiment,
      speed: options.speed,
      ...(options.pauseAt !== undefined && { pauseAt: options.pauseAt }),
      ...(options.dataset !== undefined && { dataset: options.dataset }),
    });
  }

  pause(): void {
    this.#thread.send({ type: "pause" });
  }

  resume(): void {
    this.#thread.send({ type: "resume" });
  }

  /** Trains one epoch, then pauses. */
  step(): void {
    this.#thread.send({ type: "step" });
  }

  /** Changes settings of the base config from the next epoch on; a `changed` report follows. */
  change(changes: LiveChanges): void {
    this.#thread.send({ type: "change", changes });
  }

  setSpeed(speed: Speed): void {
    this.#thread.send({ type: "setSpeed", speed });
  }

  /** Asks for the end: `onStopped` and a last report, or `onForcedStop` after STOP_TIMEOUT_MS. */
  stop(): void {
    this.#thread.send({ type: "stop" });
    this.#stopTimer ??= setTimeout(() => {
      if (this.#thread.isOver) return;
      void this.#thread.disposeNow();
      this.#options.onForcedStop();
    }, STOP_TIMEOUT_MS);
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
  async disposeNow(): Promise<void> {
    await this.#thread.disposeNow();
    await this.closed;
  }

  #receive(report: TrainingReport): void {
    if (report.type === "stopping") {
      clearTimeout(this.#stopTimer);
      this.#options.onStopped();
      return;
    }
    if (report.type === "ended") this.#thread.end();
    this.#options.onReport(report);
  }
}
