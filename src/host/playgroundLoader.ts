/** The way to the playground of the window, whose code is loaded when it is first needed. */
import type * as vscode from "vscode";
import type { Disposable } from "./disposable.ts";
import type { Playground } from "./playground.ts";

export class PlaygroundLoader implements Disposable {
  readonly #context: vscode.ExtensionContext;
  #playground: Playground | undefined;
  #loading: Promise<Playground> | undefined;
  #isDisposed = false;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  /** Undefined before anything needed it. */
  get current(): Playground | undefined {
    return this.#playground;
  }

  /** The playground; made at the first call. */
  get(): Promise<Playground> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#playground?.dispose();
  }

  /** Ends all threads and saves what a new window needs. */
  async close(): Promise<void> {
    await this.#playground?.close();
  }

  async #load(): Promise<Playground> {
    const { Playground } = await import("./playground.ts");
    if (this.#isDisposed) throw new Error("the window is closing");
    this.#playground = new Playground(this.#context);
    return this.#playground;
  }
}
