/** Keeps the state of the model in the workspace, so that a reloaded window can go on. */
import type { ExperimentStatus } from "../protocol/messages.ts";
import type { Disposable } from "./disposable.ts";
import { Keeper, type Storage } from "./keeper.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";
import { type SavedState, saveState } from "./savedState.ts";

const STATE_KEY = "playground";

export class Persistence implements Disposable {
  readonly #model: PlaygroundModel;
  readonly #keeper: Keeper;
  readonly #following: Disposable;
  #savedStatus: ExperimentStatus | undefined;

  constructor(model: PlaygroundModel, storage: Storage) {
    this.#model = model;
    this.#keeper = new Keeper(storage, STATE_KEY, () => this.#take());
    this.#following = model.changed.on(() => this.#schedule());
  }

  /** What an earlier window saved, unchecked; undefined if nothing was. */
  get saved(): unknown {
    return this.#keeper.saved;
  }

  dispose(): void {
    this.#keeper.dispose();
    this.#following.dispose();
  }

  /** Saves now; resolves when it is done. */
  flush(): Promise<void> {
    return this.#keeper.flush();
  }

  #take(): SavedState | undefined {
    // What is restored is not saved on the way: the epoch it aims at would be lost.
    if (this.#model.isRestoring) return undefined;
    const { state, isEdited, epoch, table, plane } = this.#model;
    this.#savedStatus = state.status;
    return saveState(state, isEdited, epoch, table, plane);
  }

  #schedule(): void {
    // Another status is saved at once.
    if (this.#model.state.status !== this.#savedStatus) void this.flush();
    else this.#keeper.schedule();
  }
}
