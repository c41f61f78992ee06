/** The panel's only way to its host, typed, behind an interface. */
import type { HostMessage, PanelMessage } from "../src/protocol/messages.ts";

export interface HostApi {
  post(message: PanelMessage): void;
  /** What the panel stored last, in this life or an earlier one. Unchecked: see memory.ts. */
  restore(): unknown;
  /** Stores something JSON-safe that outlives the panel's page. */
  store(memory: object): void;
  /** Calls the listener with every message of the host. */
  listen(listener: (message: HostMessage) => void): void;
}

/** The host of a panel inside VS Code. May be called once. */
export function connectToHost(): HostApi {
  const vscode = acquireVsCodeApi<object>();
  return {
    post: message => vscode.postMessage(message),
    restore: () => vscode.getState(),
    store: memory => {
      vscode.setState(memory);
    },
    listen: listener => {
      // Only the extension can post to its panel, and both come from one build.
      window.addEventListener("message", (event: MessageEvent<HostMessage>) =>
        listener(event.data),
      );
    },
  };
}
