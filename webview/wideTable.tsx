/** A table that may be wider than its place: then it says that it scrolls sideways, and shows it. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface WideTableProps {
  /** What the table holds; unique on the page. */
  readonly label: string;
  /** The table. */
  readonly children: ComponentChildren;
}

export function WideTable({ label, children }: WideTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isCut, setCut] = useState(false);
  useLayoutEffect(() => {
    const target = box.current;
    const table = target?.firstElementChild;
    if (!target || !table) return;
    const look = () => setCut(target.scrollWidth > target.clientWidth);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(target);
    observer.observe(table);
    return () => observer.disconnect();
  }, []);
  return (
    <>
      <div
        ref={box}
        class={isCut ? "table-scroll is-cut" : "table-scroll"}
        tabIndex={0}
        role="region"
        aria-label={`${label}, table${isCut ? ", scrolls sideways" : ""}`}
      >
        {children}
      </div>
      {isCut && (
        <p class="cut-note">
          <span aria-hidden="true">⇆ </span>There is more to the right: scroll sideways, or focus
          the table and use the arrow keys.
        </p>
      )}
    </>
  );
}
