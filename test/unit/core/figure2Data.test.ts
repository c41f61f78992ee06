import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset } from "../../../src/core/datasets.ts";
import { FIGURE_2, figure2Class, type Point } from "../../../src/core/figure2Data.ts";
import { presets } from "../../../src/core/presets.ts";
import { Random } from "../../../src/core/random.ts";

/** Height of the true border of Figure 2. */
function borderAt(x: number): number {
  const right = FIGURE_2.border.findIndex(point => point[0] >= x);
  const [x1, y1] = FIGURE_2.border[right];
  if (x1 === x) return y1;
  const [x0, y0] = FIGURE_2.border[right - 1];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

test("Figure 2: above the border 7 of 10 are blue, below it 5 of 7 red", () => {
  const isAbove = ([x, y]: Point) => y > borderAt(x);
  const above = FIGURE_2.points.filter(({ at }) => isAbove(at));
  const below = FIGURE_2.points.filter(({ at }) => !isAbove(at));
  const blue = (points: typeof above) => points.filter(({ label }) => label === 1).length;
  assert.deepEqual([above.length, blue(above)], [10, 7]);
  assert.deepEqual([below.length, below.length - blue(below)], [7, 5]);
  assert.deepEqual(FIGURE_2.classNames, ["red", "blue"]);
  // Everything is inside the picture, and no point so near the border that its side is in doubt.
  for (const { at } of FIGURE_2.points) {
    assert.ok(at.every(v => v > 0 && v < 10));
    assert.ok(Math.abs(at[1] - borderAt(at[0])) > 0.5);
  }
  const places = new Set(FIGURE_2.points.map(({ at }) => at.join()));
  assert.equal(places.size, 17);
});

test("Figure 2: the border calls (4, 7) blue, its neighbours call it red", () => {
  assert.deepEqual(FIGURE_2.newPoint, [4, 7]);
  assert.ok(7 > borderAt(4));
  const distance = ([x, y]: Point) => Math.hypot(x - 4, y - 7);
  const nearest = FIGURE_2.points.toSorted((a, b) => distance(a.at) - distance(b.at));
  assert.deepEqual(
    nearest.slice(0, 3).map(({ label }) => label),
    [0, 0, 0],
  );
});

test("Figure 2 as a dataset keeps the points in order", () => {
  const { train } = createDataset(presets.figure2.dataset);
  const expected = FIGURE_2.points.map(({ at: [x, y], label }) => [x, y, label]);
  const found = Array.from(train.labels, (label, i) => [
    ...train.inputs.subarray(2 * i, 2 * i + 2),
    label,
  ]);
  assert.deepEqual(found, expected);
});

test("the other items lie evenly in the square, each on its side of the true border", () => {
  const dataset = createDataset(presets.figure2.dataset);
  const { validationItems, testItems, freshItems } = presets.figure2.dataset;
  assert.deepEqual(
    [dataset.validation.count, dataset.test.count, dataset.fresh.count],
    [validationItems, testItems, freshItems],
  );
  const { inputs, labels, count } = dataset.fresh;
  let [sumX, above] = [0, 0];
  for (let item = 0; item < count; item++) {
    const [x, y] = inputs.subarray(2 * item, 2 * item + 2);
    assert.ok(x >= 0 && x < 10 && y >= 0 && y < 10);
    assert.equal(labels[item], y > borderAt(x) ? 1 : 0);
    assert.equal(figure2Class(x, y), labels[item]);
    sumX += x;
    above += labels[item];
  }
  // Four standard errors around the mean of 5, and around half of the square.
  assert.ok(Math.abs(sumX / count - 5) < (4 * 10) / Math.sqrt(12 * count));
  assert.ok(Math.abs(above / count - 0.5) < 2 / Math.sqrt(count));
  assert.notDeepEqual(dataset.test.inputs.slice(0, 8), dataset.fresh.inputs.slice(0, 8));
  const random = Random.stream(presets.figure2.dataset.freshSeed, "data");
  assert.deepEqual([...inputs.subarray(0, 2)], [random.uniform(0, 10), random.uniform(0, 10)]);
});
