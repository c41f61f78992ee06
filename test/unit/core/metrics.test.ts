import assert from "node:assert/strict";
import { test } from "node:test";
import type { LossName, TrainingConfig } from "../../../src/core/config.ts";
import { createBits, hasBit } from "../../../src/core/itemBits.ts";
import type { ItemTable } from "../../../src/core/items.ts";
import {
  evaluate,
  type Evaluation,
  penalty,
  WORK_PER_TICK,
  writeRow,
} from "../../../src/core/metrics.ts";
import { ARTICLE_UNITS, layerViews, Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import {
  layerMetricIndex,
  metricIndex,
  type METRIC_NAMES,
  rowWidth,
} from "../../../src/core/recorder.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { assertClose, drawUniform, firstItems, quickConfig, smallDataset } from "./training.ts";

/** Runs to the end, counting pauses. */
function finish<T>(generator: Generator<unknown, T>): { value: T; pauses: number } {
  for (let pauses = 0; ; pauses++) {
    const next = generator.next();
    if (next.done) return { value: next.value, pauses };
  }
}

/** One input, two classes, weights that give probabilities by sight. */
function twoClasses(weights: readonly number[]): Network {
  return new Network(Float64Array.from(weights), [1, 2]);
}

const SQUARED = { loss: "squaredError", output: "softmax" } as const;
const ENTROPY = { loss: "crossEntropy", output: "softmax" } as const;
const NO_PENALTY = { l2: 0, l1: 0, penaltyScale: [], publishedSign: false };

const twoItems: ItemTable = {
  count: 2,
  inputs: Float64Array.of(0, 1),
  labels: Uint16Array.of(0, 0),
};

test("two items measured by hand", () => {
  // Item 0: logits 0, 0. Item 1: logits 0, ln 3, so probabilities 1/4 and 3/4.
  const network = twoClasses([0, Math.log(3), 0, 0]);
  const squared = finish(evaluate(network, twoItems, SQUARED, roundings.float64)).value;
  // Sums of squares: 1/4 + 1/4 and 9/16 + 9/16.
  assertClose([squared.mse, squared.loss], [13 / 16, 13 / 32], 1e-15, "squared error");
  assert.equal(squared.correct, 1);
  const entropy = finish(evaluate(network, twoItems, ENTROPY, roundings.float64)).value;
  assertClose([entropy.loss], [(Math.log(2) + Math.log(4)) / 2], 1e-15, "cross-entropy");
  assertClose([entropy.mse], [13 / 16], 1e-15, "MSE");
  assert.equal(entropy.correct, 1);
});

test("the items that are right have their bits, and no others", () => {
  const network = twoClasses([0, Math.log(3), 0, 0]);
  // Class 0 for the input 0, of equal probabilities; class 1 for the input 1.
  const items: ItemTable = {
    count: 4,
    inputs: Float64Array.of(0, 1, 1, 0),
    labels: Uint16Array.of(0, 0, 1, 1),
  };
  const right = createBits(4);
  const { correct } = finish(evaluate(network, items, ENTROPY, roundings.float64, right)).value;
  assert.equal(correct, 2);
  assert.deepEqual(
    [0, 1, 2, 3].map(item => hasBit(right, item)),
    [true, false, true, false],
  );
});

test("the MSE in float32 rounds where the article's program did", () => {
  const { float32 } = roundings;
  const network = new Network(
    Float64Array.of(0, float32(1.1), 0, 0),
    [1, 2],
    ARTICLE_UNITS,
    float32,
  );
  const { mse } = finish(evaluate(network, twoItems, SQUARED, float32)).value;
  let sum = 0;
  for (const item of [0, 1]) {
    network.forward(twoItems.inputs, item);
    for (const [k, t] of [1, 0].entries()) {
      const difference = Math.fround(t - network.probabilities[k]);
      sum += Math.fround(difference * difference);
    }
  }
  assert.equal(mse, sum / 2);
});

test("of equal probabilities the first counts", () => {
  const table: ItemTable = {
    count: 2,
    inputs: Float64Array.of(1, 1),
    labels: Uint16Array.of(0, 1),
  };
  const { correct } = finish(
    evaluate(twoClasses([0, 0, 0, 0]), table, SQUARED, roundings.float64),
  ).value;
  assert.equal(correct, 1);
});

test("an empty table measures 0", () => {
  const empty = firstItems(twoItems, 0);
  const { value, pauses } = finish(
    evaluate(twoClasses([1, 2, 3, 4]), empty, ENTROPY, roundings.float64),
  );
  assert.deepEqual(value, { loss: 0, mse: 0, correct: 0 } satisfies Evaluation);
  assert.equal(pauses, 0);
});

test("a network that is sure and wrong has a finite cross-entropy", () => {
  const network = twoClasses([0, 1e6, 0, 0]);
  const { loss } = finish(evaluate(network, twoItems, ENTROPY, roundings.float64)).value;
  assertClose([loss], [(Math.LN2 + 1e6) / 2], 1e-15, "loss of a network");
  assert.deepEqual([...network.probabilities], [0, 1]);
});

test("the penalty counts weights of all layers and no bias", () => {
  // Weights 1, 2 | 3, -4 and 0.5, 0; biases 100.
  const sizes = [2, 2, 1];
  const layers = layerViews(Float64Array.of(1, 2, 3, -4, 100, 100, 0.5, 0, 100), sizes);
  const expected = 0.1 * (1 + 4 + 9 + 16) + 0.1 * 0.25;
  assert.equal(penalty(layers, { ...NO_PENALTY, l2: 0.2 }), expected);
  assert.equal(penalty(layers, { ...NO_PENALTY, l2: 0.2, publishedSign: true }), -expected);
  for (const publishedSign of [false, true]) {
    assert.ok(Object.is(penalty(layers, { ...NO_PENALTY, publishedSign }), 0));
  }
});

test("the row of an epoch", () => {
  const sizes = [10, 3, 4];
  const network = new Network(drawUniform(sizes, 1, new Random(1)), sizes);
  const config = quickConfig({ l2: 0.1, loss: "crossEntropy" });
  const evaluateOn = (name: "train" | "validation" | "test") =>
    finish(evaluate(network, smallDataset[name], ENTROPY, roundings.float64)).value;
  const [train, validation, test] = [
    evaluateOn("train"),
    evaluateOn("validation"),
    evaluateOn("test"),
  ];
  const row = new Float64Array(rowWidth(2)).fill(Number.NaN);
  const { layers } = network;
  writeRow(row, { epoch: 7, updates: 210, train, validation, test, layers }, config);
  assert.ok(row.every(Number.isFinite));
  const of = (name: (typeof METRIC_NAMES)[number]) => row[metricIndex(name)];
  assert.deepEqual([of("epoch"), of("updates")], [7, 210]);
  for (const name of ["train", "validation", "test"] as const) {
    const { loss, mse, correct } = { train, validation, test }[name];
    assert.deepEqual(
      [of(`${name}Loss`), of(`${name}Mse`), of(`${name}Correct`)],
      [loss, mse, correct],
    );
  }
  // The first layer has 30 weights, then 3 biases; the second 12 weights, then 4 biases.
  const weights = [network.parameters.subarray(0, 30), network.parameters.subarray(33, 45)];
  const squares = weights.map(values => values.reduce((sum, w) => sum + w * w, 0));
  const largest = weights.map(values => Math.max(...values.map(Math.abs)));
  assertClose([of("sumOfSquares")], [squares[0] + squares[1]], 1e-14, "sum of squares");
  assertClose([of("penalty")], [0.05 * (squares[0] + squares[1])], 1e-14, "penalty");
  assert.equal(of("maxAbs"), Math.max(...largest));
  for (const layer of [0, 1]) {
    const norm = row[layerMetricIndex(layer, "norm")];
    assertClose([norm], [Math.sqrt(squares[layer])], 1e-14, "norm");
    assert.equal(row[layerMetricIndex(layer, "maxAbs")], largest[layer]);
  }
});

test("measuring a large network pauses as often as it says", () => {
  const sizes = [10, 256, 256, 256, 4];
  const network = new Network(drawUniform(sizes, 0.01, new Random(1)), sizes);
  const { pauses } = finish(evaluate(network, smallDataset.train, SQUARED, roundings.float64));
  const work = smallDataset.train.count * network.parameters.length;
  assert.ok(pauses >= Math.floor(work / WORK_PER_TICK), `${pauses} pauses`);
  assert.ok(pauses > 1);
});

test("a single output measured by hand", () => {
  const kinds = { activations: ["tanh"], output: "sigmoid" } as const;
  // z = x: outputs 1/4, 3/4 and 1/2.
  const network = new Network(Float64Array.of(1, 0), [1, 1], kinds);
  const z = Math.log(3);
  const tableOf = (...labels: number[]): ItemTable => ({
    count: 3,
    inputs: Float64Array.of(-z, z, 0),
    labels: Uint16Array.from(labels),
  });
  const measure = (table: ItemTable, loss: LossName) =>
    finish(evaluate(network, table, { loss, output: "sigmoid" }, roundings.float64)).value;
  const right = measure(tableOf(0, 1, 0), "squaredError");
  assertClose(
    [right.mse, right.loss],
    [(2 / 16 + 1 / 4) / 3, (1 / 16 + 1 / 8) / 3],
    1e-15,
    "right",
  );
  // Of 1/2 and 1/2 the first class wins.
  assert.equal(right.correct, 3);
  const wrong = measure(tableOf(1, 0, 1), "squaredError");
  assertClose(
    [wrong.mse, wrong.loss],
    [(18 / 16 + 1 / 4) / 3, (9 / 16 + 1 / 8) / 3],
    1e-15,
    "wrong",
  );
  assert.equal(wrong.correct, 0);
  const entropy = measure(tableOf(0, 0, 1), "crossEntropy");
  assertClose([entropy.loss], [Math.log((4 / 3) * 4 * 2) / 3], 1e-15, "cross-entropy");
  assert.equal(entropy.correct, 1);
});

test("the penalty has the strengths of each layer; L1 counts magnitudes", () => {
  // Weights 1, 2 | 3, -4 and -0.5, 0; biases 100.
  const sizes = [2, 2, 1];
  const layers = layerViews(Float64Array.of(1, 2, 3, -4, 100, 100, -0.5, 0, 100), sizes);
  const of = (changes: Partial<TrainingConfig>) => penalty(layers, { ...NO_PENALTY, ...changes });
  assertClose([of({ l1: 0.25 })], [0.25 * 10.5], 1e-15, "L1");
  assertClose([of({ l1: 0.25, l2: 0.5 })], [0.25 * 10.5 + 0.25 * 30.25], 1e-15, "elastic net");
  assertClose(
    [of({ l1: 0.25, l2: 0.5, penaltyScale: [2, 4] })],
    [2 * (0.25 * 10 + 0.25 * 30) + 4 * (0.25 * 0.5 + 0.25 * 0.25)],
    1e-15,
    "factors",
  );
  assertClose([of({ l1: 0.25, penaltyScale: [0, 1] })], [0.25 * 0.5], 1e-15, "the last layer");
  // The published sign is one of L2 alone.
  assertClose(
    [of({ l1: 0.25, l2: 0.5, publishedSign: true })],
    [0.25 * 10.5 - 0.25 * 30.25],
    1e-15,
    "published",
  );
});
