/**
 * Probabilities of the distributions that verdicts are made with. For display: results of training
 * never depend on them.
 */

/** Coefficients of Lanczos' approximation with g = 7; relative error below 1e-14. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
] as const;

/**
 * ln of the gamma function.
 *
 * @param x above 0
 * @see Lanczos, "A precision approximation of the gamma function", 1964
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Where the continued fraction has settled. */
const SETTLED = 1e-15;
const MAX_FRACTIONS = 10_000;

/**
 * The regularized incomplete beta function I_x(a, b): the share of a beta distribution below x.
 * Relative error below 1e-10 for a and b up to 1e5, as far as the tests look.
 *
 * @param x from 0 to 1
 * @param a above 0; so is b
 * @see DLMF 8.17.22, the continued fraction, evaluated as Lentz does
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction settles quickly below the mean, and I_x(a, b) = 1 - I_(1-x)(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront =
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MAX_FRACTIONS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < SETTLED) break;
  }
  return (Math.exp(logFront) * fraction) / a;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/**
 * How likely Student's t is at least so far from 0, on either side.
 *
 * @param degrees of freedom; at least 1
 * @returns from 0 to 1
 */
export function studentTwoSided(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/**
 * The t beyond which Student's distribution has so much on both sides together: 2.262 for 0.05 and
 * 9 degrees. Found by halving, to 1e-12 of itself.
 *
 * @param outside above 0 and below 1
 * @param degrees of freedom; at least 1
 */
export function studentQuantile(outside: number, degrees: number): number {
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, degrees) > outside) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTwoSided(middle, degrees) > outside) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How likely at most `most` of `count` fair coins show heads; `most` from 0 to count. */
export function fairCoinsAtMost(most: number, count: number): number {
  return most >= count ? 1 : incompleteBeta(0.5, count - most, most + 1);
}

/** How likely exactly `heads` of `count` fair coins show heads. */
export function fairCoins(heads: number, count: number): number {
  const logWays = logGamma(count + 1) - logGamma(heads + 1) - logGamma(count - heads + 1);
  return Math.exp(logWays - count * Math.LN2);
}
