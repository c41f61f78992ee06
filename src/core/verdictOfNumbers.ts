/** Headlines of verdicts on networks that predict numbers, which are judged by R squared. */
import { formatRSquared, joinWords } from "./numberWords.ts";
import type { MeanInterval } from "./pairedTests.ts";
import type { RepeatReport } from "./repeats.ts";
import type { Difference, MeasureVerdict, Outcome } from "./verdict.ts";

/** What the sentences are about. */
export interface Wording {
  readonly report: RepeatReport;
  readonly judged: MeasureVerdict;
  /** "120 test items" */
  readonly items: string;
  /** "10 seeds" */
  readonly repeats: string;
}

function range({ low, high }: MeanInterval): string {
  return low === null || high === null ? "" : `${formatRSquared(low)} to ${formatRSquared(high)}`;
}

function certainty(interval: MeanInterval, repeats: string): string {
  const found = range(interval);
  return found === "" ? `(${repeats})` : `(95 % interval ${found}, ${repeats})`;
}

/** One sentence: which network predicts better, and how surely. */
export function numbersHeadline(wording: Wording): string {
  const { differences } = wording.judged;
  if (differences.length === 0) return ofOne(wording);
  return differences.length === 1 ? ofTwo(wording, differences[0]) : ofMany(wording);
}

function ofOne({ report, judged, items, repeats }: Wording): string {
  const [mean] = judged.means;
  const found = range(mean);
  return (
    `Over ${repeats}, the network ${report.variants[0].label} predicts ${items} with an R² of ` +
    `${formatRSquared(mean.mean)} on average${found === "" ? "" : ` (95 % interval ${found})`}.`
  );
}

function ofTwo(wording: Wording, { overSeeds, variant, outcome }: Difference): string {
  const { report, items, repeats } = wording;
  const [first, other] = [report.variants[0].label, report.variants[variant].label];
  const size = formatRSquared(Math.abs(overSeeds.mean));
  switch (outcome) {
    case "more":
    case "less":
      return (
        `On ${items} the network ${other} predicts ${outcome === "more" ? "better" : "worse"} than ` +
        `the one ${first}: its R² is ${size} ${outcome === "more" ? "higher" : "lower"} ` +
        `${certainty(overSeeds, repeats)}.`
      );
    case "same":
      return `No difference: on ${items} the networks ${first} and ${other} predict the same, with every seed (${repeats}).`;
    case "close":
      return (
        `No difference worth the name: on ${items} the R² of the networks ${first} and ${other} are ` +
        `within 0.01 of each other ${certainty(overSeeds, repeats)}.`
      );
    case "unclear": {
      const found = range(overSeeds);
      const could = found === "" ? "" : `, but with other seeds it could be ${found}`;
      return (
        `${upper(repeats)} cannot tell the networks ${first} and ${other} apart: on ${items} the R² ` +
        `${other} is ${size} ${overSeeds.mean < 0 ? "lower" : "higher"} on average${could}.`
      );
    }
  }
}

function ofMany({ report, judged, items, repeats }: Wording): string {
  const { differences } = judged;
  const first = report.variants[0].label;
  const listed = (outcome: Outcome) =>
    joinWords(
      differences
        .filter(difference => difference.outcome === outcome)
        .sort((a, b) => Math.abs(b.overSeeds.mean) - Math.abs(a.overSeeds.mean))
        .map(({ variant, overSeeds }) => {
          const sign = overSeeds.mean > 0 ? "+" : "";
          return `${report.variants[variant].label} (${sign}${formatRSquared(overSeeds.mean)})`;
        }),
    );
  const count = (...outcomes: readonly Outcome[]) =>
    differences.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const [better, worse] = [listed("more"), listed("less")];
  const [alike, unclear] = [count("same", "close"), count("unclear")];
  const parts = [
    ...(better === "" ? [] : [`better than the one ${first}: ${better}`]),
    ...(worse === "" ? [] : [`worse than the one ${first}: ${worse}`]),
    ...(alike === 0 ? [] : [`${alike} ${alike === 1 ? "is" : "are"} no different`]),
    ...(unclear === 0 ? [] : [`${unclear} cannot be told from it`]),
  ];
  return `By R² on ${items}, of ${differences.length} networks ${parts.join("; ")} (${repeats}).`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
