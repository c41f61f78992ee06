/** Tells of a training that lasts, when nobody sees it in a panel. */
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "./disposable.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";
import type { Signal } from "./signal.ts";
import { progressText } from "./statusBar.ts";

/** A training shorter than this needs no notification. */
const DELAY_MS = 3000;

/** Least time between two changes of the text. */
const UPDATE_INTERVAL_MS = 500;

export class ProgressNotification implements Disposable {
  readonly #model: PlaygroundModel;
  readonly #isPanelVisible: () => boolean;
  readonly #owned = new DisposableStore();
  #delay: NodeJS.Timeout | undefined;
  /** Ends the notification that is shown. */
  #close: (() => void) | undefined;

  constructor(model: PlaygroundModel, isPanelVisible: () => boolean, panelChanged: Signal<void>) {
    this.#model = model;
    this.#isPanelVisible = isPanelVisible;
    this.#owned.add(model.changed.on(() => this.#update()));
    this.#owned.add(panelChanged.on(() => this.#update()));
    this.#owned.add({ dispose: () => this.#end() });
  }

  get isShown(): boolean {
    return this.#close !== undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const isWanted = this.#model.state.status === "training" && !this.#isPanelVisible();
    if (!isWanted) this.#end();
    else if (!this.isShown) this.#delay ??= setTimeout(() => this.#show(), DELAY_MS);
  }

  #end(): void {
    clearTimeout(this.#delay);
    this.#delay = undefined;
    this.#close?.();
  }

  #show(): void {
    this.#delay = undefined;
    const model = this.#model;
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t("Regularization Playground"),
        cancellable: true,
      },
      (progress, token) =>
        new Promise<void>(resolve => {
          let shownEpoch = 0;
          const report = () => {
            const epochs = model.state.experiment?.base.epochs ?? 1;
            const increment = (100 * Math.max(0, model.epoch - shownEpoch)) / epochs;
            shownEpoch = model.epoch;
            progress.report({ message: progressText(model), increment });
          };
          report();
          const timer = setInterval(report, UPDATE_INTERVAL_MS);
          const cancelling = token.onCancellationRequested(() => model.stop());
          this.#close = () => {
            clearInterval(timer);
            cancelling.dispose();
            this.#close = undefined;
            resolve();
          };
        }),
    );
  }
}
