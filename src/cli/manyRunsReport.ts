/** What `train` says about runs of several seeds or folds. */
import type { TrainingConfig } from "../core/config.ts";
import type { RunStatus } from "../protocol/messages.ts";
import { alignedTable } from "./plainText.ts";
import { type PartReport, percent, rSquaredText } from "./scores.ts";

export interface RunReport {
  readonly seed: number;
  /** From 0; null without folds. */
  readonly fold: number | null;
  readonly status: RunStatus;
  readonly trainedEpochs: number;
  /** The epoch that the numbers are of. */
  readonly epoch: number;
  readonly train: PartReport | null;
  readonly validation: PartReport | null;
  readonly test: PartReport | null;
  readonly weights: { readonly sumOfSquares: number; readonly maxAbs: number };
}

/** Over runs; `sd` has n - 1 in the denominator and is null for one run. */
export interface Spread {
  readonly mean: number;
  readonly sd: number | null;
}

/** As it stands in the JSON result; docs/command-line.md describes its members. */
export interface ManyReport {
  readonly config: TrainingConfig;
  readonly variant: string;
  readonly folds: number;
  readonly runs: readonly RunReport[];
  readonly summary: Readonly<Record<string, Spread>>;
  /** Index of the run with the smallest validation loss; null without validation items. */
  readonly smallest: number | null;
}

type Measured = number | null | undefined;

const accuracyOf = (part: PartReport | null): Measured =>
  part !== null && "accuracy" in part ? part.accuracy : null;
const rSquaredOf = (part: PartReport | null): Measured =>
  part !== null && "rSquared" in part ? part.rSquared : null;
const rmseOf = (part: PartReport | null): Measured =>
  part !== null && "rmse" in part ? part.rmse : null;

/** The numbers that are summed up: those that every run has. */
const SUMMED: Readonly<Record<string, (run: RunReport) => Measured>> = {
  trainLoss: run => run.train?.loss,
  trainAccuracy: run => accuracyOf(run.train),
  trainRSquared: run => rSquaredOf(run.train),
  trainRmse: run => rmseOf(run.train),
  validationLoss: run => run.validation?.loss,
  validationAccuracy: run => accuracyOf(run.validation),
  validationRSquared: run => rSquaredOf(run.validation),
  validationRmse: run => rmseOf(run.validation),
  testLoss: run => run.test?.loss,
  testAccuracy: run => accuracyOf(run.test),
  testRSquared: run => rSquaredOf(run.test),
  testRmse: run => rmseOf(run.test),
  sumOfSquares: run => run.weights.sumOfSquares,
};

export function summaryOf(runs: readonly RunReport[]): Record<string, Spread> {
  return Object.fromEntries(
    Object.entries(SUMMED).flatMap(([name, of]) => {
      const values = runs.map(of).filter(value => typeof value === "number");
      return values.length < runs.length ? [] : [[name, spreadOf(values)]];
    }),
  );
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

/** A table with a row for each run, mean and standard deviation. */
export function manyText({ runs, summary, variant, folds }: ManyReport): string {
  const isRegression = runs.some(({ train }) => train !== null && "rSquared" in train);
  const number = (value: number | undefined) => value?.toFixed(4) ?? "";
  const share = (value: Measured) =>
    typeof value !== "number" ? "" : isRegression ? rSquaredText(value) : percent(value);
  const goodness = isRegression ? rSquaredOf : accuracyOf;
  const [long, short] = isRegression ? ["RSquared", "R²"] : ["Accuracy", "acc."];
  const columns = [
    "trainLoss",
    "validationLoss",
    `validation${long}`,
    "testLoss",
    `test${long}`,
    "sumOfSquares",
  ];
  const summed = (label: string, of: (spread: Spread) => number | null) => [
    label,
    ...(folds > 0 ? [""] : []),
    "",
    "",
    ...columns.map(name => {
      const value = summary[name] === undefined ? null : of(summary[name]);
      if (value === null) return "";
      return name.endsWith(long) ? share(value) : number(value);
    }),
  ];
  return [
    `${runs.length} runs ${variant}`,
    "",
    alignedTable([
      [
        "seed",
        ...(folds > 0 ? ["fold"] : []),
        "ended",
        "epoch",
        "train loss",
        "val. loss",
        `val. ${short}`,
        "test loss",
        `test ${short}`,
        "sum w^2",
      ],
      ...runs.map(({ seed, fold, status, epoch, train, validation, test, weights }) => [
        String(seed),
        ...(folds > 0 ? [String((fold ?? 0) + 1)] : []),
        status,
        String(epoch),
        number(train?.loss),
        number(validation?.loss),
        share(goodness(validation)),
        number(test?.loss),
        share(goodness(test)),
        number(weights.sumOfSquares),
      ]),
      summed("mean", ({ mean }) => mean),
      ...(runs.length > 1 ? [summed("sd", ({ sd }) => sd)] : []),
    ]),
  ].join("\n");
}
