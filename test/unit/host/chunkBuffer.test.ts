import assert from "node:assert/strict";
import { test } from "node:test";
import { ChunkBuffer } from "../../../src/host/chunkBuffer.ts";

function chunk(...epochs: number[]) {
  return {
    rows: Float64Array.from(epochs.flatMap(epoch => [epoch, epoch / 10])),
    snapshotEpochs: Float64Array.from(epochs),
    snapshots: Float64Array.from(epochs.map(epoch => epoch * 100)),
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

test("cleared, it holds nothing", () => {
  const buffer = new ChunkBuffer();
  buffer.add([chunk(1)]);
  buffer.clear();
  assert.equal(buffer.isEmpty, true);
});
