/** Warnings that explain a penalty before it is tried. They forbid nothing. */
import type { TrainingConfig } from "../src/core/config.ts";
import type { RecipeName } from "../src/core/experiment.ts";
import { formatPlain, formatPercent } from "./format.ts";

/** The article's own suggestion for constant decay, per item. */
const ARTICLE_DECAY = 0.02;

type Danger = "none" | "oscillates" | "explodes";

export interface GuardRail {
  /** learningRate * l2: the share of a weight that one update takes away. */
  readonly shrinkage: number;
  readonly danger: Danger;
  /** Penalties below it do not make the weights oscillate. */
  readonly safeBelow: number;
  /** What it means, in a sentence or two. */
  readonly text: string;
  /** A warning about constant decay, if it is about to be used; else "". */
  readonly decayText: string;
}

/** What is left of a weight after an epoch in which only the penalty acts. */
export function leftAfterEpoch(shrinkage: number, updates: number): number {
  return Math.abs(1 - shrinkage) ** updates;
}

function explain(config: TrainingConfig, shrinkage: number, danger: Danger, updates: number) {
  const limit = `Safe here: lambda below ${formatPlain(1 / config.learningRate)}.`;
  if (danger === "explodes") {
    return `Each update overshoots zero by more than the weight itself, so weights explode. ${limit}`;
  }
  if (danger === "oscillates") {
    return `Each update pushes a weight to or past zero, so weights flip their sign. ${limit}`;
  }
  if (shrinkage === 0) return `No penalty: nothing pulls the weights towards zero. ${limit}`;
  const left = formatPercent(leftAfterEpoch(shrinkage, updates));
  return (
    `Each update takes ${formatPlain(100 * shrinkage)} % off a weight; ` +
    `left alone, ${left} of it would remain after an epoch. ${limit}`
  );
}

/**
 * Judges learning rate times lambda.
 *
 * @param trainItems items of an epoch, for the number of updates in it
 */
export function guardRail(
  config: TrainingConfig,
  recipe: RecipeName,
  trainItems: number,
): GuardRail {
  const shrinkage = config.learningRate * config.l2;
  const danger = shrinkage >= 2 ? "explodes" : shrinkage >= 1 ? "oscillates" : "none";
  const updates = Math.ceil(trainItems / Math.min(config.batchSize, Math.max(1, trainItems)));
  const left = formatPercent(leftAfterEpoch(ARTICLE_DECAY, trainItems));
  return {
    shrinkage,
    danger,
    safeBelow: 1 / config.learningRate,
    text: explain(config, shrinkage, danger, updates),
    decayText:
      recipe === "equalDecay"
        ? `The article suggests a constant decay of ${ARTICLE_DECAY} per item. Left alone, that ` +
          `leaves ${left} of a weight after one epoch: it erases the network. Here the decay is ` +
          `learning rate times lambda, ${formatPlain(shrinkage)}.`
        : "",
  };
}
