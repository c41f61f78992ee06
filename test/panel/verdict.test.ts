// The verdict: of the shown networks alone, of repeats with other seeds, and the way between.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { test } from "node:test";
import type { AxeResults } from "axe-core";
import { at, open, panel, posted } from "./panelSuite.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const RESULTS = resolve(import.meta.dirname, "../../test-results/panel");

/** The sentence on top, with a hyphen for a minus. */
async function verdict(): Promise<string> {
  return (await at("#verdict").innerText()).replaceAll("\u2212", "-");
}

async function untilVerdict(pattern: RegExp): Promise<string> {
  await at("#verdict").filter({ hasText: pattern }).waitFor({ timeout: 60_000 });
  return verdict();
}

async function untilFinished(): Promise<void> {
  const { repeats } = panel();
  while (repeats.state?.status !== "finished") {
    await new Promise<void>(resolve => {
      const following = repeats.changed.on(() => {
        following.dispose();
        resolve();
      });
    });
  }
  await at("#repeat").waitFor();
}

async function judgeLook(name: string): Promise<void> {
  const { page } = panel();
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: (at: string) => Promise<AxeResults> } }).axe.run(
      "section.verdict",
    ),
  );
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes[0].html]),
    [],
    name,
  );
  const [needed, available] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(needed <= available, `${name}: ${needed} pixels in ${available}`);
  await at("section.verdict").screenshot({ path: join(RESULTS, `${name}.png`) });
}

test("from one seed to ten: item by item first, then over seeds, with the numbers behind", async () => {
  await open();
  await panel().train("twins");
  assert.match(await verdict(), /^On 4,000 fresh items the network with L2 is better: .*McNemar/);
  await at("#fold-verdict-single").click();
  const rows = at("section.verdict table tbody tr");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 4);
  assert.match(await rows.nth(3).innerText(), /with L2\s+test\s+3\d \/ 40/);

  await at("#repeat-seeds").fill("1");
  await at("#repeat-problem").filter({ hasText: "whole number from 2 to 100" }).waitFor();
  assert.ok(await at("#repeat").isDisabled());
  await at("#repeat-seeds").fill("4");
  await at("#repeat").filter({ hasText: "4 other seeds" }).waitFor();
  const messages = await posted(() => at("#repeat").click());
  assert.deepEqual(messages, [{ type: "repeat", seeds: 4, folds: 0 }]);
  await untilFinished();
  assert.match(
    await untilVerdict(/4 seeds/),
    /^On 4,000 fresh items the network with L2 is better than the one without L2: \d\.\d points more/,
  );
  assert.equal(await at(".dot-plot .dot-row :is(circle, polygon)").count(), 8);
  assert.equal(await at(".dot-pairs polyline").count(), 4);
  assert.match((await at(".dot-plot svg").first().getAttribute("aria-label")) ?? "", /4 runs/);

  await at("#verdict-measure-weightNorm").check();
  await at(".dot-plot svg[aria-label^='Weight norm']").waitFor();
  await at("#fold-verdict-differences").click();
  await at("#fold-verdict-repeats").click();
  await at("[aria-label='Weight norm, every seed, table']").waitFor();
  const differences = at("[aria-label='Weight norm, differences, table']");
  assert.match(await differences.innerText(), /with L2\s+−4\.\d+ \(−\d.*below 0\.0001\s+less/);
  const every = at("[aria-label='Weight norm, every seed, table'] tbody tr");
  assert.equal(await every.count(), 4);
  // Closed and opened again, the panel has it all: the host owns it.
  await panel().load();
  await untilVerdict(/4 seeds/);
  assert.ok(await at("#verdict-measure-weightNorm").isChecked());
  assert.equal(await at("#repeat-seeds").inputValue(), "4");
  await panel().checkQuiet();
});

test("repeats show how far they are and end when asked; another experiment forgets them", async () => {
  await open();
  panel().model.setSpeed("slow");
  panel().model.configure({ epochs: 3000 }, "twins");
  panel().model.start();
  await at("#repeat").waitFor();
  assert.match(await verdict(), /needs the end of training/);
  await at("#repeat-seeds").fill("100");
  await at("#repeat").filter({ hasText: "100 other seeds" }).click();
  await at("#repeat-progress").waitFor();
  await at("#repeat-cancel").click();
  await at("#repeat-status").filter({ hasText: "Cancelled" }).waitFor();
  assert.ok(await at("#repeat").isEnabled());
  assert.equal(panel().model.state.status, "training", "training goes on");
  await at("#reset").click();
  await panel().untilStatus("idle");
  assert.equal(panel().repeats.state, null);
  await panel().checkQuiet();
});

test("looks: nine networks, narrow and in high contrast", async () => {
  await open({ width: 1200, theme: "darkModern" });
  await panel().train("tournament", { epochs: 150 });
  panel().repeats.start(8);
  await untilFinished();
  await untilVerdict(/8 seeds/);
  await at("#fold-verdict-differences").click();
  await judgeLook("verdict-dark-1200");
  await panel().resize(340);
  await panel().setTheme("highContrastLight");
  await judgeLook("verdict-highContrastLight-340");
  await panel().checkQuiet();
});
