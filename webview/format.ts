/** Numbers as people read them. */
import { formatCount, formatNumber, formatPercent, withMinus } from "../src/core/numberWords.ts";

export {
  formatCount,
  formatNumber,
  formatPercent,
  formatPoints,
  formatRSquared,
  joinWords,
} from "../src/core/numberWords.ts";

const tick = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** A label of an axis: as short as it can be. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return withMinus(value.toExponential(0));
  return withMinus(tick.format(value));
}

const value = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });

/** A predicted number, with as many digits as such a prediction can bear. */
export function formatValue(predicted: number): string {
  return Number.isFinite(predicted) ? withMinus(value.format(predicted)) : "not finite";
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

/** How many times as large, as `4.8`, `310` or `2,100`: to two digits where it is large. */
export function formatRatio(ratio: number): string {
  return ratio >= 99.5 ? formatCount(Number(ratio.toPrecision(2))) : ratio.toFixed(1);
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
