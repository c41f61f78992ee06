/** An epoch update by update, against what the run recorded. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { optimizerLabels, type TrainingConfig } from "../../../src/core/config.ts";
import { referenceEngine } from "../../../src/core/engine.ts";
import { KernelEngine } from "../../../src/core/kernelEngine.ts";
import { PlainKernel } from "../../../src/core/plainKernel/plainKernel.ts";
import { type ConfigChange, Run } from "../../../src/core/run.ts";
import { isDropped, Replay, type SlowEpoch } from "../../../src/core/slowMotion.ts";
import { train, Updater } from "../../../src/core/trainer.ts";
import { layerViews } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import {
  assertClose,
  assertSameBits,
  drawUniform,
  quickConfig,
  sizesOf,
  smallDataset,
  WatchedNetwork,
} from "./training.ts";

const kernelEngine = () => new KernelEngine(new PlainKernel());

function replayTo(
  epochs: number,
  config: TrainingConfig,
  changes: readonly ConfigChange[] = [],
  engine = kernelEngine(),
): SlowEpoch {
  const sizes = sizesOf(config, smallDataset);
  const replay = new Replay({ config, sizes, changes }, smallDataset.train, engine);
  for (const _ of replay.advance(epochs)) assert.ok(replay.epoch <= epochs);
  return replay.nextEpoch();
}

/** Weights of a run after so many epochs. */
function weightsAfter(
  epochs: number,
  config: TrainingConfig,
  changes: readonly ConfigChange[] = [],
  engine = kernelEngine(),
): Float64Array {
  const run = new Run(config, sizesOf(config, smallDataset), smallDataset, engine, changes);
  for (const ended of run.steps) if (ended && run.epoch === epochs) break;
  assert.equal(run.epoch, epochs);
  return run.parameters;
}

const optimizers = Object.keys(optimizerLabels) as (keyof typeof optimizerLabels)[];

/** Everything that draws, remembers or restrains, with every optimizer. */
const configs: readonly TrainingConfig[] = [
  ...optimizers.map(optimizer =>
    quickConfig({
      ...{ optimizer, batchSize: 7, epochs: 9, l2: 0.01, l1: 0.001, hiddenLayers: [5, 4] },
      ...{ dropout: 0.3, jitter: 0.2, maxNorm: 1.5, decay: 0.001 },
      ...{ dropoutScale: [1, 0], schedule: "cosine" },
    }),
  ),
  quickConfig({ epochs: 9, streams: "shared", articleDerivative: true }),
  quickConfig({ epochs: 9, batchSize: 1000, loss: "crossEntropy", activations: ["relu"] }),
];

test("the last update of an epoch ends at the weights that were recorded", () => {
  for (const config of configs) {
    for (const epoch of [1, 2, 7]) {
      const slow = replayTo(epoch - 1, config);
      const what = `${config.optimizer}, epoch ${epoch}`;
      assert.equal(slow.epoch, epoch);
      assertSameBits(slow.at(0).before, weightsAfter(epoch - 1, config), `${what}, start`);
      const { after } = slow.at(slow.updates - 1);
      assertClose(after, weightsAfter(epoch, config), 1e-12, what, 1);
    }
  }
});

test("settings that changed on the way change here too", () => {
  for (const optimizer of optimizers) {
    const config = quickConfig({ optimizer, batchSize: 4, epochs: 8 });
    const changes: ConfigChange[] = [
      { epoch: 0, config: { ...config, l2: 0.05 } },
      { epoch: 2, config: { ...config, l2: 0.05, dropout: 0.5, jitter: 0.3 } },
      { epoch: 4, config: { ...config, l2: 0, jitter: 0.1, learningRate: 0.02 } },
    ];
    for (const epoch of [1, 3, 4, 5, 8]) {
      const slow = replayTo(epoch - 1, config, changes);
      const { after, learningRate, config: used } = slow.at(slow.updates - 1);
      assert.equal(used.l2, epoch > 4 ? 0 : 0.05);
      assert.equal(learningRate, epoch > 4 ? 0.02 : config.learningRate);
      const expected = weightsAfter(epoch, config, changes);
      assertClose(after, expected, 1e-12, `${optimizer}, epoch ${epoch}`, 1);
    }
  }
});

test("with the engine that rounds as the article did, the bits are the same", () => {
  const config = quickConfig({
    ...{ arithmetic: "float32", epochs: 6, publishedSign: true, l2: 0.01 },
    ...{ articleDerivative: true, streams: "shared" },
  });
  for (const engine of [referenceEngine, kernelEngine()] as const) {
    const slow = replayTo(4, config, [], engine as KernelEngine);
    assertSameBits(slow.at(29).after, weightsAfter(5, config), "float32");
  }
});

test("updates follow each other, and any of them can be asked for in any order", () => {
  const config = quickConfig({ batchSize: 7, epochs: 3, optimizer: "adam", dropout: 0.2 });
  const slow = replayTo(2, config);
  assert.equal(slow.updates, 5);
  const forwards = [0, 1, 2, 3, 4].map(update => slow.at(update));
  for (let update = 1; update < 5; update++) {
    assertSameBits(forwards[update].before, forwards[update - 1].after, `update ${update}`);
  }
  for (const update of [3, 3, 0, 4, 1]) assert.deepEqual(slow.at(update), forwards[update]);
  // Every item once; the last batch is smaller.
  assert.deepEqual(
    forwards.map(({ items }) => items.length),
    [7, 7, 7, 7, 2],
  );
  const items = forwards.flatMap(update => [...update.items]);
  assert.deepEqual(
    items.toSorted((a, b) => a - b),
    Array.from({ length: 30 }, (_, item) => item),
  );
  for (const update of [-1, 5, 0.5, NaN]) assert.throws(() => slow.at(update), RangeError);
});

test("what was dropped is what the training dropped, item by item", () => {
  for (const changes of [
    { batchSize: 7, dropout: 0.4 },
    { batchSize: 1, dropout: 0.4, dropoutScale: [0, 1] },
    { batchSize: 1000, dropout: 0.2, dropoutScale: [1, 0.5], streams: "shared" as const },
  ]) {
    const config = quickConfig({ hiddenLayers: [6, 5], epochs: 3, seed: 12, ...changes });
    const sizes = sizesOf(config, smallDataset);
    const start = drawUniform(sizes, 0.5, new Random(1));
    const network = new WatchedNetwork(start, sizes, config);
    const ticks = train(network, smallDataset.train, () => config, new Random(12));
    assert.equal([...ticks].filter(({ endsEpoch }) => endsEpoch).length, 3);
    const slow = replayTo(2, config);
    const { length } = smallDataset.train.labels;
    const masks = network.presented.slice(2 * length).map(presented => presented.masks);
    const shown = Array.from({ length: slow.updates }, (_, update) => slow.at(update));
    const dropped = shown.flatMap(update =>
      Array.from(update.items, (_, position) =>
        [6, 5].map((units, layer) =>
          Array.from({ length: units }, (_, unit) =>
            isDropped(update, sizes, position, layer, unit),
          ),
        ),
      ),
    );
    assert.deepEqual(
      dropped,
      masks.map(layers => layers.map(mask => mask.map(kept => kept === 0))),
    );
    assert.ok(dropped.flat(2).includes(true) && dropped.flat(2).includes(false));
  }
  assert.equal(replayTo(1, quickConfig({ jitter: 1 })).at(0).dropped.length, 0);
});

test("an update is its rule applied to its numbers", () => {
  const config = quickConfig({ batchSize: 7, epochs: 3, l2: 0.1, l1: 0.01, maxNorm: 1 });
  const { before, gradient, after, items, learningRate } = replayTo(1, config).at(3);
  const sizes = sizesOf(config, smallDataset);
  const updated = before.slice();
  const sums = layerViews(
    gradient.map(mean => mean * items.length),
    sizes,
  );
  new Updater(layerViews(updated, sizes), sizes).apply(sums, items.length, learningRate, config);
  assertClose(updated, after, 1e-15, "the update", 1);
});

test("a replay goes on, but not back, and not beyond the end", () => {
  const config = quickConfig({ epochs: 3 });
  const run = { config, sizes: sizesOf(config, smallDataset), changes: [] };
  const replay = new Replay(run, smallDataset.train, referenceEngine);
  const advance = (epoch: number) => [...replay.advance(epoch)].length;
  assert.ok(advance(1) > 0);
  const first = replay.nextEpoch();
  const untouched = first.at(2);
  assert.equal(advance(1), 0);
  advance(2);
  assert.equal(replay.nextEpoch().epoch, 3);
  assert.deepEqual(first.at(2), untouched, "an epoch is not touched by what follows");
  assert.throws(() => advance(1), RangeError);
  assert.throws(() => advance(4), RangeError);
});
