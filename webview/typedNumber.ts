/** Numbers as people type them. */
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Digits in groups of three, as 20,000 or 20 000. */
const GROUPED = /^\d{1,3}([ ,'_\u00a0\u202f]\d{3})+$/;

/**
 * The number that a text is; NaN if it is none.
 *
 * @param isWhole whether a whole number is expected, where groups of three cannot be anything else
 */
export function typedNumber(text: string, isWhole: boolean): number {
  const trimmed = text.trim();
  if (isWhole && GROUPED.test(trimmed)) return Number(trimmed.replace(/\D/g, ""));
  return PLAIN.test(trimmed) ? Number(trimmed) : Number.NaN;
}
