/** Strips above the content: a training that failed, or a panel that did. */
import type { Failure } from "../../src/protocol/messages.ts";
import { Icon } from "../icon.tsx";
import type { PanelStore } from "../panelStore.ts";

export function FailureStrip({
  store,
  failure,
}: {
  readonly store: PanelStore;
  readonly failure: Failure;
}) {
  return (
    <section class="strip error" role="alert" aria-label="Training failed">
      <Icon name="warning" />
      <div class="strip-text">
        <p class="strip-title">{failure.reason}</p>
        <p>{failure.advice}</p>
      </div>
      <button
        id="trainAgain"
        type="button"
        class="button primary"
        onClick={() => store.post({ type: "start" })}
      >
        Train again
      </button>
    </section>
  );
}

export function PanelErrorStrip({
  store,
  error,
}: {
  readonly store: PanelStore;
  readonly error: string;
}) {
  return (
    <section class="strip warning" role="alert" aria-label="Panel error">
      <Icon name="warning" />
      <div class="strip-text">
        <p class="strip-title">Something in this panel broke.</p>
        <p>
          The training is not affected. Close and open the panel if it looks wrong. What happened:{" "}
          {error}
        </p>
      </div>
      <button id="dismissError" type="button" class="button" onClick={() => store.dismissError()}>
        Dismiss
      </button>
    </section>
  );
}
