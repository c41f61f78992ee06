/** A verdict in plain sentences, the same in the panel and on the command line. */
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPoints,
  formatRSquared,
  joinWords,
} from "./numberWords.ts";
import { type MeanInterval, OUTSIDE } from "./pairedTests.ts";
import type { RepeatReport } from "./repeats.ts";
import {
  type Difference,
  isRSquared,
  type MeasureName,
  measures,
  type MeasureVerdict,
  type Outcome,
  type Verdict,
} from "./verdict.ts";
import { numbersHeadline } from "./verdictOfNumbers.ts";

export interface VerdictText {
  /** One sentence: what can be said. */
  readonly headline: string;
  /** What else there is to know, most important first. */
  readonly further: readonly string[];
}

/** "10 seeds", "5 folds", "3 seeds with 5 folds each". */
export function repeatsText({ repeats, folds }: RepeatReport): string {
  const seeds = new Set(repeats.map(({ seed }) => seed)).size;
  if (folds === 0) return seeds === 1 ? "1 seed" : `${formatCount(seeds)} seeds`;
  const perSeed = repeats.length / seeds;
  if (seeds === 1 && perSeed === folds) return `${formatCount(folds)} folds`;
  if (seeds === 1) return `${formatCount(perSeed)} of ${formatCount(folds)} folds`;
  return `${formatCount(seeds)} seeds with ${formatCount(folds)} folds each`;
}

/** "4,000 fresh items". */
function itemsText(name: MeasureName, { parts, folds }: RepeatReport): string {
  const count = (items: number, what: string) =>
    items === 1 ? `1 ${what} item` : `${formatCount(items)} ${what} items`;
  switch (name) {
    case "freshAccuracy":
      return count(parts?.fresh ?? 0, "fresh");
    case "testAccuracy":
    case "testRSquared":
    case "testLoss":
      return count(parts?.test ?? 0, "test");
    case "validationAccuracy":
    case "validationRSquared":
    case "validationLoss":
      return folds > 0 ? "held-out items" : "validation items";
    case "weightNorm":
      return "";
  }
}

/** A value of a measure. */
export function valueText(name: MeasureName, value: number): string {
  if (isRSquared(name)) return formatRSquared(value);
  return measures[name].isShare ? formatPercent(value) : formatNumber(value);
}

/** A difference of a measure without its unit, with a sign. */
export function differenceText(name: MeasureName, value: number): string {
  const text = measures[name].isShare ? signedPoints(value) : valueText(name, value);
  return value > 0 && !/^0(\.0+)?$/.test(text) ? `+${text}` : text;
}

/** "1.1 to 3.5"; "" for one value. */
export function rangeText({ low, high }: MeanInterval, text: (value: number) => string): string {
  return low === null || high === null ? "" : `${text(low)} to ${text(high)}`;
}

/** Points with their sign, and no sign where they are rounded to nothing. */
function signedPoints(value: number): string {
  const text = formatPoints(value);
  return /^\u2212?0\.0$/.test(text) ? "0.0" : text;
}

function points(value: number): string {
  const text = formatPoints(Math.abs(value));
  return text === "1.0" ? "1 point" : `${text} points`;
}

/** "(95 % interval 1.1 to 3.5, 10 seeds)". */
function certainty(report: RepeatReport, interval: MeanInterval, name: MeasureName): string {
  const range = rangeText(interval, value =>
    measures[name].isShare ? signedPoints(value) : formatNumber(value),
  );
  const over = repeatsText(report);
  return range === "" ? `(${over})` : `(95 % interval ${range}, ${over})`;
}

function labelOf({ variants }: RepeatReport, variant: number): string {
  return variants[variant].label;
}

/** Whether it is the items that cannot tell: more seeds would not help. */
function isForWantOfItems(difference: Difference): boolean {
  const { outcome, overItems } = difference;
  return outcome === "unclear" && overItems !== null && overItems.p >= OUTSIDE;
}

function ofOne(report: RepeatReport, { name, means: [mean] }: MeasureVerdict): string {
  const range = rangeText(mean, formatPoints);
  const interval = range === "" ? "" : ` (95 % interval ${range} %)`;
  return (
    `Over ${repeatsText(report)}, the network ${labelOf(report, 0)} gets ` +
    `${formatPercent(mean.mean)} of ${itemsText(name, report)} right on average${interval}.`
  );
}

function ofTwo(report: RepeatReport, { name, differences: [difference] }: MeasureVerdict): string {
  const { overSeeds, overItems, variant, outcome } = difference;
  const [first, other] = [labelOf(report, 0), labelOf(report, variant)];
  const items = itemsText(name, report);
  switch (outcome) {
    case "more":
    case "less":
      return (
        `On ${items} the network ${other} is ${outcome === "more" ? "better" : "worse"} than the ` +
        `one ${first}: ${points(overSeeds.mean)} ${outcome === "more" ? "more" : "fewer"} are ` +
        `right ${certainty(report, overSeeds, name)}.`
      );
    case "same":
      return (
        `No difference: on ${items} the networks ${first} and ${other} get the same ones right, ` +
        `with every seed (${repeatsText(report)}).`
      );
    case "close":
      return (
        `No difference worth the name: on ${items} the networks ${first} and ${other} are within ` +
        `1 point of each other ${certainty(report, overSeeds, name)}.`
      );
    case "unclear": {
      const says = `${other} ${formatPoints(Math.abs(overSeeds.mean))} points ${
        overSeeds.mean < 0 ? "fewer" : "more"
      } are right on average`;
      if (isForWantOfItems(difference) && overItems !== null) {
        const range = rangeText(overItems, signedPoints);
        return (
          `These ${items} cannot tell the networks ${first} and ${other} apart: ${says}, but on ` +
          `other items it could be ${range} points.`
        );
      }
      const range = rangeText(overSeeds, signedPoints);
      const could = range === "" ? "" : `, but with other seeds it could be ${range} points`;
      return (
        `${upper(repeatsText(report))} cannot tell the networks ${first} and ${other} apart: on ` +
        `${items} ${says}${could}.`
      );
    }
  }
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function ofMany(report: RepeatReport, { name, differences }: MeasureVerdict): string {
  const items = itemsText(name, report);
  const first = labelOf(report, 0);
  const of = (...outcomes: readonly Outcome[]) =>
    differences.filter(({ outcome }) => outcomes.includes(outcome));
  const listed = (found: readonly Difference[]) =>
    joinWords(
      [...found]
        .sort((a, b) => Math.abs(b.overSeeds.mean) - Math.abs(a.overSeeds.mean))
        .map(
          ({ variant, overSeeds }) =>
            `${labelOf(report, variant)} (${differenceText(name, overSeeds.mean)} points)`,
        ),
    );
  const [better, worse] = [of("more"), of("less")];
  const alike = of("same", "close").length;
  const unclear = of("unclear");
  const parts: string[] = [];
  const does = (count: number) => {
    const begin = parts.length > 0 ? `${count}` : `${count} of ${differences.length} networks`;
    return `${begin} ${count === 1 ? "does" : "do"}`;
  };
  const than = () => (parts.length > 0 ? "" : ` than the one ${first}`);
  if (better.length > 0) parts.push(`${does(better.length)} better${than()}: ${listed(better)}`);
  if (worse.length > 0) parts.push(`${does(worse.length)} worse${than()}: ${listed(worse)}`);
  if (alike > 0) {
    parts.push(
      parts.length > 0
        ? `${alike} ${alike === 1 ? "is" : "are"} no different`
        : `${alike} of ${differences.length} networks ${alike === 1 ? "is" : "are"} no different ` +
            `from the one ${first}`,
    );
  }
  if (parts.length === 0) {
    const who = unclear.every(isForWantOfItems) ? `These ${items}` : upper(repeatsText(report));
    const where = unclear.every(isForWantOfItems) ? "" : ` on ${items}`;
    return `${who} cannot tell any of ${differences.length} networks from the one ${first}${where}.`;
  }
  if (unclear.length > 0) parts.push(`${unclear.length} cannot be told from it`);
  return `On ${items} ${parts.join("; ")} (${repeatsText(report)}).`;
}

/** Which weights are smaller, which larger: what a penalty is made for. */
function weightsText(report: RepeatReport, { means, differences }: MeasureVerdict): string {
  const norm = (variant: number) => formatNumber(means[variant].mean);
  const first = labelOf(report, 0);
  if (differences.length === 0) return `The weight norm is ${norm(0)} on average.`;
  const listed = (outcome: Outcome) =>
    joinWords(
      differences
        .filter(difference => difference.outcome === outcome)
        .map(({ variant }) => `${labelOf(report, variant)} (norm ${norm(variant)})`),
    );
  const [smaller, larger] = [listed("less"), listed("more")];
  const against = `than ${first} (norm ${norm(0)})`;
  if (smaller === "" && larger === "") {
    return `No weights are clearly smaller or larger ${against}.`;
  }
  const parts = [
    ...(smaller === "" ? [] : [`smaller ${smaller}`]),
    ...(larger === "" ? [] : [`larger ${larger}`]),
  ];
  return `Weights are ${joinWords(parts)} ${against}.`;
}

function lossText(report: RepeatReport, { name, means, differences }: MeasureVerdict): string {
  const what = measures[name].label;
  const mean = (variant: number) => formatNumber(means[variant].mean);
  const first = `${labelOf(report, 0)} (${mean(0)})`;
  if (differences.length === 0) return "";
  const listed = (outcome: Outcome) =>
    joinWords(
      differences
        .filter(difference => difference.outcome === outcome)
        .map(({ variant }) => `${labelOf(report, variant)} (${mean(variant)})`),
    );
  const [lower, higher] = [listed("less"), listed("more")];
  if (lower === "" && higher === "")
    return `${what} differs clearly in no network from that ${first}.`;
  const parts = [
    ...(lower === "" ? [] : [`lower ${lower}`]),
    ...(higher === "" ? [] : [`higher ${higher}`]),
  ];
  const items = name === "testLoss" ? `, on these ${itemsText(name, report)}` : "";
  return `${what} is ${joinWords(parts)} than ${first}${items}.`;
}

function overfittingText(report: RepeatReport, { overfitting }: Verdict): string {
  const known = overfitting.flatMap((found, variant) => (found ? [{ ...found, variant }] : []));
  if (known.length === 0) return "";
  const seen = known.filter(({ isSeen }) => isSeen);
  const one = known.length === 1;
  if (seen.length === 0) {
    return one ? "No sign of overfitting." : "No sign of overfitting in any network.";
  }
  const isNumbers = report.repeats[0].runs[0].trainAccuracy === null;
  const gapText = (gap: number) => (isNumbers ? formatRSquared(gap) : formatPoints(gap));
  const text = ({ variant, gap, turned }: (typeof known)[number]) => {
    const parts = [isNumbers ? gapText(gap.mean) : `${gapText(gap.mean)} points`];
    if (turned !== null && turned > 0) {
      const { length } = report.repeats;
      parts.push(`validation loss turned in ${Math.round(turned * length)} of ${length} runs`);
    }
    return one ? parts.join("; ") : `${labelOf(report, variant)} (${parts.join("; ")})`;
  };
  const free = known.filter(({ isSeen }) => !isSeen).map(({ variant }) => labelOf(report, variant));
  const none = free.length === 0 ? "" : ` No sign of it ${joinWords(free)}.`;
  const [least, most] = [seen.map(({ gap }) => gap.mean)].flatMap(gaps => [
    Math.min(...gaps),
    Math.max(...gaps),
  ]);
  if (isNumbers && seen.length > 3) {
    return (
      `Signs of overfitting in ${seen.length} of ${known.length} networks: R² is ${gapText(least)} to ` +
      `${gapText(most)} higher on training items than on new ones.${none}`
    );
  }
  if (isNumbers) {
    return (
      `Signs of overfitting: R² is higher on training items than on new ones` +
      `${one ? ", by " : ": "}${joinWords(seen.map(text))}.${none}`
    );
  }
  if (seen.length > 3) {
    return (
      `Signs of overfitting in ${seen.length} of ${known.length} networks: training items are ` +
      `right ${formatPoints(least)} to ${formatPoints(most)} points more often than new ones.${none}`
    );
  }
  return (
    `Signs of overfitting: training items are right more often than new ones` +
    `${one ? ", by " : ": "}${joinWords(seen.map(text))}.${none}`
  );
}

function divergedText(report: RepeatReport, { diverged }: Verdict): string {
  const found = diverged.flatMap((count, variant) =>
    count === 0 ? [] : [`${count} of ${report.repeats.length} ${labelOf(report, variant)}`],
  );
  return found.length === 0
    ? ""
    : `Runs that diverged, and are judged by their last finite weights: ${joinWords(found)}.`;
}

/** What the numbers do not say. */
function cautionText(report: RepeatReport, { judgedBy }: Verdict, count: number): string[] {
  const parts: string[] = [];
  if (count > 1) {
    parts.push(
      `${count} networks are compared with one, so each comparison has to be surer (Holm's ` +
        `correction); the intervals are those of single comparisons.`,
    );
  }
  if (report.folds > 0) {
    parts.push(
      "Folds share most of their training items; the intervals are wider for it (Nadeau and " +
        "Bengio). By their held-out items the best epochs were chosen, which flatters a little.",
    );
  } else if (judgedBy === "testAccuracy") {
    parts.push(
      "A difference counts only if it holds over seeds and over items: seeds alone say nothing of " +
        "other items.",
    );
  }
  if (report.repeats.length < 5) parts.push("So few repeats show large differences only.");
  return parts;
}

/** @param verdict of this report */
export function verdictText(report: RepeatReport, verdict: Verdict): VerdictText {
  const found = new Map(verdict.measures.map(measure => [measure.name, measure]));
  const judged = verdict.judgedBy === null ? undefined : found.get(verdict.judgedBy);
  const isShare = judged !== undefined && measures[judged.name].isShare;
  const isNumbers = judged !== undefined && isRSquared(judged.name);
  const weights = found.get("weightNorm");
  const loss = found.get(report.folds > 0 ? "validationLoss" : "testLoss");
  const weightsLine = weights ? weightsText(report, weights) : "";
  const count = report.variants.length - 1;
  const headline = isNumbers
    ? numbersHeadline({
        ...{ report, judged },
        items: itemsText(judged.name, report),
        repeats: repeatsText(report),
      })
    : !isShare
      ? `There are no items to judge by. ${weightsLine}`
      : count === 0
        ? ofOne(report, judged)
        : count === 1
          ? ofTwo(report, judged)
          : ofMany(report, judged);
  const further = [
    isShare || isNumbers ? weightsLine : "",
    loss ? lossText(report, loss) : "",
    overfittingText(report, verdict),
    divergedText(report, verdict),
    ...cautionText(report, verdict, count),
  ].filter(text => text !== "");
  return { headline, further };
}
