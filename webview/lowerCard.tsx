/** The place of a card that is further down the page, from before it is loaded. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Deferred } from "./deferred.tsx";
import type { DeferredCards } from "./deferredCards.tsx";
import type { PanelStore } from "./panelStore.ts";
import type { ShownRun } from "./shown.ts";

/** Cards that are made in one frame: all of them together would keep the page waiting. */
const CARDS_PER_FRAME = 4;

/** Who waits for a turn, first come first. */
const waiting: (() => void)[] = [];

/** A page that is built anew goes where its reader was: for that it is made whole at once. */
let isFirstDrawing = true;

function giveTurns(): void {
  // For those who want to see the page whole: it is not yet.
  document.body.toggleAttribute("data-building", waiting.length > 0);
  if (waiting.length === 0) return;
  requestAnimationFrame(() => {
    isFirstDrawing = false;
    for (const begin of waiting.splice(0, CARDS_PER_FRAME)) begin();
    giveTurns();
  });
}

/**
 * Whether a card may be made of something: a few in each frame, where many come at once.
 *
 * @param whole what the card is made of; made anew of something else it waits for a turn again
 */
function useTurn(whole: unknown): boolean {
  const [due, setDue] = useState(isFirstDrawing ? { whole } : null);
  useLayoutEffect(() => {
    const begin = () => setDue({ whole });
    if (waiting.push(begin) === 1) giveTurns();
    return () => {
      const place = waiting.indexOf(begin);
      if (place >= 0) waiting.splice(place, 1);
    };
  }, [whole]);
  return due !== null && due.whole === whole;
}

export function LowerCard({
  store,
  runs,
  what,
  children,
}: {
  readonly store: PanelStore;
  /** What the card is made of. Of the runs of a new training it is made in a frame of its own. */
  readonly runs?: readonly ShownRun[];
  /** "the equations" */
  readonly what: string;
  readonly children: (cards: DeferredCards) => ComponentChildren;
}) {
  const placeholder = <section class="card" aria-busy="true" />;
  // The same object as long as it is the same training.
  const isDue = useTurn(runs?.[0]?.recording);
  const last = useRef(placeholder);
  if (!isDue) return last.current;
  return (last.current = (
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
  ));
}
