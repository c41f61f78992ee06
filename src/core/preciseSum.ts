/** A sum rounded once. */

/**
 * The float64 nearest to the exact sum, whatever the order: what Python's `math.fsum` gives.
 *
 * Keeps the exact sum as partial sums that do not overlap and grow in magnitude.
 *
 * @param values finite, with a finite sum
 * @see Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
 *   Predicates", Discrete & Computational Geometry 18 (1997)
 */
export function preciseSum(values: Iterable<number>): number {
  const partials: number[] = [];
  for (const value of values) {
    let x = value;
    let kept = 0;
    for (const partial of partials) {
      const isSmaller = Math.abs(x) < Math.abs(partial);
      const large = isSmaller ? partial : x;
      const small = isSmaller ? x : partial;
      const high = large + small;
      const low = small - (high - large);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  return roundPartials(partials);
}

/** From the largest down until something is lost; then a tie is broken by what lies below. */
function roundPartials(partials: readonly number[]): number {
  let position = partials.length - 1;
  if (position < 0) return 0;
  let sum = partials[position];
  while (position > 0) {
    const before = sum;
    const next = partials[--position];
    sum = before + next;
    const lost = next - (sum - before);
    if (lost === 0) continue;
    // Halfway cases were rounded to even; anything of the same sign below tips them over.
    if (position > 0 && Math.sign(lost) === Math.sign(partials[position - 1])) {
      const twice = lost * 2;
      const tipped = sum + twice;
      if (tipped - sum === twice) sum = tipped;
    }
    break;
  }
  return sum;
}
