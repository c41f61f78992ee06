import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingConfig } from "../../../src/core/config.ts";
import { type Engine, referenceEngine } from "../../../src/core/engine.ts";
import { trainRuns } from "../../../src/core/experimentTraining.ts";
import { WORK_PER_TICK } from "../../../src/core/metrics.ts";
import { ARTICLE_UNITS, argMax, Network } from "../../../src/core/network.ts";
import { ENDS_ONLY, METRIC_NAMES } from "../../../src/core/recorder.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { type FreshScore, Run } from "../../../src/core/run.ts";
import {
  assertSameBits,
  column,
  createRun,
  quickConfig,
  recordingOf,
  sizesOf,
  smallDataset,
  trainAll,
} from "./training.ts";

/** Pulls until the run has completed an epoch. */
function pullEpochs(run: Run, epochs: number): void {
  for (let ended = 0; ended < epochs;) if (run.steps.next().value === true) ended++;
}

function drain(generator: Generator<false, unknown>): void {
  for (let next = generator.next(); !next.done; next = generator.next()) {
    assert.equal(next.value, false);
  }
}

test("a run does nothing until it is pulled; its first epoch is the start", () => {
  const run = createRun(quickConfig());
  assert.deepEqual([run.state, run.epoch, run.updates], ["training", 0, 0]);
  assert.equal(recordingOf(run).length, 0);
  const start = run.parameters.slice();
  pullEpochs(run, 1);
  assert.deepEqual([run.state, run.epoch, run.updates], ["training", 0, 0]);
  const recording = recordingOf(run);
  assert.equal(recording.length, 1);
  assertSameBits(recording.snapshotAt(0)?.parameters ?? new Float64Array(), start, "start");
  pullEpochs(run, 1);
  assert.deepEqual([run.epoch, run.updates], [1, 30]);
  assert.notDeepEqual(run.parameters, start);
});

test("a finished run has recorded every epoch once, in order", () => {
  const [{ run, recording }] = trainAll([createRun(quickConfig({ epochs: 7, batchSize: 8 }))]);
  assert.equal(run.state, "finished");
  assert.deepEqual(column(recording, "epoch"), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(column(recording, "updates"), [0, 4, 8, 12, 16, 20, 24, 28]);
  assert.equal(recording.snapshotCount, 8);
  assert.equal(run.steps.next().done, true);
});

test("a recorded row tells the truth about its snapshot", () => {
  const config = quickConfig({ loss: "crossEntropy", l2: 0.02 });
  const [{ recording }] = trainAll([createRun(config)]);
  for (let row = 0; row < recording.length; row++) {
    const snapshot = recording.snapshotAt(recording.metric(row, "epoch"));
    assert.ok(snapshot);
    const network = new Network(snapshot.parameters.slice(), [10, 5, 4]);
    for (const name of ["train", "validation", "test"] as const) {
      const { count, inputs, labels } = smallDataset[name];
      let correct = 0;
      let loss = 0;
      for (let item = 0; item < count; item++) {
        network.forward(inputs, item * 10);
        if (argMax(network.probabilities) === labels[item]) correct++;
        loss -= Math.log(network.probabilities[labels[item]]) / count;
      }
      assert.equal(recording.metric(row, `${name}Correct`), correct);
      assert.ok(Math.abs(recording.metric(row, `${name}Loss`) - loss) < 1e-12);
    }
    const [hidden, output] = network.layers.map(({ weights }) => [...weights]);
    const squares = (weights: number[]) => weights.reduce((sum, w) => sum + w * w, 0);
    const total = squares(hidden) + squares(output);
    assert.ok(Math.abs(recording.metric(row, "sumOfSquares") - total) < 1e-12);
    assert.ok(Math.abs(recording.metric(row, "penalty") - 0.01 * total) < 1e-13);
    const largest = (weights: number[]) => Math.max(...weights.map(Math.abs));
    assert.equal(recording.metric(row, "maxAbs"), largest([...hidden, ...output]));
    for (const [layer, weights] of [hidden, output].entries()) {
      const norm = recording.layerMetric(row, layer, "norm");
      assert.ok(Math.abs(norm - Math.sqrt(squares(weights))) < 1e-13);
      assert.equal(recording.layerMetric(row, layer, "maxAbs"), largest(weights));
    }
  }
});

const DIVERGING = { learningRate: 10, l2: 10, batchSize: 30 };

for (const changes of [
  { ...DIVERGING, epochs: 200 },
  { ...DIVERGING, epochs: 200, arithmetic: "float32" },
  { ...DIVERGING, epochs: 200, loss: "crossEntropy" },
  { ...DIVERGING, epochs: 200, batchSize: 1 },
  { ...DIVERGING, epochs: 200, publishedSign: true, arithmetic: "float32" },
  // So long that most epochs are not measured.
  { ...DIVERGING, epochs: 5000 },
  { ...DIVERGING, epochs: 9000 },
  { ...DIVERGING, epochs: 1_000_000, seed: 3 },
] satisfies Partial<TrainingConfig>[]) {
  const told = JSON.stringify(changes);
  test(`a diverged run keeps its last finite weights and numbers: ${told}`, () => {
    const [{ run, recording }] = trainAll([createRun(quickConfig(changes))]);
    assert.equal(run.state, "diverged");
    assert.ok(run.parameters.every(Number.isFinite));
    assert.ok(run.epoch < changes.epochs);
    if (changes.batchSize > 1) assert.ok(run.epoch > 0);
    assert.equal(run.updates, run.epoch * Math.ceil(30 / changes.batchSize));
    assert.ok(recording.toChunk().rows.every(Number.isFinite));
    assert.equal(recording.lastEpoch(), run.epoch);
    const last = recording.snapshotAt(run.epoch);
    assert.equal(last?.epoch, run.epoch);
    assertSameBits(last.parameters, run.parameters, "last snapshot");
    assert.equal(run.steps.next().done, true);
  });
}

test("a run that diverges does not hold up the others", () => {
  const runs = [
    createRun(quickConfig({ ...DIVERGING, epochs: 120 })),
    createRun(quickConfig({ epochs: 120 })),
  ];
  trainAll(runs);
  assert.deepEqual(
    runs.map(({ state }) => state),
    ["diverged", "finished"],
  );
  assert.equal(runs[1].epoch, 120);
  const alone = createRun(quickConfig({ epochs: 120 }));
  trainAll([alone]);
  assertSameBits(runs[1].parameters, alone.parameters, "the other");
});

test("runs are trained in step: an epoch of each in turn, whichever ends first", () => {
  for (const lengths of [
    [3, 5],
    [5, 3],
  ]) {
    const runs = lengths.map(epochs => createRun(quickConfig({ epochs })));
    const reached: number[][] = [];
    for (const { endsEpoch } of trainRuns(runs)) {
      if (endsEpoch) reached.push(runs.map(({ epoch }) => epoch));
    }
    assert.deepEqual(
      reached,
      [0, 1, 2, 3, 4, 5].map(epoch => lengths.map(length => Math.min(epoch, length))),
    );
  }
});

test("a run stopped in the middle of an epoch has the weights of the last completed one", () => {
  const config = quickConfig({ hiddenLayers: [256, 256], epochs: 50, batchSize: 10 });
  const run = createRun(config);
  pullEpochs(run, 3);
  const kept = run.parameters.slice();
  for (let i = 0; i < 3; i++) assert.equal(run.steps.next().value, false);
  run.stop();
  drain(run.record());
  assert.deepEqual([run.state, run.epoch, run.updates], ["stopped", 2, 6]);
  assertSameBits(run.parameters, kept, "weights");
  const recording = recordingOf(run);
  assert.deepEqual(column(recording, "epoch"), [0, 1, 2]);
  assertSameBits(recording.snapshotAt(2)?.parameters ?? new Float64Array(), kept, "snapshot");
  drain(run.record());
  assert.equal(run.takeChunk().rows.length, 0, "recording again adds nothing");
});

test("a run stopped before its first pull records its start", () => {
  const run = createRun(quickConfig());
  run.stop();
  drain(run.record());
  const recording = recordingOf(run);
  assert.deepEqual(column(recording, "epoch"), [0]);
  assert.equal(recording.snapshotAt(0)?.epoch, 0);
});

test("an epoch that the plan skips is recorded when asked for, and training goes on", () => {
  const run = createRun(quickConfig({ epochs: 4001, batchSize: 30, l2: 0.01 }));
  pullEpochs(run, 4);
  assert.equal(run.epoch, 3);
  drain(run.record());
  pullEpochs(run, 3);
  const recording = recordingOf(run);
  assert.deepEqual(column(recording, "epoch"), [0, 2, 3, 4, 6]);
  assert.equal(recording.snapshotAt(3)?.epoch, 3);
  const straight = createRun(quickConfig({ epochs: 4001, batchSize: 30, l2: 0.01 }));
  pullEpochs(straight, 7);
  assertSameBits(straight.parameters, run.parameters, "weights");
});

test("an epoch recorded without its weights gets them when asked for", () => {
  // A network so large that weights are kept of every tenth epoch only.
  const run = createRun(quickConfig({ hiddenLayers: [200], epochs: 4000, batchSize: 30 }));
  pullEpochs(run, 4);
  const chunk = run.takeChunk();
  assert.deepEqual([...chunk.snapshotEpochs], [0]);
  run.stop();
  drain(run.record());
  const added = run.takeChunk();
  assert.equal(added.rows.length, 0);
  assert.deepEqual([...added.snapshotEpochs], [3]);
  assertSameBits(added.snapshots, run.parameters, "snapshot");
});

test("an epoch that is recorded with its weights is not recorded again", () => {
  const run = createRun(quickConfig());
  pullEpochs(run, 3);
  drain(run.record());
  drain(run.record());
  const chunk = run.takeChunk();
  assert.deepEqual([...chunk.snapshotEpochs], [0, 1, 2]);
  assert.equal(chunk.rows.length, 3 * run.rowWidth);
});

test("a run whose biases are no longer finite has diverged, though nothing measured shows it", () => {
  const engine: Engine = {
    createLearner(settings) {
      const learner = referenceEngine.createLearner(settings);
      return {
        ...learner,
        *train() {
          const { parameters } = learner;
          // A unit that is never right pulls nothing else with it: its bias alone.
          parameters[parameters.length - 1] = Number.NEGATIVE_INFINITY;
          yield { epoch: 1, updates: 30, endsEpoch: true };
        },
        evaluateAtOnce: (_parameters, tables) =>
          tables.map(({ count }) => ({ loss: 1, mse: 0.5, correct: count })),
      };
    },
  };
  const run = new Run(quickConfig(), sizesOf(quickConfig(), smallDataset), smallDataset, engine);
  pullEpochs(run, 1);
  const start = run.parameters.slice();
  for (const _ of run.steps) continue;
  assert.deepEqual([run.state, run.epoch], ["diverged", 0]);
  assertSameBits(run.parameters, start, "the last weights that were finite");
});

test("stop() does not undo an end", () => {
  const [{ run }] = trainAll([createRun(quickConfig({ epochs: 1 }))]);
  run.stop();
  assert.equal(run.state, "finished");
});

test("chunks are what is new, and together the whole", () => {
  const config = quickConfig({ epochs: 6 });
  const run = createRun(config);
  const rows: number[] = [];
  for (let epoch = 0; epoch <= 6; epoch++) {
    pullEpochs(run, 1);
    const chunk = run.takeChunk();
    assert.deepEqual([...chunk.snapshotEpochs], [epoch]);
    assert.equal(chunk.rows.length, METRIC_NAMES.length + 2 * 2);
    assert.equal(chunk.snapshots.length, run.parameters.length);
    rows.push(...chunk.rows);
  }
  const [{ recording }] = trainAll([createRun(config)]);
  assert.deepEqual(rows, [...recording.toChunk().rows]);
});

test("a chunk is its own: training on does not change it, and weights of any size fit", () => {
  const run = createRun(quickConfig({ epochs: 40 }));
  pullEpochs(run, 3);
  const first = run.takeChunk();
  const [rows, snapshots] = [first.rows.slice(), first.snapshots.slice()];
  pullEpochs(run, 30);
  assert.equal(run.pendingBytes, 30 * 8 * (run.rowWidth + run.parameters.length));
  const second = run.takeChunk();
  assert.equal(run.pendingBytes, 0);
  const buffers = [first, second].flatMap(({ rows: taken, ...chunk }) => [
    ...[taken.buffer, chunk.snapshots.buffer, chunk.snapshotEpochs.buffer, chunk.kept.buffer],
  ]);
  assert.equal(new Set(buffers).size, 8, "each array can move alone");
  pullEpochs(run, 8);
  assert.deepEqual([first.rows, first.snapshots], [rows, snapshots]);
  assert.deepEqual([first.snapshotEpochs.length, second.snapshotEpochs.length], [3, 30]);
  assert.equal(second.snapshots.length, 30 * run.parameters.length);
  assert.equal(run.takeChunk().snapshotEpochs.length, 8);
  assert.equal(run.takeChunk().rows.length, 0);
});

for (const changes of [
  { epochs: 30, learningRate: 0.1 },
  { epochs: 200, learningRate: 0.1, patience: 3, minDelta: 0.01 },
  { ...DIVERGING, epochs: 200 },
] satisfies Partial<TrainingConfig>[]) {
  test(`a run that records its ends alone comes to the same: ${JSON.stringify(changes)}`, () => {
    const config = quickConfig(changes);
    const sizes = sizesOf(config, smallDataset);
    const run = new Run(config, sizes, smallDataset, undefined, [], ENDS_ONLY);
    const [{ recording }] = trainAll([run]);
    drain(run.recordBest());
    recording.append(run.takeChunk());
    const [whole] = trainAll([createRun(config)]);
    drain(whole.run.recordBest());
    whole.recording.append(whole.run.takeChunk());
    assert.deepEqual([run.state, run.epoch], [whole.run.state, whole.run.epoch]);
    assertSameBits(run.parameters, whole.run.parameters, "weights");
    assertSameBits(run.bestParameters, whole.run.bestParameters, "best weights");
    assert.deepEqual(column(recording, "epoch"), [0, run.epoch]);
    assert.deepEqual(recording.best, whole.recording.best);
    for (const name of METRIC_NAMES) {
      assert.equal(
        recording.metric(1, name),
        whole.recording.metric(whole.recording.length - 1, name),
      );
    }
  });
}

test("fresh items are scored with the weights of the last completed epoch", () => {
  const [{ run }] = trainAll([createRun(quickConfig({ epochs: 30, learningRate: 0.1 }))]);
  const correct = freshCorrect(run, run.parameters);
  assert.deepEqual(freshScore(run), { correct, items: 20, epoch: 30 });
});

test("with early stopping fresh items are scored with the best weights, however the run ended", () => {
  const config = quickConfig({ epochs: 60, learningRate: 0.5, patience: 60 });
  const [{ run }] = trainAll([createRun(config)]);
  assert.equal(run.state, "finished");
  assert.ok(run.bestEpoch > 0 && run.bestEpoch < 60, `best epoch ${run.bestEpoch}`);
  const correct = freshCorrect(run, run.bestParameters);
  assert.deepEqual(freshScore(run), { correct, items: 20, epoch: run.bestEpoch });
  const [{ run: other }] = trainAll([createRun({ ...config, patience: 0 })]);
  assert.deepEqual(freshScore(other), {
    correct: freshCorrect(run, run.parameters),
    items: 20,
    epoch: 60,
  });
});

function freshScore(run: Run): FreshScore {
  const scoring = run.scoreFresh().next();
  assert.ok(scoring.done);
  return scoring.value;
}

/** Fresh items that the readable network gets right. */
function freshCorrect(run: Run, parameters: Float64Array): number {
  const network = new Network(parameters.slice(), run.sizes, ARTICLE_UNITS, roundings.float64);
  const { fresh } = smallDataset;
  let correct = 0;
  for (let item = 0; item < fresh.count; item++) {
    network.forward(fresh.inputs, item * 10);
    if (argMax(network.probabilities) === fresh.labels[item]) correct++;
  }
  return correct;
}

test("a large network pauses within an epoch, in training as in measuring", () => {
  const run = createRun(quickConfig({ hiddenLayers: [256, 256, 256], epochs: 1, batchSize: 10 }));
  const size = run.parameters.length;
  const pauses = [0, 0];
  for (const epoch of [0, 1]) while (run.steps.next().value === false) pauses[epoch]++;
  // Each table is measured with a pause in every full stretch of items; training is three times
  // the work.
  const measured = Math.floor(WORK_PER_TICK / size);
  const trained = Math.floor(WORK_PER_TICK / (3 * size));
  const { train, validation, test: testTable } = smallDataset;
  const measuring = [train, validation, testTable]
    .map(({ count }) => Math.floor(count / measured))
    .reduce((sum, count) => sum + count, 0);
  assert.deepEqual(pauses, [measuring, measuring + Math.floor(train.count / trained)]);
  assert.ok(measuring > 1 && trained > 1);
});
