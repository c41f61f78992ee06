/** Whether the networks learn their training items by heart: seen in the recording, in words. */
import { formatCount, formatPlain, formatPoints, joinWords } from "./format.ts";
import type { Shown, ShownRun } from "./shown.ts";
import { overlap } from "./wilson.ts";

/** Validation loss that is larger than its smallest value by this share has turned. */
const TURNED = 0.05;
/** With more networks than this they are counted, not listed. */
const FEW_RUNS = 3;

/** The epoch after which validation loss rose while training loss fell. */
interface Turn {
  readonly epoch: number;
  /** Growth since, as a share of the smallest loss. */
  readonly growth: number;
}

/** Losses of one epoch. */
type Losses = Pick<ShownRun["values"], "epoch" | "trainLoss" | "validationLoss">;

/**
 * The epoch with the smallest validation loss up to the shown one; ties keep the earlier one. The
 * best epoch is kept beside the rows: of a long run they may lack it, and the row before it be the
 * start.
 */
function smallestLoss({ recording, epoch, row: last }: ShownRun): Losses {
  const best = recording.best?.metrics;
  if (best !== undefined && best.epoch <= epoch) return best;
  let smallest = 0;
  for (let row = 1; row <= last; row++) {
    const loss = recording.metric(row, "validationLoss");
    if (loss < recording.metric(smallest, "validationLoss")) smallest = row;
  }
  return {
    epoch: recording.metric(smallest, "epoch"),
    trainLoss: recording.metric(smallest, "trainLoss"),
    validationLoss: recording.metric(smallest, "validationLoss"),
  };
}

/** @returns undefined while validation loss has not turned, or training loss does not fall */
function turnOf(run: ShownRun): Turn | undefined {
  const { values } = run;
  const smallest = smallestLoss(run);
  const growth = values.validationLoss / smallest.validationLoss - 1;
  const stillFalls = values.trainLoss < smallest.trainLoss;
  return growth > TURNED && stillFalls ? { epoch: smallest.epoch, growth } : undefined;
}

/** Accuracy lost on new items, as a fraction, if it is more than chance can explain; else 0. */
function gapOf({ values }: ShownRun, { data }: Shown): number {
  // Of numbers, chance has no share that a single seed could tell.
  if (data.regression !== null) return 0;
  const train = { correct: values.trainCorrect, items: data.trainItems };
  const test = { correct: values.testCorrect, items: data.testItems };
  const gap = train.correct / train.items - test.correct / test.items;
  return gap > 0 && !overlap(train, test) ? gap : 0;
}

function riseText({ epoch, growth }: Turn): string {
  return `by ${formatPlain(100 * growth)} % after epoch ${formatCount(epoch)}`;
}

function ofOne(run: ShownRun, shown: Shown): string {
  const turn = turnOf(run);
  if (turn) {
    return (
      `A sign of overfitting: validation loss rose ${riseText(turn)}, ` +
      "while training loss still fell."
    );
  }
  const gap = gapOf(run, shown);
  if (gap === 0 && shown.data.regression !== null) {
    return "No sign of overfitting: validation loss has not turned.";
  }
  if (gap === 0) {
    return (
      "No sign of overfitting: validation loss has not turned, and the gap between training and " +
      "test items is no more than chance explains."
    );
  }
  return (
    `Validation loss has not turned, but ${formatPoints(gap)} points between training and test ` +
    "items are more than chance: some items are learnt by heart."
  );
}

function ofSeveral(shown: Shown): string {
  const { runs } = shown;
  const turned = runs.flatMap(run => {
    const turn = turnOf(run);
    return turn ? [{ label: run.summary.label, ...turn }] : [];
  });
  if (turned.length === 0) {
    return runs.every(run => gapOf(run, shown) === 0)
      ? "No sign of overfitting in any network."
      : "Validation loss has turned in no network, but gaps between training and test items are " +
          "more than chance: some items are learnt by heart.";
  }
  const others = runs.filter(run => turnOf(run) === undefined).map(run => run.summary.label);
  const steady = others.length === 0 ? "" : ` Validation loss has not turned ${joinWords(others)}.`;
  if (runs.length <= FEW_RUNS) {
    const rises = turned.map(turn => `${riseText(turn)} ${turn.label}`);
    return (
      `Signs of overfitting: while training loss still fell, validation loss rose ` +
      `${joinWords(rises)}.${steady}`
    );
  }
  const share =
    turned.length === runs.length ? `all ${runs.length}` : `${turned.length} of ${runs.length}`;
  const worst = turned.reduce((most, turn) => (turn.growth > most.growth ? turn : most));
  return (
    `Signs of overfitting in ${share} networks: while training loss ` +
    `still fell, validation loss rose, most of all ${worst.label} (${riseText(worst)}).${steady}`
  );
}

/** Runs that early stopping ended at the shown epoch or before it. */
function stoppedText(runs: readonly ShownRun[]): string {
  const stopped = runs.filter(run => run.summary.status === "stoppedEarly" && run.isNewest);
  return stopped
    .map(({ summary, best }) => {
      const name = runs.length === 1 ? "Training" : `The network ${summary.label}`;
      const bestText = best === null ? "" : `; its best epoch is ${formatCount(best.epoch)}`;
      return `${name} stopped early at epoch ${formatCount(summary.epoch)}${bestText}.`;
    })
    .join(" ");
}

/** Signs of overfitting at the shown epoch, or that there are none; "" where nothing can tell. */
export function overfittingText(shown: Shown): string {
  const { runs } = shown;
  if (shown.validationItems === 0 || runs.length === 0 || shown.epoch === 0) return "";
  const signs = runs.length === 1 ? ofOne(runs[0], shown) : ofSeveral(shown);
  return [signs, stoppedText(runs)].filter(text => text !== "").join(" ");
}
