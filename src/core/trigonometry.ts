/**
 * Sine and cosine from + - * / alone. What Math.sin and Math.cos give is left to the JavaScript
 * engine; these have the same bits on every one.
 *
 * The angle is first reduced: x = n pi/2 + y with a whole number n and |y| <= pi/4. Then n mod 4
 * says which of sin y, cos y, -sin y and -cos y is meant, and either is its Taylor series:
 *
 *     sin y = y (1 - y^2/(2 3) (1 - y^2/(4 5) (1 - ... y^2/(16 17))))    rest below y^19/19! < 1e-19
 *     cos y = 1 - y^2/(1 2) (1 - y^2/(3 4) (1 - ... y^2/(15 16)))        rest below y^18/18! < 3e-18
 *
 * @see Cody and Waite, Software Manual for the Elementary Functions (1980), chapter 8
 */

/** Largest angle, either way, in radians: n then has at most 20 bits. */
export const MAX_ANGLE = 2 ** 20;

const PER_HALF_PI = 0.6366197723675814;
/** 1.5 * 2^52: adding it rounds to a whole number. */
const SHIFT = 6755399441055744;

// pi/2 in three parts. The first two have 33 bits each, so that their products with n are exact.
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_MIDDLE = 6.077100506303966e-11;
const HALF_PI_LOW = 2.0222662487959506e-21;

/** Coefficients of y^3, y^5, ... y^17 in sin y, divided by y. */
const SINE_SERIES = series(3, 17);
/** Coefficients of y^2, y^4, ... y^16 in cos y. */
const COSINE_SERIES = series(2, 16);

/**
 * The sine of an angle in radians. The result is less than 2.5e-16 away from the truth.
 *
 * @throws {RangeError} if the angle is beyond 2^20 either way, or not a number
 */
export function sine(angle: number): number {
  return quarterTurn(angle, 0);
}

/**
 * The cosine of an angle in radians. The result is less than 2.5e-16 away from the truth.
 *
 * @throws {RangeError} if the angle is beyond 2^20 either way, or not a number
 */
export function cosine(angle: number): number {
  return quarterTurn(angle, 1);
}

/** The sine of the angle plus so many quarter turns. */
function quarterTurn(angle: number, quarters: 0 | 1): number {
  if (!(Math.abs(angle) <= MAX_ANGLE)) {
    throw new RangeError(`angle: expected -2^20 to 2^20 radians, got ${angle}`);
  }
  const n = angle * PER_HALF_PI + SHIFT - SHIFT;
  const y = angle - n * HALF_PI_HIGH - n * HALF_PI_MIDDLE - n * HALF_PI_LOW;
  const quadrant = (n + quarters) & 3;
  const square = y * y;
  const value =
    (quadrant & 1) === 0
      ? y + y * polynomial(SINE_SERIES, square)
      : 1 + polynomial(COSINE_SERIES, square);
  return quadrant < 2 ? value : -value;
}

/** The sum of `coefficients[i] * square^(i + 1)`, by Horner's rule. */
function polynomial(coefficients: Float64Array, square: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = (sum + coefficients[i]) * square;
  return sum;
}

/** -1/first!, 1/(first + 2)!, ... up to last!, which is below 2^53 and so exact. */
function series(first: number, last: number): Float64Array {
  const coefficients: number[] = [];
  let factorial = 1;
  let sign = -1;
  for (let n = 2; n <= last; n++) {
    factorial *= n;
    if ((n - first) % 2 !== 0) continue;
    coefficients.push(sign / factorial);
    sign = -sign;
  }
  return Float64Array.from(coefficients);
}
