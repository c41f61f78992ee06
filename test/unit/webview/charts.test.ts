// Lines, bins and printed errors: what the charts are made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SlowUpdate } from "../../../src/core/slowMotion.ts";
import { chartOf, errorCharts, weightCharts } from "../../../webview/charts/index.ts";
import {
  contextOf,
  describeLines,
  lineValue,
  linesOf,
  sampledEpochs,
} from "../../../webview/charts/lines.ts";
import {
  isSeriesShown,
  marksBest,
  offeredSeries,
  selectSeries,
  toggleRun,
  visibleRuns,
} from "../../../webview/charts/selection.ts";
import { FIRST_MEMORY } from "../../../webview/memory.ts";
import { isArticleExperiment, printedLines } from "../../../webview/figure1.ts";
import { show, type Shown } from "../../../webview/shown.ts";
import {
  weightDecimals,
  weightPixels,
  weightText,
} from "../../../webview/weights/heatMapDrawing.ts";
import {
  barsOf,
  barsPath,
  BIN_COUNT,
  countBins,
  lanesOf,
} from "../../../webview/weights/histogramLayout.ts";
import { layerName, weightRange, weightsOf } from "../../../webview/weights/weightValues.ts";
import { panelState, train } from "./panelFixture.ts";

function shownTwins(epoch: number) {
  const shown = show(panelState(twins), epoch);
  assert.ok(shown);
  return shown;
}
const twins = train("twins");

/** A chart as it is before anybody switched its lines. */
function firstChart(id: string, shown: Shown) {
  return selectSeries(chartOf(errorCharts, id), shown, FIRST_MEMORY);
}

test("the loss chart shows the penalty only where there is one, on top of the data loss", () => {
  const shown = shownTwins(500);
  const spec = firstChart("loss", shown);
  const context = contextOf(shown, null);
  const lines = linesOf(spec, shown.runs);
  assert.deepEqual(
    lines.map(line => `${line.variant} ${line.series.label}`),
    [
      "none data loss, train",
      "none data loss, test",
      "l2 data loss, train",
      "l2 with penalty",
      "l2 data loss, test",
    ],
  );
  const [l2] = shown.runs.filter(run => run.summary.id === "l2");
  assert.equal(lineValue(lines[3], 500, context), l2.values.trainLoss + l2.values.penalty);
  assert.ok(Math.abs(l2.values.penalty - (0.005 / 2) * l2.values.sumOfSquares) < 1e-12);
});

test("accuracy is in percent, and a norm is a root", () => {
  const shown = shownTwins(500);
  const context = contextOf(shown, null);
  const [train, test] = linesOf(firstChart("accuracy", shown), shown.runs);
  assert.equal(lineValue(train, 500, context), 95.5);
  assert.equal(lineValue(test, 500, context), 70);
  const [norm] = linesOf(weightCharts[0], shown.runs);
  const whole = lineValue(norm, 500, context) ?? 0;
  const parts = [0, 1].map(layer => lineValue(norm, 500, contextOf(shown, layer)) ?? 0);
  assert.ok(Math.abs(Math.hypot(...parts) - whole) < 1e-9);
});

test("a chart is described by its numbers at the shown epoch", () => {
  const shown = shownTwins(500);
  const spec = firstChart("mse", shown);
  const text = describeLines(spec, linesOf(spec, shown.runs), contextOf(shown, null), 500);
  assert.equal(
    text,
    "Mean squared error by epoch. At epoch 500, without L2: train 0.0913, test 0.4575; " +
      "with L2: train 0.1914, test 0.3505.",
  );
});

test("an unknown chart is the first one", () => {
  assert.equal(chartOf(errorCharts, "nonsense"), errorCharts[0]);
});

test("the table's epochs hold the ends and the shown one, each once", () => {
  assert.deepEqual(sampledEpochs(500, 214, 5), [0, 100, 200, 214, 300, 400, 500]);
  assert.deepEqual(sampledEpochs(3, 3, 20), [0, 1, 2, 3]);
  assert.deepEqual(sampledEpochs(0, 0, 20), [0]);
});

test("the histogram counts every weight, in a range that all epochs share", () => {
  const shown = shownTwins(500);
  const range = weightRange(shown.runs, null);
  assert.equal(range, 2.5);
  assert.equal(weightRange(shownTwins(0).runs, null), range);
  const weights = shown.runs.map(run => weightsOf(run, null));
  assert.deepEqual(
    weights.map(values => values.length),
    [112, 112],
  );
  for (const counts of countBins(weights, range)) {
    assert.equal(counts.length, BIN_COUNT);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      112,
    );
  }
  assert.equal(weightsOf(shown.runs[0], 1).length, 32);
});

test("the bars of twins grow apart from one line, other lanes stand above each other", () => {
  const [up, down] = lanesOf(2, 200);
  assert.equal(up.base, down.base);
  assert.deepEqual([up.direction, down.direction], [1, -1]);
  const counts = new Uint32Array(BIN_COUNT);
  counts[3] = 10;
  counts[4] = 1;
  const [bar, small] = barsOf(counts, up, 410, 10);
  assert.deepEqual([bar.x, bar.width, bar.height], [30.5, 9, up.height]);
  assert.equal(bar.y + bar.height, up.base);
  assert.equal(barsOf(counts, down, 410, 10)[0].y, down.base);
  assert.ok(small.height >= 2, "a single weight can be seen");
  assert.equal(barsOf(counts, up, 410, 10).length, 2);
  const three = lanesOf(3, 300);
  assert.ok(three[0].base < three[1].base - three[1].height);
});

test("layers are named by what they connect", () => {
  assert.equal(layerName(0, 2), "inputs → hidden units");
  assert.equal(layerName(1, 2), "hidden units → outputs");
  assert.equal(layerName(0, 1), "inputs → outputs");
  assert.equal(layerName(1, 3), "hidden layer 1 → hidden layer 2");
});

test("Figure 1: ten printed lines, ten recorded ones, digit for digit", () => {
  const shown = show(panelState(train("asPublished")), 500);
  assert.ok(shown);
  assert.equal(isArticleExperiment(shown), true);
  const lines = printedLines(shown);
  assert.equal(lines.length, 10);
  for (const line of lines)
    assert.equal(line.recorded, line.printed, `${line.variant} ${line.epoch}`);
});

test("Figure 1 with other settings is not the article's, and untrained lines are empty", () => {
  const shown = show(panelState(train("asPublished", { seed: 1, epochs: 150 })), 150);
  assert.ok(shown);
  assert.equal(isArticleExperiment(shown), false);
  assert.deepEqual(
    printedLines(shown).map(line => line.recorded !== null),
    [true, false, false, false, false, true, false, false, false, false],
  );
});

test("validation lines wait to be asked for, unless training stops early by them", () => {
  const shown = shownTwins(500);
  const [mse] = errorCharts;
  assert.deepEqual(offeredSeries(mse, shown), ["train", "validation", "test"]);
  assert.equal(isSeriesShown("validation", shown, FIRST_MEMORY), false);
  assert.equal(marksBest(firstChart("mse", shown), shown), false);
  const asked = { ...FIRST_MEMORY, series: { validation: true } };
  assert.equal(isSeriesShown("validation", shown, asked), true);
  assert.equal(marksBest(selectSeries(mse, shown, asked), shown), true);
  const early = show(panelState(train("withoutL2", { patience: 3, epochs: 20 })), 20);
  assert.ok(early);
  assert.equal(isSeriesShown("validation", early, FIRST_MEMORY), true);
  assert.deepEqual(offeredSeries(mse, { ...shown, validationItems: 0 }), ["train", "test"]);
});

test("nine networks begin with one line each; a chart of one kind has no choice", () => {
  const shown = show(panelState(train("tournament", { epochs: 2 })), 2);
  assert.ok(shown);
  assert.deepEqual(
    firstChart("loss", shown).series.map(series => series.label),
    ["data loss, test"],
  );
  const off = { ...FIRST_MEMORY, series: { weights: false } };
  assert.equal(selectSeries(weightCharts[0], shown, off).series.length, 1);
});

test("networks are switched one by one, and never all of them off", () => {
  const { runs } = shownTwins(500);
  const hidden = toggleRun(runs[0], runs, FIRST_MEMORY);
  assert.deepEqual(hidden, ["none"]);
  const memory = { ...FIRST_MEMORY, hidden };
  assert.deepEqual(visibleRuns(runs, memory), [runs[1]]);
  assert.deepEqual(toggleRun(runs[1], runs, memory), []);
  assert.deepEqual(toggleRun(runs[0], runs, memory), []);
  assert.deepEqual(visibleRuns(runs, { ...FIRST_MEMORY, hidden: ["none", "l2"] }), runs);
});

test("bars are one path, a rectangle for each", () => {
  const bars = [
    { bin: 0, count: 1, x: 0.5, y: 10.126, width: 4, height: 2 },
    { bin: 2, count: 3, x: 10.5, y: 4, width: 4, height: 8 },
  ];
  assert.equal(barsPath(bars), "M0.5 10.13h4v2h-4zM10.5 4h4v8h-4z");
  assert.equal(barsPath([]), "");
});

test("each weight is a pixel, between the colours of zero and of the end of the scale", () => {
  const zero = [10, 20, 30, 1] as const;
  const theme = { zero, negative: [110, 0, 30, 1], positive: [10, 220, 230, 1] } as const;
  const pixels = weightPixels(Float64Array.of(0, 0.5, -1, 2, -0.25, -0), 1, theme);
  assert.deepEqual(
    [...pixels],
    [
      [10, 20, 30, 255],
      [10, 120, 130, 255],
      [110, 0, 30, 255],
      [10, 220, 230, 255],
      [35, 15, 30, 255],
      [10, 20, 30, 255],
    ].flat(),
  );
  // Nothing has been learned.
  assert.deepEqual([...weightPixels(Float64Array.of(0), 0, theme)], [10, 20, 30, 255]);
});

test("within an epoch weights may be larger than any that are recorded: scales have place for them", () => {
  const state = panelState(train("twins", { epochs: 4 }));
  const before = show(state, 4);
  assert.ok(before);
  const [{ summary, recording }] = before.runs;
  const after = recording.snapshotAt(4)?.parameters.slice() ?? assert.fail();
  // The first weight of the second layer.
  after[(summary.sizes[0] + 1) * summary.sizes[1]] = 123;
  const update: SlowUpdate = {
    ...{ epoch: 4, update: 0, updates: 2, items: Uint32Array.of(1), dropped: new Uint8Array() },
    ...{ config: summary.config, learningRate: 1, before: after, gradient: after, after },
  };
  const inside = show(state, 4, [{ update }, undefined]);
  assert.ok(inside);
  assert.ok(weightRange(inside.runs, null) >= 123);
  assert.ok(weightRange(inside.runs, 1) >= 123);
  assert.equal(weightRange(inside.runs, 0), weightRange(before.runs, 0));
  const range = weightRange(inside.runs, null);
  const [bins] = countBins([weightsOf(inside.runs[0], null)], range);
  assert.equal(bins.at(-1), Number(123 > range * (1 - 2 / BIN_COUNT)));
});

test("cells tell the weights of their scale apart, however small it is", () => {
  const shown = (range: number, ...weights: number[]) =>
    weights.map(weight => weightText(weight, weightDecimals(range)));
  assert.deepEqual(shown(3.2, 3.2, -0.25, 0.001, -0.001, 0), [
    "3.20",
    "\u22120.25",
    "0.00",
    "0.00",
    "0.00",
  ]);
  assert.deepEqual(shown(0.00993, 0.00993, -0.00041, -0.00004), [
    "0.0099",
    "\u22120.0004",
    "0.0000",
  ]);
  assert.deepEqual(shown(0.1, 0.1, -0.05), ["0.10", "\u22120.05"]);
  assert.deepEqual(shown(250, -250, 9.5), ["\u2212250", "9.50"]);
  assert.deepEqual(shown(0, 0), ["0.00"]);
});
