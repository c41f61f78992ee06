/** The data page: a view of the table's model that may be hidden or closed at any time. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { DataHostMessage } from "../protocol/dataMessages.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import { Signal } from "./signal.ts";
import type { TableModel } from "./tableModel.ts";
import { webviewHtml } from "./webviewHtml.ts";

const DATA_VIEW_TYPE = "regularizationPlayground.data";

interface DataPageOptions {
  readonly extensionUri: vscode.Uri;
  readonly model: TableModel;
  /** Called with every message of the page, unchecked. */
  readonly receive: (message: unknown) => void;
  readonly log: vscode.LogOutputChannel;
}

export class DataPagePanel implements Disposable {
  readonly closed = new Signal<void>();
  readonly #panel: vscode.WebviewPanel;
  readonly #options: DataPageOptions;
  readonly #owned = new DisposableStore();
  /** The page listens: it said so and was not hidden since. */
  #isReady = false;

  constructor(options: DataPageOptions) {
    const { extensionUri, model } = options;
    this.#options = options;
    const panel = vscode.window.createWebviewPanel(
      DATA_VIEW_TYPE,
      vscode.l10n.t("Data"),
      vscode.ViewColumn.Active,
    );
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
    this.#owned.add(model.changed.on(change => this.#post(change === "table")));
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const uriOf = (name: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = webviewHtml({
      title: vscode.l10n.t("Data"),
      language: vscode.env.language,
      cspSource: webview.cspSource,
      scriptUri: uriOf("dataPage.js"),
      styleUri: uriOf("dataPage.css"),
      nonce: randomBytes(16).toString("base64"),
    });
  }

  get isVisible(): boolean {
    return !this.#owned.isDisposed && this.#panel.visible;
  }

  /** Whether the page listens. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** The page said that it listens. */
  welcome(): void {
    this.#isReady = true;
    this.#post(true);
  }

  reveal(): void {
    if (!this.#owned.isDisposed) this.#panel.reveal();
  }

  dispose(): void {
    if (!this.#owned.isDisposed) this.#panel.dispose();
  }

  #post(withTable: boolean): void {
    const { model } = this.#options;
    if (this.#owned.isDisposed) return;
    const { state, summary } = model;
    this.#panel.title = state.fileName || vscode.l10n.t("Data");
    if (withTable) this.#send({ type: "table", summary });
    this.#send({ type: "state", state });
  }

  /** The one way to the page: nothing is sent where nobody listens. */
  #send(message: DataHostMessage): void {
    if (!this.#isReady) return;
    this.#panel.webview.postMessage(message).then(undefined, (error: unknown) => {
      this.#options.log.warn(`A message to the data page was lost: ${String(error)}`);
    });
  }

  #close(): void {
    this.#isReady = false;
    this.#owned.dispose();
    this.closed.fire();
  }
}
