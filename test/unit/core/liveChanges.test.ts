/** Settings that change while a run goes on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LIVE_MEMBERS,
  type LiveChanges,
  type LiveMember,
  type TrainingConfig,
} from "../../../src/core/config.ts";
import { ARTICLE_DATASET, createExperiment } from "../../../src/core/experiment.ts";
import { createRuns } from "../../../src/core/experimentTraining.ts";
import { referenceEngine } from "../../../src/core/engine.ts";
import { Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { type ConfigChange, Run } from "../../../src/core/run.ts";
import { train } from "../../../src/core/trainer.ts";
import {
  assertClose,
  assertSameBits,
  column,
  createRun,
  drawUniform,
  metricAt,
  quickConfig,
  recordingOf,
  sizesOf,
  smallDataset,
  trainAll,
} from "./training.ts";

function pullEpoch(run: Run): void {
  while (run.steps.next().value === false);
}

function change(run: Run, changes: LiveChanges): void {
  for (const pause of run.change({ ...run.config, ...changes })) assert.equal(pause, false);
}

/** A run that is told of changes while it goes on, after so many epochs. */
function changedOnTheWay(config: TrainingConfig, changes: Record<number, LiveChanges>): Run {
  const run = createRun(config);
  for (let epoch = 0; epoch <= config.epochs; epoch++) {
    pullEpoch(run);
    assert.equal(run.epoch, epoch);
    if (epoch in changes) change(run, changes[epoch]);
  }
  return run;
}

function planned(config: TrainingConfig, changes: readonly ConfigChange[]): Run {
  return new Run(config, sizesOf(config, smallDataset), smallDataset, referenceEngine, changes);
}

const EXAMPLES: Record<LiveMember, number> = {
  learningRate: 0.3,
  l2: 0.4,
  l1: 0.02,
  decay: 0.01,
  maxNorm: 0.5,
  dropout: 0.5,
  jitter: 1,
};

const bases: Partial<TrainingConfig>[] = [
  { l2: 0.01, batchSize: 4 },
  { optimizer: "adamw", l2: 0.1, l1: 0.001, dropout: 0.2, jitter: 0.1, maxNorm: 2, batchSize: 8 },
  { optimizer: "nesterov", schedule: "cosine", hiddenLayers: [5, 4], streams: "shared" },
];

for (const [index, base] of bases.entries()) {
  for (const member of LIVE_MEMBERS) {
    test(`${member} changed after epoch 3, on the way or as planned, base ${index}`, () => {
      const config = quickConfig({ ...base, epochs: 6 });
      const changes = { [member]: EXAMPLES[member] };
      const live = changedOnTheWay(config, { 3: changes });
      const replayed = planned(config, [{ epoch: 3, config: { ...config, ...changes } }]);
      const [{ recording: again }] = trainAll([replayed]);
      const recording = recordingOf(live);
      assert.deepEqual(again.toChunk(), recording.toChunk());
      assertSameBits(replayed.parameters, live.parameters, "weights");
      assert.equal(live.config[member], EXAMPLES[member]);

      const [{ recording: plain }] = trainAll([createRun(config)]);
      for (let epoch = 0; epoch <= 6; epoch++) {
        const [one, other] = [recording, plain].map(
          found => found.snapshotAt(epoch)?.parameters.slice() ?? assert.fail(),
        );
        if (epoch <= 3) assertSameBits(one, other, `epoch ${epoch}`);
        else assert.notDeepEqual(one, other, `epoch ${epoch}`);
      }
      assert.deepEqual([...recording.toChunk().kept], [3]);
    });
  }
}

test("a change before the first epoch is that config from the start", () => {
  const config = quickConfig({ l2: 0, epochs: 4 });
  const changes = { l2: 0.3, dropout: 0.5, jitter: 0.5, l1: 0.001 };
  const live = changedOnTheWay(config, { 0: changes });
  const straight = createRun({ ...config, ...changes });
  trainAll([straight]);
  assertSameBits(live.parameters, straight.parameters, "weights");
});

test("several changes, some after the same epoch, each on top of the last", () => {
  const config = quickConfig({ epochs: 5 });
  const steps: ConfigChange[] = [
    { epoch: 2, config: { ...config, l2: 0.5 } },
    { epoch: 2, config: { ...config, l2: 0.25, jitter: 0.5 } },
    { epoch: 4, config: { ...config, l2: 0.25, jitter: 0 } },
  ];
  const [{ run, recording }] = trainAll([planned(config, steps)]);
  const live = changedOnTheWay(config, { 2: { l2: 0.25, jitter: 0.5 }, 4: { jitter: 0 } });
  assertSameBits(run.parameters, live.parameters, "weights");
  assert.deepEqual([...recording.toChunk().kept], [2, 4]);
  assert.deepEqual([run.config.l2, run.config.jitter], [0.25, 0]);
});

test("a change that comes after the end is not made", () => {
  const config = quickConfig({ epochs: 3 });
  const [{ run, recording }] = trainAll([
    planned(config, [{ epoch: 3, config: { ...config, l2: 1 } }]),
  ]);
  assert.equal(run.config, config);
  assert.deepEqual([...recording.toChunk().kept], []);
});

test("an epoch at which something changes is recorded, with its weights, and kept", () => {
  // Only every fifth epoch is planned to be recorded.
  const config = quickConfig({ epochs: 20_000, batchSize: 30, l2: 0.5 });
  const run = createRun(config);
  for (let epoch = 0; epoch <= 13; epoch++) pullEpoch(run);
  change(run, { l2: 0 });
  for (let epoch = 14; epoch <= 16; epoch++) pullEpoch(run);
  const recording = recordingOf(run);
  assert.deepEqual(column(recording, "epoch"), [0, 5, 10, 13, 15]);
  assert.deepEqual([...recording.toChunk().kept], [13]);
  assert.equal(recording.snapshotAt(13)?.epoch, 13);
  // The penalty is that of the config which made those weights.
  const sumOfSquares = metricAt(recording, 13, "sumOfSquares");
  assertClose([metricAt(recording, 13, "penalty")], [0.25 * sumOfSquares], 1e-14, "penalty");
  assert.equal(metricAt(recording, 15, "penalty"), 0);
});

test("the best epoch is measured with the config that made it, whatever changes later", () => {
  const config = quickConfig({ epochs: 20_000, batchSize: 30, l2: 0.5, learningRate: 0.1 });
  const run = createRun(config);
  // The best epoch must be one that the plan skips.
  do pullEpoch(run);
  while (run.epoch < 3 || run.bestEpoch !== run.epoch || run.epoch % 5 === 0);
  const best = run.epoch;
  pullEpoch(run);
  change(run, { l2: 0, learningRate: 1e-6 });
  const { best: found } = recordingOf(run);
  assert.ok(found);
  assert.ok(found.metrics.epoch >= best);
  assertClose([found.metrics.penalty], [0.25 * found.metrics.sumOfSquares], 1e-14, "penalty");
});

test("the learner reads its config at the beginning of an epoch, not within", () => {
  const sizes = [10, 256, 256, 4];
  const config = quickConfig({ hiddenLayers: [256, 256], epochs: 2, l2: 0 });
  const start = drawUniform(sizes, 0.1, new Random(1));
  const learner = referenceEngine.createLearner({
    config,
    sizes,
    parameters: start,
    items: smallDataset.train,
    order: new Random(2),
  });
  const ticks = learner.train();
  assert.equal(ticks.next().value?.endsEpoch, false);
  learner.change({ ...config, l2: 1 });
  while (!ticks.next().value?.endsEpoch);
  const plain = new Network(start.slice(), sizes, config);
  const training = train(plain, smallDataset.train, () => config, new Random(2));
  while (!training.next().value?.endsEpoch);
  assertSameBits(learner.parameters, plain.parameters, "after the first epoch");
  while (!ticks.next().value?.endsEpoch);
  while (!training.next().value?.endsEpoch);
  assert.notDeepEqual(learner.parameters, plain.parameters);
});

test("the config of an epoch is asked for once, when it begins", () => {
  const network = new Network(drawUniform([10, 5, 4], 0.5, new Random(1)), [10, 5, 4]);
  const asked: number[] = [];
  const config = quickConfig({ epochs: 3 });
  const configAt = (epoch: number) => {
    asked.push(epoch);
    return config;
  };
  for (const tick of train(network, smallDataset.train, configAt, new Random(1))) {
    assert.equal(asked.at(-1), tick.epoch);
  }
  assert.deepEqual(asked.slice(-3), [1, 2, 3]);
});

test("an experiment's changes reach its runs, for the variants that they concern", () => {
  const experiment = createExperiment("twins", quickConfig({ epochs: 4, l2: 0.1 }), {
    ...ARTICLE_DATASET,
    trainItems: 30,
    freshItems: 0,
  });
  const changed = { ...experiment, changes: [{ epoch: 2, changes: { l2: 0.5 } }] };
  const [before, after] = [experiment, changed].map(one =>
    trainAll(createRuns(one)).map(({ run }) => run),
  );
  assertSameBits(after[0].parameters, before[0].parameters, "without L2");
  assert.notDeepEqual(after[1].parameters, before[1].parameters);
  assert.deepEqual(
    after.map(({ config }) => config.l2),
    [0, 0.5],
  );
});
