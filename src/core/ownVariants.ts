/** Variants that the user lists: which there can be, what they are called, where lists come from. */
import type { TrainingConfig } from "./config.ts";
import {
  NO_REMEDY,
  REMEDY_MEMBERS,
  type RemedyMember,
  remedyMembers,
  remedyOf,
  type Variant,
  type VariantId,
  variantIds,
} from "./variants.ts";

/** As many as have looks that can be told apart. */
export const MAX_OWN_VARIANTS = variantIds.length;
export const MAX_NAME_LENGTH = 40;

/** Settings of training that a variant may have besides remedies: they leave the start as it is. */
export const TRAINING_MEMBERS = ["learningRate", "batchSize"] as const;

/**
 * What a variant of the user's may set for itself. None of it decides first weights or the order of
 * items, so that all variants have both in common.
 */
export const OWN_MEMBERS = [...REMEDY_MEMBERS, ...TRAINING_MEMBERS] as const;

export type OwnMember = RemedyMember | (typeof TRAINING_MEMBERS)[number];

export type OwnSettings = Partial<Pick<TrainingConfig, OwnMember>>;

/** A variant of the user's. Remedies that it does not name are off, whatever the base config says. */
export interface OwnVariant {
  /** No other variant of the list has it. */
  readonly id: VariantId;
  /** What the user calls it; "" for a name made of its settings. */
  readonly name: string;
  readonly settings: OwnSettings;
}

/** A remedy with its strength, as `L2 0.01`. */
function strengthText(member: RemedyMember, value: number): string {
  const { word } = remedyMembers[member];
  return member === "patience" ? `${word} after ${value}` : `${word} ${value}`;
}

/** "a", "a and b", "a, b and c". */
function joined(parts: readonly string[]): string {
  return parts.join(", ").replace(/, ([^,]*)$/, " and $1");
}

/** Says what a variant is by its settings, as `with L2 0.01 and dropout 0.2`. */
export function describeSettings(settings: OwnSettings): string {
  const named = REMEDY_MEMBERS.filter(member => settings[member] !== undefined);
  const on = named.filter(member => settings[member] !== 0);
  const remedies =
    on.length > 0
      ? `with ${joined(on.map(member => strengthText(member, settings[member] ?? 0)))}`
      : `without ${joined(named.map(member => remedyMembers[member].word)) || "a remedy"}`;
  const { learningRate, batchSize } = settings;
  return [
    remedies,
    ...(learningRate === undefined ? [] : [`learning rate ${learningRate}`]),
    ...(batchSize === undefined ? [] : [`batch size ${batchSize}`]),
  ].join(", ");
}

/** The variants of a list, in its order; one that is called as an earlier one gets a number. */
export function variantsOfList(list: readonly OwnVariant[]): Variant[] {
  const labels = new Set<string>();
  return list.map(({ id, name, settings }) => {
    const plain = name === "" ? describeSettings(settings) : name;
    let label = plain;
    for (let number = 2; labels.has(label); number++) label = `${plain} (${number})`;
    labels.add(label);
    const changes = { ...NO_REMEDY, ...settings };
    return { id, remedy: remedyOf(settings), label, changes };
  });
}
