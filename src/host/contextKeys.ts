/** Context keys for the `enablement` of the commands. Unset means: nothing is there yet. */
import * as vscode from "vscode";
import type { Disposable } from "./disposable.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";

const STATUS_KEY = "regularizationPlayground.status";
const WEIGHTS_KEY = "regularizationPlayground.hasWeights";

export class ContextKeys implements Disposable {
  readonly #values = new Map<string, unknown>();
  readonly #following: Disposable;

  constructor(model: PlaygroundModel) {
    const update = () => {
      this.#set(STATUS_KEY, model.state.status);
      this.#set(WEIGHTS_KEY, model.hasWeights);
    };
    update();
    this.#following = model.changed.on(update);
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
