/** Sine and cosine against values made here with whole numbers of 200 binary places. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cosine, MAX_ANGLE, sine } from "../../../src/core/trigonometry.ts";

const PLACES = 200n;
const ONE = 1n << PLACES;
const STATED_ERROR = 2.5e-16;

/** arctan(1/x) in units of 2^-200, by its series. */
function arctanOfReciprocal(x: bigint): bigint {
  let sum = 0n;
  let sign = 1n;
  for (let n = 1n, power = ONE / x; power !== 0n; n += 2n, power /= x * x) {
    sum += (sign * power) / n;
    sign = -sign;
  }
  return sum;
}

/** Machin (1706). */
const TURN = 8n * (4n * arctanOfReciprocal(5n) - arctanOfReciprocal(239n));

/** A float64 in units of 2^-200, exactly. */
function exactly(value: number): bigint {
  let whole = value;
  let halvings = 0n;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    halvings++;
  }
  return (BigInt(whole) << PLACES) >> halvings;
}

/** The series of sine (from the first power) or cosine (from the zeroth), in units of 2^-200. */
function taylor(angle: number, firstPower: 0n | 1n): bigint {
  const y = exactly(angle) % TURN;
  let term = firstPower === 1n ? y : ONE;
  let sum = 0n;
  for (let n = firstPower; term !== 0n; n += 2n) {
    sum += term;
    term = -((((term * y) >> PLACES) * y) >> PLACES) / ((n + 1n) * (n + 2n));
  }
  return sum;
}

/** How far a result is from the truth. */
function error(result: number, truth: bigint): number {
  const difference = exactly(result) - truth;
  return Number(difference < 0n ? -difference : difference) / Number(ONE);
}

function assertExactEnough(angle: number): void {
  const ofSine = error(sine(angle), taylor(angle, 1n));
  const ofCosine = error(cosine(angle), taylor(angle, 0n));
  assert.ok(ofSine < STATED_ERROR, `sine(${angle}): off by ${ofSine}`);
  assert.ok(ofCosine < STATED_ERROR, `cosine(${angle}): off by ${ofCosine}`);
}

test("sines and cosines that geometry knows", () => {
  const near = (actual: number, expected: number, name: string) => {
    assert.ok(Math.abs(actual - expected) < 1e-15, `${name}: ${actual}, not ${expected}`);
  };
  const { PI } = Math;
  const known: readonly (readonly [angle: number, sine: number, cosine: number])[] = [
    [0, 0, 1],
    [PI / 12, (Math.sqrt(6) - Math.sqrt(2)) / 4, (Math.sqrt(6) + Math.sqrt(2)) / 4],
    [PI / 6, 0.5, Math.sqrt(3) / 2],
    [PI / 5, Math.sqrt(10 - 2 * Math.sqrt(5)) / 4, (1 + Math.sqrt(5)) / 4],
    [PI / 4, Math.sqrt(0.5), Math.sqrt(0.5)],
    [PI / 3, Math.sqrt(3) / 2, 0.5],
    [PI / 2, 1, 0],
    [(2 * PI) / 3, Math.sqrt(3) / 2, -0.5],
    [PI, 0, -1],
    [(3 * PI) / 2, -1, 0],
    [2 * PI, 0, 1],
  ];
  for (const [angle, ofSine, ofCosine] of known) {
    near(sine(angle), ofSine, `sine(${angle})`);
    near(sine(-angle), -ofSine, `sine(${-angle})`);
    near(cosine(angle), ofCosine, `cosine(${angle})`);
    near(cosine(-angle), ofCosine, `cosine(${-angle})`);
  }
  assert.equal(sine(0), 0);
  assert.equal(sine(-0), 0, "a zero has no sign here");
  assert.equal(cosine(0), 1);
  assert.equal(sine(Math.PI / 2), 1);
  assert.equal(cosine(Math.PI), -1);
});

test("the stated error holds for any angle", () => {
  const angles = fc.oneof(
    fc.double({ min: -7, max: 7, noNaN: true }),
    fc.double({ min: -MAX_ANGLE, max: MAX_ANGLE, noNaN: true }),
    fc.integer({ min: -667_544, max: 667_544 }).map(n => (n * Math.PI) / 2),
    fc.integer({ min: -667_543, max: 667_543 }).map(n => ((n + 0.5) * Math.PI) / 2),
  );
  // Angles below 2^-147 have bits beyond the 200 places, and are their own sine anyhow.
  fc.assert(
    fc.property(
      angles.filter(angle => angle === 0 || Math.abs(angle) > 1e-40),
      assertExactEnough,
    ),
    {
      numRuns: 2000,
    },
  );
  for (let step = 0; step <= 4000; step++) assertExactEnough((step / 4000) * 2 * Math.PI);
  for (const angle of [MAX_ANGLE, -MAX_ANGLE, 1e-40, 1e-8, 0.5, 1]) assertExactEnough(angle);
});

test("sine is odd and cosine is even, to the bit", () => {
  fc.assert(
    fc.property(fc.double({ min: 5e-324, max: MAX_ANGLE, noNaN: true }), angle => {
      assert.equal(sine(-angle), -sine(angle));
      assert.equal(cosine(-angle), cosine(angle));
      assert.ok(Math.abs(sine(angle)) <= 1 && Math.abs(cosine(angle)) <= 1);
    }),
  );
});

test("the smallest angles are their own sine", () => {
  for (const angle of [5e-324, 2.2250738585072014e-308, 1e-100, -1e-9]) {
    assert.equal(sine(angle), angle);
    assert.equal(cosine(angle), 1);
  }
});

test("these bits, on every engine", () => {
  assert.deepEqual(
    [1, 2, 3, 100, 1e6].map(sine),
    [
      0.8414709848078965, 0.9092974268256817, 0.1411200080598672, -0.5063656411097588,
      -0.34999350217129294,
    ],
  );
  assert.deepEqual(
    [1, 2, 3, 100, 1e6].map(cosine),
    [
      0.5403023058681398, -0.4161468365471424, -0.9899924966004454, 0.862318872287684,
      0.9367521275331447,
    ],
  );
});

test("an angle too large, or no angle, is refused", () => {
  for (const angle of [MAX_ANGLE * (1 + 2 ** -52), -1e7, Infinity, NaN]) {
    const expected = {
      name: "RangeError",
      message: /^angle: expected -2\^20 to 2\^20 radians, got /,
    };
    assert.throws(() => sine(angle), expected);
    assert.throws(() => cosine(angle), expected);
  }
});
