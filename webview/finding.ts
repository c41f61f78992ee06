/** What the shown numbers say, in plain sentences, and how far they can be trusted. */
import type { Score } from "../src/protocol/messages.ts";
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPlain,
  formatPoints,
  formatRatio,
  joinWords,
} from "./format.ts";
import { runOf, type Shown, type ShownRun } from "./shown.ts";

export interface Finding {
  /** One or two sentences: what is seen. */
  readonly headline: string;
  /** What can and cannot be concluded; "" if there is nothing to say. */
  readonly caution: string;
}

/**
 * Wilson's 95 % interval of a share.
 *
 * @returns lower and upper end, from 0 to 1
 * @see Wilson 1927; stays within 0 and 1 for few items, unlike the normal interval
 */
export function wilsonInterval({ correct, items }: Score): readonly [number, number] {
  const z = 1.959964;
  const share = correct / items;
  const scale = 1 + (z * z) / items;
  const centre = (share + (z * z) / (2 * items)) / scale;
  const half =
    (z * Math.sqrt((share * (1 - share)) / items + (z * z) / (4 * items * items))) / scale;
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

function overlap(a: Score, b: Score): boolean {
  const [lowA, highA] = wilsonInterval(a);
  const [lowB, highB] = wilsonInterval(b);
  return lowA <= highB && lowB <= highA;
}

function testScore(run: ShownRun, shown: Shown): Score {
  return { correct: run.values.testCorrect, items: shown.data.testItems };
}

/** "4.8 times smaller", in words that fit either direction. */
export function compareSizes(value: number, reference: number): string {
  if (!(value > 0) || !(reference > 0)) return "not comparable";
  const ratio = value / reference;
  if (ratio > 0.98 && ratio < 1.02) return "about the same size";
  return ratio < 1
    ? `${formatRatio(1 / ratio)} times smaller`
    : `${formatRatio(ratio)} times larger`;
}

function atEpoch(shown: Shown): string {
  return `At epoch ${formatCount(shown.epoch)}`;
}

/** What thousands of items say that no run was trained on. */
function freshSentence(runs: readonly { label: string; score: Score }[]): string {
  const scores = runs.map(run => run.score);
  const [low, high] = wilsonInterval(scores[0]);
  const shares = joinWords(
    runs.map(({ label, score }) => `${formatPercent(score.correct / score.items)} ${label}`),
  );
  const verdict =
    scores.length < 2
      ? ""
      : overlap(scores[0], scores[1])
        ? ", too close to call"
        : ", a clear difference";
  return (
    `On ${formatCount(scores[0].items)} fresh items: ${shares}${verdict} ` +
    `(give or take ${formatPlain(50 * (high - low))} points).`
  );
}

/** What few items cannot show, and what many fresh ones do. */
function caution(shown: Shown, runs: readonly ShownRun[]): string {
  const items = shown.data.testItems;
  const points = formatPlain(100 / items);
  const scores = runs.map(run => testScore(run, shown));
  const parts: string[] = [];
  if (scores.length < 2) {
    parts.push(`One of ${formatCount(items)} test items is ${points} points.`);
  } else if (overlap(scores[0], scores[1])) {
    parts.push(
      `These ${formatCount(items)} test items cannot tell the networks apart: ` +
        `one item is ${points} points.`,
    );
  } else {
    parts.push(`The difference is too large for chance, even on ${formatCount(items)} test items.`);
  }
  const fresh = runs.flatMap(run => (run.summary.fresh ? [{ run, score: run.summary.fresh }] : []));
  if (fresh.length === runs.length && fresh.length > 0 && runs.every(run => run.isNewest)) {
    parts.push(freshSentence(fresh.map(({ run, score }) => ({ label: run.summary.label, score }))));
  } else if (shown.data.freshItems > 0) {
    parts.push(`At the end, ${formatCount(shown.data.freshItems)} fresh items judge better.`);
  }
  return parts.join(" ");
}

function ofOne(shown: Shown, run: ShownRun): Finding {
  const { values, summary } = run;
  const { trainItems, testItems } = shown.data;
  const gap = values.trainCorrect / trainItems - values.testCorrect / testItems;
  const gapText =
    gap > 0 ? ` That is ${formatPoints(gap)} points worse than on items it has seen.` : "";
  return {
    headline:
      `${atEpoch(shown)} the network ${summary.label} gets ${values.testCorrect} of ${testItems} ` +
      `test items right, and ${values.trainCorrect} of ${trainItems} training items.${gapText} ` +
      `Its squared weights sum to ${formatNumber(values.sumOfSquares)}.`,
    caution: caution(shown, [run]),
  };
}

function ofTwins(shown: Shown, none: ShownRun, l2: ShownRun): Finding {
  const size = compareSizes(l2.values.sumOfSquares, none.values.sumOfSquares);
  const sizes = `${formatNumber(l2.values.sumOfSquares)} against ${formatNumber(none.values.sumOfSquares)}`;
  const sizeSentence =
    size === "about the same size"
      ? `Their weights are about the same size (sum of squares ${sizes}).`
      : `Its weights are ${size} in sum of squares (${sizes}).`;
  return {
    headline:
      `${atEpoch(shown)} the network with L2 gets ${l2.values.testCorrect} of ` +
      `${shown.data.testItems} test items right, without L2 ${none.values.testCorrect}. ` +
      sizeSentence,
    caution: caution(shown, [l2, none]),
  };
}

/** The story of the sign. */
function ofPublished(shown: Shown, published: ShownRun): Finding {
  const none = runOf(shown, "none");
  const right = runOf(shown, "l2");
  const others = [
    ...(right ? [`${formatNumber(right.values.sumOfSquares)} with the right sign`] : []),
    ...(none ? [`${formatNumber(none.values.sumOfSquares)} without a penalty`] : []),
  ];
  const sum = formatNumber(published.values.sumOfSquares);
  const correct = `${published.values.testCorrect} of ${shown.data.testItems}`;
  const beside = others.length > 0 ? `, beside ${joinWords(others)}` : "";
  return {
    headline:
      `The article's printed program adds the penalty where it should subtract it. By epoch ` +
      `${formatCount(shown.epoch)} its squared weights sum to ${sum}${beside}. ` +
      `Its test score, ${correct}, does not give the error away; its weights do.`,
    caution: caution(shown, right ? [published, right] : [published]),
  };
}

/** Runs whose numbers stopped being finite. */
function ofDiverged(diverged: readonly ShownRun[]): Finding {
  const names = joinWords(diverged.map(run => run.summary.label));
  const { epoch, config } = diverged[0].summary;
  const shrinkage = config.learningRate * config.l2 + config.decay;
  const why =
    shrinkage >= 2
      ? `Learning rate times lambda is ${formatPlain(shrinkage)}; from 2 on, weights explode.`
      : `A smaller learning rate than ${formatPlain(config.learningRate)} usually helps.`;
  return {
    headline:
      `The network ${names} diverged after epoch ${formatCount(epoch)}: a number in it was no ` +
      `longer finite. Its last finite weights are kept.`,
    caution: why,
  };
}

/** The finding at the shown epoch; undefined before the first start. */
export function finding(shown: Shown): Finding | undefined {
  if (shown.runs.length === 0) return undefined;
  const diverged = shown.runs.filter(run => run.summary.status === "diverged" && run.isNewest);
  if (diverged.length > 0) return ofDiverged(diverged);
  if (shown.epoch === 0) {
    const range = formatNumber(shown.runs[0].summary.config.initRange);
    return {
      headline:
        `Before training, every weight lies between \u2212${range} and ${range}` +
        (shown.runs.length > 1 ? ", the same in every network." : "."),
      caution: "",
    };
  }
  const published = runOf(shown, "published");
  if (published) return ofPublished(shown, published);
  const none = runOf(shown, "none");
  const l2 = runOf(shown, "l2");
  if (none && l2) return ofTwins(shown, none, l2);
  return ofOne(shown, shown.runs[0]);
}
