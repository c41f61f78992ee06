/** Lists of variants to begin with, and what the user does to them. */
import type { TrainingConfig } from "./config.ts";
import {
  OWN_MEMBERS,
  type OwnMember,
  type OwnSettings,
  type OwnVariant,
  TRAINING_MEMBERS,
} from "./ownVariants.ts";
import {
  equalDecay,
  type Remedy,
  remedyOf,
  strengthOf,
  type Variant,
  type VariantId,
  variantLabels,
} from "./variants.ts";

/** A remedy that a variant can be made of: all but the article's sign error. */
export type OwnRemedy = Exclude<Remedy, "published">;

export const OWN_REMEDIES = (Object.keys(variantLabels) as Remedy[]).filter(
  (remedy): remedy is OwnRemedy => remedy !== "published",
);

/**
 * A list that begins as the variants of a recipe are for a base config. What is as published is
 * left out: the article's program has no other settings.
 */
export function listOfVariants(variants: readonly Variant[], base: TrainingConfig): OwnVariant[] {
  return variants
    .filter(({ remedy }) => remedy !== "published")
    .map(({ id, changes }) => {
      const config = { ...base, ...changes };
      const own = OWN_MEMBERS.filter(member =>
        isTrainingMember(member) ? changes[member] !== undefined : config[member] !== 0,
      );
      return { id, name: "", settings: pick(config, own) };
    });
}

function isTrainingMember(member: OwnMember): boolean {
  return (TRAINING_MEMBERS as readonly OwnMember[]).includes(member);
}

function pick(config: TrainingConfig, members: readonly OwnMember[]): OwnSettings {
  return Object.fromEntries(members.map(member => [member, config[member]]));
}

/** What a variant with a remedy alone is set to: as strong as in the base config, or as usual. */
function usualSettings(remedy: OwnRemedy, base: TrainingConfig): OwnSettings {
  const l2 = strengthOf(base, "l2");
  switch (remedy) {
    case "none":
      return {};
    case "elasticNet":
      return { l2: l2 / 2, l1: strengthOf(base, "l1") / 2 };
    case "decay":
      return { decay: equalDecay(base, l2) };
    case "earlyStopping":
      return { patience: strengthOf(base, "patience") };
    case "l2":
    case "l1":
    case "maxNorm":
    case "dropout":
    case "jitter":
      return { [remedy]: strengthOf(base, remedy) };
  }
}

/** What a setting begins with when a variant gets it. */
export function usualValue(member: OwnMember, base: TrainingConfig): number {
  switch (member) {
    case "learningRate":
    case "batchSize":
      return base[member];
    case "decay":
      return equalDecay(base, strengthOf(base, "l2"));
    case "l2":
    case "l1":
    case "maxNorm":
    case "dropout":
    case "jitter":
    case "patience":
      return strengthOf(base, member);
  }
}

/** Looks in the order in which they are given to variants whose own one is taken. */
const SPARE_IDS: readonly VariantId[] = [
  "extra1",
  "published",
  "extra2",
  ...[...OWN_REMEDIES].reverse(),
];

/** The wanted id, or if it is taken another; undefined if the list is full. */
function freeId(list: readonly OwnVariant[], wanted: VariantId): VariantId | undefined {
  return [wanted, ...SPARE_IDS].find(id => !list.some(other => other.id === id));
}

/** The list with one more variant at its end; the same list if it is full. */
export function withVariant(
  list: readonly OwnVariant[],
  remedy: OwnRemedy,
  base: TrainingConfig,
): readonly OwnVariant[] {
  const id = freeId(list, remedy);
  return id === undefined
    ? list
    : [...list, { id, name: "", settings: usualSettings(remedy, base) }];
}

/** The list with a variant twice, the second one behind the first; the same list if it is full. */
export function withCopy(list: readonly OwnVariant[], index: number): readonly OwnVariant[] {
  const { settings } = list[index];
  const id = freeId(list, remedyOf(settings));
  return id === undefined ? list : list.toSpliced(index + 1, 0, { id, name: "", settings });
}

/** Powers of ten around the lambda of the base config, or the usual one, and none at all. */
export function lambdaPath(base: TrainingConfig): readonly OwnVariant[] {
  const middle = strengthOf(base, "l2");
  const path = [0, middle / 10, middle, middle * 10]
    // Two digits more than anyone types, and no tails such as 0.30000000000000004.
    .map(l2 => Number(Math.min(10, l2).toPrecision(12)))
    .filter((l2, i, all) => all.indexOf(l2) === i);
  return path.reduce<readonly OwnVariant[]>((list, l2) => {
    const id = freeId(list, l2 === 0 ? "none" : l2 === middle ? "l2" : "extra1");
    return id === undefined ? list : [...list, { id, name: "", settings: { l2 } }];
  }, []);
}
