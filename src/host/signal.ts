/** Tells listeners that something happened; for parts of the host that know nothing of vscode. */
import type { Disposable } from "./disposable.ts";

export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Calls the listener at every `fire`, until what is returned is disposed. */
  on(listener: (value: T) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
