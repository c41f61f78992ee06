/** Bounds of lists in a config, as every border applies them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SPEED, speeds, type TrainingConfig } from "../../../src/core/config.ts";
import { parseConfig } from "../../../src/protocol/validate.ts";
import { quickConfig } from "./training.ts";

/** In each list one value counts: the others are those of a valid config. */
const LISTS: Readonly<
  Record<string, { readonly good: readonly number[]; readonly bad: readonly number[] }>
> = {
  hiddenLayers: { good: [1, 7, 1024], bad: [0, 1025, 2.5, NaN] },
  penaltyScale: { good: [0, 0.5, 1000], bad: [-0.5, 1000.5, NaN] },
  dropoutScale: { good: [0, 0.5, 1], bad: [-0.5, 1.5, NaN] },
};

function withValue(member: string, value: number): TrainingConfig {
  const list = member === "penaltyScale" ? [value, 1] : [value];
  return { ...quickConfig(), [member]: list };
}

for (const [member, { good, bad }] of Object.entries(LISTS)) {
  test(`${member}: values in their bounds, and none beyond`, () => {
    for (const value of good) {
      const config = withValue(member, value);
      assert.deepEqual(parseConfig(config), config);
    }
    for (const value of bad) {
      assert.throws(() => parseConfig(withValue(member, value)), { message: new RegExp(member) });
    }
  });
}

test("up to four hidden layers", () => {
  for (const hiddenLayers of [[], [3, 3, 3, 3]]) {
    assert.deepEqual(parseConfig(quickConfig({ hiddenLayers })).hiddenLayers, hiddenLayers);
  }
  assert.throws(() => parseConfig(quickConfig({ hiddenLayers: [3, 3, 3, 3, 3] })));
});

test("the usual speed is one of those on offer", () => {
  assert.ok(Object.hasOwn(speeds, DEFAULT_SPEED));
});
