// Where the networks are wrong, with the real inspector behind it.
import assert from "node:assert/strict";
import { test } from "node:test";
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
