import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { argMax, layerViews, Network, parameterCount, predict } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { assertClose, assertSameBits, drawUniform } from "./training.ts";

test("parameters of a network, counted", () => {
  assert.equal(parameterCount([10, 8, 4]), 124);
  assert.equal(parameterCount([10, 15, 4]), 229);
  assert.equal(parameterCount([2, 3]), 9);
  assert.equal(parameterCount([10, 256, 256, 256, 256, 4]), 201_220);
});

test("layers are views: weights row by row, then biases", () => {
  const parameters = Float64Array.from({ length: 13 }, (_, i) => i);
  const layers = layerViews(parameters, [2, 3, 1]);
  assert.deepEqual(
    layers.map(({ inputs, outputs, weights, biases }) => [
      inputs,
      outputs,
      [...weights],
      [...biases],
    ]),
    [
      [2, 3, [0, 1, 2, 3, 4, 5], [6, 7, 8]],
      [3, 1, [9, 10, 11], [12]],
    ],
  );
  layers[1].biases[0] = -1;
  assert.equal(parameters[12], -1);
});

test("a wrong number of parameters is refused", () => {
  const refusal = {
    name: "RangeError",
    message: "parameters: expected 13 for 2-3-1, got 12",
  };
  assert.throws(() => layerViews(new Float64Array(12), [2, 3, 1]), refusal);
  assert.throws(() => new Network(new Float64Array(12), [2, 3, 1]), refusal);
});

test("initial values are drawn in order, biases too, and rounded if asked", () => {
  const values = drawUniform([2, 3, 1], 0.5, new Random(4));
  const random = new Random(4);
  assert.deepEqual(
    [...values],
    Array.from({ length: 13 }, () => random.uniform(-0.5, 0.5)),
  );
  const rounded = drawUniform([2, 3, 1], 0.5, new Random(4), roundings.float32);
  assert.deepEqual(rounded, values.map(Math.fround));
  assert.ok(drawUniform([2, 3, 1], 0, new Random(4)).every(value => Object.is(value, 0)));
});

test("the first of the largest values wins", () => {
  assert.equal(argMax(Float64Array.of(1, 3, 3, 2)), 1);
  assert.equal(argMax(Float64Array.of(5)), 0);
  assert.equal(argMax(Float64Array.of(-2, -1)), 1);
  assert.equal(argMax(Float64Array.of(0.25, 0.25, 0.25, 0.25)), 0);
});

test("a forward pass worked by hand", () => {
  // Two inputs, two hidden units, two classes.
  const parameters = Float64Array.of(0.1, -0.2, 0.3, 0.4, 0.05, -0.05, 1, -1, 0.5, 2, 0.1, -0.1);
  const network = new Network(parameters, [2, 2, 2]);
  network.forward(Float64Array.of(9, 9, 2, -1), 2);
  const [first, second] = [Math.tanh(0.2 - 0.3 + 0.05), Math.tanh(-0.4 - 0.4 - 0.05)];
  const logits = [first + 0.5 * second + 0.1, -first + 2 * second - 0.1];
  assertClose(network.logits, logits, 1e-15, "logits", 1);
  const odds = Math.exp(logits[1] - logits[0]);
  assertClose(network.probabilities, [1 / (1 + odds), odds / (1 + odds)], 1e-15, "probabilities");
  assertSameBits(
    predict(parameters, [2, 2, 2], Float64Array.of(2, -1)),
    network.probabilities,
    "predict()",
  );
});

test("probabilities are none below 0, sum to 1, and huge logits do no harm", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.constantFrom(0.01, 1, 100, 1e5), (seed, range) => {
      const sizes = [3, 5, 4];
      const parameters = drawUniform(sizes, range, new Random(seed));
      const probabilities = predict(parameters, sizes, Float64Array.of(8, -8, 0.5));
      assert.ok(probabilities.every(p => p >= 0 && p <= 1));
      assertClose([probabilities.reduce((sum, p) => sum + p, 0)], [1], 1e-14, "sum");
    }),
  );
  // Softmax is the same if every logit is larger by as much.
  const shifted = predict(Float64Array.of(0, 0, 0, 1000, 1001, 999), [1, 3], Float64Array.of(1));
  const plain = predict(Float64Array.of(0, 0, 0, 1, 2, 0), [1, 3], Float64Array.of(1));
  assertSameBits(shifted, plain, "shifted");
});

test("backward() leaves the parameters alone", () => {
  const parameters = drawUniform([3, 4, 2], 1, new Random(1));
  const before = parameters.slice();
  const network = new Network(parameters, [3, 4, 2]);
  network.forward(Float64Array.of(1, 2, 3));
  const gradient = layerViews(new Float64Array(parameters.length), [3, 4, 2]);
  network.backward(gradient, (outputs, _label, signals) => signals.set(outputs), 0);
  assertSameBits(parameters, before, "parameters");
  assertSameBits(gradient[1].biases, network.probabilities, "signals of the outputs");
});
