/** The built worker in a real thread: what it reports, when, and that it ends. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { ARTICLE_CONFIG } from "../../src/core/config.ts";
import { createExperiment, type Experiment } from "../../src/core/experiment.ts";
import { createRuns, trainRuns } from "../../src/core/experimentTraining.ts";
import { rowWidth } from "../../src/core/recorder.ts";
import type { RunProgress, WorkerCommand, WorkerReport } from "../../src/protocol/messages.ts";
import { wasmEngine } from "./engines.ts";

const WORKER_FILE = join(import.meta.dirname, "../../dist/worker.js");

/** A worker and everything it said. */
class Trainee {
  readonly worker = new Worker(WORKER_FILE);
  readonly reports: WorkerReport[] = [];
  readonly exited = once(this.worker, "exit") as Promise<[number]>;

  constructor() {
    this.worker.on("message", (report: WorkerReport) => this.reports.push(report));
  }

  send(command: WorkerCommand): void {
    this.worker.postMessage(command);
  }

  /** Waits for the next report that fits, among those not yet said. */
  async next<T extends WorkerReport["type"]>(
    type: T,
    fits: (report: Extract<WorkerReport, { type: T }>) => boolean = () => true,
  ): Promise<Extract<WorkerReport, { type: T }>> {
    for (;;) {
      const [report] = (await once(this.worker, "message")) as [WorkerReport];
      if (report.type === "failed" && type !== "failed") throw new Error(report.reason);
      const fitting = report as Extract<WorkerReport, { type: T }>;
      if (report.type === type && fits(fitting)) return fitting;
    }
  }

  /** The weights that a run recorded last. */
  lastWeights(run: number): Float64Array {
    const recorded = this.reports.findLast(
      report => "runs" in report && report.runs[run].chunk.snapshots.length > 0,
    );
    assert.ok(recorded && "runs" in recorded);
    return lastWeights(recorded.runs[run]);
  }

  /** All recorded epochs of a run so far. */
  epochs(run: number): number[] {
    const width = rowWidth(2);
    return this.reports.flatMap(report => {
      if (!("runs" in report)) return [];
      const { rows } = report.runs[run].chunk;
      return Array.from({ length: rows.length / width }, (_, row) => rows[row * width]);
    });
  }
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

function twins(changes: Partial<typeof ARTICLE_CONFIG> = {}): Experiment {
  return createExperiment("twins", { ...ARTICLE_CONFIG, ...changes });
}

function lastWeights({ chunk }: RunProgress): Float64Array {
  const count = chunk.snapshots.length / chunk.snapshotEpochs.length;
  return chunk.snapshots.slice(-count);
}

test("trains the twins to the same bits as the core, records every epoch, and exits", async () => {
  const trainee = new Trainee();
  const experiment = twins({ epochs: 60 });
  trainee.send({ type: "train", experiment, speed: "full" });
  const ended = await trainee.next("ended");
  assert.equal(ended.how, "finished");
  const runs = createRuns(experiment, wasmEngine());
  for (const _ of trainRuns(runs)) continue;
  for (const [index, run] of runs.entries()) {
    const report = ended.runs[index];
    assert.equal(report.status, "finished");
    assert.equal(report.epoch, 60);
    assert.ok(report.seconds > 0);
    assert.equal(report.fresh?.items, 4000);
    assert.deepEqual(lastWeights(report), run.parameters);
    const all = Array.from({ length: 61 }, (_, epoch) => epoch);
    assert.deepEqual(trainee.epochs(index), all);
  }
  assert.notDeepEqual(lastWeights(ended.runs[0]), lastWeights(ended.runs[1]));
  assert.deepEqual(await trainee.exited, [0]);
});

test("samples its progress: many epochs, few messages", async () => {
  const trainee = new Trainee();
  trainee.send({ type: "train", experiment: twins({ epochs: 300 }), speed: "full" });
  await trainee.next("ended");
  assert.equal(trainee.epochs(0).length, 301);
  assert.ok(trainee.reports.length < 60, `${trainee.reports.length} messages`);
});

test("pauses, steps one epoch of every run, resumes and stops", async () => {
  const trainee = new Trainee();
  trainee.send({ type: "train", experiment: twins({ epochs: 1_000_000 }), speed: "fast" });
  await trainee.next("progress", report => report.runs[0].epoch > 3);
  trainee.send({ type: "pause" });
  const paused = await trainee.next("paused");
  const { epoch } = paused.runs[0];
  assert.equal(paused.runs[1].epoch, epoch);
  trainee.send({ type: "step" });
  const stepped = await trainee.next("paused");
  assert.deepEqual(
    stepped.runs.map(run => run.epoch),
    [epoch + 1, epoch + 1],
  );
  assert.equal(trainee.epochs(0).at(-1), epoch + 1);
  trainee.send({ type: "resume" });
  await trainee.next("progress", report => report.runs[0].epoch > epoch + 3);
  trainee.send({ type: "stop" });
  await trainee.next("stopping");
  const ended = await trainee.next("ended");
  assert.equal(ended.how, "stopped");
  assert.equal(ended.runs[0].status, "stopped");
  assert.equal(trainee.epochs(0).at(-1), ended.runs[0].epoch);
  assert.ok(ended.runs[0].fresh, "the stopped run is scored");
  await trainee.exited;
});

test("stops while it waits and while it is paused", async () => {
  for (const pause of [false, true]) {
    const trainee = new Trainee();
    trainee.send({ type: "train", experiment: twins({ epochs: 1_000_000 }), speed: "slow" });
    await trainee.next("progress", report => report.runs[0].epoch >= 1);
    if (pause) {
      trainee.send({ type: "pause" });
      await trainee.next("paused");
    }
    trainee.send({ type: "stop" });
    assert.equal((await trainee.next("ended")).how, "stopped");
    await trainee.exited;
  }
});

test("pauses at a given epoch, from the start on, with the bits of an uninterrupted run", async () => {
  const experiment = twins({ epochs: 40 });
  const trainee = new Trainee();
  trainee.send({ type: "train", experiment, speed: "slow", pauseAt: 0 });
  assert.equal((await trainee.next("paused")).runs[0].epoch, 0);
  trainee.send({ type: "setSpeed", speed: "full" });
  trainee.send({ type: "resume" });
  const ended = await trainee.next("ended");
  const runs = createRuns(experiment, wasmEngine());
  for (const _ of trainRuns(runs)) continue;
  assert.deepEqual(lastWeights(ended.runs[1]), runs[1].parameters);
});

test("stops in the middle of a long epoch, with the weights of the last whole one", async () => {
  const trainee = new Trainee();
  const experiment = twins({ hiddenLayers: [256, 256, 256], epochs: 1000, initRange: 0.1 });
  trainee.send({ type: "train", experiment, speed: "full" });
  await trainee.next("progress", report => report.runs[0].epoch > 0);
  trainee.send({ type: "stop" });
  const ended = await trainee.next("ended");
  const [run] = createRuns(experiment, wasmEngine());
  for (const isEpoch of run.steps) if (isEpoch && run.epoch === ended.runs[0].epoch) break;
  // Compared by value alone: the difference of arrays of this size takes minutes to print.
  assert.ok(sameNumbers(trainee.lastWeights(0), run.parameters));
  assert.equal(ended.runs[0].fresh?.items, 4000);
});

test("a run that diverges ends alone and keeps finite weights", async () => {
  const trainee = new Trainee();
  const experiment = twins({ learningRate: 10, l2: 10, epochs: 300 });
  trainee.send({ type: "train", experiment, speed: "full" });
  const { runs, how } = await trainee.next("ended");
  assert.equal(how, "finished");
  assert.equal(runs[0].status, "finished");
  assert.equal(runs[1].status, "diverged");
  assert.ok(lastWeights(runs[1]).every(Number.isFinite));
  assert.ok(runs[1].epoch < runs[0].epoch);
});

test("says why it fails, and exits", async () => {
  const trainee = new Trainee();
  const experiment = twins({ seed: -1 });
  trainee.send({ type: "train", experiment, speed: "full" });
  const { reason, stack } = await trainee.next("failed");
  assert.match(reason, /seed: expected a whole number/);
  assert.match(stack, /Random/);
  await trainee.exited;
});
