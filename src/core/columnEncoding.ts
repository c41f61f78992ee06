/**
 * How columns become the inputs of a network. Pure data that goes through JSON unchanged: it is
 * stored with the weights, and is all that a prediction needs to know of the table.
 */

/** What is done to a number x before the network sees it. */
export type Scaling =
  /** x */
  | { readonly method: "none" }
  /** (x - mean) / deviation; the deviation is never 0. */
  | { readonly method: "zScore"; readonly mean: number; readonly deviation: number }
  /** (x - min) / (max - min), or x - min if the two are equal. Not cut off outside of 0 to 1. */
  | { readonly method: "minMax"; readonly min: number; readonly max: number };

export type ScalingMethod = Scaling["method"];

/** What is done where there is no value. */
export type MissingRule<V> =
  /** The table is refused. */
  | { readonly method: "error" }
  /** The row is left out, and listed. */
  | { readonly method: "drop" }
  /** This value takes its place: the mean or the most frequent value of the train rows. */
  | { readonly method: "fill"; readonly value: V };

export type MissingMethod = MissingRule<unknown>["method"];

/** What is done with a category that no train row had: all its inputs are 0, or it is refused. */
export type UnknownRule = "zeros" | "error";

/** One input. */
export interface NumberEncoding {
  readonly name: string;
  readonly kind: "number";
  readonly scaling: Scaling;
  readonly missing: MissingRule<number>;
}

/** One input for each category: 1 for the one that the item has, 0 for the others. */
export interface CategoryEncoding {
  readonly name: string;
  readonly kind: "category";
  /** As they are written in the table, blanks around them left out; in natural order. */
  readonly categories: readonly string[];
  readonly unknown: UnknownRule;
  readonly missing: MissingRule<string>;
}

/** One input: 0 or 1. Other values are refused. */
export interface BooleanEncoding {
  readonly name: string;
  readonly kind: "boolean";
  /** How 0 is written in the table. */
  readonly falseValue: string;
  /** How 1 is written in the table. */
  readonly trueValue: string;
  readonly missing: MissingRule<boolean>;
}

export type ColumnEncoding = NumberEncoding | CategoryEncoding | BooleanEncoding;

/** Inputs that a column becomes. */
export function encodedWidth(encoding: ColumnEncoding): number {
  return encoding.kind === "category" ? encoding.categories.length : 1;
}

/** Inputs that all columns become. */
export function inputCount(encodings: readonly ColumnEncoding[]): number {
  return encodings.reduce((sum, encoding) => sum + encodedWidth(encoding), 0);
}

/** Names of the inputs, in their order: the column, or `column=category`. */
export function inputNames(encodings: readonly ColumnEncoding[]): string[] {
  return encodings.flatMap(encoding =>
    encoding.kind === "category"
      ? encoding.categories.map(category => `${encoding.name}=${category}`)
      : [encoding.name],
  );
}

/** A number as it was before it was scaled. */
export function unscaled(y: number, scaling: Scaling): number {
  switch (scaling.method) {
    case "none":
      return y;
    case "zScore":
      return scaling.mean + scaling.deviation * y;
    case "minMax":
      return scaling.min + scaleUnit(scaling) * y;
  }
}

/** By how much a number grows while its scaled one grows by 1. */
export function scaleUnit(scaling: Scaling): number {
  switch (scaling.method) {
    case "none":
      return 1;
    case "zScore":
      return scaling.deviation;
    case "minMax": {
      const range = scaling.max - scaling.min;
      return range === 0 ? 1 : range;
    }
  }
}

/** So many standard deviations from the mean hardly any train row is. */
const FAR_DEVIATIONS = 4;

/**
 * Whether a scaled number is outside of the train rows' range, or far from their mean where only
 * that is known.
 */
export function isFar(y: number, scaling: Scaling): boolean {
  switch (scaling.method) {
    case "none":
      return false;
    case "zScore":
      return Math.abs(y) > FAR_DEVIATIONS;
    case "minMax":
      return y < 0 || y > (scaling.max === scaling.min ? 0 : 1);
  }
}

/** A number as the network sees it. */
export function scaled(x: number, scaling: Scaling): number {
  switch (scaling.method) {
    case "none":
      return x;
    case "zScore":
      return (x - scaling.mean) / scaling.deviation;
    case "minMax":
      return (x - scaling.min) / scaleUnit(scaling);
  }
}
