/** One item typed by hand, and what the network answers at every change. */
import { useState } from "preact/hooks";
import type { FormField, UseState, WeightsSummary } from "../../src/protocol/useMessages.ts";
import { Card, Select } from "../data/controls.tsx";
import { counted } from "../data/words.ts";
import { formatPercent, formatValue } from "../format.ts";
import type { UseHost } from "./host.ts";
import { farWords } from "./words.ts";

/** Classes that are listed; the most probable ones if there are more. */
const MAX_SHOWN = 12;

interface ItemCardProps {
  readonly host: UseHost;
  readonly state: UseState;
  readonly weights: WeightsSummary;
}

export function ItemCard({ host, state, weights }: ItemCardProps) {
  return (
    <Card
      id="item"
      title="One item"
      tools={
        <button
          id="resetValues"
          type="button"
          class="button"
          onClick={() => host.post({ type: "resetValues" })}
        >
          Usual values
        </button>
      }
    >
      <p class="card-text">Type the values of an item. The answer follows as you type.</p>
      <div class="item-form">
        <div class="fields">
          {state.fields.map((field, position) => (
            <Value key={field.name} host={host} field={field} position={position} />
          ))}
        </div>
      </div>
      <div id="answer" class="answer" role="status">
        {state.answer === null ? (
          <p>There is no answer until every value can be used.</p>
        ) : (
          <Answer answer={state.answer} weights={weights} />
        )}
        {state.answer !== null && <FarValues fields={state.fields} />}
      </div>
    </Card>
  );
}

function Value({
  host,
  field,
  position,
}: {
  readonly host: UseHost;
  readonly field: FormField;
  readonly position: number;
}) {
  // What is being typed, until the host has it.
  const [draft, setDraft] = useState<string | null>(null);
  const id = `value-${position}`;
  const post = (text: string) => host.post({ type: "setValue", position, text });
  if (field.choices !== null) {
    return (
      <Select id={id} label={field.name} value={field.text} choices={field.choices} choose={post} />
    );
  }
  return (
    <div class={field.problem === "" ? "field" : "field has-error"}>
      <label class="field-label" for={id}>
        {field.name}
      </label>
      <input
        id={id}
        type="text"
        inputmode="decimal"
        class="text-input"
        autocomplete="off"
        spellcheck={false}
        value={draft ?? field.text}
        aria-invalid={field.problem !== ""}
        aria-describedby={`${id}-error`}
        onInput={event => {
          setDraft(event.currentTarget.value);
          post(event.currentTarget.value);
        }}
        onBlur={() => setDraft(null)}
      />
      <p id={`${id}-error`} class="field-error">
        {field.problem}
      </p>
    </div>
  );
}

function Answer({
  answer,
  weights,
}: {
  readonly answer: NonNullable<UseState["answer"]>;
  readonly weights: WeightsSummary;
}) {
  const { classNames, regression } = weights;
  return answer.kind === "class" ? (
    <ClassAnswer answer={answer} classNames={classNames} />
  ) : (
    <NumberAnswer value={answer.value} target={regression?.target ?? ""} />
  );
}

/** Values that are far from all that the network has learned. */
function FarValues({ fields }: { readonly fields: readonly FormField[] }) {
  const far = fields.flatMap(({ name, farFrom }) => (farFrom === null ? [] : [{ name, farFrom }]));
  if (far.length === 0) return null;
  return (
    <ul class="warnings" aria-label="Values to doubt">
      {far.slice(0, MAX_SHOWN).map(({ name, farFrom }) => (
        <li key={name}>{farWords(name, farFrom)}</li>
      ))}
      {far.length > MAX_SHOWN && <li>And {counted(far.length - MAX_SHOWN, "more value")}.</li>}
    </ul>
  );
}

function NumberAnswer({ value, target }: { readonly value: number; readonly target: string }) {
  return (
    <p>
      The network predicts {target} <span class="answer-class">{formatValue(value)}</span>.
    </p>
  );
}

function ClassAnswer({
  answer,
  classNames,
}: {
  readonly answer: Extract<NonNullable<UseState["answer"]>, { kind: "class" }>;
  readonly classNames: readonly string[];
}) {
  const { classIndex, probabilities } = answer;
  const indexes = classNames.map((_, i) => i);
  const isLong = indexes.length > MAX_SHOWN;
  const shown = isLong
    ? indexes.toSorted((a, b) => probabilities[b] - probabilities[a]).slice(0, MAX_SHOWN)
    : indexes;
  return (
    <>
      <p>
        The network answers <span class="answer-class">{classNames[classIndex]}</span>, probability{" "}
        {formatPercent(probabilities[classIndex])}.
      </p>
      <table>
        <caption class="visually-hidden">Probability of each class</caption>
        <tbody>
          {shown.map(i => (
            <tr key={i} class={i === classIndex ? "is-answer" : ""}>
              <th scope="row">
                <span class="class-name">{classNames[i]}</span>
              </th>
              <td class="bar-cell" aria-hidden="true">
                <span class="class-bar">
                  <span style={{ width: `${100 * probabilities[i]}%` }} />
                </span>
              </td>
              <td class="number">{formatPercent(probabilities[i])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isLong && (
        <p class="card-text">
          The {MAX_SHOWN} most probable of {classNames.length} classes.
        </p>
      )}
    </>
  );
}
