// The page of saved weights in a real Chromium, with the real model and the real data thread: how
// it looks, and every control by the way a person uses it. Pictures are in test-results/panel.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import type { UseModel } from "../../src/host/useModel.ts";
import { webviewHtml } from "../../src/host/webviewHtml.ts";
import { dispatch } from "../../src/protocol/messages.ts";
import { parseUsePageMessage, type UsePageMessage } from "../../src/protocol/useMessages.ts";
import type { ReadWeights } from "../../src/protocol/weightFileReader.ts";
import { launchBrowser } from "../bench/bench.mjs";
import { bytesOf, flowers } from "../worker/tableFixture.ts";
import { createUseModel, FLOWER_WEIGHTS, flowerWeights } from "../worker/useFixture.ts";
import { EDITOR_STYLES, provideEditor, themeVariables } from "./panelHarness.ts";
import { HostWork, settleAfterActions } from "./settling.ts";
import { type ThemeId, themes } from "./themes.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DIST = resolve(import.meta.dirname, "../../dist");
const RESULTS = resolve(import.meta.dirname, "../../test-results/panel");

let browser: Browser;
let weights: ReadWeights;
let model: UseModel;
let server: Server;
let page: Page;
let theme: ThemeId = "darkModern";
const received: UsePageMessage[] = [];

before(async () => {
  browser = await launchBrowser();
  weights = await flowerWeights();
  server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const name = new URL(request.url ?? "/", origin).pathname.slice(1);
    const types = { "usePage.js": "text/javascript", "usePage.css": "text/css" } as const;
    if (name === "") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html(origin));
    } else if (name === "editor.css") {
      response.writeHead(200, { "content-type": "text/css" }).end(EDITOR_STYLES);
    } else if (Object.hasOwn(types, name)) {
      const type = types[name as keyof typeof types];
      response.writeHead(200, { "content-type": type }).end(readFileSync(join(DIST, name)));
    } else response.writeHead(404).end();
  });
  await new Promise<void>(listening => server.listen(0, "127.0.0.1", listening));
});
after(async () => {
  await browser.close();
  await new Promise(closed => server.close(closed));
});
beforeEach(() => {
  model = createUseModel();
  received.length = 0;
});
afterEach(async () => {
  await model.disposeNow();
  await page.context().close();
});

function html(origin: string): string {
  return webviewHtml({
    title: "Predict",
    language: "en",
    cspSource: origin,
    scriptUri: `${origin}/usePage.js`,
    styleUri: `${origin}/usePage.css`,
    nonce: randomBytes(16).toString("base64"),
  })
    .replace('<link rel="stylesheet"', `<link rel="stylesheet" href="${origin}/editor.css" />$&`)
    .replace("<body>", `<body class="${themes[theme].bodyClass}">`);
}

/** Opens the page; what needs the editor's dialogs is answered with a table of flowers. */
async function open(wanted: ThemeId = "darkModern", width = 1200): Promise<void> {
  theme = wanted;
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  page = await context.newPage();
  const work = new HostWork();
  const post = () =>
    work.add(
      page
        .evaluate(state => window.postMessage({ type: "state", state }), model.state)
        .catch(() => undefined),
    );
  settleAfterActions(page, work);
  model.changed.on(() => void post());
  await page.exposeFunction("hostReceives", (value: unknown) => {
    const message = parseUsePageMessage(value);
    received.push(message);
    dispatch(
      {
        ready: () => void post(),
        setValue: ({ position, text }) => model.setValue(position, text),
        resetValues: () => model.resetValues(),
        pickWeights: () => {},
        reload: () => model.take(FLOWER_WEIGHTS, weights),
        pickTable: () => model.predict("flowers.csv", bytesOf(flowers())),
        cancel: () => model.cancel(),
        save: () => model.noteSaved("data/flowers.predicted.csv"),
        openTable: () => {},
        pageError: ({ message: text }) => assert.fail(text),
      },
      message,
    );
  });
  await page.addInitScript(provideEditor, themeVariables(theme));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

async function look(name: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(RESULTS, `${name}.png`), fullPage: true });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(" ")}`),
    [],
  );
}

test("an item answers as it is typed; a wrong value says what was expected", async () => {
  await open();
  model.take(FLOWER_WEIGHTS, weights);
  await page.locator('main[data-status="ready"]').waitFor();
  const answer = page.locator("#answer");
  const before = await answer.innerText();
  await page.getByLabel("length").fill("9.5");
  await page.getByLabel("width").fill("3.1");
  await page.waitForFunction(text => {
    const shown = document.querySelector<HTMLElement>("#answer");
    return shown !== null && shown.innerText !== text;
  }, before);
  assert.match(await answer.innerText(), /The network answers large/);
  await page.getByLabel("colour").selectOption("white");
  await page.getByLabel("length").fill("long");
  await page.getByText("There is no answer until every value can be used.").waitFor();
  assert.match(await page.locator("#value-0-error").innerText(), /expected a number/);
  assert.equal(await page.getByLabel("length").inputValue(), "long");
  await page.locator("#resetValues").click();
  await page.locator(".answer-class").waitFor();
});

test("a table is answered, compared and saved; a refused one says where", async () => {
  await open();
  model.take(FLOWER_WEIGHTS, weights);
  await page.locator("#pickTable").click();
  await page.locator("#outcome").waitFor();
  assert.match(await page.locator("#outcome").innerText(), /90 rows of 90 answered/);
  assert.match(await page.locator("#evaluation").innerText(), /Accuracy against column kind/);
  await page.locator("#saveTable").click();
  await page.getByText("Saved as data/flowers.predicted.csv.").waitFor();
  model.predict("bad.csv", bytesOf(flowers().replace("\n2,", "\n2,x")));
  await page.locator("#tableProblem").waitFor();
  await page.getByRole("button", { name: "Open file at line 3" }).click();
  assert.deepEqual(received.at(-1)?.type, "openTable");
});

for (const [wanted, widths] of [
  ["darkModern", [360, 1200]],
  ["highContrastLight", [700]],
] as const) {
  test(`looks, ${themes[wanted].name}`, async () => {
    await open(wanted);
    model.take(FLOWER_WEIGHTS, weights);
    await page.locator("#pickTable").click();
    await page.locator("#outcome").waitFor();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await look(`use-${wanted}-${width}`);
    }
    model.refuse("broken.weights.json", "broken.weights.json: expected an object. Choose another.");
    await page.locator("#refused").waitFor();
    await look(`use-${wanted}-refused`);
  });
}
