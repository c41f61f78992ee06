import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { layerViews } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { addNoise, drawMasks, limitNorms, softThreshold } from "../../../src/core/regularizers.ts";
import { assertClose, assertSameBits, drawUniform } from "./training.ts";

test("the soft threshold takes so much off a magnitude, and never more than there is", () => {
  const cases: [weight: number, threshold: number, expected: number][] = [
    [1, 0.25, 0.75],
    [-1, 0.25, -0.75],
    [0.25, 0.25, 0],
    [-0.25, 0.25, 0],
    [0.2, 0.25, 0],
    [-0.2, 0.25, 0],
    [0, 0.25, 0],
    [3, 0, 3],
    [-3, 0, -3],
    [Infinity, 1, Infinity],
    [-Infinity, 1, -Infinity],
  ];
  for (const [weight, threshold, expected] of cases) {
    assert.ok(
      Object.is(softThreshold(weight, threshold), expected),
      `${weight} by ${threshold}: ${softThreshold(weight, threshold)}`,
    );
  }
  assert.ok(Number.isNaN(softThreshold(NaN, 1)));
});

test("the soft threshold agrees with its formula, and is the nearest weight by its penalty", () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(number, fc.double({ min: 0, max: 10, noNaN: true }), (weight, threshold) => {
      const found = softThreshold(weight, threshold);
      const formula = Math.sign(weight) * Math.max(Math.abs(weight) - threshold, 0);
      assert.equal(found + 0, formula + 0);
      // It minimizes threshold |v| + (v - w)^2 / 2.
      const objective = (v: number) => threshold * Math.abs(v) + ((v - weight) * (v - weight)) / 2;
      for (const other of [0, weight, found + 0.01, found - 0.01]) {
        assert.ok(objective(found) <= objective(other) + 1e-12);
      }
    }),
  );
});

test("max-norm scales the weights of each unit by itself, and no bias", () => {
  // Two inputs, three units: weights (3, 4), (0.3, 0.4) and (-8, 6), biases 9.
  const parameters = Float64Array.of(3, 0.3, -8, 4, 0.4, 6, 9, 9, 9);
  const [layer] = layerViews(parameters, [2, 3]);
  limitNorms(layer, 2);
  assertClose(parameters, [1.2, 0.3, -1.6, 1.6, 0.4, 1.2, 9, 9, 9], 1e-15, "parameters");
});

test("a norm of exactly c is left alone to the bit, and what is not finite stays so", () => {
  const parameters = Float64Array.of(3, 4, 0);
  limitNorms(layerViews(parameters, [2, 1])[0], 5);
  assertSameBits(parameters, Float64Array.of(3, 4, 0), "at the norm");
  const infinite = Float64Array.of(NaN, 4, 0);
  limitNorms(layerViews(infinite, [2, 1])[0], 5);
  assert.ok(Number.isNaN(infinite[0]));
  assert.equal(infinite[1], 4);
});

test("after max-norm no norm is above c but for rounding; directions stay", () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      fc.constantFrom(0.01, 1, 100),
      fc.double({ min: 1e-3, max: 10, noNaN: true }),
      (seed, range, c) => {
        const sizes = [7, 5];
        const parameters = drawUniform(sizes, range, new Random(seed));
        const before = parameters.slice();
        const [layer] = layerViews(parameters, sizes);
        limitNorms(layer, c);
        for (let j = 0; j < 5; j++) {
          const unit = Array.from({ length: 7 }, (_, i) => layer.weights[i * 5 + j]);
          const old = Array.from({ length: 7 }, (_, i) => before[i * 5 + j]);
          const oldNorm = Math.hypot(...old);
          assertClose([Math.hypot(...unit)], [Math.min(c, oldNorm)], 1e-14, `unit ${j}`);
          const factor = Math.min(1, c / oldNorm);
          assertClose(
            unit,
            old.map(weight => weight * factor),
            1e-14,
            `direction of unit ${j}`,
          );
        }
      },
    ),
  );
});

test("masks: one draw for each unit, in order; dropped below p, else scaled by 1 / (1 - p)", () => {
  for (const p of [0.05, 0.25, 0.5, 0.95]) {
    const [random, again] = [new Random(8), new Random(8)];
    const masks = new Float64Array(500);
    drawMasks(masks, p, random);
    const expected = Array.from(masks, () => (again.next32() / 2 ** 32 < p ? 0 : 1 / (1 - p)));
    assert.deepEqual([...masks], expected);
    assert.equal(random.next32(), again.next32());
  }
});

test("the share of dropped units is p, and the mean of a mask is 1", () => {
  for (const p of [0.1, 0.25, 0.5, 0.9]) {
    const masks = new Float64Array(40_000);
    drawMasks(masks, p, Random.stream(1, "dropout"));
    const dropped = masks.reduce((count, mask) => count + (mask === 0 ? 1 : 0), 0) / masks.length;
    // Four standard deviations of a share.
    assert.ok(Math.abs(dropped - p) < 4 * Math.sqrt((p * (1 - p)) / masks.length), `${dropped}`);
    assert.ok(masks.every(mask => mask === 0 || mask === 1 / (1 - p)));
  }
});

test("a draw of exactly p is kept, one below it dropped", () => {
  const word = new Random(5).next32();
  const maskFor = (p: number) => {
    const mask = new Float64Array(1);
    drawMasks(mask, p, new Random(5));
    return mask[0];
  };
  const [at, above] = [word / 2 ** 32, (word + 1) / 2 ** 32];
  assert.equal(maskFor(at), 1 / (1 - at));
  assert.equal(maskFor(above), 0);
});

test("a p of 0 draws nothing and drops nothing", () => {
  const random = new Random(5);
  const masks = new Float64Array(9);
  drawMasks(masks, 0, random);
  assert.deepEqual([...masks], new Array<number>(9).fill(1));
  assert.equal(random.next32(), new Random(5).next32());
});

test("noise is sigma times a normal draw for each input, in order", () => {
  const [random, again] = [new Random(6), new Random(6)];
  const inputs = Float64Array.of(1, -2, 3, 0);
  addNoise(inputs, 0.5, random);
  assert.deepEqual(
    [...inputs],
    [1, -2, 3, 0].map(x => x + 0.5 * again.gaussian()),
  );
  assert.equal(random.next32(), again.next32());
});
