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

test("a single sigmoid output gives the probabilities of both classes", () => {
  const kinds = { activations: ["relu"], output: "sigmoid" } as const;
  // One input, two hidden units, one output: z = 2 relu(x) - relu(-x) - 1.
  const parameters = Float64Array.of(1, -1, 0, 0, 2, -1, -1);
  for (const [x, z] of [
    [1, 1],
    [-3, -4],
    [0, -1],
  ]) {
    const network = new Network(parameters, [1, 2, 1], kinds);
    network.forward(Float64Array.of(x));
    assertClose(network.logits, [z], 1e-15, "logit");
    const o = 1 / (1 + Math.exp(-z));
    assertClose(network.outputs, [o], 1e-15, "output");
    assert.deepEqual([...network.probabilities], [1 - network.outputs[0], network.outputs[0]]);
    assertSameBits(
      predict(parameters, [1, 2, 1], Float64Array.of(x), kinds),
      network.probabilities,
      "predict()",
    );
  }
});

test("each hidden layer has its own activation, in order", () => {
  // Chains of one unit each: x = -2, weights 1, biases 0.
  const parameters = Float64Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
  const sizes = [1, 1, 1, 1, 1, 1];
  const network = new Network(parameters, sizes, {
    activations: ["linear", "leakyRelu", "sigmoid", "tanh"],
    output: "sigmoid",
  });
  network.forward(Float64Array.of(-2));
  const expected = Math.tanh(1 / (1 + Math.exp(0.02)));
  assertClose(network.logits, [expected], 1e-15, "logit");
});

test("masks multiply activations on the way up and signals on the way down", () => {
  // Two linear hidden units of which one is dropped and the other doubled.
  const kinds = { activations: ["linear"], output: "sigmoid" } as const;
  const sizes = [2, 2, 1];
  const parameters = Float64Array.of(1, 2, 3, 4, 0.5, 0.25, 5, 7, 0.125);
  const network = new Network(parameters, sizes, kinds);
  network.masks[0].set([2, 0]);
  network.forward(Float64Array.of(1, -1));
  // Hidden: 1 - 3 + 0.5, doubled; the other counts for nothing.
  assert.equal(network.logits[0], 5 * 2 * -1.5 + 0.125);
  const gradient = new Float64Array(9);
  network.backward(layerViews(gradient, sizes), (_outputs, _label, s) => (s[0] = 1), 1);
  // Output weights get the masked activations, and 2 * 5 goes down to the first unit alone.
  assert.deepEqual([...gradient], [10, 0, -10, 0, 10, 0, -3, 0, 1]);
});

test("the item of a network is what forward() reads if it is given none", () => {
  const parameters = drawUniform([3, 4, 2], 1, new Random(1));
  const [given, written] = [1, 2].map(() => new Network(parameters, [3, 4, 2]));
  given.forward(Float64Array.of(9, 1, 2, 3), 1);
  assert.deepEqual([...given.item], [1, 2, 3]);
  written.item.set([1, 2, 3]);
  written.forward();
  assertSameBits(written.outputs, given.outputs, "outputs");
  assert.ok(given.masks.every(mask => mask.every(m => m === 1)));
});
