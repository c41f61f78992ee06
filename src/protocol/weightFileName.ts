/** What weight files are called. */
import type { Experiment, VariantId } from "../core/experiment.ts";

/** Name for the file of a variant, as article-l2.weights.json. */
export function weightFileName(experiment: Experiment, variant: VariantId): string {
  const what = experiment.recipe === "asPublished" ? "figure-1" : experiment.dataset.kind;
  return `${what}-${variant}.weights.json`;
}
