/** The place of a card that is further down the page, from before it is loaded. */
import type { ComponentChildren } from "preact";
import { Deferred } from "./deferred.tsx";
import type { DeferredCards } from "./deferredCards.tsx";
import type { PanelStore } from "./panelStore.ts";

export function LowerCard({
  store,
  what,
  children,
}: {
  readonly store: PanelStore;
  /** "the equations" */
  readonly what: string;
  readonly children: (cards: DeferredCards) => ComponentChildren;
}) {
  return (
    <Deferred
      store={store}
      what={what}
      placeholder={<section class="card" aria-busy="true" />}
      fallback={
        <section class="card">
          <p class="card-text">
            A part of the panel could not be loaded, and with it {what}. Close the panel and open it
            again.
          </p>
        </section>
      }
    >
      {children}
    </Deferred>
  );
}
