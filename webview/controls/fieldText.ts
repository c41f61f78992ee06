/** Text of a control to a member of the config and back, checked by the host's own rules. */
import type { TrainingConfig } from "../../src/core/config.ts";
import { parseConfigChanges, ValidationError } from "../../src/protocol/validate.ts";

/** Members of the config that are typed as text. */
export type TextMember =
  "l2" | "learningRate" | "epochs" | "batchSize" | "initRange" | "seed" | "hiddenLayers";

export type FieldResult =
  | { readonly ok: true; readonly changes: Partial<TrainingConfig> }
  | { readonly ok: false; readonly problem: string };

/** A number if the text is one, else the text itself, which the check then refuses by name. */
function numberOrText(text: string): number | string {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : trimmed;
}

/** Widths separated by commas, spaces, or as in 8-4; none for a network without hidden layer. */
function widths(text: string): (number | string)[] {
  return text
    .split(/[\s,;]+|(?<=\d)-(?=\d)/)
    .filter(part => part !== "")
    .map(numberOrText);
}

/** What a control's text would change. */
export function parseField(member: TextMember, text: string): FieldResult {
  const value = member === "hiddenLayers" ? widths(text) : numberOrText(text);
  try {
    return { ok: true, changes: parseConfigChanges({ [member]: value }) };
  } catch (error) {
    if (error instanceof ValidationError) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** A member of the config as its control shows it. */
export function fieldText(member: TextMember, config: TrainingConfig): string {
  return member === "hiddenLayers" ? config.hiddenLayers.join(", ") : String(config[member]);
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
