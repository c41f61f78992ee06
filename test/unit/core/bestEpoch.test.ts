/** Early stopping, and the best weights that any run with validation items keeps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingConfig } from "../../../src/core/config.ts";
import { emptyTable } from "../../../src/core/items.ts";
import { evaluate } from "../../../src/core/metrics.ts";
import { Network } from "../../../src/core/network.ts";
import { roundings } from "../../../src/core/rounding.ts";
import type { Run } from "../../../src/core/run.ts";
import {
  assertClose,
  assertSameBits,
  column,
  createRun,
  type EndedRun,
  metricAt,
  quickConfig,
  recordingOf,
  smallDataset,
  trainAll,
} from "./training.ts";

/** Soon overfits: the validation loss falls, then rises. */
const OVERFITTING = {
  hiddenLayers: [12],
  loss: "crossEntropy",
  learningRate: 0.01,
  batchSize: 8,
  l2: 0,
  epochs: 120,
  optimizer: "momentum",
} as const satisfies Partial<TrainingConfig>;

function trainOne(changes: Partial<TrainingConfig>): EndedRun {
  return trainAll([createRun(quickConfig(changes))])[0];
}

/** Validation loss after each epoch, from the first on. */
function lossesOf({ recording }: EndedRun): number[] {
  const losses = column(recording, "validationLoss");
  assert.deepEqual(column(recording, "epoch"), [...losses.keys()]);
  return losses.slice(1);
}

/** The epoch whose weights are best, and the one after which to stop, by looking back. */
function lookBack(losses: readonly number[], patience: number, minDelta: number) {
  const before = (epoch: number) => Math.min(Infinity, ...losses.slice(0, epoch - 1));
  const counts = (epoch: number) => before(epoch) - losses[epoch - 1] > minDelta;
  for (let epoch = 1; epoch <= losses.length; epoch++) {
    const waited = Array.from({ length: patience }, (_, i) => epoch - i);
    if (waited.every(one => one > 1 && !counts(one)))
      return { stop: epoch, ...bestOf(losses, epoch) };
  }
  return { stop: losses.length, ...bestOf(losses, losses.length) };
}

function bestOf(losses: readonly number[], epochs: number) {
  const smallest = Math.min(...losses.slice(0, epochs));
  return { best: losses.indexOf(smallest) + 1 };
}

const whole = trainOne(OVERFITTING);

test("without patience a run goes to its end and keeps its best weights", () => {
  const { run, recording } = whole;
  assert.equal(run.state, "finished");
  assert.equal(run.epoch, 120);
  const { best } = bestOf(lossesOf(whole), 120);
  assert.ok(best > 1 && best < 100, `best epoch ${best}`);
  assert.equal(run.bestEpoch, best);
  assertSameBits(
    run.bestParameters,
    recording.snapshotAt(best)?.parameters.slice() ?? assert.fail(),
    "best weights",
  );
  assert.equal(recording.best?.metrics.epoch, best);
  assertSameBits(recording.best.parameters, run.bestParameters, "recorded best");
  for (const name of ["validationLoss", "trainLoss", "updates", "maxAbs"] as const) {
    assert.equal(recording.best.metrics[name], metricAt(recording, best, name));
  }
});

for (const patience of [1, 2, 5, 20]) {
  for (const minDelta of [0, 0.003, 0.2]) {
    test(`patience ${patience}, least decrease ${minDelta}: stops where looking back says`, () => {
      const expected = lookBack(lossesOf(whole), patience, minDelta);
      const { run, recording } = trainOne({ ...OVERFITTING, patience, minDelta });
      assert.equal(run.epoch, expected.stop);
      assert.equal(run.state, expected.stop < 120 ? "stoppedEarly" : "finished");
      assert.equal(run.bestEpoch, expected.best);
      assert.equal(recording.lastEpoch(), expected.stop);
      // Stopping changes nothing before it.
      for (const epoch of [1, expected.best, expected.stop]) {
        assert.deepEqual(
          recording.snapshotAt(epoch)?.parameters,
          whole.recording.snapshotAt(epoch)?.parameters,
        );
      }
      assert.equal(run.steps.next().done, true);
    });
  }
}

test("a run that stops early has recorded its last epoch, with weights, whatever the plan", () => {
  const changes = { ...OVERFITTING, epochs: 20_000, patience: 4 };
  const { run, recording } = trainOne(changes);
  assert.equal(run.state, "stoppedEarly");
  const expected = lookBack(lossesOf(whole), 4, 0);
  assert.deepEqual([run.epoch, run.bestEpoch], [expected.stop, expected.best]);
  assert.ok(expected.stop % 5 > 0, "an epoch that the plan skips");
  assert.equal(recording.lastEpoch(), run.epoch);
  assert.equal(recording.snapshotAt(run.epoch)?.epoch, run.epoch);
});

test("the last epoch can be the one at which patience ends: then the run is finished", () => {
  const { stop } = lookBack(lossesOf(whole), 3, 0);
  const { run } = trainOne({ ...OVERFITTING, patience: 3, epochs: stop });
  assert.deepEqual([run.state, run.epoch], ["finished", stop]);
});

test("of equal losses the earlier epoch is best", () => {
  // Weights that decay to 0 at once and stay there: every epoch is the same.
  const { run, recording } = trainOne({
    learningRate: 1e-6,
    decay: 1,
    hiddenLayers: [],
    epochs: 6,
  });
  const losses = column(recording, "validationLoss").slice(1);
  const equal = losses.indexOf(Math.min(...losses)) + 1;
  assert.equal(run.bestEpoch, equal);
  const still = createRun(
    quickConfig({ decay: 1, initRange: 0, hiddenLayers: [5], epochs: 6, patience: 2 }),
    { ...smallDataset, train: emptyTable() },
  );
  trainAll([still]);
  assert.deepEqual([still.state, still.epoch, still.bestEpoch], ["stoppedEarly", 3, 1]);
});

function stopAfter(run: Run, epochs: number): void {
  for (let epoch = 0; epoch <= epochs; epoch++) while (run.steps.next().value === false);
  run.stop();
  for (const pause of [...run.record(), ...run.recordBest()]) assert.equal(pause, false);
}

test("a run that is stopped keeps its best weights", () => {
  const { best } = bestOf(lossesOf(whole), 60);
  const run = createRun(quickConfig(OVERFITTING));
  stopAfter(run, 60);
  assert.deepEqual([run.state, run.epoch, run.bestEpoch], ["stopped", 60, best]);
  const { best: found } = recordingOf(run);
  assert.equal(found?.metrics.epoch, best);
  assert.deepEqual(found.parameters, whole.recording.snapshotAt(best)?.parameters);
});

test("a run that diverges keeps its best weights", () => {
  const { run, recording } = trainOne({ learningRate: 10, l2: 10, batchSize: 30, epochs: 200 });
  assert.equal(run.state, "diverged");
  const losses = column(recording, "validationLoss").slice(1);
  assert.equal(run.bestEpoch, losses.indexOf(Math.min(...losses)) + 1);
  assert.ok(run.bestEpoch > 0 && run.bestParameters.every(Number.isFinite));
  assert.deepEqual(recording.best?.parameters, run.bestParameters);
});

test("a best epoch that the plan skips is measured when it is asked for", () => {
  const changes = { ...OVERFITTING, epochs: 20_000 };
  const { best } = bestOf(lossesOf(whole), 100);
  assert.ok(best % 5 > 0, "an epoch that the plan skips");
  const run = createRun(quickConfig(changes));
  for (let epoch = 0; epoch <= 100; epoch++) while (run.steps.next().value === false);
  assert.equal(run.bestEpoch, best);
  assert.equal(run.takeChunk().best, undefined);
  for (const pause of run.recordBest()) assert.equal(pause, false);
  const { best: found } = recordingOf(run);
  assert.equal(found?.metrics.epoch, best);
  assert.equal(found.metrics.updates, best * 4);
  const network = new Network(found.parameters.slice(), run.sizes, run.config);
  const next = evaluate(network, smallDataset.validation, run.config, roundings.float64).next();
  assert.ok(next.done);
  assert.equal(found.metrics.validationLoss, next.value.loss);
  // Told once.
  assert.equal(run.takeChunk().best, undefined);
});

test("a better epoch replaces the best one that was told before", () => {
  const run = createRun(quickConfig(OVERFITTING));
  const told: number[] = [];
  for (let epoch = 0; epoch <= 30; epoch++) {
    while (run.steps.next().value === false);
    const { best } = run.takeChunk();
    if (!best) continue;
    told.push(best.row[0]);
    assertSameBits(best.parameters, run.bestParameters, "told");
    // What was told is the other side's: it may do with it what it likes.
    best.row.fill(Number.NaN);
    best.parameters.fill(Number.NaN);
    assert.ok(run.bestParameters.every(Number.isFinite));
  }
  const losses = lossesOf(whole).slice(0, 30);
  const records = losses.flatMap((loss, i) =>
    loss < Math.min(Infinity, ...losses.slice(0, i)) ? [i + 1] : [],
  );
  assert.deepEqual(told, records);
  assert.ok(told.length > 2);
});

test("without validation items there is no best epoch, and their loss is 0", () => {
  const config = quickConfig({ epochs: 5 });
  const run = createRun(config, { ...smallDataset, validation: emptyTable() });
  const [{ recording }] = trainAll([run]);
  assert.equal(run.bestEpoch, 0);
  assert.equal(recording.best, undefined);
  assert.deepEqual(column(recording, "validationLoss"), [0, 0, 0, 0, 0, 0]);
  const [{ run: other }] = trainAll([createRun(config)]);
  assertSameBits(run.parameters, other.parameters, "validation items train nothing");
  assertClose([recording.metric(5, "trainLoss")], [metricAt(recording, 5, "trainLoss")], 0, "row");
});
