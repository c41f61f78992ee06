// What is drawn of a network: units, weights, their places, the ways of weights, and the words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG } from "../../../src/core/config.ts";
import { type LayerView, layerViews } from "../../../src/core/network.ts";
import { RunRecording } from "../../../src/core/recorder.ts";
import { rowWidth } from "../../../src/core/recorder.ts";
import {
  drawnEdges,
  drawnUnits,
  moveUnit,
  placeOf,
  placeUnits,
  unitAt,
} from "../../../webview/network/networkLayout.ts";
import {
  droppedMark,
  droppedWords,
  presentationAt,
} from "../../../webview/network/droppedUnits.ts";
import { cutOffUnits, zeroCounts, zeroWords } from "../../../webview/network/networkWords.ts";
import {
  largestWeights,
  nearestLine,
  trajectories,
  trajectoryEpochs,
} from "../../../webview/network/trajectories.ts";
import { unitWeights } from "../../../webview/network/unitWeights.ts";

/** 3-2-2: weights and biases in the order of network.ts. */
const SIZES = [3, 2, 2];
const PARAMETERS = [1, 0, 0, 0, -0.5, 0, 10, 20, 2, -4, 0, 0, 30, 40];

const ZERO = Float64Array.of(0);

function layersOf(parameters = PARAMETERS, sizes = SIZES): LayerView[] {
  return layerViews(Float64Array.from(parameters), sizes);
}

test("of a large layer the units with the largest weights are drawn, in order", () => {
  const layers = layersOf();
  assert.deepEqual(drawnUnits(layers), [
    [0, 1, 2],
    [0, 1],
    [0, 1],
  ]);
  assert.deepEqual(drawnUnits(layers, 2)[0], [0, 2]);
  // The weights on both sides of a hidden unit count, and biases do not.
  assert.deepEqual(drawnUnits(layers, 1), [[0], [0], [1]]);
});

test("zeros are no lines; the largest come last, and only they if there are too many", () => {
  const layers = layersOf();
  const all = drawnEdges(layers, drawnUnits(layers), [1, 8]);
  assert.equal(all.left, 0);
  assert.deepEqual(
    all.edges.map(({ layer, from, to, weight, share }) => [layer, from, to, weight, share]),
    [
      [1, 0, 0, 2, 0.25],
      [0, 2, 0, -0.5, 0.5],
      [1, 0, 1, -4, 0.5],
      [0, 0, 0, 1, 1],
    ],
  );
  const few = drawnEdges(layers, drawnUnits(layers), [1, 8], 1);
  assert.deepEqual([few.left, few.edges.map(({ weight }) => weight)], [3, [1]]);
  // Nothing has been learned: all weights are zero and so is the scale.
  assert.deepEqual(
    drawnEdges(layersOf(PARAMETERS.map(() => 0)), [[0], [0], [0]], [0, 0]).edges,
    [],
  );
});

test("every unit is found where it is drawn, and keys go from unit to unit", () => {
  const units = drawnUnits(layersOf());
  const picture = placeUnits(units, [30, 2, 2], 400);
  assert.equal(picture.columns[0].left, 27);
  units.forEach((column, layer) => {
    for (const unit of column) {
      const place = placeOf(picture, { layer, unit });
      assert.ok(place);
      assert.ok(place.x > 0 && place.x < 400 && place.y > 0 && place.y < picture.height);
      assert.deepEqual(unitAt(picture, place.x + 2, place.y - 2), { layer, unit });
    }
  });
  assert.equal(unitAt(picture, 200, 0), null);
  assert.equal(placeOf(picture, { layer: 0, unit: 9 }), null);
  assert.equal(placeOf(picture, { layer: 7, unit: 0 }), null);
  const key = (name: string) => moveUnit(picture, { layer: 0, unit: 1 }, name);
  assert.deepEqual(key("ArrowDown"), { layer: 0, unit: 2 });
  assert.deepEqual(key("ArrowUp"), { layer: 0, unit: 0 });
  assert.deepEqual(key("End"), { layer: 0, unit: 2 });
  assert.deepEqual(key("ArrowRight")?.layer, 1);
  assert.deepEqual(key("ArrowLeft"), { layer: 0, unit: 1 }, "there is nothing to the left");
  assert.equal(key("a"), undefined);
});

test("zeros are counted by layer, and units that they cut off are named", () => {
  const layers = layersOf();
  assert.deepEqual(zeroCounts(layers), [4, 2]);
  assert.match(zeroWords(layers, [4, 2]), /4 of 6 weights inputs.* and 2 of 4 weights hidden/);
  assert.equal(zeroWords(layers, [0, 0]), "No weight is exactly 0.");
  assert.deepEqual(cutOffUnits(layers), [
    { layer: 0, unit: 1 },
    { layer: 1, unit: 1 },
  ]);
  assert.deepEqual(cutOffUnits(layersOf(PARAMETERS.map(() => 1))), []);
});

test("a unit has its weights in and out, and its bias", () => {
  const { bias, incoming, outgoing } = unitWeights(layersOf(), { layer: 1, unit: 0 });
  assert.equal(bias, 10);
  assert.deepEqual(
    incoming.map(({ weight }) => weight),
    [1, 0, -0.5],
  );
  assert.deepEqual(outgoing, [
    { layer: 1, from: 0, to: 0, weight: 2 },
    { layer: 1, from: 0, to: 1, weight: -4 },
  ]);
  const input = unitWeights(layersOf(), { layer: 0, unit: 2 });
  assert.deepEqual([input.bias, input.incoming.length, input.outgoing.length], [null, 0, 2]);
  assert.equal(unitWeights(layersOf(), { layer: 2, unit: 1 }).outgoing.length, 0);
});

test("the largest weights are found among many, of one layer or of all", () => {
  const layers = layersOf();
  const { places, total } = largestWeights(layers, null, 2);
  assert.equal(total, 10);
  assert.deepEqual(places, [
    { layer: 1, from: 0, to: 1 },
    { layer: 1, from: 0, to: 0 },
  ]);
  assert.deepEqual(largestWeights(layers, 0, 1).places, [{ layer: 0, from: 0, to: 0 }]);
  assert.equal(largestWeights(layers, 1).places.length, 4);
  // Enough weights that candidates are sifted several times.
  const many = Array.from({ length: 1001 }, (_, i) => ((i * 389) % 1000) / 1000);
  const found = largestWeights(layersOf(many, [1000, 1]), 0, 5).places;
  assert.deepEqual(
    found.map(({ from }) => many[from]),
    [0.999, 0.998, 0.997, 0.996, 0.995],
  );
});

test("the way of a weight is what was recorded of it", () => {
  const recording = new RunRecording(2, PARAMETERS.length);
  const epochs = [0, 10, 20, 30, 40];
  recording.append({
    rows: Float64Array.from(
      epochs.flatMap(epoch => [epoch, ...new Array<number>(rowWidth(2) - 1).fill(0)]),
    ),
    snapshotEpochs: Float64Array.from(epochs),
    snapshots: Float64Array.from(epochs.flatMap(epoch => PARAMETERS.map(w => w * (epoch + 1)))),
    kept: new Float64Array(0),
  });
  const all = { from: 0, to: 40 };
  assert.deepEqual(trajectoryEpochs(recording, all, "linear", 100), epochs);
  assert.deepEqual(trajectoryEpochs(recording, all, "log", 400), epochs);
  assert.deepEqual(trajectoryEpochs(recording, { from: 15, to: 35 }, "linear", 100), [10, 20, 30]);
  assert.deepEqual(trajectoryEpochs(recording, all, "linear", 2), [0, 20, 40]);
  const places = [
    { layer: 0, from: 2, to: 0 },
    { layer: 1, from: 0, to: 1 },
  ];
  const lines = trajectories(recording, SIZES, places, epochs);
  assert.deepEqual(
    lines.values.map(values => [...values]),
    [
      [-0.5, -5.5, -10.5, -15.5, -20.5],
      [-4, -44, -84, -124, -164],
    ],
  );
  assert.equal(nearestLine(lines, 15, -8, 1), 0);
  assert.equal(nearestLine(lines, 15, -63, 2), 1);
  assert.equal(nearestLine(lines, 15, -30, 2), -1);
  assert.equal(nearestLine(lines, 50, -20, 2), -1, "nothing is recorded there");
  assert.equal(nearestLine({ epochs: [], values: [] }, 0, 0, 1), -1);
});

test("what was dropped is told of one item of the batch, the last one where a batch is smaller", () => {
  const name = ({ layer, unit }: { layer: number; unit: number }) => `${layer}.${unit}`;
  // Two items, hidden layers of 2 and 3 units: bits 1 and 4 of the first, 2 of the second.
  const slow = {
    ...{ epoch: 1, update: 0, updates: 1, items: Uint32Array.of(8, 5), config: ARTICLE_CONFIG },
    ...{ learningRate: 1, before: ZERO, gradient: ZERO, after: ZERO },
    dropped: Uint8Array.of(0b10010010),
  };
  const sizes = [4, 2, 3, 2];
  const first = presentationAt(slow, sizes, 0) ?? assert.fail();
  assert.deepEqual([first.position, first.item, first.items], [0, 8, 2]);
  assert.equal(droppedWords(first, name), "Dropped in this update for item 1 of 2: 1.1 and 2.2.");
  const last = presentationAt(slow, sizes, 9) ?? assert.fail();
  assert.deepEqual([last.position, last.item], [1, 5]);
  assert.equal(droppedWords(last, name), "Dropped in this update for item 2 of 2: 2.0.");
  const alone = presentationAt({ ...slow, items: Uint32Array.of(8) }, sizes, 0) ?? assert.fail();
  assert.equal(droppedMark(alone), "dropped in this update");
  assert.equal(
    droppedWords({ ...alone, dropped: [] }, name),
    "No unit was dropped in this update.",
  );
  const all = Array.from({ length: 11 }, (_, unit) => ({ layer: 1, unit }));
  assert.match(droppedWords({ ...alone, dropped: all }, name), /1\.7 and 3 more\.$/);
  assert.equal(presentationAt({ ...slow, dropped: new Uint8Array() }, sizes, 0), null);
});
