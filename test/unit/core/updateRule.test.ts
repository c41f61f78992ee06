// What is shown of an update is what the trainer does, and the article's worked example holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import { createExperiment } from "../../../src/core/experiment.ts";
import { layerViews } from "../../../src/core/network.ts";
import { Updater } from "../../../src/core/trainer.ts";
import { configAfter, explainUpdate, workPenalty } from "../../../src/core/updateRule.ts";

const SIZES = [1, 1, 1];
const RATE = 0.2;

/** The trainer's update of a weight in the second layer. */
function trained(config: TrainingConfig, weight: number, gradient: number): number {
  const layers = layerViews(Float64Array.of(0.3, 0, weight, 0), SIZES);
  const sums = layerViews(Float64Array.of(0, 0, 4 * gradient, 0), SIZES);
  new Updater(layers, SIZES).apply(sums, 4, RATE, config);
  return layers[1].weights[0];
}

const configs: Readonly<Record<string, Partial<TrainingConfig>>> = {
  "no penalty": { l2: 0 },
  L2: { l2: 0.1 },
  "the published rule": { l2: 0.1, publishedSign: true },
  L1: { l2: 0, l1: 0.3 },
  "L1 and L2": { l2: 0.1, l1: 0.3 },
  "constant decay": { l2: 0, decay: 0.02 },
  "a penalty of its own in each layer": { l2: 0.1, l1: 0.1, penaltyScale: [1, 3] },
};

for (const [name, changes] of Object.entries(configs)) {
  test(`what is shown is what is done: ${name}`, () => {
    const config = { ...ARTICLE_CONFIG, ...changes };
    for (const [weight, gradient] of [
      [5, -0.4],
      [-3, 0.1],
      [0.03, 0.001],
      [0, 0],
    ]) {
      const { after } = explainUpdate(config, 1, RATE, { weight, gradient, step: null });
      const done = trained(config, weight, gradient);
      assert.ok(after !== null && Math.abs(after - done) < 1e-15, `${weight}: ${after}, ${done}`);
    }
  });
}

test("an optimizer with a memory has no step until it is told", () => {
  const config: TrainingConfig = { ...ARTICLE_CONFIG, optimizer: "adam", l2: 0.1 };
  const numbers = { weight: 2, gradient: 0.5 };
  const unknown = explainUpdate(config, 1, RATE, { ...numbers, step: null });
  assert.equal(unknown.after, null);
  assert.equal(unknown.gradient, 0.7);
  assert.equal(explainUpdate(config, 1, RATE, { ...numbers, step: 0.25 }).after, 1.75);
});

test("AdamW shrinks the weight beside its step", () => {
  const config: TrainingConfig = { ...ARTICLE_CONFIG, optimizer: "adamw", l2: 0.1 };
  const update = explainUpdate(config, 1, RATE, { weight: 2, gradient: 0.5, step: 0.25 });
  assert.equal(update.gradient, 0.5);
  assert.ok(Math.abs(update.kept - (2 - RATE * 0.1 * 2)) < 1e-15);
  // Adam's first step is the learning rate, but for epsilon.
  const first = explainUpdate(config, 1, RATE, { weight: 2, gradient: 0.5, step: RATE });
  assert.ok(Math.abs((first.after ?? 0) - trained(config, 2, 0.5)) < 1e-8);
});

test("without a gradient the penalty's part is still known", () => {
  const update = explainUpdate({ ...ARTICLE_CONFIG, l2: 0.1 }, 0, RATE, {
    weight: -3,
    gradient: null,
    step: null,
  });
  assert.ok(Math.abs(update.penaltyGradient + 0.3) < 1e-15);
  assert.equal(update.after, null);
});

test("the article's worked example: lambda 0.10, weights 5, -3 and 2", () => {
  const { squares, sumOfSquares, penalty, gradients } = workPenalty([5, -3, 2], 0.1);
  assert.deepEqual(squares, [25, 9, 4]);
  assert.equal(sumOfSquares, 38);
  assert.equal(penalty.toFixed(2), "1.90");
  assert.deepEqual(
    gradients.map(gradient => gradient.toFixed(1)),
    ["0.5", "-0.3", "0.2"],
  );
});

test("settings that changed on the way count from the epoch after", () => {
  const experiment = {
    ...createExperiment("twins", ARTICLE_CONFIG),
    changes: [
      { epoch: 10, changes: { l2: 0.5 } },
      { epoch: 20, changes: { l2: 0.7, learningRate: 0.1 } },
    ],
  };
  const l2At = (index: number, epoch: number) => configAfter(experiment, index, epoch).l2;
  assert.deepEqual(
    [0, 9, 10, 19, 20, 99].map(epoch => l2At(1, epoch)),
    [0.005, 0.005, 0.5, 0.5, 0.7, 0.7],
  );
  assert.equal(l2At(0, 99), 0);
  assert.equal(configAfter(experiment, 0, 99).learningRate, 0.1);
});
