/** axe-core on a panel's page. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @throws {AssertionError} naming what someone could not use */
export async function checkAccessibility(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  assert.ok(results.passes.length > 10, "axe looked at hardly anything");
  assert.deepEqual(
    results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(" ")}`),
    [],
  );
}
