/** Back-propagation against differences of the objective, and against digits of the reference. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LossName, lossLabels, type TrainingConfig } from "../../../src/core/config.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import type { ItemTable } from "../../../src/core/items.ts";
import { ARTICLE_DATASET } from "../../../src/core/experiment.ts";
import { chooseSignals, losses } from "../../../src/core/losses.ts";
import { evaluate, penalty } from "../../../src/core/metrics.ts";
import { drawUniform, layerViews, Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { applyUpdate } from "../../../src/core/trainer.ts";
import { figure1, gradientNetworks } from "./fixtures.ts";
import { assertClose, firstItems } from "./training.ts";

type ObjectiveConfig = Pick<TrainingConfig, "loss" | "articleDerivative" | "l2" | "publishedSign">;

const articleTable = createDataset({ ...ARTICLE_DATASET, testItems: 0, freshItems: 0 }).train;

/** Mean data loss of a table plus penalty: what training descends. */
function objective(network: Network, table: ItemTable, config: ObjectiveConfig): number {
  const loss = losses[config.loss];
  const classCount = network.probabilities.length;
  let sum = 0;
  for (let item = 0; item < table.count; item++) {
    network.forward(table.inputs, item * network.sizes[0]);
    sum += loss.value(network.logits, network.probabilities, table.targets, item * classCount);
  }
  return sum / table.count + penalty(network.layers, config);
}

/**
 * The gradient that an update descends, found by making one: with a learning rate of 1 and no
 * decay, what the update takes away is the gradient of the objective.
 */
function gradientOfUpdate(
  network: Network,
  table: ItemTable,
  config: ObjectiveConfig,
): Float64Array {
  const { sizes, parameters } = network;
  const gradient = layerViews(new Float64Array(parameters.length), sizes);
  const classCount = network.probabilities.length;
  for (let item = 0; item < table.count; item++) {
    network.forward(table.inputs, item * sizes[0]);
    network.backward(gradient, chooseSignals(config), table.targets, item * classCount);
  }
  const updated = parameters.slice();
  applyUpdate(layerViews(updated, sizes), gradient, table.count, {
    ...config,
    learningRate: 1,
    decay: 0,
  });
  return parameters.map((value, i) => value - updated[i]);
}

/** Differences over four points on each side: the error is of the order of step^8. */
const COEFFICIENTS = [4 / 5, -1 / 5, 4 / 105, -1 / 280];

function gradientByDifferences(
  parameters: Float64Array,
  value: () => number,
  step = 0.01,
): Float64Array {
  return parameters.map((held, i) => {
    let sum = 0;
    COEFFICIENTS.forEach((coefficient, m) => {
      parameters[i] = held + (m + 1) * step;
      const above = value();
      parameters[i] = held - (m + 1) * step;
      sum += coefficient * (above - value());
    });
    parameters[i] = held;
    return sum / step;
  });
}

/** |a - b| / max(|a|, |b|) in the Euclidean norm. */
function relativeError(a: Float64Array, b: Float64Array): number {
  const norm = (values: Float64Array) => Math.hypot(...values);
  return norm(a.map((value, i) => value - b[i])) / Math.max(norm(a), norm(b));
}

/** The article's inputs are too large for weights of this size: most units would be saturated. */
function smallTable(count: number): ItemTable {
  const table = firstItems(articleTable, count);
  return { ...table, inputs: table.inputs.map(x => x / 4) };
}

const penalties = {
  "no penalty": { l2: 0, publishedSign: false },
  L2: { l2: 0.03, publishedSign: false },
  "L2 with the published sign": { l2: 0.03, publishedSign: true },
} as const;

const hiddenShapes = [[], [5], [4, 3], [3, 3, 2]];

for (const loss of Object.keys(lossLabels) as LossName[]) {
  for (const [penaltyName, rule] of Object.entries(penalties)) {
    for (const hiddenLayers of hiddenShapes) {
      test(`${loss}, ${penaltyName}, hidden layers [${hiddenLayers.join()}]: gradient check`, () => {
        const sizes = [10, ...hiddenLayers, 4];
        const network = new Network(drawUniform(sizes, 0.7, new Random(5)), sizes);
        const config = { loss, articleDerivative: false, ...rule };
        const table = smallTable(6);
        const analytic = gradientOfUpdate(network, table, config);
        const numeric = gradientByDifferences(network.parameters, () =>
          objective(network, table, config),
        );
        const error = relativeError(analytic, numeric);
        assert.ok(error < 1e-9, `relative error ${error}`);
        assertClose(analytic, numeric, 1e-7, "each parameter", 1e-3);
      });
    }
  }
}

/** Relative error of the article's derivative, as a gradient of squared error. */
function articleError(network: Network, table: ItemTable): number {
  const config = { loss: "squaredError", l2: 0, publishedSign: false } as const;
  return relativeError(
    gradientOfUpdate(network, table, { ...config, articleDerivative: true }),
    gradientOfUpdate(network, table, { ...config, articleDerivative: false }),
  );
}

test("the article's derivative is not the gradient", () => {
  for (const hiddenLayers of hiddenShapes) {
    const sizes = [10, ...hiddenLayers, 4];
    const network = new Network(drawUniform(sizes, 0.7, new Random(5)), sizes);
    const error = articleError(network, smallTable(6));
    assert.ok(error > 0.05, `hidden layers [${hiddenLayers.join()}]: relative error ${error}`);
  }
  const start = new Network(drawUniform([10, 8, 4], 0.01, new Random(0)), [10, 8, 4]);
  assertClose([articleError(start, articleTable)], [0.25], 0.01, "at the article's start");
  // Where training has ended it is off by more: only the start is that symmetric.
  const [withoutL2] = figure1.float64Runs;
  const end = new Network(Float64Array.from(withoutL2.weights), [10, 8, 4]);
  assertClose([articleError(end, articleTable)], [0.864], 0.01, "where training without L2 ends");
});

for (const reference of gradientNetworks) {
  const { name, shape, weights, items, objectives, probabilities } = reference;
  const network = new Network(Float64Array.from(weights), shape);
  const table: ItemTable = {
    count: items.length,
    inputs: Float64Array.from(items.flatMap(({ inputs }) => inputs)),
    targets: Float64Array.from(items.flatMap(({ targets }) => targets)),
    labels: Uint16Array.from(items, ({ targets }) => targets.indexOf(1)),
  };

  test(`reference network ${name}: probabilities`, () => {
    probabilities.forEach((row, item) => {
      network.forward(table.inputs, item * shape[0]);
      assertClose(network.probabilities, row, 1e-14, `item ${item}`);
    });
  });

  for (const { loss, l2, gradient, articleGradient, ...expected } of objectives) {
    test(`reference network ${name}: ${loss} with l2 ${l2}`, () => {
      const config = { loss, l2, publishedSign: false, articleDerivative: false };
      const evaluated = evaluate(network, table, loss, roundings.float64).next();
      assert.ok(evaluated.done);
      const { loss: dataLoss, mse } = evaluated.value;
      assertClose([dataLoss, mse], [expected.dataLoss, expected.mse], 1e-14, "loss and MSE");
      assertClose([penalty(network.layers, config)], [expected.penalty], 1e-14, "penalty");
      const analytic = gradientOfUpdate(network, table, config);
      assertClose(analytic, gradient, 1e-12, "gradient", 0.01);
      assert.equal(articleGradient !== undefined, loss === "squaredError");
      if (articleGradient === undefined) return;
      const article = gradientOfUpdate(network, table, { ...config, articleDerivative: true });
      assertClose(article, articleGradient, 1e-12, "article's gradient", 0.01);
      assert.ok(relativeError(article, Float64Array.from(gradient)) > 0.05);
    });
  }
}

test("backward() adds: the gradient of two items is the sum of theirs", () => {
  const sizes = [10, 4, 3, 4];
  const network = new Network(drawUniform(sizes, 0.7, new Random(9)), sizes);
  const table = smallTable(2);
  const gradientOf = (items: readonly number[]) => {
    const sums = new Float64Array(network.parameters.length);
    for (const item of items) {
      network.forward(table.inputs, item * 10);
      network.backward(
        layerViews(sums, sizes),
        losses.crossEntropy.signals,
        table.targets,
        item * 4,
      );
    }
    return sums;
  };
  const [first, second] = [gradientOf([0]), gradientOf([1])];
  assert.deepEqual(
    gradientOf([0, 1]),
    first.map((value, i) => value + second[i]),
  );
});
