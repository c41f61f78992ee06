/** What the settings and remedies of a variant are called in its editor. */
import type { OwnMember } from "../../src/core/ownVariants.ts";
import type { OwnRemedy } from "../../src/core/variantLists.ts";

export interface SettingWords {
  readonly label: string;
  /** "" for none. */
  readonly unit: string;
}

export const settingWords: Readonly<Record<OwnMember, SettingWords>> = {
  l2: { label: "Lambda", unit: "" },
  l1: { label: "L1", unit: "" },
  decay: { label: "Constant decay", unit: "" },
  maxNorm: { label: "Max-norm", unit: "" },
  dropout: { label: "Dropout", unit: "" },
  jitter: { label: "Jitter", unit: "" },
  patience: { label: "Early stopping", unit: "epochs" },
  learningRate: { label: "Learning rate", unit: "" },
  batchSize: { label: "Batch size", unit: "items" },
};

export const remedyNames: Readonly<Record<OwnRemedy, string>> = {
  none: "No remedy",
  l2: "L2",
  l1: "L1",
  elasticNet: "L1 and L2",
  decay: "Constant decay",
  maxNorm: "Max-norm",
  dropout: "Dropout",
  jitter: "Jitter",
  earlyStopping: "Early stopping",
};
