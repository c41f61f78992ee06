import assert from "node:assert/strict";
import { test } from "node:test";
import { activationOf, dropoutOf, penaltyOf } from "../../../src/core/layerSettings.ts";

test("a single activation is that of all hidden layers, a list is by layer", () => {
  assert.deepEqual(
    [0, 1, 3].map(layer => activationOf({ activations: ["relu"] }, layer)),
    ["relu", "relu", "relu"],
  );
  const activations = ["tanh", "sigmoid", "linear"] as const;
  assert.deepEqual(
    [0, 1, 2].map(layer => activationOf({ activations }, layer)),
    activations,
  );
});

test("factors multiply both penalties of their layer; none is 1 in all", () => {
  const strengths = { l2: 0.25, l1: 0.5 };
  for (const layer of [0, 1, 4]) {
    assert.deepEqual(penaltyOf({ ...strengths, penaltyScale: [] }, layer), strengths);
  }
  const scaled = { ...strengths, penaltyScale: [2, 0, 1, 0.5] };
  assert.deepEqual(
    [0, 1, 2, 3].map(layer => penaltyOf(scaled, layer)),
    [
      { l1: 1, l2: 0.5 },
      { l1: 0, l2: 0 },
      { l1: 0.5, l2: 0.25 },
      { l1: 0.25, l2: 0.125 },
    ],
  );
});

test("factors multiply the dropout of their layer; none is 1 in all", () => {
  for (const layer of [0, 3]) {
    assert.equal(dropoutOf({ dropout: 0.5, dropoutScale: [] }, layer), 0.5);
  }
  assert.deepEqual(
    [0, 1, 2].map(layer => dropoutOf({ dropout: 0.5, dropoutScale: [0, 1, 0.5] }, layer)),
    [0, 0.5, 0.25],
  );
});
