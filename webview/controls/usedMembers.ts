/** Which members of a config do anything: what a run would be the same without has no control. */
import { ARTICLE_CONFIG, type TrainingConfig } from "../../src/core/config.ts";
import type { Lineup } from "../../src/core/experiment.ts";

type Changes = Partial<TrainingConfig>;

/** The article's values of some members. */
function reset(...members: (keyof TrainingConfig)[]): Changes {
  return Object.fromEntries(members.map(member => [member, ARTICLE_CONFIG[member]]));
}

/** A config with every member that does nothing in it at one fixed value. */
export function effectiveConfig(config: TrainingConfig): TrainingConfig {
  const { optimizer, schedule, initializer, loss, output, patience } = config;
  const hasVelocity = optimizer === "momentum" || optimizer === "nesterov";
  const isAdaptive = optimizer === "adam" || optimizer === "adamw";
  const isHidden = config.hiddenLayers.length > 0;
  const isSame = new Set(config.activations).size === 1;
  return {
    ...config,
    ...(isSame ? { activations: config.activations.slice(0, 1) } : {}),
    ...(isHidden ? {} : reset("activations", "dropout", "dropoutScale")),
    ...(hasVelocity ? {} : reset("momentum")),
    ...(isAdaptive ? {} : reset("beta1", "beta2", "epsilon")),
    ...(schedule === "step" ? {} : reset("scheduleEvery", "scheduleFactor")),
    ...(initializer === "uniform" ? {} : reset("initRange")),
    ...(loss === "squaredError" && output === "softmax" ? {} : reset("articleDerivative")),
    ...(patience > 0 ? {} : reset("minDelta")),
    ...(config.l2 > 0 || config.l1 > 0 ? {} : reset("penaltyScale")),
    ...(config.dropout > 0 ? {} : reset("dropoutScale")),
    ...(config.arithmetic === "float32" ? FLOAT32_SETTINGS : {}),
  };
}

/** What the article's program, in float32 arithmetic, has no choice about. */
export const FLOAT32_SETTINGS = reset(
  "activations",
  "initializer",
  "optimizer",
  "momentum",
  "beta1",
  "beta2",
  "epsilon",
  "schedule",
  "scheduleEvery",
  "scheduleFactor",
  "l1",
  "penaltyScale",
  "maxNorm",
  "dropout",
  "dropoutScale",
  "jitter",
  "patience",
  "minDelta",
);

/** What each network trains with, as far as it matters. */
export function effectiveConfigs(lineup: Lineup, base: TrainingConfig): TrainingConfig[] {
  return lineup(base).map(({ changes }) => effectiveConfig({ ...base, ...changes }));
}

/** Whether a member decides anything about the networks. */
export function usesMember(
  lineup: Lineup,
  config: TrainingConfig,
  member: keyof TrainingConfig,
): boolean {
  const withValue = (value: unknown) =>
    JSON.stringify(effectiveConfigs(lineup, { ...config, [member]: value }));
  const now = withValue(config[member]);
  return OTHER_VALUES[member].some(value => withValue(value) !== now);
}

/** For each member two values that differ, so that one of them differs from any other. */
const OTHER_VALUES: Readonly<Record<keyof TrainingConfig, readonly unknown[]>> = {
  ...(Object.fromEntries(
    Object.keys(ARTICLE_CONFIG).map(member => [member, [0.25, 0.5]]),
  ) as unknown as Record<keyof TrainingConfig, readonly unknown[]>),
  activations: [["relu"], ["sigmoid"]],
  articleDerivative: [true, false],
};
