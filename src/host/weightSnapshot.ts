/** The weights of one variant at one epoch, taken out of the model so that training may go on. */
import { isJudgedAtBest } from "../core/earlyStopping.ts";
import type { Experiment } from "../core/experiment.ts";
import { type RecordedEpoch, recordedEpoch, RunRecording } from "../core/recorder.ts";
import type { ExperimentStatus, RunSummary } from "../protocol/messages.ts";
import type { DataFacts } from "../protocol/weightFileWriter.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";

export interface WeightSnapshot {
  readonly experiment: Experiment;
  readonly status: ExperimentStatus;
  /** Index of the variant. */
  readonly index: number;
  readonly run: RunSummary;
  /** The weights and their epoch. */
  readonly at: RecordedEpoch;
  /** A copy of everything recorded. */
  readonly recording: RunRecording;
  /** Of a table; null where the data follows from the experiment's description. */
  readonly facts: DataFacts | null;
}

/**
 * @param index of the variant
 * @param epoch the last recorded one at or before it is taken; by default the last, or, of a run
 * that has ended and may have stopped early, the best
 * @returns undefined if there is no such variant or it has no weights yet
 */
export function takeSnapshot(
  model: PlaygroundModel,
  index: number,
  epoch?: number,
): WeightSnapshot | undefined {
  const { experiment, status, runs } = model.state;
  if (experiment === null || !Object.hasOwn(runs, index)) return undefined;
  const recorded = model.recordings[index];
  const recording = new RunRecording(recorded.layerCount, recorded.parameterCount);
  recording.append(recorded.toChunk());
  const run = runs[index];
  const at = recordedEpoch(recording, epoch ?? judgedEpoch(run, recording));
  const facts = model.table?.facts ?? null;
  return at && { experiment, status, index, run, at, recording, facts };
}

/** The epoch by which a run is judged; undefined for the last. */
function judgedEpoch({ config, status }: RunSummary, { best }: RunRecording): number | undefined {
  return status !== "training" && isJudgedAtBest(config) ? best?.metrics.epoch : undefined;
}

/** Snapshots of all variants that have weights. */
export function takeSnapshots(model: PlaygroundModel): WeightSnapshot[] {
  return model.recordings.flatMap((_, index) => takeSnapshot(model, index) ?? []);
}
