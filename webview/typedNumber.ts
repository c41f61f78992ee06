/** Numbers as people type them. */
import type { Bounds } from "../src/core/config.ts";
import { expectedNumber } from "../src/protocol/expectations.ts";

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Digits in groups of three, as 20,000 or 20 000; the same separator throughout. */
const GROUPED = /^[1-9]\d{0,2}([\s,'\u2019_])\d{3}(\1\d{3})*$/;

/** Some write 20.000 for 20,000, and nobody for 20; 024 is the end of 1,024 in a list. */
const UNCLEAR = /^([1-9]\d{0,2}(\.\d{3})+|0\d+)$/;

/**
 * The number that a text is; NaN if it is none.
 *
 * @param isWhole whether a whole number is expected, where groups of three cannot be anything else
 */
export function typedNumber(text: string, isWhole: boolean): number {
  const trimmed = text.trim();
  if (isWhole && GROUPED.test(trimmed)) return Number(trimmed.replace(/\D/g, ""));
  const isClear = PLAIN.test(trimmed) && !(isWhole && UNCLEAR.test(trimmed));
  return isClear ? Number(trimmed) : Number.NaN;
}

/** What is wrong with a number that was typed; "" if nothing. */
export function numberProblem(value: number, bounds: Bounds): string {
  const { min, max, integer } = bounds;
  const fits = value >= min && value <= max && (!integer || Number.isInteger(value));
  return fits ? "" : expectedNumber(bounds);
}
