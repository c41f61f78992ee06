/** The reference engine against scikit-learn's MLPClassifier, whose alpha is l2 times the batch. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { referenceEngine } from "../../../src/core/engine.ts";
import { assertAgrees, sklearnRuns } from "./torchFixtures.ts";

for (const run of sklearnRuns) {
  test(`scikit-learn: ${run.name}`, () => {
    assertAgrees(referenceEngine, run);
  });
}

test("batches of scikit-learn's runs have one size, so that alpha is one number", () => {
  for (const { config, table } of sklearnRuns) assert.equal(table.count % config.batchSize, 0);
});
