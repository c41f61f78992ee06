// What a reloaded window gets back, by training again in the built worker.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { lambdaPath, withCopy } from "../../src/core/variantLists.ts";
import type { Storage } from "../../src/host/keeper.ts";
import type { PlaygroundModel } from "../../src/host/playgroundModel.ts";
import { Persistence } from "../../src/host/persistence.ts";
import { restoreState, saveState } from "../../src/host/savedState.ts";
import { countTrainingThreads } from "../../src/host/trainingRun.ts";
import { ValidationError } from "../../src/protocol/validate.ts";
import { createModel, recorded, until, untilStatus } from "./hostFixture.ts";

let first: PlaygroundModel;
let second: PlaygroundModel;

beforeEach(() => {
  first = createModel();
  second = createModel();
});
afterEach(async () => {
  await Promise.all([first.disposeNow(), second.disposeNow()]);
  assert.equal(countTrainingThreads(), 0, "threads left");
});

/** As it comes out of the workspace's storage. */
function saved(model: PlaygroundModel): unknown {
  return JSON.parse(
    JSON.stringify(saveState(model.state, model.isEdited, model.epoch, model.table, model.plane)),
  );
}

test("an experiment that was being trained comes back paused, with the same bits", async () => {
  first.configure({ l2: 0.02, seed: 9 }, "equalDecay");
  first.start();
  await until(first, () => first.epoch >= 20);
  first.pause();
  await untilStatus(first, "paused");
  restoreState(second, saved(first));
  assert.equal(second.isRestoring, true);
  await untilStatus(second, "paused");
  assert.equal(second.isRestoring, false);
  assert.equal(second.epoch, first.epoch);
  assert.deepEqual(recorded(second), recorded(first));
  assert.deepEqual(second.state.config, first.state.config);
  assert.deepEqual(second.state.experiment, first.state.experiment);
});

test("the user's own variants come back, those that are trained and those of the controls", async () => {
  const own = lambdaPath(first.state.config);
  first.configure({ epochs: 400 }, "custom", own);
  first.start();
  first.configure({}, "custom", withCopy(own, 1));
  await until(first, () => first.epoch >= 5);
  first.configure({ learningRate: 0.02 });
  const changed = () => first.state.experiment?.changes.at(0)?.epoch ?? Number.POSITIVE_INFINITY;
  await until(first, () => first.epoch > changed());
  first.pause();
  await untilStatus(first, "paused");
  restoreState(second, saved(first));
  await untilStatus(second, "paused");
  assert.deepEqual(recorded(second), recorded(first));
  assert.deepEqual(second.state.own, withCopy(own, 1));
  assert.deepEqual(second.state.experiment, first.state.experiment);
  assert.deepEqual(
    second.state.runs.map(({ id, label, config }) => [id, label, config.l2, config.learningRate]),
    [
      ["none", "without L2", 0, 0.02],
      ["extra1", "with L2 0.0005", 0.0005, 0.02],
      ["l2", "with L2 0.005", 0.005, 0.02],
      ["published", "with L2 0.05", 0.05, 0.02],
    ],
  );
});

test("a finished and a stopped experiment come back as they were", async () => {
  for (const status of ["finished", "stopped"] as const) {
    first.configure({ epochs: status === "finished" ? 12 : 500 }, "twins");
    first.start();
    if (status === "stopped") await until(first, () => first.epoch >= 5);
    if (status === "stopped") first.stop();
    // The score on fresh items is the last thing to come.
    const isScored = (model: PlaygroundModel) => model.state.runs.every(run => run.fresh !== null);
    await until(first, () => first.state.status === status && isScored(first));
    restoreState(second, saved(first));
    await until(second, () => second.state.status === status && isScored(second));
    assert.equal(second.epoch, first.epoch);
    assert.deepEqual(recorded(second), recorded(first));
    assert.deepEqual(
      second.state.runs.map(run => [run.status, run.fresh]),
      first.state.runs.map(run => [run.status, run.fresh]),
    );
  }
});

test("controls without an experiment come back; those nobody edited follow the settings", () => {
  first.configure({ epochs: 33 }, "withoutL2");
  first.setSpeed("slow");
  restoreState(second, saved(first));
  assert.equal(second.state.config.epochs, 33);
  assert.equal(second.state.recipe, "withoutL2");
  assert.equal(second.state.speed, "slow");
  assert.equal(second.state.status, "idle");
  const third = createModel();
  third.setControls({ config: { ...third.state.config, epochs: 77 } });
  restoreState(third, saved(createModel()));
  assert.equal(third.state.config.epochs, 77);
});

test("what is wrong is named and changes nothing", () => {
  first.configure({ epochs: 33 });
  const good = saved(first) as Record<string, unknown>;
  const wrong: [object, string][] = [
    [{ version: 1 }, "saved.version"],
    [{ config: { ...(good["config"] as object), epochs: -1 } }, "saved.config.epochs"],
    [{ preset: "toString" }, "saved.preset"],
    [{ recipe: "constructor" }, "saved.recipe"],
    [{ speed: 3 }, "saved.speed"],
    [{ status: "running" }, "saved.status"],
    [{ epoch: 1e9 }, "saved.epoch"],
    [{ own: [{ id: "l2" }] }, "saved.own.0.name"],
    [{ experiment: { preset: "article", recipe: "twins", own: [] } }, "saved.experiment.base"],
    [
      {
        experiment: {
          preset: "article",
          recipe: "twins",
          own: [],
          base: good["config"],
          changes: [{ epoch: 3, changes: { epochs: 9 } }],
        },
      },
      "saved.experiment.changes.0.changes.epochs",
    ],
    [{ surplus: 1 }, "saved.surplus"],
  ];
  const before = second.state;
  for (const [change, field] of wrong) {
    assert.throws(
      () => restoreState(second, { ...good, ...change }),
      (error: unknown) => error instanceof ValidationError && error.field === field,
      field,
    );
  }
  for (const value of [null, "", [], 7]) assert.throws(() => restoreState(second, value));
  assert.deepEqual(second.state, before);
});

test("the state is saved at every change of status, at most once a second while training, and not on the way back", async () => {
  const values = new Map<string, unknown>();
  let saves = 0;
  const storage: Storage = {
    get: key => values.get(key),
    update: (key, value) => {
      saves++;
      values.set(key, structuredClone(value));
      return Promise.resolve();
    },
  };
  const persistence = new Persistence(first, storage);
  assert.equal(persistence.saved, undefined);
  first.start("twins");
  await until(first, () => first.epoch >= 50);
  assert.ok(saves <= 2, `${saves} saves`);
  first.pause();
  await untilStatus(first, "paused");
  persistence.dispose();
  const next = new Persistence(second, storage);
  saves = 0;
  restoreState(second, next.saved);
  await until(second, () => second.epoch > 0 || second.state.status === "paused");
  if (second.isRestoring) assert.equal(saves, 0);
  await untilStatus(second, "paused");
  assert.equal(second.epoch, first.epoch);
  next.dispose();
});

test("points with other noise, and points placed by hand, come back with their experiment", async () => {
  first.choosePreset("xor");
  first.configure({ epochs: 12 }, "twins");
  first.configurePlane({ labelNoise: 0.25, trainItems: 60 });
  first.start();
  await untilStatus(first, "finished");
  restoreState(second, saved(first));
  await untilStatus(second, "finished");
  assert.deepEqual(recorded(second), recorded(first));
  assert.deepEqual(second.state.experiment, first.state.experiment);
  first.placePoints([0.5, 0.5, 0, -1, 2, 1, 2, 1, 0]);
  await untilStatus(first, "finished");
  assert.equal(first.state.plane?.isEdited, true);
  restoreState(second, saved(first));
  await untilStatus(second, "finished");
  assert.deepEqual(recorded(second), recorded(first));
  second.restorePoints();
  const { dataset } = second.state.experiment ?? {};
  assert.equal(dataset?.kind === "twoInput" && dataset.labelNoise, 0.25);
  assert.throws(
    () =>
      restoreState(second, {
        ...(saved(first) as object),
        plane: { changes: null, points: [1, 2] },
      }),
    /saved\.plane\.points: expected x, y and class/,
  );
});
