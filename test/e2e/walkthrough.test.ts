// The walkthrough in a clean editor: its links run the commands, and its steps check themselves by
// what is done, in the panel too.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FrameLocator, Page } from "playwright-core";
import { runCommand } from "../bench/bench.mjs";
import { openWindow, picture } from "./editorSuite.ts";

let page: Page;

/** A step in the list, by its title. */
function step(title: string) {
  return page.locator(".getting-started-step", { hasText: title });
}

async function isChecked(title: string): Promise<void> {
  await step(title).locator(".codicon.complete").waitFor({ state: "attached", timeout: 30_000 });
}

async function press(title: string, button: string): Promise<void> {
  await step(title).click();
  await step(title).getByRole("button", { name: button }).click();
}

/** The panel: the picture of a step is a page of its own too. */
function panelFrame(): FrameLocator {
  return page
    .locator('iframe.webview.ready[src*="extensionId=regularization-playground"]')
    .contentFrame()
    .locator("#active-frame")
    .contentFrame();
}

test("the walkthrough leads from the empty panel to the sign", async () => {
  page = await openWindow();
  await runCommand(page, "Regularization: Open Playground");
  const panel = panelFrame();
  await panel.locator("#openWalkthrough").click();
  await step("Open the playground").waitFor();
  await picture(page, "walkthrough-open");
  await press("Open the playground", "Open Playground");
  await isChecked("Open the playground");
  await press("Train twins", "Train With and Without L2");
  await isChecked("Train twins");
  await panel.locator('main[data-status="finished"]').waitFor({ timeout: 60_000 });
  await picture(page, "walkthrough-twins");
  await press("Go back in time", "Show the Playground");
  await panel.locator("#scrubber").press("Home");
  await isChecked("Go back in time");
  await step("Save the weights").click();
  await picture(page, "walkthrough-save");
  await press("Find the sign error", "Reproduce Figure 1");
  await isChecked("Find the sign error");
  await picture(page, "walkthrough-sign");
  assert.equal(await step("Save the weights").locator(".codicon.complete").count(), 0);
});

test("what was done before the walkthrough is opened can be done again, and a training over there is followed here", async () => {
  page = await openWindow();
  await runCommand(page, "Regularization: Train With and Without L2");
  const panel = panelFrame();
  await panel.locator('main[data-status="finished"]').waitFor({ timeout: 60_000 });
  await panel.locator("#scrubber").press("Home");
  await panel.locator('main[data-epoch="0"]').waitFor();
  await runCommand(page, "Welcome: Open Walkthrough...", { staysOpen: true });
  await page.locator(".quick-input-widget").getByText("Regularization Playground").first().click();
  await press("Go back in time", "Show the Playground");
  await panel.locator("#scrubber").press("End");
  await panel.locator("#scrubber").press("Home");
  await page.locator(".tab", { hasText: "Welcome" }).click();
  await isChecked("Go back in time");
  // The walkthrough lies over the panel, which is loaded anew when it is shown.
  await press("Find the sign error", "Reproduce Figure 1");
  await panel
    .locator('main[data-status="finished"][data-epoch="500"]')
    .waitFor({ timeout: 60_000 });
});
