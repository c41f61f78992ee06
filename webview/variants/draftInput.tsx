/** A text field that posts what is right after a pause, and keeps what is wrong with its error. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Typing posts a change after this pause. */
const TYPING_PAUSE_MS = 450;

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export interface DraftInputProps<T> {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** What the host has. */
  readonly text: string;
  readonly placeholder?: string;
  readonly isNumber: boolean;
  /** What the host refused here; "" if nothing. */
  readonly rejection: string;
  readonly parse: (text: string) => Parsed<T>;
  readonly edited: () => void;
  readonly commit: (value: T) => void;
  /** Stands beside the text field. */
  readonly children?: ComponentChildren;
}

export function DraftInput<T>(props: DraftInputProps<T>) {
  const { id, label, unit, text, rejection, parse } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef(0);
  const posted = useRef("");
  // The host's value replaces what was typed, unless that is wrong or still being typed.
  useEffect(() => {
    if (timer.current === 0 && rejection === "") setDraft(null);
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const shown = draft ?? text;
  const parsed = parse(shown);
  const error = parsed.ok ? rejection : parsed.problem;

  const commit = (typed: string) => {
    clearTimeout(timer.current);
    timer.current = 0;
    const result = parse(typed);
    if (!result.ok || typed === posted.current) return;
    posted.current = typed;
    props.commit(result.value);
  };
  const edit = (typed: string) => {
    setDraft(typed);
    posted.current = "";
    props.edited();
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => commit(typed), TYPING_PAUSE_MS);
  };

  return (
    <div class={error === "" ? "field draft-input" : "field draft-input has-error"}>
      <label class="draft-label" for={id}>
        {label}
        {unit !== "" && <span class="unit"> {unit}</span>}
      </label>
      <span class="draft-row">
        <input
          id={id}
          type="text"
          class="text-input"
          inputMode={props.isNumber ? "decimal" : "text"}
          autocomplete="off"
          spellcheck={false}
          placeholder={props.placeholder ?? ""}
          value={shown}
          aria-invalid={error !== ""}
          {...(error !== "" && { "aria-describedby": `${id}-error` })}
          onInput={event => edit(event.currentTarget.value)}
          onChange={event => {
            if (draft !== null) commit(event.currentTarget.value);
          }}
          onBlur={() => {
            if (parsed.ok && rejection === "" && timer.current === 0) setDraft(null);
          }}
        />
        {props.children}
      </span>
      <p id={`${id}-error`} class="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}
