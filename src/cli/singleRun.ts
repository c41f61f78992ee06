/** One config on one dataset as an experiment, and which of the article's words it goes by. */
import type { TrainingConfig } from "../core/config.ts";
import type { DatasetSpec, Experiment } from "../core/experiment.ts";
import { remediesOn, remedyMembers, remedyOf, type Variant } from "../core/variants.ts";

/** An experiment of one variant that changes nothing: the config is what is trained. */
export function singleRun(config: TrainingConfig, dataset: DatasetSpec): Experiment {
  return {
    recipe: config.l2 > 0 ? "withL2" : "withoutL2",
    own: [],
    dataset,
    base: config,
    variants: [variantOf(config)],
    changes: [],
  };
}

function variantOf(config: TrainingConfig): Variant {
  if (config.publishedSign) {
    const label = "as published (weights grow)";
    return { id: "published", remedy: "published", label, changes: {} };
  }
  const words = remediesOn(config).map(member => remedyMembers[member].word);
  const remedy = remedyOf(config);
  const label =
    words.length === 0
      ? "without a remedy"
      : `with ${words.join(", ").replace(/, ([^,]*)$/, " and $1")}`;
  return { id: remedy, remedy, label, changes: {} };
}
