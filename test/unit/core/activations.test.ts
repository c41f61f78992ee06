import assert from "node:assert/strict";
import { test } from "node:test";
import { activations, LEAK, sigmoid } from "../../../src/core/activations.ts";
import { activationLabels, type ActivationName } from "../../../src/core/config.ts";
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

const names = Object.keys(activations) as ActivationName[];

test("every activation that the controls offer is there, in their order", () => {
  assert.deepEqual(names, Object.keys(activationLabels));
});

/** f(z) and f'(z), worked by hand or known. */
const known: Record<ActivationName, (readonly [z: number, a: number, slope: number])[]> = {
  tanh: [
    [0, 0, 1],
    [0.5, 0.46211715726000974, 0.7864477329659274],
    [-2, -0.9640275800758169, 0.07065082485316443],
  ],
  relu: [
    [3, 3, 1],
    [-3, 0, 0],
    [5e-324, 5e-324, 1],
    [0, 0, 0],
  ],
  leakyRelu: [
    [3, 3, 1],
    [-3, -0.03, 0.01],
    [-200, -2, 0.01],
    [0, 0, 0.01],
  ],
  sigmoid: [
    [0, 0.5, 0.25],
    [Math.log(3), 0.75, 0.1875],
    [-Math.log(3), 0.25, 0.1875],
    [1, 0.7310585786300049, 0.19661193324148185],
    [-40, 4.248354255291589e-18, 4.248354255291589e-18],
  ],
  linear: [
    [7.5, 7.5, 1],
    [-7.5, -7.5, 1],
  ],
};

for (const name of names) {
  test(`${name}: known values and slopes`, () => {
    const { value, derivative } = activations[name];
    for (const [z, a, slope] of known[name]) {
      assertClose([value(z), derivative(z, value(z))], [a, slope], 1e-15, `at ${z}`);
    }
  });
}

/** f and f' at -Infinity, -1e308, 1e308 and Infinity. */
const limits: Record<ActivationName, { values: number[]; slopes: number[] }> = {
  tanh: { values: [-1, -1, 1, 1], slopes: [0, 0, 0, 0] },
  relu: { values: [0, 0, 1e308, Infinity], slopes: [0, 0, 1, 1] },
  leakyRelu: {
    values: [-Infinity, LEAK * -1e308, 1e308, Infinity],
    slopes: [LEAK, LEAK, 1, 1],
  },
  sigmoid: { values: [0, 0, 1, 1], slopes: [0, 0, 0, 0] },
  linear: { values: [-Infinity, -1e308, 1e308, Infinity], slopes: [1, 1, 1, 1] },
};

for (const name of names) {
  test(`${name}: enormous and infinite sums, and what is not a number`, () => {
    const { value, derivative } = activations[name];
    const sums = [-Infinity, -1e308, 1e308, Infinity];
    assert.deepEqual(sums.map(value), limits[name].values);
    assert.deepEqual(
      sums.map(z => derivative(z, value(z))),
      limits[name].slopes,
    );
    // A run whose numbers are not finite has to show it, and never by luck not.
    assert.ok(Number.isNaN(value(NaN)));
  });
}

test("sigmoid is symmetric about 1/2 and never overflows", () => {
  for (let z = -720; z <= 720; z += 0.83) {
    assert.ok(sigmoid(z) >= 0 && sigmoid(z) <= 1);
    assertClose([sigmoid(z) + sigmoid(-z)], [1], 1e-15, `at ${z}`);
    if (z < -40) assertClose([sigmoid(z)], [Math.exp(z)], 1e-15, `at ${z}`);
  }
  assert.ok(sigmoid(-744) > 0);
  assert.equal(sigmoid(-746), 0);
});
