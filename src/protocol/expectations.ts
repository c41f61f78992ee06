/** What is expected of a value, in words: for whoever checks one, with or without a schema. */
import { type Bounds, HIDDEN_LAYER_COUNT, HIDDEN_UNIT_COUNT } from "../core/config.ts";
import { formatCount } from "../core/numberWords.ts";

/** As `expected a whole number from 1 to 10,000`. */
export function expectedNumber({ min, max, integer }: Bounds): string {
  return `expected ${integer ? "a whole number" : "a number"} from ${bound(min)} to ${bound(max)}`;
}

/** Large ones with separators: nobody counts zeros. */
function bound(value: number): string {
  return Math.abs(value) < 10_000 ? String(value) : formatCount(value);
}

/** As `expected one of tanh, relu`. */
export function expectedName(names: readonly string[]): string {
  return `expected one of ${names.join(", ")}`;
}

export const expectedHiddenLayers = `expected at most ${HIDDEN_LAYER_COUNT.max} whole numbers from ${HIDDEN_UNIT_COUNT.min} to ${HIDDEN_UNIT_COUNT.max}`;

export const expectedActivations = `expected 1 to ${HIDDEN_LAYER_COUNT.max} activations`;

/** A value for a message to a person: short, and safe for anything. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value === "bigint") return `${value}n`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
