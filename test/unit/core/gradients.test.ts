/** Back-propagation against differences of the objective, and against digits of the reference. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  activationLabels,
  type ActivationName,
  ARTICLE_CONFIG,
  HIDDEN_LAYER_COUNT,
  lossLabels,
  outputLabels,
  type OutputName,
  type TrainingConfig,
} from "../../../src/core/config.ts";
import { problemOf } from "../../../src/core/configProblems.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import { inputCountOf, type ItemTable } from "../../../src/core/items.ts";
import { ARTICLE_DATASET } from "../../../src/core/experiment.ts";
import { chooseSignals, lossOf, losses } from "../../../src/core/losses.ts";
import { evaluate, penalty } from "../../../src/core/metrics.ts";
import { layerViews, Network, parameterCount } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { Updater } from "../../../src/core/trainer.ts";
import { figure1, gradientNetworks } from "./fixtures.ts";
import { assertClose, drawUniform, firstItems } from "./training.ts";

/** Gradient descent with nothing but the objective. */
const PLAIN: TrainingConfig = { ...ARTICLE_CONFIG, articleDerivative: false, l2: 0 };

const articleTable = createDataset({ ...ARTICLE_DATASET, testItems: 0, freshItems: 0 }).train;

/** Mean data loss of a table plus penalty: what training descends. */
function objective(network: Network, table: ItemTable, config: TrainingConfig): number {
  const { value } = lossOf(config);
  const inputCount = inputCountOf(table);
  let sum = 0;
  for (let item = 0; item < table.count; item++) {
    network.forward(table.inputs, item * inputCount);
    sum += value(network.logits, network.outputs, table.labels[item]);
  }
  return sum / table.count + penalty(network.layers, config);
}

/** A power of two, so that dividing by it is exact. */
const SMALL_RATE = 2 ** -10;

/**
 * The gradient that an update descends, found by making one: what it takes away is the learning
 * rate times the gradient of the objective. With L1 that holds for the weights that keep their
 * sign, all of them at a small learning rate.
 */
function gradientOfUpdate(
  network: Network,
  table: ItemTable,
  config: TrainingConfig,
  learningRate = 1,
): Float64Array {
  const { sizes, parameters } = network;
  const gradient = layerViews(new Float64Array(parameters.length), sizes);
  const signals = chooseSignals(config);
  for (let item = 0; item < table.count; item++) {
    network.forward(table.inputs, item * sizes[0]);
    network.backward(gradient, signals, table.labels[item]);
  }
  const updated = parameters.slice();
  const updater = new Updater(layerViews(updated, sizes), sizes);
  updater.apply(gradient, table.count, learningRate, config);
  return parameters.map((value, i) => (value - updated[i]) / learningRate);
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

const penalties: Readonly<Record<string, Partial<TrainingConfig>>> = {
  "no penalty": {},
  L2: { l2: 0.03 },
  "L2 with the published sign": { l2: 0.03, publishedSign: true },
  L1: { l1: 0.02 },
  "elastic net": { l1: 0.02, l2: 0.03 },
};

/** Of each layer of weights, input side first; as many as the deepest network has. */
const SCALES = [0.5, 2, 0, 1.5, 3];

/** Hidden layers of every number of them. */
const shapes = [[], [4], [4, 3], [3, 4, 3], [3, 3, 4, 3]];

test("there is a shape of every depth on offer", () => {
  const { min, max } = HIDDEN_LAYER_COUNT;
  const depths = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  assert.deepEqual(
    shapes.map(shape => shape.length),
    depths,
  );
});

/** Each activation in all layers, and a different one in each. */
const activationLists: readonly (readonly ActivationName[])[] = [
  ...keys(activationLabels).map(name => [name]),
  ["sigmoid", "leakyRelu", "linear", "tanh"],
  ["relu", "tanh", "sigmoid", "leakyRelu"],
];

for (const hiddenLayers of shapes) {
  const depth = hiddenLayers.length;
  for (const list of depth === 0 ? activationLists.slice(0, 1) : activationLists) {
    const activations = list.length === 1 ? list : list.slice(0, depth);
    for (const output of keys(outputLabels)) {
      for (const loss of keys(lossLabels)) {
        if (problemOf({ ...PLAIN, output, loss }) !== undefined) continue;
        const shape = `[${hiddenLayers.join()}] of ${activations.join()}`;
        test(`gradient check: ${output}, ${loss}, hidden layers ${shape}`, () => {
          const config = { ...PLAIN, hiddenLayers, activations, output, loss };
          for (const isMasked of depth === 0 ? [false] : [false, true]) {
            checkPenalties(config, isMasked);
          }
        });
      }
    }
  }
}

/** Checks a config with every penalty, the same in all layers and different in each. */
function checkPenalties(config: TrainingConfig, isMasked: boolean): void {
  const table = drawTable(config.output);
  const network = drawNetwork(config, table, isMasked);
  for (const [name, rule] of Object.entries(penalties)) {
    for (const penaltyScale of [[], SCALES.slice(0, network.layers.length)]) {
      const penalized = { ...config, ...rule, penaltyScale };
      const analytic = gradientOfUpdate(network, table, penalized, SMALL_RATE);
      const numeric = gradientByDifferences(
        network.parameters,
        () => objective(network, table, penalized),
        2 ** -9,
      );
      const dropping = isMasked ? ", with dropped units" : "";
      assertSameGradient(analytic, numeric, `${name} [${penaltyScale.join()}]${dropping}`);
    }
  }
}

function drawTable(output: OutputName): ItemTable {
  const random = new Random(17);
  const count = 4;
  const inputs = Float64Array.from({ length: 3 * count }, () => random.uniform(-2, 2));
  const classCount = output === "sigmoid" ? 2 : 3;
  const labels =
    output === "identity"
      ? Float64Array.from({ length: count }, () => random.uniform(-3, 3))
      : Uint16Array.from({ length: count }, (_, item) => item % classCount);
  return { count, inputs, labels };
}

/**
 * A network that is smooth where the differences are taken: no weight is near zero, where |w| has a
 * kink, and no sum of a hidden unit is, where ReLU has one.
 */
function drawNetwork(config: TrainingConfig, table: ItemTable, isMasked: boolean): Network {
  const outputs = config.output === "softmax" ? 3 : 1;
  const sizes = [inputCountOf(table), ...config.hiddenLayers, outputs];
  for (let seed = 1; seed <= 10_000; seed++) {
    const parameters = drawUniform(sizes, 0.8, new Random(seed));
    const network = new Network(
      parameters.map(value => value + 0.2 * Math.sign(value)),
      sizes,
      config,
    );
    if (isMasked) maskUnits(network);
    if (isSmooth(network, config, table)) return network;
  }
  assert.fail("no network is smooth");
}

/** What dropout does with a third of the units dropped. */
function maskUnits({ masks }: Network): void {
  for (const [l, mask] of masks.entries()) {
    for (let j = 0; j < mask.length; j++) mask[j] = (j + l) % 3 === 0 ? 0 : 1.5;
  }
}

/** Also false where no unit of a layer is active: nothing would flow back through it. */
function isSmooth(network: Network, config: TrainingConfig, table: ItemTable): boolean {
  return network.masks.every((mask, l) => {
    // A network that ends here has the sums of this layer for logits.
    const sizes = network.sizes.slice(0, l + 2);
    const parameters = network.parameters.slice(0, parameterCount(sizes));
    const lower = new Network(parameters, sizes, { ...config, output: "softmax" });
    for (const [k, lowerMask] of lower.masks.entries()) lowerMask.set(network.masks[k]);
    let hasActive = false;
    for (let item = 0; item < table.count; item++) {
      lower.forward(table.inputs, item * sizes[0]);
      if (lower.logits.some(z => Math.abs(z) < 0.05)) return false;
      hasActive ||= lower.logits.some((z, j) => z > 0 && mask[j] > 0);
    }
    return hasActive;
  });
}

function keys<Name extends string>(labels: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(labels) as Name[];
}

function assertSameGradient(analytic: Float64Array, numeric: Float64Array, what: string): void {
  const error = relativeError(analytic, numeric);
  assert.ok(error < 1e-9, `${what}: relative error ${error}`);
  assertClose(analytic, numeric, 1e-7, `${what}: each parameter`, 1e-3);
}

/** Relative error of the article's derivative, as a gradient of squared error. */
function articleError(network: Network, table: ItemTable): number {
  return relativeError(
    gradientOfUpdate(network, table, { ...PLAIN, articleDerivative: true }),
    gradientOfUpdate(network, table, PLAIN),
  );
}

test("the article's derivative is not the gradient", () => {
  for (const hiddenLayers of [[], [5], [4, 3], [3, 3, 2]]) {
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
      const config = { ...PLAIN, loss, l2 };
      const evaluated = evaluate(network, table, config, roundings.float64).next();
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
      const { signals } = losses.crossEntropy.softmax;
      network.backward(layerViews(sums, sizes), signals, table.labels[item]);
    }
    return sums;
  };
  const [first, second] = [gradientOf([0]), gradientOf([1])];
  assert.deepEqual(
    gradientOf([0, 1]),
    first.map((value, i) => value + second[i]),
  );
});
