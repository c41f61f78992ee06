/** Where the reader was: focused control and scroll position, kept over a rebuilt page. */
import type { PanelMemory } from "./memory.ts";
import type { PanelStore } from "./panelStore.ts";

const SCROLL_QUIET_MS = 200;

/** Goes where the reader was when the page was last there. */
export function restorePlace(memory: PanelMemory): void {
  if (memory.scrollTop > 0) document.documentElement.scrollTop = memory.scrollTop;
  if (memory.focusedId === "") return;
  document.getElementById(memory.focusedId)?.focus({ preventScroll: true });
}

/** Remembers from now on where the reader is. */
export function keepPlace(store: PanelStore): void {
  document.addEventListener("focusin", event => {
    const id = event.target instanceof HTMLElement ? event.target.id : "";
    if (id.length <= 60) store.remember({ focusedId: id });
  });
  let quiet = 0;
  document.addEventListener(
    "scroll",
    () => {
      clearTimeout(quiet);
      quiet = window.setTimeout(
        () => store.remember({ scrollTop: Math.max(0, document.documentElement.scrollTop) }),
        SCROLL_QUIET_MS,
      );
    },
    { passive: true },
  );
}
