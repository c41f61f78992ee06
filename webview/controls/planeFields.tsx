/** The noise and the number of the points that the program makes. */
import { useEffect, useState } from "preact/hooks";
import type { Bounds } from "../../src/core/config.ts";
import { PANEL_ITEMS, TWO_INPUT_BOUNDS } from "../../src/core/twoInputShapes.ts";
import type { PlaneChanges, PlaneState } from "../../src/protocol/messages.ts";
import type { PanelStore } from "../panelStore.ts";
import { numberProblem, typedNumber } from "../typedNumber.ts";
import { describedBy, Field } from "./field.tsx";

interface PlaneField {
  readonly member: keyof PlaneChanges;
  readonly label: string;
  readonly unit: string;
  readonly help: string;
  readonly bounds: Bounds;
}

const fields: readonly PlaneField[] = [
  {
    member: "trainItems",
    label: "Training items",
    unit: "points",
    help: "The fewer points, the easier they are learned by heart.",
    bounds: PANEL_ITEMS,
  },
  {
    member: "inputNoise",
    label: "Input noise",
    unit: "deviation",
    help: "Moves every point at random, in all parts of the data: classes overlap.",
    bounds: TWO_INPUT_BOUNDS.inputNoise,
  },
  {
    member: "labelNoise",
    label: "Label noise",
    unit: "share",
    help: "Gives this share of the points the wrong class, in all parts: no network gets them right.",
    bounds: TWO_INPUT_BOUNDS.labelNoise,
  },
];

/** What is wrong with a text; "" if nothing. */
function problemOf(text: string, bounds: Bounds): string {
  return numberProblem(numberOf(text, bounds), bounds);
}

/** A decimal comma is understood. */
function numberOf(text: string, { integer }: Bounds): number {
  return typedNumber(integer ? text : text.replace(",", "."), integer);
}

/** Nothing unless the points are made with noise. */
export function PlaneFields({
  store,
  plane,
}: {
  readonly store: PanelStore;
  readonly plane: PlaneState | null;
}) {
  if (plane?.base.kind !== "twoInput") return null;
  const { base, isEdited } = plane;
  return (
    <>
      {isEdited && (
        <p class="field-help">
          Points were placed by hand. Changing a number here makes new ones; Undo brings yours back.
        </p>
      )}
      {fields.map(field => (
        <NumberField key={field.member} store={store} field={field} value={base[field.member]} />
      ))}
    </>
  );
}

function NumberField({
  store,
  field: { member, label, unit, help, bounds },
  value,
}: {
  readonly store: PanelStore;
  readonly field: PlaneField;
  readonly value: number;
}) {
  const id = `field-${member}`;
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [value]);
  const text = draft ?? String(value);
  const error = problemOf(text, bounds);
  return (
    <Field id={id} label={label} unit={unit} help={help} error={error}>
      <input
        id={id}
        type="text"
        class="text-input"
        inputMode="decimal"
        autocomplete="off"
        value={text}
        {...describedBy(id, error)}
        onInput={event => setDraft(event.currentTarget.value)}
        onChange={event => {
          const typed = event.currentTarget.value;
          if (problemOf(typed, bounds) !== "") return;
          const number = numberOf(typed, bounds);
          if (number === value) setDraft(null);
          else store.post({ type: "configurePlane", changes: { [member]: number } });
        }}
      />
    </Field>
  );
}
