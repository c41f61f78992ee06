/** The controls: what the next experiment will use. Pure functions; the model owns the value. */
import {
  ARTICLE_CONFIG,
  DEFAULT_SPEED,
  LIVE_MEMBERS,
  type LiveChanges,
  type Speed,
  type TrainingConfig,
} from "../core/config.ts";
import {
  createExperiment,
  type Experiment,
  presentBase,
  type RecipeName,
  variantConfig,
} from "../core/experiment.ts";
import { type PresetName, presets } from "../core/presets.ts";
import { checkCombination, checkData, parseConfigChanges } from "../protocol/validate.ts";

export interface Controls {
  /** Where the data comes from. */
  readonly preset: PresetName;
  readonly config: TrainingConfig;
  readonly recipe: RecipeName;
  readonly speed: Speed;
}

export const FIRST_CONTROLS: Controls = {
  preset: "article",
  config: ARTICLE_CONFIG,
  recipe: "twins",
  speed: DEFAULT_SPEED,
};

/** The experiment that the controls ask for. */
export function experimentOf({ preset, config, recipe }: Controls): Experiment {
  return createExperiment(recipe, config, presets[preset].dataset);
}

/**
 * @throws {ValidationError} if a network of the experiment could not be trained so, naming the
 * member of its config
 */
export function checkExperiment(experiment: Experiment): void {
  checkCombination(experiment.base);
  for (const variant of experiment.variants) {
    const config = checkCombination(variantConfig(experiment, variant));
    checkData(config, experiment.dataset);
  }
}

/** @throws {ValidationError} naming the member that is wrong */
export function configured(
  controls: Controls,
  changes: Partial<TrainingConfig>,
  recipe: RecipeName,
): Controls {
  const config = { ...controls.config, ...parseConfigChanges(changes) };
  const changed = { ...controls, config, recipe };
  checkExperiment(experimentOf(changed));
  return changed;
}

/** The data of a preset with the settings that suit it; the seed stays. */
export function withPreset(controls: Controls, preset: PresetName): Controls {
  const config = { ...presets[preset].config, seed: controls.config.seed };
  // Figure 1 is the article's alone.
  const recipe = controls.recipe === "asPublished" ? "twins" : controls.recipe;
  return { ...controls, preset, config, recipe };
}

/** What of a change of the controls can be changed in an experiment that is under way. */
export function liveChanges(
  experiment: Experiment,
  changes: Partial<TrainingConfig>,
): LiveChanges | undefined {
  // The article's program knows no other remedies; its exhibit stays as it was started.
  const isExhibit = experiment.variants.some(
    variant => variantConfig(experiment, variant).arithmetic === "float32",
  );
  const present = presentBase(experiment);
  const members = LIVE_MEMBERS.filter(
    name => changes[name] !== undefined && changes[name] !== present[name],
  );
  if (members.length === 0 || isExhibit) return undefined;
  return Object.fromEntries(members.map(name => [name, changes[name]]));
}
