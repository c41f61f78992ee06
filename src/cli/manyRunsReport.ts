/** What `train` says about runs of several seeds or folds. */
import type { TrainingConfig } from "../core/config.ts";
import type { RunStatus } from "../protocol/messages.ts";
import { alignedTable } from "./plainText.ts";
import { type PartReport, percent } from "./scores.ts";

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

/** The numbers that are summed up: those that every run has. */
const SUMMED: Readonly<Record<string, (run: RunReport) => number | null | undefined>> = {
  trainLoss: run => run.train?.loss,
  trainAccuracy: run => run.train?.accuracy,
  validationLoss: run => run.validation?.loss,
  validationAccuracy: run => run.validation?.accuracy,
  testLoss: run => run.test?.loss,
  testAccuracy: run => run.test?.accuracy,
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
  const number = (value: number | undefined) => value?.toFixed(4) ?? "";
  const share = (value: number | null | undefined) =>
    typeof value === "number" ? percent(value) : "";
  const columns = [
    "trainLoss",
    "validationLoss",
    "validationAccuracy",
    "testLoss",
    "testAccuracy",
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
      return name.endsWith("Accuracy") ? share(value) : number(value);
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
        "val. acc.",
        "test loss",
        "test acc.",
        "sum w^2",
      ],
      ...runs.map(({ seed, fold, status, epoch, train, validation, test, weights }) => [
        String(seed),
        ...(folds > 0 ? [String((fold ?? 0) + 1)] : []),
        status,
        String(epoch),
        number(train?.loss),
        number(validation?.loss),
        share(validation?.accuracy),
        number(test?.loss),
        share(test?.accuracy),
        number(weights.sumOfSquares),
      ]),
      summed("mean", ({ mean }) => mean),
      ...(runs.length > 1 ? [summed("sd", ({ sd }) => sd)] : []),
    ]),
  ].join("\n");
}
