/** Inspections against the metrics, against differences of the loss, and by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lossLabels, outputLabels, type TrainingConfig } from "../../../src/core/config.ts";
import {
  inspect,
  type InspectedNetwork,
  type Inspection,
  inspectTraining,
} from "../../../src/core/inspection.ts";
import { type Dataset, emptyTable, type ItemTable } from "../../../src/core/items.ts";
import { evaluate } from "../../../src/core/metrics.ts";
import { layerViews, Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { assertClose, createRun, drawUniform, quickConfig, sizesOf } from "./training.ts";
import { smallDataset, trainAll } from "./training.ts";

const twoClasses: Dataset = {
  ...smallDataset,
  classNames: ["class 0", "another class"],
  train: { ...smallDataset.train, labels: smallDataset.train.labels.map(l => Math.min(l, 1)) },
  validation: emptyTable(),
  test: { ...smallDataset.test, labels: smallDataset.test.labels.map(l => Math.min(l, 1)) },
};

/** The classes of the small dataset as numbers to be predicted. */
const numbers: Dataset = {
  ...smallDataset,
  classNames: [],
  train: { ...smallDataset.train, labels: Float64Array.from(smallDataset.train.labels) },
  validation: emptyTable(),
  test: { ...smallDataset.test, labels: Float64Array.from(smallDataset.test.labels) },
};

test("of numbers the targets and outputs are told, the farthest ones first", () => {
  const config = quickConfig({ output: "identity", hiddenLayers: [4] });
  const inspected = randomNetwork(config, numbers);
  const { parts, training } = inspect(numbers, inspected);
  const { test: part, train, validation } = parts;
  const network = new Network(inspected.parameters, inspected.sizes, config);
  assert.equal(part.confusion.length, 0);
  assert.equal(part.pairs.length, 2 * numbers.test.count);
  assert.equal(validation.pairs.length, 0);
  let outputs: number[] = [];
  for (let item = 0; item < numbers.train.count; item++) {
    network.forward(numbers.train.inputs, item * inspected.sizes[0]);
    assert.equal(train.pairs[2 * item], numbers.train.labels[item]);
    assert.equal(train.pairs[2 * item + 1], network.outputs[0]);
    outputs = [...outputs, network.outputs[0]];
  }
  assert.equal(training.outputSpread, Math.max(...outputs) - Math.min(...outputs));
  const distances = part.worst.map(worst => {
    assert.ok(worst.kind === "number");
    assert.equal(worst.loss, (worst.target - worst.output) ** 2 / 2);
    return Math.abs(worst.target - worst.output);
  });
  assert.deepEqual(
    distances,
    distances.toSorted((a, b) => b - a),
  );
});

function randomNetwork(config: TrainingConfig, dataset: Dataset): InspectedNetwork {
  const sizes = sizesOf(config, dataset);
  const parameters = drawUniform(sizes, 0.5, new Random(5));
  return { config, sizes, parameters, epoch: 3 };
}

function meanLoss(network: Network, table: ItemTable, config: TrainingConfig): number {
  const measuring = evaluate(network, table, config, roundings.float64);
  for (;;) {
    const next = measuring.next();
    if (next.done) return next.value.loss;
  }
}

test("the confusion counts, losses and worst items are those of the metrics", () => {
  for (const output of ["softmax", "sigmoid"] as const) {
    const dataset = output === "softmax" ? smallDataset : twoClasses;
    const run = createRun(quickConfig({ output, epochs: 6 }), dataset);
    trainAll([run]);
    const { config, sizes, parameters } = run;
    const inspected = inspect(dataset, { config, sizes, parameters, epoch: 6 });
    for (const name of ["train", "validation", "test"] as const) {
      const table = dataset[name];
      const part = inspected.parts[name];
      const network = new Network(parameters, sizes, config);
      const measured = [...measure(network, table, config)];
      const correct = dataset.classNames.reduce(
        (sum, _, k) => sum + part.confusion[k * dataset.classNames.length + k],
        0,
      );
      assert.equal(part.items, table.count);
      assert.equal(part.itemsUsed, table.count);
      assert.equal(
        part.confusion.reduce((sum, count) => sum + count, 0),
        table.count,
      );
      assert.equal(correct, measured.filter(item => item.predicted === item.label).length);
      assertClose([part.loss], [meanLoss(network, table, config)], 1e-12, "mean loss");
      // The first of equals comes first, as sorting keeps their order.
      const worst = measured.toSorted((a, b) => b.loss - a.loss).slice(0, 10);
      assert.deepEqual(
        part.worst.map(found => [
          found.item,
          found.loss,
          found.kind === "class" && found.trueClass,
        ]),
        worst.map(({ item, loss, label }) => [item, loss, label]),
      );
      assert.equal(part.pairs.length, 0);
      for (const found of part.worst) {
        assert.ok(found.kind === "class");
        const { item, probability, predictedClass, inputs } = found;
        assert.equal(probability, measured[item].probability);
        assert.equal(predictedClass, measured[item].predicted);
        assert.deepEqual(inputs, [...table.inputs.slice(item * sizes[0], (item + 1) * sizes[0])]);
      }
    }
  }
});

/** Every item by itself. */
function* measure(network: Network, table: ItemTable, config: TrainingConfig) {
  for (let item = 0; item < table.count; item++) {
    network.forward(table.inputs, item * network.sizes[0]);
    const label = table.labels[item];
    const probabilities = [...network.probabilities];
    const only = {
      count: 1,
      inputs: table.inputs.slice(item * network.sizes[0], (item + 1) * network.sizes[0]),
      labels: Uint16Array.of(label),
    };
    yield {
      ...{ item, label, probability: probabilities[label] },
      predicted: probabilities.indexOf(Math.max(...probabilities)),
      loss: meanLoss(network, only, config),
    };
  }
}

test("the data's pull is the length of the gradient, by differences of the loss", () => {
  for (const loss of Object.keys(lossLabels) as (keyof typeof lossLabels)[]) {
    for (const output of Object.keys(outputLabels) as (keyof typeof outputLabels)[]) {
      if (loss === "crossEntropy" && output === "identity") continue;
      const dataset = { softmax: smallDataset, sigmoid: twoClasses, identity: numbers }[output];
      const config = quickConfig({ loss, output, hiddenLayers: [4, 3], jitter: 1, dropout: 0.5 });
      const inspected = randomNetwork(config, dataset);
      const { parameters, sizes } = inspected;
      const network = new Network(parameters, sizes, config);
      const gradient = parameters.map((held, i) => {
        const step = 1e-5;
        parameters[i] = held + step;
        const above = meanLoss(network, dataset.train, config);
        parameters[i] = held - step;
        const below = meanLoss(network, dataset.train, config);
        parameters[i] = held;
        return (above - below) / (2 * step);
      });
      const expected = layerViews(gradient, sizes).map(({ weights }) => Math.hypot(...weights));
      const { forces, itemsUsed } = inspectTraining(dataset.train, inspected);
      assert.equal(itemsUsed, 30);
      assertClose(
        forces.map(force => force.data),
        expected,
        1e-7,
        `${loss}, ${output}`,
      );
    }
  }
});

test("the pulls of the penalties are those of the update, layer by layer", () => {
  const config = quickConfig({
    hiddenLayers: [2],
    ...{ l2: 0.1, l1: 0.01, decay: 0.02, learningRate: 0.5, penaltyScale: [1, 3] },
    ...{ schedule: "step", scheduleEvery: 1, scheduleFactor: 0.5 },
  });
  const parameters = Float64Array.of(3, 0, -4, 0, /**/ 9, 9, /**/ 1, 0, 0, 2, /**/ 9, 9);
  const network = { config, sizes: [2, 2, 2], parameters, epoch: 2 };
  const table = { count: 1, inputs: Float64Array.of(1, 1), labels: Uint16Array.of(0) };
  const [first, second] = inspectTraining(table, network).forces;
  assertClose([first.l2, first.l1], [0.5, 0.01 * Math.sqrt(2)], 1e-15, "first layer");
  assertClose([second.l2, second.l1], [0.3 * Math.sqrt(5), 0.03 * Math.sqrt(2)], 1e-15, "second");
  // In epoch 2 the learning rate is 1/4.
  assertClose([first.decay, second.decay], [0.08 * 5, 0.08 * Math.sqrt(5)], 1e-15, "decay");
});

test("dead and saturated units are told by name, and only of the kinds that can be so", () => {
  // Unit 0 sees 8 x, unit 1 sees -8 x, unit 2 sees x / 10; x is 1 or, once in a hundred, 0.
  const parameters = Float64Array.of(8, -8, 0.1, /**/ 0, 0, 0, /**/ 1, 0, 1, 0, 1, 0, /**/ 0, 0);
  const inputs = Float64Array.from({ length: 100 }, (_, item) => (item === 50 ? 0 : 1));
  const table: ItemTable = { count: 100, inputs, labels: new Uint16Array(100) };
  const unitsOf = (activation: TrainingConfig["activations"][0], most = table) => {
    const config = quickConfig({ hiddenLayers: [3], activations: [activation] });
    const network = { config, sizes: [1, 3, 2], parameters, epoch: 0 };
    const { units } = inspectTraining(most, network);
    assert.equal(units.length, 1);
    assert.deepEqual([units[0].activation, units[0].units], [activation, 3]);
    return [units[0].dead, units[0].saturated];
  };
  assert.deepEqual(unitsOf("tanh"), [[], [0, 1]]);
  assert.deepEqual(unitsOf("sigmoid"), [[], [0, 1]]);
  assert.deepEqual(unitsOf("relu"), [[1], []]);
  assert.deepEqual(unitsOf("leakyRelu"), [[], []]);
  assert.deepEqual(unitsOf("linear"), [[], []]);
  assert.deepEqual(unitsOf("tanh", emptyTable()), [[], []]);
  // One item that wakes a ReLU is enough; six in a hundred wake a tanh unit.
  const negative = inputs.map((x, item) => (item === 7 ? -1 : x));
  assert.deepEqual(unitsOf("relu", { ...table, inputs: negative }), [[], []]);
  const awake = inputs.map((x, item) => (item < 6 ? 0 : x));
  assert.deepEqual(unitsOf("tanh", { ...table, inputs: awake }), [[], []]);
});

test("a network that ignores its inputs has no spread", () => {
  const config = quickConfig({ hiddenLayers: [2] });
  const spreadOf = (parameters: Float64Array) =>
    inspectTraining(smallDataset.train, { config, sizes: [10, 2, 4], parameters, epoch: 0 })
      .outputSpread;
  assert.equal(spreadOf(new Float64Array(34)), 0);
  const spread = spreadOf(drawUniform([10, 2, 4], 0.5, new Random(1)));
  assert.ok(spread > 0.05 && spread <= 1, String(spread));
});

test("of a large table every k-th item is looked at, and that is said", () => {
  const count = 400_000;
  const inputs = Float64Array.from({ length: count }, (_, item) => item / count);
  const table = { count, inputs, labels: new Uint16Array(count) };
  const dataset = { ...smallDataset, classNames: ["a", "b"], train: table, test: table };
  const config = quickConfig({ hiddenLayers: [20] });
  const parameters = drawUniform([1, 20, 2], 0.5, new Random(2));
  const { parts, training } = inspect(
    { ...dataset, validation: emptyTable() },
    { config, sizes: [1, 20, 2], parameters, epoch: 1 },
  );
  assert.equal(parts.train.items, count);
  const { itemsUsed } = parts.train;
  assert.ok(itemsUsed >= 100_000 && itemsUsed < count, String(itemsUsed));
  assert.ok(training.itemsUsed >= 50_000 && training.itemsUsed < itemsUsed);
  assert.equal(
    parts.train.confusion.reduce((sum, n) => sum + n, 0),
    itemsUsed,
  );
  const { validation } = parts;
  assert.deepEqual([validation.items, validation.itemsUsed, validation.loss], [0, 0, 0]);
  assert.deepEqual(validation.worst, []);
});

test("weights at the edge of what can be recorded are inspected with finite numbers", () => {
  const config = quickConfig({ loss: "crossEntropy", activations: ["relu"], l2: 10 });
  const parameters = drawUniform([10, 5, 4], 1e30, new Random(3));
  const everything: Inspection = inspect(smallDataset, {
    config,
    sizes: [10, 5, 4],
    parameters,
    epoch: 9,
  });
  const numbers: number[] = [];
  JSON.stringify(everything, (_key, value: unknown) => {
    if (typeof value === "number") numbers.push(value);
    return value;
  });
  assert.ok(numbers.length > 100 && numbers.every(Number.isFinite));
});

test("parameters that do not fit are refused", () => {
  const config = quickConfig();
  const wrong = { config, sizes: [10, 5, 4], parameters: new Float64Array(7), epoch: 0 };
  assert.throws(() => inspect(smallDataset, wrong), RangeError);
  assert.throws(() => inspectTraining(smallDataset.train, wrong), RangeError);
});
