/** A section that can be folded away, and remembers it. */
import type { ComponentChildren } from "preact";
import type { PanelStore } from "./panelStore.ts";

export function Fold({
  store,
  id,
  summary,
  children,
}: {
  readonly store: PanelStore;
  readonly id: string;
  readonly summary: ComponentChildren;
  /** Called only while the section is open, so that what is folded away costs nothing. */
  readonly children: () => ComponentChildren;
}) {
  const isOpen = store.isOpen(id);
  return (
    <details
      class="fold"
      open={isOpen}
      onToggle={event => store.setOpen(id, event.currentTarget.open)}
    >
      <summary id={`fold-${id}`}>{summary}</summary>
      {isOpen && <div class="fold-body">{children()}</div>}
    </details>
  );
}
