/**
 * Context keys: for the `enablement` of the commands, where unset means that nothing is there yet,
 * and for the steps of the walkthrough.
 */
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "./disposable.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";
import type { Repeats } from "./repeats.ts";

const STATUS_KEY = "regularizationPlayground.status";
const WEIGHTS_KEY = "regularizationPlayground.hasWeights";
const REPEATING_KEY = "regularizationPlayground.isRepeating";

/**
 * What the steps of the walkthrough wait for: true for a moment only. What is true when a window
 * first shows a walkthrough can never complete a step in that window.
 */
const STEP_KEYS = {
  twins: "regularizationPlayground.trainsTwins",
  scrubbed: "regularizationPlayground.hasScrubbed",
  saved: "regularizationPlayground.hasSavedWeights",
  figure1: "regularizationPlayground.hasReproducedFigure1",
} as const;

type Step = keyof typeof STEP_KEYS;

export class ContextKeys implements Disposable {
  readonly #values = new Map<string, unknown>();
  readonly #following = new DisposableStore();
  readonly #done = new Set<Step>();

  constructor(model: PlaygroundModel, repeats: Repeats) {
    const update = () => {
      this.#set(STATUS_KEY, model.state.status);
      this.#set(WEIGHTS_KEY, model.hasWeights);
      this.#set(REPEATING_KEY, repeats.isRunning);
    };
    update();
    this.#following.add(
      model.changed.on(({ type }) => {
        update();
        const { status, experiment } = model.state;
        if (type === "snapshot" && experiment?.recipe === "twins") this.noteStep("twins");
        if (status === "finished" && experiment?.recipe === "asPublished") this.noteStep("figure1");
      }),
    );
    this.#following.add(repeats.changed.on(update));
  }

  /** Something was done that a step of the walkthrough asks for. */
  noteStep(step: Step): void {
    this.#done.add(step);
    this.#set(STEP_KEYS[step], true);
    this.#set(STEP_KEYS[step], false);
  }

  /** Tells of all that was done so far: the walkthrough has just been opened. */
  repeatSteps(): void {
    for (const step of this.#done) this.noteStep(step);
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
