/** Networks that have stopped learning are told of, and no others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingConfig } from "../../../src/core/config.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import { ARTICLE_DATASET } from "../../../src/core/experiment.ts";
import { inspectTraining, type TrainingInspection } from "../../../src/core/inspection.ts";
import { KernelEngine } from "../../../src/core/kernelEngine.ts";
import { PlainKernel } from "../../../src/core/plainKernel/plainKernel.ts";
import { presets } from "../../../src/core/presets.ts";
import { Run } from "../../../src/core/run.ts";
import { healthProblems } from "../../../webview/health.ts";
import type { ShownRun } from "../../../webview/shown.ts";
import { quickConfig, sizesOf } from "../core/training.ts";

/** What the page knows of a run, as far as it matters here. */
function shownRun(config: TrainingConfig, epoch: number, isNewest = true): ShownRun {
  const summary = { label: "with L2", config, status: isNewest ? "finished" : "training" };
  return { summary, epoch, isNewest } as unknown as ShownRun;
}

function training(changes: Partial<TrainingInspection>): TrainingInspection {
  return { items: 9, itemsUsed: 9, forces: [], units: [], outputSpread: 0.9, ...changes };
}

const config = quickConfig({ epochs: 100, l2: 0.1 });
const unitsOf = (dead: number, saturated: number) => [
  {
    ...({ activation: "tanh", units: 8 } as const),
    dead: Array.from({ length: dead }, (_, unit) => unit),
    saturated: Array.from({ length: saturated }, (_, unit) => unit),
  },
];

test("a constant answer, dead units and saturated units are told with the next thing to try", () => {
  const tell = (changes: Partial<TrainingInspection>, of = config) =>
    healthProblems(shownRun(of, 100), training(changes)).join(" ");
  assert.match(tell({ outputSpread: 0.001 }), /the same answer\..*a smaller lambda/);
  assert.match(tell({ outputSpread: 0 }, quickConfig({ l2: 0 })), /larger learning rate, or more/);
  assert.match(tell({ units: unitsOf(3, 0) }), /3 of 8 hidden units are dead.*leaky ReLU/);
  assert.match(tell({ units: unitsOf(0, 8) }), /8 of 8 hidden units are saturated.*Try/);
  assert.equal(tell({ units: unitsOf(1, 1) }), "");
  assert.equal(tell({}), "");
});

test("in the first epochs a network may know nothing, unless they are all there are", () => {
  const constant = training({ outputSpread: 0 });
  assert.deepEqual(healthProblems(shownRun(config, 10, false), constant), []);
  assert.deepEqual(healthProblems(shownRun(config, 0), constant), []);
  assert.equal(healthProblems(shownRun(config, 10), constant).length, 1);
  assert.equal(healthProblems(shownRun(config, 40, false), constant).length, 1);
});

test("no preset is warned of at its end, with or without L2", () => {
  for (const [name, preset] of Object.entries(presets)) {
    const data = createDataset(preset.dataset);
    for (const l2 of [0, preset.config.l2]) {
      const used = { ...preset.config, l2 };
      const sizes = sizesOf(used, data);
      const run = new Run(used, sizes, data, new KernelEngine(new PlainKernel()));
      for (const _ of run.steps) continue;
      const { parameters, epoch } = run;
      const found = inspectTraining(data.train, { config: used, sizes, parameters, epoch });
      assert.deepEqual(healthProblems(shownRun(used, epoch), found), [], `${name}, l2 ${l2}`);
    }
  }
});

test("a penalty that leaves nothing makes a constant network, as the inspector sees it", () => {
  const data = createDataset({ ...ARTICLE_DATASET, freshItems: 0 });
  const used = quickConfig({ l2: 10, epochs: 20, learningRate: 0.01 });
  const run = new Run(used, sizesOf(used, data), data);
  for (const _ of run.steps) continue;
  const { parameters, sizes, epoch } = run;
  const found = inspectTraining(data.train, { config: used, sizes, parameters, epoch });
  assert.match(healthProblems(shownRun(used, epoch), found).join(), /the same answer/);
});
