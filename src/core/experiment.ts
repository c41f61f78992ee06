/**
 * An experiment: one dataset, one base config, and the variants that are compared. One run and
 * two twins are the same thing with one variant or two.
 */
import { type ColumnEncoding, inputCount, type Scaling } from "./columnEncoding.ts";
import {
  type Arithmetic,
  type Bounds,
  CONFIG_BOUNDS,
  type LiveChanges,
  type TrainingConfig,
} from "./config.ts";
import { type OwnVariant, variantsOfList } from "./ownVariants.ts";
import type { ConfigChange } from "./run.ts";
import type { SplitSpec } from "./splits.ts";
import type { TwoInputDatasetSpec } from "./twoInputShapes.ts";
import {
  equalDecay,
  NO_REMEDY,
  type Remedy,
  strengthOf,
  type Variant,
  variantLabels,
} from "./variants.ts";

/** Parts of a dataset that a generator makes, each from a seed of its own. */
export interface GeneratedParts {
  readonly trainItems: number;
  /** Items by which the best epoch is chosen and training may stop early; 0 for none. */
  readonly validationItems: number;
  readonly testItems: number;
  /** Items that no run ever trains on, for a score with a small error of its own; 0 for none. */
  readonly freshItems: number;
  readonly trainSeed: number;
  readonly validationSeed: number;
  readonly testSeed: number;
  readonly freshSeed: number;
}

/** The article's synthetic data; see articleData.ts. */
export interface ArticleDatasetSpec extends GeneratedParts {
  readonly kind: "article";
  /** float32 rounds inputs and the generator's weights, as the article's program did. */
  readonly arithmetic: Arithmetic;
}

/** Points of two classes in a plane; see twoInputData.ts. Every part has the same noise. */
export interface TwoInputSpec
  extends
    GeneratedParts,
    Pick<TwoInputDatasetSpec, "kind" | "shape" | "inputNoise" | "labelNoise"> {}

/** The points of the article's Figure 2; every other part is made. See figure2Data.ts. */
export interface Figure2Spec extends Omit<GeneratedParts, "trainSeed"> {
  readonly kind: "figure2";
}

/** Data of two inputs and two classes that a generator makes. */
export type PlaneSpec = TwoInputSpec | Figure2Spec;

/** Points that a person placed in the plane; see pointsData.ts. */
export interface PointsSpec {
  readonly kind: "points";
  /** What the points began as. Validation, test and fresh items are its own. */
  readonly base: PlaneSpec;
  /** How many points. */
  readonly trainItems: number;
  /** x, y and class of each; shape [trainItems, 3]. Never part of a weight file. */
  readonly points: readonly number[];
}

/** Encodings of text in which a table may be written. */
export const textEncodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;

export type TextEncoding = (typeof textEncodings)[number];

/** Rows that are chosen at random in place of all of them. */
export interface TableSample {
  readonly rows: number;
  readonly seed: number;
}

/** A table has at most a million rows; see readTable.ts. */
export const SAMPLE_BOUNDS = {
  rows: { min: 1, max: 1_000_000, integer: true },
  seed: CONFIG_BOUNDS.seed,
} as const satisfies Record<keyof TableSample, Bounds>;

/** How a table is written: what it takes to read the same values again. */
export interface TableFormat {
  /** One character. */
  readonly delimiter: string;
  readonly decimalComma: boolean;
  /** Whether the first row holds the names of the columns. */
  readonly header: boolean;
  /** Null if the table came as text. */
  readonly encoding: TextEncoding | null;
  /** Cells that have no value, beside empty ones. */
  readonly missingWords: readonly string[];
  /** Null if all rows are used. */
  readonly sample: TableSample | null;
}

/** Rows of a table in a file. The rows themselves are never part of a description. */
export interface TableDatasetSpec {
  readonly kind: "table";
  /** Without folders. */
  readonly fileName: string;
  /** Of the bytes of the file. */
  readonly fileSha256: string;
  readonly format: TableFormat;
  /** The column that holds the classes, or the numbers to be learned. */
  readonly target: string;
  /** The columns that become inputs, and how. */
  readonly inputs: readonly ColumnEncoding[];
  /** Empty in a regression. */
  readonly classNames: readonly string[];
  /** In a regression, what is done to a number before the network learns it; else null. */
  readonly targetScaling: Scaling | null;
  readonly split: SplitSpec;
  readonly trainItems: number;
  readonly validationItems: number;
  readonly testItems: number;
}

/** Where the data of an experiment comes from. */
export type DatasetSpec = ArticleDatasetSpec | PlaneSpec | PointsSpec | TableDatasetSpec;

export const ARTICLE_DATASET: ArticleDatasetSpec = {
  kind: "article",
  trainItems: 200,
  validationItems: 40,
  testItems: 40,
  freshItems: 4000,
  trainSeed: 11,
  validationSeed: 17,
  testSeed: 13,
  freshSeed: 99,
  arithmetic: "float64",
};

/** Settings of the base config that changed while the experiment was being trained. */
export interface ExperimentChange {
  /** Epochs completed before. */
  readonly epoch: number;
  readonly changes: LiveChanges;
}

export interface Experiment {
  readonly recipe: RecipeChoice;
  /** The list that its variants come from; empty where they come from a recipe. */
  readonly own: readonly OwnVariant[];
  readonly dataset: DatasetSpec;
  /** As it was at the start. */
  readonly base: TrainingConfig;
  readonly variants: readonly Variant[];
  /** Oldest first. */
  readonly changes: readonly ExperimentChange[];
}

/** A choice of variants; recipeWords.ts names and describes it. */
export interface Recipe {
  readonly variants: Lineup;
  /** Arithmetic of the data, where the recipe depends on it. */
  readonly arithmetic?: Arithmetic;
}

function variant(remedy: Remedy, changes: Partial<TrainingConfig>): Variant {
  return { id: remedy, remedy, label: variantLabels[remedy], changes };
}

/** What a variant's label leaves no choice about, whatever the base config says. */
const NONE = { l2: 0, decay: 0, publishedSign: false } as const;
const PENALTY = { decay: 0, publishedSign: false } as const;

/** One network without any remedy, and one for each remedy alone. */
function tournament(base: TrainingConfig): Variant[] {
  const l2 = strengthOf(base, "l2");
  const l1 = strengthOf(base, "l1");
  const alone = (remedy: Remedy, changes: Partial<TrainingConfig>) =>
    variant(remedy, { ...NO_REMEDY, ...changes });
  return [
    { ...alone("none", {}), label: "without a remedy" },
    alone("l2", { l2 }),
    alone("l1", { l1 }),
    alone("elasticNet", { l1: l1 / 2, l2: l2 / 2 }),
    alone("decay", { decay: equalDecay(base, l2) }),
    alone("maxNorm", { maxNorm: strengthOf(base, "maxNorm") }),
    alone("dropout", { dropout: strengthOf(base, "dropout") }),
    alone("jitter", { jitter: strengthOf(base, "jitter") }),
    alone("earlyStopping", { patience: strengthOf(base, "patience") }),
  ];
}

/**
 * Every recipe on offer; recipeWords.ts says what each is. All variants of a recipe share initial
 * weights and item order.
 */
export const recipes = {
  withoutL2: {
    variants: () => [variant("none", NONE)],
  },
  withL2: {
    variants: () => [variant("l2", PENALTY)],
  },
  twins: {
    variants: () => [variant("none", NONE), variant("l2", PENALTY)],
  },
  equalDecay: {
    variants: base => [
      variant("none", NONE),
      variant("l2", PENALTY),
      variant("decay", { ...NONE, decay: equalDecay(base, base.l2) }),
    ],
  },
  tournament: {
    variants: tournament,
  },
  asPublished: {
    arithmetic: "float32",
    variants: () => [
      variant("none", { ...NONE, arithmetic: "float32" }),
      variant("published", { ...PENALTY, arithmetic: "float32", publishedSign: true }),
      variant("l2", { ...PENALTY, arithmetic: "float32" }),
    ],
  },
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;

/** The recipe of an experiment: a named one, or the user's own list of variants. */
export type RecipeChoice = RecipeName | "custom";

/** Recipes about L2: without a lambda all their networks would be the same. */
const L2_RECIPES: readonly RecipeChoice[] = ["withL2", "twins", "equalDecay", "asPublished"];

/**
 * The base config for a recipe that is newly chosen: where it is about L2 and L2 is off, with the
 * usual lambda.
 */
export function configFor(recipe: RecipeChoice, config: TrainingConfig): TrainingConfig {
  return L2_RECIPES.includes(recipe) ? { ...config, l2: strengthOf(config, "l2") } : config;
}

/** The variants of any base config. */
export type Lineup = (base: TrainingConfig) => readonly Variant[];

/** @param own the list of the recipe `custom`; no other looks at it */
export function lineupOf({ recipe, own }: Pick<Experiment, "recipe" | "own">): Lineup {
  if (recipe !== "custom") return recipes[recipe].variants;
  const variants = variantsOfList(own);
  return () => variants;
}

/** @param own the list of the recipe `custom` */
export function createExperiment(
  recipe: RecipeChoice,
  base: TrainingConfig,
  dataset: DatasetSpec = ARTICLE_DATASET,
  own: readonly OwnVariant[] = [],
): Experiment {
  const { arithmetic }: Partial<Recipe> = recipe === "custom" ? {} : recipes[recipe];
  const list = recipe === "custom" ? own : [];
  return {
    recipe,
    own: list,
    dataset:
      arithmetic === undefined || dataset.kind !== "article" ? dataset : { ...dataset, arithmetic },
    base,
    variants: lineupOf({ recipe, own: list })(base),
    changes: [],
  };
}

/** The full config of one variant, as it was at the start. */
export function variantConfig(experiment: Experiment, variant: Variant): TrainingConfig {
  return { ...experiment.base, ...variant.changes };
}

/** The base config of an experiment after every change to it. */
export function presentBase({ base, changes }: Experiment): TrainingConfig {
  return changes.reduce<TrainingConfig>(
    (config, change) => ({ ...config, ...change.changes }),
    base,
  );
}

/**
 * The config of one variant after each change to the experiment. What a variant sets for itself
 * stays as its recipe has it, for the changed base; in the user's own list it stays as it is.
 *
 * @param index of the variant
 */
export function variantChanges(experiment: Experiment, index: number): ConfigChange[] {
  const lineup = lineupOf(experiment);
  let { base } = experiment;
  return experiment.changes.map(({ epoch, changes }) => {
    base = { ...base, ...changes };
    return { epoch, config: { ...base, ...lineup(base)[index].changes } };
  });
}

/**
 * The config of one variant that trained an epoch and measured it: a change made at the end of an
 * epoch counts from the next one on.
 *
 * @param index of the variant
 */
export function configAt(experiment: Experiment, index: number, epoch: number): TrainingConfig {
  const changed = variantChanges(experiment, index).findLast(change => change.epoch < epoch);
  return changed?.config ?? variantConfig(experiment, experiment.variants[index]);
}

/** What is known of a dataset before it is made. */
export interface DatasetShape extends Pick<
  GeneratedParts,
  "trainItems" | "validationItems" | "testItems" | "freshItems"
> {
  readonly inputs: number;
  /** 0 in a regression. */
  readonly classes: number;
}

export function datasetShape(spec: DatasetSpec): DatasetShape {
  const { trainItems } = spec;
  const { validationItems, testItems } = spec.kind === "points" ? spec.base : spec;
  const freshItems =
    spec.kind === "table" ? 0 : (spec.kind === "points" ? spec.base : spec).freshItems;
  const parts = { trainItems, validationItems, testItems, freshItems };
  switch (spec.kind) {
    case "article":
      return { inputs: 10, classes: 4, ...parts };
    case "twoInput":
    case "figure2":
    case "points":
      return { inputs: 2, classes: 2, ...parts };
    case "table":
      return { inputs: inputCount(spec.inputs), classes: spec.classNames.length, ...parts };
  }
}

/** Units of every layer of the network of a config, inputs first: [10, 8, 4] in the article. */
export function layerSizes(spec: DatasetSpec, config: TrainingConfig): number[] {
  const { inputs, classes } = datasetShape(spec);
  return [inputs, ...config.hiddenLayers, config.output === "softmax" ? classes : 1];
}
