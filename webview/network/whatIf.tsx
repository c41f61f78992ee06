/** What one network would do if some of its weights were others. No recording changes. */
import { useState } from "preact/hooks";
import type { Inspection } from "../../src/core/inspection.ts";
import type { MetricName } from "../../src/core/recorder.ts";
import { MAX_WEIGHT_EDITS, type WeightEdit } from "../../src/protocol/inspectionMessages.ts";
import { exactText } from "../figure3/math.tsx";
import { formatCount, formatError, formatPercent } from "../format.ts";
import type { PanelStore } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import type { WeightPlace } from "./networkLayout.ts";

/** Largest magnitude that can be set. */
const LARGEST = 1e6;

interface WhatIfProps {
  readonly store: PanelStore;
  readonly shown: Shown;
  readonly run: ShownRun;
  readonly chosen: WeightPlace;
  readonly edits: readonly WeightEdit[];
  readonly edit: (edits: readonly WeightEdit[]) => void;
  readonly nameOf: (place: WeightPlace) => string;
}

export function WhatIf(props: WhatIfProps) {
  const { store, shown, run, chosen, edits, edit, nameOf } = props;
  const [text, setText] = useState("0");
  const value = readValue(text);
  const others = edits.filter(
    ({ layer, from, to }) => layer !== chosen.layer || from !== chosen.from || to !== chosen.to,
  );
  const isFull = others.length >= MAX_WEIGHT_EDITS;
  if (run.slow !== null) {
    return (
      <p class="card-text">This is about whole epochs: leave the inside of the epoch first.</p>
    );
  }
  return (
    <div id="what-if">
      <form
        class="what-if"
        onSubmit={event => {
          event.preventDefault();
          if (value !== null && !isFull) edit([...others, { ...chosen, value }]);
        }}
      >
        <label>
          What if the weight {nameOf(chosen)}, which is {exactText(weightAt(run, chosen))}, were{" "}
          <input
            id="what-if-value"
            type="text"
            class="text-input"
            inputMode="decimal"
            size={9}
            value={text}
            aria-invalid={value === null}
            aria-describedby="what-if-note"
            onInput={event => setText(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button" disabled={value === null || isFull}>
          Set
        </button>
        <button type="button" class="button" disabled={edits.length === 0} onClick={() => edit([])}>
          Reset
        </button>
      </form>
      <p class="card-text" id="what-if-note">
        {value === null && "Give a number between −1,000,000 and 1,000,000. "}
        {isFull && `At most ${MAX_WEIGHT_EDITS} weights can be others: reset some. `}
        Choose the weight in the drawing or in a matrix. Training and recording stay as they are.
      </p>
      {edits.length > 0 && (
        <>
          <ul class="network-words">
            {edits.map(one => (
              <li key={`${one.layer} ${one.from} ${one.to}`}>
                {nameOf(one)}: {exactText(weightAt(run, one))}, what if {exactText(one.value)}
              </li>
            ))}
          </ul>
          <Comparison {...{ store, shown, run, edits }} />
        </>
      )}
    </div>
  );
}

function weightAt({ layers }: ShownRun, { layer, from, to }: WeightPlace): number {
  return layers[layer].weights[from * layers[layer].outputs + to];
}

/** Null if it is not a number that a weight can be set to. */
function readValue(text: string): number | null {
  const value = Number(text.replace("\u2212", "-"));
  return text.trim() !== "" && Math.abs(value) <= LARGEST ? value : null;
}

const rows = [
  ["Train loss", "train", "trainLoss", null],
  ["Test loss", "test", "testLoss", null],
  // Of classes alone: a number is never right or wrong.
  ["Train accuracy", "train", "trainCorrect", "trainItems"],
  ["Test accuracy", "test", "testCorrect", "testItems"],
] as const satisfies readonly (readonly [
  string,
  "train" | "test",
  MetricName,
  "trainItems" | "testItems" | null,
])[];

function Comparison({
  store,
  shown,
  run,
  edits,
}: Pick<WhatIfProps, "store" | "shown" | "run" | "edits">) {
  const answer = store.whatIf(run.index, run.weightsEpoch, edits);
  if (store.inspectionProblem !== null) {
    return (
      <p class="card-text" role="alert">
        The numbers could not be worked out.{" "}
        <button type="button" class="button" onClick={() => store.retryInspection()}>
          Try again
        </button>
      </p>
    );
  }
  const epoch = answer?.wanted.epoch ?? run.weightsEpoch;
  const { recording } = run;
  const before = (name: MetricName) =>
    epoch === run.epoch ? run.values[name] : recording.metric(recording.rowAt(epoch), name);
  const parts = answer?.parts;
  const known = rows.filter(([, , , items]) => items === null || shown.data.regression === null);
  const isPart = parts !== undefined && parts.train.itemsUsed < parts.train.items;
  return (
    <>
      <table class="numbers" id="what-if-table">
        <thead>
          <tr>
            <th scope="col">Epoch {formatCount(epoch)}</th>
            <th scope="col">as trained</th>
            <th scope="col">what if</th>
          </tr>
        </thead>
        <tbody>
          {known.map(([title, part, name, items]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>
                {items === null
                  ? formatError(before(name))
                  : formatPercent(before(name) / shown.data[items])}
              </td>
              <td>{parts === undefined ? "…" : after(parts[part], items !== null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isPart && (
        <p class="card-text">
          What if: of {formatCount(parts.train.itemsUsed)} of {formatCount(parts.train.items)}{" "}
          training items.
        </p>
      )}
    </>
  );
}

function after(
  { loss, confusion, itemsUsed }: Inspection["parts"]["train"],
  isAccuracy: boolean,
): string {
  if (!isAccuracy) return formatError(loss);
  const classes = Math.sqrt(confusion.length);
  const correct = confusion.reduce((sum, n, i) => (i % (classes + 1) === 0 ? sum + n : sum), 0);
  return formatPercent(correct / itemsUsed);
}
