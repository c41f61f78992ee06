/** How well numbers are predicted. */
import { classesOf, type Dataset, type ItemTable } from "./items.ts";

/** Of the targets of each part, as the network is to answer them; null for a part without items. */
export interface TargetVariances {
  readonly train: number | null;
  readonly validation: number | null;
  readonly test: number | null;
}

/** Null where classes are learned. */
export function targetVariances(dataset: Dataset): TargetVariances | null {
  if (classesOf(dataset.train) !== undefined) return null;
  const { train, validation, test } = dataset;
  return { train: varianceOf(train), validation: varianceOf(validation), test: varianceOf(test) };
}

/** Mean squared distance from the mean, which is taken first: targets may be large. */
function varianceOf({ count, labels }: ItemTable): number | null {
  if (count === 0) return null;
  let mean = 0;
  for (let item = 0; item < count; item++) mean += (labels[item] - mean) / (item + 1);
  let sum = 0;
  for (let item = 0; item < count; item++) sum += (labels[item] - mean) * (labels[item] - mean);
  return sum / count;
}

/**
 * R squared, the coefficient of determination: 1 - mse / variance. 1 is perfect, 0 is no better than
 * the mean of the same items, and less is worse than that.
 *
 * @param mse mean squared error of the items, in the units of the variance squared
 * @param variance of the targets of the same items
 * @returns null where the targets do not differ, or there are none
 * @see Draper and Smith, Applied Regression Analysis (1998), 1.3
 */
export function rSquared(mse: number, variance: number | null): number | null {
  return variance === null || variance === 0 ? null : 1 - mse / variance;
}
