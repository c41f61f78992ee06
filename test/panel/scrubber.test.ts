// The scrubber, the charts and the heat maps: going back and forth in what was recorded.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, open, panel, readings } from "./panelSuite.ts";

test("the scrubber moves everything, and End follows the newest epoch again", async () => {
  await open();
  await panel().train("twins", { epochs: 120 });
  const end = await readings();
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  const start = await readings();
  await at("#scrubber").press("PageUp");
  await panel().untilEpoch(12);
  const between = await readings();
  for (const name of Object.keys(end)) {
    assert.notEqual(start[name], end[name], `${name} does not follow`);
    assert.notEqual(between[name], end[name], `${name} does not follow`);
    assert.notEqual(between[name], start[name], `${name} does not follow`);
  }
  assert.equal(await at("#live").getAttribute("aria-pressed"), "false");
  await at("#scrubber").press("ArrowRight");
  await panel().untilEpoch(13);
  await at("#scrubber").press("ArrowLeft");
  await at("#scrubber").press("ArrowLeft");
  await panel().untilEpoch(11);
  await at("#scrubber").press("End");
  await panel().untilEpoch(120);
  assert.equal(await at("#live").getAttribute("aria-pressed"), "true");
  assert.deepEqual(await readings(), end);
  await panel().checkQuiet();
});

test("a click in the chart goes there, a drag scrubs, and pointing shows all values", async () => {
  await open();
  await panel().train("twins", { epochs: 100 });
  const box = await at(".plot").first().boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await panel().page.mouse.move(box.x + box.width / 2, y);
  await at(".hover-card").waitFor();
  assert.equal(await at(".hover-card .hover-row").count(), 2);
  assert.equal(await at(".hover-card .number").count(), 4);
  await panel().page.mouse.down();
  await panel().page.waitForFunction(
    () => document.querySelector("main")?.dataset["epoch"] !== "100",
  );
  const middle = await panel().shownEpoch();
  assert.ok(middle > 30 && middle < 70, `epoch ${middle}`);
  await panel().page.mouse.move(box.x + box.width * 0.75, y, { steps: 5 });
  await panel().page.mouse.up();
  await panel().page.waitForFunction(
    epoch => Number(document.querySelector("main")?.dataset["epoch"]) > epoch + 10,
    middle,
  );
  await panel().checkQuiet();
});

test("the replay plays at the chosen speed, pauses, and ends live", async () => {
  await open();
  // A minute and more at this speed: it is halted on the way, however slow the machine.
  await panel().train("twins", { epochs: 1500 });
  panel().model.setSpeed("slow");
  await at("#play").click();
  await panel().page.waitForFunction(() => {
    const epoch = Number(document.querySelector("main")?.dataset["epoch"]);
    return epoch > 3 && epoch < 1400;
  });
  await at("#scrubber").press(" ");
  const held = await panel().shownEpoch();
  await panel().page.waitForTimeout(200);
  assert.equal(await panel().shownEpoch(), held);
  panel().model.setSpeed("full");
  await at("#play").click();
  await panel().untilEpoch(1500);
  assert.equal(await at("#live").getAttribute("aria-pressed"), "true");
  assert.match((await at("#play").getAttribute("title")) ?? "", /Replay the recording/);
});

test("while training goes on, the scrubber goes back and the view stays there", async () => {
  await open();
  panel().model.setSpeed("slow");
  panel().model.start("twins");
  await panel().page.waitForFunction(
    () => Number(document.querySelector("main")?.dataset["epoch"]) >= 6,
  );
  await at("#scrubber").press("Home");
  await at("#scrubber").press("ArrowRight");
  await panel().untilEpoch(1);
  const { epoch } = panel().model;
  await panel().page.waitForFunction(
    old =>
      Number(/epoch (\d+)/.exec(document.querySelector("#status")?.textContent ?? "")?.[1]) > old,
    epoch,
  );
  assert.equal(await panel().shownEpoch(), 1);
  await at("#live").click();
  await panel().page.waitForFunction(
    old => Number(document.querySelector("main")?.dataset["epoch"]) > old,
    epoch,
  );
});

test("the heat map is read by pointer and by arrow keys, in every run", async () => {
  await open();
  await panel().train("twins", { epochs: 20 });
  await at("#map-0-none").focus();
  await panel().page.keyboard.press("ArrowDown");
  await panel().page.keyboard.press("ArrowRight");
  await panel().page.keyboard.press("ArrowRight");
  const weight = (run: number) =>
    (panel().model.recordings[run].snapshotAt(20)?.parameters[1 * 8 + 2] ?? Number.NaN)
      .toFixed(6)
      .replace("-", "\u2212");
  const readout = at(".layer").first().locator(".readout");
  await readout.filter({ hasText: "x1 → hidden 2" }).waitFor();
  const text = await readout.innerText();
  assert.ok(text.includes(weight(0)) && text.includes(weight(1)), text);
  assert.match((await at("#map-0-none-cell").textContent()) ?? "", /^x1 to hidden 2: /);
  assert.equal(await at("#map-0-none").getAttribute("aria-activedescendant"), "map-0-none-cell");
  const map = at("#map-1-l2");
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  assert.ok(box);
  await map.hover({ position: { x: box.width - 3, y: box.height - 3 } });
  await at(".readout").filter({ hasText: "hidden 7 → class 3" }).waitFor();
});

test("a new experiment is followed, whatever was shown of the old one", async () => {
  await open();
  await panel().train("twins", { epochs: 30 });
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await panel().train("withL2", { epochs: 40 });
  await panel().untilEpoch(40);
  assert.equal(await at("#live").getAttribute("aria-pressed"), "true");
});

test("three recordings of 4,000 epochs: what is scrubbed to is drawn in the next frame", async t => {
  await open();
  await panel().train("equalDecay", { epochs: 4000, hiddenLayers: [2], batchSize: 200 });
  const { epochs, median } = await panel().page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>("#scrubber");
    const main = document.querySelector("main");
    if (slider === null || main === null) throw new Error("there is no scrubber");
    const times: number[] = [];
    const epochs: number[] = [];
    for (let i = 0; i < 40; i++) {
      const start = performance.now();
      slider.value = String(i * 100);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
      times.push(performance.now() - start);
      epochs.push(Number(main.dataset["epoch"]));
    }
    return { epochs, median: times.sort((a, b) => a - b)[Math.floor(times.length / 2)] };
  });
  assert.deepEqual(
    epochs,
    Array.from({ length: 40 }, (_, i) => i * 100),
  );
  t.diagnostic(`median from input to drawn: ${median.toFixed(1)} ms`);
});

test("the legend switches lines, networks and kinds, and never the last one", async () => {
  await open();
  await panel().train("twins", { epochs: 40 });
  const untilLabel = (pattern: RegExp) =>
    panel().page.waitForFunction(
      source =>
        new RegExp(source).test(
          document.querySelector(".plot canvas[role=img]")?.getAttribute("aria-label") ?? "",
        ),
      pattern.source,
    );
  await untilLabel(/without L2: train [\d.]+, test [\d.]+; with L2: train/);
  await at("#series-validation").click();
  await untilLabel(/without L2: train [\d.]+, validation [\d.]+, test [\d.]+; with L2: train/);
  await at("#series-train").click();
  await at("#series-test").click();
  await untilLabel(/without L2: validation [\d.]+; with L2: validation/);
  assert.equal(await at("#series-validation").isDisabled(), true);
  await at("#toggle-mse-none").click();
  await untilLabel(/At epoch 40, with L2/);
  assert.equal(await at("#toggle-mse-none").getAttribute("aria-pressed"), "false");
  assert.equal(await at("#map-0-none").count(), 0);
  await at("#toggle-norm-l2").click();
  await untilLabel(/without L2.*with L2/);
  await panel().checkQuiet();
});

test("the best epoch is a click or a key away, for each network in turn", async () => {
  await open();
  await panel().train("twins", { patience: 15, epochs: 200 });
  const bests = panel().model.state.runs.map(run => run.bestEpoch);
  assert.ok(bests.every(epoch => epoch > 0));
  const [first, second] = bests.sort((a, b) => a - b);
  await at("#best").click();
  await panel().untilEpoch(first);
  await at("#scrubber").press("b");
  await panel().untilEpoch(second);
  await at("#scrubber").press("End");
  const { id, bestEpoch } = panel().model.state.runs[1];
  await at(`#best-${id}`).click();
  await panel().untilEpoch(bestEpoch);
  assert.match((await at("#results").textContent()) ?? "", /stopped early/);
  await panel().checkQuiet();
});

test("epochs are bookmarked, come back after the page is loaded anew, and go with the experiment", async () => {
  await open();
  await panel().train("twins", { epochs: 40 });
  await at("#scrubber").focus();
  await panel().page.keyboard.press("Home");
  await panel().page.keyboard.press("ArrowRight");
  await panel().untilEpoch(1);
  await at("#bookmark").click();
  await at("#bookmark-1[aria-current=true]").waitFor();
  await at("#scrubber").focus();
  await panel().page.keyboard.press("End");
  await panel().untilEpoch(40);
  await panel().page.keyboard.press("m");
  await at("#bookmark-40").waitFor();
  await panel().load();
  await at("#bookmark-40").waitFor();
  assert.equal(await at("#bookmark").getAttribute("aria-pressed"), "true");
  await at("#bookmark-1").click();
  await panel().untilEpoch(1);
  await at("#scrubber").focus();
  await panel().page.keyboard.press(".");
  await panel().untilEpoch(40);
  await panel().page.keyboard.press(",");
  await panel().untilEpoch(1);
  await panel().page.keyboard.press("m");
  await at("#bookmark-1").waitFor({ state: "detached" });
  await panel().resize(320);
  const overflow = await panel().page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(overflow <= 0);
  await panel().train("twins", { epochs: 20 });
  await at("#bookmark-40").waitFor({ state: "detached" });
  await panel().checkQuiet();
});
