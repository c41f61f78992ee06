/** Keeps something in the workspace, so that a reloaded window can go on. */
import { ValidationError } from "../protocol/validate.ts";
import type { Disposable } from "./disposable.ts";

/** Least time between two saves that nobody asks for. */
const SAVE_INTERVAL_MS = 1000;

/** The part of vscode's Memento that is used. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export class Keeper implements Disposable {
  /** What an earlier window saved, unchecked; undefined if nothing was. */
  readonly saved: unknown;
  readonly #storage: Storage;
  readonly #key: string;
  readonly #take: () => object | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param take gives what is to be saved, JSON-safe; undefined to leave what was saved before */
  constructor(storage: Storage, key: string, take: () => object | undefined) {
    this.saved = storage.get(key);
    this.#storage = storage;
    this.#key = key;
    this.#take = take;
  }

  /**
   * What an earlier window saved.
   *
   * @param parse throws a ValidationError for what it does not know
   * @param refuse called with the reason if it is refused
   * @returns undefined if nothing was saved, or nothing that could be used
   */
  recollect<T>(parse: (value: unknown) => T, refuse: (reason: string) => void): T | undefined {
    if (this.saved === undefined) return undefined;
    try {
      return parse(this.saved);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      refuse(error.message);
      return undefined;
    }
  }

  /** Saves soon. */
  schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), SAVE_INTERVAL_MS);
  }

  /** Saves now; resolves when it is done. */
  async flush(): Promise<void> {
    this.dispose();
    const value = this.#take();
    if (value !== undefined) await this.#storage.update(this.#key, value);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
