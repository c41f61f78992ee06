import assert from "node:assert/strict";
import { test } from "node:test";
import { sigmoid } from "../../../src/core/activations.ts";
import { lossLabels, type LossName, type OutputName } from "../../../src/core/config.ts";
import { articleSignals, chooseSignals, losses, lossOf } from "../../../src/core/losses.ts";
import { Network } from "../../../src/core/network.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { assertClose } from "./training.ts";

test("every loss that the controls offer is there, in their order", () => {
  assert.deepEqual(Object.keys(losses), Object.keys(lossLabels));
});

test("cross-entropy of huge logits is finite and exact", () => {
  const value = (logits: number[], label: number) =>
    losses.crossEntropy.softmax.value(
      Float64Array.from(logits),
      new Float64Array(logits.length),
      label,
    );
  assert.equal(value([1000, 0], 0), 0);
  assert.equal(value([1000, 0], 1), 1000);
  assert.equal(value([-1e300, 1e300], 0), 2e300);
  assertClose([value([1e5, 1e5], 0)], [Math.LN2], 1e-10, "equal logits");
  assertClose([value([1, 2, 3], 2)], [Math.log(1 + Math.exp(-1) + Math.exp(-2))], 1e-15, "");
});

test("the class of an item has the target 1, and targets that are 0 cost nothing", () => {
  const probabilities = Float64Array.of(0.25, 0.75);
  const { squaredError, crossEntropy } = losses;
  const logits = Float64Array.of(0, Math.log(3));
  const squared = [0, 1].map(label => squaredError.softmax.value(logits, probabilities, label));
  assertClose(squared, [9 / 16, 1 / 16], 1e-15, "squared");
  const entropies = [0, 1].map(label => crossEntropy.softmax.value(logits, probabilities, label));
  assertClose(entropies, [Math.log(4), Math.log(4 / 3)], 1e-15, "cross-entropy");
});

test("articleDerivative changes nothing for cross-entropy", () => {
  for (const output of ["softmax", "sigmoid"] as const) {
    assert.equal(
      chooseSignals({ loss: "crossEntropy", articleDerivative: true, output }),
      losses.crossEntropy[output].signals,
    );
  }
});

test("the article's derivative is the diagonal of the softmax Jacobian alone", () => {
  const probabilities = Float64Array.of(0.5, 0.3, 0.2);
  const signals = new Float64Array(3);
  const choose = (articleDerivative: boolean) =>
    chooseSignals({ loss: "squaredError", articleDerivative, output: "softmax" });
  choose(true)(probabilities, 1, signals, roundings.float64);
  assertClose(signals, [0.25 * 0.5, 0.21 * -0.7, 0.16 * 0.2], 1e-15, "article");
  // sum o (o - t) = 0.25 - 0.21 + 0.04 = 0.08
  choose(false)(probabilities, 1, signals, roundings.float64);
  assertClose(signals, [0.5 * 0.42, 0.3 * -0.78, 0.2 * 0.12], 1e-14, "exact");
});

test("the signals a config asks for", () => {
  const choose = (loss: LossName, articleDerivative: boolean, output: OutputName) =>
    chooseSignals({ loss, articleDerivative, output });
  assert.equal(choose("squaredError", true, "softmax"), articleSignals);
  assert.equal(choose("squaredError", false, "softmax"), losses.squaredError.softmax.signals);
  assert.equal(choose("crossEntropy", false, "softmax"), losses.crossEntropy.softmax.signals);
  // A single output has no Jacobian to cut down.
  assert.equal(choose("squaredError", true, "sigmoid"), losses.squaredError.sigmoid.signals);
  assert.equal(choose("squaredError", false, "sigmoid"), losses.squaredError.sigmoid.signals);
  assert.equal(choose("crossEntropy", false, "sigmoid"), losses.crossEntropy.sigmoid.signals);
});

test("signals of cross-entropy are o - t, rounded as asked", () => {
  const probabilities = Float64Array.of(0.1, 0.7, 0.2);
  const signals = new Float64Array(3);
  losses.crossEntropy.softmax.signals(probabilities, 1, signals, roundings.float64);
  assert.deepEqual([...signals], [0.1, 0.7 - 1, 0.2]);
  losses.crossEntropy.softmax.signals(probabilities, 1, signals, roundings.float32);
  assert.deepEqual([...signals], [0.1, 0.7 - 1, 0.2].map(Math.fround));
});

test("squared error of softmax: 1/2 sum (t - o)^2 over all outputs", () => {
  const value = (label: number) =>
    losses.squaredError.softmax.value(new Float64Array(3), Float64Array.of(0.5, 0.3, 0.2), label);
  // (0.25 + 0.09 + 0.04) / 2, (0.25 + 0.49 + 0.04) / 2, (0.25 + 0.09 + 0.64) / 2
  assertClose([value(0), value(1), value(2)], [0.19, 0.39, 0.49], 1e-15, "values");
});

test("squared error of a single output, worked by hand", () => {
  const { value, signals } = losses.squaredError.sigmoid;
  const outputs = Float64Array.of(0.75);
  const signal = new Float64Array(1);
  const signalOf = (label: number) => {
    signals(outputs, label, signal, roundings.float64);
    return signal[0];
  };
  assert.equal(value(new Float64Array(1), outputs, 1), 1 / 32);
  assert.equal(value(new Float64Array(1), outputs, 0), 9 / 32);
  // o (1 - o) = 3/16
  assert.equal(signalOf(1), (3 / 16) * (-1 / 4));
  assert.equal(signalOf(0), (3 / 16) * (3 / 4));
  signals(Float64Array.of(0.1), 0, signal, roundings.float32);
  assert.equal(signal[0], Math.fround(0.1 * 0.9 * 0.1));
});

test("cross-entropy of a single output, worked by hand and exact for huge logits", () => {
  const { value, signals } = losses.crossEntropy.sigmoid;
  const valueOf = (z: number, label: number) =>
    value(Float64Array.of(z), new Float64Array(1), label);
  // Outputs 3/4 and 1/4.
  const z = Math.log(3);
  assertClose([valueOf(z, 1), valueOf(-z, 0)], [Math.log(4 / 3), Math.log(4 / 3)], 1e-15, "right");
  assertClose([valueOf(z, 0), valueOf(-z, 1)], [Math.log(4), Math.log(4)], 1e-15, "wrong");
  assertClose([valueOf(0, 0), valueOf(0, 1)], [Math.LN2, Math.LN2], 1e-15, "undecided");
  assert.deepEqual([valueOf(1000, 1), valueOf(-1000, 0)], [0, 0]);
  assert.deepEqual([valueOf(1000, 0), valueOf(-1000, 1)], [1000, 1000]);
  assert.deepEqual([valueOf(1e300, 0), valueOf(-1e300, 1)], [1e300, 1e300]);
  const signal = new Float64Array(1);
  for (const label of [0, 1]) {
    signals(Float64Array.of(0.3), label, signal, roundings.float64);
    assert.equal(signal[0], 0.3 - label);
    signals(Float64Array.of(0.3), label, signal, roundings.float32);
    assert.equal(signal[0], Math.fround(0.3 - label));
  }
});

test("squared error of a number, worked by hand", () => {
  const { value, signals } = losses.squaredError.identity;
  const signal = new Float64Array(1);
  assert.equal(value(new Float64Array(1), Float64Array.of(2.5), -1.5), 8);
  signals(Float64Array.of(2.5), -1.5, signal, roundings.float64);
  assert.equal(signal[0], 4);
  signals(Float64Array.of(0.1), 0.3, signal, roundings.float32);
  assert.equal(signal[0], Math.fround(0.1 - 0.3));
});

test("there is no cross-entropy of a number", () => {
  assert.throws(
    () => lossOf({ loss: "crossEntropy", output: "identity" }),
    /loss: there is no crossEntropy over identity/,
  );
});

for (const loss of Object.keys(lossLabels) as LossName[]) {
  for (const output of ["softmax", "sigmoid", "identity"] as const) {
    if (loss === "crossEntropy" && output === "identity") continue;
    test(`${loss} of ${output}: signals are the derivative of the value by each logit`, () => {
      const { value, signals } = lossOf({ loss, output });
      for (const logits of output === "softmax"
        ? [Float64Array.of(0.3, -1.2, 0.7), Float64Array.of(-2, 2, 0.1)]
        : [Float64Array.of(0.7), Float64Array.of(-1.9)]) {
        const parameters = new Float64Array(2 * logits.length).fill(0);
        const network = new Network(parameters, [1, logits.length], {
          activations: ["tanh"],
          output,
        });
        const labels = output === "identity" ? [-2.5, 0, 1.25] : network.probabilities.keys();
        for (const label of labels) {
          const valueAt = (k: number, step: number) => {
            parameters.set(logits, logits.length);
            parameters[logits.length + k] += step;
            network.forward(Float64Array.of(0));
            return value(network.logits, network.outputs, label);
          };
          const differences = logits.map(
            (_, k) =>
              (8 * (valueAt(k, 1e-3) - valueAt(k, -1e-3)) -
                (valueAt(k, 2e-3) - valueAt(k, -2e-3))) /
              12e-3,
          );
          valueAt(0, 0);
          const found = new Float64Array(logits.length);
          signals(network.outputs, label, found, roundings.float64);
          assertClose(found, differences, 1e-10, `label ${label}`, 1);
        }
      }
    });
  }
}

test("a network that is sure and wrong still learns from cross-entropy, and not from squares", () => {
  const signal = new Float64Array(1);
  for (const [z, label] of [
    [-800, 1],
    [800, 0],
  ]) {
    const outputs = Float64Array.of(sigmoid(z));
    losses.crossEntropy.sigmoid.signals(outputs, label, signal, roundings.float64);
    assert.equal(signal[0], 1 - 2 * label);
    losses.squaredError.sigmoid.signals(outputs, label, signal, roundings.float64);
    assert.equal(Math.abs(signal[0]), 0);
  }
});
