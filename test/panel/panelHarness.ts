/**
 * The built panel in a real Chromium, on the page that the extension serves, under the same
 * policy, with the real model and the real training thread behind it. Only VS Code's frame around
 * the page is made here: the `acquireVsCodeApi` object and the theme.
 */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { presets } from "../../src/core/presets.ts";
import { previewData } from "../../src/host/dataPreview.ts";
import { PlaygroundModel } from "../../src/host/playgroundModel.ts";
import { Repeats } from "../../src/host/repeats.ts";
import type { DataPreview, HostMessage, PanelMessage } from "../../src/protocol/messages.ts";
import { parsePanelMessage } from "../../src/protocol/panelMessages.ts";
import { ValidationError } from "../../src/protocol/validate.ts";
import { addressOf, DIST, servePage } from "./pageServer.ts";
import { framesDrawn, HostWork, quietDrawn, settleAfterActions } from "./settling.ts";
import { type ThemeId, themes } from "./themes.ts";

export const RESULTS = resolve(import.meta.dirname, "../../test-results/panel");
const WAIT_MS = 60_000;

const FONT_VARIABLES = {
  "--vscode-font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "--vscode-font-size": "13px",
  "--vscode-font-weight": "normal",
  "--vscode-editor-font-family": '"Droid Sans Mono", monospace',
};

export function themeVariables(theme: ThemeId): Record<string, string> {
  return { ...themes[theme].variables, ...FONT_VARIABLES };
}

export interface PanelOptions {
  readonly theme?: ThemeId;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** Device pixels for each CSS pixel. */
  readonly scale?: number;
  /** The system forces its colours, on a background of this kind. */
  readonly forcedColours?: "light" | "dark";
}

const BUILT = {
  title: "Regularization Playground",
  bundle: "webview",
  imported: ["webviewShared.js"],
  later: ["deferredCards.js"],
} as const;

/** Runs in the page before its script: what VS Code provides there. */
export function provideEditor(variables: Record<string, string>): void {
  const scope = window as unknown as {
    acquireVsCodeApi: unknown;
    hostReceives: (message: unknown) => Promise<void>;
    policyViolations: string[];
  };
  scope.policyViolations = [];
  document.addEventListener("securitypolicyviolation", event => {
    scope.policyViolations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
  const applyTheme = () => {
    for (const [name, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(name, value);
    }
  };
  if (document.documentElement === null) {
    new MutationObserver((_, observer) => {
      if (document.documentElement === null) return;
      observer.disconnect();
      applyTheme();
    }).observe(document, { childList: true });
  } else applyTheme();
  let isAcquired = false;
  scope.acquireVsCodeApi = () => {
    if (isAcquired) throw new Error("the API was acquired already");
    isAcquired = true;
    return {
      postMessage: (message: unknown) => void scope.hostReceives(message),
      getState: (): unknown => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
      setState: (state: unknown) => {
        sessionStorage.setItem("state", JSON.stringify(state));
        return state;
      },
    };
  };
}

/** Unfolds the settings where they are folded away. */
export async function openSettings(page: Page): Promise<void> {
  if (await page.locator("#field-recipe").isVisible()) return;
  await page.locator(".sidebar summary").first().click();
  await page.locator("#field-recipe").waitFor();
}

/** One panel, its page and the model behind it. */
export class TestPanel {
  readonly model: PlaygroundModel;
  readonly repeats: Repeats;
  readonly received: PanelMessage[] = [];
  readonly refused: string[] = [];
  readonly pageErrors: string[] = [];
  /** Keeps messages from the model, to test the panel alone. */
  isDetached = false;
  page!: Page;
  #context!: BrowserContext;
  #server!: Server;
  #isReady = false;
  readonly #work = new HostWork();

  constructor() {
    this.model = new PlaygroundModel({
      workerFile: join(DIST, "worker.js"),
      inspectorFile: join(DIST, "inspector.js"),
      describeBreakdown: () => ({
        reason: "The training thread ran out of memory.",
        advice: "Choose fewer hidden units, or fewer epochs, and train again.",
      }),
      logError: () => {},
    });
    this.repeats = new Repeats({
      workerFile: join(DIST, "worker.js"),
      shown: this.model,
      describeBreakdown: ({ detail }) => ({
        reason: `The training thread ended unexpectedly (${detail}).`,
        advice: "Nothing else was harmed: run again.",
      }),
      logError: () => {},
    });
    this.repeats.changed.on(() => void this.#postRepeats());
    this.model.inspector.told.on(message => void this.post(message));
    this.model.changed.on(change => {
      const { state } = this.model;
      if (change.type === "snapshot") void this.postSnapshot();
      else if (change.type === "state") void this.post({ type: "state", state });
      else void this.post({ type: "progress", state, chunks: change.chunks });
    });
  }

  async open(browser: Browser, options: PanelOptions = {}): Promise<this> {
    const { theme = "darkModern", width = 1200, height = 900, reducedMotion = false } = options;
    this.#server = await servePage(BUILT, theme);
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
    await this.page.exposeFunction("hostReceives", (message: unknown) =>
      this.#work.add(this.#receive(message)),
    );
    settleAfterActions(this.page, this.#work);
    await this.page.addInitScript(provideEditor, themeVariables(theme));
    await this.load();
    return this;
  }

  /** Loads the page, again if need be: what VS Code does when a hidden panel is shown. */
  async load(): Promise<void> {
    this.#isReady = false;
    this.#work.forgetPosts();
    await this.page.goto(addressOf(this.#server));
    await this.page.locator("main[data-status]:not([data-status='loading'])").waitFor();
    await this.#work.idle(this.page);
  }

  /** The page has drawn all that came of what was done up to now, inspections included. */
  async atRest(): Promise<void> {
    let wasBusy: boolean;
    do {
      wasBusy = this.model.inspector.isBusy;
      await this.#work.idle(this.page);
      await quietDrawn(this.page);
    } while (wasBusy || this.model.inspector.isBusy);
  }

  async close(): Promise<void> {
    await this.repeats.disposeNow();
    await this.model.disposeNow();
    await this.#context.close();
    await new Promise(closed => this.#server.close(closed));
  }

  async post(message: HostMessage): Promise<void> {
    if (!this.#isReady || this.isDetached) return;
    await this.#work.post(this.page, [message]);
  }

  #postRepeats(): Promise<void> {
    return this.post({ type: "repeats", repeats: this.repeats.state });
  }

  /** The data as the page is told of it. */
  preview(): DataPreview {
    const { preset } = this.model.state;
    const source =
      preset === "article"
        ? "The article's synthetic data, labelled by a 10-15-4 network."
        : presets[preset].description;
    return previewData(this.model.shownDataset, source, this.model.table?.dataset);
  }

  async postSnapshot(): Promise<void> {
    await this.post({
      type: "snapshot",
      state: this.model.state,
      data: this.preview(),
      recordings: this.model.recordings.map(recording => recording.toChunk()),
    });
  }

  /** Waits until the panel shows a state of the experiment. */
  async untilStatus(status: string): Promise<void> {
    // Until the page has heard of a new training it shows that the one before has finished.
    if (status === "finished") await this.#work.idle(this.page);
    await this.page.locator(`main[data-status="${status}"]`).waitFor({ timeout: WAIT_MS });
  }

  /** Waits until the panel shows an epoch. */
  async untilEpoch(epoch: number): Promise<void> {
    await this.page.locator(`main[data-epoch="${epoch}"]`).waitFor({ timeout: WAIT_MS });
  }

  /** Trains and waits for the end. */
  async train(
    recipe: Parameters<PlaygroundModel["start"]>[0],
    changes: Parameters<PlaygroundModel["configure"]>[0] = {},
  ): Promise<void> {
    this.model.setSpeed("full");
    this.model.configure(changes, recipe);
    this.model.start();
    await this.untilStatus("finished");
    await this.untilEpoch(this.model.epoch);
    await this.#work.idle(this.page);
  }

  async shownEpoch(): Promise<number> {
    return Number(await this.page.locator("main").getAttribute("data-epoch"));
  }

  async policyViolations(): Promise<string[]> {
    return this.page.evaluate(
      () => (window as unknown as { policyViolations: string[] }).policyViolations,
    );
  }

  /** Nothing went wrong on the page: no error, no refused message, no violation of the policy. */
  async checkQuiet(): Promise<void> {
    assert.deepEqual(this.pageErrors, []);
    assert.deepEqual(this.refused, []);
    assert.deepEqual(await this.policyViolations(), []);
    assert.equal(this.received.filter(({ type }) => type === "panelError").length, 0);
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
    await this.#work.idle(this.page);
  }

  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
    // Charts follow in the next frames.
    await framesDrawn(this.page);
    await this.#work.idle(this.page);
  }

  /** A picture of the whole page, for people to judge. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(RESULTS, { recursive: true });
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({ path: join(RESULTS, `${name}.png`), fullPage: true });
  }

  async #receive(value: unknown): Promise<void> {
    let message: PanelMessage;
    try {
      message = parsePanelMessage(value);
    } catch (error) {
      this.refused.push(String(error));
      return;
    }
    // What is looked at follows from what is shown; the others are what somebody did.
    if (message.type !== "inspect") this.received.push(message);
    if (message.type === "ready") {
      this.#isReady = true;
      await this.postSnapshot();
      await this.#postRepeats();
      return;
    }
    if (!this.isDetached) await this.#obey(message);
  }

  async #obey(message: PanelMessage): Promise<void> {
    const { model, repeats } = this;
    try {
      if (message.type === "configure")
        model.configure(message.changes, message.recipe, message.own);
      else if (message.type === "setSpeed") model.setSpeed(message.speed);
      else if (message.type === "choosePreset") model.choosePreset(message.preset);
      else if (message.type === "configurePlane") model.configurePlane(message.changes);
      else if (message.type === "placePoints") model.placePoints(message.points);
      else if (message.type === "start") model.start();
      else if (message.type === "repeat") repeats.start(message.seeds, message.folds);
      else if (message.type === "cancelRepeats") repeats.cancel();
      else if (message.type === "inspect") model.inspector.want(message.wanted);
      else if (message.type === "exportWeights" || message.type === "showWeights") return;
      else if (message.type === "openTable" || message.type === "giveTable") return;
      else if (message.type === "openWalkthrough" || message.type === "scrubbed") return;
      else if (message.type === "saveChart" || message.type === "copyText") return;
      else if (message.type === "ready" || message.type === "panelError") return;
      else model[message.type]();
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      await this.post({ type: "rejected", field: error.field, message: error.problem });
    }
  }
}
