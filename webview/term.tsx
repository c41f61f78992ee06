/**
 * A word of the panel that explains itself: dotted underline, and what it means in a note on hover,
 * on focus and on tap. The notes and what shows them are in the deferred part: see termNote.ts.
 */
import type { ComponentChildren } from "preact";
import { loadCards } from "./deferred.tsx";
import type { TermName } from "./terms.ts";

function explain({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  // Without the file there is no note; the cards that need it say that it is missing.
  void loadCards().then(
    ({ explainTerm }) => explainTerm(currentTarget),
    () => {},
  );
}

export function Term({
  name,
  children,
}: {
  readonly name: TermName | undefined;
  readonly children: ComponentChildren;
}) {
  if (name === undefined) return <>{children}</>;
  return (
    <button
      type="button"
      class="term"
      data-term={name}
      onPointerEnter={explain}
      onFocus={explain}
      onClick={explain}
    >
      {children}
    </button>
  );
}
