/** A built page beside the panel's in a real Chromium, with whatever stands behind it. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { dispatch, type Handlers } from "../../src/protocol/messages.ts";
import { provideEditor, RESULTS, themeVariables } from "./panelHarness.ts";
import { addressOf, type BuiltPage, servePage } from "./pageServer.ts";
import { framesDrawn, HostWork, settleAfterActions } from "./settling.ts";
import type { ThemeId } from "./themes.ts";

interface TestPageOptions<Message extends { readonly type: string }> {
  readonly built: BuiltPage;
  /** Of the page's messages, as in the host. */
  readonly parse: (value: unknown) => Message;
  readonly handlers: Handlers<Message>;
}

/** @param HostMessage what is posted to the page */
export class TestPage<Message extends { readonly type: string }, HostMessage> {
  readonly received: Message[] = [];
  readonly pageErrors: string[] = [];
  page!: Page;
  readonly #options: TestPageOptions<Message>;
  #context!: BrowserContext;
  #server!: Server;
  #isReady = false;
  readonly #work = new HostWork();

  constructor(options: TestPageOptions<Message>) {
    this.#options = options;
  }

  async open(
    browser: Browser,
    { theme = "darkModern", width = 1200 }: { theme?: ThemeId; width?: number } = {},
  ): Promise<this> {
    const { built, parse, handlers } = this.#options;
    this.#server = await servePage(built, theme);
    this.#context = await browser.newContext({ viewport: { width, height: 900 } });
    this.page = await this.#context.newPage();
    this.page.on("pageerror", error => this.pageErrors.push(String(error)));
    await this.page.exposeFunction("hostReceives", (value: unknown) => {
      const message = parse(value);
      this.received.push(message);
      if (message.type === "ready") this.#isReady = true;
      dispatch(handlers, message);
    });
    settleAfterActions(this.page, this.#work);
    await this.page.addInitScript(provideEditor, themeVariables(theme));
    await this.load();
    return this;
  }

  /** Loads the page, again if need be: what VS Code does when a hidden page is shown. */
  async load(): Promise<void> {
    this.#isReady = false;
    this.#work.forgetPosts();
    await this.page.goto(addressOf(this.#server));
    await this.page.locator("main[data-status]:not([data-status='loading'])").waitFor();
  }

  async close(): Promise<void> {
    await this.#context.close();
    await new Promise(closed => this.#server.close(closed));
  }

  /** The one way to the page: nothing is sent where nobody listens. */
  post(...messages: HostMessage[]): void {
    if (!this.#isReady) return;
    void this.#work.post(this.page, messages);
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
}
