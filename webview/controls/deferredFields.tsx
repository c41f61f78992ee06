/** Settings that are folded away at first: they are loaded when someone opens them. */
import type { ComponentChildren } from "preact";
import { Deferred } from "../deferred.tsx";
import type { DeferredCards } from "../deferredCards.tsx";
import type { PanelStore } from "../panelStore.ts";

export function DeferredFields({
  store,
  children,
}: {
  readonly store: PanelStore;
  readonly children: (cards: DeferredCards) => ComponentChildren;
}) {
  const failed = (
    <p class="field-help">
      These settings could not be loaded. Close the panel, open it again and try once more.
    </p>
  );
  return (
    <Deferred store={store} what="settings" placeholder={null} fallback={failed}>
      {children}
    </Deferred>
  );
}
