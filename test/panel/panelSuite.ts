/**
 * One browser for a file of tests, and a new panel with its own model for each of them. Importing
 * this registers the hooks.
 */
import { after, afterEach, before, beforeEach } from "node:test";
import type { Browser, Locator } from "playwright-core";
import type { PanelMessage } from "../../src/protocol/messages.ts";
import { launchBrowser } from "../bench/bench.mjs";
import { TestPanel } from "./panelHarness.ts";
import type { PageOptions } from "./testPage.ts";

let browser: Browser;
let current: TestPanel;

before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());
beforeEach(() => {
  current = new TestPanel();
});
afterEach(() => current.close());

/** The panel of the running test. */
export function panel(): TestPanel {
  return current;
}

export function open(options: PageOptions = {}): Promise<TestPanel> {
  return current.open(browser, options);
}

export function at(selector: string): Locator {
  return current.page.locator(selector);
}

/** Messages posted while something is done; waits for `count` of them. */
export async function posted(act: () => Promise<void>, count = 1): Promise<PanelMessage[]> {
  const first = current.received.length;
  await act();
  for (let i = 0; i < 100 && current.received.length < first + count; i++) {
    await current.page.waitForTimeout(20);
  }
  return current.received.slice(first);
}

export async function isDisabled(...ids: string[]): Promise<boolean[]> {
  return Promise.all(ids.map(id => at(`#${id}`).isDisabled()));
}

/** Everything that shows numbers of the shown epoch. */
export async function readings(): Promise<Record<string, string>> {
  const text = (selector: string) => at(selector).first().innerText();
  // What is off the screen is drawn last: see webview/onScreen.ts.
  await current.atRest();
  return {
    epoch: String(await current.shownEpoch()),
    finding: await text("#finding"),
    tiles: await text(".tiles"),
    legend: await text(".legend"),
    chart: (await at(".plot canvas[role=img]").first().getAttribute("aria-label")) ?? "",
    norm: (await at(".plot.small canvas[role=img]").first().getAttribute("aria-label")) ?? "",
    histogram: (await at(".histogram svg").innerHTML()) ?? "",
    heatMap: (await at(".heat-map canvas").first().getAttribute("aria-label")) ?? "",
    heatPixels: await at(".heat-map canvas")
      .first()
      .evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL()),
    results: (await at("#results").textContent()) ?? "",
  };
}
