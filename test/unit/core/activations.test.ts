import assert from "node:assert/strict";
import { test } from "node:test";
import { activations } from "../../../src/core/activations.ts";
import { assertClose } from "./training.ts";

/** f'(z) from four values around it; the error is of the order of step^4. */
function derivativeByDifferences(f: (z: number) => number, z: number, step = 1e-3): number {
  const near = f(z + step) - f(z - step);
  const far = f(z + 2 * step) - f(z - 2 * step);
  return (8 * near - far) / (12 * step);
}

for (const [name, { value, derivative }] of Object.entries(activations)) {
  test(`the derivative of ${name} agrees with differences of its values`, () => {
    for (let z = -6; z <= 6; z += 0.037) {
      const expected = derivativeByDifferences(value, z);
      assertClose([derivative(z, value(z))], [expected], 1e-9, `f'(${z})`, 1e-3);
    }
  });
}

test("tanh: known values, saturation, and its derivative in the article's form", () => {
  const { value, derivative } = activations.tanh;
  assert.equal(value(0), 0);
  assertClose([value(1)], [0.7615941559557649], 1e-15, "tanh 1");
  assert.equal(value(-1), -value(1));
  assert.deepEqual([value(40), value(-40), value(Infinity)], [1, -1, 1]);
  assert.equal(derivative(40, value(40)), 0);
  assert.equal(derivative(0, 0), 1);
  assert.equal(derivative(NaN, 0.6), (1 - 0.6) * (1 + 0.6));
});
