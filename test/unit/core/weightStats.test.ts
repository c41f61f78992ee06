import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { layerViews } from "../../../src/core/network.ts";
import { histogram, networkWeightSize, weightSize } from "../../../src/core/weightStats.ts";

test("sum of squares and largest magnitude", () => {
  assert.deepEqual(weightSize(Float64Array.of(3, -4, 0)), { sumOfSquares: 25, maxAbs: 4 });
  assert.deepEqual(weightSize(new Float64Array()), { sumOfSquares: 0, maxAbs: 0 });
  assert.deepEqual(weightSize(Float64Array.of(-1e200)), { sumOfSquares: Infinity, maxAbs: 1e200 });
  const { sumOfSquares, maxAbs } = weightSize(Float64Array.of(1, NaN, 2));
  assert.ok(Number.isNaN(sumOfSquares) && Number.isNaN(maxAbs));
});

test("a network's size is that of its weights, without biases", () => {
  const layers = layerViews(Float64Array.of(1, 2, 3, -4, 100, 100, 0.5, 6, 100), [2, 2, 1]);
  assert.deepEqual(networkWeightSize(layers), { sumOfSquares: 66.25, maxAbs: 6 });
  assert.deepEqual(networkWeightSize([]), { sumOfSquares: 0, maxAbs: 0 });
});

test("bins: a border belongs to the bin above, the end to the last one", () => {
  const values = [-4, -3.5, -2, -1, -0.5, 0, 1, 1.5, 2, 3.9, 4];
  assert.deepEqual([...histogram(values, 4, 4)], [2, 3, 3, 3]);
  assert.deepEqual([...histogram(values, 1, 4)], [11]);
  assert.deepEqual([...histogram([], 3, 1)], [0, 0, 0]);
});

test("a range of 0 has all its zeros in the middle", () => {
  assert.deepEqual([...histogram([0, 0, -0], 5, 0)], [0, 0, 3, 0, 0]);
});

test("what lies outside the range is refused", () => {
  for (const value of [1.0000001, -2, NaN, Infinity]) {
    assert.throws(() => histogram([0, value], 3, 1), {
      name: "RangeError",
      message: `histogram: ${value} lies outside -1 to 1`,
    });
  }
});

test("no value is lost, and the largest stands at an end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
      fc.integer({ min: 1, max: 64 }),
      (values, binCount) => {
        const range = Math.max(...values.map(Math.abs));
        const counts = histogram(values, binCount, range);
        assert.equal(counts.length, binCount);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          values.length,
        );
        // All of nothing but zeros stands in the middle.
        if (range > 0) assert.ok(counts[0] + counts[binCount - 1] > 0);
      },
    ),
  );
});
