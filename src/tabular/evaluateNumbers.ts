/** How predicted numbers compare with a column of numbers. */
import { rSquared } from "../core/regression.ts";
import { isMissingAt, type RawColumn } from "./table.ts";

/** As it stands in the JSON result; docs/command-line.md describes its members. */
export interface NumbersEvaluation {
  readonly target: string;
  /** Rows with a number in the target. */
  readonly items: number;
  /** Rows without one: not counted. */
  readonly unlabelled: number;
  /** Null where the numbers do not differ, or there are none. */
  readonly rSquared: number | null;
  /** Root of the mean squared error, in the target's unit; null for no items. */
  readonly rmse: number | null;
  /** Mean magnitude of the errors, in the target's unit; null for no items. */
  readonly mae: number | null;
}

/**
 * @param rows the row of each item
 * @param values the number predicted for each item
 */
export function evaluateNumbers(
  target: RawColumn,
  rows: Uint32Array,
  values: Float64Array,
): NumbersEvaluation {
  let [items, mean, squares, errors, magnitudes] = [0, 0, 0, 0, 0];
  for (const [item, row] of rows.entries()) {
    if (target.numbers === null || isMissingAt(target, row)) continue;
    const truth = target.numbers[row];
    items++;
    // Welford's update.
    const delta = truth - mean;
    mean += delta / items;
    squares += delta * (truth - mean);
    const error = values[item] - truth;
    errors += error * error;
    magnitudes += Math.abs(error);
  }
  const share = (sum: number) => (items === 0 ? null : sum / items);
  const mse = share(errors);
  return {
    target: target.name,
    items,
    unlabelled: rows.length - items,
    rSquared: mse === null ? null : rSquared(mse, share(squares)),
    rmse: mse === null ? null : Math.sqrt(mse),
    mae: share(magnitudes),
  };
}
