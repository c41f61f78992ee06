/** Numbers as people read them. */

/** A proper minus sign, so that numbers line up and are not broken after a hyphen. */
function withMinus(text: string): string {
  return text.replace(/^-/, "\u2212").replace("e-", "e\u2212");
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole number with thousands separators. */
export function formatCount(value: number): string {
  return withMinus(grouped.format(value));
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

const tick = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** A label of an axis: as short as it can be. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return withMinus(value.toExponential(0));
  return withMinus(tick.format(value));
}

/** Four decimals, as the article prints errors. */
export function formatError(value: number): string {
  if (!Number.isFinite(value)) return "not finite";
  return Math.abs(value) >= 1000 ? formatNumber(value) : withMinus(value.toFixed(4));
}

const plain = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/** About two digits without exponent and without idle zeros: 0.00005, 0.5, 100. */
export function formatPlain(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-7
    ? formatNumber(value)
    : withMinus(plain.format(value));
}

/** A share of a whole, as `95.5 %`. */
export function formatPercent(fraction: number): string {
  return `${withMinus((100 * fraction).toFixed(1))} %`;
}

/** A difference of shares in percentage points, as `25.5`. */
export function formatPoints(difference: number): string {
  return withMinus((100 * difference).toFixed(1));
}

/** A score, as `191 / 200 (95.5 %)`. */
export function formatScore(correct: number, items: number): string {
  return `${formatCount(correct)} / ${formatCount(items)} (${formatPercent(correct / items)})`;
}

/** Time, as `0.31 s` or `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** How many times as large, as `4.8` or `2,100`. */
export function formatRatio(ratio: number): string {
  return ratio >= 99.5 ? formatCount(ratio) : ratio.toFixed(1);
}

/** "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** Ends of axes that people find round, between 1 and 10. */
const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The smallest round number that is at least `value`; 1 if that is not positive. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = ROUND.find(candidate => candidate * power >= value) ?? 10;
  return factor * power;
}
