/** Words and numbers of the page of saved weights. */
import type { AccuracyReport } from "../../src/core/accuracyReport.ts";
import { formatCount, formatPercent } from "../format.ts";

/** "96.7 % (29 of 30; 95 % interval 83.3 to 99.4 %)" */
export function accuracyWords({ accuracy, correct, items, interval }: AccuracyReport): string {
  if (accuracy === null) return "unknown: no items";
  const [low, high] = interval.map(end => (100 * end).toFixed(1));
  return (
    `${formatPercent(accuracy)} (${formatCount(correct)} of ${formatCount(items)}; ` +
    `95 % interval ${low} to ${high} %)`
  );
}
