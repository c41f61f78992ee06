/** What the shown numbers say, in plain sentences, and how far they can be trusted. */
import { wilsonInterval } from "../src/core/intervals.ts";
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
import { limitsOf } from "./guardRails.ts";
import { numbersFinding } from "./numbersFinding.ts";
import { overfittingText } from "./overfitting.ts";
import { runOf, type Shown, type ShownRun } from "./shown.ts";
import { overlap } from "./wilson.ts";

export interface Finding {
  /** One or two sentences: what is seen. */
  readonly headline: string;
  /** Whether items are learnt by heart; "" if nothing can tell. */
  readonly overfitting: string;
  /** What can and cannot be concluded; "" if there is nothing to say. */
  readonly caution: string;
}

function testScore(run: ShownRun, shown: Shown): Score {
  return { correct: run.judged.values.testCorrect, items: shown.data.testItems };
}

type Words = Omit<Finding, "overfitting">;

/** "4.8 times smaller", in words that fit either direction. */
export function compareSizes(value: number, reference: number): string {
  if (!(value > 0) || !(reference > 0)) return "not comparable";
  const ratio = value / reference;
  if (ratio > 0.98 && ratio < 1.02) return "about the same size";
  return ratio < 1
    ? `${formatRatio(1 / ratio)} times smaller`
    : `${formatRatio(ratio)} times larger`;
}

/** Its label, with the epoch by which it is judged where that is another than the shown one. */
function labelOf({ summary, judged }: ShownRun): string {
  return judged.bestEpoch === null
    ? quoted(summary.label)
    : `${quoted(summary.label)} (at its best epoch, ${formatCount(judged.bestEpoch)})`;
}

/** A label within a sentence; a name that is no part of one is quoted. */
function quoted(label: string): string {
  return /^(?:with|without|as) /.test(label) ? label : `\u201c${label}\u201d`;
}

function atEpoch({ epoch, runs }: Shown): string {
  return runs.every(run => run.judged.bestEpoch !== null)
    ? "After training"
    : `At epoch ${formatCount(epoch)}`;
}

/** What thousands of items say that no run was trained on. */
function freshSentence(runs: readonly { label: string; score: Score }[]): string {
  const scores = runs.map(run => run.score);
  const [low, high] = wilsonInterval(scores[0].correct, scores[0].items);
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
    parts.push(freshSentence(fresh.map(({ run, score }) => ({ label: labelOf(run), score }))));
  } else if (shown.data.freshItems > 0) {
    parts.push(`At the end, ${formatCount(shown.data.freshItems)} fresh items judge better.`);
  }
  return parts.join(" ");
}

function ofOne(shown: Shown, run: ShownRun): Words {
  const { values } = run.judged;
  const { trainItems, testItems } = shown.data;
  const gap = values.trainCorrect / trainItems - values.testCorrect / testItems;
  const gapText =
    gap > 0 ? ` That is ${formatPoints(gap)} points worse than on items it has seen.` : "";
  return {
    headline:
      `${atEpoch(shown)} the network ${labelOf(run)} gets ${values.testCorrect} of ${testItems} ` +
      `test items right, and ${values.trainCorrect} of ${trainItems} training items.${gapText} ` +
      `Its squared weights sum to ${formatNumber(values.sumOfSquares)}.`,
    caution: caution(shown, [run]),
  };
}

/** Of two networks whose settings are the same. */
function alikeSentence(other: ShownRun): string {
  return other.summary.remedy === "l2"
    ? "Lambda is 0, so both networks are the same."
    : "Both networks have the same settings.";
}

function sizesSentence(other: ShownRun, reference: ShownRun): string {
  const [config, referenceConfig] = [other, reference].map(run =>
    JSON.stringify(run.summary.config),
  );
  if (config === referenceConfig) return alikeSentence(other);
  const [{ values }, { values: compared }] = [other.judged, reference.judged];
  const size = compareSizes(values.sumOfSquares, compared.sumOfSquares);
  const sizes = `${formatNumber(values.sumOfSquares)} against ${formatNumber(compared.sumOfSquares)}`;
  return size === "about the same size"
    ? `Their weights are about the same size (sum of squares ${sizes}).`
    : `Its weights are ${size} in sum of squares (${sizes}).`;
}

/** @param reference the network that the other is compared with */
function ofTwins(shown: Shown, reference: ShownRun, other: ShownRun): Words {
  const [{ values }, { values: compared }] = [other.judged, reference.judged];
  return {
    headline:
      `${atEpoch(shown)} the network ${labelOf(other)} gets ${values.testCorrect} of ` +
      `${shown.data.testItems} test items right, ${labelOf(reference)} ${compared.testCorrect}. ` +
      sizesSentence(other, reference),
    caution: caution(shown, [other, reference]),
  };
}

/** The story of the sign. */
function ofPublished(shown: Shown, published: ShownRun): Words {
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
function ofDiverged(diverged: readonly ShownRun[]): Words {
  const names = joinWords(diverged.map(run => run.summary.label));
  const { epoch, config } = diverged[0].summary;
  const shrinkage = config.learningRate * config.l2 + config.decay;
  const limits = limitsOf(config);
  const why =
    limits !== null && shrinkage >= limits.explodes
      ? `Learning rate times lambda is ${formatPlain(shrinkage)}; from ` +
        `${formatPlain(limits.explodes)} on, weights explode.`
      : `A smaller learning rate than ${formatPlain(config.learningRate)} usually helps.`;
  return {
    headline:
      `The network ${names} diverged after epoch ${formatCount(epoch)}: a number in it was no ` +
      `longer finite. Its last finite weights are kept.`,
    caution: why,
  };
}

/** The networks whose score is the largest; more than one if they are equal. */
function leaders(
  runs: readonly ShownRun[],
  scoreOf: (run: ShownRun) => number,
): readonly ShownRun[] {
  const most = Math.max(...runs.map(scoreOf));
  return runs.filter(run => scoreOf(run) === most);
}

function labels(runs: readonly ShownRun[]): string {
  return joinWords(runs.map(labelOf));
}

/** What the smallest weights are, beside those without a remedy. */
function smallestWeights(runs: readonly ShownRun[]): string {
  const smallest = leaders(runs, run => -run.judged.values.sumOfSquares);
  const [first] = smallest;
  const none = runs.find(run => run.summary.remedy === "none");
  const beside =
    none && none !== first
      ? `, against ${formatNumber(none.judged.values.sumOfSquares)} ${labelOf(none)}`
      : "";
  return (
    `The smallest weights are those ${labels(smallest)}: sum of squares ` +
    `${formatNumber(first.judged.values.sumOfSquares)}${beside}.`
  );
}

/** Fresh scores of all runs at their ends; undefined unless all are there and shown. */
function freshScores(runs: readonly ShownRun[]): ReadonlyMap<ShownRun, Score> | undefined {
  const scores = new Map<ShownRun, Score>();
  for (const run of runs) {
    if (run.summary.fresh === null || !run.isNewest) return undefined;
    scores.set(run, run.summary.fresh);
  }
  return scores;
}

/** Many networks: the best, how sure that is, and the smallest weights. */
function ofMany(shown: Shown): Words {
  const { runs } = shown;
  const { testItems, freshItems } = shown.data;
  const scores = freshScores(runs);
  const few =
    `${formatCount(testItems)} test items cannot rank ${runs.length} networks: one item is ` +
    `${formatPlain(100 / testItems)} points.`;
  if (scores === undefined) {
    const best = leaders(runs, run => run.judged.values.testCorrect);
    return {
      headline:
        `${atEpoch(shown)} most test items are right ${labels(best)}: ` +
        `${best[0].judged.values.testCorrect} of ${testItems}. ${smallestWeights(runs)}`,
      caution:
        few +
        (freshItems > 0 ? ` At the end, ${formatCount(freshItems)} fresh items judge better.` : ""),
    };
  }
  const scoreOf = (run: ShownRun) => scores.get(run) ?? { correct: 0, items: 1 };
  const best = leaders(runs, run => scoreOf(run).correct);
  const score = scoreOf(best[0]);
  const [low, high] = wilsonInterval(score.correct, score.items);
  const close = runs.filter(run => !best.includes(run) && overlap(scoreOf(run), score));
  const beaten = runs.filter(run => !overlap(scoreOf(run), score));
  return {
    headline:
      `On ${formatCount(score.items)} fresh items the network${best.length > 1 ? "s" : ""} ` +
      `${labels(best)} ${best.length > 1 ? "are" : "is"} best: ` +
      `${formatPercent(score.correct / score.items)} right, give or take ` +
      `${formatPlain(50 * (high - low))} points. ${smallestWeights(runs)}`,
    caution: [
      close.length > 0 ? `Too close to it to tell apart: ${labels(close)}.` : "",
      beaten.length > 0 ? `Clearly worse: ${labels(beaten)}.` : "",
      `Picked as the best of ${runs.length}, it looks a little better than it is.`,
      few,
    ]
      .filter(text => text !== "")
      .join(" "),
  };
}

/** Before the first update. */
function atStart({ runs }: Shown): Words {
  const { config } = runs[0].summary;
  const same = runs.length > 1 ? ", the same in every network." : ".";
  const range = formatNumber(config.initRange);
  return {
    headline:
      config.initializer === "uniform"
        ? `Before training, every weight lies between \u2212${range} and ${range}${same}`
        : `Before training, the largest weight is ${formatNumber(runs[0].values.maxAbs)}${same}`,
    caution: "",
  };
}

/** Of two networks the one that differs comes first, then the one that it is compared with. */
function numbersOrder(shown: Shown): readonly ShownRun[] {
  const { runs } = shown;
  if (runs.length !== 2) return runs;
  return runOf(shown, "none") === runs[1] ? runs : [runs[1], runs[0]];
}

function words(shown: Shown): Words {
  const { runs } = shown;
  const diverged = runs.filter(run => run.summary.status === "diverged" && run.isNewest);
  if (diverged.length > 0) return ofDiverged(diverged);
  if (shown.epoch === 0) return atStart(shown);
  const facts = shown.data.regression;
  if (facts !== null) {
    return numbersFinding(
      { shown, facts, when: atEpoch(shown), labelOf, sizes: sizesSentence },
      numbersOrder(shown),
    );
  }
  const published = runOf(shown, "published");
  if (published) return ofPublished(shown, published);
  if (runs.length === 1) return ofOne(shown, runs[0]);
  const none = runOf(shown, "none");
  if (runs.length === 2) {
    const reference = none ?? runs[0];
    return ofTwins(shown, reference, reference === runs[0] ? runs[1] : runs[0]);
  }
  const l2 = runOf(shown, "l2");
  const isOwn = shown.playground.experiment?.recipe === "custom";
  return runs.length > 3 || isOwn || !none || !l2 ? ofMany(shown) : ofTwins(shown, none, l2);
}

/** The finding at the shown epoch; undefined before the first start. */
export function finding(shown: Shown): Finding | undefined {
  if (shown.runs.length === 0) return undefined;
  // A rule with the wrong sign is its own story, and a diverged run has no other.
  const hasStory = shown.runs.every(
    ({ summary }) => !summary.config.publishedSign && summary.status !== "diverged",
  );
  return { ...words(shown), overfitting: hasStory ? overfittingText(shown) : "" };
}
