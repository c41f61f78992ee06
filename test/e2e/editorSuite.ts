/**
 * One editor with the packaged extension for a file of tests, and a new window for each of them. After
 * a test that failed its window is kept as a picture. Importing this registers the hooks.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import {
  createProfile,
  installVsix,
  launchBrowser,
  openWorkbench,
  type Profile,
  saveEvidence,
  type Server,
  startServer,
} from "../bench/bench.mjs";

const ROOT = join(import.meta.dirname, "../..");
const VSIX = join(ROOT, "dist/regularization-playground.vsix");
const PICTURES = join(ROOT, "test-results/e2e");

let browser: Browser;
let currentProfile: Profile;
let currentServer: Server;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  currentProfile = createProfile();
  installVsix(currentProfile, VSIX);
  currentServer = await startServer(currentProfile);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await currentServer?.stop();
  currentProfile?.remove();
});
afterEach(async context => {
  // Asked of the browser: a window that did not open to the end is not known here.
  const windows = browser.contexts();
  if ("passed" in context && context.passed === false) {
    const last = windows.at(-1)?.pages().at(-1);
    await saveEvidence(last, currentProfile, join(PICTURES, context.name.replaceAll(/\W+/g, "-")));
  }
  for (const window of windows) await window.close(); // ends its extension host
});

export function profile(): Profile {
  return currentProfile;
}

export function server(): Server {
  return currentServer;
}

export function openWindow(): Promise<Page> {
  return openWorkbench(browser, currentServer, currentProfile);
}

/** A picture of the window, for people to judge. */
export function picture(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
