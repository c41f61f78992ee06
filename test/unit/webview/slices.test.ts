import assert from "node:assert/strict";
import { test } from "node:test";
import { layerViews, Network } from "../../../src/core/network.ts";
import { ARTICLE_CONFIG } from "../../../src/core/config.ts";
import { presets } from "../../../src/core/presets.ts";
import { Random } from "../../../src/core/random.ts";
import { previewData } from "../../../src/host/dataPreview.ts";
import { classesOf, forwardItems } from "../../../webview/inputPlane/forward.ts";
import { itemsOf, nearestItems, sliceLayers } from "../../../webview/inputPlane/slices.ts";

const items = itemsOf(previewData(presets.article.dataset, "article"));
const sizes = [10, 8, 5, 4];
const config = { ...ARTICLE_CONFIG, hiddenLayers: [8, 5] };
const random = new Random(3);
const parameters = Float64Array.from({ length: 88 + 45 + 24 }, () => random.uniform(-0.4, 0.4));
const layers = layerViews(parameters, sizes);

function assertNear(a: ArrayLike<number>, b: ArrayLike<number>): void {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++) assert.ok(Math.abs(a[i] - b[i]) < 1e-12, `${i}: ${a[i]}`);
}

test("many items at once give what a network says of each", () => {
  const logits = forwardItems(layers, config, items.inputs, 20).at(-1) ?? new Float64Array();
  const classes = classesOf(logits, 4);
  const network = new Network(parameters, sizes, config);
  for (let item = 0; item < 20; item++) {
    network.forward(items.inputs.subarray(10 * item, 10 * item + 10));
    const own = logits.subarray(4 * item, 4 * item + 4);
    const sum = own.reduce((total, value) => total + Math.exp(value), 0);
    assertNear(
      own.map(value => Math.exp(value) / sum),
      network.probabilities,
    );
    const largest = Math.max(...network.probabilities);
    assert.equal(classes[item], network.probabilities.indexOf(largest));
  }
  assert.deepEqual([...classesOf(Float64Array.of(-1, 0, 2), 1)], [0, 0, 1]);
});

test("on a slice a network says what it says with all inputs, the others held", () => {
  const held = items.mean;
  const slice = sliceLayers(layers, [7, 2], held);
  const points = Float64Array.of(1.5, -3, -6, 0.25);
  const whole = new Float64Array(20);
  for (const item of [0, 1]) {
    whole.set(held, 10 * item);
    whole[10 * item + 7] = points[2 * item];
    whole[10 * item + 2] = points[2 * item + 1];
  }
  const found = forwardItems(slice, config, points, 2).at(-1) ?? new Float64Array();
  assertNear(found, forwardItems(layers, config, whole, 2).at(-1) ?? new Float64Array());
});

test("the nearest items are measured by the held inputs alone, each in its own deviation", () => {
  const at = items.inputs.slice(50, 60);
  at[3] = 99;
  at[0] = -99;
  assert.equal(nearestItems(items, [0, 3], at, 5)[0], 5);
  assert.equal(nearestItems(items, [0, 3], at, 500).length, items.count);
});
