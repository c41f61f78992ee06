/** The experiment that is shown: owns its training, how far that is and everything it records. */
import type { Speed, TrainingConfig } from "../core/config.ts";
import {
  type Experiment,
  type ExperimentChange,
  layerSizes,
  variantChanges,
  variantConfig,
} from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import { parameterCount } from "../core/network.ts";
import { type RecordedChunk, RunRecording } from "../core/recorder.ts";
import type { ExperimentStatus, Failure, RunProgress, RunSummary } from "../protocol/messages.ts";
import { liveChanges } from "./controls.ts";
import type { Disposable } from "./disposable.ts";
import type { InspectedExperiment } from "./inspector.ts";
import type { Breakdown } from "./ownedThread.ts";
import { TrainingRun, type TrainingRunOptions } from "./trainingRun.ts";

export interface ShownExperimentOptions extends Pick<
  TrainingRunOptions,
  "workerFile" | "experiment" | "speed" | "pauseAt" | "dataset"
> {
  /** Whether it is an earlier experiment, on its way back to where it was. */
  readonly isRestoring?: boolean;
  /** Ends the training as soon as it pauses: a stopped experiment is being restored. */
  readonly stopWhenPaused?: boolean;
  /** Words for a thread that is gone. */
  readonly describeBreakdown: (breakdown: Breakdown) => Failure;
  /** Called with what only a developer understands. */
  readonly logError: (text: string) => void;
  /** Epochs were recorded: one chunk for each run. */
  readonly onProgress: (chunks: readonly RecordedChunk[]) => void;
  /** Anything else has changed. */
  readonly onChange: () => void;
}

/** One experiment, from its start on. It stays when its training has ended. */
export class ShownExperiment implements InspectedExperiment, Disposable {
  /** One for each run. To be read, not changed. */
  readonly recordings: readonly RunRecording[];
  readonly #options: ShownExperimentOptions;
  /** Undefined if its thread could not be started. */
  readonly #run: TrainingRun | undefined;
  #experiment: Experiment;
  #runs: readonly RunSummary[];
  #status: ExperimentStatus = "training";
  #failure: Failure | null = null;
  #isRestoring: boolean;

  /** Begins the training. A thread that cannot be started is one that broke. */
  constructor(options: ShownExperimentOptions) {
    const { experiment } = options;
    this.#options = options;
    this.#experiment = experiment;
    this.#isRestoring = options.isRestoring === true;
    this.#runs = experiment.variants.map((_, index) => startOfRun(experiment, index));
    this.recordings = this.#runs.map(
      ({ sizes }) => new RunRecording(sizes.length - 1, parameterCount(sizes)),
    );
    try {
      this.#run = this.#createRun();
    } catch (error) {
      this.#breakDown({ kind: "threw", detail: String(error) });
    }
  }

  /** With the changes that were made to it. */
  get experiment(): Experiment {
    return this.#experiment;
  }

  get dataset(): Dataset | undefined {
    return this.#options.dataset;
  }

  get runs(): readonly RunSummary[] {
    return this.#runs;
  }

  get status(): ExperimentStatus {
    return this.#status;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  get isActive(): boolean {
    return this.#status === "training" || this.#status === "paused";
  }

  /** Whether it is on its way back to where it was. */
  get isRestoring(): boolean {
    return this.#isRestoring;
  }

  /** Resolves when the thread is gone. */
  get closed(): Promise<void> {
    return this.#run?.closed ?? Promise.resolve();
  }

  pause(): void {
    if (this.#status === "training") this.#run?.pause();
  }

  resume(): void {
    if (this.#status !== "paused") return;
    this.#run?.resume();
    this.#setStatus("training");
  }

  /** Trains one epoch, then pauses. */
  step(): void {
    if (this.isActive) this.#run?.step();
  }

  /** Ends the training and keeps what was recorded. */
  stop(): void {
    if (this.isActive) this.#run?.stop();
  }

  /** Makes the changes that an experiment under way can take over, from its next epoch on. */
  change(changes: Partial<TrainingConfig>): void {
    if (!this.isActive || this.#isRestoring) return;
    const live = liveChanges(this.#experiment, changes);
    if (live !== undefined) this.#run?.change(live);
  }

  setSpeed(speed: Speed): void {
    this.#run?.setSpeed(speed);
  }

  /** Ends the thread from outside, as a crash would. */
  killThread(): void {
    this.#run?.kill();
  }

  /** Ends the thread, politely first. Nothing is told from now on. */
  dispose(): void {
    this.#run?.dispose();
    this.#isRestoring = false;
  }

  /** Ends the thread now. Nothing is told from now on. Resolves when it is gone. */
  async disposeNow(): Promise<void> {
    this.#isRestoring = false;
    await this.#run?.disposeNow();
  }

  #createRun(): TrainingRun {
    return new TrainingRun({
      ...this.#options,
      onReport: report => {
        if (report.type === "changed") {
          this.#noteChange(report.change);
          return;
        }
        if (report.type === "paused" && this.#options.stopWhenPaused) {
          this.#run?.stop();
        } else if (report.type === "paused") {
          this.#status = "paused";
          this.#isRestoring = false;
        } else if (report.type === "ended") {
          this.#status = report.how;
          this.#isRestoring = false;
        }
        this.#record(report.runs);
      },
      onStopped: () => {
        this.#endRuns();
        this.#setStatus("stopped");
      },
      onBreakdown: breakdown => {
        this.#breakDown(breakdown);
        this.#options.onChange();
      },
      onForcedStop: () => {
        this.#isRestoring = false;
        this.#endRuns();
        this.#setStatus("stopped");
      },
    });
  }

  #record(reports: readonly RunProgress[]): void {
    this.#runs = this.#runs.map((run, index) => {
      const { status, epoch, bestEpoch, seconds, fresh, judgement } = reports[index];
      // A table has no fresh items; none of none is no score.
      const score = fresh?.items === 0 ? null : fresh;
      return { ...run, status, epoch, bestEpoch, seconds, fresh: score, judgement };
    });
    const chunks = reports.map(report => report.chunk);
    for (const [index, chunk] of chunks.entries()) this.recordings[index].append(chunk);
    this.#options.onProgress(chunks);
  }

  /** Settings have changed while it runs. */
  #noteChange(change: ExperimentChange): void {
    const experiment = { ...this.#experiment, changes: [...this.#experiment.changes, change] };
    this.#experiment = experiment;
    this.#runs = this.#runs.map((run, index) =>
      run.status === "training"
        ? { ...run, config: variantChanges(experiment, index).at(-1)?.config ?? run.config }
        : run,
    );
    this.#options.onChange();
  }

  #breakDown(breakdown: Breakdown): void {
    this.#options.logError(`Training ended (${breakdown.kind}): ${breakdown.detail}`);
    this.#isRestoring = false;
    this.#endRuns();
    this.#failure = this.#options.describeBreakdown(breakdown);
    this.#status = "failed";
  }

  #endRuns(): void {
    this.#runs = this.#runs.map(run =>
      run.status === "training" ? { ...run, status: "stopped" } : run,
    );
  }

  #setStatus(status: ExperimentStatus): void {
    this.#status = status;
    this.#options.onChange();
  }
}

/** A run before its first epoch. @param index of the variant */
function startOfRun(experiment: Experiment, index: number): RunSummary {
  const variant = experiment.variants[index];
  // One that is being restored had its changes already.
  const changed = variantChanges(experiment, index).at(-1)?.config;
  const config = changed ?? variantConfig(experiment, variant);
  const sizes = layerSizes(experiment.dataset, config);
  const { id, remedy, label } = variant;
  return {
    id,
    remedy,
    label,
    config,
    sizes,
    status: "training",
    epoch: 0,
    bestEpoch: 0,
    seconds: 0,
    fresh: null,
    judgement: null,
  };
}
