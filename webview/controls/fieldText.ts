/** Text of a control to members of the config and back, checked in the host's own words. */
import {
  type ActivationName,
  activationLabels,
  type Bounds,
  CONFIG_BOUNDS,
  DROPOUT_SCALE,
  HIDDEN_LAYER_COUNT,
  HIDDEN_UNIT_COUNT,
  PENALTY_SCALE,
  type TrainingConfig,
} from "../../src/core/config.ts";
import {
  describeValue,
  expectedActivations,
  expectedHiddenLayers,
  expectedName,
} from "../../src/protocol/expectations.ts";
import { numberProblem, typedNumber } from "../typedNumber.ts";

/** Members of the config that are typed as text. */
export type TextMember =
  | "l2"
  | "l1"
  | "decay"
  | "penaltyScale"
  | "dropoutScale"
  | "epsilon"
  | "dropout"
  | "jitter"
  | "maxNorm"
  | "patience"
  | "minDelta"
  | "learningRate"
  | "momentum"
  | "beta1"
  | "beta2"
  | "scheduleEvery"
  | "scheduleFactor"
  | "epochs"
  | "batchSize"
  | "initRange"
  | "seed"
  | "hiddenLayers"
  | "activations";

export type FieldResult =
  | { readonly ok: true; readonly changes: Partial<TrainingConfig> }
  | { readonly ok: false; readonly problem: string };

/** Refuses what does not fit; the host checks again, with its schemas. */
class Refusal extends TypeError {
  constructor(expected: string, value: unknown) {
    super(`${expected}, got ${describeValue(value)}`);
  }
}

function numberWithin(bounds: Bounds, text: string): number {
  const value = typedNumber(text, bounds.integer);
  const expected = numberProblem(value, bounds);
  if (expected === "") return value;
  // What is no number is refused by its own name.
  const word = text.trim() === "" ? undefined : text.trim();
  throw new Refusal(expected, Number.isNaN(value) ? word : value);
}

/** Widths separated by commas, spaces, or as in 8-4; none for a network without hidden layer. */
function widths(text: string): number[] {
  const found = text
    .split(/[\s,;]+|(?<=\d)-(?=\d)/)
    .filter(part => part !== "")
    .map(part => numberWithin(HIDDEN_UNIT_COUNT, part));
  if (found.length > HIDDEN_LAYER_COUNT.max) throw new Refusal(expectedHiddenLayers, found);
  return found;
}

/** Numbers separated by commas or spaces; none for 1 in all layers. */
function factors(bounds: Bounds, text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter(part => part !== "")
    .map(part => numberWithin(bounds, part));
}

/** Letters alone, so that "Leaky ReLU" is found. */
function letters(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "");
}

const ACTIVATION_NAMES = Object.keys(activationLabels) as ActivationName[];

/** Activations separated by commas; known ones by their names in the config. */
function activationNames(text: string): ActivationName[] {
  const found = text
    .split(/[,;]/)
    .map(part => part.trim())
    .filter(part => part !== "")
    .map(part => {
      const known = ACTIVATION_NAMES.find(name => letters(name) === letters(part));
      if (known === undefined) throw new Refusal(expectedName(ACTIVATION_NAMES), part);
      return known;
    });
  if (found.length === 0 || found.length > HIDDEN_LAYER_COUNT.max) {
    throw new Refusal(expectedActivations, found);
  }
  return found;
}

function changesOf(member: TextMember, text: string): Partial<TrainingConfig> {
  if (member === "hiddenLayers") return { hiddenLayers: widths(text) };
  if (member === "activations") return { activations: activationNames(text) };
  if (member === "penaltyScale") return { penaltyScale: factors(PENALTY_SCALE, text) };
  if (member === "dropoutScale") return { dropoutScale: factors(DROPOUT_SCALE, text) };
  return { [member]: numberWithin(CONFIG_BOUNDS[member], text) };
}

/** What a control's text would change. */
export function parseField(member: TextMember, text: string): FieldResult {
  try {
    return { ok: true, changes: changesOf(member, text) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.message };
    throw error;
  }
}

/** A member of the config as its control shows it. */
export function fieldText(member: TextMember, config: TrainingConfig): string {
  if (member === "activations") {
    return config.activations.map(name => activationLabels[name]).join(", ");
  }
  const value = config[member];
  return typeof value === "number" ? String(value) : value.join(", ");
}

/**
 * Changes with those that they ask for: lists of one entry for each hidden layer are as long as
 * there are hidden layers. New layers are like the last one.
 */
export function completeChanges(
  config: TrainingConfig,
  changes: Partial<TrainingConfig>,
): Partial<TrainingConfig> {
  const { hiddenLayers } = changes;
  if (hiddenLayers === undefined) return changes;
  const { activations, penaltyScale, dropoutScale } = config;
  const count = hiddenLayers.length;
  const fitted = Array.from({ length: count }, (_, i) => activations[i] ?? activations.at(-1));
  const isList = activations.length > 1 && activations.length !== count;
  return {
    ...changes,
    ...(isList && { activations: count === 0 ? activations.slice(0, 1) : fitted }),
    ...(penaltyScale.length > 0 && penaltyScale.length !== count + 1 && { penaltyScale: [] }),
    ...(dropoutScale.length > 0 && dropoutScale.length !== count && { dropoutScale: [] }),
  };
}

/** Positions of lambda's slider: 0, then 20 for each power of ten from 0.00001 to 10. */
export const LAMBDA_STEPS = 121;
const STEPS_PER_DECADE = 20;
const LOWEST_EXPONENT = -5;

/** Lambda at a position of its slider, to two digits. */
export function lambdaAt(step: number): number {
  if (step <= 0) return 0;
  const exponent = LOWEST_EXPONENT + (step - 1) / STEPS_PER_DECADE;
  return Number((10 ** exponent).toPrecision(2));
}

/** Position of the slider nearest to a lambda. */
export function lambdaStep(l2: number): number {
  if (l2 <= 0) return 0;
  const step = 1 + Math.round((Math.log10(l2) - LOWEST_EXPONENT) * STEPS_PER_DECADE);
  return Math.max(1, Math.min(LAMBDA_STEPS, step));
}
