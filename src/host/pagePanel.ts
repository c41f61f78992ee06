/**
 * The panel of a page beside the playground's: the data page, the page of saved weights. A view of a
 * model that may be hidden or closed at any time.
 */
import * as vscode from "vscode";
import { dispatch, type Handlers } from "../protocol/messages.ts";
import { ValidationError } from "../protocol/validate.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import { Signal } from "./signal.ts";
import { loadPage } from "./webviewPage.ts";

interface PagePanelOptions {
  /** One that the editor brought back; a new one if there is none. */
  readonly panel: vscode.WebviewPanel | undefined;
  readonly extensionUri: vscode.Uri;
  readonly viewType: string;
  /** While the page shows no file. */
  readonly title: string;
  /** While it shows one, that the tab is not mistaken for the file's. */
  readonly titleOf: (fileName: string) => string;
  /** Of the page in dist. */
  readonly bundle: string;
  /** Called with every message of the page, unchecked. */
  readonly receive: (message: unknown) => void;
  readonly log: vscode.LogOutputChannel;
}

/** @param Message what the host tells the page */
export class PagePanel<Message> implements Disposable {
  readonly closed = new Signal<void>();
  readonly #panel: vscode.WebviewPanel;
  readonly #options: PagePanelOptions;
  readonly #owned = new DisposableStore();
  /** The page listens: it said so and was not hidden since. */
  #isReady = false;

  constructor(options: PagePanelOptions) {
    const { extensionUri, viewType, title, bundle } = options;
    this.#options = options;
    const panel =
      options.panel ?? vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active);
    this.#panel = panel;
    this.#owned.add(panel.webview.onDidReceiveMessage(message => options.receive(message)));
    this.#owned.add(
      panel.onDidChangeViewState(() => {
        // A hidden page is destroyed; shown again it is loaded anew and says `ready` again.
        if (!panel.visible) this.#isReady = false;
      }),
    );
    this.#owned.add(panel.onDidDispose(() => this.#close()));
    loadPage(panel, { extensionUri, title, bundle });
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
  }

  /** @param fileName of what is shown; "" for nothing */
  entitle(fileName: string): void {
    if (this.#owned.isDisposed) return;
    const { title, titleOf } = this.#options;
    this.#panel.title = fileName === "" ? title : titleOf(fileName);
  }

  /** The one way to the page: nothing is sent where nobody listens. */
  post(message: Message): void {
    if (!this.#isReady || this.#owned.isDisposed) return;
    this.#panel.webview.postMessage(message).then(undefined, (error: unknown) => {
      this.#options.log.warn(`A message to the page was lost: ${String(error)}`);
    });
  }

  reveal(): void {
    if (!this.#owned.isDisposed) this.#panel.reveal();
  }

  dispose(): void {
    if (!this.#owned.isDisposed) this.#panel.dispose();
  }

  #close(): void {
    this.#isReady = false;
    this.#owned.dispose();
    this.closed.fire();
  }
}

/**
 * Does what a page asks for.
 *
 * @param value its message, unchecked
 * @param refuse called with the reason if it is none that can be obeyed
 */
export function obey<M extends { readonly type: string }>(
  value: unknown,
  parse: (value: unknown) => M,
  handlers: Handlers<M>,
  refuse: (reason: string) => void,
): void {
  try {
    dispatch(handlers, parse(value));
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    refuse(error.message);
  }
}
