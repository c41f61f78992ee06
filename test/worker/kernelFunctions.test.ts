/** exp, tanh, sigmoid and log of the kernel, in their plain form: how exact they are, and where they end. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { expOfNegative, log, logOfOnePlus, sigmoid, tanh } from "../../src/core/exactFunctions.ts";

type Pairs = readonly (readonly [x: number, value: number])[];

const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, "../fixtures/functions.json"), "utf8"),
) as Readonly<Record<"tanh" | "exp" | "sigmoid" | "log" | "logOfOnePlus", Pairs>>;

/** Distance of the next float64 above a positive number that is not subnormal. */
function unitInTheLastPlace(value: number): number {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(value)).buffer);
  bits[0] += 1n;
  return new Float64Array(bits.buffer)[0] - Math.abs(value);
}

/** Largest error in units of the last place. */
function largestError(f: (x: number) => number, pairs: Pairs): number {
  return Math.max(...pairs.map(([x, value]) => Math.abs(f(x) - value) / unitInTheLastPlace(value)));
}

test("errors in units of the last place, at the worst of 100,000 arguments", () => {
  assert.ok(largestError(tanh, fixture.tanh) <= 4);
  assert.ok(largestError(expOfNegative, fixture.exp) <= 1.4);
  assert.ok(largestError(sigmoid, fixture.sigmoid) <= 2.2);
  assert.ok(largestError(log, fixture.log) <= 2);
  assert.ok(largestError(logOfOnePlus, fixture.logOfOnePlus) <= 2.2);
});

test("ends: zero, saturation, NaN", () => {
  assert.deepEqual([0, 20, 1e300, Infinity].map(tanh), [0, 1, 1, 1]);
  assert.deepEqual([-20, -1e300, -Infinity].map(tanh), [-1, -1, -1]);
  assert.deepEqual([5e-324, -1e-310].map(tanh), [5e-324, -1e-310]);
  assert.deepEqual([0, -709, -1e300, -Infinity].map(expOfNegative), [1, 0, 0, 0]);
  assert.ok(expOfNegative(-708) > 3e-308);
  assert.equal(log(1), 0);
  assert.deepEqual([0, 40, Infinity, -800, -Infinity].map(sigmoid), [0.5, 1, 1, 0, 0]);
  assert.ok(sigmoid(-700) > 9e-305);
  assert.deepEqual([0, 1e-300, 1].map(logOfOnePlus), [0, 1e-300, log(2)]);
  for (const f of [tanh, expOfNegative, sigmoid, log, logOfOnePlus])
    assert.ok(Number.isNaN(f(NaN)));
});

test("tanh is odd to the bit and nowhere decreases by more than its error", () => {
  let before = -1;
  for (let x = -22; x <= 22; x += 1 / 1024) {
    const value = tanh(x);
    assert.equal(value, 0 - tanh(0 - x));
    assert.ok(value >= before - 5e-16, `${x}`);
    before = value;
  }
});
