/** Every message between panel, host and worker, one union for each direction. */
import type { Scaling } from "../core/columnEncoding.ts";
import type { LiveChanges, Speed, TrainingConfig } from "../core/config.ts";
import type { Dataset } from "../core/items.ts";
import type { PlannedResult, PlannedRun, RunPlan } from "../core/plan.ts";
import type {
  Experiment,
  ExperimentChange,
  PlaneSpec,
  RecipeChoice,
  TwoInputSpec,
} from "../core/experiment.ts";
import type { OwnVariant } from "../core/ownVariants.ts";
import type { Judgement } from "../core/judgement.ts";
import type { TargetVariances } from "../core/regression.ts";
import type { RepeatReport } from "../core/repeats.ts";
import type { PresetName } from "../core/presets.ts";
import type { RecordedChunk } from "../core/recorder.ts";
import type { FreshScore, RunState } from "../core/run.ts";
import type { Remedy, VariantId } from "../core/variants.ts";
import type { DropMessage } from "./tableDrop.ts";
import type { InspectionMessage, Wanted } from "./inspectionMessages.ts";

/** One entry for each tag: forgetting one does not compile. */
export type Handlers<M extends { readonly type: string }> = {
  readonly [T in M["type"]]: (message: Extract<M, { readonly type: T }>) => void;
};

/** Calls the handler of a message's tag. */
export function dispatch<M extends { readonly type: string }>(
  handlers: Handlers<M>,
  message: M,
): void {
  const handler = handlers[message.type as M["type"]] as (message: M) => void;
  handler(message);
}

// ---------------------------------------------------------------- state shared by host and panel

/** What an experiment is doing. `idle`: nothing was trained yet, or it was reset. */
export type ExperimentStatus = "idle" | "training" | "paused" | "finished" | "stopped" | "failed";

/** Why one run is not training any more, or that it is. */
export type RunStatus = RunState;

/** How many items a network classified correctly. */
export type Score = Pick<FreshScore, "correct" | "items">;

/** One variant of the experiment as it stands. */
export interface RunSummary {
  readonly id: VariantId;
  readonly remedy: Remedy;
  readonly label: string;
  /** As it is now: LIVE_MEMBERS may have changed since the start. */
  readonly config: TrainingConfig;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly status: RunStatus;
  /** Epochs trained. */
  readonly epoch: number;
  /** The epoch with the smallest validation loss; 0 if there is none. */
  readonly bestEpoch: number;
  /** Time spent computing this run, without waiting, in seconds. */
  readonly seconds: number;
  /**
   * Score on items made for this purpose alone, once the run has ended; null before, and where
   * there are no such items. With early stopping it is that of the best epoch.
   */
  readonly fresh: FreshScore | null;
  /** Item by item beside the first run, once all runs have ended; null before. */
  readonly judgement: Judgement | null;
}

/** Why the worker is gone. */
export interface Failure {
  readonly reason: string;
  /** What the user can do. */
  readonly advice: string;
}

/** What of the points of two inputs a person chooses. */
export type PlaneChanges = Partial<Pick<TwoInputSpec, "trainItems" | "inputNoise" | "labelNoise">>;

/** Points of two inputs as the controls ask for them. */
export interface PlaneState {
  /** What makes the points, or made them before they were moved. */
  readonly base: PlaneSpec;
  /** Whether points were placed by hand. */
  readonly isEdited: boolean;
  /** Whether there is something to undo. */
  readonly canUndo: boolean;
}

/** Everything the host knows but the recordings and the data. JSON-safe. */
export interface PlaygroundState {
  /** The controls: what the next run will use. */
  readonly preset: PresetName;
  /** A table in place of the preset's data; null for none. */
  readonly table: { readonly fileName: string; readonly target: string } | null;
  /** Null for other data than points that the program makes. */
  readonly plane: PlaneState | null;
  readonly config: TrainingConfig;
  readonly recipe: RecipeChoice;
  /** The user's own list of variants, which the recipe `custom` takes. */
  readonly own: readonly OwnVariant[];
  readonly speed: Speed;
  readonly status: ExperimentStatus;
  readonly failure: Failure | null;
  /** What is shown: made from the controls when it was started; null before the first start. */
  readonly experiment: Experiment | null;
  /** One for each variant of the experiment. */
  readonly runs: readonly RunSummary[];
}

/** The experiment made again with other seeds. JSON-safe. */
export interface RepeatState {
  /** `cancelled` and `failed` keep what was complete by then. */
  readonly status: "running" | "finished" | "cancelled" | "failed";
  readonly failure: Failure | null;
  /** Seeds asked for. */
  readonly seeds: number;
  readonly folds: number;
  /** Runs ended, of so many. */
  readonly ended: number;
  readonly runs: number;
  /** How much of the whole work is done, from 0 to 1. */
  readonly share: number;
  /** Whether settings of the experiment have changed since. */
  readonly isOutdated: boolean;
  readonly report: RepeatReport;
}

/**
 * A look at the data, for tables and maps. Rows are inputs followed by one-hot targets, or in a
 * regression by the scaled target.
 */
export interface DataPreview {
  readonly inputNames: readonly string[];
  /** Empty in a regression. */
  readonly classNames: readonly string[];
  /** What the numbers are that are predicted; null where classes are. */
  readonly regression: {
    readonly target: string;
    readonly scaling: Scaling;
    readonly variances: TargetVariances;
  } | null;
  readonly trainItems: number;
  readonly validationItems: number;
  readonly testItems: number;
  readonly freshItems: number;
  /** Training items of each class. */
  readonly trainClassCounts: readonly number[];
  readonly testClassCounts: readonly number[];
  /**
   * All training items if there are at most 500 (1,000 of two inputs), else the first of them; shape
   * [rows, inputs + classes], or in a regression [rows, inputs + 1].
   */
  readonly rows: Float64Array;
  /** The same of the test items. */
  readonly testRows: Float64Array;
  /** Where the data comes from, in words. */
  readonly source: string;
}

// ------------------------------------------------------------------------------- panel and host

/** Panel to host. Arrives unchecked: see parsePanelMessage. */
export type PanelMessage =
  /** The panel listens now and wants a snapshot. */
  | { readonly type: "ready" }
  /** Change the controls: any members of the config, the recipe, the user's own list of variants. */
  | {
      readonly type: "configure";
      readonly changes: Partial<TrainingConfig>;
      readonly recipe?: RecipeChoice;
      readonly own?: readonly OwnVariant[];
    }
  /** Other data, with the settings that suit it. */
  | { readonly type: "choosePreset"; readonly preset: PresetName }
  /** Other noise, or another number of points; what is shown starts anew with them. */
  | { readonly type: "configurePlane"; readonly changes: PlaneChanges }
  /** Points placed by hand in place of the training items: x, y, class; shape [points, 3]. */
  | { readonly type: "placePoints"; readonly points: readonly number[] }
  | { readonly type: "undoPoints" }
  /** Back to the points that the program makes. */
  | { readonly type: "restorePoints" }
  /** Back to the settings that suit the data. */
  | { readonly type: "restoreDefaults" }
  | { readonly type: "start" }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "step" }
  | { readonly type: "stop" }
  | { readonly type: "reset" }
  | { readonly type: "newSeed" }
  | { readonly type: "setSpeed"; readonly speed: Speed }
  | { readonly type: "reproduceFigure1" }
  /** Show the editor's walkthrough of the extension. */
  | { readonly type: "openWalkthrough" }
  | DropMessage
  /** An earlier epoch is shown: a step of the walkthrough. */
  | { readonly type: "scrubbed" }
  /** Make the shown experiment again with other seeds; with folds, hold out each of them too. */
  | { readonly type: "repeat"; readonly seeds: number; readonly folds: number }
  | { readonly type: "cancelRepeats" }
  /** Save the weights of a variant; at a recorded epoch, or as they are now. */
  | { readonly type: "exportWeights"; readonly run: number; readonly epoch?: number }
  | { readonly type: "showWeights"; readonly run: number }
  /** Everything that is to be inspected, most urgent first; replaces what was wanted before. */
  | { readonly type: "inspect"; readonly wanted: readonly Wanted[] }
  /** Save a chart: text as it is, a picture in base64. See chartFile.ts. */
  | {
      readonly type: "saveChart";
      /** Name of the file without its ending. */
      readonly name: string;
      readonly format: "png" | "svg" | "csv";
      readonly content: string;
    }
  /** Put a text on the clipboard. */
  | { readonly type: "copyText"; readonly text: string }
  /** Something broke in the panel. */
  | { readonly type: "panelError"; readonly message: string; readonly stack: string };

/** Host to panel. */
export type HostMessage =
  /** Everything, in answer to `ready` and whenever an experiment starts anew. */
  | {
      readonly type: "snapshot";
      /** Whether the experiment began since the panel was told of anything: it is to be followed. */
      readonly isNew: boolean;
      readonly state: PlaygroundState;
      readonly data: DataPreview;
      /** One for each run of the state. */
      readonly recordings: readonly RecordedChunk[];
    }
  /** The state changed; the recordings did not. */
  | { readonly type: "state"; readonly state: PlaygroundState }
  /** More epochs: append one chunk to each recording. */
  | {
      readonly type: "progress";
      readonly state: PlaygroundState;
      readonly chunks: readonly RecordedChunk[];
    }
  /** How repeats stand, or that there are none. */
  | { readonly type: "repeats"; readonly repeats: RepeatState | null }
  /** A control's value was refused; `field` is a member of the config. */
  | { readonly type: "rejected"; readonly field: string; readonly message: string }
  | InspectionMessage;

// ------------------------------------------------------------------------------ host and worker

/** Host to worker. Both come from one build. */
export type WorkerCommand =
  | {
      readonly type: "train";
      readonly experiment: Experiment;
      readonly speed: Speed;
      /** Train to this epoch without pacing, then pause; 0 to pause at the start. */
      readonly pauseAt?: number;
      /** The data, where it does not follow from the experiment's description. */
      readonly dataset?: Dataset;
    }
  /** Runs of this plan will be asked for, one by one, until the thread is ended. */
  | { readonly type: "plan"; readonly plan: RunPlan; readonly dataset?: Dataset }
  | { readonly type: "makeRun"; readonly run: PlannedRun }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** Train one epoch, then pause. */
  | { readonly type: "step" }
  | { readonly type: "stop" }
  /** Change settings of the base config, from the next epoch on; `changed` answers. */
  | { readonly type: "change"; readonly changes: LiveChanges }
  | { readonly type: "setSpeed"; readonly speed: Speed };

/** How one run stands; the host adds it to its summary. */
export interface RunProgress {
  readonly status: RunStatus;
  readonly epoch: number;
  readonly bestEpoch: number;
  readonly seconds: number;
  readonly fresh: FreshScore | null;
  readonly judgement: Judgement | null;
  readonly chunk: RecordedChunk;
}

/** Worker to host. */
export type WorkerReport =
  /**
   * Every PROGRESS_INTERVAL_MS or PROGRESS_BYTES, and at every change of state. One entry for each
   * variant.
   */
  | { readonly type: "progress"; readonly runs: readonly RunProgress[] }
  | { readonly type: "paused"; readonly runs: readonly RunProgress[] }
  /** Settings have changed; the epoch is recorded and reported with the next progress. */
  | { readonly type: "changed"; readonly change: ExperimentChange }
  /** Training has stopped as asked; what is left is to measure the last epoch. `ended` follows. */
  | { readonly type: "stopping" }
  | {
      readonly type: "ended";
      readonly how: "finished" | "stopped";
      readonly runs: readonly RunProgress[];
    }
  /** Epochs completed of the run that is being made; at most every PROGRESS_INTERVAL_MS. */
  | { readonly type: "runProgress"; readonly epoch: number }
  | { readonly type: "runEnded"; readonly result: PlannedResult }
  | { readonly type: "failed"; readonly reason: string; readonly stack: string };

/** What a thread reports of an experiment that it trains as a whole. */
export type ExperimentReport = Exclude<WorkerReport, { readonly type: "runProgress" | "runEnded" }>;

/** Largest chart that is saved or copied, in characters: twelve runs with all their lines. */
export const MAX_CHART_LENGTH = 32 * 1024 * 1024;

/** Least time between two progress messages, unless there is much to hand over. */
export const PROGRESS_INTERVAL_MS = 50;

/**
 * What a run has recorded is handed over once it is so much: it still is in the processor's cache
 * then. A recording is a few dozen times as much at most, so this makes few messages more.
 */
export const PROGRESS_BYTES = 256 * 1024;
