/** What the programs for other tools have in common. */
import { taskOf, type TrainingConfig } from "../config.ts";
import { tidy } from "../lambdaElsewhere.ts";

/** What is written down. */
export interface NetworkPlan {
  readonly config: TrainingConfig;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  /** Training items, at least 1. */
  readonly items: number;
}

/** A number as Python reads it. */
export function number(value: number): string {
  return String(tidy(value));
}

/** The lines at the top: what the program expects, and what it does not do as it is done here. */
export function comments(
  title: string,
  config: TrainingConfig,
  differences: readonly (string | false)[],
): string[] {
  const told = differences.filter(line => line !== false);
  const targets =
    taskOf(config) === "regression"
      ? [
          "# x_train: inputs as they are here, float64, shape (items, inputs);",
          "# y_train: targets, scaled as they are here, float64, shape (items,).",
        ]
      : [
          "# x_train: inputs as they are here, float64, shape (items, inputs); y_train: classes from 0.",
        ];
  return [
    `# ${title}`,
    ...targets,
    ...(told.length === 0 ? [] : ["# Not the same as here:"]),
    ...told.map(line => `#   ${line}`),
  ];
}

export function hasSeveralPenalties({ penaltyScale }: TrainingConfig): boolean {
  return new Set(penaltyScale).size > 1;
}

export const NO_ARTICLE_DERIVATIVE =
  "the exact derivative of softmax, in place of the article's o (1 - o)";

export function usesArticleDerivative(config: TrainingConfig): boolean {
  return config.loss === "squaredError" && config.output === "softmax" && config.articleDerivative;
}
