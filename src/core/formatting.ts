/** Vectors and matrices as the article's demo prints them, for output channels and terminals. */
import { layerViews } from "./network.ts";

/** One number: fixed decimals, with a blank where a minus sign would stand. */
export function showNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  const isNegative = value < 0 || Object.is(value, -0);
  // toFixed drops the sign of -0, but keeps that of what it rounds to zero.
  return (isNegative ? "-" : " ") + Math.abs(value).toFixed(decimals);
}

function cells(values: ArrayLike<number>, start: number, end: number, decimals: number): string[] {
  const texts: string[] = [];
  for (let i = start; i < end; i++) texts.push(showNumber(values[i], decimals));
  return texts;
}

/**
 * A vector, so many values to a line.
 *
 * @param valuesPerLine at least 1
 */
export function showVector(
  values: ArrayLike<number>,
  decimals: number,
  valuesPerLine: number,
): string {
  const texts = cells(values, 0, values.length, decimals);
  const width = Math.max(0, ...texts.map(text => text.length));
  const lines: string[] = [];
  for (let start = 0; start < texts.length; start += valuesPerLine) {
    const line = texts.slice(start, start + valuesPerLine).map(text => text.padStart(width));
    lines.push(line.join("  "));
  }
  return lines.join("\n");
}

/**
 * A row-major matrix, one row to a line, columns under each other.
 *
 * @param columns length of a row
 */
export function showMatrix(values: ArrayLike<number>, columns: number, decimals: number): string {
  return showVector(values, decimals, columns);
}

/**
 * The first rows of a matrix and its last, each behind its index, with ` . . .` between.
 *
 * @param columns length of a row
 * @param firstRows rows to show before the last one
 */
export function showMatrixPartial(
  values: ArrayLike<number>,
  columns: number,
  firstRows: number,
  decimals: number,
): string {
  const rows = values.length / columns;
  const digits = Math.max(3, String(rows - 1).length);
  const line = (row: number) => {
    const texts = cells(values, row * columns, (row + 1) * columns, decimals);
    return `[${String(row).padStart(digits)}] ${texts.map(text => text.padEnd(decimals + 3)).join("  ")}`.trimEnd();
  };
  const shown = Math.min(firstRows, rows);
  const lines = Array.from({ length: shown }, (_, row) => line(row));
  if (shown < rows - 1) lines.push(" . . .");
  if (shown < rows) lines.push(line(rows - 1));
  return lines.join("\n");
}

/** All weights and biases of a network as text, layer by layer. */
export function showWeights(
  parameters: Float64Array,
  sizes: readonly number[],
  decimals = 4,
): string {
  const layers = layerViews(parameters, sizes);
  const nameOf = (layer: number) =>
    layer === 0 ? "input" : layer === layers.length ? "output" : `hidden ${layer}`;
  return layers
    .map(({ inputs, outputs, weights, biases }, l) => {
      const [from, to] = [nameOf(l), nameOf(l + 1)];
      return [
        `${from}-to-${to} weights, ${inputs} x ${outputs}:`,
        showMatrix(weights, outputs, decimals),
        "",
        `${to} biases:`,
        showVector(biases, decimals, outputs),
      ].join("\n");
    })
    .join("\n\n");
}

/** A network by its units: "a 10-8-4 network", but "an 8-8-1 network", as one says it. */
export function namedNetwork(sizes: readonly number[]): string {
  // Eight, eighty, eleven and eighteen begin with a vowel; so do their thousands.
  const article = /^(8\d*|1[18](\d{3})?)$/.test(String(sizes[0])) ? "an" : "a";
  return `${article} ${sizes.join("-")} network`;
}
