/** Loads the cards of deferredCards.tsx when the first of them is wanted, and shows them. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { DeferredCards } from "./deferredCards.tsx";
import type { PanelStore } from "./panelStore.ts";

/** Kept while the page lives: shown again, the cards are there at once. */
let cards: DeferredCards | undefined;

/** Loads them if need be. */
export async function loadCards(): Promise<DeferredCards> {
  return (cards ??= (await import("./deferredCards.tsx")).deferredCards);
}

interface DeferredProps {
  readonly store: PanelStore;
  /** What is missing without them, for the message if they cannot be loaded: "the maps". */
  readonly what: string;
  readonly placeholder: ComponentChildren;
  /** Stands in their place if they cannot be loaded; without it that is an error in drawing. */
  readonly fallback?: ComponentChildren;
  readonly children: (cards: DeferredCards) => ComponentChildren;
}

/**
 * Shows a placeholder until the deferred cards are loaded, then the children.
 *
 * @throws in drawing, if they could not be loaded and there is no fallback
 */
export function Deferred({ store, what, placeholder, fallback, children }: DeferredProps) {
  const [failure, setFailure] = useState<Error | null>(null);
  const [, setLoaded] = useState(cards !== undefined);
  useLayoutEffect(() => {
    if (cards !== undefined) return;
    loadCards().then(
      () => {
        // Itself too: what is around it may have nothing new to draw.
        setLoaded(true);
        store.redraw();
      },
      (error: unknown) => setFailure(new Error(`${what} could not be loaded: ${String(error)}`)),
    );
  }, []);
  if (cards !== undefined) return <>{children(cards)}</>;
  if (failure === null) return <>{placeholder}</>;
  if (fallback === undefined) throw failure;
  return <>{fallback}</>;
}
