// The axis of epochs that all charts share, and the points that are drawn on it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  axisPosition,
  epochAtPosition,
  epochTicks,
  panRange,
  visibleRange,
  zoomRange,
} from "../../../webview/charts/epochAxis.ts";
import {
  heightExtent,
  movingMean,
  outline,
  type Plot,
  Trace,
} from "../../../webview/charts/traces.ts";
import { contextOf, linesOf } from "../../../webview/charts/lines.ts";
import { chartOf, errorCharts } from "../../../webview/charts/index.ts";
import { show } from "../../../webview/shown.ts";
import { panelState, train } from "./panelFixture.ts";

describe("zooming and panning", () => {
  for (const kind of ["linear", "log"] as const) {
    test(`${kind}: the epoch that is pointed at keeps its place`, () => {
      const all = { from: 0, to: 500 };
      const zoomed = zoomRange(all, 500, 2, 100, kind);
      assert.ok(zoomed);
      const share = ({ from, to }: typeof all) =>
        (axisPosition(100, kind) - axisPosition(from, kind)) /
        (axisPosition(to, kind) - axisPosition(from, kind));
      assert.ok(Math.abs(share(zoomed) - share(all)) < 1e-9);
      assert.ok(zoomed.from > 0 && zoomed.to < 500);
      assert.equal(zoomRange(zoomed, 500, 1 / 2, 100, kind), null, "all the way back is all");
    });

    test(`${kind}: panning stops at both ends, and keeps the span`, () => {
      const span = ({ from, to }: { from: number; to: number }) =>
        axisPosition(to, kind) - axisPosition(from, kind);
      const range = { from: 100, to: 300 };
      const later = panRange(range, 500, 10, kind);
      assert.ok(later && Math.abs(later.to - 500) < 1e-9);
      assert.ok(Math.abs(span(later) - span(range)) < 1e-9);
      const first = panRange(range, 500, -10, kind);
      assert.ok(first?.from === 0);
      const none = panRange({ from: 0, to: 500 }, 500, 0.5, kind);
      assert.equal(none, null);
    });

    test(`${kind}: a place and its epoch belong together, epoch 0 included`, () => {
      for (const epoch of [0, 1, 17, 10_000]) {
        const back = epochAtPosition(axisPosition(epoch, kind), kind);
        assert.ok(Math.abs(back - epoch) <= 1e-9 * (1 + epoch));
      }
    });
  }

  test("never nearer than two epochs, never past the end", () => {
    let range = { from: 0, to: 500 };
    for (let i = 0; i < 40; i++) range = zoomRange(range, 500, 1.6, 499, "linear") ?? range;
    assert.ok(range.to - range.from >= 2 - 1e-9 && range.to <= 500);
    assert.deepEqual(visibleRange({ from: 900, to: 950 }, 500), { from: 450, to: 500 });
    assert.deepEqual(visibleRange({ from: 0, to: 9000 }, 500), { from: 0, to: 500 });
    assert.deepEqual(visibleRange(null, 7), { from: 0, to: 7 });
  });

  test("labels are round epochs, whole ones, and few", () => {
    assert.deepEqual(epochTicks({ from: 0, to: 500 }, "linear", 9), [0, 100, 200, 300, 400, 500]);
    assert.deepEqual(epochTicks({ from: 3.2, to: 5.4 }, "linear", 9), [4, 5]);
    assert.deepEqual(epochTicks({ from: 0, to: 5000 }, "log", 9), [0, 1, 10, 100, 1000]);
    assert.deepEqual(epochTicks({ from: 20, to: 90 }, "log", 9), [20, 30, 40, 50, 60, 70, 80, 90]);
  });
});

/** A plot of so many pixels for epochs from 0 to `to`, one pixel for each unit of height. */
function plotOf(width: number, to: number): Plot {
  const scale = width / to;
  return {
    left: 0,
    right: width,
    top: -100,
    bottom: 100,
    xOf: epoch => epoch * scale,
    epochAt: x => x / scale,
    yOf: value => value,
  };
}

function traceOf(heights: readonly number[]): Trace {
  const trace = new Trace();
  trace.epochs = Float64Array.from(heights, (_, epoch) => epoch);
  trace.heights = Float64Array.from(heights);
  trace.length = heights.length;
  return trace;
}

test("long lines are thinned without losing an end or a peak", () => {
  const heights = Array.from({ length: 9001 }, (_, x) => Math.sin(x));
  heights[3501] = 50;
  heights[3502] = -50;
  const trace = traceOf(heights);
  const points = outline(trace, trace.heights, plotOf(300, 9000));
  assert.ok(points.length <= 2 * 4 * 302, `${points.length / 2} points`);
  const ys = points.filter((_, i) => i % 2 === 1);
  const xs = points.filter((_, i) => i % 2 === 0);
  assert.ok(ys.includes(50) && ys.includes(-50));
  assert.deepEqual([xs[0], ys[0]], [0, heights[0]]);
  assert.deepEqual([xs.at(-1), ys.at(-1)], [300, heights[9000]]);
  assert.ok(xs.every((x, i) => i === 0 || x > xs[i - 1]));
});

test("what is zoomed to is drawn whole, with a row to either side", () => {
  const trace = traceOf(Array.from({ length: 1000 }, (_, x) => x));
  const plot = {
    ...plotOf(100, 1000),
    left: 50.5,
    right: 60.5,
    xOf: (e: number) => e,
    epochAt: (x: number) => x,
  };
  assert.deepEqual(
    [...outline(trace, trace.heights, plot)].filter((_, i) => i % 2 === 0),
    [50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61],
  );
  const extent = heightExtent([trace], { from: 50.5, to: 60.5 }, false);
  assert.deepEqual(extent, { low: 50, high: 61 });
});

test("extents leave out what has no place", () => {
  const trace = traceOf([Number.NaN, -1, 0, 2, Number.POSITIVE_INFINITY]);
  assert.deepEqual(heightExtent([trace], { from: 0, to: 4 }, false), { low: -1, high: 2 });
  assert.deepEqual(heightExtent([trace], { from: 0, to: 4 }, true), { low: 2, high: 2 });
  assert.equal(heightExtent([traceOf([0, 0])], { from: 0, to: 1 }, true), undefined);
});

test("the moving mean is centred, leaves straight lines and both ends alone", () => {
  const epochs = Float64Array.from({ length: 101 }, (_, i) => i * 2);
  const straight = epochs.map(epoch => 3 * epoch - 7);
  const means = movingMean(epochs, straight, 101, 25);
  for (let i = 0; i < 101; i++) assert.ok(Math.abs(means[i] - straight[i]) < 1e-9, `row ${i}`);
  const peak = new Float64Array(101);
  peak[50] = 5;
  const smooth = movingMean(epochs, peak, 101, 9);
  assert.deepEqual([...smooth.slice(47, 54)], [0, 1, 1, 1, 1, 1, 0]);
  const broken = Float64Array.from({ length: 101 }, (_, i) => (i === 60 ? Number.NaN : 1));
  const around = movingMean(epochs, broken, 101, 5);
  assert.deepEqual(
    [...around.slice(57, 64)],
    [1, 1, Number.NaN, Number.NaN, Number.NaN, 1, 1].slice(0, 7),
  );
});

test("a line takes over what was recorded since, and starts anew where it was thinned", () => {
  const state = panelState(train("withL2", { epochs: 40 }));
  const shown = show(state, 40);
  assert.ok(shown);
  const [line] = linesOf(chartOf(errorCharts, "mse"), shown.runs);
  const trace = new Trace();
  const context = contextOf(shown, null);
  trace.take(line, context);
  assert.equal(trace.length, 41);
  assert.equal(trace.heights[40], shown.runs[0].values.trainMse);
  trace.epochs[40] = 39.5;
  trace.heights[0] = -1;
  trace.take(line, context);
  assert.equal(trace.heights[0], shown.runs[0].recording.metric(0, "trainMse"));
});

test("the anatomy stands: penalty on data loss, the total on top", () => {
  const shown = show(panelState(train("twins", { epochs: 30 })), 30);
  assert.ok(shown);
  const context = contextOf(shown, null);
  const l2 = shown.runs.filter(run => run.summary.id === "l2");
  const lines = linesOf(chartOf(errorCharts, "anatomy"), l2);
  const at = (i: number) => {
    const { valueAt, heightAt } = lines[i];
    return { value: valueAt(30, context), height: heightAt(30, context) };
  };
  const [data, penalty, total] = [0, 1, 2].map(at);
  assert.equal(data.value, data.height);
  assert.ok(penalty.value > 0);
  assert.equal(penalty.height, data.value + penalty.value);
  assert.equal(total.value, penalty.height);
});
