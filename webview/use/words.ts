/** Words and numbers of the page of saved weights. */
import type { AccuracyReport } from "../../src/core/accuracyReport.ts";
import type { Scaling } from "../../src/core/columnEncoding.ts";
import { formatCount, formatPercent, formatValue } from "../format.ts";

/** "96.7 % (29 of 30; 95 % interval 83.3 to 99.4 %)" */
export function accuracyWords({ accuracy, correct, items, interval }: AccuracyReport): string {
  if (accuracy === null) return "unknown: no items";
  const [low, high] = interval.map(end => (100 * end).toFixed(1));
  return (
    `${formatPercent(accuracy)} (${formatCount(correct)} of ${formatCount(items)}; ` +
    `95 % interval ${low} to ${high} %)`
  );
}

/** How far a value of a column is from those of the training. */
export function farWords(name: string, scaling: Scaling): string {
  switch (scaling.method) {
    case "none":
      return "";
    case "zScore":
      return (
        `${name} is far from what the network was trained on: mean ${formatValue(scaling.mean)}, ` +
        `standard deviation ${formatValue(scaling.deviation)}.`
      );
    case "minMax":
      return (
        `${name} is outside of what the network was trained on: ${formatValue(scaling.min)} to ` +
        `${formatValue(scaling.max)}.`
      );
  }
}
