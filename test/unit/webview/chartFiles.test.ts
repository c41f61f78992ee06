// Charts taken away: CSV to the last digit, SVG with nothing that breaks out of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { layerViews } from "../../../src/core/network.ts";
import { chartFileOf } from "../../../src/host/chartFile.ts";
import { chartCsv } from "../../../webview/charts/chartCsv.ts";
import { chartOf, errorCharts } from "../../../webview/charts/index.ts";
import { contextOf, linesOf } from "../../../webview/charts/lines.ts";
import { SvgPen } from "../../../webview/charts/svgPen.ts";
import { show } from "../../../webview/shown.ts";
import { largestWeights } from "../../../webview/network/trajectories.ts";
import { trajectoryCsv } from "../../../webview/network/trajectoryPicture.ts";
import { countBins } from "../../../webview/weights/histogramLayout.ts";
import { histogramCsv } from "../../../webview/weights/histogramPicture.ts";
import { weightRange, weightsOf } from "../../../webview/weights/weightValues.ts";
import { panelState, train } from "./panelFixture.ts";

test("CSV has every recorded epoch of every line, and reads back to the same numbers", () => {
  const shown = show(panelState(train("twins", { epochs: 6 })), 6);
  assert.ok(shown);
  const spec = chartOf(errorCharts, "total");
  const lines = linesOf(spec, shown.runs);
  const rows = chartCsv(spec, lines, contextOf(shown, null), "layer 1, of 2").trim().split("\n");
  assert.equal(rows.length, 8);
  assert.ok(rows[0].endsWith(',"with L2: total (loss per item, with penalty, layer 1, of 2)"'));
  const { recording } = shown.runs[1];
  const total = recording.metric(4, "trainLoss") + recording.metric(4, "penalty");
  assert.equal(Number(rows[5].split(",")[2]), total);
});

test("runs that recorded other epochs leave cells empty", () => {
  const short = show(panelState(train("withoutL2", { epochs: 3 })), 3);
  const long = show(panelState(train("withL2", { epochs: 5 })), 5);
  assert.ok(short && long);
  const spec = chartOf(errorCharts, "penalty");
  const lines = [...linesOf(spec, short.runs), ...linesOf(spec, long.runs)];
  const rows = chartCsv(spec, lines, contextOf(short, null), "").trim().split("\n");
  assert.deepEqual(
    rows.slice(1).map(row => row.split(",").map(text => text !== "")),
    [0, 1, 2, 3, 4, 5].map(epoch => [true, epoch <= 3, true]),
  );
});

test("CSV of the spread of the weights has every weight in the bin between its edges", () => {
  const shown = show(panelState(train("twins", { epochs: 5 })), 5);
  assert.ok(shown);
  const { runs } = shown;
  const range = weightRange(runs, 1);
  const weights = runs.map(run => weightsOf(run, 1));
  const note = "hidden units → outputs";
  const csv = histogramCsv({
    ...{ epoch: 5, note, runs, range },
    counts: countBins(weights, range),
    largest: [],
  });
  const [head, ...rows] = csv.trim().split("\n");
  assert.equal(head, `from,to,"without L2 (weights, ${note})","with L2 (weights, ${note})"`);
  const cells = rows.map(row => row.split(",").map(Number));
  assert.equal(cells[0][0], -range);
  assert.equal(cells.at(-1)?.[1], range);
  for (const [from, to, ...counts] of cells) {
    counts.forEach((count, run) => {
      const inside = weights[run].filter(weight => weight >= from && weight < to).length;
      assert.equal(count, inside, `${from} to ${to}`);
    });
  }
});

test("CSV of weights over the epochs has every recorded epoch, to the last bit", () => {
  const shown = show(panelState(train("twins", { epochs: 6 })), 3);
  assert.ok(shown);
  const { recording, summary, layers } = shown.runs[1];
  const { places } = largestWeights(layers, null, 5);
  const csv = trajectoryCsv(
    recording,
    summary.sizes,
    places,
    ({ from, to }) => `x${from}, "${to}"`,
  );
  const [head, ...rows] = csv.trim().split("\n");
  assert.ok(head.startsWith(`epoch,"x${places[0].from}, ""${places[0].to}"""`), head);
  assert.equal(rows.length, 7);
  rows.forEach((row, epoch) => {
    const { parameters } = recording.snapshotAt(epoch) ?? assert.fail();
    const [first, second] = layerViews(parameters, summary.sizes);
    const expected = places.map(({ layer, from, to }) => {
      const { weights, outputs } = layer === 0 ? first : second;
      return weights[from * outputs + to];
    });
    assert.deepEqual(row.split(",").map(Number), [epoch, ...expected]);
  });
});

test("SVG is escaped, in plain colours, and lines are broken where there is no value", () => {
  const pen = new SvgPen();
  pen.text('<b> & "c"', 1, 2, { colour: "rgba(1, 2, 255, 0.5)", size: 12, anchor: "start" });
  pen.line(Float64Array.of(0, 0, 1.234, 1, Number.NaN, 2, 3, 3, 4, Number.NaN, 5, 5), {
    colour: "rgba(16, 0, 0, 1)",
    width: 2,
    dash: [6, 4],
  });
  const text = pen.document({ width: 10, height: 5 }, "a < b", "rgba(0, 0, 0, 1)", 'x, "y z"');
  assert.match(text, /<title>a &#60; b<\/title>/);
  assert.match(text, /fill="#0102ff" fill-opacity="0.5">&#60;b&#62; &#38; &#34;c&#34;<\/text>/);
  assert.match(text, /d="M0 0L1.23 1M3 3M5 5" fill="none" stroke="#100000" .*"6 4"/);
  assert.match(text, /font-family="x, &#34;y z&#34;"/);
});

test("a file is what its format says, or refused", () => {
  const chart = { type: "saveChart", name: "a" } as const;
  const png = Buffer.from("89504e470d0a1a0a00", "hex").toString("base64");
  assert.equal(chartFileOf({ ...chart, format: "png", content: png }).name, "a.png");
  for (const content of ["", "no picture", "iVBORw"]) {
    assert.throws(() => chartFileOf({ ...chart, format: "png", content }), /expected a PNG/);
  }
  assert.throws(
    () => chartFileOf({ ...chart, format: "svg", content: "<html>" }),
    /expected an SVG/,
  );
});
