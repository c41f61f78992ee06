import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { preciseSum } from "../../../src/core/preciseSum.ts";

test("sums what a plain loop loses", () => {
  assert.equal(preciseSum([]), 0);
  assert.equal(preciseSum([1, 1e100, 1, -1e100]), 2);
  assert.equal(preciseSum(Array<number>(10).fill(0.1)), 1);
  // Halfway between two numbers, and something far below that decides.
  assert.equal(preciseSum([1, 2 ** -53, 2 ** -106]), 1 + 2 ** -52);
  assert.equal(preciseSum([1, 2 ** -53, -(2 ** -106)]), 1);
  assert.equal(preciseSum([1, 2 ** -53]), 1);
});

test("agrees with exact integer arithmetic for any order", () => {
  // Multiples of 2^-40 below 2^60: BigInt holds their sum exactly, and so does Number(BigInt) round.
  const scaled = fc.array(fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(scaled, integers => {
      const exact = integers.reduce((sum, value) => sum + value, 0n);
      const values = integers.map(value => Number(value) * 2 ** -40);
      assert.equal(preciseSum(values) + 0, Number(exact) * 2 ** -40);
      assert.equal(preciseSum(values.reverse()) + 0, Number(exact) * 2 ** -40);
    }),
  );
});
