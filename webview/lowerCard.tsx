/** The place of a card that is further down the page, from before it is loaded. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { Deferred } from "./deferred.tsx";
import type { DeferredCards } from "./deferredCards.tsx";
import type { PanelStore } from "./panelStore.ts";

/** Cards that are made in one frame: all of them together would keep the page waiting. */
const CARDS_PER_FRAME = 4;

/** Who waits for a turn, first come first. */
const waiting: (() => void)[] = [];

/** A page that is built anew goes where its reader was: for that it is made whole at once. */
let isFirstDrawing = true;

function giveTurns(): void {
  requestAnimationFrame(() => {
    isFirstDrawing = false;
    for (const begin of waiting.splice(0, CARDS_PER_FRAME)) begin();
    if (waiting.length > 0) giveTurns();
  });
}

/** Whether a card may be made: a few in each frame, where many come at once. */
function useTurn(): boolean {
  const [isDue, setDue] = useState(isFirstDrawing);
  useLayoutEffect(() => {
    const begin = () => setDue(true);
    if (waiting.push(begin) === 1) giveTurns();
    return () => {
      const place = waiting.indexOf(begin);
      if (place >= 0) waiting.splice(place, 1);
    };
  }, []);
  return isDue;
}

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
  const placeholder = <section class="card" aria-busy="true" />;
  if (!useTurn()) return placeholder;
  return (
    <Deferred
      store={store}
      what={what}
      placeholder={placeholder}
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
