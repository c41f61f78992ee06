// Numbers predicted: what is measured, the two engines, and what a config may ask for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaled, type Scaling, scaleUnit, unscaled } from "../../../src/core/columnEncoding.ts";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import { dataProblemOf, problemOf } from "../../../src/core/configProblems.ts";
import { referenceEngine } from "../../../src/core/engine.ts";
import { classesOf, emptyTable, type ItemTable, selectItems } from "../../../src/core/items.ts";
import { evaluate } from "../../../src/core/metrics.ts";
import { Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { rSquared, targetVariances } from "../../../src/core/regression.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { Run } from "../../../src/core/run.ts";
import { assertClose, metricAt, trainAll } from "./training.ts";

const CONFIG: TrainingConfig = {
  ...ARTICLE_CONFIG,
  output: "identity",
  loss: "squaredError",
  hiddenLayers: [],
  initializer: "glorot",
  streams: "separate",
  l2: 0,
};

/** Targets that are a plane over two inputs, with no noise. */
function planeTable(count: number, seed: number): ItemTable {
  const random = new Random(seed);
  const inputs = Float64Array.from({ length: 2 * count }, () => random.uniform(-1, 1));
  const labels = Float64Array.from(
    { length: count },
    (_, item) => 0.5 + 2 * inputs[2 * item] - 3 * inputs[2 * item + 1],
  );
  return { count, inputs, labels };
}

function datasetOf(train: ItemTable, test: ItemTable) {
  const [validation, fresh] = [emptyTable(), emptyTable()];
  return { inputNames: ["a", "b"], classNames: [], train, validation, test, fresh };
}

test("a network without hidden layer finds the plane that the numbers lie on", () => {
  const dataset = datasetOf(planeTable(60, 1), planeTable(40, 2));
  const config: TrainingConfig = { ...CONFIG, learningRate: 0.1, batchSize: 6, epochs: 200 };
  const [{ run, recording }] = trainAll([new Run(config, [2, 1], dataset, referenceEngine)]);
  assertClose(run.parameters, [2, -3, 0.5], 1e-9, "weights and bias");
  assert.ok(metricAt(recording, 200, "testLoss") < 1e-18);
  assert.equal(metricAt(recording, 200, "testCorrect"), 0, "a number is never right or wrong");
});

test("ridge regression in closed form: the penalty makes the slope smaller by what it should", () => {
  // One input x of mean 0: minimum of mean 1/2 (t - w x - b)^2 + l2/2 w^2 is at
  // w = mean(x t) / (mean(x^2) + l2), b = mean(t).
  const x = [-2, -1, 0, 1, 2];
  const t = [-3, -1, 1, 2, 6];
  const table = { count: 5, inputs: Float64Array.from(x), labels: Float64Array.from(t) };
  const dataset = { ...datasetOf(table, emptyTable()), inputNames: ["x"] };
  const l2 = 0.5;
  const config: TrainingConfig = { ...CONFIG, l2, learningRate: 0.2, batchSize: 5, epochs: 500 };
  const [{ run }] = trainAll([new Run(config, [1, 1], dataset, referenceEngine)]);
  const moment = (of: readonly number[]) => of.reduce((sum, v, i) => sum + v * x[i], 0) / 5;
  assertClose(run.parameters, [moment(t) / (moment(x) + l2), 1], 1e-12, "weight and bias");
});

test("what is measured: 1/2 squared error, its mean without the half, nothing right", () => {
  const network = new Network(Float64Array.of(1, 0), [1, 1], {
    activations: [],
    output: "identity",
  });
  const table = {
    count: 3,
    inputs: Float64Array.of(1, 2, 4),
    labels: Float64Array.of(2, 2, 1),
  };
  const evaluating = evaluate(network, table, CONFIG, roundings.float64);
  const { value } = evaluating.next();
  // Errors -1, 0, 3.
  assert.deepEqual(value, { loss: 10 / 6, mse: 10 / 3, correct: 0 });
  assert.equal(network.probabilities.length, 0);
});

test("R squared: 1 for the truth, 0 for the mean, null where targets do not differ", () => {
  assert.equal(rSquared(0, 4), 1);
  assert.equal(rSquared(4, 4), 0);
  assert.equal(rSquared(6, 4), -0.5);
  assert.equal(rSquared(6, 0), null);
  assert.equal(rSquared(0, null), null);
});

test("variances of targets, exact also far from zero; none where there are classes", () => {
  const table = (labels: Float64Array | Uint16Array): ItemTable => {
    return { count: labels.length, inputs: new Float64Array(2 * labels.length), labels };
  };
  const far = table(Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4));
  assert.deepEqual(targetVariances(datasetOf(far, table(Float64Array.of(7, 7)))), {
    train: 1.25,
    validation: null,
    test: 0,
  });
  assert.equal(targetVariances(datasetOf(table(Uint16Array.of(0, 1)), emptyTable())), null);
});

test("items are chosen with their numbers", () => {
  const table = planeTable(5, 3);
  const chosen = selectItems(table, [3, 1]);
  assert.deepEqual(chosen.labels, Float64Array.of(table.labels[3], table.labels[1]));
  assert.equal(classesOf(chosen), undefined);
});

test("a scaling is undone to the last few bits, whatever the method", () => {
  const scalings: readonly Scaling[] = [
    { method: "none" },
    { method: "zScore", mean: -12.5, deviation: 3e4 },
    { method: "minMax", min: 3, max: 11 },
    { method: "minMax", min: 3, max: 3 },
  ];
  for (const scaling of scalings) {
    const numbers = [-7, 0, 3, 1e5];
    const found = numbers.map(x => unscaled(scaled(x, scaling), scaling));
    assertClose(found, numbers, 1e-14, scaling.method, 1);
    assertClose(
      [unscaled(2, scaling) - unscaled(1, scaling)],
      [scaleUnit(scaling)],
      1e-12,
      "what one unit is",
    );
  }
});

test("what goes with a number and what does not is said in words", () => {
  assert.match(
    problemOf({ ...CONFIG, loss: "crossEntropy" })?.problem ?? "",
    /cross-entropy takes probabilities/,
  );
  assert.equal(problemOf(CONFIG), undefined);
  const data = { classes: 0, validationItems: 0 };
  assert.equal(dataProblemOf(CONFIG, data), undefined);
  assert.match(
    dataProblemOf(ARTICLE_CONFIG, data)?.problem ?? "",
    /a number to learn and no classes/,
  );
  const classes = { classes: 3, validationItems: 0 };
  assert.match(dataProblemOf(CONFIG, classes)?.problem ?? "", /has 3 classes and no number/);
});
