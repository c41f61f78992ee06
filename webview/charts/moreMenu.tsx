/** The button "More" of a chart and the menu that it opens. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface MoreMenuProps {
  /** Of the chart; unique on the page. */
  readonly id: string;
  /** Of the chart, in words. */
  readonly name: string;
  /** Made while the menu is open. */
  readonly children: () => ComponentChildren;
}

export function MoreMenu({ id, name, children }: MoreMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const menu = `chart-menu-${id}`;
  return (
    <>
      <button
        id={`more-${id}`}
        type="button"
        class="button quiet"
        popovertarget={menu}
        aria-expanded={isOpen}
      >
        More<span class="visually-hidden"> of the chart: {name}</span>
      </button>
      <div
        id={menu}
        class="chart-menu"
        popover="auto"
        role="group"
        aria-label={`More of the chart: ${name}`}
        onToggle={event => setIsOpen(event.newState === "open")}
      >
        {isOpen && children()}
      </div>
    </>
  );
}
