/** Whether the controls say something else than what is shown, or than what suits the data. */
import { ARTICLE_CONFIG, LIVE_MEMBERS, type LiveMember } from "../../src/core/config.ts";
import { lineupOf, presentBase } from "../../src/core/experiment.ts";
import { presets } from "../../src/core/presets.ts";
import type { PlaygroundState } from "../../src/protocol/messages.ts";
import { effectiveConfigs } from "./usedMembers.ts";

function sameData(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** How a run with the controls would differ from the experiment that is shown, as it is now. */
export interface ControlsDifference {
  /** Settings that a running experiment takes over at its next epoch. */
  readonly live: readonly LiveMember[];
  /** Whether anything else differs: it waits for another run. */
  readonly others: boolean;
}

const SAME: ControlsDifference = { live: [], others: false };

/** Compares the controls with the experiment and every change that was made to it on the way. */
export function controlsDifference(playground: PlaygroundState): ControlsDifference {
  const { config, recipe, own, experiment } = playground;
  if (experiment === null) return SAME;
  if (recipe !== experiment.recipe) return { live: [], others: true };
  if (recipe === "custom" && !sameData(own, experiment.own)) return { live: [], others: true };
  const lineup = lineupOf(experiment);
  const now = effectiveConfigs(lineup, presentBase(experiment));
  const then = effectiveConfigs(lineup, config);
  const members = Object.keys(ARTICLE_CONFIG) as (keyof typeof ARTICLE_CONFIG)[];
  const different = members.filter(member =>
    now.some((run, i) => !sameData(run[member], then[i][member])),
  );
  const isLive = (member: string) => (LIVE_MEMBERS as readonly string[]).includes(member);
  return {
    live: different.filter((member): member is LiveMember => isLive(member)),
    others: !different.every(isLive),
  };
}

/** Whether a run with the controls would differ from the experiment that is shown. */
export function controlsDiffer(playground: PlaygroundState): boolean {
  const { live, others } = controlsDifference(playground);
  return others || live.length > 0;
}

/** Whether what may change in a running experiment changes in this one. */
export function takesChanges({ status, runs }: PlaygroundState): boolean {
  const isUnderWay = status === "training" || status === "paused";
  return isUnderWay && !runs.some(run => run.config.arithmetic === "float32");
}

/** Whether the controls have the settings that suit the data of the preset. */
export function hasPresetSettings({ preset, table, config }: PlaygroundState): boolean {
  return table === null && sameData(config, { ...config, ...presets[preset].config });
}
