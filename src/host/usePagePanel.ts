/** The page of saved weights in use: a view of the model that may be hidden or closed at any time. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { UseHostMessage } from "../protocol/useMessages.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import { Signal } from "./signal.ts";
import type { UseModel } from "./useModel.ts";
import { webviewHtml } from "./webviewHtml.ts";

const USE_VIEW_TYPE = "regularizationPlayground.use";

/** Least time between two messages while a table is worked on. */
const POST_INTERVAL_MS = 50;

interface UsePageOptions {
  readonly extensionUri: vscode.Uri;
  readonly model: UseModel;
  /** Called with every message of the page, unchecked. */
  readonly receive: (message: unknown) => void;
  readonly log: vscode.LogOutputChannel;
}

export class UsePagePanel implements Disposable {
  readonly closed = new Signal<void>();
  readonly #panel: vscode.WebviewPanel;
  readonly #options: UsePageOptions;
  readonly #owned = new DisposableStore();
  /** The page listens: it said so and was not hidden since. */
  #isReady = false;
  #postTimer: NodeJS.Timeout | undefined;

  constructor(options: UsePageOptions) {
    const { extensionUri, model } = options;
    this.#options = options;
    const title = vscode.l10n.t("Predict");
    const panel = vscode.window.createWebviewPanel(USE_VIEW_TYPE, title, vscode.ViewColumn.Active);
    this.#panel = panel;
    const dist = vscode.Uri.joinPath(extensionUri, "dist");
    const media = vscode.Uri.joinPath(extensionUri, "media");
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, "panel-light.svg"),
      dark: vscode.Uri.joinPath(media, "panel-dark.svg"),
    };
    const { webview } = panel;
    this.#owned.add(webview.onDidReceiveMessage(message => options.receive(message)));
    this.#owned.add(
      panel.onDidChangeViewState(() => {
        // A hidden page is destroyed; shown again it is loaded anew and says `ready` again.
        if (!panel.visible) this.#isReady = false;
      }),
    );
    this.#owned.add(panel.onDidDispose(() => this.#close()));
    this.#owned.add(model.changed.on(() => this.#schedulePost()));
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const uriOf = (name: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = webviewHtml({
      title,
      language: vscode.env.language,
      cspSource: webview.cspSource,
      scriptUri: uriOf("usePage.js"),
      styleUri: uriOf("usePage.css"),
      nonce: randomBytes(16).toString("base64"),
    });
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** The page said that it listens. */
  welcome(): void {
    this.#isReady = true;
    this.#post();
  }

  reveal(): void {
    if (!this.#owned.isDisposed) this.#panel.reveal();
  }

  dispose(): void {
    if (!this.#owned.isDisposed) this.#panel.dispose();
  }

  #schedulePost(): void {
    // Progress comes in bursts; all else is answered at once.
    if (this.#options.model.state.table.status !== "working") this.#post();
    else this.#postTimer ??= setTimeout(() => this.#post(), POST_INTERVAL_MS);
  }

  #post(): void {
    clearTimeout(this.#postTimer);
    this.#postTimer = undefined;
    if (this.#owned.isDisposed) return;
    const { state } = this.#options.model;
    this.#panel.title = state.fileName || vscode.l10n.t("Predict");
    if (!this.#isReady) return;
    const message: UseHostMessage = { type: "state", state };
    this.#panel.webview.postMessage(message).then(undefined, (error: unknown) => {
      this.#options.log.warn(`A message to the page was lost: ${String(error)}`);
    });
  }

  #close(): void {
    this.#isReady = false;
    clearTimeout(this.#postTimer);
    this.#owned.dispose();
    this.closed.fire();
  }
}
