import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  LAYER_METRIC_NAMES,
  layerMetricIndex,
  MAX_RECORDED_EPOCHS,
  MAX_SNAPSHOT_BYTES,
  METRIC_NAMES,
  metricIndex,
  planRecording,
  type RecordedBest,
  type RecordedChunk,
  recordedEpoch,
  rowWidth,
  RunRecording,
} from "../../../src/core/recorder.ts";
import { column } from "./training.ts";

const LAYERS = 2;

/** Rows whose numbers tell their epoch and column, and snapshots that tell theirs. */
function chunkOf(
  epochs: readonly number[],
  snapshotEpochs: readonly number[],
  parameterCount = 3,
  kept: readonly number[] = [],
): RecordedChunk {
  const width = rowWidth(LAYERS);
  return {
    rows: Float64Array.from(
      epochs.flatMap(epoch => Array.from({ length: width }, (_, i) => epoch + i / 100)),
    ),
    snapshotEpochs: Float64Array.from(snapshotEpochs),
    snapshots: Float64Array.from(
      snapshotEpochs.flatMap(epoch =>
        Array.from({ length: parameterCount }, (_, i) => 1000 * epoch + i),
      ),
    ),
    kept: Float64Array.from(kept),
  };
}

const range = (start: number, end: number) =>
  Array.from({ length: end - start }, (_, i) => start + i);

test("positions in a row are all different and fill it", () => {
  const positions = [
    ...METRIC_NAMES.map(metricIndex),
    ...[0, 1, 2].flatMap(layer => LAYER_METRIC_NAMES.map(name => layerMetricIndex(layer, name))),
  ];
  assert.deepEqual(positions, range(0, rowWidth(3)));
  assert.equal(metricIndex("epoch"), 0);
});

test("what is appended is found again, by row and by epoch", () => {
  const recording = new RunRecording(LAYERS, 3);
  recording.append(chunkOf([0, 1, 2], [0, 2]));
  recording.append(chunkOf([], []));
  recording.append(chunkOf([4, 7], [7]));
  assert.equal(recording.length, 5);
  assert.equal(recording.snapshotCount, 3);
  assert.equal(recording.lastEpoch(), 7);
  assert.deepEqual(column(recording, "epoch"), [0, 1, 2, 4, 7]);
  assert.equal(recording.metric(3, "testMse"), 4 + metricIndex("testMse") / 100);
  assert.equal(recording.layerMetric(4, 1, "maxAbs"), 7 + (rowWidth(LAYERS) - 1) / 100);
  assert.equal(recording.layerMetric(0, 0, "norm"), METRIC_NAMES.length / 100);
});

test("the row at an epoch is the last one at or before it", () => {
  const recording = new RunRecording(LAYERS, 3);
  assert.equal(recording.rowAt(0), -1);
  assert.equal(recording.snapshotAt(5), undefined);
  assert.equal(recording.lastEpoch(), 0);
  recording.append(chunkOf([2, 3, 5, 9], [3, 9]));
  assert.deepEqual(
    [0, 1, 2, 2.5, 3, 4, 5, 8, 9, 10, Infinity].map(epoch => recording.rowAt(epoch)),
    [-1, -1, 0, 0, 1, 1, 2, 2, 3, 3, 3],
  );
  assert.deepEqual(
    [2, 3, 8, 9, 1e9].map(epoch => recording.snapshotAt(epoch)?.epoch),
    [undefined, 3, 3, 9, 9],
  );
  const snapshot = recording.snapshotAt(8);
  assert.deepEqual([...(snapshot?.parameters ?? [])], [3000, 3001, 3002]);
});

test("a copy of everything shares no memory", () => {
  const recording = new RunRecording(LAYERS, 3);
  recording.append(chunkOf([0, 1], [0, 1]));
  const copy = recording.toChunk();
  assert.deepEqual(copy, chunkOf([0, 1], [0, 1]));
  copy.rows.fill(-1);
  copy.snapshots.fill(-1);
  copy.snapshotEpochs.fill(-1);
  assert.deepEqual(recording.toChunk(), chunkOf([0, 1], [0, 1]));
  const again = new RunRecording(LAYERS, 3);
  again.append(recording.toChunk());
  assert.deepEqual(again.toChunk(), recording.toChunk());
});

test("appending copies: the chunk can be used again", () => {
  const recording = new RunRecording(LAYERS, 3);
  const chunk = chunkOf([0, 1], [0]);
  recording.append(chunk);
  chunk.rows.fill(-1);
  chunk.snapshots.fill(-1);
  assert.deepEqual(recording.toChunk(), chunkOf([0, 1], [0]));
});

test("a recording that grows for ever stays bounded and keeps its first and last epoch", () => {
  const recording = new RunRecording(LAYERS, 3);
  const step = 997;
  for (let epoch = 0; epoch < 30_000; epoch += step) {
    recording.append(chunkOf(range(epoch, epoch + step), range(epoch, epoch + step)));
    assert.ok(recording.length <= 2 * MAX_RECORDED_EPOCHS);
    assert.equal(recording.metric(0, "epoch"), 0);
    assert.equal(recording.lastEpoch(), epoch + step - 1);
    const epochs = column(recording, "epoch");
    assert.ok(epochs.every((value, row) => row === 0 || value > epochs[row - 1]));
  }
  assert.ok(recording.length > MAX_RECORDED_EPOCHS / 2);
  // A thinned row is still a whole row.
  const row = Math.floor(recording.length / 2);
  const epoch = recording.metric(row, "epoch");
  assert.equal(recording.metric(row, "maxAbs"), epoch + metricIndex("maxAbs") / 100);
  assert.equal(recording.rowAt(epoch), row);
});

test("weights of epochs that were dropped are dropped with them", () => {
  const recording = new RunRecording(LAYERS, 3);
  for (let epoch = 0; epoch < 3 * MAX_RECORDED_EPOCHS; epoch += 10) {
    recording.append(chunkOf(range(epoch, epoch + 10), [epoch + 3]));
  }
  const { snapshotEpochs } = recording.toChunk();
  assert.ok(snapshotEpochs.length > 0);
  for (const epoch of snapshotEpochs) {
    assert.equal(recording.metric(recording.rowAt(epoch), "epoch"), epoch);
  }
});

test("snapshots of a large network stay bounded, the first and the last included", () => {
  const parameterCount = MAX_SNAPSHOT_BYTES / 8 / 4;
  const recording = new RunRecording(LAYERS, parameterCount);
  for (let epoch = 0; epoch < 20; epoch++) {
    recording.append({
      ...chunkOf([epoch], []),
      snapshotEpochs: Float64Array.of(epoch),
      snapshots: new Float64Array(parameterCount).fill(epoch),
    });
    assert.ok(recording.snapshotCount * parameterCount * 8 <= 2 * MAX_SNAPSHOT_BYTES);
    assert.equal(recording.snapshotAt(0)?.parameters[0], 0);
    const last = recording.snapshotAt(epoch);
    assert.deepEqual([last?.epoch, last?.parameters.at(-1)], [epoch, epoch]);
  }
  assert.equal(recording.length, 20);
});

/** The epochs that a run of this length records by its plan, and those with weights. */
function planned(epochs: number, parameterCount: number) {
  const { metricStride, snapshotStride } = planRecording(epochs, parameterCount);
  const multiples = (stride: number) => Math.floor(epochs / stride) + 1;
  const rest = (stride: number) => (epochs % stride === 0 ? 0 : 1);
  return {
    metricStride,
    snapshotStride,
    rows: multiples(metricStride) + rest(metricStride),
    snapshots: multiples(snapshotStride) + rest(snapshotStride),
  };
}

test("the plan of the article's run records every epoch, with weights", () => {
  assert.deepEqual(planRecording(500, 124), { metricStride: 1, snapshotStride: 1 });
  assert.deepEqual(planRecording(1, 1), { metricStride: 1, snapshotStride: 1 });
  assert.deepEqual(planRecording(4000, 124), { metricStride: 1, snapshotStride: 1 });
  assert.equal(planRecording(4001, 124).metricStride, 2);
  // Of the epochs that are kept, every one has its weights where there is room.
  assert.deepEqual(planRecording(40_000, 124), { metricStride: 10, snapshotStride: 10 });
});

test("a full recording is thinned by the row that is too much, to every second one and the last", () => {
  const recording = new RunRecording(LAYERS, 3);
  const full = 2 * MAX_RECORDED_EPOCHS;
  recording.append(chunkOf(range(0, full), [0]));
  assert.equal(recording.length, full);
  recording.append(chunkOf([full], [full]));
  assert.deepEqual(
    column(recording, "epoch"),
    range(0, MAX_RECORDED_EPOCHS + 1).map(row => 2 * row),
  );
  recording.append(chunkOf([full + 1], []));
  assert.equal(recording.lastEpoch(), full + 1);
});

test("any plan fits the bounds, with the start and the last epoch on top", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 300_000 }),
      (epochs, parameterCount) => {
        const plan = planned(epochs, parameterCount);
        assert.equal(plan.snapshotStride % plan.metricStride, 0);
        assert.ok(plan.rows <= MAX_RECORDED_EPOCHS + 2, `${plan.rows} rows`);
        const capacity = Math.max(2, Math.floor(MAX_SNAPSHOT_BYTES / (8 * parameterCount)));
        assert.ok(plan.snapshots <= capacity + 2, `${plan.snapshots} snapshots`);
        // Not needlessly coarse: strides are 1, 2, 5, 10, 20 ...
        if (epochs >= 10) assert.ok(plan.rows >= Math.min(epochs, MAX_RECORDED_EPOCHS) / 2.5);
      },
    ),
    { numRuns: 500 },
  );
});

test("a planned recording is never thinned", () => {
  for (const epochs of [1, 3999, 4001, 8001, 123_457, 1_000_000]) {
    for (const parameterCount of [1, 124, 1000, 201_220]) {
      const { rows, snapshots } = planned(epochs, parameterCount);
      assert.ok(rows <= 2 * MAX_RECORDED_EPOCHS);
      const capacity = Math.max(2, Math.floor(MAX_SNAPSHOT_BYTES / (8 * parameterCount)));
      assert.ok(snapshots <= 2 * capacity);
    }
  }
});

test("epochs at which something changed stay however long a recording grows", () => {
  const recording = new RunRecording(LAYERS, 3);
  const kept = [1, 7, 1001, 7003];
  for (let epoch = 0; epoch < 40_000; epoch += 1000) {
    const epochs = range(epoch, epoch + 1000);
    const here = kept.filter(at => epochs.includes(at));
    recording.append(chunkOf(epochs, epochs, 3, here));
  }
  assert.ok(recording.length <= 2 * MAX_RECORDED_EPOCHS);
  for (const epoch of kept) {
    const row = recording.rowAt(epoch);
    assert.equal(recording.metric(row, "epoch"), epoch);
    assert.equal(recording.metric(row, "maxAbs"), epoch + metricIndex("maxAbs") / 100);
    assert.equal(recording.snapshotAt(epoch)?.epoch, epoch);
    assert.equal(recording.snapshotAt(epoch)?.parameters[2], 1000 * epoch + 2);
  }
  // Their neighbours were thinned.
  assert.ok(recording.metric(recording.rowAt(1002), "epoch") < 1002);
  assert.deepEqual([...recording.toChunk().kept], kept);
  const copy = new RunRecording(LAYERS, 3);
  copy.append(recording.toChunk());
  for (const epoch of range(40_000, 45_000)) copy.append(chunkOf([epoch], [epoch]));
  for (const epoch of kept) assert.equal(copy.metric(copy.rowAt(epoch), "epoch"), epoch);
});

test("weights of changed epochs stay too, as long as there is room", () => {
  const parameterCount = MAX_SNAPSHOT_BYTES / 8 / 4;
  const recording = new RunRecording(LAYERS, parameterCount);
  for (let epoch = 0; epoch < 30; epoch++) {
    recording.append({
      ...chunkOf([epoch], [], parameterCount, epoch === 3 || epoch === 5 ? [epoch] : []),
      snapshotEpochs: Float64Array.of(epoch),
      snapshots: new Float64Array(parameterCount).fill(epoch),
    });
  }
  assert.ok(recording.snapshotCount * parameterCount * 8 <= 2 * MAX_SNAPSHOT_BYTES);
  for (const epoch of [0, 3, 5, 29]) {
    const snapshot = recording.snapshotAt(epoch);
    assert.deepEqual([snapshot?.epoch, snapshot?.parameters[1]], [epoch, epoch]);
  }
});

test("a recording stays bounded even if something changes at every epoch", () => {
  const parameterCount = MAX_SNAPSHOT_BYTES / 8 / 2;
  const large = new RunRecording(LAYERS, parameterCount);
  const snapshots = new Float64Array(parameterCount);
  for (let epoch = 0; epoch < 12; epoch++) {
    const snapshotEpochs = Float64Array.of(epoch);
    large.append({ ...chunkOf([epoch], [], 3, [epoch]), snapshotEpochs, snapshots });
    assert.ok(large.snapshotCount * parameterCount * 8 <= 2 * MAX_SNAPSHOT_BYTES);
    assert.equal(large.snapshotAt(epoch)?.epoch, epoch);
  }
  assert.deepEqual([large.length, large.snapshotAt(0)?.epoch], [12, 0]);
  const long = new RunRecording(LAYERS, 3);
  for (let epoch = 0; epoch < 3 * MAX_RECORDED_EPOCHS; epoch += 1000) {
    const epochs = range(epoch, epoch + 1000);
    long.append(chunkOf(epochs, epochs, 3, epochs));
    assert.ok(long.length <= 2 * MAX_RECORDED_EPOCHS);
    assert.equal(long.lastEpoch(), epoch + 999);
  }
  assert.deepEqual([long.metric(0, "epoch"), long.snapshotAt(0)?.epoch], [0, 0]);
});

/** A best epoch that tells its number. */
function bestOf(epoch: number): RecordedBest {
  const { rows, snapshots } = chunkOf([epoch], [epoch]);
  return { row: rows, parameters: snapshots };
}

test("the best epoch is kept beside the others, the latest that came", () => {
  const recording = new RunRecording(LAYERS, 3);
  const best = () => recording.best;
  recording.append(chunkOf([0, 1, 2], [0, 2]));
  assert.equal(best(), undefined);
  assert.equal(recording.toChunk().best, undefined);
  recording.append({ ...chunkOf([3], []), best: bestOf(1) });
  recording.append(chunkOf([4], [4]));
  assert.equal(best()?.metrics.epoch, 1);
  assert.equal(best()?.metrics.validationLoss, 1 + metricIndex("validationLoss") / 100);
  assert.deepEqual([...(best()?.parameters ?? [])], [1000, 1001, 1002]);
  recording.append({ ...chunkOf([5], []), best: bestOf(3) });
  assert.equal(best()?.metrics.epoch, 3);

  const chunk = recording.toChunk();
  chunk.best?.row.fill(-1);
  chunk.best?.parameters.fill(-1);
  assert.deepEqual([...(best()?.parameters ?? [])], [3000, 3001, 3002]);
  assert.equal(best()?.metrics.epoch, 3);
  const copy = new RunRecording(LAYERS, 3);
  copy.append(recording.toChunk());
  assert.deepEqual(copy.best, best());
});

test("an epoch to export: the best one with its own weights, any other as it was recorded", () => {
  const recording = new RunRecording(LAYERS, 3);
  assert.equal(recordedEpoch(recording), undefined);
  recording.append({ ...chunkOf([0, 1, 2, 3, 4], [0, 2]), best: bestOf(3) });
  const exported = (epoch?: number) => {
    const found = recordedEpoch(recording, epoch);
    return [found?.metrics.epoch, found?.metrics.maxAbs, found?.parameters[0]];
  };
  const maxAbs = metricIndex("maxAbs") / 100;
  assert.deepEqual(exported(), [2, 2 + maxAbs, 2000]);
  assert.deepEqual(exported(3), [3, 3 + maxAbs, 3000]);
  assert.deepEqual(exported(4), [2, 2 + maxAbs, 2000]);
  assert.deepEqual(exported(1), [0, 0 + maxAbs, 0]);
});
