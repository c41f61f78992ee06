/** What a confusion matrix says: shares, accuracies of classes, pairs that are confused. No DOM. */
import { wilsonInterval } from "../../src/core/intervals.ts";
import { formatPercent } from "../format.ts";

/** Items by true class (rows) and predicted class (columns). */
export interface Confusion {
  readonly classes: number;
  /** Shape [classes, classes]. */
  readonly counts: Uint32Array;
}

/** Items of one class, and how many of them were predicted right. */
export interface ClassScore {
  readonly trueClass: number;
  readonly items: number;
  readonly correct: number;
}

/** Items of one class that were taken for another one. */
export interface ConfusedPair {
  readonly trueClass: number;
  readonly predictedClass: number;
  readonly count: number;
  /** Of the items of the true class. */
  readonly share: number;
}

export function classScores({ classes, counts }: Confusion): ClassScore[] {
  return Array.from({ length: classes }, (_, trueClass) => {
    const row = counts.subarray(trueClass * classes, (trueClass + 1) * classes);
    const items = row.reduce((sum, count) => sum + count, 0);
    return { trueClass, items, correct: row[trueClass] };
  });
}

/** Most frequent first, of equals the first class first. */
export function confusedPairs(confusion: Confusion): ConfusedPair[] {
  const { classes, counts } = confusion;
  const pairs = classScores(confusion).flatMap(({ trueClass, items }) =>
    Array.from({ length: classes }, (_, predictedClass) => {
      const count = counts[trueClass * classes + predictedClass];
      return { trueClass, predictedClass, count, share: items === 0 ? 0 : count / items };
    }),
  );
  return pairs
    .filter(({ trueClass, predictedClass, count }) => trueClass !== predictedClass && count > 0)
    .sort((a, b) => b.count - a.count);
}

/** Classes with items, the worst first, of equals the larger class first. */
export function weakestClasses(confusion: Confusion): ClassScore[] {
  return classScores(confusion)
    .filter(({ items }) => items > 0)
    .sort((a, b) => a.correct / a.items - b.correct / b.items || b.items - a.items);
}

/** "83.3 % (66 to 93)": accuracy with its 95 % interval; a dash for no items. */
export function accuracyText({ correct, items }: Pick<ClassScore, "correct" | "items">): string {
  if (items === 0) return "–";
  const [low, high] = wilsonInterval(correct, items);
  const whole = (share: number) => (100 * share).toFixed(0);
  return `${formatPercent(correct / items)} (${whole(low)} to ${whole(high)})`;
}
