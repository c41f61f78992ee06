/**
 * The built panel in a real Chromium, on the page that the extension serves, under the same
 * policy, with the real model and the real training thread behind it. Only VS Code's frame around
 * the page is made here: the `acquireVsCodeApi` object and the theme.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { presets } from "../../src/core/presets.ts";
import { previewData } from "../../src/host/dataPreview.ts";
import { PlaygroundModel } from "../../src/host/playgroundModel.ts";
import { Repeats } from "../../src/host/repeats.ts";
import type { DataPreview, HostMessage, PanelMessage } from "../../src/protocol/messages.ts";
import { parsePanelMessage } from "../../src/protocol/panelMessages.ts";
import { ValidationError } from "../../src/protocol/validate.ts";
import { DIST } from "./pageServer.ts";
import { quietDrawn } from "./settling.ts";
import { TestPage, WAIT_MS } from "./testPage.ts";

const BUILT = {
  title: "Regularization Playground",
  heading: "Regularization Playground",
  bundle: "webview",
  imported: ["webviewShared.js"],
  later: ["deferredCards.js"],
} as const;

/** Unfolds the settings where they are folded away. */
export async function openSettings(page: Page): Promise<void> {
  if (await page.locator("#field-recipe").isVisible()) return;
  await page.locator(".sidebar summary").first().click();
  await page.locator("#field-recipe").waitFor();
}

/** One panel, its page and the model behind it. */
export class TestPanel extends TestPage<PanelMessage, HostMessage> {
  readonly model: PlaygroundModel;
  readonly repeats: Repeats;
  readonly refused: string[] = [];
  /** Keeps messages from the model, to test the panel alone. */
  isDetached = false;

  constructor() {
    super(BUILT);
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
      if (change.type === "snapshot") void this.postSnapshot(true);
      else if (change.type === "state") void this.post({ type: "state", state });
      else void this.post({ type: "progress", state, chunks: change.chunks });
    });
  }

  /** The page has drawn all that came of what was done up to now, inspections included. */
  async atRest(): Promise<void> {
    let wasBusy: boolean;
    do {
      wasBusy = this.model.inspector.isBusy;
      await this.work.idle(this.page);
      await quietDrawn(this.page);
    } while (wasBusy || this.model.inspector.isBusy);
  }

  override async close(): Promise<void> {
    await this.repeats.disposeNow();
    await this.model.disposeNow();
    await super.close();
  }

  override async post(...messages: HostMessage[]): Promise<void> {
    if (!this.isDetached) await super.post(...messages);
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

  /** @param isNew whether what is shown began since the page was told of anything */
  async postSnapshot(isNew = false): Promise<void> {
    await this.post({
      type: "snapshot",
      isNew,
      state: this.model.state,
      data: this.preview(),
      recordings: this.model.recordings.map(recording => recording.toChunk()),
    });
  }

  /** Waits until the panel shows a state of the experiment. */
  override async untilStatus(status: string): Promise<void> {
    // Until the page has heard of a new training it shows that the one before has finished.
    if (status === "finished") await this.work.idle(this.page);
    await super.untilStatus(status);
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
    await this.work.idle(this.page);
  }

  async shownEpoch(): Promise<number> {
    return Number(await this.page.locator("main").getAttribute("data-epoch"));
  }

  /** Nothing went wrong on the page: no error, no refused message, no violation of the policy. */
  override async checkQuiet(): Promise<void> {
    await super.checkQuiet();
    assert.deepEqual(this.refused, []);
    assert.equal(this.received.filter(({ type }) => type === "panelError").length, 0);
  }

  protected override async receive(value: unknown): Promise<void> {
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
      this.markReady();
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
