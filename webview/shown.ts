/** The experiment as it was at the shown epoch: everything on the panel reads it from here. */
import { isJudgedAtBest } from "../src/core/earlyStopping.ts";
import { ARTICLE_DATASET, datasetShape } from "../src/core/experiment.ts";
import { type LayerView, layerViews } from "../src/core/network.ts";
import { METRIC_NAMES, type MetricName, type RunRecording } from "../src/core/recorder.ts";
import type { SlowUpdate } from "../src/core/slowMotion.ts";
import type { DataPreview, PlaygroundState, RunSummary } from "../src/protocol/messages.ts";
import { type ShownChange, shownChanges } from "./liveChanges.ts";
import type { SlowAnswer } from "./inspections.ts";
import type { PanelState } from "./state.ts";

/** One run at the shown epoch. */
export interface ShownRun {
  /** Its number in the experiment, as messages to the host name it. */
  readonly index: number;
  readonly summary: RunSummary;
  readonly recording: RunRecording;
  /** Row of the recording. */
  readonly row: number;
  /** Recorded epoch at or before the one asked for. */
  readonly epoch: number;
  /** Whether this is the newest epoch of the run. */
  readonly isNewest: boolean;
  readonly values: Readonly<Record<MetricName, number>>;
  /** Weights and biases, and the epoch they belong to, at or before `epoch`. */
  readonly layers: readonly LayerView[];
  readonly weightsEpoch: number;
  /** In slow motion the update that `layers` are the result of; see insideEpoch.ts. */
  readonly slow: SlowUpdate | null;
  /** The epoch with the smallest validation loss so far; null if there is none. */
  readonly best: BestEpoch | null;
  /** What it is judged by. */
  readonly judged: JudgedEpoch;
}

/**
 * The numbers of the shown epoch. Early stopping gives the best weights, not the last: at its end
 * such a run is judged by its best epoch.
 */
interface JudgedEpoch {
  readonly values: Readonly<Record<MetricName, number>>;
  /** Null where the numbers are those of the shown epoch. */
  readonly bestEpoch: number | null;
}

interface BestEpoch {
  readonly epoch: number;
  readonly validationLoss: number;
}

export interface Shown {
  readonly playground: PlaygroundState;
  readonly data: DataPreview;
  /** Items by which the best epoch is chosen; 0 if there are none. */
  readonly validationItems: number;
  readonly epoch: number;
  /** Newest recorded epoch of any run. */
  readonly lastEpoch: number;
  /** Right end of the time axis: planned epochs, or those trained if no more will come. */
  readonly axisEnd: number;
  /** Empty before the first start. */
  readonly runs: readonly ShownRun[];
  /** Settings that changed on the way, oldest first. */
  readonly changes: readonly ShownChange[];
  /** Differs whenever a recording differs. */
  readonly revision: number;
}

/** Newest recorded epoch of any run. */
export function lastRecordedEpoch(state: PanelState): number {
  return state.recordings.reduce((last, recording) => Math.max(last, recording.lastEpoch()), 0);
}

/** The longest recording: its epochs are the stops of the scrubber. */
export function longestRecording(recordings: readonly RunRecording[]): RunRecording | undefined {
  return recordings.reduce<RunRecording | undefined>(
    (longest, recording) =>
      longest === undefined || recording.lastEpoch() > longest.lastEpoch() ? recording : longest,
    undefined,
  );
}

/** The recorded epoch `steps` stops after (or, negative, before) the one at `epoch`. */
export function neighbourEpoch(recording: RunRecording, epoch: number, steps: number): number {
  const row = recording.rowAt(epoch) + steps;
  return recording.metric(Math.max(0, Math.min(recording.length - 1, row)), "epoch");
}

function judge(
  { config, status }: RunSummary,
  { best }: RunRecording,
  values: JudgedEpoch["values"],
  isNewest: boolean,
): JudgedEpoch {
  const isOver = status !== "training";
  return isJudgedAtBest(config) && isOver && isNewest && best && best.metrics.epoch !== values.epoch
    ? { values: best.metrics, bestEpoch: best.metrics.epoch }
    : { values, bestEpoch: null };
}

function showRun(
  summary: RunSummary,
  index: number,
  recording: RunRecording,
  epoch: number,
  slow: SlowUpdate | null,
): ShownRun | undefined {
  const row = recording.rowAt(epoch);
  const { best } = recording;
  // The best epoch is kept with its weights also where the recording skips it.
  const isBest = best?.metrics.epoch === epoch;
  const snapshot = isBest ? { epoch, parameters: best.parameters } : recording.snapshotAt(epoch);
  if (row < 0 || snapshot === undefined) return undefined;
  const values = isBest
    ? best.metrics
    : (Object.fromEntries(METRIC_NAMES.map(name => [name, recording.metric(row, name)])) as Record<
        MetricName,
        number
      >);
  const isNewest = values.epoch >= recording.lastEpoch();
  return {
    index,
    summary,
    recording,
    row,
    epoch: values.epoch,
    isNewest,
    values,
    layers: layerViews(slow?.after ?? snapshot.parameters, summary.sizes),
    weightsEpoch: snapshot.epoch,
    slow,
    best: best ? { epoch: best.metrics.epoch, validationLoss: best.metrics.validationLoss } : null,
    judged: judge(summary, recording, values, isNewest),
  };
}

/** Planned epochs while more will come, else the epochs there are. */
function axisEnd(playground: PlaygroundState, lastEpoch: number): number {
  const goesOn = playground.status === "training" || playground.status === "paused";
  const planned = playground.experiment?.base.epochs ?? 0;
  return Math.max(1, goesOn || lastEpoch === 0 ? Math.max(planned, lastEpoch) : lastEpoch);
}

/**
 * @param epoch asked for; each run shows what it recorded last at or before it
 * @param slow in slow motion what is known of each run's update
 */
export function show(
  state: PanelState,
  epoch: number,
  slow: readonly (SlowAnswer | undefined)[] | null = null,
): Shown | undefined {
  const { playground, data, recordings, revision } = state;
  if (playground === null || data === null) return undefined;
  const lastEpoch = lastRecordedEpoch(state);
  const { experiment } = playground;
  const runs = playground.runs.flatMap((summary, i) => {
    const run =
      i < recordings.length
        ? showRun(summary, i, recordings[i], epoch, slow?.[i]?.update ?? null)
        : undefined;
    return run ? [run] : [];
  });
  return {
    playground,
    data,
    validationItems: datasetShape(experiment?.dataset ?? ARTICLE_DATASET).validationItems,
    epoch: runs.reduce((latest, run) => Math.max(latest, run.epoch), 0),
    lastEpoch,
    axisEnd: axisEnd(playground, lastEpoch),
    runs,
    changes: experiment === null ? [] : shownChanges(experiment),
    revision,
  };
}

/** The first shown run with a remedy. */
export function runOf(shown: Shown, remedy: RunSummary["remedy"]): ShownRun | undefined {
  return shown.runs.find(run => run.summary.remedy === remedy);
}

/** The next best epoch after the shown one, the first one after the last; undefined without any. */
export function nextBest(shown: Shown, epoch = shown.epoch): ShownRun | undefined {
  const bests = shown.runs
    .flatMap(run => (run.best === null ? [] : [{ run, epoch: run.best.epoch }]))
    .sort((a, b) => a.epoch - b.epoch);
  return (bests.find(best => best.epoch > epoch) ?? bests[0])?.run;
}

/** The runs whose best epoch is the shown one. */
export function bestHere(shown: Shown): ShownRun[] {
  return shown.runs.filter(run => run.best?.epoch === shown.epoch);
}
