import assert from "node:assert/strict";
import { test } from "node:test";
import type { ItemTable } from "../../../src/core/items.ts";
import { chooseSignals } from "../../../src/core/losses.ts";
import { WORK_PER_TICK } from "../../../src/core/metrics.ts";
import { ARTICLE_UNITS, layerViews, Network, parameterCount } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { train, type TrainingTick, Updater } from "../../../src/core/trainer.ts";
import {
  assertClose,
  assertSameBits,
  drawUniform,
  firstItems,
  quickConfig,
  smallDataset,
  WatchedRandom,
} from "./training.ts";

const SIZES = [2, 1];

/** Two updates of weights 1 and -2 and of bias 0.5: of 2 items, then of 4. */
function twoUpdates(rule: { l2?: number; decay?: number; publishedSign?: boolean }): number[][] {
  const parameters = Float64Array.of(1, -2, 0.5);
  const updater = new Updater(layerViews(parameters, SIZES), SIZES);
  const update = (sums: Float64Array, items: number) => {
    updater.apply(layerViews(sums, SIZES), items, 0.1, quickConfig({ l2: 0, ...rule }));
    return [...parameters];
  };
  // Mean gradients: 0.2, -0.3, 0.1, then -0.05, 0.2, -0.1.
  return [update(Float64Array.of(0.4, -0.6, 0.2), 2), update(Float64Array.of(-0.2, 0.8, -0.4), 4)];
}

const handWorked = [
  {
    name: "no penalty: w - 0.1 g",
    rule: {},
    // 1 - 0.02, -2 + 0.03, 0.5 - 0.01; then + 0.005, - 0.02, + 0.01
    expected: [
      [0.98, -1.97, 0.49],
      [0.985, -1.99, 0.5],
    ],
  },
  {
    name: "L2: w - 0.1 (g + 0.5 w)",
    rule: { l2: 0.5 },
    // 1 - 0.1 * 0.7, -2 - 0.1 * -1.3; then 0.93 - 0.1 * 0.415, -1.87 - 0.1 * -0.735
    expected: [
      [0.93, -1.87, 0.49],
      [0.8885, -1.7965, 0.5],
    ],
  },
  {
    name: "the published sign: w - 0.1 (g - 0.5 w)",
    rule: { l2: 0.5, publishedSign: true },
    // 1 - 0.1 * -0.3, -2 - 0.1 * 0.7; then 1.03 - 0.1 * -0.565, -2.07 - 0.1 * 1.235
    expected: [
      [1.03, -2.07, 0.49],
      [1.0865, -2.1935, 0.5],
    ],
  },
  {
    name: "constant decay: 0.8 w - 0.1 g",
    rule: { decay: 0.2 },
    // 0.8 - 0.02, -1.6 + 0.03; then 0.624 + 0.005, -1.256 - 0.02
    expected: [
      [0.78, -1.57, 0.49],
      [0.629, -1.276, 0.5],
    ],
  },
  {
    name: "decay and L2, the penalty at the old weight: 0.8 w - 0.1 (g + 0.5 w)",
    rule: { decay: 0.2, l2: 0.5 },
    // 0.8 - 0.07, -1.6 + 0.13; then 0.584 - 0.0315, -1.176 + 0.0535
    expected: [
      [0.73, -1.47, 0.49],
      [0.5525, -1.1225, 0.5],
    ],
  },
];

for (const { name, rule, expected } of handWorked) {
  test(`two updates worked by hand: ${name}`, () => {
    const found = twoUpdates(rule);
    expected.forEach((values, step) => assertClose(found[step], values, 1e-15, `step ${step}`, 1));
  });
}

test("a decay of 1 forgets the weights and keeps the biases", () => {
  const [first] = twoUpdates({ decay: 1 });
  assertClose(first, [-0.02, 0.03, 0.49], 1e-15, "after one update");
});

test("with gradient 0, biases stay to the bit, whatever the penalty", () => {
  for (const rule of [{ l2: 3 }, { decay: 0.3 }, { l2: 3, publishedSign: true }]) {
    const sizes = [3, 4, 2];
    const parameters = drawUniform(sizes, 1, new Random(1));
    const before = parameters.slice();
    const layers = layerViews(parameters, sizes);
    const gradient = layerViews(new Float64Array(parameters.length), sizes);
    new Updater(layers, sizes).apply(gradient, 3, 0.1, quickConfig({ l2: 0, ...rule }));
    layerViews(before, sizes).forEach(({ weights, biases }, l) => {
      assertSameBits(layers[l].biases, biases, "biases");
      weights.forEach((weight, i) => assert.notEqual(layers[l].weights[i], weight));
    });
  }
});

/** One input, two classes, no hidden layer: small enough to follow on paper. */
const oneItem: ItemTable = {
  count: 1,
  inputs: Float64Array.of(2),
  labels: Uint16Array.of(0),
};

test("two epochs on one item, worked by hand", () => {
  const network = new Network(new Float64Array(4), [1, 2]);
  const config = quickConfig({
    hiddenLayers: [],
    loss: "crossEntropy",
    learningRate: 0.1,
    l2: 0.5,
    epochs: 2,
  });
  const training = train(network, oneItem, () => config, new Random(0));
  assert.deepEqual(training.next().value, { epoch: 1, updates: 1, endsEpoch: true });
  // Probabilities 1/2 and 1/2, so signals -1/2 and 1/2.
  assertClose(network.parameters, [0.1, -0.1, 0.05, -0.05], 1e-15, "after epoch 1");
  assert.deepEqual(training.next().value, { epoch: 2, updates: 2, endsEpoch: true });
  // Logits 0.25 and -0.25: the signal is 1 / (1 + exp(-0.5)) - 1.
  const signal = 1 / (1 + Math.exp(-0.5)) - 1;
  const weight = 0.1 - 0.1 * (2 * signal + 0.5 * 0.1);
  const bias = 0.05 - 0.1 * signal;
  assertClose(network.parameters, [weight, -weight, bias, -bias], 1e-15, "after epoch 2");
  assert.equal(training.next().done, true);
});

/** Trains batch by batch with means taken over the gradients of single items. */
function trainByMeans(
  parameters: Float64Array,
  sizes: readonly number[],
  table: ItemTable,
  config: ReturnType<typeof quickConfig>,
  orders: readonly (readonly number[])[],
): void {
  const network = new Network(parameters, sizes);
  for (const order of orders) {
    for (let start = 0; start < order.length; start += config.batchSize) {
      const batch = order.slice(start, start + config.batchSize);
      const mean = new Float64Array(parameters.length);
      for (const item of batch) {
        const gradient = new Float64Array(parameters.length);
        network.forward(table.inputs, item * sizes[0]);
        network.backward(layerViews(gradient, sizes), chooseSignals(config), table.labels[item]);
        gradient.forEach((g, i) => (mean[i] += g / batch.length));
      }
      layerViews(mean, sizes).forEach(({ weights, biases }, l) => {
        const layer = network.layers[l];
        weights.forEach((g, i) => {
          layer.weights[i] -= config.learningRate * (g + config.l2 * layer.weights[i]);
        });
        biases.forEach((g, j) => (layer.biases[j] -= config.learningRate * g));
      });
    }
  }
}

for (const batchSize of [1, 4, 7, 29, 30]) {
  test(`batches of ${batchSize} of 30 items: each is averaged over its own size`, () => {
    const sizes = [10, 5, 4];
    const config = quickConfig({ batchSize, epochs: 3, learningRate: 0.2, l2: 0.02 });
    const start = drawUniform(sizes, 0.5, new Random(1));
    const order = new WatchedRandom(2);
    const network = new Network(start.slice(), sizes);
    const ticks = [...train(network, smallDataset.train, () => config, order)];
    assert.deepEqual(
      ticks.map(({ updates }) => updates),
      [1, 2, 3].map(epoch => epoch * Math.ceil(30 / batchSize)),
    );
    const expected = start.slice();
    trainByMeans(expected, sizes, smallDataset.train, config, order.orders);
    assertClose(network.parameters, expected, 1e-12, "weights", 1);
  });
}

test("a batch size larger than the table makes one update of all items", () => {
  const parametersAfter = (batchSize: number) => {
    const network = new Network(drawUniform([10, 5, 4], 0.5, new Random(1)), [10, 5, 4]);
    const config = quickConfig({ batchSize });
    const ticks = [...train(network, smallDataset.train, () => config, new Random(2))];
    assert.equal(ticks.at(-1)?.updates, config.epochs);
    return network.parameters;
  };
  assertSameBits(parametersAfter(1_000_000), parametersAfter(30), "weights");
});

test("each epoch's order is a shuffle of the one before", () => {
  const order = new WatchedRandom(5);
  const network = new Network(new Float64Array(parameterCount([10, 4])), [10, 4]);
  const config = quickConfig({ hiddenLayers: [], epochs: 3 });
  for (const tick of train(network, smallDataset.train, () => config, order))
    assert.ok(tick.endsEpoch);
  const expected = Array.from({ length: 30 }, (_, item) => item);
  const again = new Random(5);
  for (const found of order.orders) {
    again.shuffle(expected);
    assert.deepEqual(found, expected);
  }
  assert.equal(order.orders.length, 3);
});

test("an empty table has epochs and no updates", () => {
  const parameters = drawUniform([10, 4], 0.5, new Random(1));
  const network = new Network(parameters.slice(), [10, 4]);
  const empty = firstItems(smallDataset.train, 0);
  const config = quickConfig({ hiddenLayers: [], epochs: 2 });
  assert.deepEqual([...train(network, empty, () => config, new Random(0))], [
    { epoch: 1, updates: 0, endsEpoch: true },
    { epoch: 2, updates: 0, endsEpoch: true },
  ] satisfies TrainingTick[]);
  assertSameBits(network.parameters, parameters, "weights");
});

/** A network that counts its forward passes. */
class CountedNetwork extends Network {
  forwards = 0;

  override forward(inputs?: Float64Array, offset?: number): void {
    this.forwards++;
    super.forward(inputs, offset);
  }
}

for (const batchSize of [1, 30]) {
  test(`a large network gives a chance to stop often enough, batch ${batchSize}`, () => {
    const sizes = [10, 256, 256, 4];
    const network = new CountedNetwork(drawUniform(sizes, 0.01, new Random(1)), sizes);
    const workPerItem = 3 * network.parameters.length;
    const config = quickConfig({ hiddenLayers: [256, 256], batchSize, epochs: 1 });
    let before = 0;
    let ticks = 0;
    for (const tick of train(network, smallDataset.train, () => config, new Random(1))) {
      const items = network.forwards - before;
      assert.ok(items * workPerItem <= WORK_PER_TICK, `${items} items without a tick`);
      before = network.forwards;
      ticks++;
      if (!tick.endsEpoch) assert.equal(tick.epoch, 0);
    }
    assert.equal(network.forwards, 30);
    assert.ok(ticks >= Math.ceil((30 * workPerItem) / WORK_PER_TICK), `${ticks} ticks`);
    assert.ok(ticks > 2);
  });
}

test("to stop is to leave, to pause is not to pull", () => {
  const sizes = [10, 5, 4];
  const config = quickConfig({ epochs: 6 });
  const startOne = () => {
    const network = new Network(drawUniform(sizes, 0.5, new Random(1)), sizes);
    return { network, training: train(network, smallDataset.train, () => config, new Random(2)) };
  };
  const whole = startOne();
  const epochs = [...whole.training].map(({ epoch }) => epoch);
  assert.deepEqual(epochs, [1, 2, 3, 4, 5, 6]);

  // Two pulled in turn do not disturb each other.
  const [one, other] = [startOne(), startOne()];
  for (let epoch = 0; epoch < 6; epoch++) {
    one.training.next();
    other.training.next();
  }
  assertSameBits(one.network.parameters, whole.network.parameters, "one");
  assertSameBits(other.network.parameters, whole.network.parameters, "other");

  const left = startOne();
  for (const tick of left.training) if (tick.epoch === 2) break;
  assert.equal(left.training.next().done, true);
  const two = new Network(drawUniform(sizes, 0.5, new Random(1)), sizes);
  const short = [
    ...train(two, smallDataset.train, () => ({ ...config, epochs: 2 }), new Random(2)),
  ];
  assert.equal(short.length, 2);
  assertSameBits(left.network.parameters, two.parameters, "weights when left");
});

test("float32 training keeps every parameter a float32, batches included", () => {
  const sizes = [10, 5, 3, 4];
  for (const batchSize of [1, 7]) {
    const round = roundings.float32;
    const network = new Network(
      drawUniform(sizes, 0.5, new Random(1), round),
      sizes,
      ARTICLE_UNITS,
      round,
    );
    const config = quickConfig({ arithmetic: "float32", batchSize, l2: 0.01, decay: 0.001 });
    const ticks = [...train(network, smallDataset.train, () => config, new Random(2))];
    assert.equal(ticks.length, config.epochs);
    assert.ok(network.parameters.every(value => value === Math.fround(value)));
  }
});
