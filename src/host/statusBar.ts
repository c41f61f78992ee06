/** The status bar item that is there while something is being trained. */
import * as vscode from "vscode";
import { formatCount } from "../core/numberWords.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";

/** Least time between two changes of the text. */
const UPDATE_INTERVAL_MS = 200;

export class StatusBar implements Disposable {
  readonly #model: PlaygroundModel;
  readonly #owned = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  #timer: NodeJS.Timeout | undefined;

  /** @param command what a click runs */
  constructor(model: PlaygroundModel, command: string) {
    this.#model = model;
    this.#item = this.#owned.add(
      vscode.window.createStatusBarItem(
        "regularizationPlayground.training",
        vscode.StatusBarAlignment.Right,
        100,
      ),
    );
    this.#item.name = vscode.l10n.t("Regularization Playground");
    this.#item.command = command;
    this.#owned.add(model.changed.on(() => this.#schedule()));
    this.#owned.add({ dispose: () => clearTimeout(this.#timer) });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #schedule(): void {
    if (!this.#model.isActive) this.#update();
    else this.#timer ??= setTimeout(() => this.#update(), UPDATE_INTERVAL_MS);
  }

  #update(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#model.isActive) {
      this.#item.hide();
      return;
    }
    const { status } = this.#model.state;
    const icon = status === "paused" ? "$(debug-pause)" : "$(pulse)";
    this.#item.text = `${icon} ${progressText(this.#model)}`;
    const lines = [
      status === "paused"
        ? vscode.l10n.t("Regularization Playground: training is paused.")
        : vscode.l10n.t("Regularization Playground: training."),
      vscode.l10n.t("Training error (MSE): {0}.", errorTexts(this.#model, true).join(", ")),
      vscode.l10n.t("Click to open the playground."),
    ];
    this.#item.tooltip = lines.join("\n");
    this.#item.show();
  }
}

/** How far training is, as `Epoch 214/500 · MSE 0.1357 / 0.2142`: one error for each variant. */
export function progressText(model: PlaygroundModel): string {
  const { experiment } = model.state;
  const epochs = experiment?.base.epochs ?? 0;
  const errors = errorTexts(model, false).join(" / ");
  const [epoch, all] = [model.epoch, epochs].map(formatCount);
  return vscode.l10n.t("Epoch {0}/{1} · MSE {2}", epoch, all, errors);
}

function errorTexts(model: PlaygroundModel, withLabels: boolean): string[] {
  return model.recordings.map((recording, index) => {
    const last = recording.length - 1;
    const error = last < 0 ? "…" : recording.metric(last, "trainMse").toFixed(4);
    return withLabels ? `${model.state.runs[index].label} ${error}` : error;
  });
}
