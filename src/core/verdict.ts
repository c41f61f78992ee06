/** What repeats show: which variant is better than the first one, at what, by how much, how surely. */
import { wilsonInterval } from "./intervals.ts";
import { holm, type MeanInterval, meanInterval, OUTSIDE } from "./pairedTests.ts";
import type { JudgedRun, RepeatReport } from "./repeats.ts";

/** What runs are judged by. */
export interface Measure {
  /** As in the head of a column. */
  readonly label: string;
  readonly valueOf: (run: JudgedRun) => number | null;
  /** Differences below this are no difference worth the name. */
  readonly margin: (reference: number) => number;
  readonly isShare: boolean;
}

/** A hundredth of what the first variant has. */
const relative = (reference: number) => 0.01 * Math.abs(reference);
/** One hundredth of R squared. */
const hundredth = () => 0.01;
/** One point of accuracy. */
const point = () => 0.01;

export const measures = {
  freshAccuracy: {
    label: "Fresh items right",
    valueOf: run => run.freshAccuracy,
    margin: point,
    isShare: true,
  },
  validationAccuracy: {
    label: "Held-out items right",
    valueOf: run => run.validationAccuracy,
    margin: point,
    isShare: true,
  },
  testAccuracy: {
    label: "Test items right",
    valueOf: run => run.testAccuracy,
    margin: point,
    isShare: true,
  },
  validationRSquared: {
    label: "Held-out R²",
    valueOf: run => run.validationRSquared,
    margin: hundredth,
    isShare: false,
  },
  testRSquared: {
    label: "Test R²",
    valueOf: run => run.testRSquared,
    margin: hundredth,
    isShare: false,
  },
  validationLoss: {
    label: "Held-out loss",
    valueOf: run => run.validationLoss,
    margin: relative,
    isShare: false,
  },
  testLoss: {
    label: "Test loss",
    valueOf: run => run.testLoss,
    margin: relative,
    isShare: false,
  },
  weightNorm: {
    label: "Weight norm",
    valueOf: run => run.weightNorm,
    margin: relative,
    isShare: false,
  },
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;

/**
 * How a variant stands to the first one. `same`: equal with every seed. `close`: within the margin
 * for certain. `unclear`: what there is cannot tell.
 */
export type Outcome = "more" | "less" | "same" | "close" | "unclear";

export interface Difference {
  /** Index of the variant. */
  readonly variant: number;
  /** Of the paired differences to the first variant, seed by seed. */
  readonly overSeeds: MeanInterval;
  /** Of the same differences, item by item; null for what is not counted in items. */
  readonly overItems: MeanInterval | null;
  /** After Holm's correction for all variants of the experiment. */
  readonly p: number;
  readonly outcome: Outcome;
}

export interface MeasureVerdict {
  readonly name: MeasureName;
  /** One for each variant. */
  readonly means: readonly MeanInterval[];
  /** One for each variant but the first. */
  readonly differences: readonly Difference[];
}

/** Whether a variant learns its training items by heart. */
interface Overfitting {
  /** Share of the runs whose validation loss has turned; null without validation items. */
  readonly turned: number | null;
  /** Accuracy, or R squared, on training items less that on new ones. */
  readonly gap: MeanInterval;
  /** Whether there is a sign of it: most runs turned, or a gap that is more than chance. */
  readonly isSeen: boolean;
}

export interface Verdict {
  /** What the headline is about; null where nothing is left to judge by. */
  readonly judgedBy: MeasureName | null;
  /** Those that there are numbers for. */
  readonly measures: readonly MeasureVerdict[];
  /** One for each variant; null where there are no new items. */
  readonly overfitting: readonly (Overfitting | null)[];
  /** Diverged runs of each variant. */
  readonly diverged: readonly number[];
}

/** A smaller gap in R squared may be the items': they have no interval of their own here. */
const NOTABLE_GAP = 0.05;

/** Relative size of what is rounding alone. */
const ROUNDING = 1e-9;

/** @throws {RangeError} for no repeats */
export function verdictOf(report: RepeatReport): Verdict {
  const names = measuresOf(report);
  const judgedBy =
    names.find(name => measures[name].isShare || isRSquared(name)) ?? names.at(0) ?? null;
  return {
    judgedBy,
    measures: names.map(name => measureVerdict(report, name)),
    overfitting: report.variants.map((_, variant) => overfittingOf(report, variant)),
    diverged: report.variants.map(
      (_, variant) =>
        report.repeats.filter(({ runs }) => runs[variant].status === "diverged").length,
    ),
  };
}

/** Whether a measure is that of networks that predict numbers. */
export function isRSquared(name: MeasureName): name is "validationRSquared" | "testRSquared" {
  return name === "validationRSquared" || name === "testRSquared";
}

/**
 * Fresh items before test items before anything else; with folds the held-out items before all,
 * which are not shown otherwise: by them runs were stopped or chosen.
 */
function measuresOf({ repeats, folds }: RepeatReport): MeasureName[] {
  if (repeats.length === 0) throw new RangeError("repeats: expected at least one");
  const names: readonly MeasureName[] =
    folds > 0
      ? [
          ...(["validationAccuracy", "validationRSquared", "validationLoss"] as const),
          ...(["testAccuracy", "testRSquared", "testLoss", "weightNorm"] as const),
        ]
      : ["freshAccuracy", "testAccuracy", "testRSquared", "testLoss", "weightNorm"];
  const [{ runs }] = repeats;
  return names.filter(name => measures[name].valueOf(runs[0]) !== null);
}

/** Values of a variant, one for each repeat. */
export function valuesOf({ repeats }: RepeatReport, name: MeasureName, variant: number): number[] {
  return repeats.map(({ runs }) => measures[name].valueOf(runs[variant]) ?? Number.NaN);
}

function itemsOf(report: RepeatReport, name: MeasureName, variant: number): MeanInterval | null {
  if (name === "freshAccuracy") return report.freshItems[variant];
  return name === "testAccuracy" ? report.testItems[variant] : null;
}

function measureVerdict(report: RepeatReport, name: MeasureName): MeasureVerdict {
  // Folds share most of what they train on: held-out items by items trained on.
  const overlap = report.folds > 0 ? 1 / (report.folds - 1) : 0;
  const values = report.variants.map((_, variant) => valuesOf(report, name, variant));
  const [first, ...others] = values;
  const { isShare } = measures[name];
  const means = values.map(of => withinScale(meanInterval(of, overlap), name));
  const found = others.map((of, i) => {
    const variant = i + 1;
    const differences = of.map((value, repeat) => value - first[repeat]);
    const overSeeds = meanInterval(differences, overlap);
    const overItems = itemsOf(report, name, variant);
    const isSame = of.every((value, repeat) => isRounding(value, first[repeat]));
    // A few equal shares of few items are no certainty.
    const isCoarse = isShare && overItems === null && overSeeds.sd === 0;
    // Both have to be sure: other seeds on these items, and other items for these seeds.
    const p = isSame || isCoarse ? 1 : Math.max(overSeeds.p, overItems?.p ?? 0);
    return { variant, overSeeds, overItems, isSame, p };
  });
  const adjusted = holm(found.map(({ p }) => p));
  const margin = measures[name].margin(means[0].mean);
  return {
    name,
    means,
    differences: found.map(({ isSame, ...difference }, i) => {
      const { overSeeds, overItems } = difference;
      const outcome = (): Outcome => {
        if (isSame && isNothing(overItems)) return "same";
        if (adjusted[i] < OUTSIDE) return overSeeds.mean > 0 ? "more" : "less";
        const isClose = isWithin(overSeeds, margin) && (!overItems || isWithin(overItems, margin));
        return isClose ? "close" : "unclear";
      };
      return { ...difference, p: adjusted[i], outcome: outcome() };
    }),
  };
}

/** Student's interval knows nothing of the ends of the scale. */
function withinScale(interval: MeanInterval, name: MeasureName): MeanInterval {
  const { low, high } = interval;
  const { isShare } = measures[name];
  // R squared ends at 1 as a share does, but may be far below 0.
  const least = isShare ? 0 : -Infinity;
  const most = isShare || isRSquared(name) ? 1 : Infinity;
  return {
    ...interval,
    low: low === null ? null : Math.max(least, low),
    high: high === null ? null : Math.min(most, high),
  };
}

function isRounding(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether not a single item differs. */
function isNothing(overItems: MeanInterval | null): boolean {
  return overItems === null || (overItems.mean === 0 && (overItems.sd ?? 0) === 0);
}

function isWithin({ low, high }: MeanInterval, margin: number): boolean {
  return low !== null && high !== null && low > -margin && high < margin;
}

function overfittingOf(report: RepeatReport, variant: number): Overfitting | null {
  if (report.repeats[0].runs[variant].trainAccuracy === null) {
    return numbersOverfittingOf(report, variant);
  }
  const runs = report.repeats.map(repeat => repeat.runs[variant]);
  const isFresh = runs[0].freshAccuracy !== null;
  const accuracies = runs.map(run => (isFresh ? run.freshAccuracy : run.testAccuracy));
  if (report.parts === null || accuracies.includes(null)) return null;
  const gap = meanInterval(runs.map((run, i) => (run.trainAccuracy ?? 0) - (accuracies[i] ?? 0)));
  const turned = turnedShare(runs);
  const items = isFresh ? report.parts.fresh : report.parts.test;
  const share = (of: readonly (number | null)[]) =>
    of.reduce((sum: number, value) => sum + (value ?? 0), 0) / runs.length;
  const trained = share(runs.map(run => run.trainAccuracy));
  const isMoreThanChance =
    gap.mean > 0 &&
    (gap.low === null || gap.low > 0) &&
    !overlaps(trained, report.parts.train, share(accuracies), items);
  return { turned, gap, isSeen: isMoreThanChance || (turned !== null && turned > 0.5) };
}

/** By the gap in R squared: chance is what the seeds make of it. */
function numbersOverfittingOf(report: RepeatReport, variant: number): Overfitting | null {
  const runs = report.repeats.map(repeat => repeat.runs[variant]);
  const gaps = runs.flatMap(({ trainRSquared, testRSquared }) =>
    trainRSquared === null || testRSquared === null ? [] : [trainRSquared - testRSquared],
  );
  if (gaps.length < runs.length) return null;
  const gap = meanInterval(gaps);
  const turned = turnedShare(runs);
  const isGap = gap.mean > NOTABLE_GAP && (gap.low === null || gap.low > 0);
  return { turned, gap, isSeen: isGap || (turned !== null && turned > 0.5) };
}

/** Share of the runs whose validation loss has turned; null without validation items. */
function turnedShare(runs: readonly JudgedRun[]): number | null {
  const flags = runs.map(({ hasTurned }) => hasTurned);
  return flags.includes(null) ? null : flags.filter(Boolean).length / runs.length;
}

/** Whether Wilson's intervals of two shares have something in common. */
function overlaps(a: number, itemsA: number, b: number, itemsB: number): boolean {
  const [lowA, highA] = wilsonInterval(a * itemsA, itemsA);
  const [lowB, highB] = wilsonInterval(b * itemsB, itemsB);
  return lowA <= highB && lowB <= highA;
}
