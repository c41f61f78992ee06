// Real threads that go wrong, each in its way.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ARTICLE_CONFIG } from "../../../src/core/config.ts";
import { createExperiment } from "../../../src/core/experiment.ts";
import type { Breakdown } from "../../../src/host/ownedThread.ts";
import {
  countTrainingThreads,
  STOP_TIMEOUT_MS,
  TrainingRun,
} from "../../../src/host/trainingRun.ts";

/** Starts a thread from workers/ and collects what the run tells. */
function start(name: string) {
  const told: string[] = [];
  const breakdown = Promise.withResolvers<Breakdown>();
  const forcedStop = Promise.withResolvers<void>();
  const run = new TrainingRun({
    workerFile: fileURLToPath(new URL(`workers/${name}.mjs`, import.meta.url)),
    experiment: createExperiment("withL2", ARTICLE_CONFIG),
    speed: "full",
    onReport: report => told.push(report.type),
    onStopped: () => told.push("stopped"),
    onBreakdown: reason => {
      told.push(reason.kind);
      breakdown.resolve(reason);
    },
    onForcedStop: () => {
      told.push("forcedStop");
      forcedStop.resolve();
    },
  });
  return { run, told, breakdown: breakdown.promise, forcedStop: forcedStop.promise };
}

afterEach(() => assert.equal(countTrainingThreads(), 0, "threads left"));

test("a thread that throws breaks down once, with the stack", async () => {
  const { run, told, breakdown } = start("throws");
  assert.match((await breakdown).detail, /division by zebra[^]*throws\.mjs/);
  await run.closed;
  assert.deepEqual(told, ["threw"]);
});

test("a thread that runs out of memory is told apart", async () => {
  const { run, told, breakdown } = start("hoards");
  assert.equal((await breakdown).kind, "outOfMemory");
  await run.closed;
  assert.deepEqual(told, ["outOfMemory"]);
});

test("a thread that leaves, or is killed, breaks down as vanished", async () => {
  const left = start("leaves");
  assert.deepEqual(await left.breakdown, { kind: "vanished", detail: "exit code 3" });
  const killed = start("deaf");
  killed.run.kill();
  // The code depends on how far the thread had come.
  assert.equal((await killed.breakdown).kind, "vanished");
  await Promise.all([left.run.closed, killed.run.closed]);
});

test("nothing is told after a failure that the thread reports itself", async () => {
  const { run, told, breakdown } = start("reportsFailure");
  assert.deepEqual(await breakdown, { kind: "threw", detail: "no such data" });
  // This thread does not leave: it is ended.
  await run.closed;
  assert.deepEqual(told, ["threw"]);
});

test("stop ends a thread that does not answer", async () => {
  const { run, told, forcedStop } = start("deaf");
  const before = performance.now();
  run.stop();
  run.stop();
  await forcedStop;
  assert.ok(performance.now() - before >= STOP_TIMEOUT_MS - 5);
  await run.closed;
  assert.deepEqual(told, ["forcedStop"]);
});

test("disposal ends a thread that does not answer and tells nothing", async () => {
  const { run, told } = start("deaf");
  run.dispose();
  run.dispose();
  await run.closed;
  assert.deepEqual(told, []);
});

test("disposal at once does not wait", async () => {
  const { run, told } = start("deaf");
  const before = performance.now();
  await run.disposeNow();
  assert.ok(performance.now() - before < STOP_TIMEOUT_MS);
  assert.deepEqual(told, []);
});

test("a thread that has stopped may take its time to measure", async () => {
  const { run, told } = start("measures");
  run.stop();
  await run.closed;
  assert.deepEqual(told, ["stopped", "ended"]);
});
