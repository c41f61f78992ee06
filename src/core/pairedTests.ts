/** Whether a difference between pairs is more than chance: McNemar, Student, Holm. */
import { fairCoins, fairCoinsAtMost, studentQuantile, studentTwoSided } from "./distributions.ts";

/** What an interval leaves outside: 95 % intervals. */
export const OUTSIDE = 0.05;

/** Two networks on the same items. */
export interface PairCounts {
  readonly items: number;
  /** Items that only the first network gets right. */
  readonly onlyFirst: number;
  /** Items that only the second one gets right. */
  readonly onlySecond: number;
}

export interface McNemar {
  /** Two-sided, exact: of the items that tell the networks apart, each is a fair coin. */
  readonly p: number;
  /** The same with half the weight on what was seen; less cautious. */
  readonly midP: number;
}

/**
 * McNemar's exact test. 1 where no item tells the networks apart.
 *
 * @see McNemar 1947; Fagerland, Lydersen and Laake 2013 for the mid-p
 */
export function mcnemar({ onlyFirst, onlySecond }: Omit<PairCounts, "items">): McNemar {
  const count = onlyFirst + onlySecond;
  if (count === 0) return { p: 1, midP: 1 };
  const fewer = Math.min(onlyFirst, onlySecond);
  const below = 2 * fairCoinsAtMost(fewer, count);
  return {
    p: Math.min(1, below),
    midP: Math.min(1, Math.max(0, below - fairCoins(fewer, count))),
  };
}

/** A mean with its 95 % interval. */
export interface MeanInterval {
  readonly mean: number;
  /** Standard deviation with n - 1; null for one value. */
  readonly sd: number | null;
  /** Null for one value, which says nothing of its spread. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of Student's test that the mean is 0, two-sided; 1 for one value. */
  readonly p: number;
  readonly count: number;
}

/**
 * Student's 95 % interval of a mean. For paired values pass their differences.
 *
 * @param values at least one, all finite
 * @param overlap what the variance of the mean grows by because the values are not independent; for
 * folds, held-out items by items trained on: Nadeau and Bengio, "Inference for the generalization
 * error", 2003
 * @throws {RangeError} for no values
 */
export function meanInterval(values: readonly number[], overlap = 0): MeanInterval {
  const count = values.length;
  if (count === 0) throw new RangeError("values: expected at least one");
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return intervalOf(mean, squares, count, overlap);
}

/** @param squares sum of squared distances from the mean */
export function intervalOf(
  mean: number,
  squares: number,
  count: number,
  overlap = 0,
): MeanInterval {
  if (count === 1) return { mean, sd: null, low: null, high: null, p: 1, count };
  const degrees = count - 1;
  const sd = Math.sqrt(squares / degrees);
  const error = sd * Math.sqrt(1 / count + overlap);
  const half = studentQuantile(OUTSIDE, degrees) * error;
  const p = mean === 0 ? 1 : error === 0 ? 0 : studentTwoSided(mean / error, degrees);
  return { mean, sd, low: mean - half, high: mean + half, p, count };
}

/**
 * Holm's correction: what each p becomes where several questions are asked at once, so that all
 * answers below 0.05 are right together in 95 of 100 cases.
 *
 * @returns in the order of `ps`
 * @see Holm, "A simple sequentially rejective multiple test procedure", 1979
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => ps[a] - ps[b]);
  const adjusted = new Array<number>(ps.length).fill(1);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * ps[index]));
    adjusted[index] = largest;
  }
  return adjusted;
}
