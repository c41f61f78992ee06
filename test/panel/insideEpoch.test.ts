// Slow motion: one epoch update by update, with the real thread that trains it again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLook } from "./lookCheck.ts";
import { at, open, panel } from "./panelSuite.ts";

/** The weights from the inputs to the hidden units, as the table has them. */
async function tableOfFirstLayer(): Promise<string> {
  return at(".numbers").filter({ hasText: "hidden 0" }).first().innerText();
}

test("an epoch is gone through update by update, weights follow, and it is left again", async () => {
  await open({ width: 1200, theme: "darkModern" });
  await panel().train("twins", { epochs: 40, batchSize: 16 });
  await at("#fold-matrix-0").click();
  const atEnd = await tableOfFirstLayer();
  await at("#lookInside").click();
  await at("#inside-text").filter({ hasText: "Made of 16 items" }).waitFor();
  assert.match(await at(".inside").innerText(), /Inside epoch 40[^]*1 \/ 13/);
  const first = await tableOfFirstLayer();
  assert.notEqual(first, atEnd);
  await at("#updates").focus();
  await panel().page.keyboard.press("End");
  // The last batch is smaller, and ends at the weights of the epoch.
  await at("#inside-text").filter({ hasText: "Made of 8 items" }).waitFor();
  for (let tries = 0; (await tableOfFirstLayer()) !== atEnd; tries++) {
    assert.ok(tries < 100, "the weights of the epoch");
    await panel().page.waitForTimeout(20);
  }
  await at("#updateBack").click();
  await at("#updateOn").click();
  await panel().page.locator("#updateOn[aria-disabled=true]").waitFor();
  for (const [width, theme] of [
    [1200, "darkModern"],
    [320, "highContrastLight"],
  ] as const) {
    await panel().setTheme(theme);
    await panel().resize(width);
    await checkLook(panel(), `inside-epoch-${theme}-${width}`);
  }
  await panel().resize(1200);
  await at("#leaveInside").click();
  await at(".inside").waitFor({ state: "detached" });
  assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "lookInside");
  await panel().checkQuiet();
});

test("steps go on into the next epoch; the scrubber leads out; a killed thread can be asked again", async () => {
  await open();
  await panel().train("withL2", { epochs: 20, batchSize: 200 });
  await at("#scrubber").focus();
  await panel().page.keyboard.press("Home");
  await at("#lookInside").click();
  await at("#inside-text").filter({ hasText: "Made of 200 items" }).waitFor();
  await panel().untilEpoch(1);
  await at("#updateOn").click();
  await panel().untilEpoch(2);
  panel().model.inspector.killThread();
  await at("#updateOn").click();
  await panel().untilEpoch(3);
  await at("#insideAgain").click();
  await at("#inside-text").filter({ hasText: "Made of 200 items" }).waitFor();
  await at("#scrubber").focus();
  await panel().page.keyboard.press("ArrowRight");
  await panel().untilEpoch(4);
  assert.equal(await at(".inside").count(), 0);
  await panel().checkQuiet();
});

test("dropped units are hatched and told of, those of any item of the batch", async () => {
  await open({ width: 1200, theme: "darkModern" });
  const picture = () =>
    at("#network-canvas").evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());
  const label = async () => (await at("#network-canvas").getAttribute("aria-label")) ?? "";
  await panel().train("withL2", { epochs: 6, batchSize: 3, dropout: 0.5, hiddenLayers: [8, 6] });
  await at("#fold-network").click();
  await panel().atRest();
  assert.equal(await at("#batch-item").count(), 0);
  assert.equal(/dropped/.test(await label()), false);
  await at("#lookInside").click();
  await at("#batch-item").filter({ hasText: "item 1 of 3" }).waitFor();
  await panel().atRest();
  const [first, firstLabel] = [await picture(), await label()];
  const found = /Dropped in this update for item 1 of 3: (.*)\.$/.exec(firstLabel);
  assert.ok(found, firstLabel);
  assert.ok((await at("#network-words").innerText()).includes(found[0]));
  await at(".network-legend").filter({ hasText: "dropped in this update" }).waitFor();
  // The values of the units say the same.
  await at("#network-units").focus();
  await at("#network-units").press("ArrowRight");
  await at("#network-units").press("ArrowRight");
  const named: string[] = [];
  for (let layer = 1; layer <= 2; layer++) {
    for (let unit = 0; unit < (layer === 1 ? 8 : 6); unit++) {
      const words = (await at("#network-unit").innerText()).replace(/\s+/g, " ");
      if (/dropped in this update for item 1 of 3/.test(words)) {
        named.push(`${words.split(",")[0]} of layer ${layer}`);
        assert.match(await at(".unit-readout").innerText(), /; dropped in this update for item 1/);
      }
      await at("#network-units").press("ArrowDown");
    }
    await at("#network-units").press("ArrowRight");
    await at("#network-units").press("Home");
  }
  assert.equal(named.join(", "), found[1].replace(" and ", ", "));
  await at("#network-units").press("Escape");
  await at("#itemOn").focus();
  await panel().page.keyboard.press("Enter");
  await panel().page.keyboard.press("Enter");
  await at("#itemOn[aria-disabled=true]").waitFor();
  await at("#batch-item").filter({ hasText: "item 3 of 3" }).waitFor();
  assert.notEqual(await label(), firstLabel);
  assert.notEqual(await picture(), first);
  for (const [width, theme] of [
    [1200, "darkModern"],
    [1200, "lightModern"],
    [320, "highContrast"],
  ] as const) {
    await panel().setTheme(theme);
    await panel().resize(width);
    await panel().atRest();
    await checkLook(panel(), `inside-dropped-${theme}-${width}`);
  }
  // The last batch of the 200 items is smaller.
  await at("#updates").focus();
  await panel().page.keyboard.press("End");
  await at("#batch-item").filter({ hasText: "item 2 of 2" }).waitFor();
  await panel().page.keyboard.press("Home");
  await at("#batch-item").filter({ hasText: "item 3 of 3" }).waitFor();
  await at("#leaveInside").click();
  assert.equal(await at("#batch-item").count(), 0);
  await panel().checkQuiet();
});
