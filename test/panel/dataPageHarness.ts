/**
 * The built data page in a real Chromium, under the policy that the extension serves it with, with
 * the real model and the real data thread behind it.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { MadeChoice } from "../../src/host/tableModel.ts";
import { webviewHtml } from "../../src/host/webviewHtml.ts";
import {
  type DataHostMessage,
  type DataPageMessage,
  parseDataPageMessage,
} from "../../src/protocol/dataMessages.ts";
import { dispatch, type Handlers } from "../../src/protocol/messages.ts";
import { createTableModel, untilReviewed } from "../worker/tableFixture.ts";
import { EDITOR_STYLES, provideEditor, themeVariables } from "./panelHarness.ts";
import { framesDrawn, HostWork, settleAfterActions } from "./settling.ts";
import { type ThemeId, themes } from "./themes.ts";

const DIST = resolve(import.meta.dirname, "../../dist");
const RESULTS = resolve(import.meta.dirname, "../../test-results/panel");

/** Serves the page, its script and its styles as VS Code would. */
async function serve(theme: ThemeId): Promise<Server> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const send = (type: string, body: string | Buffer) =>
      response.writeHead(200, { "content-type": type }).end(body);
    switch (new URL(request.url ?? "/", origin).pathname) {
      case "/":
        send("text/html; charset=utf-8", pageOf(origin, theme));
        break;
      case "/dataPage.js":
        send("text/javascript", readFileSync(join(DIST, "dataPage.js")));
        break;
      case "/dataPage.css":
        send("text/css", readFileSync(join(DIST, "dataPage.css")));
        break;
      case "/editor.css":
        send("text/css", EDITOR_STYLES);
        break;
      default:
        response.writeHead(404).end();
    }
  });
  await new Promise<void>(listening => server.listen(0, "127.0.0.1", listening));
  return server;
}

function pageOf(origin: string, theme: ThemeId): string {
  return webviewHtml({
    title: "Data",
    language: "en",
    cspSource: origin,
    scriptUri: `${origin}/dataPage.js`,
    styleUri: `${origin}/dataPage.css`,
    nonce: randomBytes(16).toString("base64"),
  })
    .replace('<link rel="stylesheet"', `<link rel="stylesheet" href="${origin}/editor.css" />$&`)
    .replace("<body>", `<body class="${themes[theme].bodyClass}">`);
}

/** One data page and the model behind it. */
export class TestDataPage {
  readonly model = createTableModel();
  readonly received: DataPageMessage[] = [];
  readonly pageErrors: string[] = [];
  /** What "Train" has made. */
  readonly made: MadeChoice[] = [];
  page!: Page;
  #context!: BrowserContext;
  #server!: Server;
  #isReady = false;
  readonly #work = new HostWork();
  readonly #handlers: Handlers<DataPageMessage>;

  constructor() {
    const { model } = this;
    this.#handlers = {
      ready: () => {
        this.#isReady = true;
        void this.#post(true);
      },
      read: ({ reading }) => void model.reread(reading),
      cancel: () =>
        model.cancel({ line: null, column: null, problem: "cancelled", advice: "Read it again." }),
      reload: () => {},
      pickFile: () => {},
      setTarget: ({ position }) => model.setTarget(position),
      setTask: ({ task }) => model.setTask(task),
      setTargetMissing: ({ method }) => model.setTargetMissing(method),
      setColumn: ({ position, changes }) => model.setColumn(position, changes),
      setColumns: ({ changes }) => model.setColumns(changes),
      setSplit: ({ split }) => model.setSplit(split),
      suggest: () => model.suggest(),
      train: () => {
        void model.make().then(made => {
          if (made !== null) this.made.push(made);
          model.setInUse(made !== null);
        });
      },
      openFile: () => {},
      pageError: ({ message }) => this.pageErrors.push(message),
    };
    model.changed.on(change => void this.#post(change === "table"));
  }

  async open(
    browser: Browser,
    { theme = "darkModern", width = 1200 }: { theme?: ThemeId; width?: number } = {},
  ): Promise<this> {
    this.#server = await serve(theme);
    this.#context = await browser.newContext({ viewport: { width, height: 900 } });
    this.page = await this.#context.newPage();
    this.page.on("pageerror", error => this.pageErrors.push(String(error)));
    await this.page.exposeFunction("hostReceives", (value: unknown) => {
      const message = parseDataPageMessage(value);
      this.received.push(message);
      dispatch(this.#handlers, message);
    });
    settleAfterActions(this.page, this.#work);
    await this.page.addInitScript(provideEditor, themeVariables(theme));
    await this.load();
    return this;
  }

  /** Loads the page, again if need be: what VS Code does when a hidden page is shown. */
  async load(): Promise<void> {
    this.#isReady = false;
    const { port } = this.#server.address() as AddressInfo;
    await this.page.goto(`http://127.0.0.1:${port}/`);
    await this.page.locator("main[data-status]:not([data-status='loading'])").waitFor();
  }

  async close(): Promise<void> {
    await this.model.disposeNow();
    await this.#context.close();
    await new Promise(closed => this.#server.close(closed));
  }

  /** Reads a table and waits until the page shows what came of it. */
  async read(fileName: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.model.load(fileName, bytes);
    await untilReviewed(this.model);
    await this.untilStatus(this.model.state.status);
  }

  async untilStatus(status: string): Promise<void> {
    await this.page.locator(`main[data-status="${status}"]`).waitFor();
    await this.drawn();
  }

  /** The next frames have been drawn. */
  async drawn(): Promise<void> {
    await framesDrawn(this.page);
    await this.#work.idle(this.page);
  }

  /** Nothing went wrong on the page: no error and no violation of the policy. */
  async checkQuiet(): Promise<void> {
    assert.deepEqual(this.pageErrors, []);
    const violations = await this.page.evaluate(
      () => (window as unknown as { policyViolations: string[] }).policyViolations,
    );
    assert.deepEqual(violations, []);
  }

  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
    await this.drawn();
  }

  /** A picture of the whole page, for people to judge. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(RESULTS, { recursive: true });
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({ path: join(RESULTS, `${name}.png`), fullPage: true });
  }

  async #post(withTable: boolean): Promise<void> {
    if (!this.#isReady) return;
    const { state, summary } = this.model;
    const messages: DataHostMessage[] = [{ type: "state", state }];
    if (withTable) messages.unshift({ type: "table", summary });
    await this.#work.add(
      this.page
        .evaluate(all => all.forEach(message => window.postMessage(message)), messages)
        .catch(() => {
          // The page is being loaded anew; it will ask for all again.
        }),
    );
  }
}
