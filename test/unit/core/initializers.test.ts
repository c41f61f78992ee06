import assert from "node:assert/strict";
import { test } from "node:test";
import { initializerLabels, type InitializerName } from "../../../src/core/config.ts";
import { drawParameters, initializers } from "../../../src/core/initializers.ts";
import { layerViews } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";

const SIZES = [6, 10, 4];

test("every initializer that the controls offer is there, in their order", () => {
  assert.deepEqual(Object.keys(initializers), Object.keys(initializerLabels));
});

test("the limits, by their formulae", () => {
  const { uniform, glorot, he } = initializers;
  assert.equal(uniform.limit(6, 10, 0.3), 0.3);
  // Variance of an even draw is limit^2 / 3: 2 / (6 + 18) and 2 / 6.
  assert.equal(glorot.limit(6, 18, 0.3), 0.5);
  assert.equal(he.limit(6, 18, 0.3), 1);
  assert.equal(he.limit(24, 1, 0.3), 0.5);
});

test("uniform draws weights and biases in order, row by row, and nothing else", () => {
  const random = new Random(4);
  const values = drawParameters({ initializer: "uniform", initRange: 0.5 }, SIZES, random);
  const again = new Random(4);
  assert.deepEqual(
    [...values],
    Array.from({ length: 70 + 44 }, () => again.uniform(-0.5, 0.5)),
  );
  assert.equal(random.random(), again.random());
  const none = drawParameters({ initializer: "uniform", initRange: 0 }, SIZES, new Random(4));
  assert.ok(none.every(value => Object.is(value, 0)));
});

for (const name of ["glorot", "he"] as const) {
  test(`${name} draws weights in order, within each layer's limit; biases are 0 and not drawn`, () => {
    const random = new Random(9);
    const settings = { initializer: name, initRange: 77 };
    const layers = layerViews(drawParameters(settings, SIZES, random), SIZES);
    const again = new Random(9);
    for (const { inputs, outputs, weights, biases } of layers) {
      const limit = Math.sqrt(6 / (name === "he" ? inputs : inputs + outputs));
      assert.deepEqual(
        [...weights],
        Array.from({ length: inputs * outputs }, () => again.uniform(-limit, limit)),
      );
      assert.ok(weights.every(weight => Math.abs(weight) <= limit));
      assert.ok(Math.max(...weights) > 0.8 * limit && Math.min(...weights) < -0.8 * limit);
      assert.ok(biases.every(bias => Object.is(bias, 0)));
    }
    assert.equal(random.random(), again.random());
  });
}

test("float32 rounds every value, after it is drawn", () => {
  for (const initializer of Object.keys(initializers) as InitializerName[]) {
    const settings = { initializer, initRange: 0.3 };
    const drawn = drawParameters(settings, SIZES, new Random(1));
    const rounded = drawParameters(settings, SIZES, new Random(1), roundings.float32);
    assert.deepEqual(rounded, drawn.map(Math.fround));
    assert.notDeepEqual(rounded, drawn);
  }
});
