/**
 * The reference engine against the independent reference in test/fixtures where a number is learned:
 * one identity output, squared error.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { referenceEngine } from "../../../src/core/engine.ts";
import { KernelEngine } from "../../../src/core/kernelEngine.ts";
import { layerViews } from "../../../src/core/network.ts";
import { PlainKernel } from "../../../src/core/plainKernel/plainKernel.ts";
import { assertAgrees, regressionRuns } from "./torchFixtures.ts";

for (const run of regressionRuns) {
  test(`the independent reference: ${run.name}`, () => {
    assertAgrees(referenceEngine, run, 1e-12);
    assertAgrees(new KernelEngine(new PlainKernel()), run);
  });
}

test("the runs have what they are for: penalties, zeros, a norm at its bound, a smaller last batch", () => {
  const configs = regressionRuns.map(({ config }) => config);
  assert.ok(configs.every(({ output, loss }) => output === "identity" && loss === "squaredError"));
  assert.ok(configs.some(({ optimizer, l2 }) => optimizer === "adam" && l2 > 0));
  assert.ok(configs.some(({ optimizer, l2 }) => optimizer === "sgd" && l2 > 0));
  assert.ok(regressionRuns.some(({ config, table }) => table.count % config.batchSize !== 0));
  const sparse = regressionRuns.filter(({ config }) => config.l1 > 0 && config.maxNorm > 0);
  assert.equal(sparse.length, 1);
  const [{ sizes, config, result }] = sparse;
  assert.ok(result.weights.includes(0));
  const norms = layerViews(Float64Array.from(result.weights), sizes).flatMap(layer =>
    Array.from({ length: layer.outputs }, (_, unit) => {
      const incoming = layer.weights.filter((_, i) => i % layer.outputs === unit);
      return Math.hypot(...incoming);
    }),
  );
  assert.ok(norms.every(norm => norm <= config.maxNorm * (1 + 1e-12)));
  assert.ok(norms.some(norm => Math.abs(norm - config.maxNorm) < 1e-12));
});
