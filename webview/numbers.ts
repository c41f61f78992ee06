/** Scores of networks that predict numbers, in the target's unit. */
import { scaleUnit } from "../src/core/columnEncoding.ts";
import type { MetricName } from "../src/core/recorder.ts";
import { rSquared } from "../src/core/regression.ts";
import type { DataPreview } from "../src/protocol/messages.ts";
import { formatNumber, formatRSquared } from "./format.ts";

/** What is known of the numbers that are predicted; see DataPreview. */
export type RegressionFacts = NonNullable<DataPreview["regression"]>;

type Part = "train" | "validation" | "test";

const MSE = {
  train: "trainMse",
  validation: "validationMse",
  test: "testMse",
} as const satisfies Record<Part, MetricName>;

type Values = Readonly<Record<MetricName, number>>;

/** Null where the targets of the part do not differ, or it has no items. */
export function fitOf({ variances }: RegressionFacts, values: Values, part: Part): number | null {
  return rSquared(values[MSE[part]], variances[part]);
}

/** "0.862"; a dash where there is none. */
export function fitText(facts: RegressionFacts, values: Values, part: Part): string {
  const fit = fitOf(facts, values, part);
  return fit === null ? "–" : formatRSquared(fit);
}

/** Root of the mean squared error, in the target's unit. */
export function typicalError({ scaling }: RegressionFacts, values: Values, part: Part): number {
  return Math.sqrt(values[MSE[part]]) * scaleUnit(scaling);
}

export function typicalErrorText(facts: RegressionFacts, values: Values, part: Part): string {
  return formatNumber(typicalError(facts, values, part));
}

/** By how much R squared is larger on training items than on test items; null where unknown. */
export function fitGap(facts: RegressionFacts, values: Values): number | null {
  const [train, test] = [fitOf(facts, values, "train"), fitOf(facts, values, "test")];
  return train === null || test === null ? null : train - test;
}
