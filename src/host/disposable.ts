/** Ownership of things that have to be released. */

/** Anything with a lifetime; vscode's disposables are such. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns things and releases them together, last in, first out. */
export class DisposableStore implements Disposable {
  readonly #owned = new Set<Disposable>();
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Takes ownership. What arrives after disposal is released at once. */
  add<T extends Disposable>(thing: T): T {
    if (this.#isDisposed) thing.dispose();
    else this.#owned.add(thing);
    return thing;
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const thing of [...this.#owned].reverse()) thing.dispose();
    this.#owned.clear();
  }
}
