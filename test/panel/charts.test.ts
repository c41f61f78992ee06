// The charts: zoomed, moved along, smoothed, stacked, and taken away as files.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { chartFileOf } from "../../src/host/chartFile.ts";
import { at, open, panel, posted } from "./panelSuite.ts";

interface Remembered {
  readonly zoom: { readonly from: number; readonly to: number } | null;
  readonly smoothing: number;
}

function remembered(): Promise<Remembered> {
  return panel().page.evaluate(
    () => JSON.parse(sessionStorage.getItem("state") ?? "{}") as Remembered,
  );
}

async function span(): Promise<[number, number] | null> {
  const { zoom } = await remembered();
  return zoom === null ? null : [zoom.from, zoom.to];
}

/** Waits until the shown range is told beside the buttons of all charts. */
async function untilRange(pattern: RegExp): Promise<void> {
  for (const id of ["mse", "norm", "maxAbs"]) {
    const range = at(`.chart-bar:has(#zoom-in-${id}) .chart-range`);
    await range.filter({ hasText: pattern }).waitFor({ state: "attached" });
  }
}

function pictureOf(id: string): Promise<string> {
  return at(`#plot-${id} canvas[role=img]`).evaluate(canvas =>
    (canvas as HTMLCanvasElement).toDataURL(),
  );
}

test("wheel, drag, keys and buttons zoom and move the epochs of all charts", async () => {
  await open();
  await panel().train("twins", { epochs: 100 });
  const { mouse, keyboard } = panel().page;
  const plot = at("#plot-mse");
  const box = await plot.boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await pictureOf("mse");
  await mouse.move(x, y);
  await mouse.wheel(0, 40);
  await panel().page.waitForFunction(() => document.documentElement.scrollTop > 0);
  assert.equal(await span(), null, "the wheel alone scrolls the page");
  await panel().page.evaluate(() => (document.documentElement.scrollTop = 0));
  await keyboard.down("Control");
  await mouse.wheel(0, -400);
  await keyboard.up("Control");
  await untilRange(/^epochs \d+ to \d+$/);
  assert.equal(await panel().page.evaluate(() => document.documentElement.scrollTop), 0);
  const zoomed = await span();
  assert.ok(zoomed && zoomed[0] > 5 && zoomed[1] < 95, String(zoomed));
  assert.notEqual(await pictureOf("mse"), before);

  const shown = await panel().shownEpoch();
  await keyboard.down("Shift");
  await mouse.down();
  await mouse.move(x + 200, y, { steps: 4 });
  await mouse.up();
  await keyboard.up("Shift");
  const dragged = await span();
  assert.ok(dragged && dragged[0] < zoomed[0] - 1, "what is dragged to the right was earlier");
  assert.ok(Math.abs(dragged[1] - dragged[0] - (zoomed[1] - zoomed[0])) < 1e-6);
  assert.equal(await panel().shownEpoch(), shown, "moving along does not scrub");

  await plot.focus();
  await keyboard.press("Shift+ArrowRight");
  const moved = await span();
  assert.ok(moved && moved[0] > dragged[0]);
  await keyboard.press("+");
  const nearer = await span();
  assert.ok(nearer && nearer[1] - nearer[0] < moved[1] - moved[0]);
  await panel().load();
  await panel().untilEpoch(shown);
  assert.deepEqual(await span(), nearer, "kept over a reload");
  await plot.focus();
  await keyboard.press("0");
  assert.equal(await span(), null);
  await at("#zoom-in-norm").click();
  await untilRange(/^epochs/);
  await plot.dblclick({ position: { x: 200, y: 100 } });
  await untilRange(/^$/);
  assert.equal(await at("#zoom-all-mse").isDisabled(), true);
  await panel().checkQuiet();
});

test("by keyboard the chart scrubs, and its card has every network's values", async () => {
  await open();
  await panel().train("tournament", { epochs: 30 });
  await at("#series-train").click();
  await at("#error-scale-log").focus();
  for (let i = 0; i < 60; i++) {
    await panel().page.keyboard.press("Tab");
    if ((await panel().page.evaluate(() => document.activeElement?.id)) === "plot-mse") break;
  }
  await panel().page.keyboard.press("ArrowLeft");
  await panel().untilEpoch(29);
  await at(".hover-card .hover-title").filter({ hasText: "Epoch 29" }).waitFor();
  assert.equal(await at(".hover-card .hover-row").count(), 9);
  assert.equal(await at(".hover-card .number").count(), 18);
  const text = (await at("#plot-mse").getAttribute("aria-valuetext")) ?? "";
  assert.match(text, /At epoch 29, without remedies: train [\d.]+, test [\d.]+;|At epoch 29, /);
  await panel().page.keyboard.press("Tab");
  await at(".hover-card").waitFor({ state: "detached" });
  await panel().checkQuiet();
});

test("a new experiment begins with all its epochs", async () => {
  await open();
  await panel().train("twins", { epochs: 30 });
  await at("#zoom-in-mse").click();
  await untilRange(/^epochs/);
  await panel().train("twins", { epochs: 40 });
  await untilRange(/^$/);
});

test("lines are smoothed, numbers are not; log epochs have a place for epoch 0", async () => {
  await open();
  await panel().train("withL2", { epochs: 60 });
  const legend = await at(".legend").first().innerText();
  const plain = await pictureOf("mse");
  await at("#more-mse").click();
  await at("#smoothing-mse").selectOption("25");
  await at("#plot-mse .plot-note").filter({ hasText: "smoothed: mean of 25 epochs" }).waitFor();
  assert.equal(await at("#plot-norm .plot-note").count(), 1);
  assert.notEqual(await pictureOf("mse"), plain);
  assert.equal(await at(".legend").first().innerText(), legend);
  await at("#smoothing-mse").selectOption("0");
  await at("#epoch-scale-mse-log").check();
  await panel().page.keyboard.press("Escape");
  await at("#chart-menu-mse").waitFor({ state: "hidden" });
  const box = await at("#plot-mse").boundingBox();
  assert.ok(box);
  await panel().page.mouse.click(box.x + box.width / 2, box.y + 100);
  await panel().page.waitForFunction(
    () => Number(document.querySelector("main")?.dataset["epoch"]) < 20,
  );
  await panel().page.mouse.click(box.x + 62, box.y + 100);
  await panel().untilEpoch(0);
  await panel().checkQuiet();
});

test("a chart is saved as CSV, SVG and PNG, and copied", async () => {
  await open();
  await panel().page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await panel().train("twins", { epochs: 50 });
  await at("#more-mse").click();
  const saved = async (format: string) => {
    const [message] = await posted(() => at(`#save-mse-${format}`).click());
    assert.ok(message.type === "saveChart");
    return chartFileOf(message);
  };
  const csv = await saved("csv");
  assert.equal(csv.name, "regularization-mse.csv");
  const rows = String(csv.content).trim().split("\n");
  assert.equal(rows.length, 52);
  assert.equal(
    rows[0],
    "epoch,without L2: train (squared error per item),without L2: test (squared error per item)," +
      "with L2: train (squared error per item),with L2: test (squared error per item)",
  );
  const [none, l2] = panel().model.recordings;
  assert.deepEqual(rows[38].split(",").map(Number), [
    37,
    none.metric(37, "trainMse"),
    none.metric(37, "testMse"),
    l2.metric(37, "trainMse"),
    l2.metric(37, "testMse"),
  ]);

  const svg = String((await saved("svg")).content);
  assert.ok(!svg.includes("<image"));
  const inside = await panel().page.evaluate(text => {
    const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
    return {
      name: root.tagName,
      lines: root.querySelectorAll("g path").length,
      texts: [...root.querySelectorAll("text")].map(element => element.textContent),
    };
  }, svg);
  assert.equal(inside.name, "svg");
  assert.equal(inside.lines, 4);
  for (const text of [
    "Mean squared error",
    "epoch",
    "squared error per item",
    "with L2: test",
    "50",
  ]) {
    assert.ok(inside.texts.includes(text), `${text} in ${inside.texts.join(", ")}`);
  }

  const png = (await saved("png")).content as Buffer;
  assert.equal(png.readUInt32BE(16), 2 * 960);
  assert.ok(png.length > 10_000);

  const [copied] = await posted(() => at("#copy-mse-csv").click());
  assert.deepEqual(copied, { type: "copyText", text: csv.content });
  await at("#copy-mse-png").click();
  await at(".chart-menu-said").filter({ hasText: "Copied as PNG." }).waitFor();
  const types = await panel().page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return item.types;
  });
  assert.deepEqual(types, ["image/png"]);
  await panel().checkQuiet();
});

test("the spread of the weights and their ways are saved as pictures and numbers, too", async () => {
  await open();
  await panel().page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await panel().train("twins", { epochs: 50 });
  await at("#fold-trajectories").click();
  const expected = {
    histogram: { name: "Spread of the weights", rows: 42, texts: ["weight", "0"] },
    trajectories: { name: "Weights over the epochs", rows: 52, texts: ["with L2", "epoch"] },
  };
  for (const [id, { name, rows, texts }] of Object.entries(expected)) {
    await at(`#more-${id}`).click();
    const saved = async (format: string) => {
      const [message] = await posted(() => at(`#save-${id}-${format}`).click());
      assert.ok(message.type === "saveChart");
      return chartFileOf(message);
    };
    const csv = await saved("csv");
    assert.equal(csv.name, `regularization-${id}.csv`);
    assert.equal(String(csv.content).trim().split("\n").length, rows);
    const svg = String((await saved("svg")).content);
    assert.ok(!svg.includes("<image") && !/NaN|undefined/.test(svg));
    const inside = await panel().page.evaluate(text => {
      const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
      return {
        name: root.querySelector("title")?.textContent,
        bars: root.querySelectorAll("path:not([fill=none])").length,
        lines: root.querySelectorAll("g path").length,
        texts: [...root.querySelectorAll("text")].map(element => element.textContent),
      };
    }, svg);
    assert.equal(inside.name, name);
    for (const text of texts) assert.ok(inside.texts.includes(text), inside.texts.join(", "));
    if (id === "histogram") {
      const paths = await at(".histogram .bars").evaluateAll(found =>
        found.map(path => path.getAttribute("d")).join(""),
      );
      assert.equal(inside.bars, paths.split("z").length - 1);
    } else {
      // All 112 weights of the 10-8-4 network, and the chosen one once more.
      assert.equal(inside.lines, 113);
    }
    const png = (await saved("png")).content as Buffer;
    assert.equal(png.readUInt32BE(16), 2 * 960);
    mkdirSync("test-results/panel", { recursive: true });
    writeFileSync(`test-results/panel/saved-${id}.png`, png);
    const [copied] = await posted(() => at(`#copy-${id}-csv`).click());
    assert.deepEqual(copied, { type: "copyText", text: csv.content });
    await at(`#copy-${id}-png`).click();
    await at(`#chart-menu-${id} .chart-menu-said`).filter({ hasText: "Copied as PNG." }).waitFor();
    await panel().page.keyboard.press("Escape");
  }
  await panel().checkQuiet();
});

test("the anatomy stacks one network's penalty on its data loss", async () => {
  await open();
  await panel().train("twins", { epochs: 40 });
  await at("#error-chart").selectOption("anatomy");
  await at("#plot-anatomy").waitFor();
  assert.equal(await at("#one-run").inputValue(), "l2");
  const [row] = await at(".legend").first().locator("tbody tr").allInnerTexts();
  const [data, penalty, total] = (row.match(/\d+\.\d+/g) ?? []).map(Number);
  assert.ok(penalty > 0 && Math.abs(data + penalty - total) < 2e-4, row);
  await at("#one-run").selectOption("none");
  await at(".legend").first().filter({ hasText: "without L2" }).waitFor();
  await panel().checkQuiet();
});

test("forces and idle units come for every network, once their card is open", async () => {
  await open();
  await panel().train("twins", { epochs: 30 });
  // The newest epoch of each network alone is looked at, for warnings.
  const isSeries = panel().received.some(
    message => message.type === "inspect" && message.wanted.length > 2,
  );
  assert.equal(isSeries, false, "a card that is closed costs nothing");
  await at("#fold-forces").click();
  await at(".forces-progress").filter({ hasText: "From the weights" }).waitFor();
  const label = (await at("#plot-forces").getAttribute("aria-valuetext")) ?? "";
  const [, data, pull] = /with L2: data gradient (\d+\.\d+), lambda w (\d+\.\d+)/.exec(label) ?? [];
  const sumOfSquares = panel().model.recordings[1].metric(30, "sumOfSquares");
  assert.ok(Number(data) > 0, label);
  assert.ok(Math.abs(Number(pull) - 0.005 * Math.sqrt(sumOfSquares)) < 1e-4, label);
  assert.doesNotMatch(label, /without L2: data gradient [\d.]+, lambda/);
  const units = (await at("#plot-units").getAttribute("aria-valuetext")) ?? "";
  assert.match(units, /At epoch 30, without L2: dead 0, saturated 0; with L2: dead 0/);
  await at("#force-layer").selectOption("1");
  assert.equal(await at("#layer").inputValue(), "1");
  await panel().checkQuiet();
});
