/** The article's printed result, how to get it digit by digit, and what its wrong sign does. */
import type { PanelStore } from "../panelStore.ts";
import { PrintedTable } from "../sections/printedTable.tsx";
import type { Shown } from "../shown.ts";
import { SignExhibit } from "./signExhibit.tsx";

export function Figure1Card({
  store,
  shown,
}: {
  readonly store: PanelStore;
  readonly shown: Shown;
}) {
  const isShown = shown.playground.experiment?.recipe === "asPublished";
  return (
    <section class="card" aria-labelledby="figure1-title">
      <div class="card-head">
        <h2 id="figure1-title">Figure 1 and the sign of the penalty</h2>
        <button
          id="figure1"
          type="button"
          class="button"
          onClick={() => store.post({ type: "reproduceFigure1" })}
        >
          Reproduce Figure 1
        </button>
      </div>
      <p class="card-text">
        The article's printed program adds the penalty to an update that is then added to the
        weight, so its weights grow instead of shrinking; the accuracy it printed looked healthy.
      </p>
      <SignExhibit />
      {isShown && <PrintedTable shown={shown} />}
    </section>
  );
}
