/**
 * exp, tanh, sigmoid and log from + - * / alone, hence with the same bits on every engine: one number at a
 * time what src/kernel/functions.ts does two at a time, the same operations in the same order. The mathematics is explained there.
 */

const PER_HALF_LN2 = 2.8853900817779268;
/** 1.5 * 2^52: adding it rounds to a whole number. */
const SHIFT = 6755399441055744;
const HALF_LN2_HIGH = 0.3465735901845619;
const HALF_LN2_LOW = 9.541074646352939e-11;

/** 2^n at n + 1022, for n from -1022 to 1022. */
const POWERS_OF_TWO = Float64Array.from({ length: 2045 }, (_, i) => {
  // Bit by bit: the language does not say what ** gives.
  const n = i - 1022;
  let power = 1;
  for (let step = Math.abs(n); step > 0; step--) power *= n < 0 ? 0.5 : 2;
  return power;
});

/** tanh; NaN for NaN. */
export function tanh(x: number): number {
  const below = 20 < x ? 20 : x;
  const h = below < -20 ? -20 : below;
  const n = h * PER_HALF_LN2 + SHIFT - SHIFT;
  const u = h - n * HALF_LN2_HIGH - n * HALF_LN2_LOW;
  const v = u * u;
  const a = u * ((21 * v + 1260) * v + 10395);
  const b = ((v + 210) * v + 4725) * v + 10395;
  const power = POWERS_OF_TWO[n + 1022];
  const less = power - 1;
  const more = power + 1;
  return (b * less + a * more) / (b * more + a * less);
}

/** exp of a number that is not above 0; 0 below -708, NaN for NaN. */
export function expOfNegative(x: number): number {
  if (x < -708) return 0;
  const h = x * 0.5;
  const n = h * PER_HALF_LN2 + SHIFT - SHIFT;
  const u = h - n * HALF_LN2_HIGH - n * HALF_LN2_LOW;
  const v = u * u;
  const a = u * ((21 * v + 1260) * v + 10395);
  const b = ((v + 210) * v + 4725) * v + 10395;
  return (1 + (a + a) / (b - a)) * POWERS_OF_TWO[n + 1022];
}

/** 1 / (1 + e^-x); NaN for NaN. */
export function sigmoid(x: number): number {
  const e = expOfNegative(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** What ln((1 + t) / (1 - t)) / 2t has beyond 1, for |t| <= 1/5. */
function gregory(t: number): number {
  const v = t * t;
  let sum = 0;
  for (let d = 23; d > 1; d -= 2) sum = (sum + 1 / d) * v;
  return sum;
}

/** Natural logarithm of a number from 1 to 2^53; NaN for NaN. */
export function log(x: number): number {
  let m = x;
  let k = 0;
  while (m > 1.5) {
    m *= 0.5;
    k += 1;
  }
  const t = (m - 1) / (m + 1);
  const small = 2 * t * gregory(t) + k * 1.9082149292705877e-10;
  return k * 0.6931471803691238 + (2 * t + small);
}

/** ln(1 + x) for x from 0 to 1, exact to its last places however small x is; NaN for NaN. */
export function logOfOnePlus(x: number): number {
  if (x > 0.5) return log(1 + x);
  const t = x / (2 + x);
  return 2 * t + 2 * t * gregory(t);
}
