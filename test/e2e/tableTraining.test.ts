// The packaged extension and a table of the workspace, through the user's eyes.
import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";
import { flowers, houses } from "../worker/tableFixture.ts";
import { flowerWeightsText } from "../worker/useFixture.ts";
import { runCommand } from "../bench/bench.mjs";
import { openWindow, picture, profile } from "./editorSuite.ts";
import { DATA_VIEW_TYPE, PANEL_VIEW_TYPE, USE_VIEW_TYPE } from "../../src/host/viewTypes.ts";
import { isPanelSaved, isStateSaved } from "./savedLayout.ts";

let page: Page;

/** 1,000 rows of two classes, with a column that counts and one of words. */
function tickets(shift = 0): string {
  const lines = ["id,minutes,priority,channel,late"];
  for (let i = 0; i < 1000; i++) {
    const minutes = (i * 37 + shift) % 240;
    const priority = 1 + (i % 5);
    const late = minutes + 20 * priority + ((i * 13) % 40) > 190;
    lines.push(
      [i, minutes, priority, ["mail", "phone", "desk"][i % 3], late ? "yes" : "no"].join(),
    );
  }
  return `${lines.join("\n")}\n`;
}

/** The page of a panel that shows something; both panels may be there. */
async function frameWith(selector: string): Promise<Frame> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(20)) {
    for (const frame of page.frames()) {
      const count = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (count > 0) return frame;
    }
  }
  throw new Error(`waited in vain: ${selector}`);
}

/** Gives a path to the file dialog that a command opens: in a browser the editor's own. */
async function chooseFile(path: string): Promise<void> {
  const box = page.locator(".quick-input-widget .quick-input-box input");
  // Before the dialog suggests a folder or a name the box is still that of the palette.
  for (let i = 0; i < 600 && !(await box.inputValue()).startsWith("/"); i++) await delay(100);
  // What it suggests may come after what was typed.
  for (let i = 0; i < 50 && (await box.inputValue()) !== path; i++) {
    await box.fill(path);
    await delay(300);
  }
  await box.press("Enter");
}

async function openFromExplorer(): Promise<void> {
  const file = page.locator(".explorer-folders-view").getByText("tickets.csv", { exact: true });
  const item = page.locator(".context-view").getByText("Train on This CSV...");
  // What extensions add to menus arrives some seconds after the window, and a menu that has only
  // just opened ignores the mouse.
  for (let attempt = 1; ; attempt++) {
    await file.click({ button: "right" });
    try {
      await item.hover({ timeout: 3000 });
      await delay(300);
      await item.click({ timeout: 3000 });
      await item.waitFor({ state: "hidden", timeout: 3000 });
      return;
    } catch (error) {
      if (attempt === 10) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

/** Reloads the window when the editor has saved that a panel is open, and its state with a text. */
async function reload(viewType: string, text: string): Promise<void> {
  const isWritten = async () =>
    (await isPanelSaved(page, viewType)) && (await isStateSaved(page, text));
  for (let waits = 0; !(await isWritten()); waits++) {
    // What else makes it save may not happen; once a minute it does.
    if (waits === 900) throw new Error("the state of the window is not saved");
    await delay(100);
  }
  await page.reload();
}

test("from the menu of a file to a trained network, which comes back after a reload", async () => {
  const path = join(profile().workspace, "tickets.csv");
  writeFileSync(path, tickets());
  page = await openWindow();
  await page.setViewportSize({ width: 1600, height: 1000 });
  await openFromExplorer();
  const data = await frameWith('.data-page[data-status="ready"] .class-table');
  assert.match(await data.locator("#outlook").innerText(), /^Learns late, one of 2 classes/);
  await picture(page, "data-page");

  await data.locator("#train").click();
  const playground = await frameWith('main.panel[data-status="finished"]:not(.data-page)');
  await playground.getByText("tickets.csv").first().waitFor();
  await data.getByText("The playground has this").waitFor();
  await picture(page, "table-trained");
  const epoch = await playground.locator("main.panel").getAttribute("data-epoch");

  await reload(PANEL_VIEW_TYPE, "finished");
  const again = await frameWith('main.panel[data-status="finished"]:not(.data-page)');
  await again.getByText("tickets.csv").first().waitFor();
  assert.equal(await again.locator("main.panel").getAttribute("data-epoch"), epoch);

  // With another file under its name nothing is trained unasked.
  writeFileSync(path, tickets(1));
  await page.reload();
  const idle = await frameWith('main.panel[data-status="idle"]:not(.data-page)');
  await delay(1000);
  assert.equal(await idle.locator("main.panel").getAttribute("data-status"), "idle");
});

test("a file with a mistake is opened at its line", async () => {
  writeFileSync(join(profile().workspace, "tickets.csv"), "a,b,class\n1,2,x\n3,y\n");
  page = await openWindow();
  await openFromExplorer();
  const data = await frameWith('.data-page[data-status="refused"] #refused');
  assert.match(await data.locator("#refused").innerText(), /Line 3, character 4/);
  await data.locator("#refused-open").click();
  await page.locator(".editor-instance .view-line", { hasText: "3,y" }).waitFor();
  await page.locator(".statusbar-item", { hasText: "Ln 3, Col 4" }).waitFor();
  await picture(page, "data-refused");
});

test("from the palette a table of the workspace is chosen", async () => {
  writeFileSync(join(profile().workspace, "tickets.csv"), tickets());
  page = await openWindow();
  await runCommand(page, "Regularization: Train on This CSV...", { staysOpen: true });
  await page.locator(".quick-input-widget").getByText("tickets.csv").first().click();
  await frameWith('.data-page[data-status="ready"] .class-table');
});

test("a number is learned from a table, saved, and predicted", async () => {
  writeFileSync(join(profile().workspace, "houses.csv"), houses());
  page = await openWindow();
  await runCommand(page, "Regularization: Train on This CSV...", { staysOpen: true });
  await page.locator(".quick-input-widget").getByText("houses.csv").first().click();
  const data = await frameWith('.data-page[data-status="ready"] .number-facts');
  assert.match(
    await data.locator("#outlook").innerText(),
    /^Learns price, a number, from 3 columns/,
  );
  await data.locator("#train").click();
  const playground = await frameWith('main.panel[data-status="finished"]:not(.data-page)');
  assert.match(
    await playground.locator("#finding").innerText(),
    /predicts price of 30 test items with an R² of 0\.9\d\d and a typical error of [\d,]+;/,
  );
  // The dialog suggests the table's name.
  const weights = join(profile().workspace, "houses-none.weights.json");
  await runCommand(page, "Regularization: Export Weights to JSON...", { staysOpen: true });
  const suggestion = page.locator(".quick-input-widget .quick-input-box input");
  for (let i = 0; i < 300 && (await suggestion.inputValue()) !== weights; i++) await delay(100);
  await suggestion.press("Enter");
  for (let i = 0; i < 300 && !existsSync(weights); i++) await delay(100);
  await runCommand(page, "Regularization: Predict With Weights...", { staysOpen: true });
  await chooseFile(weights);
  const use = await frameWith('.use-page[data-status="ready"] #answer');
  await use.getByLabel("area", { exact: true }).fill("100");
  await use.getByText(/The network predicts price 1\d\d,\d{3}\./).waitFor();
  await picture(page, "number-predicted");
});

test("after a reload the data page is back with what was chosen, and says if its file is another", async () => {
  const path = join(profile().workspace, "tickets.csv");
  writeFileSync(path, tickets());
  page = await openWindow();
  await openFromExplorer();
  const data = await frameWith('.data-page[data-status="ready"] .class-table');
  await data.locator("#use-3").uncheck();
  await data.locator("#scaling-1").selectOption("minMax");
  const outlook = /^Learns late, one of 2 classes, from 2 columns/;
  await data.locator("#outlook").getByText(outlook).waitFor();
  await reload(DATA_VIEW_TYPE, "minMax");

  const again = await frameWith('.data-page[data-status="ready"] .class-table');
  await again.locator("#outlook").getByText(outlook).waitFor();
  assert.equal(await again.locator("h1").innerText(), "tickets.csv");
  assert.equal(await again.locator("#use-3").isChecked(), false);
  assert.equal(await again.locator("#scaling-1").inputValue(), "minMax");
  assert.equal(await again.locator("#oldChoice").count(), 0);

  writeFileSync(path, tickets(1));
  await page.reload();
  const other = await frameWith("#oldChoice");
  await picture(page, "data-page-old-choice");
  assert.equal(await other.locator("#scaling-1").inputValue(), "minMax");
  await other.locator("#suggestAnew").click();
  await other.locator("#outlook").getByText("from 3 columns").waitFor();

  rmSync(path);
  await page.reload();
  const gone = await frameWith('.data-page[data-status="refused"] #refused');
  assert.match(await gone.locator("#refused").innerText(), /could not be read/);
});

test("after a reload saved weights are back with what was typed and the table they answered", async () => {
  const weights = join(profile().workspace, "flowers.weights.json");
  writeFileSync(weights, await flowerWeightsText());
  writeFileSync(join(profile().workspace, "flowers.csv"), flowers());
  page = await openWindow();
  await runCommand(page, "Regularization: Predict With Weights...", { staysOpen: true });
  await chooseFile(weights);
  const use = await frameWith('.use-page[data-status="ready"]');
  await use.getByLabel("length", { exact: true }).fill("6.25");
  await use.locator("#pickTable").click();
  await page.locator(".quick-input-widget").getByText("flowers.csv").first().click();
  await use.locator("#outcome").waitFor();
  const outcome = await use.locator("#outcome").innerText();
  await reload(USE_VIEW_TYPE, "flowers.csv");

  const again = await frameWith('.use-page[data-table="answered"]');
  assert.equal(await again.getByLabel("length", { exact: true }).inputValue(), "6.25");
  assert.equal(await again.locator("#outcome").innerText(), outcome);
  await picture(page, "use-page-restored");
});

test("a file of the explorer is dropped on the panel, with Shift held", async () => {
  writeFileSync(join(profile().workspace, "tickets.csv"), tickets());
  page = await openWindow();
  const file = page.locator(".explorer-folders-view").getByText("tickets.csv", { exact: true });
  await runCommand(page, "Regularization: Open Playground");
  const panel = await frameWith('main.panel[data-status="idle"]');
  const box = await page.locator("iframe.webview.ready").boundingBox();
  assert.ok(box !== null);
  await file.hover();
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 200, { steps: 5 });
  await page.keyboard.down("Shift");
  for (let moves = 0; (await panel.locator("#dropHint").count()) === 0; moves++) {
    if (moves === 50) throw new Error("the panel does not offer to take the file");
    await page.mouse.move(box.x + 200 + moves, box.y + 220);
  }
  await picture(page, "drop-hint");
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await frameWith('.data-page[data-status="ready"] .class-table');
});
