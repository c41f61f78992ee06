/** Numbers as they stand in tables. */

/**
 * The number of a trimmed cell, whatever the locale: digits with at most one decimal mark, a sign,
 * an exponent. Thousands separators are never guessed: "1,234" is no number where "." is the
 * decimal mark, and 1.234 where "," is.
 *
 * @returns NaN if the cell is no number; an infinity if it is a number beyond float64, or
 *   "inf" or "Infinity" in words
 */
export function parseNumber(text: string, decimalComma: boolean): number {
  if (text === "") return NaN;
  let plain = text;
  if (decimalComma) {
    if (text.includes(".")) return NaN;
    plain = text.replace(",", ".");
  }
  const value = Number(plain);
  if (Number.isNaN(value)) return infinityInWords(plain);
  // Number() also reads other bases; "0x1F" is a code, not a number.
  if (plain.charCodeAt(1) > DIGIT_NINE && /^0[xob]/i.test(plain)) return NaN;
  // No minus zero: it would be the one value that JSON does not bring back.
  return value + 0;
}

const DIGIT_NINE = 0x39;

function infinityInWords(text: string): number {
  const found = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (found === null) return NaN;
  return found[1] === "-" ? -Infinity : Infinity;
}
