/** One item typed by hand, as a trained network takes it. */
import {
  type ColumnEncoding,
  encodedWidth,
  inputCount,
  isFar,
  type NumberEncoding,
  scaled,
} from "../core/columnEncoding.ts";
import { quotedList } from "./encodeRows.ts";
import { parseNumber } from "./numberText.ts";

export interface EncodedItem {
  /** Null if a value cannot be used. */
  readonly inputs: Float64Array | null;
  /** What is wrong with the value of each column and what was expected; "" for nothing. */
  readonly problems: readonly string[];
  /** Whether the value of each column is a number far from those of the training. */
  readonly far: readonly boolean[];
}

/** Significant digits of a number that is suggested. */
const SHOWN_DIGITS = 4;

/**
 * A usual value of each column, as it is typed: what fills in for a missing one, else the middle of
 * the numbers, the first category, no.
 */
export function usualItem(encodings: readonly ColumnEncoding[]): string[] {
  return encodings.map(encoding => {
    switch (encoding.kind) {
      case "number":
        return String(Number(middleOf(encoding).toPrecision(SHOWN_DIGITS)));
      case "category":
        return encoding.missing.method === "fill"
          ? encoding.missing.value
          : (encoding.categories.at(0) ?? "");
      case "boolean":
        return encoding.missing.method === "fill" && encoding.missing.value
          ? encoding.trueValue
          : encoding.falseValue;
    }
  });
}

function middleOf({ scaling, missing }: NumberEncoding): number {
  if (missing.method === "fill") return missing.value;
  if (scaling.method === "zScore") return scaling.mean;
  return scaling.method === "minMax" ? (scaling.min + scaling.max) / 2 : 0;
}

/**
 * Encodes an item as encodeRows does a row of a table. Numbers are written with a decimal point;
 * what is left empty is a missing value.
 *
 * @param texts what was typed, one for each column
 */
export function encodeItem(
  encodings: readonly ColumnEncoding[],
  texts: readonly string[],
): EncodedItem {
  const inputs = new Float64Array(inputCount(encodings));
  const far: boolean[] = [];
  let offset = 0;
  const problems = encodings.map((encoding, i) => {
    const problem = write(encoding, texts[i].trim(), inputs, offset);
    far.push(
      encoding.kind === "number" && problem === "" && isFar(inputs[offset], encoding.scaling),
    );
    offset += encodedWidth(encoding);
    return problem;
  });
  return { inputs: problems.every(problem => problem === "") ? inputs : null, problems, far };
}

/** @returns what is wrong; "" for nothing */
function write(
  encoding: ColumnEncoding,
  text: string,
  inputs: Float64Array,
  offset: number,
): string {
  const { missing } = encoding;
  if (text === "" && missing.method !== "fill") return "expected a value";
  switch (encoding.kind) {
    case "number": {
      const x =
        text === "" && missing.method === "fill" ? Number(missing.value) : parseNumber(text, false);
      if (Number.isNaN(x)) return `expected a number such as 12.5, got "${text}"`;
      const value = scaled(x, encoding.scaling);
      if (!Number.isFinite(value)) return "expected a smaller number";
      inputs[offset] = value;
      return "";
    }
    case "category": {
      const value = text === "" && missing.method === "fill" ? String(missing.value) : text;
      const index = encoding.categories.indexOf(value);
      if (index >= 0) inputs[offset + index] = 1;
      else if (encoding.unknown === "error") {
        return `expected one of ${quotedList(encoding.categories)}`;
      }
      return "";
    }
    case "boolean": {
      const { falseValue, trueValue } = encoding;
      const filled = missing.method === "fill" && missing.value ? trueValue : falseValue;
      const value = text === "" ? filled : text;
      if (value !== falseValue && value !== trueValue) {
        return `expected ${quotedList([falseValue, trueValue])}`;
      }
      inputs[offset] = Number(value === trueValue);
      return "";
    }
  }
}
