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
  configFor,
  createExperiment,
  type DatasetSpec,
  type Experiment,
  presentBase,
  type RecipeChoice,
  variantConfig,
} from "../core/experiment.ts";
import type { OwnVariant } from "../core/ownVariants.ts";
import { listOfVariants } from "../core/variantLists.ts";
import { type PresetName, presets, tableConfig } from "../core/presets.ts";
import type { TableChoice } from "../core/tableChoice.ts";
import type { PlaneData } from "./planeData.ts";
import type { MadeTable, TableReading } from "../protocol/dataMessages.ts";
import {
  checkCombination,
  checkData,
  parseConfigChanges,
  ValidationError,
} from "../protocol/validate.ts";

/** What makes the same dataset again, if the file is still the same. JSON-safe. */
export interface TableOrigin {
  /** Of the file. */
  readonly uri: string;
  readonly reading: TableReading;
  readonly choice: TableChoice;
}

/** A table that networks are trained on. */
export interface TableData extends MadeTable {
  readonly origin: TableOrigin;
}

export interface Controls {
  /** Where the data comes from, unless it is a table. */
  readonly preset: PresetName;
  /** Null for the data of the preset. */
  readonly table: TableData | null;
  /** Points in place of the preset's; null for those of the preset. */
  readonly plane: PlaneData | null;
  readonly config: TrainingConfig;
  readonly recipe: RecipeChoice;
  /** The variants of the recipe `custom`. */
  readonly own: readonly OwnVariant[];
  readonly speed: Speed;
}

export const FIRST_CONTROLS: Controls = {
  preset: "article",
  table: null,
  plane: null,
  config: ARTICLE_CONFIG,
  recipe: "twins",
  own: [],
  speed: DEFAULT_SPEED,
};

/** The data that the controls ask for. */
export function datasetSpecOf({
  preset,
  table,
  plane,
}: Pick<Controls, "preset" | "table" | "plane">): DatasetSpec {
  return table?.spec ?? plane ?? presets[preset].dataset;
}

/** The settings that suit the data. */
export function suitableConfig({ preset, table }: Controls): TrainingConfig {
  return table === null ? presets[preset].config : tableConfig(table.spec);
}

/** The experiment that the controls ask for. */
export function experimentOf(controls: Controls): Experiment {
  const { recipe, config, own } = controls;
  return createExperiment(recipe, config, datasetSpecOf(controls), own);
}

/**
 * @throws {ValidationError} if a network of the experiment could not be trained so, naming the
 * member of its config
 */
export function checkExperiment(experiment: Experiment): void {
  checkCombination(experiment.base);
  if (experiment.variants.length === 0) {
    throw new ValidationError("own", "expected at least one variant, got none");
  }
  for (const [index, variant] of experiment.variants.entries()) {
    const config = variantConfig(experiment, variant);
    const name = experiment.recipe === "custom" ? `own.${index}` : "config";
    checkCombination(config, name);
    checkData(config, experiment.dataset, name);
  }
}

/** Whether networks could be trained so. */
export function isPossible(controls: Controls): boolean {
  try {
    checkExperiment(experimentOf(controls));
    return true;
  } catch (error) {
    if (error instanceof ValidationError) return false;
    throw error;
  }
}

/**
 * @param own the user's list of variants. Where it is chosen and there is none, it begins as the
 * variants are that were chosen before
 * @throws {ValidationError} naming the member that is wrong
 */
export function configured(
  controls: Controls,
  changes: Partial<TrainingConfig>,
  recipe: RecipeChoice,
  own: readonly OwnVariant[] = controls.own,
): Controls {
  const config = { ...controlsWith(controls, recipe).config, ...parseConfigChanges(changes) };
  const isFirst = recipe === "custom" && own.length === 0 && controls.recipe !== "custom";
  const list = isFirst ? listOfVariants(experimentOf(controls).variants, config) : own;
  const changed = { ...controls, config, recipe, own: list };
  checkExperiment(experimentOf(changed));
  return changed;
}

/** Another recipe, with what it needs; zero means zero only to the recipe that it was set for. */
export function controlsWith(controls: Controls, recipe: RecipeChoice): Controls {
  return recipe === controls.recipe
    ? controls
    : { ...controls, recipe, config: configFor(recipe, controls.config) };
}

/** The data of a preset with the settings that suit it; the seed stays. */
export function withPreset(controls: Controls, preset: PresetName): Controls {
  const config = { ...presets[preset].config, seed: controls.config.seed };
  // Figure 1 is the article's alone.
  const recipe = controls.recipe === "asPublished" ? "twins" : controls.recipe;
  return { ...controls, preset, table: null, plane: null, config, recipe };
}

/** A table with the settings that suit it, and one network to begin with; the seed stays. */
export function withTable(controls: Controls, table: TableData): Controls {
  const changed: Controls = { ...controls, table, plane: null, recipe: "withoutL2" };
  return { ...changed, config: { ...suitableConfig(changed), seed: controls.config.seed } };
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
