/**
 * Shows what a term means, beside it: above everything else on the page and within its edges. The
 * note stays while the term has the pointer or the focus, or the note the pointer; Escape takes it
 * away. (WCAG 2.2, 1.4.13: dismissible, hoverable, persistent.)
 */
import { type TermName, terms } from "./terms.ts";

const NOTE_ID = "term-note";

/** The way from the term to its note may lead over a gap: it takes a moment. */
const GRACE_MS = 180;
/** Distance from the term and from the edges of the page, in pixels. */
const GAP = 6;

class TermNote {
  readonly #note = document.createElement("div");
  #term: HTMLElement | null = null;
  #timer = 0;

  constructor() {
    const note = this.#note;
    note.id = NOTE_ID;
    note.className = "term-note";
    note.setAttribute("role", "tooltip");
    note.popover = "manual";
    note.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    note.addEventListener("pointerleave", () => this.#hideSoon());
    document.addEventListener(
      "keydown",
      event => {
        if (event.key !== "Escape" || this.#term === null) return;
        event.stopPropagation();
        this.#hide();
      },
      true,
    );
    addEventListener("scroll", () => this.#place(), { passive: true, capture: true });
    addEventListener("resize", () => this.#place());
  }

  show(term: HTMLElement): void {
    clearTimeout(this.#timer);
    // It was loaded meanwhile, and the pointer has gone on.
    if (!term.matches(":hover, :focus")) return;
    const text = terms[term.dataset["term"] as TermName];
    if (this.#term === term && this.#note.textContent === text) return;
    this.#hide();
    this.#term = term;
    this.#note.textContent = text;
    term.setAttribute("aria-describedby", NOTE_ID);
    term.addEventListener("pointerleave", this.#leave);
    term.addEventListener("blur", this.#leave);
    // Within the page's main part, and again where that was drawn anew.
    if (!this.#note.isConnected) document.querySelector("#notes")?.append(this.#note);
    this.#note.showPopover();
    this.#place();
  }

  readonly #leave = () => this.#hideSoon();

  #hideSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const isWanted =
        this.#term?.matches(":hover, :focus-visible") === true || this.#note.matches(":hover");
      if (!isWanted) this.#hide();
    }, GRACE_MS);
  }

  #hide(): void {
    clearTimeout(this.#timer);
    if (this.#term === null) return;
    this.#term.removeEventListener("pointerleave", this.#leave);
    this.#term.removeEventListener("blur", this.#leave);
    this.#term = null;
    this.#note.hidePopover();
  }

  /** Below the term, or above it where there is more room. */
  #place(): void {
    if (this.#term === null) return;
    if (!this.#term.isConnected) {
      this.#hide();
      return;
    }
    const term = this.#term.getBoundingClientRect();
    const { style } = this.#note;
    const { offsetWidth: width, offsetHeight: height } = this.#note;
    const page = document.documentElement;
    const left = Math.min(term.left, page.clientWidth - width - GAP);
    const below = term.bottom + GAP;
    const isAbove = below + height > page.clientHeight - GAP && term.top - GAP - height >= GAP;
    style.left = `${Math.max(GAP, left)}px`;
    style.top = `${isAbove ? term.top - GAP - height : below}px`;
  }
}

let note: TermNote | undefined;

/** Shows what a term means; does nothing if neither pointer nor focus is there any more. */
export function explainTerm(term: HTMLElement): void {
  note ??= new TermNote();
  note.show(term);
}
