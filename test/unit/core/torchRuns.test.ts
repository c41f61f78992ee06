/**
 * The reference engine against PyTorch: every optimizer, schedule, activation, output, loss and
 * remedy. The kernel is held to the reference engine, on more runs than these, by tests of its own.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  activationLabels,
  initializerLabels,
  lossLabels,
  optimizerLabels,
  type OutputName,
  scheduleLabels,
  streamModeLabels,
  type TrainingConfig,
} from "../../../src/core/config.ts";
import { referenceEngine } from "../../../src/core/engine.ts";
import { assertAgrees, torchRuns } from "./torchFixtures.ts";

for (const run of torchRuns) {
  test(`PyTorch: ${run.name}`, () => {
    assertAgrees(referenceEngine, run);
  });
}

test("the runs of PyTorch cover everything on offer", () => {
  const covered = (pick: (config: TrainingConfig) => readonly (string | number)[]) =>
    new Set(torchRuns.flatMap(({ config }) => pick(config)));
  const pairs = Object.keys(optimizerLabels).flatMap(optimizer =>
    // Networks that predict numbers have a reference of their own.
    (["softmax", "sigmoid"] satisfies OutputName[]).flatMap(output =>
      Object.keys(lossLabels).map(loss => `${optimizer} ${output} ${loss}`),
    ),
  );
  const found = covered(c => [`${c.optimizer} ${c.output} ${c.loss}`]);
  assert.deepEqual([...found].sort(), pairs.sort());
  const names: [(config: TrainingConfig) => readonly string[], object][] = [
    [c => c.activations, activationLabels],
    [c => [c.schedule], scheduleLabels],
    [c => [c.initializer], initializerLabels],
    [c => [c.streams], streamModeLabels],
  ];
  for (const [pick, labels] of names) {
    assert.deepEqual([...covered(pick)].sort(), Object.keys(labels).sort());
  }
  assert.deepEqual([...covered(c => [c.hiddenLayers.length])].sort(), [0, 1, 2, 3, 4]);
  const remedies = ["l2", "l1", "decay", "maxNorm", "dropout", "jitter"] as const;
  for (const remedy of remedies) {
    const using = torchRuns.filter(({ config }) => config[remedy] > 0);
    const optimizers = new Set(using.map(({ config }) => config.optimizer));
    assert.equal(optimizers.size, Object.keys(optimizerLabels).length, remedy);
  }
});
