// The panel's state: what each message of the host makes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rowWidth } from "../../../src/core/recorder.ts";
import { forgetRejection, INITIAL_STATE, receive } from "../../../webview/state.ts";
import { idle, panelState, preview, train } from "./panelFixture.ts";

const trained = train("twins", { epochs: 12 });

test("a snapshot brings everything, recordings included", () => {
  const state = panelState(trained);
  assert.equal(state.playground, trained.playground);
  assert.equal(state.data, preview);
  assert.deepEqual(
    state.recordings.map(recording => recording.lastEpoch()),
    [12, 12],
  );
  assert.deepEqual(state.recordings[1].toChunk(), trained.chunks[1]);
  assert.equal(state.snapshots, 1);
});

test("progress appends to each recording and gives another revision", () => {
  const width = rowWidth(2);
  const { playground, chunks } = trained;
  const parts = (from: number, to: number) =>
    chunks.map(({ rows, snapshotEpochs, snapshots, kept, best }) => {
      const parameters = snapshots.length / snapshotEpochs.length;
      return {
        rows: rows.slice(from * width, to * width),
        snapshotEpochs: snapshotEpochs.slice(from, to),
        snapshots: snapshots.slice(from * parameters, to * parameters),
        kept,
        ...(best && { best }),
      };
    });
  const before = panelState({ playground, chunks: parts(0, 5) });
  assert.equal(before.recordings[0].lastEpoch(), 4);
  const after = receive(before, { type: "progress", state: playground, chunks: parts(5, 13) });
  assert.notEqual(after.revision, before.revision);
  assert.deepEqual(
    after.recordings.map(recording => recording.toChunk()),
    chunks,
  );
});

test("progress of an experiment whose snapshot has not come is left alone", () => {
  const before = panelState(trained);
  const lone = trained.chunks.slice(0, 1);
  const after = receive(before, { type: "progress", state: idle, chunks: lone });
  assert.equal(after, before);
  assert.equal(after.recordings[0].length, 13);
});

test("a state message keeps the recordings", () => {
  const before = panelState(trained);
  const after = receive(before, { type: "state", state: idle });
  assert.equal(after.playground, idle);
  assert.equal(after.recordings, before.recordings);
  assert.equal(after.revision, before.revision);
});

test("a snapshot without experiment forgets the recordings", () => {
  const after = receive(panelState(trained), {
    type: "snapshot",
    isNew: true,
    state: idle,
    data: preview,
    recordings: [],
  });
  assert.deepEqual(after.recordings, []);
  assert.equal(after.snapshots, 2);
});

test("a refused value is kept by its member until it is edited", () => {
  for (const field of ["l2", "config.l2", "message.changes.l2"]) {
    const refused = receive(INITIAL_STATE, { type: "rejected", field, message: "too large" });
    assert.deepEqual(refused.rejections, { l2: "too large" });
    const other = receive(refused, { type: "rejected", field: "config", message: "together" });
    assert.deepEqual(other.rejections, { l2: "too large", "": "together" });
    assert.deepEqual(forgetRejection(other, "l2").rejections, { "": "together" });
    assert.equal(forgetRejection(refused, "epochs"), refused);
  }
});

test("members of Object.prototype are not members of the config", () => {
  const state = receive(INITIAL_STATE, {
    type: "rejected",
    field: "toString",
    message: "no such member",
  });
  assert.deepEqual(state.rejections, { "": "no such member" });
});
