/** How a run rounds: to float32 after each operation that the article's program stored, or never. */
import type { Arithmetic } from "./config.ts";

export type Rounding = (value: number) => number;

/**
 * The nearest float32 of a float64 product, sum, difference or quotient of two float32 is the
 * correctly rounded float32 result, so rounding after each operation is float32 arithmetic.
 */
export const roundings: Readonly<Record<Arithmetic, Rounding>> = {
  float64: value => value,
  float32: Math.fround,
};
