/** One experiment from start to end in the worker thread, for programs without an editor. */
import { Worker } from "node:worker_threads";
import type { Experiment } from "../core/experiment.ts";
import type { RecordedChunk } from "../core/recorder.ts";
import type { RunStatus, Score, WorkerCommand, ExperimentReport } from "../protocol/messages.ts";

export interface EndedRun {
  status: RunStatus;
  seconds: number;
  fresh: Score | null;
  /** Everything recorded, oldest first. */
  readonly chunks: RecordedChunk[];
}

/**
 * @param workerFile path of the built worker
 * @returns one entry for each variant
 * @throws {Error} if the worker fails or ends without a result
 */
export async function trainInWorker(
  workerFile: string,
  experiment: Experiment,
): Promise<EndedRun[]> {
  const worker = new Worker(workerFile);
  const runs = experiment.variants.map((): EndedRun => ({
    status: "training",
    seconds: 0,
    fresh: null,
    chunks: [],
  }));
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (report: ExperimentReport) => {
        if (report.type === "failed") return reject(new Error(report.reason));
        if (report.type === "stopping" || report.type === "changed") return;
        report.runs.forEach(({ chunk, status, seconds, fresh }, index) => {
          runs[index].chunks.push(chunk);
          Object.assign(runs[index], { status, seconds, fresh });
        });
        if (report.type === "ended") resolve();
      });
      worker.on("error", reject);
      worker.on("exit", code => reject(new Error(`the worker ended early with code ${code}`)));
      const command: WorkerCommand = { type: "train", experiment, speed: "full" };
      worker.postMessage(command);
    });
  } finally {
    await worker.terminate();
  }
  return runs;
}
