/** What an item goes through each time it is presented: noise on its inputs, dropped units. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingConfig } from "../../../src/core/config.ts";
import { dropoutOf } from "../../../src/core/layerSettings.ts";
import { evaluate } from "../../../src/core/metrics.ts";
import { layerViews, Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { train } from "../../../src/core/trainer.ts";
import {
  assertSameBits,
  column,
  createRun,
  drawUniform,
  quickConfig,
  smallDataset,
  trainAll,
  trainConfig,
  WatchedNetwork,
  WatchedRandom,
} from "./training.ts";

const SIZES = [10, 6, 5, 4];
const { train: table } = smallDataset;

/** Everything presented in three epochs, and the order of items. */
function watch(changes: Partial<TrainingConfig>) {
  const config = quickConfig({
    hiddenLayers: [6, 5],
    epochs: 3,
    batchSize: 7,
    seed: 12,
    ...changes,
  });
  const network = new WatchedNetwork(drawUniform(SIZES, 0.5, new Random(1)), SIZES, config);
  const order = new WatchedRandom(config.seed);
  for (const tick of train(network, table, () => config, order)) assert.ok(tick.endsEpoch);
  return { presented: network.presented, orders: order.orders, parameters: network.parameters };
}

const cases: Partial<TrainingConfig>[] = [
  {},
  { dropout: 0.4 },
  { dropout: 0.4, dropoutScale: [0, 1] },
  { dropout: 0.4, dropoutScale: [0.5, 0] },
  { jitter: 0.7 },
  { jitter: 0.7, dropout: 0.2, dropoutScale: [0.5, 1] },
  { jitter: 0.7, dropout: 0.2, streams: "shared" },
];

for (const changes of cases) {
  test(`masks and noise are drawn for each presentation, in order: ${JSON.stringify(changes)}`, () => {
    const config = quickConfig({ hiddenLayers: [6, 5], ...changes });
    const { presented, orders } = watch(changes);
    assert.equal(presented.length, 90);
    const dropping = Random.stream(12, "dropout");
    const jittering = Random.stream(12, "jitter");
    const sequence = orders.flat();
    for (const [i, { item, masks }] of presented.entries()) {
      const clean = [...table.inputs.subarray(sequence[i] * 10, sequence[i] * 10 + 10)];
      const { jitter } = config;
      const noisy = jitter === 0 ? clean : clean.map(x => x + jitter * jittering.gaussian());
      assert.deepEqual(item, noisy, `item ${i}`);
      const expected = [6, 5].map((units, layer) => {
        const p = dropoutOf(config, layer);
        return Array.from({ length: units }, () => {
          if (p === 0) return 1;
          return dropping.next32() < p * 2 ** 32 ? 0 : 1 / (1 - p);
        });
      });
      assert.deepEqual(masks, expected, `masks ${i}`);
    }
  });
}

test("switching dropout or jitter on shifts neither start nor order, nor one the other", () => {
  const plain = watch({});
  const both = watch({ dropout: 0.5, jitter: 1 });
  const dropout = watch({ dropout: 0.5 });
  const jitter = watch({ jitter: 1 });
  for (const { orders } of [both, dropout, jitter]) assert.deepEqual(orders, plain.orders);
  assert.deepEqual(
    both.presented.map(({ masks }) => masks),
    dropout.presented.map(({ masks }) => masks),
  );
  assert.deepEqual(
    both.presented.map(({ item }) => item),
    jitter.presented.map(({ item }) => item),
  );
  const results = [plain, both, dropout, jitter].map(({ parameters }) => [...parameters]);
  for (const [i, one] of results.entries()) {
    for (const other of results.slice(i + 1)) assert.notDeepEqual(one, other);
  }
  for (const streams of ["separate", "shared"] as const) {
    const start = createRun(quickConfig({ streams })).parameters;
    for (const changes of [{ dropout: 0.5 }, { jitter: 1 }]) {
      assertSameBits(createRun(quickConfig({ streams, ...changes })).parameters, start, "start");
    }
  }
});

test("another seed drops other units and adds other noise", () => {
  const one = watch({ dropout: 0.5, jitter: 1 }).presented[0];
  const other = watch({ dropout: 0.5, jitter: 1, seed: 13 }).presented[0];
  assert.notDeepEqual(one.masks, other.masks);
  assert.notDeepEqual(one.item, other.item);
});

test("what is measured is measured without noise and with every unit", () => {
  const config = quickConfig({ dropout: 0.5, jitter: 2, epochs: 3, learningRate: 0.1 });
  const [{ recording }] = trainAll([createRun(config)]);
  assert.deepEqual(column(recording, "epoch"), [0, 1, 2, 3]);
  for (let epoch = 0; epoch <= 3; epoch++) {
    const { parameters } = recording.snapshotAt(epoch) ?? assert.fail();
    const network = new Network(parameters.slice(), [10, 5, 4], config);
    for (const name of ["train", "validation", "test"] as const) {
      const next = evaluate(network, smallDataset[name], config, roundings.float64).next();
      assert.ok(next.done);
      assert.equal(recording.metric(epoch, `${name}Loss`), next.value.loss);
      assert.equal(recording.metric(epoch, `${name}Correct`), next.value.correct);
    }
  }
});

test("weights that lead from or into dropped units get no gradient from that item", () => {
  // One item, one update: every weight of a unit that was dropped stays.
  const config = quickConfig({ dropout: 0.5, epochs: 1, batchSize: 1, l2: 0, seed: 3 });
  const start = drawUniform([10, 5, 4], 0.5, new Random(1));
  const network = new WatchedNetwork(start.slice(), [10, 5, 4], config);
  const one = { count: 1, inputs: table.inputs.slice(0, 10), labels: table.labels.slice(0, 1) };
  const [tick] = train(network, one, () => config, new Random(1));
  assert.equal(tick.updates, 1);
  const [mask] = network.presented[0].masks;
  assert.ok(mask.includes(0) && mask.includes(2));
  const [hidden, output] = layerViews(start, [10, 5, 4]);
  for (const [j, m] of mask.entries()) {
    for (let i = 0; i < 10; i++) {
      const stays = network.layers[0].weights[i * 5 + j] === hidden.weights[i * 5 + j];
      assert.equal(stays, m === 0, `weight ${i}, ${j}`);
    }
    for (let k = 0; k < 4; k++) {
      const stays = network.layers[1].weights[j * 4 + k] === output.weights[j * 4 + k];
      assert.equal(stays, m === 0, `weight ${j}, ${k}`);
    }
  }
});

test("strong L1 makes weights exactly 0 in training, and they come back when it is gone", () => {
  const run = createRun(quickConfig({ l1: 0.2, epochs: 6, learningRate: 0.1, l2: 0 }));
  const pull = () => {
    while (run.steps.next().value === false);
  };
  for (let epoch = 0; epoch <= 3; epoch++) pull();
  const [{ weights }] = layerViews(run.parameters.slice(), run.sizes);
  const zeros = weights.reduce((count, weight) => count + (Object.is(weight, 0) ? 1 : 0), 0);
  assert.ok(zeros > 10 && zeros <= 50, `${zeros} weights are 0`);
  for (const pause of run.change({ ...run.config, l1: 0 })) assert.equal(pause, false);
  pull();
  const [back] = layerViews(run.parameters, run.sizes);
  const left = back.weights.reduce((count, weight) => count + (weight === 0 ? 1 : 0), 0);
  assert.ok(left < zeros, `${left} weights are still 0`);
});

test("max-norm holds for every unit of every layer, and for no bias", () => {
  const c = 0.75;
  const run = trainConfig({
    maxNorm: c,
    hiddenLayers: [6, 5],
    learningRate: 0.5,
    epochs: 30,
    initRange: 1,
    l2: 0,
    loss: "crossEntropy",
  });
  const norms = layerViews(run.parameters, run.sizes).map(({ inputs, outputs, weights }) =>
    Array.from({ length: outputs }, (_, j) =>
      Math.hypot(...Array.from({ length: inputs }, (_, i) => weights[i * outputs + j])),
    ),
  );
  for (const layer of norms) {
    assert.ok(layer.every(norm => norm <= c * (1 + 1e-14)));
    assert.ok(
      layer.some(norm => norm > c * (1 - 1e-14)),
      "a unit at the largest norm",
    );
  }
  const biases = layerViews(run.parameters, run.sizes).flatMap(layer => [...layer.biases]);
  assert.ok(Math.max(...biases.map(Math.abs)) > c);
});
