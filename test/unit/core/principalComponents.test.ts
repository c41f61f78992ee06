import assert from "node:assert/strict";
import { test } from "node:test";
import { principalComponents, projectItems } from "../../../src/core/principalComponents.ts";
import { Random } from "../../../src/core/random.ts";

function assertNear(found: ArrayLike<number>, expected: readonly number[], tolerance = 1e-6) {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < tolerance, `${found[i]}`));
}

test("items on an ellipse: its axes, and the share of each, by hand", () => {
  // Half axes 4 along (3, 4) / 5 and 1 across it, around (10, -2, 7); the third input is constant.
  const items: number[] = [];
  for (let k = 0; k < 8; k++) {
    const [along, across] = [4 * Math.cos((k * Math.PI) / 4), Math.sin((k * Math.PI) / 4)];
    items.push(10 + 0.6 * along - 0.8 * across, -2 + 0.8 * along + 0.6 * across, 7);
  }
  const found = principalComponents(Float64Array.from(items), 8, 3);
  assertNear(found.mean, [10, -2, 7]);
  assertNear(found.directions[0], [0.6, 0.8, 0]);
  assertNear(found.directions[1], [0.8, -0.6, 0]);
  assertNear(found.shares, [16 / 17, 1 / 17]);
  const places = projectItems(found, Float64Array.from(items), 8);
  assertNear(places.subarray(0, 2), [4, 0]);
  assertNear(places.subarray(4, 6), [0, -1]);
});

test("a known answer of three inputs: eigenvectors of a covariance", () => {
  // Rows +-sqrt(3) e_i of a diagonal covariance 4, 1, 0.25, turned by an orthogonal matrix.
  const turn = [
    [2 / 3, -1 / 3, 2 / 3],
    [2 / 3, 2 / 3, -1 / 3],
    [-1 / 3, 2 / 3, 2 / 3],
  ];
  const rows = [2, 1, 0.5].flatMap((deviation, axis) =>
    [-1, 1].flatMap(sign => turn[axis].map(part => sign * deviation * Math.sqrt(3) * part)),
  );
  const { directions, shares } = principalComponents(Float64Array.from(rows), 6, 3);
  assertNear(directions[0], turn[0]);
  assertNear(directions[1], turn[1]);
  assertNear(shares, [4 / 5.25, 1 / 5.25]);
});

test("directions are unit vectors at right angles, whatever the items; constant items vary nowhere", () => {
  const random = new Random(5);
  for (const [count, width] of [
    [40, 10],
    [3, 50],
    [200, 2],
  ]) {
    const inputs = Float64Array.from({ length: count * width }, () => random.gaussian());
    const { directions, shares } = principalComponents(inputs, count, width);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);
    const [one, two] = directions;
    assertNear([dot(one, one), dot(two, two), dot(one, two)], [1, 1, 0], 1e-9);
    assert.ok(shares[0] >= shares[1] - 1e-6 && shares[0] + shares[1] <= 1 + 1e-9);
    assert.deepEqual(principalComponents(inputs, count, width).directions, directions);
  }
  assert.deepEqual(principalComponents(new Float64Array(12).fill(3), 4, 3).shares, [0, 0]);
  assert.deepEqual(principalComponents(new Float64Array(0), 0, 3).shares, [0, 0]);
});
