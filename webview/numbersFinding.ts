/** What networks that predict numbers have come to, in plain sentences. */
import { formatCount, formatNumber, formatRSquared, joinWords } from "./format.ts";
import { fitGap, fitOf, fitText, type RegressionFacts, typicalErrorText } from "./numbers.ts";
import type { Shown, ShownRun } from "./shown.ts";

/** What the sentences are made with. */
export interface NumbersWords {
  readonly shown: Shown;
  readonly facts: RegressionFacts;
  /** "At epoch 300" */
  readonly when: string;
  readonly labelOf: (run: ShownRun) => string;
  /** One sentence about the weights of one run, beside those of another. */
  readonly sizes: (other: ShownRun, reference: ShownRun) => string;
}

/** R squared on test items; the smallest of all where there is none. */
function testFit({ facts }: NumbersWords, { judged }: ShownRun): number {
  return fitOf(facts, judged.values, "test") ?? Number.NEGATIVE_INFINITY;
}

/** @param runs the network that is spoken of first, then those that it is compared with */
export function numbersFinding(
  words: NumbersWords,
  runs: readonly ShownRun[],
): { headline: string; caution: string } {
  const [first, second] = runs;
  const headline =
    runs.length === 1
      ? ofOne(words, first)
      : runs.length === 2
        ? ofTwins(words, first, second)
        : ofMany(words, runs);
  return { headline, caution: caution(words, runs) };
}

function ofOne({ shown, facts, when, labelOf }: NumbersWords, run: ShownRun): string {
  const { values } = run.judged;
  const { testItems, trainItems } = shown.data;
  const known = testItems > 0 ? ("test" as const) : ("train" as const);
  const items = known === "test" ? testItems : trainItems;
  const seen =
    known === "test" ? `; on training items R² is ${fitText(facts, values, "train")}` : "";
  return (
    `${when} the network ${labelOf(run)} predicts ${facts.target} of ${formatCount(items)} ` +
    `${known === "test" ? "test" : "training"} items with an R² of ${fitText(facts, values, known)} ` +
    `and a typical error of ${typicalErrorText(facts, values, known)}${seen}. ` +
    `Its squared weights sum to ${formatNumber(values.sumOfSquares)}.`
  );
}

function ofTwins(words: NumbersWords, other: ShownRun, reference: ShownRun): string {
  const { shown, facts, when, labelOf, sizes } = words;
  const error = (run: ShownRun) => typicalErrorText(facts, run.judged.values, "test");
  const fit = (run: ShownRun) => fitText(facts, run.judged.values, "test");
  return (
    `${when} the network ${labelOf(other)} predicts ${formatCount(shown.data.testItems)} test items ` +
    `with an R² of ${fit(other)} (typical error ${error(other)}), ${labelOf(reference)} with ` +
    `${fit(reference)} (${error(reference)}). ${sizes(other, reference)}`
  );
}

function ofMany(words: NumbersWords, runs: readonly ShownRun[]): string {
  const { when, labelOf } = words;
  const best = runs.reduce((most, run) =>
    testFit(words, run) > testFit(words, most) ? run : most,
  );
  const smallest = runs.reduce((least, run) =>
    run.judged.values.sumOfSquares < least.judged.values.sumOfSquares ? run : least,
  );
  return (
    `${when} test items are predicted best ${labelOf(best)}: R² ` +
    `${formatRSquared(testFit(words, best))}. The smallest weights are those ${labelOf(smallest)}: ` +
    `sum of squares ${formatNumber(smallest.judged.values.sumOfSquares)}.`
  );
}

/** A larger gap in R squared is worth a sentence. */
const NOTABLE_GAP = 0.05;

function caution({ shown, facts }: NumbersWords, runs: readonly ShownRun[]): string {
  const { testItems } = shown.data;
  if (testItems === 0) return "There are no test items: nothing says how new items are predicted.";
  const worse = runs.flatMap(run => {
    const gap = fitGap(facts, run.judged.values);
    return gap !== null && gap > NOTABLE_GAP ? [`${formatRSquared(gap)} ${run.summary.label}`] : [];
  });
  const gaps =
    worse.length === 0
      ? ""
      : `R² is lower on test items than on those it has seen, by ${joinWords(worse)}. `;
  const luck =
    runs.length === 1 ? "How much of this is luck" : "Whether a difference is more than luck";
  return `${gaps}${luck}, repeats with other seeds tell: see the verdict.`;
}
