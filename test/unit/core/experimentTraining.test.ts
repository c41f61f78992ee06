/** Runs that take turns, epoch by epoch, with chances to stop in between. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingConfig } from "../../../src/core/config.ts";
import { type Engine, referenceEngine } from "../../../src/core/engine.ts";
import { trainRuns } from "../../../src/core/experimentTraining.ts";
import { Run } from "../../../src/core/run.ts";
import { quickConfig, sizesOf, smallDataset } from "./training.ts";

/** Pauses once in each epoch. */
const pausingEngine: Engine = {
  createLearner: settings => {
    const learner = referenceEngine.createLearner(settings);
    return {
      ...learner,
      *train() {
        for (const tick of learner.train()) {
          if (tick.endsEpoch) yield { ...tick, epoch: tick.epoch - 1, endsEpoch: false };
          yield tick;
        }
      },
    };
  },
};

function createRun(changes: Partial<TrainingConfig>): Run {
  const config = quickConfig(changes);
  return new Run(config, sizesOf(config, smallDataset), smallDataset, pausingEngine);
}

/** Which run worked, and whether the epoch was over for all. */
function ticksOf(runs: readonly Run[]): string[] {
  const ticks: string[] = [];
  for (const { run, endsEpoch } of trainRuns(runs)) {
    ticks.push(`${run}${endsEpoch ? " ends" : ""}`);
    assert.ok(ticks.length < 100);
  }
  return ticks;
}

test("an epoch of each run in turn, until none can go on", () => {
  const runs = [createRun({ epochs: 1 }), createRun({ epochs: 3 })];
  const start = ["0", "1 ends"];
  const first = ["0", "0", "1", "1 ends"];
  const alone = ["1", "1 ends"];
  assert.deepEqual(ticksOf(runs), [...start, ...first, ...alone, ...alone]);
  assert.deepEqual(
    runs.map(({ state, epoch }) => [state, epoch]),
    [
      ["finished", 1],
      ["finished", 3],
    ],
  );
});

test("a run that ended earlier than the last one takes no more turns", () => {
  const runs = [createRun({ epochs: 2 }), createRun({ epochs: 1 })];
  const both = ["0", "0", "1", "1 ends"];
  assert.deepEqual(ticksOf(runs), ["0", "1 ends", ...both, "0", "0 ends"]);
});

test("a run that was stopped takes no turn, and without one there is nothing to do", () => {
  const runs = [createRun({ epochs: 1 }), createRun({ epochs: 1 })];
  runs[0].stop();
  assert.deepEqual(ticksOf(runs), ["1 ends", "1", "1 ends"]);
  assert.equal(runs[0].epoch, 0);
  assert.deepEqual(ticksOf(runs), []);
});
