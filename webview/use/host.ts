/** The page's only way to its host. */
import type { UseHostMessage, UsePageMessage } from "../../src/protocol/useMessages.ts";

export interface UseHost {
  post(message: UsePageMessage): void;
  /** Calls the listener with every message of the host. */
  listen(listener: (message: UseHostMessage) => void): void;
}

/** The host of a page inside VS Code. May be called once. */
export function connectToHost(): UseHost {
  const vscode = acquireVsCodeApi();
  return {
    post: message => vscode.postMessage(message),
    listen: listener => {
      // Only the extension can post to its page, and both come from one build.
      window.addEventListener("message", (event: MessageEvent<UseHostMessage>) =>
        listener(event.data),
      );
    },
  };
}
