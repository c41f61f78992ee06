/** Numbers and lists as people read them, wherever sentences are made. */

/** A proper minus sign, so that numbers line up and are not broken after a hyphen. */
export function withMinus(text: string): string {
  return text.replace(/^-/, "\u2212").replace("e-", "e\u2212");
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole number with thousands separators. */
export function formatCount(value: number): string {
  return withMinus(grouped.format(value));
}

/** Three digits behind the point: R squared is from 0 to 1 where it is any good. */
export function formatRSquared(value: number): string {
  const text = withMinus(value.toFixed(3));
  return text === "\u22120.000" ? "0.000" : text;
}

/** About three significant digits: 146,107; 66.5; 2.77; 0.0913; 4.2e−6. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "not finite";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e9) return withMinus(value.toExponential(2));
  if (size >= 999.5) return formatCount(value);
  if (size >= 99.95) return withMinus(value.toFixed(0));
  if (size >= 9.995) return withMinus(value.toFixed(1));
  if (size >= 0.9995) return withMinus(value.toFixed(2));
  if (size >= 0.001) return withMinus(value.toPrecision(3));
  return withMinus(value.toExponential(1));
}

/** A share of a whole, as `95.5 %`. */
export function formatPercent(fraction: number): string {
  return `${withMinus((100 * fraction).toFixed(1))} %`;
}

/** A difference of shares in percentage points, as `25.5`. */
export function formatPoints(difference: number): string {
  return withMinus((100 * difference).toFixed(1));
}

/** "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
