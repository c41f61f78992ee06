/** The reference engine: its learners leave alone what they are made from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { referenceEngine } from "../../../src/core/engine.ts";
import { Random } from "../../../src/core/random.ts";
import { assertSameBits, drawUniform, quickConfig, sizesOf, smallDataset } from "./training.ts";

test("a learner trains a copy of its first weights", () => {
  const config = quickConfig();
  const sizes = sizesOf(config, smallDataset);
  const parameters = drawUniform(sizes, 0.5, new Random(1));
  const before = parameters.slice();
  const items = smallDataset.train;
  const order = new Random(2);
  const learner = referenceEngine.createLearner({ config, sizes, parameters, items, order });
  assertSameBits(learner.parameters, before, "first weights");
  for (const tick of learner.train()) assert.ok(tick.epoch <= config.epochs);
  assertSameBits(parameters, before, "what the learner was made from");
  assert.notDeepEqual(learner.parameters, before);
});
