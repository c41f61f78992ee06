/** Keeps the state of the model in the workspace, so that a reloaded window can go on. */
import type { ExperimentStatus } from "../protocol/messages.ts";
import type { Disposable } from "./disposable.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";
import { saveState } from "./savedState.ts";

const STATE_KEY = "playground";

/** Least time between two saves while the status stays. */
const SAVE_INTERVAL_MS = 1000;

/** The part of vscode's Memento that is used. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export class Persistence implements Disposable {
  /** What an earlier window saved, unchecked; undefined if nothing was. */
  readonly saved: unknown;
  readonly #model: PlaygroundModel;
  readonly #storage: Storage;
  readonly #following: Disposable;
  #timer: NodeJS.Timeout | undefined;
  #savedStatus: ExperimentStatus | undefined;

  constructor(model: PlaygroundModel, storage: Storage) {
    this.#model = model;
    this.#storage = storage;
    this.saved = storage.get(STATE_KEY);
    this.#following = model.changed.on(() => this.#schedule());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#following.dispose();
  }

  /** Saves now; resolves when it is done. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // What is restored is not saved on the way: the epoch it aims at would be lost.
    if (this.#model.isRestoring) return;
    const { state, isEdited, epoch, table, plane } = this.#model;
    this.#savedStatus = state.status;
    await this.#storage.update(STATE_KEY, saveState(state, isEdited, epoch, table, plane));
  }

  #schedule(): void {
    if (this.#model.state.status !== this.#savedStatus) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), SAVE_INTERVAL_MS);
  }
}
