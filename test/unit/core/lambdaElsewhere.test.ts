// Every translation of lambda gives the same update as ours, with the other tool's own formula.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import {
  type LambdaContext,
  lambdaTools,
  type ToolName,
  translateLambda,
} from "../../../src/core/lambdaElsewhere.ts";
import { layerViews } from "../../../src/core/network.ts";
import { Updater } from "../../../src/core/trainer.ts";

const CONTEXT: LambdaContext = {
  l2: 0.03,
  learningRate: 0.2,
  batchSize: 16,
  items: 200,
  optimizer: "sgd",
  publishedSign: false,
  schedule: "constant",
};

/** Our update of a weight with a mean gradient of the data loss. */
function ours(weight: number, gradient: number, context: LambdaContext): number {
  const sizes = [1, 1];
  const layers = layerViews(Float64Array.of(weight, 0), sizes);
  const config: TrainingConfig = { ...ARTICLE_CONFIG, ...context };
  const sums = layerViews(Float64Array.of(gradient * context.batchSize, 0), sizes);
  new Updater(layers, sizes).apply(sums, context.batchSize, context.learningRate, config);
  return layers[0].weights[0];
}

/** The update of each tool, as its documentation has it, with x for its number. */
const theirs: Readonly<
  Record<ToolName, (w: number, g: number, x: number, context: LambdaContext) => number>
> = {
  pytorch: (w, g, x, { learningRate }) => w - learningRate * (g + x * w),
  tfPlayground: (w, g, x, { learningRate }) => w - learningRate * g - learningRate * x * w,
  keras: (w, g, x, { learningRate }) => w - learningRate * (g + 2 * x * w),
  scikitLearn: (w, g, x, { learningRate, batchSize }) =>
    w - learningRate * ((g * batchSize + x * w) / batchSize),
  ng: (w, g, x, { learningRate, items }) => w - learningRate * (g + (x / items) * w),
  constantDecay: (w, g, x, { learningRate }) => w * (1 - x) - learningRate * g,
  adamw: (w, g, x, { learningRate }) => w - learningRate * x * w - learningRate * g,
};

test("with gradient descent every tool's own update is ours", () => {
  const translations = translateLambda(CONTEXT);
  assert.equal(translations.length, Object.keys(lambdaTools).length);
  for (const { tool, value, obstacle } of translations) {
    assert.equal(obstacle, "", tool);
    assert.ok(value !== null);
    for (const [w, g] of [
      [5, -0.4],
      [-3, 0],
      [0.01, 2],
    ]) {
      const difference = theirs[tool](w, g, value, CONTEXT) - ours(w, g, CONTEXT);
      assert.ok(Math.abs(difference) < 1e-14, `${tool}: ${difference}`);
    }
  }
});

test("the numbers are those of the definitions", () => {
  const values = Object.fromEntries(
    translateLambda({ ...CONTEXT, l2: 0.1, batchSize: 3, learningRate: 0.01 }).map(
      ({ tool, value }) => [tool, value],
    ),
  );
  assert.deepEqual(values, {
    pytorch: 0.1,
    tfPlayground: 0.1,
    keras: 0.05,
    scikitLearn: 0.3,
    ng: 20,
    constantDecay: 0.001,
    adamw: 0.1,
  });
});

test("a batch is never larger than the data", () => {
  const [alpha] = translateLambda({ ...CONTEXT, batchSize: 1000, items: 40 })
    .filter(({ tool }) => tool === "scikitLearn")
    .map(({ value }) => value);
  assert.equal(alpha, 1.2);
});

test("where nothing does the same it is said why", () => {
  const without = (changes: Partial<LambdaContext>) =>
    translateLambda({ ...CONTEXT, ...changes })
      .filter(({ value, obstacle }) => {
        assert.equal(value === null, obstacle !== "");
        return value === null;
      })
      .map(({ tool }) => tool);
  assert.deepEqual(without({}), []);
  assert.deepEqual(without({ publishedSign: true }), Object.keys(lambdaTools));
  assert.deepEqual(without({ publishedSign: true, l2: 0 }), []);
  assert.deepEqual(without({ optimizer: "momentum" }), ["tfPlayground", "constantDecay", "adamw"]);
  assert.deepEqual(without({ optimizer: "adam" }), ["tfPlayground", "constantDecay", "adamw"]);
  assert.deepEqual(without({ optimizer: "adamw" }), ["tfPlayground", "keras", "scikitLearn", "ng"]);
  assert.deepEqual(without({ schedule: "cosine" }), ["constantDecay"]);
});
