/**
 * Networks that have stopped learning, or never began: seen by the inspector, in words, each with the
 * next thing to try. Nothing is said while a network is well.
 */
import type { TrainingInspection } from "../src/core/inspection.ts";
import { formatCount } from "./format.ts";
import type { ShownRun } from "./shown.ts";

/** Probabilities that differ by no more between any two items are one answer for all. */
const CONSTANT_SPREAD = 0.01;

/** Idle units are told of from this share of all hidden units on: some idle ones do no harm. */
const NOTABLE_SHARE = 0.25;

/** Share of the planned epochs before which a network has a right to know nothing. */
const FIRST_EPOCHS = 0.2;

function isEarly({ summary, epoch, isNewest }: ShownRun): boolean {
  const isOver = summary.status !== "training" && isNewest;
  return !isOver && epoch < FIRST_EPOCHS * summary.config.epochs;
}

/** What an L2, L1 or decay that is too strong does; null for none of them. */
function strengthOf({ l2, l1, decay }: ShownRun["summary"]["config"]): string | null {
  if (l2 > 0 || l1 > 0) return "a smaller lambda";
  return decay > 0 ? "a smaller decay" : null;
}

function constantText({ summary }: ShownRun): string {
  const weaker = strengthOf(summary.config);
  const advice =
    weaker === null
      ? "Try a larger learning rate, or more epochs."
      : `If the penalty has pulled its weights to nothing, try ${weaker}; else a larger learning rate.`;
  return `The network ${summary.label} gives every training item the same answer. ${advice}`;
}

function deadText({ summary }: ShownRun, dead: number, units: number): string {
  return (
    `In the network ${summary.label} ${formatCount(dead)} of ${formatCount(units)} hidden units are ` +
    "dead: 0 for every training item, so no gradient reaches them. Try leaky ReLU, or a smaller " +
    "learning rate and train again."
  );
}

function saturatedText({ summary }: ShownRun, saturated: number, units: number): string {
  const { l2, initRange, initializer } = summary.config;
  const advice =
    l2 === 0
      ? "Try some L2, or a smaller learning rate."
      : initializer === "uniform" && initRange > 1
        ? "Try a smaller initial range."
        : "Try a smaller learning rate, or a larger lambda.";
  return (
    `In the network ${summary.label} ${formatCount(saturated)} of ${formatCount(units)} hidden ` +
    "units are saturated: at an end of their range for nearly every training item, so they hardly " +
    `learn. ${advice}`
  );
}

/**
 * One sentence about each thing that is wrong with a network, and the next thing to try.
 *
 * @param training at the weights of the run's shown epoch
 */
export function healthProblems(run: ShownRun, training: TrainingInspection): string[] {
  if (run.epoch === 0 || training.itemsUsed < 2 || isEarly(run)) return [];
  if (training.outputSpread < CONSTANT_SPREAD) return [constantText(run)];
  const count = (of: "dead" | "saturated") =>
    training.units.reduce((sum, layer) => sum + layer[of].length, 0);
  const units = training.units.reduce((sum, layer) => sum + layer.units, 0);
  const [dead, saturated] = [count("dead"), count("saturated")];
  return [
    ...(units > 0 && dead / units >= NOTABLE_SHARE ? [deadText(run, dead, units)] : []),
    ...(units > 0 && saturated / units >= NOTABLE_SHARE
      ? [saturatedText(run, saturated, units)]
      : []),
  ];
}
