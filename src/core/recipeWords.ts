/** What recipes are called, and what each of them is: read where one is chosen, not where it trains. */
import type { RecipeChoice, RecipeName } from "./experiment.ts";

export const recipeLabels = {
  withoutL2: "Without L2",
  withL2: "With L2",
  twins: "With and without L2",
  equalDecay: "L2 and constant decay",
  tournament: "Tournament of remedies",
  asPublished: "Figure 1, as published",
  custom: "Your own variants",
} as const satisfies Readonly<Record<RecipeChoice, string>>;

export const recipeDescriptions: Readonly<Record<RecipeName, string>> = {
  withoutL2: "One network, no penalty.",
  withL2: "One network, with the penalty lambda / 2 times the sum of squared weights.",
  twins: "Two networks with the same start and the same order of items; only one is penalized.",
  equalDecay:
    "The twins and a third network that shrinks every weight by learning rate times lambda at " +
    "each update: the same thing as L2 here.",
  tournament:
    "Nine networks: one without any remedy, and one each with L2, L1, both, constant decay, " +
    "max-norm, dropout, jitter and early stopping.",
  asPublished:
    "The article's printed program, whose penalty has the wrong sign, beside the right one. " +
    "float32 arithmetic, as the article's program had.",
};
