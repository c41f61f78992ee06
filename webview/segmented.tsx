/** A few choices side by side, one of them taken: radio buttons that look like one control. */

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

export function Segmented<T extends string>({
  name,
  label,
  choices,
  value,
  choose,
}: {
  /** Unique on the page. */
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly choose: (value: T) => void;
}) {
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{label}</legend>
      {choices.map(choice => (
        <label key={choice.value}>
          <input
            id={`${name}-${choice.value}`}
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => choose(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** One of several, in a menu: for more than fit side by side. */
export function Select<T extends string>({
  id,
  label,
  choices,
  value,
  choose,
}: {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly choose: (value: T) => void;
}) {
  return (
    <label class="tool-select">
      <span class="visually-hidden">{label}</span>
      <select
        id={id}
        value={value}
        onChange={event => {
          const chosen = choices[event.currentTarget.selectedIndex];
          choose(chosen.value);
        }}
      >
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Linear or logarithmic. */
export const scaleChoices: readonly Choice<"linear" | "log">[] = [
  { value: "linear", label: "Linear" },
  { value: "log", label: "Log" },
];
