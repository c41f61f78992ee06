/** Context keys for the `enablement` of the commands. Unset means: nothing is there yet. */
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "./disposable.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";
import type { Repeats } from "./repeats.ts";

const STATUS_KEY = "regularizationPlayground.status";
const WEIGHTS_KEY = "regularizationPlayground.hasWeights";
const REPEATING_KEY = "regularizationPlayground.isRepeating";
/** What the steps of the walkthrough wait for. */
const RECIPE_KEY = "regularizationPlayground.recipe";
const SCRUBBED_KEY = "regularizationPlayground.hasScrubbed";
const SAVED_KEY = "regularizationPlayground.hasSavedWeights";

export class ContextKeys implements Disposable {
  readonly #values = new Map<string, unknown>();
  readonly #following = new DisposableStore();

  constructor(model: PlaygroundModel, repeats: Repeats) {
    const update = () => {
      this.#set(STATUS_KEY, model.state.status);
      this.#set(WEIGHTS_KEY, model.hasWeights);
      this.#set(REPEATING_KEY, repeats.isRunning);
      this.#set(RECIPE_KEY, model.state.experiment?.recipe);
    };
    update();
    this.#following.add(model.changed.on(update));
    this.#following.add(repeats.changed.on(update));
  }

  /** An earlier epoch was shown. */
  noteScrubbing(): void {
    this.#set(SCRUBBED_KEY, true);
  }

  /** Weights were saved to a file. */
  noteSaving(): void {
    this.#set(SAVED_KEY, true);
  }

  dispose(): void {
    this.#following.dispose();
  }

  #set(key: string, value: unknown): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  }
}
