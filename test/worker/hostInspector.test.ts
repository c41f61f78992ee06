// The inspector of the host's model, with the built thread.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createDataset } from "../../src/core/datasets.ts";
import { referenceEngine } from "../../src/core/engine.ts";
import { inspect } from "../../src/core/inspection.ts";
import { layerViews } from "../../src/core/network.ts";
import type { PlaygroundModel } from "../../src/host/playgroundModel.ts";
import { Replays } from "../../src/inspector/replays.ts";
import type {
  InspectionMessage,
  WantedInspection,
  WantedUpdate,
  WantedWhatIf,
} from "../../src/protocol/inspectionMessages.ts";
import {
  assertClose,
  assertSameBits,
  quickConfig,
  sizesOf,
  smallDataset,
} from "../unit/core/training.ts";
import { createModel, until, untilStatus } from "./hostFixture.ts";

let model: PlaygroundModel;
let told: InspectionMessage[];

beforeEach(() => {
  model = createModel();
  told = [];
  model.inspector.told.on(message => told.push(message));
});
afterEach(async () => {
  await model.disposeNow();
  assert.equal(model.inspector.threadCount, 0, "inspector threads left");
});

/** Resolves when so many messages were told since the test began. */
async function untilTold(count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listener = model.inspector.told.on(() => {
    if (told.length >= count) resolve();
  });
  if (told.length < count) await promise;
  listener.dispose();
}

async function train(epochs = 30): Promise<void> {
  model.setSpeed("full");
  model.configure({ epochs }, "twins");
  model.start();
  await untilStatus(model, "finished");
}

const full = (run: number, epoch: number): WantedInspection => ({ run, epoch, depth: "full" });
const light = (run: number, epoch: number): WantedInspection => ({ run, epoch, depth: "training" });

test("what is wanted is told in order, computed from the recorded weights and the data", async () => {
  await train();
  assert.equal(model.inspector.threadCount, 0, "a thread that nobody needs");
  model.inspector.want([full(1, 30), light(0, 10)]);
  await untilTold(2);
  const { experiment, runs } = model.state;
  assert.ok(experiment);
  const snapshot = model.recordings[1].snapshotAt(30);
  assert.ok(snapshot);
  const { config, sizes } = runs[1];
  const expected = inspect(createDataset(experiment.dataset), { config, sizes, ...snapshot });
  assert.deepEqual(told[0], { type: "inspection", wanted: full(1, 30), ...expected });
  assert.ok(told[1].type === "inspection" && told[1].parts === null);
  assert.deepEqual(told[1].wanted, light(0, 10));
  assert.equal(told[1].training.forces[0].l2, 0);
  assert.equal(model.inspector.threadCount, 1);
});

test("a network with edited weights is looked at; what is recorded stays, what it has not is dropped", async () => {
  await train();
  const snapshot = model.recordings[1].snapshotAt(30);
  assert.ok(snapshot);
  const { config, sizes } = model.state.runs[1];
  const recorded = snapshot.parameters.slice();
  const ask = (layer: number, from: number, to: number): WantedWhatIf => ({
    ...{ run: 1, epoch: 30, depth: "whatIf" },
    edits: [{ layer, from, to, value: 5 }],
  });
  const wanted = ask(1, 2, 3);
  model.inspector.want([ask(2, 0, 0), ask(0, sizes[0], 0), ask(0, 0, sizes[1]), wanted]);
  await untilTold(1);
  const parameters = recorded.slice();
  layerViews(parameters, sizes)[1].weights[2 * sizes[2] + 3] = 5;
  const { experiment } = model.state;
  assert.ok(experiment);
  const { parts } = inspect(createDataset(experiment.dataset), {
    ...{ config, sizes, parameters },
    epoch: 30,
  });
  assert.deepEqual(told, [{ type: "whatIf", wanted, parts }]);
  assert.deepEqual(model.recordings[1].snapshotAt(30)?.parameters, recorded);
});

test("requests that were overtaken are dropped, and the newest one is answered", async () => {
  await train();
  for (let epoch = 0; epoch <= 30; epoch++) model.inspector.want([full(0, epoch), full(1, epoch)]);
  await untilTold(3);
  // Only the first had begun.
  const answered = told.map(message => message.type === "inspection" && message.wanted);
  assert.deepEqual(answered, [full(0, 0), full(0, 30), full(1, 30)]);
  model.inspector.want([light(0, 1)]);
  model.inspector.want([]);
  model.inspector.want([full(0, 2)]);
  await untilTold(5);
  assert.equal(told.length, 5);
});

test("what is not recorded is not answered, and what follows is", async () => {
  await train();
  model.inspector.want([full(7, 3), full(0, 31), full(0, 30)]);
  await untilTold(1);
  assert.ok(told[0].type === "inspection");
  assert.deepEqual(told[0].wanted, full(0, 30));
});

test("an inspector that is killed is told, the training goes on, and it can be asked again", async () => {
  model.configure({ epochs: 4000 }, "twins");
  model.start();
  await until(model, () => model.epoch > 5);
  model.inspector.want([full(0, 2)]);
  model.inspector.killThread();
  await untilTold(1);
  assert.deepEqual(told, [{ type: "inspectionFailed", problem: "vanished" }]);
  assert.equal(model.state.status, "training");
  model.inspector.want([full(0, 2)]);
  await untilTold(2);
  assert.equal(told[1].type, "inspection");
});

test("another experiment ends the thread; nothing of the old one is told", async () => {
  await train();
  model.inspector.want([full(0, 30)]);
  model.choosePreset("moons");
  model.inspector.want([full(0, 0)]);
  await until(model, () => model.epoch > 1);
  model.inspector.want([full(0, 1)]);
  await untilTold(1);
  assert.equal(told.length, 1);
  assert.ok(told[0].type === "inspection" && told[0].parts);
  assert.equal(told[0].parts.train.confusion.length, 4);
  model.inspector.reset();
  assert.deepEqual(told.length, 1);
});

test("settings that changed on the way count from the epoch after", async () => {
  model.configure({ epochs: 4000, l2: 0.1 }, "withL2");
  model.start();
  await until(model, () => model.epoch > 3);
  model.configure({ l2: 0.4 });
  await until(model, () => (model.state.experiment?.changes.length ?? 0) > 0);
  const change = model.state.experiment?.changes[0].epoch ?? 0;
  await until(model, () => model.epoch > change + 1);
  model.inspector.want([light(0, change), light(0, change + 1)]);
  await untilTold(2);
  const strengths = told.map((message, i) => {
    assert.ok(message.type === "inspection");
    const norm = model.recordings[0].layerMetric(change + i, 0, "norm");
    return Number((message.training.forces[0].l2 / norm).toFixed(9));
  });
  assert.deepEqual(strengths, [0.1, 0.4]);
});

const slow = (run: number, epoch: number, update: number): WantedUpdate => ({
  ...{ run, epoch, depth: "update", update },
});

test("an epoch is looked into, update by update, and ends where the recording goes on", async () => {
  model.configure({ optimizer: "adam", batchSize: 16, jitter: 0.1 });
  await train();
  model.inspector.want([slow(1, 20, 0), slow(1, 20, 12), slow(0, 3, 5), slow(0, 31, 0)]);
  await untilTold(3);
  const updates = told.map(message =>
    message.type === "slowUpdate" ? message.update : assert.fail(message.type),
  );
  assert.deepEqual(
    updates.map(({ epoch, update, items }) => [epoch, update, items.length]),
    [
      [20, 0, 16],
      [20, 12, 8],
      [3, 5, 16],
    ],
  );
  const weightsAt = (epoch: number) =>
    model.recordings[1].snapshotAt(epoch)?.parameters ?? assert.fail();
  assertSameBits(updates[0].before, weightsAt(19), "the start of the epoch");
  assertClose(updates[1].after, weightsAt(20), 1e-12, "its end", 1);
});

test("an epoch whose every update takes long is refused, with what it would take", async () => {
  model.setSpeed("full");
  model.configure({ epochs: 2, hiddenLayers: [1024, 512] }, "withL2");
  model.start();
  await untilStatus(model, "finished");
  model.inspector.want([slow(0, 1, 0)]);
  await untilTold(1);
  assert.ok(told[0].type === "slowUpdateRefused", told[0].type);
  assert.ok(told[0].seconds > 3, String(told[0].seconds));
});

test("an epoch that is too far is refused in time, and is nearer when it is asked for again", async () => {
  // A clock that is a tenth of a second further each time someone looks at it.
  let time = 0;
  const now = () => (time += 100);
  const replays = new Replays(smallDataset, () => Promise.resolve(referenceEngine), now);
  const config = quickConfig({ epochs: 1000 });
  const replayed = { config, sizes: sizesOf(config, smallDataset), changes: [] };
  const look = (epoch: number) => replays.look(slow(0, epoch, 0), replayed);
  const seconds: number[] = [];
  for (;;) {
    const answer = await look(100);
    if ("update" in answer) {
      assert.equal(answer.update.epoch, 100);
      break;
    }
    seconds.push(answer.seconds);
  }
  assert.ok(seconds.length > 1, "it was refused");
  assert.deepEqual(
    seconds,
    seconds.toSorted((a, b) => b - a),
    "less each time",
  );
  const back = await look(3);
  assert.ok("update" in back && back.update.epoch === 3);
});
