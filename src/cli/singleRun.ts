/** One config on one dataset as an experiment, and which of the article's words it goes by. */
import type { TrainingConfig } from "../core/config.ts";
import type { DatasetSpec, Experiment, Variant, VariantId } from "../core/experiment.ts";

/** What the config switches on, in words; the first names the variant. */
const REMEDIES: readonly (readonly [VariantId, string, (config: TrainingConfig) => boolean])[] = [
  ["l2", "L2", ({ l2 }) => l2 > 0],
  ["l1", "L1", ({ l1 }) => l1 > 0],
  ["decay", "constant decay", ({ decay }) => decay > 0],
  ["maxNorm", "max-norm", ({ maxNorm }) => maxNorm > 0],
  ["dropout", "dropout", ({ dropout }) => dropout > 0],
  ["jitter", "jitter", ({ jitter }) => jitter > 0],
  ["earlyStopping", "early stopping", ({ patience }) => patience > 0],
];

/** An experiment of one variant that changes nothing: the config is what is trained. */
export function singleRun(config: TrainingConfig, dataset: DatasetSpec): Experiment {
  return {
    recipe: config.l2 > 0 ? "withL2" : "withoutL2",
    dataset,
    base: config,
    variants: [variantOf(config)],
    changes: [],
  };
}

function variantOf(config: TrainingConfig): Variant {
  if (config.publishedSign) {
    return { id: "published", label: "as published (weights grow)", changes: {} };
  }
  const found = REMEDIES.filter(([, , isOn]) => isOn(config));
  if (found.length === 0) return { id: "none", label: "without a remedy", changes: {} };
  const isElasticNet = config.l1 > 0 && config.l2 > 0;
  const words = found.map(([, word]) => word);
  return {
    id: isElasticNet ? "elasticNet" : found[0][0],
    label: `with ${words.join(", ").replace(/, ([^,]*)$/, " and $1")}`,
    changes: {},
  };
}
