/** A labelled control with its help and, when something is wrong, its error beside it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { TrainingConfig } from "../../src/core/config.ts";
import type { PanelStore } from "../panelStore.ts";
import { Term } from "../term.tsx";
import type { TermName } from "../terms.ts";
import { completeChanges, fieldText, parseField, type TextMember } from "./fieldText.ts";
import { useDraft } from "./useDraft.ts";

/** Typing posts a change after this pause. */
const TYPING_PAUSE_MS = 350;
/** Longer where what is posted changes a running experiment: half a number is none. */
const LIVE_TYPING_PAUSE_MS = 900;

export function Field({
  id,
  label,
  term,
  unit,
  help,
  error,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly term?: TermName | undefined;
  readonly unit?: string;
  readonly help: string;
  readonly error: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={error === "" ? "field" : "field has-error"}>
      <label class="field-label" for={id}>
        <Term name={term}>{label}</Term>
        {unit !== undefined && <span class="unit">{unit}</span>}
      </label>
      {children}
      <p id={`${id}-error`} class="field-error" role="alert">
        {error}
      </p>
      <p id={`${id}-help`} class="field-help">
        {help}
      </p>
    </div>
  );
}

/** Attributes that tie a control to its help and error. */
export function describedBy(id: string, error: string) {
  return {
    "aria-describedby": error === "" ? `${id}-help` : `${id}-error ${id}-help`,
    "aria-invalid": error !== "",
  };
}

/**
 * Takes the reader to the first setting that says something else than what would be trained with: a
 * choice that was refused has gone back to the one before.
 *
 * @returns whether there is one
 */
export function goToWrongSetting(): boolean {
  const wrong = document.querySelector<HTMLInputElement>(
    ".sidebar input[type=text][aria-invalid=true]",
  );
  wrong?.focus();
  wrong?.select();
  return wrong !== null;
}

export interface TextFieldProps {
  readonly store: PanelStore;
  readonly config: TrainingConfig;
  readonly member: TextMember;
  readonly label: string;
  /** What the label means. */
  readonly term?: TermName;
  readonly unit?: string;
  readonly help: string;
  /** What the host refused here; "" if nothing. */
  readonly rejection: string;
  /** Whether a change applies at once, to what is being trained. */
  readonly isLive?: boolean;
  /** Stands beside the text field. */
  readonly children?: ComponentChildren;
}

/** A text field for one member of the config. Text that is not valid is kept but not posted. */
export function TextField(props: TextFieldProps) {
  const { store, config, member, label, term, unit, help, rejection, isLive = false } = props;
  const id = `field-${member}`;
  const accepted = fieldText(member, config);
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef(0);
  const posted = useRef("");
  // What is posted after the pause completes the newest config, not that at the last key.
  const newest = useRef(config);
  newest.current = config;
  // The host's value replaces what was typed, unless that is wrong or still being typed.
  useEffect(() => {
    if (timer.current === 0 && rejection === "") setDraft(null);
  }, [accepted]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const text = draft ?? accepted;
  const parsed = parseField(member, text);
  const error = parsed.ok ? rejection : parsed.problem;

  const commit = (typed: string) => {
    clearTimeout(timer.current);
    timer.current = 0;
    const result = parseField(member, typed);
    if (!result.ok || typed === posted.current) return;
    posted.current = typed;
    store.post({ type: "configure", changes: completeChanges(newest.current, result.changes) });
  };
  const edit = (typed: string) => {
    setDraft(typed);
    posted.current = "";
    store.forgetRejection(member);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => commit(typed),
      isLive ? LIVE_TYPING_PAUSE_MS : TYPING_PAUSE_MS,
    );
  };

  return (
    <Field
      id={id}
      label={label}
      term={term}
      {...(unit !== undefined && { unit })}
      help={help}
      error={error}
    >
      <div class="field-row">
        <input
          id={id}
          type="text"
          class="text-input"
          inputMode={typeof config[member] === "number" ? "decimal" : "text"}
          autocomplete="off"
          spellcheck={false}
          value={text}
          {...describedBy(id, error)}
          onInput={event => edit(event.currentTarget.value)}
          onChange={event => {
            if (draft !== null) commit(event.currentTarget.value);
          }}
          onBlur={() => {
            if (parsed.ok && rejection === "" && timer.current === 0) setDraft(null);
          }}
        />
        {props.children}
      </div>
    </Field>
  );
}

/** A choice among names, shown at once and given up if the host does not take it over. */
export function ChoiceField<T extends string>({
  id,
  label,
  term,
  help,
  error,
  choices,
  value,
  choose,
}: {
  readonly id: string;
  readonly label: string;
  readonly term?: TermName;
  /** May depend on what is chosen. */
  readonly help: (value: T) => string;
  readonly error: string;
  /** Words for each choice. */
  readonly choices: Readonly<Record<T, string>>;
  readonly value: T;
  readonly choose: (value: T) => void;
}) {
  const [shown, setShown] = useDraft(value);
  return (
    <Field id={id} label={label} term={term} help={help(shown)} error={error}>
      <select
        id={id}
        value={shown}
        {...describedBy(id, error)}
        onChange={event => {
          const chosen = event.currentTarget.value as T;
          setShown(chosen);
          choose(chosen);
        }}
      >
        {Object.entries<string>(choices).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}
