/** Warnings that explain a penalty before it is tried. They forbid nothing. */
import { CONFIG_BOUNDS, type TrainingConfig } from "../src/core/config.ts";
import type { RecipeChoice } from "../src/core/experiment.ts";
import { formatPlain, formatPercent } from "./format.ts";

/** The article's own suggestion for constant decay, per item. */
const ARTICLE_DECAY = 0.02;

type Danger = "none" | "oscillates" | "explodes";

type PenaltyConfig = Pick<TrainingConfig, "optimizer" | "momentum" | "learningRate" | "l2">;

/** From which learning rate times lambda on weights flip their sign, and from which they explode. */
export interface Limits {
  readonly oscillates: number;
  readonly explodes: number;
}

/**
 * What becomes of a weight on which only the penalty acts, with s = learning rate * lambda.
 *
 * Gradient descent multiplies it by 1 - s. With momentum m, position and velocity are multiplied by
 * a matrix with trace 1 + m - s and determinant m, with Nesterov momentum 1 + m - s (1 + m) and
 * m (1 - s): they grow without bound where the trace is below -(1 + determinant). A velocity swings
 * long before that, and swings out. Adam divides the penalty by its own size like any gradient:
 * there is no such limit.
 */
export function limitsOf({ optimizer, momentum }: PenaltyConfig): Limits | null {
  switch (optimizer) {
    case "sgd":
    case "adamw":
      return { oscillates: 1, explodes: 2 };
    case "momentum": {
      const explodes = 2 * (1 + momentum);
      return { oscillates: explodes, explodes };
    }
    case "nesterov": {
      const explodes = (2 * (1 + momentum)) / (1 + 2 * momentum);
      return { oscillates: explodes, explodes };
    }
    case "adam":
      return null;
  }
}

export interface GuardRail {
  /** learningRate * l2: the share of a weight that one update of gradient descent takes away. */
  readonly shrinkage: number;
  readonly danger: Danger;
  /** Null where there are none. */
  readonly limits: Limits | null;
  /** What it means, in a sentence or two. */
  readonly text: string;
  /** A warning about constant decay, if it is about to be used; else "". */
  readonly decayText: string;
}

/** What is left of a weight after an epoch in which only the penalty acts. */
export function leftAfterEpoch(shrinkage: number, updates: number): number {
  return Math.abs(1 - shrinkage) ** updates;
}

function dangerOf(shrinkage: number, limits: Limits | null): Danger {
  if (limits === null || shrinkage < limits.oscillates) return "none";
  return shrinkage < limits.explodes ? "oscillates" : "explodes";
}

function explain(
  config: PenaltyConfig,
  shrinkage: number,
  limits: Limits | null,
  updates: number,
): string {
  if (shrinkage === 0) return "No penalty: nothing pulls the weights towards zero.";
  if (limits === null) {
    return (
      "Adam divides the penalty by its own size, as it does with every gradient: lambda says how " +
      "it counts beside the data, not how fast weights shrink. AdamW keeps the two apart."
    );
  }
  const safe = limits.oscillates / config.learningRate;
  // Nothing to say where no lambda that can be chosen is too large.
  const limit =
    safe > CONFIG_BOUNDS.l2.max
      ? "Any lambda is safe here."
      : `Safe here: lambda below ${formatPlain(safe)}.`;
  switch (dangerOf(shrinkage, limits)) {
    case "explodes":
      return `Each update overshoots zero by more than the weight itself, so weights explode. ${limit}`;
    case "oscillates":
      return `Each update pushes a weight to or past zero, so weights flip their sign. ${limit}`;
    case "none":
      break;
  }
  if (config.optimizer === "momentum" || config.optimizer === "nesterov") {
    const long = formatPlain((100 * shrinkage) / (1 - config.momentum));
    return `With this momentum an update comes to take about ${long} % off a weight. ${limit}`;
  }
  const left = leftAfterEpoch(shrinkage, updates);
  const remains = left < 1 && left > 0.9995 ? "more than 99.9 %" : formatPercent(left);
  return (
    `Each update takes ${formatPlain(100 * shrinkage)} % off a weight; ` +
    `left alone, ${remains} of it would remain after an epoch. ${limit}`
  );
}

function decayText(config: TrainingConfig, shrinkage: number, trainItems: number): string {
  const left = formatPercent(leftAfterEpoch(ARTICLE_DECAY, trainItems));
  const isSame = config.optimizer === "sgd" && config.schedule === "constant";
  return (
    `The article suggests a constant decay of ${ARTICLE_DECAY} per item. Left alone, that ` +
    `leaves ${left} of a weight after one epoch: it erases the network. Here the decay is ` +
    `learning rate times lambda, ${formatPlain(shrinkage)}.` +
    (isSame ? "" : " It equals L2 only for gradient descent at a constant learning rate.")
  );
}

/**
 * Judges learning rate times lambda.
 *
 * @param trainItems items of an epoch, for the number of updates in it
 */
export function guardRail(
  config: TrainingConfig,
  recipe: RecipeChoice,
  trainItems: number,
): GuardRail {
  const shrinkage = config.learningRate * config.l2;
  const updates = Math.ceil(trainItems / Math.min(config.batchSize, Math.max(1, trainItems)));
  const limits = limitsOf(config);
  return {
    shrinkage,
    danger: dangerOf(shrinkage, limits),
    limits,
    text: explain(config, shrinkage, limits, updates),
    decayText: recipe === "equalDecay" ? decayText(config, shrinkage, trainItems) : "",
  };
}
