// Where the networks are wrong, with the real inspector behind it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, createTableModel, untilReviewed } from "../worker/tableFixture.ts";
import { checkLook } from "./lookCheck.ts";
import { at, open, panel } from "./panelSuite.ts";

/** Items on the diagonal of the first matrix. */
async function rightItems(): Promise<number> {
  const cells = await at(".mistakes-run").first().locator(".is-right .confusion-count").all();
  const counts = await Promise.all(cells.map(async cell => Number(await cell.innerText())));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function untilInspected(epoch: number, runs = 2): Promise<void> {
  const done = at(`.mistakes-run[aria-busy=false][data-epoch="${epoch}"]`);
  await done.nth(runs - 1).waitFor();
  await panel().atRest();
}

test("classes and items are those of the shown epoch, of the chosen items, of both networks", async () => {
  await open({ width: 1200 });
  await panel().train("twins", { epochs: 60, learningRate: 0.05 });
  await at("#fold-mistakes").click();
  await untilInspected(60);
  const [recording] = panel().model.recordings;
  const correct = (epoch: number, name: "testCorrect" | "trainCorrect") =>
    recording.metric(recording.rowAt(epoch), name);
  assert.equal(await rightItems(), correct(60, "testCorrect"));
  assert.equal(await at(".worst").first().locator("tbody tr").count(), 10);
  await at("#mistakes-part-train").check({ force: true });
  assert.equal(await rightItems(), correct(60, "trainCorrect"));
  await at("#scrubber").focus();
  await panel().page.keyboard.press("Home");
  await untilInspected(0);
  assert.equal(await rightItems(), correct(0, "trainCorrect"));
  await panel().page.keyboard.press("End");
  await untilInspected(60);
  for (const [width, theme] of [
    [1200, "darkModern"],
    [320, "highContrastLight"],
  ] as const) {
    await panel().setTheme(theme);
    await panel().resize(width);
    await checkLook(panel(), `mistakes-${theme}-${width}`);
  }
  await panel().checkQuiet();
});

test("of many networks one is chosen; an inspector that was killed can be asked again", async () => {
  await open({ width: 700 });
  panel().model.choosePreset("moons");
  await panel().train("tournament", { epochs: 12 });
  await at("#fold-mistakes").click();
  await untilInspected(12, 1);
  assert.equal(await at(".mistakes-run").count(), 1);
  await at("#mistakes-run").selectOption("dropout");
  await at(".mistakes-run[aria-label='Mistakes with dropout'][aria-busy=false]").waitFor();
  panel().model.inspector.killThread();
  await at("#mistakes-retry").waitFor();
  await at("#mistakes-run").selectOption("l1");
  await at("#mistakes-retry").click();
  await at(".mistakes-run[aria-label='Mistakes with L1'][aria-busy=false]").waitFor();
  assert.equal(await at("#mistakes-retry").count(), 0);
  await panel().checkQuiet();
});

test("a network that has stopped learning is told of once training rests, and no other", async () => {
  await open({ width: 700, theme: "lightModern" });
  await panel().train("twins", { epochs: 60, l2: 10, learningRate: 0.01 });
  await at("#health").filter({ hasText: "with L2 gives every training item the same" }).waitFor();
  assert.equal(await at("#health p").count(), 1);
  await checkLook(panel(), "health-lightModern-700");
  await panel().checkQuiet();
});

/** Items of so many kinds with long names, hard to tell apart. */
function kinds(count: number): string {
  const rows = ["length,width,kind"];
  for (let i = 0; i < 40 * count; i++) {
    const kind = i % count;
    const length = (kind + ((i * 7919) % 31) / 10).toFixed(2);
    const width = (count - kind + ((i * 104_729) % 29) / 10).toFixed(2);
    rows.push(`${length},${width},Kind of number ${kind}`);
  }
  return `${rows.join("\n")}\n`;
}

async function trainOnKinds(count: number): Promise<void> {
  const tables = createTableModel();
  try {
    tables.load("kinds.csv", bytesOf(kinds(count)));
    await untilReviewed(tables);
    const { reading, choice, ...table } = (await tables.make()) ?? assert.fail();
    panel().model.trainOnTable({ ...table, origin: { uri: "file:///kinds.csv", reading, choice } });
    await panel().train("twins", { epochs: 40, patience: 0 });
  } finally {
    await tables.disposeNow();
  }
}

test("ten classes fit into 700 pixels; where a matrix does not, it says so and scrolls by keys", async () => {
  await open({ width: 700 });
  await trainOnKinds(10);
  await at("#fold-mistakes").click();
  await untilInspected(panel().model.epoch);
  const region = at(".mistakes-run .table-scroll").first();
  const isCut = () => region.evaluate(element => element.scrollWidth > element.clientWidth);
  assert.equal(await isCut(), false, "700 pixels");
  assert.equal(await at(".table-scroll:has(.confusion) + .cut-note").count(), 0);
  await checkLook(panel(), "confusion-10-darkModern-700");
  for (const [width, theme] of [
    [320, "highContrast"],
    [360, "lightModern"],
  ] as const) {
    await panel().setTheme(theme);
    await panel().resize(width);
    await panel().atRest();
    assert.equal(await isCut(), true, `${width} pixels`);
    assert.match((await region.getAttribute("aria-label")) ?? "", /table, scrolls sideways$/);
    assert.equal(await at(".table-scroll.is-cut:has(.confusion) + .cut-note").count(), 2);
    // The names of the rows stay, whatever is scrolled to.
    const name = region.locator("tbody th").first();
    const before = await name.boundingBox();
    await region.focus();
    const last = region.locator("tbody tr").first().locator("td").last();
    for (let i = 0; i < 40; i++) await panel().page.keyboard.press("ArrowRight");
    await panel().page.waitForFunction(
      element => element !== null && element.scrollLeft > 60,
      await region.elementHandle(),
    );
    assert.equal((await name.boundingBox())?.x, before?.x);
    await last.scrollIntoViewIfNeeded();
    await checkLook(panel(), `confusion-10-${theme}-${width}`);
    await region.evaluate(element => (element.scrollLeft = 0));
  }
  await panel().checkQuiet();
});
