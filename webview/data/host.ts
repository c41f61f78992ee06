/** The data page's only way to its host. */
import type { DataHostMessage, DataPageMessage } from "../../src/protocol/dataMessages.ts";

export interface DataHost {
  post(message: DataPageMessage): void;
  /** Calls the listener with every message of the host. */
  listen(listener: (message: DataHostMessage) => void): void;
}

/** The host of a page inside VS Code. May be called once. */
export function connectToHost(): DataHost {
  const vscode = acquireVsCodeApi();
  return {
    post: message => vscode.postMessage(message),
    listen: listener => {
      // Only the extension can post to its page, and both come from one build.
      window.addEventListener("message", (event: MessageEvent<DataHostMessage>) =>
        listener(event.data),
      );
    },
  };
}
