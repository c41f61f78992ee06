// The walkthrough in a clean editor: its links run the commands, and its steps check themselves by
// what is done, in the panel too.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import {
  createProfile,
  installVsix,
  launchBrowser,
  openWorkbench,
  type Profile,
  runCommand,
  saveEvidence,
  type Server,
  startServer,
} from "../bench/bench.mjs";

const ROOT = join(import.meta.dirname, "../..");
const VSIX = join(ROOT, "dist/regularization-playground.vsix");
const PICTURES = join(ROOT, "test-results/e2e");

let browser: Browser;
let page: Page;
let profile: Profile;
let server: Server;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  profile = createProfile();
  installVsix(profile, VSIX);
  server = await startServer(profile);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  profile?.remove();
});

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

test("the walkthrough leads from the empty panel to the sign", async context => {
  page = await openWorkbench(browser, server, profile);
  try {
    await runCommand(page, "Regularization: Open Playground");
    // The picture of a step is a page of its own too.
    const panel = page
      .locator('iframe.webview.ready[src*="extensionId=regularization-playground"]')
      .contentFrame()
      .locator("#active-frame")
      .contentFrame();
    await panel.locator("#openWalkthrough").click();
    await step("Open the playground").waitFor();
    await page.screenshot({ path: join(PICTURES, "walkthrough-open.png") });
    await press("Open the playground", "Open Playground");
    await isChecked("Open the playground");
    await press("Train twins", "Train With and Without L2");
    await isChecked("Train twins");
    await panel.locator('main[data-status="finished"]').waitFor({ timeout: 60_000 });
    await page.screenshot({ path: join(PICTURES, "walkthrough-twins.png") });
    await press("Go back in time", "Show the Playground");
    await panel.locator("#scrubber").press("Home");
    await isChecked("Go back in time");
    await step("Save the weights").click();
    await page.screenshot({ path: join(PICTURES, "walkthrough-save.png") });
    await press("Find the sign error", "Reproduce Figure 1");
    await isChecked("Find the sign error");
    await page.screenshot({ path: join(PICTURES, "walkthrough-sign.png") });
    assert.equal(await step("Save the weights").locator(".codicon.complete").count(), 0);
  } catch (error) {
    await saveEvidence(page, profile, join(PICTURES, context.name.replaceAll(/\W+/g, "-")));
    throw error;
  }
});
