/** An accuracy with what it takes to judge it. */
import { wilsonInterval } from "./intervals.ts";

export interface AccuracyReport {
  readonly items: number;
  readonly correct: number;
  /** From 0 to 1; null for no items. */
  readonly accuracy: number | null;
  /** Wilson's 95 % interval. */
  readonly interval: readonly [number, number];
}

export function accuracyReport(correct: number, items: number): AccuracyReport {
  return {
    items,
    correct,
    accuracy: items === 0 ? null : correct / items,
    interval: wilsonInterval(correct, items),
  };
}
