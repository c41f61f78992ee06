// The model of the host with the built worker: what commands and panel do to it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { ARTICLE_CONFIG } from "../../src/core/config.ts";
import { createRuns } from "../../src/core/experimentTraining.ts";
import { presets } from "../../src/core/presets.ts";
import type { RecordedChunk } from "../../src/core/recorder.ts";
import { FIRST_CONTROLS } from "../../src/host/controls.ts";
import type { ModelChange, PlaygroundModel } from "../../src/host/playgroundModel.ts";
import { countTrainingThreads } from "../../src/host/trainingRun.ts";
import type { PlaygroundState } from "../../src/protocol/messages.ts";
import { takeSnapshot } from "../../src/host/weightSnapshot.ts";
import { ValidationError } from "../../src/protocol/validate.ts";
import { assertSameBits, trainAll } from "../unit/core/training.ts";
import { wasmEngine } from "./engines.ts";
import { createModel, recorded, until, untilStatus } from "./hostFixture.ts";

let model: PlaygroundModel;
let changes: ModelChange[];

beforeEach(() => {
  model = createModel();
  changes = [];
  model.changed.on(change => changes.push(change));
});
afterEach(async () => {
  await model.disposeNow();
  assert.equal(countTrainingThreads(), 0, "threads left");
});

function lastMse(run: number): string {
  const recording = model.recordings[run];
  return recording.metric(recording.length - 1, "trainMse").toFixed(4);
}

function types(): string[] {
  return changes.map(change => change.type);
}

test("twins train to the article's numbers, and the weights with L2 are smaller", async () => {
  model.setSpeed("full");
  model.start("twins");
  assert.equal(model.state.status, "training");
  assert.equal(model.recordings.length, 2);
  await untilStatus(model, "finished");
  assert.deepEqual([lastMse(0), lastMse(1)], ["0.0913", "0.1914"]);
  const sums = model.recordings.map(recording => recording.metric(500, "sumOfSquares"));
  assert.ok(sums[1] < 14 && sums[0] > 66, String(sums));
  for (const run of model.state.runs) {
    assert.equal(run.status, "finished");
    assert.equal(run.epoch, 500);
    assert.equal(run.fresh?.items, 4000);
  }
  assert.equal(model.isActive, false);
});

test("the user's own list begins as the recipe before it, and is refused where it is wrong", () => {
  model.configure({}, "tournament");
  model.configure({}, "custom");
  assert.equal(model.state.own.length, 9);
  // A list that was there before comes back.
  model.configure({}, "twins");
  model.configure({}, "custom");
  assert.equal(model.state.own.length, 9);
  const wrong = (own: PlaygroundState["own"]) => () => model.configure({}, "custom", own);
  assert.throws(wrong([]), { field: "own", problem: "expected at least one variant, got none" });
  assert.equal(model.state.own.length, 9);
  model.choosePreset("moons");
  assert.equal(model.state.recipe, "custom");
});

test("a variant with early stopping is scored by its best weights", async () => {
  model.setSpeed("full");
  model.configure({}, "custom", [
    { id: "none", name: "", settings: {} },
    { id: "earlyStopping", name: "", settings: { patience: 20 } },
  ]);
  model.start();
  await untilStatus(model, "finished");
  const [none, early] = model.state.runs;
  assert.equal(none.fresh?.epoch, 500);
  assert.deepEqual([early.status, early.epoch], ["stoppedEarly", 68]);
  assert.deepEqual([early.bestEpoch, early.fresh?.epoch], [48, 48]);
  // Its weights are the best ones too, unless others are asked for.
  assert.equal(takeSnapshot(model, 0)?.at.metrics.epoch, 500);
  assert.equal(takeSnapshot(model, 1)?.at.metrics.epoch, 48);
  assert.equal(takeSnapshot(model, 1, 68)?.at.metrics.epoch, 68);
});

test("the chunks that are told add up to what is recorded", async () => {
  model.configure({ epochs: 60 }, "twins");
  model.start();
  await untilStatus(model, "finished");
  const chunks = changes.flatMap(change => (change.type === "progress" ? [change.chunks] : []));
  const rows = (of: (chunk: RecordedChunk) => Float64Array) =>
    chunks.flatMap(([first]) => [...of(first)]);
  const [first] = recorded(model);
  assert.deepEqual(
    rows(chunk => chunk.rows),
    [...first.rows],
  );
  assert.deepEqual(
    rows(chunk => chunk.snapshots),
    [...first.snapshots],
  );
  assert.equal(model.recordings[0].length, 61);
});

test("a snapshot is due when an experiment starts and when it is reset, at no other time", async () => {
  model.start("withL2");
  assert.deepEqual(types().slice(-1), ["snapshot"]);
  changes = [];
  await until(model, () => model.epoch > 3);
  model.pause();
  await untilStatus(model, "paused");
  assert.ok(!types().includes("snapshot"));
  model.reset();
  assert.deepEqual(types().slice(-1), ["snapshot"]);
});

test("pause holds, step goes one epoch, resume goes on to the same numbers", async () => {
  model.configure({ epochs: 40 });
  model.start("withL2");
  await until(model, () => model.epoch >= 1);
  model.pause();
  await untilStatus(model, "paused");
  const paused = model.epoch;
  assert.ok(paused < 40);
  model.step();
  await until(model, () => model.epoch > paused);
  assert.equal(model.epoch, paused + 1);
  assert.equal(model.state.status, "paused");
  model.resume();
  assert.equal(model.state.status, "training");
  await untilStatus(model, "finished");
  const interrupted = recorded(model);
  model.setSpeed("full");
  model.start("withL2");
  await untilStatus(model, "finished");
  assert.deepEqual(recorded(model), interrupted);
});

test("step begins an experiment where there is none, and is nothing after the end", async () => {
  model.configure({ epochs: 2 }, "withoutL2");
  model.step();
  await until(model, () => model.state.status === "paused" && model.epoch === 1);
  assert.equal(model.recordings.length, 1);
  model.step();
  await untilStatus(model, "finished");
  const before = changes.length;
  model.step();
  assert.equal(changes.length, before);
  assert.equal(model.epoch, 2);
});

test("stop keeps what was recorded, with the last weights", async () => {
  model.start("twins");
  await until(model, () => model.epoch >= 5);
  const asked = performance.now();
  model.stop();
  await untilStatus(model, "stopped");
  assert.ok(performance.now() - asked < 100, `stopped after ${performance.now() - asked} ms`);
  for (const [index, run] of model.state.runs.entries()) {
    assert.equal(run.status, "stopped");
    assert.equal(model.recordings[index].lastEpoch(), run.epoch);
    assert.equal(model.recordings[index].snapshotAt(run.epoch)?.epoch, run.epoch);
  }
  assert.equal(model.hasWeights, true);
});

test("reset forgets the experiment and keeps the controls with their seed", async () => {
  model.configure({ seed: 5, l2: 0.1 });
  model.start("twins");
  await until(model, () => model.epoch >= 2);
  model.reset();
  const { status, experiment, runs, config } = model.state;
  assert.deepEqual([status, experiment, runs, model.recordings], ["idle", null, [], []]);
  assert.deepEqual(config, { ...ARTICLE_CONFIG, seed: 5, l2: 0.1 });
  assert.equal(model.hasWeights, false);
});

test("a new seed is another one; what is shown starts anew with it, else nothing starts", async () => {
  model.newSeed();
  const first = model.state.config.seed;
  assert.ok(first > 0 && first < 1_000_000);
  assert.equal(model.isActive, false);
  model.configure({ epochs: 5 });
  model.start("withL2");
  await untilStatus(model, "finished");
  const before = recorded(model);
  model.newSeed();
  assert.notEqual(model.state.config.seed, first);
  const { experiment, config } = model.state;
  assert.equal(experiment?.base.seed, config.seed);
  await untilStatus(model, "finished");
  assert.notDeepEqual(recorded(model), before);
});

test("running again while training starts anew and nothing of the old run arrives", async () => {
  model.start("twins");
  await until(model, () => model.epoch >= 3);
  model.start("withoutL2");
  assert.equal(model.epoch, 0);
  changes = [];
  await until(model, () => model.epoch >= 3);
  for (const change of changes) {
    if (change.type === "progress") assert.equal(change.chunks.length, 1);
  }
  const epochs = Array.from({ length: 3 }, (_, row) => model.recordings[0].metric(row, "epoch"));
  assert.deepEqual(epochs, [0, 1, 2]);
});

test("a killed thread fails the experiment in words, and the next one trains", async () => {
  model.start("twins");
  await until(model, () => model.epoch >= 2);
  model.killThread();
  await untilStatus(model, "failed");
  assert.match(model.state.failure?.reason ?? "", /vanished/);
  assert.deepEqual(
    model.state.runs.map(run => run.status),
    ["stopped", "stopped"],
  );
  assert.equal(model.hasWeights, true);
  model.configure({ epochs: 3 });
  model.start("twins");
  assert.equal(model.state.failure, null);
  await untilStatus(model, "finished");
});

test("lambda changes while training goes on, from the next epoch on, and is on record", async () => {
  model.configure({ epochs: 200, dropout: 0 });
  model.start("twins");
  await until(model, () => model.epoch >= 5);
  model.configure({ l2: 0.2, dropout: 0.1, epochs: 300 });
  await until(model, () => model.state.experiment?.changes.length === 1);
  const [change] = model.state.experiment?.changes ?? [];
  assert.deepEqual(change.changes, { l2: 0.2, dropout: 0.1 });
  assert.ok(change.epoch >= 5 && change.epoch < 200);
  // Length and shape are those of the start; the twin without L2 stays without it.
  assert.deepEqual(
    model.state.runs.map(({ config }) => [config.l2, config.dropout, config.epochs]),
    [
      [0, 0.1, 200],
      [0.2, 0.1, 200],
    ],
  );
  model.setSpeed("full");
  await untilStatus(model, "finished");
  assert.equal(model.recordings[1].snapshotAt(change.epoch)?.epoch, change.epoch);
  // The same experiment, made again with its changes, has the same bits.
  const { experiment } = model.state;
  assert.ok(experiment);
  const again = trainAll(createRuns(experiment, wasmEngine()));
  for (const [index, { run }] of again.entries()) {
    const last = model.recordings[index].snapshotAt(200);
    assert.ok(last);
    assertSameBits(last.parameters, run.parameters, run.config.l2 === 0 ? "without" : "with");
  }
});

test("restored settings apply to the experiment under way, as far as they can", async () => {
  model.choosePreset("moons");
  model.configure({ l2: 0.1, epochs: 300 });
  model.start("withL2");
  await until(model, () => model.epoch >= 2);
  model.restoreDefaults();
  await until(model, () => model.state.experiment?.changes.length === 1);
  assert.deepEqual(model.state.experiment?.changes[0].changes, { l2: 0.005 });
  assert.deepEqual(model.state.config, presets.moons.config);
});

test("a value that is there already is no change, and Figure 1 cannot be changed", async () => {
  model.configure({ epochs: 100 });
  model.start("withL2");
  await until(model, () => model.epoch >= 2);
  model.configure({ l2: ARTICLE_CONFIG.l2 });
  model.configure({ l2: 0.3 });
  await until(model, () => model.state.experiment?.changes.length === 1);
  assert.deepEqual(model.state.experiment?.changes[0].changes, { l2: 0.3 });
  model.reproduceFigure1();
  await until(model, () => model.epoch >= 2);
  model.configure({ l2: 0.4 });
  const { epoch } = model;
  await until(model, () => model.epoch >= epoch + 5);
  assert.deepEqual(model.state.experiment?.changes, []);
});

test("early stopping ends a run in words and keeps the best epoch with its weights", async () => {
  model.configure({ epochs: 2000, patience: 5, learningRate: 0.1 });
  model.setSpeed("full");
  model.start("withoutL2");
  await untilStatus(model, "finished");
  const [run] = model.state.runs;
  assert.equal(run.status, "stoppedEarly");
  assert.equal(run.epoch, run.bestEpoch + 5);
  const [recording] = model.recordings;
  const { best } = recording;
  assert.equal(best?.metrics.epoch, run.bestEpoch);
  const smallest = Math.min(
    ...Array.from({ length: recording.length - 1 }, (_, row) =>
      recording.metric(row + 1, "validationLoss"),
    ),
  );
  assert.equal(best?.metrics.validationLoss, smallest);
});

test("other data comes with settings that suit it, and what is shown starts anew with it", async () => {
  model.configure({ seed: 5 });
  model.choosePreset("moons");
  const { experiment, preset, config } = model.state;
  assert.deepEqual([experiment, preset], [null, "moons"]);
  assert.deepEqual(config, { ...presets.moons.config, seed: 5 });
  // Two classes: one output is enough.
  model.configure({ output: "sigmoid", epochs: 30, l2: 0.01 });
  model.setSpeed("full");
  model.start("tournament");
  await untilStatus(model, "finished");
  assert.equal(model.state.runs.length, 9);
  assert.deepEqual(model.state.runs[0].sizes, [2, 8, 1]);
  model.choosePreset("xor");
  assert.equal(model.isActive, true);
  assert.equal(model.state.experiment?.dataset, presets.xor.dataset);
  await untilStatus(model, "finished");
  assert.deepEqual(model.state.runs[0].sizes, [2, 8, 2]);
  model.restoreDefaults();
  assert.deepEqual(model.state.config, presets.xor.config);
  model.reproduceFigure1();
  assert.deepEqual([model.state.preset, model.state.config], ["article", ARTICLE_CONFIG]);
});

test("a recipe that does not fit the settings is refused, naming the member", () => {
  model.choosePreset("moons");
  const before = model.state;
  const isRefusal = (error: unknown) =>
    error instanceof ValidationError && error.field === "config.initializer";
  assert.throws(() => model.start("asPublished"), isRefusal);
  assert.throws(() => model.configure({}, "asPublished"), isRefusal);
  assert.deepEqual(model.state, before);
});

test("a recipe about L2 comes with a lambda where there is none; zero stays zero once it is chosen", () => {
  model.configure({ l2: 0 }, "withoutL2");
  model.configure({}, "twins");
  assert.equal(model.state.config.l2, 0.005);
  model.configure({ l2: 0 });
  model.configure({ epochs: 3 });
  assert.equal(model.state.config.l2, 0);
  model.configure({ l2: 0 }, "equalDecay");
  assert.equal(model.state.config.l2, 0);
  model.start("withL2");
  assert.deepEqual(
    model.state.runs.map(({ config }) => config.l2),
    [0.005],
  );
});

test("what was to come back and has no experiment is no longer waited for", () => {
  model.awaitRestore();
  assert.ok(model.isRestoring);
  model.restore(FIRST_CONTROLS, false, null, "idle", 0);
  assert.ok(!model.isRestoring);
});

test("what the data does not have is refused", () => {
  assert.throws(
    () => model.configure({ output: "sigmoid" }),
    (error: unknown) => error instanceof ValidationError && error.field === "config.output",
  );
});

test("a wrong value is refused as a whole and named", () => {
  const before = model.state;
  assert.throws(
    () => model.configure({ epochs: 10, l2: -1 }),
    (error: unknown) => error instanceof ValidationError && error.field === "config.l2",
  );
  assert.throws(
    () => model.configure({ publishedSign: true }),
    (error: unknown) => error instanceof ValidationError && error.field === "config.publishedSign",
  );
  assert.deepEqual(model.state, before);
});

test("controls that were set from outside are not edited; those that were changed are", () => {
  model.setControls({ speed: "slow" });
  assert.equal(model.isEdited, false);
  model.configure({ epochs: 10 });
  assert.equal(model.isEdited, true);
});

test("Figure 1 uses the article's settings whatever the controls were", async () => {
  model.configure({ epochs: 10, l2: 0.5, seed: 3 });
  model.setSpeed("full");
  model.reproduceFigure1();
  assert.deepEqual(model.state.config, ARTICLE_CONFIG);
  assert.equal(model.state.recipe, "asPublished");
  await untilStatus(model, "finished");
  assert.deepEqual([lastMse(0), lastMse(1), lastMse(2)], ["0.0913", "0.1479", "0.1914"]);
});
