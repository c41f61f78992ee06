import assert from "node:assert/strict";
import { test } from "node:test";
import { ChunkBuffer } from "../../../src/host/chunkBuffer.ts";

function chunk(...epochs: number[]) {
  return {
    rows: Float64Array.from(epochs.flatMap(epoch => [epoch, epoch / 10])),
    snapshotEpochs: Float64Array.from(epochs),
    snapshots: Float64Array.from(epochs.map(epoch => epoch * 100)),
    kept: Float64Array.from(epochs.filter(epoch => epoch === 2)),
  };
}

test("joins what arrived, run by run, in order", () => {
  const buffer = new ChunkBuffer();
  assert.equal(buffer.isEmpty, true);
  buffer.add([chunk(1), chunk(1, 2)]);
  buffer.add([chunk(2, 3), chunk()]);
  assert.equal(buffer.isEmpty, false);
  assert.deepEqual(buffer.take(), [chunk(1, 2, 3), chunk(1, 2)]);
  assert.equal(buffer.isEmpty, true);
  assert.deepEqual(buffer.take(), []);
});

test("of the best epochs that arrived the last one stays", () => {
  const best = (epoch: number) => ({
    best: { row: Float64Array.of(epoch, 0), parameters: Float64Array.of(-epoch) },
  });
  const buffer = new ChunkBuffer();
  buffer.add([{ ...chunk(1), ...best(1) }, chunk(1)]);
  buffer.add([{ ...chunk(2), ...best(2) }, chunk(2)]);
  buffer.add([chunk(3), chunk(3)]);
  assert.deepEqual(buffer.take(), [{ ...chunk(1, 2, 3), ...best(2) }, chunk(1, 2, 3)]);
});

test("cleared, it holds nothing", () => {
  const buffer = new ChunkBuffer();
  buffer.add([chunk(1)]);
  buffer.clear();
  assert.equal(buffer.isEmpty, true);
});
