/** What the runs of an experiment can be: variants of one base config, and their remedies. */
import type { TrainingConfig } from "./config.ts";

/** Remedies against overfitting, none of them, and the article's sign error. */
export const variantLabels = {
  none: "without L2",
  l2: "with L2",
  published: "as published (weights grow)",
  decay: "with constant decay",
  l1: "with L1",
  elasticNet: "with L1 and L2",
  maxNorm: "with max-norm",
  dropout: "with dropout",
  jitter: "with jitter",
  earlyStopping: "with early stopping",
} as const;

export type Remedy = keyof typeof variantLabels;

/** What tells a variant from others where two have the same remedy. */
const EXTRA_IDS = ["extra1", "extra2"] as const;

/**
 * Which of an experiment's variants it is; its colour, dash and marker follow from it. That of its
 * remedy, unless another variant has it already.
 */
export type VariantId = Remedy | (typeof EXTRA_IDS)[number];

export const variantIds: readonly VariantId[] = [
  ...(Object.keys(variantLabels) as Remedy[]),
  ...EXTRA_IDS,
];

/** One run of an experiment: the base config with some members changed. */
export interface Variant {
  /** No other variant of the experiment has it. */
  readonly id: VariantId;
  readonly remedy: Remedy;
  /** No other variant of the experiment has it. */
  readonly label: string;
  readonly changes: Partial<TrainingConfig>;
}

/** Every remedy switched off. */
export const NO_REMEDY = {
  l2: 0,
  decay: 0,
  publishedSign: false,
  l1: 0,
  maxNorm: 0,
  dropout: 0,
  jitter: 0,
  patience: 0,
} as const satisfies Partial<TrainingConfig>;

/** What a remedy is set to where the base config has it switched off. */
export const USUAL_STRENGTHS = {
  l2: 0.005,
  l1: 0.0005,
  maxNorm: 2,
  dropout: 0.2,
  jitter: 0.5,
  patience: 20,
} as const satisfies Partial<TrainingConfig>;

/** The strength of a remedy in a config, or what is usual where it is off. */
export function strengthOf(base: TrainingConfig, member: keyof typeof USUAL_STRENGTHS): number {
  return base[member] === 0 ? USUAL_STRENGTHS[member] : base[member];
}

/** The constant decay that does the same as L2 of this strength in plain gradient descent. */
export function equalDecay({ learningRate }: TrainingConfig, l2: number): number {
  return Math.min(1, learningRate * l2);
}

/** Members of a config that switch a remedy on, each with the remedy and its name. */
export const remedyMembers = {
  l2: { remedy: "l2", word: "L2" },
  l1: { remedy: "l1", word: "L1" },
  decay: { remedy: "decay", word: "constant decay" },
  maxNorm: { remedy: "maxNorm", word: "max-norm" },
  dropout: { remedy: "dropout", word: "dropout" },
  jitter: { remedy: "jitter", word: "jitter" },
  patience: { remedy: "earlyStopping", word: "early stopping" },
} as const satisfies Partial<
  Record<keyof TrainingConfig, { readonly remedy: Remedy; readonly word: string }>
>;

export type RemedyMember = keyof typeof remedyMembers;

export const REMEDY_MEMBERS = Object.keys(remedyMembers) as readonly RemedyMember[];

/** The members by which remedies are on. */
export function remediesOn(config: Partial<Pick<TrainingConfig, RemedyMember>>): RemedyMember[] {
  return REMEDY_MEMBERS.filter(member => (config[member] ?? 0) > 0);
}

/** What a config without the published sign is: the first of its remedies, or the elastic net. */
export function remedyOf(config: Partial<Pick<TrainingConfig, RemedyMember>>): Remedy {
  const on = remediesOn(config);
  if (on.length === 0) return "none";
  return on.includes("l1") && on.includes("l2") ? "elasticNet" : remedyMembers[on[0]].remedy;
}
