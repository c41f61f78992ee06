/** The order in which people expect names: numbers by value, "item 2" before "item 10". */

const PARTS = /\d+|\D+/g;

/**
 * Compares two names; the same on every machine and in every language. Where both are numbers, by
 * value. Else part by part: runs of digits by value, other text by its code units. What is equal so
 * far is compared by code units as a whole, so that different names are never equal.
 *
 * @returns below, above or equal to zero, for Array.prototype.sort
 */
export function compareNaturally(a: string, b: string): number {
  const [numberA, numberB] = [plainNumber(a), plainNumber(b)];
  if (numberA !== null && numberB !== null && numberA !== numberB) return numberA - numberB;
  // Numbers come before words, so that the order stays one where both occur.
  if ((numberA === null) !== (numberB === null)) return numberA === null ? 1 : -1;
  const partsA = a.match(PARTS) ?? [];
  const partsB = b.match(PARTS) ?? [];
  const shared = Math.min(partsA.length, partsB.length);
  for (let i = 0; i < shared; i++) {
    const order = comparePart(partsA[i], partsB[i]);
    if (order !== 0) return order;
  }
  return partsA.length - partsB.length || compareUnits(a, b);
}

function plainNumber(text: string): number | null {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Digits by value, of any length: without leading zeros, the longer number is the larger one. */
function comparePart(a: string, b: string): number {
  const isDigits = /^\d/;
  if (!isDigits.test(a) || !isDigits.test(b)) return compareUnits(a, b);
  const [digitsA, digitsB] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return digitsA.length - digitsB.length || compareUnits(digitsA, digitsB);
}

function compareUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
