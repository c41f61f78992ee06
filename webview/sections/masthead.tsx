/** Name and state of the playground. */
import { statusText } from "./statusText.ts";
import type { PlaygroundState } from "../../src/protocol/messages.ts";

export function Masthead({ playground }: { readonly playground: PlaygroundState }) {
  return (
    <header class="masthead">
      <h1>Regularization Playground</h1>
      <p class={`status ${playground.status}`} id="status" data-status={playground.status}>
        <span class="status-dot" aria-hidden="true" />
        {statusText(playground)}
      </p>
    </header>
  );
}
