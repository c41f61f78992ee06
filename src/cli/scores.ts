/** What was measured, for people and as data. */
import { type AccuracyReport, accuracyReport } from "../core/accuracyReport.ts";
import { scaleUnit } from "../core/columnEncoding.ts";
import type { DatasetShape, DatasetSpec } from "../core/experiment.ts";
import { formatNumber, formatRSquared } from "../core/numberWords.ts";
import type { RecordedEpoch } from "../core/recorder.ts";
import { rSquared, type TargetVariances } from "../core/regression.ts";
import type { Confusion } from "../tabular/classify.ts";
import { alignedTable } from "./plainText.ts";

interface Losses {
  /** Mean data loss of an item, without the penalty. */
  readonly loss: number;
  readonly mse: number;
}

/** How classes are told apart. */
interface ClassesReport extends AccuracyReport, Losses {}

/** How numbers are predicted. `loss` and `mse` are of scaled targets, as the network answers them. */
export interface NumbersReport extends Losses {
  readonly items: number;
  /** Null where the targets do not differ. */
  readonly rSquared: number | null;
  /** Root of the mean squared error, in the target's unit. */
  readonly rmse: number;
}

export type PartReport = ClassesReport | NumbersReport;

type Parts = Pick<DatasetShape, "trainItems" | "validationItems" | "testItems">;

/** What it takes to report on a regression. */
export interface TargetFacts {
  readonly variances: TargetVariances;
  /** By how much the target grows while the scaled one grows by 1. */
  readonly unit: number;
}

/** Null where classes are learned. */
export function targetFacts(
  spec: DatasetSpec,
  variances: TargetVariances | null,
): TargetFacts | null {
  if (spec.kind !== "table" || spec.targetScaling === null || variances === null) return null;
  return { variances, unit: scaleUnit(spec.targetScaling) };
}

/**
 * The parts that have items.
 *
 * @param target null where classes are learned
 */
export function partReports(
  metrics: RecordedEpoch["metrics"],
  { trainItems, validationItems, testItems }: Parts,
  target: TargetFacts | null,
): Record<keyof TargetVariances, PartReport | null> {
  const report = (part: keyof TargetVariances, items: number): PartReport | null => {
    if (items === 0) return null;
    const { [`${part}Loss` as const]: loss, [`${part}Mse` as const]: mse } = metrics;
    if (target === null) {
      return { ...accuracyReport(metrics[`${part}Correct`], items), loss, mse };
    }
    const { variances, unit } = target;
    return {
      items,
      loss,
      mse,
      rSquared: rSquared(mse, variances[part]),
      rmse: Math.sqrt(mse) * unit,
    };
  };
  return {
    train: report("train", trainItems),
    validation: report("validation", validationItems),
    test: report("test", testItems),
  };
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** `93.3 % (28 of 30), 95 % interval 78.7 to 98.2 %` */
export function accuracyText({ accuracy, correct, items, interval }: AccuracyReport): string {
  if (accuracy === null) return "no items";
  const [low, high] = interval.map(end => (100 * end).toFixed(1));
  return `${percent(accuracy)} (${correct} of ${items}), 95 % interval ${low} to ${high} %`;
}

/** `93.3 %`, `28 of 30`, `78.7 to 98.2 %` */
export function accuracyCells({ accuracy, correct, items, interval }: AccuracyReport): string[] {
  const [low, high] = interval.map(end => (100 * end).toFixed(1));
  return [percent(accuracy ?? 0), `${correct} of ${items}`, `${low} to ${high} %`];
}

/** `0.873`, with a minus sign as it is typed. */
export function rSquaredText(value: number | null): string {
  return value === null ? "none" : plainMinus(formatRSquared(value));
}

/** A number of a target, to three digits or so. */
export function numberText(value: number): string {
  return plainMinus(formatNumber(value));
}

/** As it is typed, for whoever copies a number out of a terminal. */
export function plainMinus(text: string): string {
  return text.replaceAll("\u2212", "-");
}

/** `0.873`, `12.4`, `60` */
export function numbersCells({ rSquared: share, rmse, items }: NumbersReport): string[] {
  return [rSquaredText(share), numberText(rmse), String(items)];
}

/** Classes that fit on a terminal; a larger matrix is in the JSON. */
const SHOWN_CLASSES = 20;
const SHOWN_CHARACTERS = 16;

/** Rows are the classes of the items, columns what they were taken for. */
export function confusionText(confusion: Confusion, classNames: readonly string[]): string {
  if (classNames.length > SHOWN_CLASSES) {
    return `(${classNames.length} classes: too many to print, see --json)`;
  }
  const names = classNames.map(name =>
    name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS - 3)}...` : name,
  );
  return alignedTable([
    ["", ...names],
    ...confusion.map((row, label) => [names[label], ...row.map(String)]),
  ]);
}
