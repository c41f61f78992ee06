// The packaged extension in a clean editor, through the user's eyes and keyboard.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { readWeightBytes } from "../../src/protocol/weightFileReader.ts";
import { runCommand, setWorkspaceSettings, webviewOf } from "../bench/bench.mjs";
import { openWindow as openEditor, picture as pictureOf, profile, server } from "./editorSuite.ts";
import { isPanelSaved } from "./savedLayout.ts";

let page: Page;

/** Opens a window with settings that hold from its beginning. */
async function openWindow(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  setWorkspaceSettings(profile(), settings);
  page = await openEditor();
}

function panel(): FrameLocator {
  return webviewOf(page);
}

/** The panel once the experiment stands so. */
async function untilStatus(status: string): Promise<Locator> {
  const main = panel().locator(`main.panel[data-status="${status}"]`);
  await main.waitFor({ timeout: 60_000 });
  return main;
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await condition()); await delay(50)) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
  }
}

/** Epochs trained, as the status bar tells. */
async function trainedEpoch(): Promise<number> {
  const item = page.locator(".statusbar-item", { hasText: /Epoch \d/ });
  return Number(/Epoch (\d+)/.exec(await item.innerText())?.[1]);
}

/** Runs the export of one variant up to the dialog, which must suggest this path. */
async function openSaveDialog(suggested: string): Promise<Locator> {
  await runCommand(page, "Regularization: Export Weights to JSON...", { staysOpen: true });
  // In a browser the file dialog is the editor's own: a path in the same place.
  const path = page.locator(".quick-input-widget .quick-input-box input");
  await until("the suggested path", async () => (await path.inputValue()) === suggested);
  return path;
}

/**
 * Opens a workspace file and waits for one of its folders. The browser build sometimes reads the file
 * before its files can be reached and shows a workspace without folders; then it is loaded again.
 */
async function openWorkspaceFile(file: string, folder: string): Promise<void> {
  const root = page.locator(".explorer-folders-view").getByText(folder, { exact: true });
  for (let attempt = 1; ; attempt++) {
    await page.goto(`${server().url}/?workspace=${encodeURIComponent(file)}`);
    try {
      await root.waitFor({ timeout: 15_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}

function picture(name: string): Promise<Buffer> {
  return pictureOf(page, name);
}

test("trains twins from the palette and saves the weights by the dialog", async () => {
  await openWindow();
  await runCommand(page, "Regularization: Train With and Without L2");
  const main = await untilStatus("finished");
  await main.getByText("0.1914").first().waitFor();
  await picture("finished");

  await runCommand(page, "Regularization: Export Weights to JSON...", { staysOpen: true });
  const picker = page.locator(".quick-input-widget");
  await picker.getByText("with L2", { exact: true }).click();
  // In a browser the file dialog is the editor's own: a path in the same place.
  const path = picker.locator(".quick-input-box input");
  const suggested = join(profile().workspace, "article-l2.weights.json");
  await until("the suggested name", async () => (await path.inputValue()) === suggested);
  await picture("export");
  await path.press("Enter");
  await until("the file", () => existsSync(suggested));
  await page.getByText(/^Saved the weights with L2, epoch 500/).waitFor();

  const { file, parameters } = readWeightBytes(readFileSync(suggested), suggested);
  assert.equal(file.training.variant.id, "l2");
  assert.equal(file.training.epoch, 500);
  assert.equal(file.metrics.last.trainMse?.toFixed(4), "0.1914");
  assert.equal(parameters.length, 124);
  const left = readdirSync(profile().workspace).filter(name => name.endsWith(".tmp"));
  assert.deepEqual(left, [], "temporary files left");
});

test("asks before it replaces a file", async () => {
  await openWindow();
  await runCommand(page, "Regularization: Train With L2");
  await untilStatus("finished");
  const target = join(profile().workspace, "article-l2.weights.json");
  writeFileSync(target, "mine");
  const path = await openSaveDialog(target);
  await path.press("Enter");
  await page.getByText(/already exists/).waitFor();
  await picture("overwrite");
  await page.keyboard.press("Escape");
  assert.equal(readFileSync(target, "utf8"), "mine");
});

test("without a folder, the dialog begins at home", async () => {
  await openWindow();
  await page.goto(`${server().url}/?ew=true`);
  await runCommand(page, "Regularization: Train With L2");
  await untilStatus("finished");
  await openSaveDialog(join(homedir(), "article-l2.weights.json"));
});

test("with several folders, the dialog begins in the first, where the setting says", async () => {
  await openWindow();
  const workspace = join(profile().root, "two.code-workspace");
  const folders = ["first", "second"].map(name => ({ path: join(profile().root, name) }));
  for (const { path } of folders) mkdirSync(path);
  const settings = { "regularizationPlayground.weightsFolder": "models" };
  writeFileSync(workspace, JSON.stringify({ folders, settings }));
  await openWorkspaceFile(workspace, "first");
  await runCommand(page, "Regularization: Train With L2");
  await untilStatus("finished");
  const target = join(profile().root, "first/models/article-l2.weights.json");
  const path = await openSaveDialog(target);
  await path.press("Enter");
  await until("the file", () => existsSync(target));
});

test("a panel closed during training comes back with all of it", async () => {
  await openWindow({ "regularizationPlayground.speed": "slow" });
  await runCommand(page, "Regularization: Train With and Without L2");
  await untilStatus("training");
  await until("some epochs", async () => (await trainedEpoch()) > 5);
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+w");
  await page.locator("iframe.webview").waitFor({ state: "detached" });
  const closed = await trainedEpoch();
  await until("more epochs", async () => (await trainedEpoch()) > closed + 5);
  await page.locator(".statusbar-item", { hasText: /Epoch \d/ }).click();
  const main = await untilStatus("training");
  await until(
    "the epochs in the panel",
    async () => Number(await main.getAttribute("data-epoch")) > closed + 5,
  );
  await picture("reopened");
});

test("a window reloaded during training brings the panel back, paused, and resumes", async () => {
  await openWindow({
    "regularizationPlayground.speed": "slow",
    "regularizationPlayground.epochs": 3000,
  });
  await runCommand(page, "Regularization: Train With and Without L2");
  await untilStatus("training");
  await until("the saved layout", () => isPanelSaved(page));
  await until("some epochs", async () => (await trainedEpoch()) > 60);
  const reached = await trainedEpoch();
  await page.reload();
  const main = await untilStatus("paused");
  const restored = Number(await main.getAttribute("data-epoch"));
  // The state is saved every second, which is 20 epochs at this speed, and takes its time.
  assert.ok(restored >= reached - 50 && restored > 0, `${restored} after ${reached}`);
  await picture("reloaded");
  await panel().getByRole("button", { name: "Resume" }).click();
  await untilStatus("training");
  await until("more epochs", async () => (await trainedEpoch()) > restored);
  await panel().getByRole("button", { name: "Stop" }).click();
  await untilStatus("stopped");
});

test("a wrong value is told beside its control and does not train", async () => {
  await openWindow();
  await runCommand(page, "Regularization: Open Playground");
  await untilStatus("idle");
  // Where there is little room the settings are folded.
  await panel().getByRole("heading", { name: "Settings" }).click();
  const epochs = panel().locator("#field-epochs");
  await epochs.fill("many");
  const error = panel().locator("#field-epochs-error");
  await until("the error", async () => (await error.innerText()).includes("whole number"));
  await picture("wrong-value");
  await epochs.fill("7");
  await until("no error", async () => (await error.innerText()) === "");
  await epochs.press("Tab");
  await panel().locator("#run").click();
  const main = await untilStatus("finished");
  await until("the last epoch", async () => (await main.getAttribute("data-epoch")) === "7");
});

test("data of two inputs brings its maps into the panel", async () => {
  await openWindow();
  await page.setViewportSize({ width: 1600, height: 1000 });
  await runCommand(page, "Regularization: Open Playground");
  const main = await untilStatus("idle");
  const scripts = () =>
    main.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => /\/dist\/(\w+\.js)$/.exec(name)?.[1] ?? "")
        .filter(name => name !== "")
        .sort(),
    );
  await until("the first scripts", async () => (await scripts()).includes("webview.js"));
  const data = panel().locator("#field-preset");
  // Where there is little room the settings are folded.
  if (!(await data.isVisible())) {
    await panel().getByRole("heading", { name: "Settings" }).click();
  }
  await data.selectOption("moons");
  await until("the maps' script", async () => (await scripts()).includes("deferredCards.js"));
  await panel().locator("#trainTwins").click();
  await panel().locator(".border-map canvas").nth(1).waitFor();
  await untilStatus("finished");
  await panel().getByRole("heading", { name: "Borders between" }).scrollIntoViewIfNeeded();
  await panel().locator('.border-map canvas[aria-label*="items"]').nth(1).waitFor();
  await picture("maps");
});

test("reproduces Figure 1 and prints its transcript", async () => {
  await openWindow();
  await runCommand(page, "Regularization: Reproduce Figure 1");
  const main = await untilStatus("finished");
  await main.getByText("0.1479").first().waitFor();
  // The end of the transcript is in view: the last run, which has the right sign.
  const output = page.locator(".part.panel .view-lines");
  const text = async () => (await output.innerText()).replaceAll("\u00a0", " ");
  await until("the transcript", async () => (await text()).includes("fresh items"));
  await picture("figure-1");
  assert.match(await text(), /Accuracy on test items: 0\.8000 \(32 of 40\)/);
});

test("shows only commands that are possible", async () => {
  await openWindow();
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget .quick-input-box input");
  await input.waitFor();
  const shown = async () => page.locator(".quick-input-widget .label-name").allInnerTexts();
  await until("the commands", async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("F1");
    await input.fill(">Regularization: ");
    await delay(200);
    return (await shown()).includes("Regularization: Open Playground");
  });
  const titles = (await shown()).filter(title => title.startsWith("Regularization: ")).sort();
  assert.deepEqual(titles, [
    "Regularization: Generate Predict Function...",
    "Regularization: New Seed",
    "Regularization: Open Playground",
    "Regularization: Predict With Weights...",
    "Regularization: Reproduce Figure 1",
    "Regularization: Step One Epoch",
    "Regularization: Train Tournament of Remedies",
    "Regularization: Train With L2",
    "Regularization: Train With and Without L2",
    "Regularization: Train Without L2",
    "Regularization: Train on This CSV...",
  ]);
});

for (const [theme, kind] of [
  ["Dark Modern", "vscode-dark"],
  ["Light Modern", "vscode-light"],
  ["Default High Contrast", "vscode-high-contrast"],
  ["Default High Contrast Light", "vscode-high-contrast-light"],
]) {
  test(`follows the theme ${theme}`, async () => {
    await openWindow({ "workbench.colorTheme": theme });
    await page.setViewportSize({ width: 1600, height: 1000 });
    await runCommand(page, "Regularization: Train With and Without L2");
    await untilStatus("finished");
    await panel().locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor({ timeout: 20_000 });
    await until("the end of the replay", async () => {
      return (await panel().locator("main.panel").getAttribute("data-epoch")) === "500";
    });
    await picture(kind);
  });
}

test("works at a width of 360 pixels", async () => {
  await openWindow();
  await runCommand(page, "Regularization: Train With and Without L2");
  const main = await untilStatus("finished");
  await page.keyboard.press("Control+b");
  await page.locator(".part.sidebar").waitFor({ state: "hidden" });
  const frame = page.locator("iframe.webview.ready");
  const widthOf = async () => Math.round((await frame.boundingBox())?.width ?? 0);
  await page.setViewportSize({ width: 800, height: 900 });
  await until("a width", async () => (await widthOf()) > 0 && (await widthOf()) < 800);
  await page.setViewportSize({ width: 360 + 800 - (await widthOf()), height: 900 });
  await until("360 pixels", async () => (await widthOf()) === 360);
  const overflow = await main.evaluate(element => {
    const { scrollWidth, clientWidth } = element.ownerDocument.documentElement;
    return scrollWidth - clientWidth;
  });
  assert.ok(overflow <= 0, `${overflow} pixels wider than the panel`);
  await picture("narrow");
});
