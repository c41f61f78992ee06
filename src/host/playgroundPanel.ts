/** The panel beside the editor: a view of the model that may be hidden or closed at any time. */
import * as vscode from "vscode";
import type { SaveChart } from "./chartFile.ts";
import {
  dispatch,
  type DataPreview,
  type Handlers,
  type HostMessage,
  type PanelMessage,
  PROGRESS_INTERVAL_MS,
} from "../protocol/messages.ts";
import { parsePanelMessage } from "../protocol/panelMessages.ts";
import { ValidationError } from "../protocol/validate.ts";
import { ChunkBuffer } from "./chunkBuffer.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import type { ModelChange, PlaygroundModel } from "./playgroundModel.ts";
import type { Repeats } from "./repeats.ts";
import { Signal } from "./signal.ts";
import { controlOf } from "./refusedControl.ts";
import { PANEL_VIEW_TYPE } from "./viewTypes.ts";
import { loadPage } from "./webviewPage.ts";

/** What the panel asks for that the model cannot do alone. */
interface PanelActions {
  /** Resolves when previewData can be called. */
  readonly loadPreview: () => Promise<unknown>;
  readonly previewData: () => DataPreview;
  readonly reproduceFigure1: () => void;
  readonly openWalkthrough: () => void;
  readonly openTable: (uri: string) => void;
  readonly giveTable: (name: string, bytes: Uint8Array) => void;
  /** The user has gone back to an earlier epoch. */
  readonly noteScrubbing: () => void;
  readonly exportWeights: (run: number, epoch: number | undefined) => void;
  readonly showWeights: (run: number) => void;
  readonly saveChart: (chart: SaveChart) => void;
}

interface PanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly model: PlaygroundModel;
  readonly repeats: Repeats;
  readonly actions: PanelActions;
  readonly log: vscode.LogOutputChannel;
}

/** Opens the panel beside the active editor, which may keep the focus. */
export function createWebviewPanel(preserveFocus: boolean): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, vscode.l10n.t("Regularization"), {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus,
  });
}

export class PlaygroundPanel implements Disposable {
  /** The panel was closed, or became visible or hidden. */
  readonly changed = new Signal<void>();
  readonly #panel: vscode.WebviewPanel;
  readonly #options: PanelOptions;
  readonly #owned = new DisposableStore();
  readonly #handlers: Handlers<PanelMessage>;
  readonly #pending = new ChunkBuffer();
  /** The page listens: it said so and was not hidden since. */
  #isReady = false;
  /** An experiment began while the page did not listen. */
  #startedUnseen = false;
  #flushTimer: NodeJS.Timeout | undefined;
  #lastFlush = 0;

  /** @param panel new, or brought back by the editor; owned from now on */
  constructor(panel: vscode.WebviewPanel, options: PanelOptions) {
    const { extensionUri, model, repeats } = options;
    this.#panel = panel;
    this.#options = options;
    this.#handlers = this.#createHandlers();
    this.#owned.add(panel.webview.onDidReceiveMessage(message => this.#receive(message)));
    this.#owned.add(panel.onDidChangeViewState(() => this.#updateVisibility()));
    this.#owned.add(panel.onDidDispose(() => this.#close()));
    this.#owned.add(model.changed.on(change => this.#follow(change)));
    this.#owned.add(repeats.changed.on(() => this.#postRepeats()));
    this.#owned.add(model.inspector.told.on(message => this.#post(message)));
    loadPage(panel, {
      extensionUri,
      title: vscode.l10n.t("Regularization Playground"),
      // As the page itself will draw it.
      heading: "Regularization Playground",
      bundle: "webview",
      imported: ["webviewShared.js"],
    });
  }

  get isDisposed(): boolean {
    return this.#owned.isDisposed;
  }

  get isVisible(): boolean {
    return !this.isDisposed && this.#panel.visible;
  }

  /** Whether the page listens. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Brings the panel to the front, where it is. */
  reveal(preserveFocus: boolean): void {
    if (!this.isDisposed) this.#panel.reveal(undefined, preserveFocus);
  }

  /** Closes the panel. */
  dispose(): void {
    if (!this.isDisposed) this.#panel.dispose();
  }

  /** The page is gone, and whatever it wanted. */
  #leave(): void {
    this.#isReady = false;
    this.#options.model.inspector.reset();
  }

  #close(): void {
    this.#leave();
    clearTimeout(this.#flushTimer);
    this.#owned.dispose();
    this.changed.fire();
  }

  #updateVisibility(): void {
    // A hidden page is destroyed; shown again it is loaded anew and says `ready` again.
    if (!this.#panel.visible) this.#leave();
    this.changed.fire();
  }

  // -------------------------------------------------------------------------------- to the panel

  /** The one way to the page: nothing is sent where nobody listens. */
  #post(message: HostMessage): void {
    if (!this.#isReady || this.isDisposed) return;
    this.#panel.webview.postMessage(message).then(undefined, (error: unknown) => {
      this.#options.log.warn(`A message to the panel was lost: ${String(error)}`);
    });
  }

  #postSnapshot(isNew: boolean): void {
    this.#pending.clear();
    const { model, actions } = this.#options;
    this.#post({
      type: "snapshot",
      isNew,
      state: model.state,
      data: actions.previewData(),
      recordings: model.recordings.map(recording => recording.toChunk()),
    });
  }

  #postRepeats(): void {
    if (this.#isReady) this.#post({ type: "repeats", repeats: this.#options.repeats.state });
  }

  #follow(change: ModelChange): void {
    // One that is brought back is where the page left it.
    const isNew = change.type === "snapshot" && !this.#options.model.isRestoring;
    if (!this.#isReady) {
      this.#startedUnseen ||= isNew;
      return;
    }
    switch (change.type) {
      case "snapshot":
        this.#postSnapshot(isNew);
        break;
      case "progress":
        this.#pending.add(change.chunks);
        this.#scheduleFlush();
        break;
      case "state":
        // Recorded epochs go first: the state that follows counts on them.
        if (this.#pending.isEmpty) this.#post({ type: "state", state: this.#options.model.state });
        else this.#flush();
        break;
    }
  }

  #scheduleFlush(): void {
    const wait = this.#lastFlush + PROGRESS_INTERVAL_MS - performance.now();
    if (wait <= 0) this.#flush();
    else this.#flushTimer ??= setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    if (this.#pending.isEmpty) return;
    this.#lastFlush = performance.now();
    const chunks = this.#pending.take();
    this.#post({ type: "progress", state: this.#options.model.state, chunks });
  }

  // ------------------------------------------------------------------------------ from the panel

  #receive(value: unknown): void {
    let message: PanelMessage;
    try {
      message = parsePanelMessage(value);
    } catch (error) {
      this.#refuse(error);
      return;
    }
    try {
      dispatch(this.#handlers, message);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** A wrong value of a control is told beside it; anything else is for the log. */
  #refuse(error: unknown): void {
    if (!(error instanceof ValidationError)) throw error;
    const field = controlOf(error.field);
    if (field === undefined) this.#options.log.error(`Refused from the panel: ${error.message}`);
    else this.#post({ type: "rejected", field, message: error.problem });
  }

  async #welcome(): Promise<void> {
    await this.#options.actions.loadPreview();
    if (!this.isVisible) return;
    this.#isReady = true;
    this.#postSnapshot(this.#startedUnseen);
    this.#startedUnseen = false;
    this.#postRepeats();
    this.changed.fire();
  }

  #createHandlers(): Handlers<PanelMessage> {
    const { model, repeats, actions, log } = this.#options;
    return {
      ready: () => void this.#welcome(),
      configure: ({ changes, recipe, own }) => model.configure(changes, recipe, own),
      choosePreset: ({ preset }) => model.choosePreset(preset),
      configurePlane: ({ changes }) => model.configurePlane(changes),
      placePoints: ({ points }) => model.placePoints(points),
      undoPoints: () => model.undoPoints(),
      restorePoints: () => model.restorePoints(),
      restoreDefaults: () => model.restoreDefaults(),
      start: () => model.start(),
      pause: () => model.pause(),
      resume: () => model.resume(),
      step: () => model.step(),
      stop: () => model.stop(),
      reset: () => model.reset(),
      newSeed: () => model.newSeed(),
      setSpeed: ({ speed }) => model.setSpeed(speed),
      reproduceFigure1: () => actions.reproduceFigure1(),
      openWalkthrough: () => actions.openWalkthrough(),
      openTable: ({ uri }) => actions.openTable(uri),
      giveTable: ({ name, bytes }) => actions.giveTable(name, bytes),
      scrubbed: () => actions.noteScrubbing(),
      repeat: ({ seeds, folds }) => repeats.start(seeds, folds),
      cancelRepeats: () => repeats.cancel(),
      exportWeights: ({ run, epoch }) => actions.exportWeights(run, epoch),
      showWeights: ({ run }) => actions.showWeights(run),
      inspect: ({ wanted }) => model.inspector.want(wanted),
      saveChart: message => actions.saveChart(message),
      copyText: ({ text }) => void vscode.env.clipboard.writeText(text),
      panelError: ({ message, stack }) => log.error(`The panel failed: ${message}\n${stack}`),
    };
  }
}
