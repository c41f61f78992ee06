/** What was measured, for people and as data. */
import { type AccuracyReport, accuracyReport } from "../core/accuracyReport.ts";
import type { DatasetShape } from "../core/experiment.ts";
import type { RecordedEpoch } from "../core/recorder.ts";
import type { Confusion } from "../tabular/classify.ts";
import { alignedTable } from "./plainText.ts";

export interface PartReport extends AccuracyReport {
  /** Mean data loss of an item, without the penalty. */
  readonly loss: number;
  readonly mse: number;
}

type Parts = Pick<DatasetShape, "trainItems" | "validationItems" | "testItems">;

/** The parts that have items. */
export function partReports(
  metrics: RecordedEpoch["metrics"],
  { trainItems, validationItems, testItems }: Parts,
): { train: PartReport | null; validation: PartReport | null; test: PartReport | null } {
  const report = (items: number, loss: number, mse: number, correct: number) =>
    items === 0 ? null : { ...accuracyReport(correct, items), loss, mse };
  return {
    train: report(trainItems, metrics.trainLoss, metrics.trainMse, metrics.trainCorrect),
    validation: report(
      validationItems,
      metrics.validationLoss,
      metrics.validationMse,
      metrics.validationCorrect,
    ),
    test: report(testItems, metrics.testLoss, metrics.testMse, metrics.testCorrect),
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
