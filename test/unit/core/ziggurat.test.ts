import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../../src/core/random.ts";
import {
  ZIGGURAT_DENSITIES,
  ZIGGURAT_EDGE,
  ZIGGURAT_EDGES,
  ZIGGURAT_LAYERS,
} from "../../../src/core/ziggurat.ts";

test("all layers have the same area, the lowest with its tail", () => {
  const area = (i: number) =>
    ZIGGURAT_EDGES[i] * (ZIGGURAT_DENSITIES[i + 1] - ZIGGURAT_DENSITIES[i]);
  for (let i = 1; i < ZIGGURAT_LAYERS; i++) {
    assert.ok(Math.abs(area(i) - 0.00492867323399) < 1e-9, `layer ${i}: ${area(i)}`);
  }
  // The area beyond r by Simpson's rule, and that of the rectangle before it.
  let beyond = 0;
  const steps = 2000;
  const width = 8 / steps;
  for (let k = 0; k <= steps; k++) {
    const factor = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
    beyond += factor * Math.exp(-((ZIGGURAT_EDGE + k * width) ** 2) / 2);
  }
  const lowest = (beyond * width) / 3 + ZIGGURAT_EDGE * ZIGGURAT_DENSITIES[1];
  assert.ok(Math.abs(lowest - 0.00492867323399) < 1e-12, `lowest: ${lowest}`);
});

/** Probability that a standard normal draw lies beyond z, either side. */
const TWO_SIDED: readonly (readonly [number, number])[] = [
  [0.5, 0.6170750774519738],
  [1, 0.31731050786291415],
  [2, 0.04550026389635842],
  [3, 0.0026997960632601866],
  [3.7, 0.0002156026633908055],
];

test("a million draws are distributed as they should be", () => {
  const random = new Random(20260101);
  const count = 1_000_000;
  const sums = [0, 0, 0, 0];
  const beyond = TWO_SIDED.map(() => 0);
  for (let i = 0; i < count; i++) {
    const x = random.gaussian();
    for (let power = 0; power < 4; power++) sums[power] += x ** (power + 1);
    for (const [k, [z]] of TWO_SIDED.entries()) if (Math.abs(x) > z) beyond[k]++;
  }
  // Moments 0, 1, 0, 3; five standard errors.
  for (const [power, [moment, deviation]] of (
    [
      [0, 1],
      [1, Math.SQRT2],
      [0, Math.sqrt(15)],
      [3, Math.sqrt(96)],
    ] as const
  ).entries()) {
    const found = sums[power] / count;
    assert.ok(Math.abs(found - moment) < (5 * deviation) / Math.sqrt(count), `${power}: ${found}`);
  }
  for (const [k, [z, p]] of TWO_SIDED.entries()) {
    const error = Math.abs(beyond[k] - count * p);
    assert.ok(error < 5 * Math.sqrt(count * p * (1 - p)), `beyond ${z}: ${beyond[k]}`);
  }
});

test("the same seed gives the same draws, and they have the bits they always had", () => {
  const draws = (seed: number) => {
    const random = Random.stream(seed, "jitter");
    return Array.from({ length: 4 }, () => random.gaussian());
  };
  assert.deepEqual(draws(1), draws(1));
  assert.notDeepEqual(draws(1), draws(2));
  assert.deepEqual(draws(0), GOLDEN_DRAWS);
});

const GOLDEN_DRAWS = [
  -1.851628908291783, -0.614381549533686, -2.294238545193967, -1.1664007911557883,
];
