// Words that explain themselves, and the list of keys: by pointer, by keyboard and by tap.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { AxeResults } from "axe-core";
import { terms } from "../../webview/terms.ts";
import { openSettings } from "./panelHarness.ts";
import { at, open, panel } from "./panelSuite.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NOTE = "#term-note";

async function axeViolations(): Promise<string[]> {
  await panel().page.evaluate(AXE);
  const { violations } = await panel().page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

/** What is shown, once it is. */
async function noteText(): Promise<string> {
  await at(NOTE).waitFor();
  return (await at(NOTE).textContent()) ?? "";
}

test("a term explains itself on hover, and the pointer may go to the note", async () => {
  await open();
  await at(".term[data-term=lambda]").first().hover();
  assert.equal(await noteText(), terms.lambda);
  await at(NOTE).hover();
  await panel().page.waitForTimeout(400);
  assert.ok(await at(NOTE).isVisible(), "the note stays while the pointer is on it");
  await panel().page.keyboard.press("Escape");
  await at(NOTE).waitFor({ state: "hidden" });
  await at(".term[data-term=learningRate]").first().hover();
  assert.equal(await noteText(), terms.learningRate);
  await at("h1").hover();
  await at(NOTE).waitFor({ state: "hidden" });
  await panel().checkQuiet();
});

test("by keyboard a term explains itself to everyone, and Escape takes the note away", async () => {
  await open();
  await at("#field-learningRate").focus();
  await panel().page.keyboard.press("Shift+Tab");
  assert.equal(await noteText(), terms.learningRate);
  const describedBy = await panel().page.evaluate(() =>
    document.activeElement?.getAttribute("aria-describedby"),
  );
  assert.equal(describedBy, "term-note");
  await panel().page.keyboard.press("Escape");
  await at(NOTE).waitFor({ state: "hidden" });
  await panel().page.keyboard.press("Tab");
  await panel().page.keyboard.press("Shift+Tab");
  await noteText();
  await panel().page.keyboard.press("Tab");
  await at(NOTE).waitFor({ state: "hidden" });
  assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "field-learningRate");
  await panel().checkQuiet();
});

test("wherever a term stands on a narrow page its note is within the page, and a click is a tap", async () => {
  await open({ width: 340, height: 700 });
  await panel().train("twins", { epochs: 5 });
  await openSettings(panel().page);
  for (const id of ["other-remedies", "optimizer", "more-settings"])
    await at(`#fold-${id}`).click();
  await at("#figure1").waitFor();
  const all = at(".term");
  const count = await all.count();
  assert.ok(count > 40, `${count} terms`);
  for (let i = 0; i < count; i += 4) {
    const term = all.nth(i);
    const name = (await term.getAttribute("data-term")) as keyof typeof terms;
    await term.click();
    await at(NOTE).filter({ hasText: terms[name] }).waitFor();
    const box = await at(NOTE).boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 340, `${name}: ${JSON.stringify(box)}`);
    assert.ok(box.y >= 0 && box.y + box.height <= 700, `${name}: ${JSON.stringify(box)}`);
  }
  assert.deepEqual(await axeViolations(), []);
  await panel().checkQuiet();
});

for (const [theme, width] of [
  ["darkModern", 340],
  ["highContrastLight", 1200],
] as const) {
  test(`the list of keys opens by "?" and by its button: ${theme}`, async () => {
    await open({ theme, width });
    await panel().train("twins", { epochs: 5 });
    await at("#scrubber").focus();
    await panel().page.keyboard.press("?");
    await at("#keyMap").waitFor();
    assert.deepEqual(await axeViolations(), []);
    await panel().page.screenshot({ path: `test-results/panel/keys-${theme}.png` });
    await panel().page.keyboard.press("Escape");
    await at("#keyMap").waitFor({ state: "hidden" });
    assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "scrubber");
    await at("#keys").click();
    await at("#keysClose").click();
    await at("#keyMap").waitFor({ state: "hidden" });
    await openSettings(panel().page);
    await at("#field-l2").focus();
    await panel().page.keyboard.press("?");
    await panel().page.waitForTimeout(200);
    assert.ok(!(await at("#keyMap").isVisible()), "a question mark may be typed");
    await panel().checkQuiet();
  });
}
