/** Wilson's interval against values worked out by hand, and what holds for every share. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { wilsonInterval } from "../../../src/core/intervals.ts";

/** z^2, with the 97.5 % point of the normal distribution. */
const Z2 = 3.8414588819;

function assertNear(actual: readonly [number, number], expected: readonly [number, number]): void {
  for (const end of [0, 1] as const) {
    assert.ok(Math.abs(actual[end] - expected[end]) < 1e-7, `${actual.join(" to ")}`);
  }
}

test("no items say nothing", () => {
  assert.deepEqual(wilsonInterval(0, 0), [0, 1]);
});

test("none and all: the ends are z^2 / (n + z^2) away", () => {
  for (const items of [1, 4, 40, 4000]) {
    assertNear(wilsonInterval(0, items), [0, Z2 / (items + Z2)]);
    assertNear(wilsonInterval(items, items), [items / (items + Z2), 1]);
  }
});

test("the ends are the shares that are just z deviations away", () => {
  for (const [correct, items] of [
    [1, 2],
    [3, 10],
    [39, 40],
    [1234, 4000],
  ] as const) {
    const share = correct / items;
    for (const end of wilsonInterval(correct, items)) {
      const deviations = (share - end) ** 2 / ((end * (1 - end)) / items);
      assert.ok(Math.abs(deviations / Z2 - 1) < 1e-6, `${correct} of ${items}: ${end}`);
    }
  }
});

test("no end leaves 0 to 1, however it is rounded", () => {
  for (let items = 1; items <= 500; items++) {
    const [lowest] = wilsonInterval(0, items);
    const [, highest] = wilsonInterval(items, items);
    assert.ok(lowest >= 0 && highest <= 1, `${items} items: ${lowest} to ${highest}`);
  }
});
