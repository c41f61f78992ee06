/** The settings that changed while an experiment was being trained, in words. */
import type { LiveChanges, LiveMember, TrainingConfig } from "../src/core/config.ts";
import { type Experiment, type Lineup, lineupOf } from "../src/core/experiment.ts";
import { effectiveConfigs } from "./controls/usedMembers.ts";
import { joinWords } from "./format.ts";

/** What a setting is called in a sentence. */
export const liveMemberNames = {
  learningRate: "learning rate",
  l2: "lambda",
  l1: "L1",
  decay: "decay",
  maxNorm: "max-norm",
  dropout: "dropout",
  jitter: "jitter",
} as const satisfies Record<LiveMember, string>;

/** A moment at which settings changed. */
export interface ShownChange {
  /** Epochs completed before. */
  readonly epoch: number;
  /** What changed, as `lambda 0.02`. */
  readonly text: string;
}

/** Settings with their values, as `lambda 0.02 and dropout off`. */
export function describeChanges(changes: LiveChanges): string {
  const parts = Object.entries(changes).map(([member, value]) => {
    const name = liveMemberNames[member as LiveMember];
    return value === 0 && member !== "learningRate" ? `${name} off` : `${name} ${value}`;
  });
  return joinWords(parts);
}

/** The part of a change that changes a setting of a network. */
function felt(lineup: Lineup, base: TrainingConfig, changes: LiveChanges): LiveChanges {
  const configs = (config: TrainingConfig) => JSON.stringify(effectiveConfigs(lineup, config));
  const before = configs(base);
  return Object.fromEntries(
    Object.entries(changes).filter(
      ([member, value]) => configs({ ...base, [member]: value }) !== before,
    ),
  );
}

function computeChanges(experiment: Experiment): ShownChange[] {
  const { base, changes } = experiment;
  const lineup = lineupOf(experiment);
  const byEpoch = new Map<number, LiveChanges>();
  let config = base;
  for (const change of changes) {
    const own = felt(lineup, config, change.changes);
    if (Object.keys(own).length > 0) {
      byEpoch.set(change.epoch, { ...byEpoch.get(change.epoch), ...own });
    }
    config = { ...config, ...change.changes };
  }
  return [...byEpoch].map(([epoch, own]) => ({ epoch, text: describeChanges(own) }));
}

/** The last answer: the same question comes with every frame, in objects that are always new. */
let last: { readonly key: string; readonly changes: readonly ShownChange[] } = {
  key: "",
  changes: [],
};

/**
 * The changes of an experiment that its networks felt. Those at one epoch are one, and a setting
 * that changed twice there has its last value.
 */
export function shownChanges(experiment: Experiment): readonly ShownChange[] {
  if (experiment.changes.length === 0) return [];
  const key = JSON.stringify(experiment);
  if (key !== last.key) last = { key, changes: computeChanges(experiment) };
  return last.changes;
}
