/** Labelled controls of the data page. What they show is the host's; they only ask for changes. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../icon.tsx";

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly isDisabled?: boolean;
}

export function options(words: Readonly<Record<string, string>>): Option[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

export function Select({
  id,
  label,
  value,
  choices,
  choose,
  isCompact = false,
  isDisabled = false,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Option[];
  readonly choose: (value: string) => void;
  /** In a table: the label is for those who cannot see where it stands. */
  readonly isCompact?: boolean;
  readonly isDisabled?: boolean;
}) {
  const select = (
    <select
      id={id}
      value={value}
      disabled={isDisabled}
      {...(isCompact && { "aria-label": label })}
      onChange={event => choose(event.currentTarget.value)}
    >
      {choices.map(choice => (
        <option key={choice.value} value={choice.value} disabled={choice.isDisabled === true}>
          {choice.label}
        </option>
      ))}
    </select>
  );
  if (isCompact) return select;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {select}
    </div>
  );
}

/** Text that is taken over when it is left or confirmed; what cannot be read says so. */
export function TextBox({
  id,
  label,
  unit,
  help,
  value,
  problemOf,
  take,
}: {
  readonly id: string;
  readonly label: string;
  readonly unit?: string;
  readonly help?: string;
  readonly value: string;
  /** What is wrong with a text; "" if nothing. */
  readonly problemOf: (text: string) => string;
  readonly take: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [value]);
  const problem = draft === null ? "" : problemOf(draft);
  return (
    <div class={problem === "" ? "field" : "field has-error"}>
      <label class="field-label" for={id}>
        {label}
        {unit !== undefined && <span class="unit">{unit}</span>}
      </label>
      <div class="field-row">
        <input
          id={id}
          type="text"
          class="text-input"
          autocomplete="off"
          spellcheck={false}
          value={draft ?? value}
          aria-invalid={problem !== ""}
          aria-describedby={help === undefined ? `${id}-error` : `${id}-error ${id}-help`}
          onInput={event => setDraft(event.currentTarget.value)}
          onChange={event => {
            const text = event.currentTarget.value;
            if (problemOf(text) === "" && text !== value) take(text);
          }}
        />
      </div>
      <p id={`${id}-error`} class="field-error" role="alert">
        {problem}
      </p>
      {help !== undefined && (
        <p id={`${id}-help`} class="field-help">
          {help}
        </p>
      )}
    </div>
  );
}

export function Check({
  id,
  label,
  isChecked,
  isDisabled = false,
  set,
}: {
  readonly id: string;
  readonly label: string;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  readonly set: (isChecked: boolean) => void;
}) {
  return (
    <label class="check-label">
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        onChange={event => set(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

export function Card({
  id,
  title,
  tools,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="card" aria-labelledby={`${id}-title`}>
      <div class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {tools !== undefined && <div class="card-tools">{tools}</div>}
      </div>
      {children}
    </section>
  );
}

/** Ends what is going on. */
export function CancelButton({ id, cancel }: { readonly id: string; readonly cancel: () => void }) {
  return (
    <button id={id} type="button" class="button" onClick={cancel}>
      <Icon name="stop" />
      Cancel
    </button>
  );
}

export function ProgressBar({
  label,
  fraction,
}: {
  readonly label: string;
  /** From 0 to 1. */
  readonly fraction: number;
}) {
  return <progress class="bar" aria-label={label} max={1} value={fraction} />;
}
