import assert from "node:assert/strict";
import { test } from "node:test";
import { lossLabels } from "../../../src/core/config.ts";
import { articleSignals, chooseSignals, losses } from "../../../src/core/losses.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { assertClose } from "./training.ts";

test("every loss has the label that the controls show", () => {
  for (const [name, label] of Object.entries(lossLabels)) {
    assert.equal(losses[name as keyof typeof lossLabels].label, label);
  }
});

test("cross-entropy of huge logits is finite and exact", () => {
  const value = (logits: number[], targets: number[]) =>
    losses.crossEntropy.value(
      Float64Array.from(logits),
      new Float64Array(logits.length),
      Float64Array.from(targets),
      0,
    );
  assert.equal(value([1000, 0], [1, 0]), 0);
  assert.equal(value([1000, 0], [0, 1]), 1000);
  assert.equal(value([-1e300, 1e300], [1, 0]), 2e300);
  assertClose([value([1e5, 1e5], [1, 0])], [Math.LN2], 1e-10, "equal logits");
  assertClose(
    [value([1, 2, 3], [0, 0, 1])],
    [Math.log(1 + Math.exp(-1) + Math.exp(-2))],
    1e-15,
    "",
  );
});

test("a loss reads the row at its offset, and targets that are 0 cost nothing", () => {
  const probabilities = Float64Array.of(0.25, 0.75);
  const targets = Float64Array.of(9, 9, 0, 1);
  const { squaredError, crossEntropy } = losses;
  const logits = Float64Array.of(0, Math.log(3));
  assertClose([squaredError.value(logits, probabilities, targets, 2)], [1 / 16], 1e-15, "squared");
  assertClose(
    [crossEntropy.value(logits, probabilities, targets, 2)],
    [Math.log(4 / 3)],
    1e-15,
    "",
  );
});

test("articleDerivative changes nothing for cross-entropy", () => {
  assert.equal(
    chooseSignals({ loss: "crossEntropy", articleDerivative: true }),
    losses.crossEntropy.signals,
  );
});

test("the article's derivative is the diagonal of the softmax Jacobian alone", () => {
  const probabilities = Float64Array.of(0.5, 0.3, 0.2);
  const targets = Float64Array.of(9, 0, 1, 0);
  const signals = new Float64Array(3);
  const choose = (articleDerivative: boolean) =>
    chooseSignals({ loss: "squaredError", articleDerivative });
  choose(true)(probabilities, targets, 1, signals, roundings.float64);
  assertClose(signals, [0.25 * 0.5, 0.21 * -0.7, 0.16 * 0.2], 1e-15, "article");
  // sum o (o - t) = 0.25 - 0.21 + 0.04 = 0.08
  choose(false)(probabilities, targets, 1, signals, roundings.float64);
  assertClose(signals, [0.5 * 0.42, 0.3 * -0.78, 0.2 * 0.12], 1e-14, "exact");
});

test("the signals a config asks for", () => {
  const choose = (loss: keyof typeof losses, articleDerivative: boolean) =>
    chooseSignals({ loss, articleDerivative });
  assert.equal(choose("squaredError", true), articleSignals);
  assert.equal(choose("squaredError", false), losses.squaredError.signals);
  assert.equal(choose("crossEntropy", false), losses.crossEntropy.signals);
});

test("signals of cross-entropy are o - t, rounded as asked", () => {
  const probabilities = Float64Array.of(0.1, 0.7, 0.2);
  const signals = new Float64Array(3);
  const targets = Float64Array.of(0, 1, 0);
  losses.crossEntropy.signals(probabilities, targets, 0, signals, roundings.float64);
  assert.deepEqual([...signals], [0.1, 0.7 - 1, 0.2]);
  losses.crossEntropy.signals(probabilities, targets, 0, signals, roundings.float32);
  assert.deepEqual([...signals], [0.1, 0.7 - 1, 0.2].map(Math.fround));
});
