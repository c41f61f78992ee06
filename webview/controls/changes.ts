/** Whether the controls say something else than what is shown, or than the article. */
import { ARTICLE_CONFIG } from "../../src/core/config.ts";
import { createExperiment } from "../../src/core/experiment.ts";
import type { PlaygroundState } from "../../src/protocol/messages.ts";

function sameData(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a run with the controls would differ from the experiment that is shown. */
export function controlsDiffer({ config, recipe, experiment }: PlaygroundState): boolean {
  if (experiment === null) return false;
  return !sameData(
    experiment.variants.map(variant => ({ ...experiment.base, ...variant })),
    createExperiment(recipe, config).variants.map(variant => ({ ...config, ...variant })),
  );
}

/** Whether the controls are the article's. */
export function isArticle({ config }: PlaygroundState): boolean {
  const members = Object.keys(ARTICLE_CONFIG) as (keyof typeof ARTICLE_CONFIG)[];
  return members.every(member => sameData(config[member], ARTICLE_CONFIG[member]));
}
