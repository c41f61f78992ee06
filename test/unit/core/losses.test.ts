import assert from "node:assert/strict";
import { test } from "node:test";
import { lossLabels, type LossName, type OutputName } from "../../../src/core/config.ts";
import { articleSignals, chooseSignals, losses } from "../../../src/core/losses.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { assertClose } from "./training.ts";

test("every loss has the label that the controls show", () => {
  for (const [name, label] of Object.entries(lossLabels)) {
    assert.equal(losses[name as keyof typeof lossLabels].label, label);
  }
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
