/** Name and state of the playground, and how fast it is shown. */
import type { PlaygroundState } from "../../src/protocol/messages.ts";
import { SpeedSelect } from "../controls/runControls.tsx";
import type { PanelStore } from "../panelStore.ts";
import { statusText } from "./statusText.ts";

export function Masthead({
  store,
  playground,
}: {
  readonly store: PanelStore;
  /** Without it, the name alone is shown: as on the page before this script has run. */
  readonly playground?: PlaygroundState;
}) {
  return (
    <header class="masthead">
      <h1>Regularization Playground</h1>
      {playground && (
        <>
          <p class={`status ${playground.status}`} id="status" data-status={playground.status}>
            <span class="status-dot" aria-hidden="true" />
            {statusText(playground)}
          </p>
          <SpeedSelect store={store} speed={playground.speed} />
        </>
      )}
    </header>
  );
}
