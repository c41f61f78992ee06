// The maps are in the file that the first paint does without: the page keeps its place while it comes,
// and without it the rest of the page goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, open, panel } from "./panelSuite.ts";

const FILE = "/deferredCards.js";

/** The paths of the scripts that the page has asked for, in order. */
function scripts(): Promise<string[]> {
  return panel().page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter(path => path.endsWith(".js")),
  );
}

test("what the first paint does without is loaded after it, once, and the maps are in it", async () => {
  await open();
  await panel().page.waitForFunction(
    file => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(file)),
    FILE,
  );
  const asked = await scripts();
  assert.deepEqual(asked.slice(0, 2).sort(), ["/webview.js", "/webviewShared.js"]);
  assert.deepEqual(asked.slice(2), [FILE]);
  panel().model.choosePreset("moons");
  await panel().postSnapshot();
  assert.equal(await at(".borders").count(), 0);
  await panel().train("twins", { epochs: 5 });
  await at(".border-map canvas").nth(1).waitFor();
  assert.equal((await scripts()).filter(path => path === FILE).length, 1);
  await panel().checkQuiet();
});

for (const [width, recipe] of [
  [340, "twins"],
  [700, "tournament"],
  [1200, "tournament"],
] as const) {
  test(`the place of the maps is about as high as they are: ${recipe}, ${width}`, async t => {
    await open({ width });
    panel().model.choosePreset("moons");
    const arrival = Promise.withResolvers<void>();
    await panel().page.route(`**${FILE}`, async route => {
      await arrival.promise;
      await route.continue();
    });
    await panel().load();
    await panel().train(recipe, { epochs: 5 });
    const card = at(".borders");
    await card.and(panel().page.locator("[aria-busy]")).waitFor();
    const before = (await card.boundingBox())?.height ?? 0;
    arrival.resolve();
    await at(".border-map canvas").nth(1).waitFor();
    const after = (await card.boundingBox())?.height ?? 0;
    t.diagnostic(`${before} px before, ${after} px after`);
    assert.ok(Math.abs(after - before) < 60, `${before} px before, ${after} px after`);
  });
}

test("while the maps are loaded their card is there; then the page is in its place", async () => {
  await open({ width: 1200, height: 700 });
  panel().model.choosePreset("moons");
  await panel().train("twins", { epochs: 5 });
  await at("#borders-maps").focus();
  await panel().page.evaluate(() => (document.documentElement.scrollTop = 900));
  await panel().page.waitForFunction(() =>
    /"focusedId":"borders-maps".*"scrollTop":900/.test(sessionStorage.getItem("state") ?? ""),
  );
  const arrival = Promise.withResolvers<void>();
  await panel().page.route(`**${FILE}`, async route => {
    await arrival.promise;
    await route.continue();
  });
  await panel().load();
  const card = at(".borders");
  await card.and(panel().page.locator("[aria-busy]")).waitFor();
  assert.equal(await at("#borders-title").innerText(), "Borders between the classes");
  const height = (await card.boundingBox())?.height ?? 0;
  assert.ok(await at("#weights-title").count(), "the other cards are there");
  arrival.resolve();
  await at(".border-map canvas").nth(1).waitFor();
  assert.equal(await card.getAttribute("aria-busy"), null);
  const difference = Math.abs(((await card.boundingBox())?.height ?? 0) - height);
  assert.ok(difference < 40, `the card became ${difference} px higher or lower`);
  await panel().page.waitForFunction(() => document.documentElement.scrollTop === 900);
  assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "borders-maps");
  await panel().checkQuiet();
});

test("without the file the card says so, the rest goes on, and it can be tried again", async () => {
  await open();
  await panel().page.route(`**${FILE}`, route => route.abort());
  await panel().load();
  panel().model.choosePreset("moons");
  await panel().train("twins", { epochs: 5 });
  await at(".strip.warning").filter({ hasText: "maps of borders could not be loaded" }).waitFor();
  await at(".content > #showAgain").waitFor();
  assert.ok(await at("#weights-title").count());
  await panel().train("twins", { epochs: 7 });
  await panel().untilEpoch(7);
  assert.equal(panel().received.filter(({ type }) => type === "panelError").length, 1);
  await panel().page.unroute(`**${FILE}`);
  await at("#showAgain").click();
  await at(".border-map canvas").nth(1).waitFor();
  assert.equal(await at("#showAgain").count(), 0);
  assert.deepEqual(await panel().policyViolations(), []);
  assert.deepEqual(panel().pageErrors, []);
});
