/** Messages about inspections: between panel and host, and between host and inspector thread. */
import type { DatasetSpec } from "../core/experiment.ts";
import type { InspectedNetwork, Inspection, TrainingInspection } from "../core/inspection.ts";
import type { Dataset } from "../core/items.ts";
import type { ReplayedRun, SlowUpdate } from "../core/slowMotion.ts";

/** What is looked at: everything, or only what charts over epochs are made of. */
export const inspectionDepths = ["full", "training"] as const;

type InspectionDepth = (typeof inspectionDepths)[number];

/** One epoch of one run that the panel wants inspected. */
export interface WantedInspection {
  readonly run: number;
  /** One whose weights are recorded, or the best one. */
  readonly epoch: number;
  readonly depth: InspectionDepth;
}

/** One update of one epoch that the panel wants to look into. */
export interface WantedUpdate {
  readonly run: number;
  /** From 1; the run has completed it. */
  readonly epoch: number;
  readonly depth: "update";
  /** Its number in the epoch, from 0. */
  readonly update: number;
}

/** One weight with another value; `layer` counts from 0 at the inputs. */
export interface WeightEdit {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** Most weights that can be edited at once. */
export const MAX_WEIGHT_EDITS = 40;

/** What a network would do at an epoch if some of its weights were others. */
export interface WantedWhatIf {
  readonly run: number;
  /** One whose weights are recorded, or the best one. */
  readonly epoch: number;
  readonly depth: "whatIf";
  readonly edits: readonly WeightEdit[];
}

/** What the inspector can be asked for. */
export type Wanted = WantedInspection | WantedUpdate | WantedWhatIf;

/** Most inspections that can be wanted at once. */
export const MAX_WANTED_INSPECTIONS = 2000;

/** Why there are no inspections any more until one is asked for again. */
export type InspectionProblem = "outOfMemory" | "threw" | "vanished" | "unreadable";

/** Host to panel. */
export type InspectionMessage =
  /** The answer to one wanted inspection, which it names. */
  | {
      readonly type: "inspection";
      readonly wanted: WantedInspection;
      readonly training: TrainingInspection;
      /** Null unless everything was looked at. */
      readonly parts: Inspection["parts"] | null;
    }
  /** The answer to a question what if. */
  | { readonly type: "whatIf"; readonly wanted: WantedWhatIf; readonly parts: Inspection["parts"] }
  /** The answer to a wanted update. */
  | { readonly type: "slowUpdate"; readonly wanted: WantedUpdate; readonly update: SlowUpdate }
  /** To train again up to this epoch would take too long. */
  | {
      readonly type: "slowUpdateRefused";
      readonly wanted: WantedUpdate;
      /** What it would take, about. */
      readonly seconds: number;
    }
  /** The inspector is gone, and with it what was wanted. */
  | { readonly type: "inspectionFailed"; readonly problem: InspectionProblem };

/** Host to inspector thread. Both come from one build. */
export type InspectorCommand =
  /** Comes first, once. */
  | {
      readonly type: "load";
      readonly spec: DatasetSpec;
      /** The data, where it does not follow from the description. */
      readonly dataset?: Dataset;
    }
  /** To be answered by `inspected`, one after the other. */
  | {
      readonly type: "inspect";
      readonly depth: InspectionDepth;
      readonly network: InspectedNetwork;
    }
  /** To be answered by `slowUpdate` or `slowUpdateRefused`. */
  | { readonly type: "slowUpdate"; readonly wanted: WantedUpdate; readonly replayed: ReplayedRun }
  | { readonly type: "stop" };

/** Inspector thread to host. */
export type InspectorReport =
  | {
      readonly type: "inspected";
      readonly training: TrainingInspection;
      readonly parts: Inspection["parts"] | null;
    }
  | { readonly type: "slowUpdate"; readonly update: SlowUpdate }
  | { readonly type: "slowUpdateRefused"; readonly seconds: number }
  | { readonly type: "failed"; readonly reason: string; readonly stack: string };
