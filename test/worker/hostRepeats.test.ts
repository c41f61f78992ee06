// The shown experiment made again with other seeds: the host's side with the built worker.
import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { countBits } from "../../src/core/itemBits.ts";
import type { PlannedResult, RunPlan } from "../../src/core/plan.ts";
import { verdictOf } from "../../src/core/verdict.ts";
import type { PlaygroundModel } from "../../src/host/playgroundModel.ts";
import { Repeats, TELL_INTERVAL_MS } from "../../src/host/repeats.ts";
import type { RepeatState } from "../../src/protocol/messages.ts";
import { ValidationError } from "../../src/protocol/validate.ts";
import { makeRuns } from "../../src/threads/workerPool.ts";
import { createModel, until, untilStatus, WORKER_FILE } from "./hostFixture.ts";

const LEAVES = join(import.meta.dirname, "../unit/host/workers/leaves.mjs");

let model: PlaygroundModel;
const made: Repeats[] = [];

beforeEach(() => {
  model = createModel();
});
afterEach(async () => {
  await Promise.all(made.splice(0).map(repeats => repeats.disposeNow()));
  await model.disposeNow();
});

function create(poolSize: number, workerFile: () => string = () => WORKER_FILE): Repeats {
  const repeats = new Repeats({
    get workerFile() {
      return workerFile();
    },
    shown: model,
    poolSize,
    describeBreakdown: ({ kind, detail }) => ({ reason: `${kind}: ${detail}`, advice: "again" }),
    logError: () => undefined,
  });
  made.push(repeats);
  return repeats;
}

async function untilIs(
  repeats: Repeats,
  condition: (state: RepeatState) => boolean,
): Promise<RepeatState> {
  for (;;) {
    const { state } = repeats;
    if (state !== null && condition(state)) return state;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain: ${state?.status}`)), 60_000);
      const following = repeats.changed.on(() => {
        clearTimeout(timer);
        following.dispose();
        resolve();
      });
    });
  }
}

const isFinished = ({ status }: RepeatState) => status === "finished";

test("the same report from a pool of one and of three threads, about the seeds that follow", async () => {
  model.configure({ epochs: 30, patience: 3, dropout: 0.1, seed: 5 }, "tournament");
  model.start();
  const pools = [create(1), create(3)];
  for (const repeats of pools) repeats.start(3);
  const [one, three] = await Promise.all(pools.map(repeats => untilIs(repeats, isFinished)));
  assert.deepEqual(three.report, one.report);
  assert.deepEqual(verdictOf(three.report), verdictOf(one.report));
  assert.deepEqual([one.ended, one.runs, one.share, one.seeds], [27, 27, 1, 3]);
  assert.deepEqual(
    one.report.repeats.map(({ seed }) => seed),
    [6, 7, 8],
  );
});

test("a run with patience is judged at its best epoch, any other at its last", async () => {
  model.configure({ epochs: 40, learningRate: 0.1 }, "tournament");
  model.start();
  const repeats = create(2);
  repeats.start(2);
  const { report } = await untilIs(repeats, isFinished);
  const { experiment } = model.state;
  assert.ok(experiment);
  const plan: RunPlan = { experiment, seeds: [1, 2], folds: 0 };
  const results = await makeRuns(WORKER_FILE, plan, 1);
  let early = 0;
  for (const [i, { id }] of report.variants.entries()) {
    for (const { seed, runs } of report.repeats) {
      const isIt = ({ run }: PlannedResult) => run.variant === i && run.seed === seed;
      const result = results.find(isIt);
      assert.ok(result?.best && result.bestRight);
      const isEarly = id === "earlyStopping";
      early += Number(isEarly && result.bestEpoch < result.epoch);
      const at = isEarly ? result.best : result.last;
      assert.equal(runs[i].epoch, at.epoch);
      assert.equal(runs[i].testLoss, at.testLoss);
      assert.equal(runs[i].weightNorm, Math.sqrt(at.sumOfSquares));
      const right = isEarly ? result.bestRight : result.right;
      assert.equal(runs[i].freshAccuracy, countBits(right.fresh) / 4000);
    }
  }
  assert.ok(early > 0, "no best epoch before the last: nothing is tested");
});

test("cancelling tells at once, keeps complete seeds, and training goes on meanwhile", async () => {
  model.setSpeed("slow");
  model.configure({ epochs: 2000 }, "twins");
  model.start();
  const repeats = create(2);
  repeats.start(100);
  await untilIs(repeats, ({ report }) => report.repeats.length > 0);
  const { epoch } = model;
  await until(model, () => model.epoch > epoch);
  repeats.cancel();
  const state = repeats.state;
  assert.equal(state?.status, "cancelled");
  assert.ok(state.report.repeats.length > 0 && state.report.repeats.length < 100);
  assert.equal(
    state.report.repeats.every(({ runs }) => runs.length === 2),
    true,
  );
  await repeats.disposeNow();
  assert.equal(model.state.status, "training");
});

test("a thread that is gone is told, and they can be tried again", async () => {
  model.configure({ epochs: 5 }, "twins");
  model.start();
  let file = LEAVES;
  const repeats = create(2, () => file);
  repeats.start(2);
  const failed = await untilIs(repeats, ({ status }) => status === "failed");
  assert.equal(failed.failure?.reason, "vanished: a training thread ended with code 3");
  assert.equal(repeats.isRunning, false);
  file = WORKER_FILE;
  repeats.start(2);
  assert.equal(repeats.state?.failure, null);
  const { report } = await untilIs(repeats, isFinished);
  assert.equal(report.repeats.length, 2);
  await untilStatus(model, "finished");
});

test("another experiment drops them; a setting that changes on the way makes them outdated", async () => {
  const repeats = create(1);
  repeats.start(3);
  assert.equal(repeats.isRunning, false, "nothing is shown yet");
  model.setSpeed("slow");
  model.configure({ epochs: 500 }, "twins");
  model.start();
  repeats.start(3);
  assert.equal(repeats.isRunning, true);
  await until(model, () => model.epoch > 2);
  model.configure({ l2: 0.1 });
  await untilIs(repeats, ({ isOutdated }) => isOutdated);
  model.start();
  assert.equal(repeats.state, null);
  repeats.start(2);
  await untilIs(repeats, ({ isOutdated }) => !isOutdated);
  model.reset();
  assert.equal(repeats.state, null);
});

test("what cannot be asked for is refused and changes nothing", () => {
  model.start("withL2");
  const repeats = create(1);
  for (const [seeds, folds] of [
    [1, 0],
    [101, 0],
    [2.5, 0],
    [2, 5],
  ]) {
    assert.throws(() => repeats.start(seeds, folds), ValidationError);
    assert.equal(repeats.state, null);
  }
});

test("progress is told at a bounded rate", async () => {
  model.configure({ epochs: 100 }, "twins");
  model.start();
  const repeats = create(2);
  const told: number[] = [];
  repeats.changed.on(() => told.push(performance.now()));
  repeats.start(20);
  await untilIs(repeats, isFinished);
  // The first and the last telling are changes of status.
  for (let i = 1; i < told.length - 1; i++) {
    assert.ok(told[i] - told[i - 1] > TELL_INTERVAL_MS - 5, `${told[i] - told[i - 1]} ms`);
  }
});
