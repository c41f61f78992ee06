/** A built page in a real Chromium, with whatever stands behind it. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { dispatch, type Handlers } from "../../src/protocol/messages.ts";
import { provideEditor, themeVariables } from "./editorFrame.ts";
import { addressOf, type BuiltPage, servePage } from "./pageServer.ts";
import { framesDrawn, HostWork, settleAfterActions } from "./settling.ts";
import { type ThemeId, themes } from "./themes.ts";

const RESULTS = resolve(import.meta.dirname, "../../test-results/panel");
export const WAIT_MS = 60_000;

export interface PageOptions {
  readonly theme?: ThemeId;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** Device pixels for each CSS pixel. */
  readonly scale?: number;
  /** The system forces its colours, on a background of this kind. */
  readonly forcedColours?: "light" | "dark";
}

/**
 * @param Message what the page posts
 * @param HostMessage what is posted to the page
 */
export abstract class TestPage<Message extends { readonly type: string }, HostMessage> {
  readonly received: Message[] = [];
  readonly pageErrors: string[] = [];
  page!: Page;
  protected readonly work = new HostWork();
  readonly #built: BuiltPage;
  #context!: BrowserContext;
  #server!: Server;
  #isReady = false;

  constructor(built: BuiltPage) {
    this.#built = built;
  }

  /** Takes what the page posts, as the host does. */
  protected abstract receive(value: unknown): Promise<void> | void;

  async open(browser: Browser, options: PageOptions = {}): Promise<this> {
    const { theme = "darkModern", width = 1200, height = 900, reducedMotion = false } = options;
    this.#server = await servePage(this.#built, theme);
    this.#context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: options.scale ?? 1,
      reducedMotion: reducedMotion ? "reduce" : "no-preference",
      ...(options.forcedColours && {
        forcedColors: "active",
        colorScheme: options.forcedColours,
      }),
    });
    this.page = await this.#context.newPage();
    this.page.on("pageerror", error => this.pageErrors.push(String(error)));
    await this.page.exposeFunction("hostReceives", (value: unknown) =>
      this.work.add(Promise.resolve(this.receive(value))),
    );
    settleAfterActions(this.page, this.work);
    await this.page.addInitScript(provideEditor, themeVariables(theme));
    await this.load();
    return this;
  }

  /** Loads the page, again if need be: what VS Code does when a hidden page is shown. */
  async load(): Promise<void> {
    this.#isReady = false;
    this.work.forgetPosts();
    await this.page.goto(addressOf(this.#server));
    await this.page.locator("main[data-status]:not([data-status='loading'])").waitFor();
    await this.work.idle(this.page);
  }

  async close(): Promise<void> {
    await this.#context.close();
    await new Promise(closed => this.#server.close(closed));
  }

  /** The page listens from now on. */
  protected markReady(): void {
    this.#isReady = true;
  }

  /** The one way to the page: nothing is sent where nobody listens. */
  async post(...messages: HostMessage[]): Promise<void> {
    if (this.#isReady) await this.work.post(this.page, messages);
  }

  async untilStatus(status: string): Promise<void> {
    await this.page.locator(`main[data-status="${status}"]`).waitFor({ timeout: WAIT_MS });
  }

  /** The next frames have been drawn. */
  async drawn(): Promise<void> {
    await framesDrawn(this.page);
    await this.work.idle(this.page);
  }

  async policyViolations(): Promise<string[]> {
    return this.page.evaluate(
      () => (window as unknown as { policyViolations: string[] }).policyViolations,
    );
  }

  /** Nothing went wrong on the page: no error and no violation of the policy. */
  async checkQuiet(): Promise<void> {
    assert.deepEqual(this.pageErrors, []);
    assert.deepEqual(await this.policyViolations(), []);
  }

  /** Changes the theme as the editor does: classes of body, variables of html. */
  async setTheme(theme: ThemeId): Promise<void> {
    await this.page.evaluate(
      ([bodyClass, variables]) => {
        document.body.className = bodyClass;
        document.documentElement.removeAttribute("style");
        for (const [name, value] of Object.entries(variables)) {
          document.documentElement.style.setProperty(name, value);
        }
      },
      [themes[theme].bodyClass, themeVariables(theme)] as const,
    );
    await this.work.idle(this.page);
  }

  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
    // Charts follow in the next frames.
    await this.drawn();
  }

  /** A picture of the whole page, for people to judge. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(RESULTS, { recursive: true });
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({ path: join(RESULTS, `${name}.png`), fullPage: true });
  }
}

interface HandledOptions<Message extends { readonly type: string }> {
  readonly built: BuiltPage;
  /** Of the page's messages, as in the host. */
  readonly parse: (value: unknown) => Message;
  readonly handlers: Handlers<Message>;
}

/** A page whose messages all have a handler. */
export class HandledPage<Message extends { readonly type: string }, HostMessage> extends TestPage<
  Message,
  HostMessage
> {
  readonly #parse: HandledOptions<Message>["parse"];
  readonly #handlers: Handlers<Message>;

  constructor({ built, parse, handlers }: HandledOptions<Message>) {
    super(built);
    this.#parse = parse;
    this.#handlers = handlers;
  }

  override async untilStatus(status: string): Promise<void> {
    await super.untilStatus(status);
    await this.drawn();
  }

  protected override receive(value: unknown): void {
    const message = this.#parse(value);
    this.received.push(message);
    if (message.type === "ready") this.markReady();
    dispatch(this.#handlers, message);
  }
}
