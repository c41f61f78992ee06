/** One experiment from start to end in the worker thread, for programs without an editor. */
import { Worker } from "node:worker_threads";
import { type Experiment, layerSizes, variantConfig } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import { parameterCount } from "../core/network.ts";
import { RunRecording } from "../core/recorder.ts";
import type { FreshScore } from "../core/run.ts";
import type { ExperimentReport, RunStatus, WorkerCommand } from "../protocol/messages.ts";

export interface EndedRun {
  status: RunStatus;
  /** Epochs trained. */
  epoch: number;
  seconds: number;
  fresh: FreshScore | null;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly recording: RunRecording;
}

export interface TrainOptions {
  /** The data, where it does not follow from the experiment's description. */
  readonly dataset?: Dataset;
  /** Train to this epoch only. */
  readonly until?: number;
  /** Ends the thread at once. */
  readonly signal?: AbortSignal;
  /** Called now and then with the epochs trained. */
  readonly onProgress?: (epoch: number) => void;
}

/**
 * @param workerFile path of the built worker
 * @returns one entry for each variant
 * @throws {Error} if the worker fails or ends without a result; with the signal's reason if it was
 * aborted. The thread is gone then, and at the end.
 */
export async function trainInWorker(
  workerFile: string,
  experiment: Experiment,
  { dataset, until, signal, onProgress }: TrainOptions = {},
): Promise<EndedRun[]> {
  signal?.throwIfAborted();
  const runs = experiment.variants.map((variant): EndedRun => {
    const sizes = layerSizes(experiment.dataset, variantConfig(experiment, variant));
    const recording = new RunRecording(sizes.length - 1, parameterCount(sizes));
    return { status: "training", epoch: 0, seconds: 0, fresh: null, sizes, recording };
  });
  const worker = new Worker(workerFile);
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      worker.on("message", (report: ExperimentReport) => {
        if (report.type === "failed") return reject(new Error(report.reason));
        if (report.type === "stopping" || report.type === "changed") return;
        report.runs.forEach(({ chunk, status, epoch, seconds, fresh }, index) => {
          runs[index].recording.append(chunk);
          Object.assign(runs[index], { status, epoch, seconds, fresh });
        });
        onProgress?.(Math.max(...runs.map(run => run.epoch)));
        if (report.type === "ended" || report.type === "paused") resolve();
      });
      worker.on("error", reject);
      worker.on("exit", code => reject(new Error(`the worker ended early with code ${code}`)));
      const command: WorkerCommand = {
        type: "train",
        experiment,
        speed: "full",
        ...(dataset && { dataset }),
        ...(until !== undefined && { pauseAt: until }),
      };
      worker.postMessage(command);
    });
  } finally {
    await worker.terminate();
  }
  return runs;
}
