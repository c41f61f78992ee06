/** What every look of the panel must be: accessible, and within its width. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import type { TestPanel } from "./panelHarness.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  assert.ok(results.passes.length > 10, "axe looked at hardly anything");
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(node => `${node.html} (${node.failureSummary ?? ""})`).join(" | ")}`,
  );
}

/** Checks the page as it stands, and leaves a picture of it for people. */
export async function checkLook(
  panel: Pick<TestPanel, "page" | "screenshot">,
  name: string,
): Promise<void> {
  await panel.page.evaluate(() => {
    // Also what is off the screen is to be judged.
    for (const card of document.querySelectorAll<HTMLElement>(".card")) {
      card.style.contentVisibility = "visible";
    }
  });
  await panel.screenshot(name);
  assert.deepEqual(await accessibilityProblems(panel.page), [], name);
  const [needed, available] = await panel.page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(needed <= available, `${name} needs ${needed} px of ${available}`);
}
