/**
 * exp, tanh, sigmoid and log from + - * / alone, in a fixed order, so that every engine on every
 * processor gives the same bits. src/core/exactFunctions.ts is the same in plain TypeScript.
 *
 * One reduction serves exp and tanh. With n the whole number next to h / (ln 2 / 2),
 *
 *   h = n ln 2 / 2 + u        |u| <= ln 2 / 4 = 0.1733
 *   e^2h = 2^n e^2u           e^2u = (1 + tanh u) / (1 - tanh u)
 *
 * and Lambert's continued fraction tanh u = u / (1 + u^2 / (3 + u^2 / (5 + ...))), cut after 11,
 * is a fraction A / B of polynomials with whole coefficients:
 *
 *   A = u (10395 + 1260 u^2 + 21 u^4)        B = 10395 + 4725 u^2 + 210 u^4 + u^6
 *
 * whose relative error is below u^12 / (10395^2 13) < 6e-19, far less than the rounding. So
 *
 *   e^2h = 2^n (B + A) / (B - A) = 2^n (1 + 2A / (B - A))
 *   tanh h = (e^2h - 1) / (e^2h + 1) = (B (2^n - 1) + A (2^n + 1)) / (B (2^n + 1) + A (2^n - 1))
 *
 * where nothing cancels, however small h is. Multiplying by 2^n is exact.
 *
 * Errors, in units of the last place, largest of 100,000 random arguments against 40 digits: tanh
 * 4.0 (just below 1, where the unit is finest; 0.7 on average), exp 1.4 (0.3), sigmoid 2.2 (0.4),
 * log 2.0, ln(1 + x) 2.2.
 *
 * @see J. H. Lambert, "Memoire sur quelques proprietes remarquables des quantites transcendentes
 *   circulaires et logarithmiques" (1761)
 * @see W. J. Cody and W. Waite, "Software Manual for the Elementary Functions" (1980), for ln 2 in
 *   two parts
 */

/** Read from memory where they are used: loading is cheaper than building them in registers. */
const CONSTANTS: usize = memory.data<f64>(
  [
    2.8853900817779268, // 2 / ln 2
    6755399441055744, // 1.5 * 2^52: adding it rounds to a whole number, kept in the low bits
    0.3465735901845619, // ln 2 / 2, its first 32 bits, so that n times it is exact
    9.541074646352939e-11, // the rest of ln 2 / 2
    10395,
    1260,
    21,
    4725,
    210,
    1,
    20, // tanh is 1 from here on, to float64
    -20,
    0.5,
    -708, // exp is taken as 0 below: the rest of its range is subnormal
    -354,
  ],
  16,
);

@inline
function constant(index: usize): v128 {
  return v128.load64_splat(CONSTANTS + 8 * index);
}

/** n + 1.5 * 2^52, which holds n in its low bits. */
@inline
function shiftedHalvings(h: v128): v128 {
  return f64x2.add(f64x2.mul(h, constant(0)), constant(1));
}

/** u = h - n ln 2 / 2 */
@inline
function remainder(h: v128, shifted: v128): v128 {
  const n = f64x2.sub(shifted, constant(1));
  return f64x2.sub(f64x2.sub(h, f64x2.mul(n, constant(2))), f64x2.mul(n, constant(3)));
}

/** 2^n, for n from -1022 to 1023, by writing n where float64 keeps its exponent. */
@inline
function powerOfTwo(shifted: v128): v128 {
  return i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
}

/** A of u and v = u^2. */
@inline
function numerator(u: v128, v: v128): v128 {
  const outer = f64x2.add(f64x2.mul(constant(6), v), constant(5));
  return f64x2.mul(u, f64x2.add(f64x2.mul(outer, v), constant(4)));
}

/** B of v = u^2. */
@inline
function denominator(v: v128): v128 {
  const outer = f64x2.add(f64x2.mul(f64x2.add(v, constant(8)), v), constant(7));
  return f64x2.add(f64x2.mul(outer, v), constant(4));
}

/** tanh of two numbers; NaN for NaN. */
@inline
export function tanh(x: v128): v128 {
  const h = f64x2.pmax(f64x2.pmin(x, constant(10)), constant(11));
  const shifted = shiftedHalvings(h);
  const u = remainder(h, shifted);
  const v = f64x2.mul(u, u);
  const a = numerator(u, v);
  const b = denominator(v);
  const power = powerOfTwo(shifted);
  const less = f64x2.sub(power, constant(9));
  const more = f64x2.add(power, constant(9));
  return f64x2.div(
    f64x2.add(f64x2.mul(b, less), f64x2.mul(a, more)),
    f64x2.add(f64x2.mul(b, more), f64x2.mul(a, less)),
  );
}

/** exp of two numbers that are not above 0; 0 below -708, NaN for NaN. */
@inline
export function expOfNegative(x: v128): v128 {
  const h = f64x2.pmax(f64x2.mul(x, constant(12)), constant(14));
  const shifted = shiftedHalvings(h);
  const u = remainder(h, shifted);
  const v = f64x2.mul(u, u);
  const a = numerator(u, v);
  const b = denominator(v);
  const excess = f64x2.div(f64x2.add(a, a), f64x2.sub(b, a));
  const value = f64x2.mul(f64x2.add(constant(9), excess), powerOfTwo(shifted));
  return v128.andnot(value, f64x2.lt(x, constant(13)));
}

/** 1 / (1 + e^-x) of two numbers, from the exponential of a number that is not above 0. */
@inline
export function sigmoid(x: v128): v128 {
  const one = constant(9);
  const e = expOfNegative(f64x2.neg(f64x2.abs(x)));
  const numerator = v128.bitselect(e, one, f64x2.lt(x, f64x2.splat(0)));
  return f64x2.div(numerator, f64x2.add(one, e));
}

/**
 * Gregory's series t^2 / 3 + t^4 / 5 + ... + t^22 / 23, for |t| <= 1/5: what
 * ln((1 + t) / (1 - t)) / 2t has beyond 1.
 */
@inline
function gregory(t: f64): f64 {
  const v = t * t;
  let sum: f64 = 0;
  for (let d: f64 = 23; d > 1; d -= 2) sum = (sum + 1 / d) * v;
  return sum;
}

/**
 * Natural logarithm of a number from 1 to 2^53; NaN for NaN.
 *
 * x = 2^k m with m from 3/4 to 3/2, and ln m by Gregory's series with t = (m - 1) / (m + 1).
 */
export function log(x: f64): f64 {
  let m = x;
  let k: f64 = 0;
  while (m > 1.5) {
    m *= 0.5;
    k += 1;
  }
  const t = (m - 1) / (m + 1);
  const small = 2 * t * gregory(t) + k * 1.9082149292705877e-10;
  return k * 0.6931471803691238 + (2 * t + small);
}

/** ln(1 + x) for x from 0 to 1, exact to its last places however small x is; NaN for NaN. */
export function logOfOnePlus(x: f64): f64 {
  if (x > 0.5) return log(1 + x);
  const t = x / (2 + x);
  return 2 * t + 2 * t * gregory(t);
}
