/** The page of saved weights in use: connects the host and the view. */
import { render } from "preact";
import type { UseState } from "../../src/protocol/useMessages.ts";
import { ErrorBoundary } from "../errorBoundary.tsx";
import { connectToHost } from "./host.ts";
import { UsePage } from "./usePage.tsx";
import "./style.css";

/** The page's only element besides the script. */
const root = document.body.querySelector("div");
if (root === null) throw new Error("the page has no element to draw into");

const host = connectToHost();
let state: UseState | null = null;
let frame = 0;
let isErrorReported = false;

function draw(): void {
  frame = 0;
  render(
    <ErrorBoundary report={report}>
      <UsePage host={host} state={state} />
    </ErrorBoundary>,
    root as Element,
  );
}

/** Tells the host about the first thing that broke. */
function report(error: unknown): void {
  if (isErrorReported) return;
  isErrorReported = true;
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  host.post({
    type: "pageError",
    message: message.slice(0, 10_000),
    stack: stack.slice(0, 100_000),
  });
}

host.listen(message => {
  ({ state } = message);
  if (frame === 0) frame = requestAnimationFrame(draw);
});
addEventListener("error", event => report(event.error ?? event.message));
addEventListener("unhandledrejection", event => report(event.reason));
draw();
host.post({ type: "ready" });
