/** What is said of a confusion matrix. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accuracyText,
  classScores,
  confusedPairs,
  weakestClasses,
} from "../../../webview/mistakes/confusion.ts";

// Class 3 has no items, and nothing is taken for it.
const confusion = {
  classes: 4,
  counts: Uint32Array.of(8, 2, 0, 0, /**/ 3, 5, 4, 0, /**/ 0, 0, 6, 0, /**/ 0, 0, 0, 0),
};

test("classes are scored by their rows, and a class without items has no score", () => {
  assert.deepEqual(
    classScores(confusion).map(({ items, correct }) => [items, correct]),
    [
      [10, 8],
      [12, 5],
      [6, 6],
      [0, 0],
    ],
  );
  assert.deepEqual(
    weakestClasses(confusion).map(({ trueClass }) => trueClass),
    [1, 0, 2],
  );
});

test("pairs are told the most frequent first, without what is right", () => {
  assert.deepEqual(
    confusedPairs(confusion).map(({ trueClass, predictedClass, count, share }) => [
      ...[trueClass, predictedClass, count],
      Number(share.toFixed(3)),
    ]),
    [
      [1, 2, 4, 0.333],
      [1, 0, 3, 0.25],
      [0, 1, 2, 0.2],
    ],
  );
  assert.deepEqual(confusedPairs({ classes: 2, counts: Uint32Array.of(3, 0, 0, 1) }), []);
});

test("an accuracy has Wilson's interval beside it; of no items there is none", () => {
  assert.equal(accuracyText({ correct: 8, items: 10 }), "80.0 % (49 to 94)");
  assert.equal(accuracyText({ correct: 2, items: 2 }), "100.0 % (34 to 100)");
  assert.equal(accuracyText({ correct: 0, items: 0 }), "–");
});
