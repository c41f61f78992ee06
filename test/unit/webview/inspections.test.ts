/** What the panel asks of the inspector, and when it stops asking. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ARTICLE_CONFIG } from "../../../src/core/config.ts";
import type { TrainingInspection } from "../../../src/core/inspection.ts";
import { RunRecording, rowWidth } from "../../../src/core/recorder.ts";
import type { InspectionMessage, Wanted } from "../../../src/protocol/inspectionMessages.ts";
import type { SlowUpdate } from "../../../src/core/slowMotion.ts";
import { stepInside } from "../../../webview/insideEpoch.ts";
import { Inspections, seriesEpochs } from "../../../webview/inspections.ts";

let posts: (readonly Wanted[])[];
let inspections: Inspections;

beforeEach(() => {
  posts = [];
  inspections = new Inspections(wanted => posts.push(wanted));
});

/** A recording of epochs 0 to `last`, with weights at each. */
function recordingTo(last: number): RunRecording {
  const recording = new RunRecording(1, 1);
  const epochs = Float64Array.from({ length: last + 1 }, (_, epoch) => epoch);
  const rows = new Float64Array(epochs.length * rowWidth(1));
  for (const epoch of epochs) rows[epoch * rowWidth(1)] = epoch;
  recording.append({ rows, snapshotEpochs: epochs, snapshots: epochs, kept: new Float64Array(0) });
  return recording;
}

const training: TrainingInspection = {
  ...{ items: 1, itemsUsed: 1, forces: [], units: [], outputSpread: 1 },
};
const part = {
  items: 1,
  itemsUsed: 1,
  loss: 0,
  confusion: Uint32Array.of(1),
  worst: [],
  pairs: new Float64Array(0),
};
const parts = { train: part, validation: part, test: part };

function answer(wanted: Wanted): InspectionMessage {
  assert.ok(wanted.depth !== "update");
  if (wanted.depth === "whatIf") return { type: "whatIf", wanted, parts };
  const isFull = wanted.depth === "full";
  return { type: "inspection", wanted, training, parts: isFull ? parts : null };
}

function draw<T>(ask: () => T): T {
  inspections.beginDrawing();
  const shown = ask();
  inspections.endDrawing();
  return shown;
}

test("what a drawing asks for is posted once, and shown when it is there", () => {
  const ask = () => inspections.inspection(1, 40);
  assert.equal(draw(ask), undefined);
  assert.equal(draw(ask), undefined);
  assert.deepEqual(posts, [[{ run: 1, epoch: 40, depth: "full" }]]);
  inspections.receive(answer(posts[0][0]));
  assert.equal(draw(ask)?.epoch, 40);
  assert.equal(posts.length, 1);
  // Another epoch: the nearest one that is known meanwhile, of this run alone.
  assert.equal(draw(() => inspections.inspection(1, 90))?.epoch, 40);
  assert.equal(
    draw(() => inspections.inspection(0, 40)),
    undefined,
  );
});

test("what is not asked for any more is cancelled", () => {
  draw(() => inspections.inspection(0, 1));
  draw(() => undefined);
  assert.deepEqual(posts.at(-1), []);
  draw(() => undefined);
  assert.equal(posts.length, 2);
});

test("a series fills up, keeps its identity meanwhile, and comes after what is looked at", () => {
  const recording = recordingTo(10);
  const ask = () => {
    const series = inspections.series(0, recording, false);
    inspections.inspection(0, 10);
    return series;
  };
  const first = draw(ask);
  assert.deepEqual(first, { points: [], total: 11 });
  assert.equal(posts[0][0].depth, "full");
  assert.equal(posts[0].length, 12);
  assert.equal(draw(ask), first);
  for (const wanted of posts[0].slice(0, 4)) inspections.receive(answer(wanted));
  const some = draw(ask);
  assert.deepEqual(
    some.points.map(point => point.epoch),
    [0, 1, 2],
  );
  assert.equal(draw(ask), some);
  for (const wanted of posts[0].slice(4)) inspections.receive(answer(wanted));
  assert.equal(draw(ask).points.length, 11);
  assert.equal(posts.length, 1, "nothing was asked twice");
});

test("a series has at most 121 points, of which most stay as the run goes on", () => {
  const epochs = seriesEpochs(recordingTo(500), false);
  assert.equal(epochs.length, 101);
  assert.deepEqual([epochs[1], epochs.at(-1)], [5, 500]);
  assert.deepEqual(seriesEpochs(recordingTo(503), true).at(-1), 500);
  assert.deepEqual(seriesEpochs(recordingTo(503), false).at(-1), 503);
  for (const last of [0, 1, 119, 121, 599, 601, 1203, 3999]) {
    const { length } = seriesEpochs(recordingTo(last), false);
    assert.ok(length <= 122 && length >= Math.min(last, 48), `${last}: ${length}`);
  }
  assert.deepEqual(seriesEpochs(new RunRecording(1, 1), true), []);
});

test("after a problem nothing is asked until someone wants it again", () => {
  const ask = () => inspections.inspection(0, 1);
  draw(ask);
  inspections.receive({ type: "inspectionFailed", problem: "vanished" });
  draw(ask);
  assert.equal(inspections.problem, "vanished");
  assert.equal(posts.length, 1);
  inspections.retry();
  draw(ask);
  assert.equal(inspections.problem, null);
  assert.equal(posts.length, 2);
});

test("another experiment begins with nothing; what is kept is bounded", () => {
  for (let epoch = 0; epoch < 300; epoch++) {
    draw(() => inspections.inspection(0, epoch));
    inspections.receive(answer(posts.at(-1)?.[0] ?? assert.fail()));
  }
  assert.equal(draw(() => inspections.inspection(0, 299))?.epoch, 299);
  assert.equal(draw(() => inspections.inspection(0, 0))?.epoch, 204);
  inspections.forget();
  assert.equal(
    draw(() => inspections.inspection(0, 299)),
    undefined,
  );
});

test("an update is asked for first, and the one before is shown while it comes", () => {
  const ask = (update: number) => () => {
    inspections.inspection(0, 4);
    return inspections.slowUpdate(0, 4, update);
  };
  const zeros = Float64Array.of(0);
  const slow = (update: number): SlowUpdate => ({
    ...{ epoch: 4, update, updates: 9, items: Uint32Array.of(1), config: ARTICLE_CONFIG },
    ...{ learningRate: 1, before: zeros, gradient: zeros, after: zeros, dropped: new Uint8Array() },
  });
  assert.equal(draw(ask(3)), undefined);
  const wanted = { run: 0, epoch: 4, depth: "update", update: 3 } as const;
  assert.deepEqual(posts[0][0], wanted);
  inspections.receive({ type: "slowUpdate", wanted, update: slow(3) });
  assert.equal(draw(ask(3))?.update?.update, 3);
  assert.equal(draw(ask(8))?.update?.update, 3);
  const far = { run: 0, epoch: 900, depth: "update", update: 0 } as const;
  draw(() => inspections.slowUpdate(0, 900, 0));
  inspections.receive({ type: "slowUpdateRefused", wanted: far, seconds: 12 });
  assert.equal(draw(() => inspections.slowUpdate(0, 900, 0))?.seconds, 12);
  const { length } = posts;
  inspections.forgetRefusals();
  assert.equal(
    draw(() => inspections.slowUpdate(0, 900, 0)),
    undefined,
  );
  assert.deepEqual(posts.slice(length), [[far]]);
});

test("positions go on into the epochs beside, and end where training does", () => {
  const from = { epoch: 2, update: 3 };
  assert.deepEqual(stepInside(from, 1, 5, 4), { epoch: 2, update: 4 });
  assert.deepEqual(stepInside(from, 2, 5, 4), { epoch: 3, update: 0 });
  assert.deepEqual(stepInside(from, -4, 5, 4), { epoch: 1, update: 4 });
  assert.deepEqual(stepInside(from, -40, 5, 4), { epoch: 1, update: 0 });
  assert.deepEqual(stepInside(from, 40, 5, 4), { epoch: 4, update: 4 });
});

test("a question what if is answered for its weights alone; the answer stands while the next comes", () => {
  const edits = [{ layer: 0, from: 1, to: 2, value: 0 }];
  assert.equal(
    draw(() => inspections.whatIf(1, 30, edits)),
    undefined,
  );
  const wanted = { run: 1, epoch: 30, depth: "whatIf", edits } as const;
  inspections.receive({ type: "whatIf", wanted, parts });
  assert.equal(draw(() => inspections.whatIf(1, 30, edits))?.wanted.epoch, 30);
  assert.equal(inspections.hasNews, false);
  assert.equal(draw(() => inspections.whatIf(1, 31, edits))?.wanted.epoch, 30);
  const other = [{ ...edits[0], value: 1 }];
  assert.equal(
    draw(() => inspections.whatIf(1, 31, other)),
    undefined,
  );
  assert.equal(
    draw(() => inspections.inspection(1, 30)),
    undefined,
    "it is no inspection of what was recorded",
  );
});
