// Figure 3 with the numbers of one weight, the worked example, lambda elsewhere, code to copy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { AxeResults } from "axe-core";
import { layerViews } from "../../src/core/network.ts";
import { at, open, panel } from "./panelSuite.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function unfold(...ids: string[]): Promise<void> {
  for (const id of ids) await at(`#fold-${id}`).click();
}

/** The text of the equations, minus signs and spaces as a keyboard writes them. */
async function text(selector: string): Promise<string> {
  const found = await at(selector).textContent();
  return (found ?? "").replaceAll("\u2212", "-").replace(/[\s\u2062]+/g, " ");
}

test("a clicked weight gives the equations its numbers, at the shown epoch", async () => {
  await open();
  await panel().train("twins", { epochs: 30, l2: 0.1 });
  await at("#map-1-l2").click({ position: { x: 3, y: 3 } });
  await at("#equation-rows").waitFor();
  const sizes = panel().model.state.runs[1].sizes;
  const recording = panel().model.recordings[1];
  const weightAt = (epoch: number) => {
    const snapshot = recording.snapshotAt(epoch);
    assert.ok(snapshot);
    return layerViews(snapshot.parameters, sizes)[1].weights[0];
  };
  assert.match(await text("#equations-weight"), /with L2.*hidden 0 → class 0.*epoch 30/);
  const shown = async () => Number(/w = (\S+)/.exec(await text("#equations-weight"))?.[1]);
  assert.ok(Math.abs((await shown()) - weightAt(30)) < 1e-6);
  assert.match(await text("#equation-rows"), /0\.1×/);
  await at("#scrubber").focus();
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  assert.ok(Math.abs((await shown()) - weightAt(0)) < 1e-6);

  await at("#map-0-none").focus();
  await at("#map-0-none").press("ArrowRight");
  await at("#map-0-none").press("Enter");
  await panel().page.waitForFunction(() =>
    document.querySelector("#equations-weight")?.textContent?.includes("hidden 1"),
  );
  assert.match(await text("#equations-weight"), /without L2/);
  assert.match(await text("#equation-rows"), /There is no penalty in it/);
  await at("#weight-from").selectOption({ index: 4 });
  await panel().page.waitForFunction(
    () => (document.querySelector("#weight-from") as HTMLSelectElement).value === "4",
  );
  await panel().checkQuiet();
});

test("in slow motion the equations have the numbers of one update, and come to its result", async () => {
  await open();
  await panel().train("withL2", { epochs: 3, l2: 0.1 });
  await unfold("equations");
  await at("#lookInside").click();
  await at("#equations-weight").filter({ hasText: "after" }).waitFor({ timeout: 60_000 });
  const numbers = /w = (\S+) before, (\S+) after/.exec(await text("#equations-weight"));
  assert.ok(numbers);
  const [before, after] = [Number(numbers[1]), Number(numbers[2])];
  assert.notEqual(before, after);
  const update = await at(".equation-row")
    .filter({ hasText: /^Update/ })
    .locator(".equation-numbers")
    .textContent();
  const result = Number(/=([^=]+)$/.exec((update ?? "").replaceAll("\u2212", "-"))?.[1]);
  assert.ok(Math.abs(result - after) < 1e-6, `${result}, ${after}`);
  await panel().checkQuiet();
});

test("the rule that is shown is the one that is applied", async () => {
  await open();
  await panel().train("twins", {
    epochs: 3,
    optimizer: "adam",
    l1: 0.01,
    maxNorm: 1,
    dropout: 0.2,
  });
  await unfold("equations");
  const names = await at("#equation-rows dt").allTextContents();
  assert.deepEqual(names, [
    "What training makes small",
    "This weight's part of the penalty",
    "Gradient",
    "Means of the gradient and of its square",
    "Update",
    "Soft threshold of L1",
    "Max-norm",
  ]);
  assert.match(await text("#equation-rows"), /What the optimizer remembers.*is not filled in/);
  await panel().train("asPublished", {
    epochs: 3,
    optimizer: "sgd",
    l1: 0,
    maxNorm: 0,
    dropout: 0,
  });
  await at("#weight-network").selectOption("published");
  await at(".equations-words").filter({ hasText: "Wrong sign" }).waitFor();
  assert.match(await text(".equations-words"), /adds 0\.005 % to the weight.*1\.0100 times/);
  await unfold("lambda-elsewhere", "copy-as-code");
  await at("#lambda-network").selectOption("published");
  await at(".lambda-card").filter({ hasText: "negative strength" }).first().waitFor();
  await panel().checkQuiet();
});

test("the worked example is the article's until it is changed, and refuses what is no number", async () => {
  await open();
  await panel().train("twins", { epochs: 3 });
  await unfold("worked-example");
  assert.match(await text("#example-penalty"), /25\+9\+4.*=0\.05×38=1\.9/);
  const cells = async () =>
    (await at("#example-table tbody").innerText()).replaceAll("\u2212", "-");
  assert.match(await cells(), /5\s+25\s+0\.5\s+down\s+-3\s+9\s+-0\.3\s+up\s+2\s+4\s+0\.2\s+down/);
  await at("#example-weights").fill("1; 10");
  await at("#example-lambda").fill("2");
  assert.match(await text("#example-penalty"), /=101/);
  await at("#example-weights").fill("1, x");
  assert.match(await text("#example-weights-error"), /"x" is not a number/);
  assert.equal(await at("#example-table").count(), 0);
  await panel().checkQuiet();
});

test("lambda is told as other tools count it, and the network is copied as code", async () => {
  await open();
  await panel().page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  panel().model.choosePreset("moons");
  await panel().train("twins", { epochs: 3, l2: 0.01 });
  await unfold("lambda-elsewhere", "copy-as-code");
  const numbers = await at("#translations .translation-value").allTextContents();
  assert.deepEqual(numbers, ["0.01", "0.01", "0.005", "0.16", "2", "0.001", "0.01"]);
  const clipboard = () => panel().page.evaluate(() => navigator.clipboard.readText());
  await at("#copy-code").click();
  await at(".copy-outcome").filter({ hasText: "Copied." }).waitFor();
  assert.match(
    await clipboard(),
    /nn\.Linear\(2, 8\)[^]*weight_decay": 0\.01[^]*weight_decay": 0\.0/,
  );
  await at("label:has(#framework-scikitLearn)").click();
  await at("#code").filter({ hasText: "alpha=0.16" }).waitFor();
  await panel().page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  });
  await at("#copy-code").click();
  await panel().atRest();
  assert.match(await clipboard(), /MLPClassifier/);
  await panel().checkQuiet();
});

for (const [theme, width] of [
  ["darkModern", 360],
  ["highContrastLight", 1200],
] as const) {
  test(`equations, example, lambda and code are in order: ${theme}, ${width}`, async () => {
    await open({ theme, width });
    await panel().train("twins", { epochs: 100 });
    await unfold("equations", "worked-example", "lambda-elsewhere", "copy-as-code");
    await at("#code").waitFor();
    await panel().screenshot(`figure3-${theme}-${width}`);
    const widest = await panel().page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(widest <= width, `${widest} px wide`);
    await panel().page.evaluate(AXE);
    const results = await panel().page.evaluate(() =>
      (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
    );
    assert.deepEqual(
      results.violations.map(({ id, nodes }) => [id, nodes.map(node => node.html).slice(0, 3)]),
      [],
    );
    await panel().checkQuiet();
  });
}
