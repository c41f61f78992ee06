/** What a page beside the panel consists of: its way to the host, and the drawing of its view. */
import { type ComponentChildren, render } from "preact";
import { ErrorBoundary } from "./errorBoundary.tsx";

/** A page's only way to its host. */
export interface PageHost<Message> {
  post(message: Message): void;
}

/** What every page has to say. */
type CommonMessage =
  | { readonly type: "ready" }
  | { readonly type: "pageError"; readonly message: string; readonly stack: string };

/**
 * Connects a page inside VS Code with its host and draws it, once a frame at most. May be called
 * once.
 *
 * @param take notes a message of the host; tells whether something is to be drawn
 * @param view what is to be drawn now
 */
export function startPage<Message, HostMessage>(
  take: (message: HostMessage) => boolean,
  view: (host: PageHost<Message>) => ComponentChildren,
): PageHost<Message> {
  const root = document.body.querySelector("div");
  if (root === null) throw new Error("the page has no element to draw into");
  const vscode = acquireVsCodeApi();
  const host: PageHost<Message | CommonMessage> = { post: message => vscode.postMessage(message) };
  let frame = 0;
  let isErrorReported = false;

  const draw = () => {
    frame = 0;
    render(<ErrorBoundary report={report}>{view(host)}</ErrorBoundary>, root);
  };

  /** Tells the host about the first thing that broke. */
  const report = (error: unknown) => {
    if (isErrorReported) return;
    isErrorReported = true;
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    host.post({
      type: "pageError",
      message: message.slice(0, 10_000),
      stack: stack.slice(0, 100_000),
    });
  };

  // Only the extension can post to its page, and both come from one build.
  addEventListener("message", (event: MessageEvent<HostMessage>) => {
    if (take(event.data) && frame === 0) frame = requestAnimationFrame(draw);
  });
  addEventListener("error", event => report(event.error ?? event.message));
  addEventListener("unhandledrejection", event => report(event.reason));
  // A page that never stored anything is not brought back after a reload of the window.
  vscode.setState({});
  draw();
  host.post({ type: "ready" });
  return host;
}
