import assert from "node:assert/strict";
import { test } from "node:test";
import { EarlyStopping } from "../../../src/core/earlyStopping.ts";

/** What each of some losses comes to: B for best, ! for over. */
function looks(patience: number, minDelta: number, losses: readonly number[]): string {
  const stopping = new EarlyStopping({ patience, minDelta });
  return losses
    .map(loss => {
      const { isBest, isOver } = stopping.look(loss);
      return `${isBest ? "B" : "-"}${isOver ? "!" : ""}`;
    })
    .join(" ");
}

test("the smallest loss so far is best; of equals the earlier one", () => {
  assert.equal(looks(0, 0, [3, 2, 2, 2.5, 1, 1, 0.5]), "B B - - B - B");
});

test("a patience of n is used up by n epochs without a smaller loss", () => {
  assert.equal(looks(1, 0, [3, 2, 2]), "B B -!");
  assert.equal(looks(2, 0, [3, 2, 2.5, 2.4, 2.3]), "B B - -! -!");
  assert.equal(looks(3, 0, [3, 3, 3, 2, 2, 2, 2]), "B - - B - - -!");
});

test("a loss that falls in time begins the patience anew", () => {
  assert.equal(looks(2, 0, [5, 6, 4, 5, 3, 4, 4]), "B - B - B - -!");
});

test("a patience of 0 never ends", () => {
  assert.equal(looks(0, 0, [1, 2, 2, 2, 2, 2]), "B - - - - -");
});

test("a decrease of no more than minDelta is best all the same, but is not waited for", () => {
  // 0.5 is no more than 0.5; 0.75 is.
  assert.equal(looks(2, 0.5, [4, 3.5, 3]), "B B B!");
  assert.equal(looks(2, 0.5, [4, 3.25, 2.75, 2.25]), "B B B B!");
  assert.equal(looks(2, 0.5, [4, 3.5, 2.75, 2.5, 2.25]), "B B B B B!");
});

test("the first loss counts, however large, and infinity is never best", () => {
  assert.equal(looks(1, 10, [1e300]), "B");
  assert.equal(looks(2, 0, [Infinity, Infinity, 5]), "- -! B");
});
