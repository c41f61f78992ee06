/** Asks for repeats, shows how far they are, and ends them. */
import { FOLD_REPEATS, SEED_REPEATS } from "../../src/core/repeats.ts";
import type { RepeatState } from "../../src/protocol/messages.ts";
import { formatCount, formatPercent } from "../format.ts";
import { Icon } from "../icon.tsx";
import type { PanelMemory } from "../memory.ts";
import type { PanelStore } from "../panelStore.ts";

interface RepeatControlsProps {
  readonly store: PanelStore;
  readonly memory: PanelMemory;
  readonly repeats: RepeatState | null;
  /** Whether the data can be dealt into folds. */
  readonly hasFolds: boolean;
}

/** A whole number in a text, or NaN. */
function wholeNumber(text: string): number {
  return /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : Number.NaN;
}

/** What is wrong with the numbers; "" if nothing is. */
function problemOf(seeds: number, folds: number): string {
  const { max } = SEED_REPEATS;
  const least = folds > 0 ? 1 : 2;
  if (!(folds === 0 || (folds >= 2 && folds <= FOLD_REPEATS.max))) {
    return `Folds: expected 0 for none, or a whole number from 2 to ${FOLD_REPEATS.max}.`;
  }
  if (!(seeds >= least && seeds <= max)) {
    return `Seeds: expected a whole number from ${least} to ${max}.`;
  }
  return "";
}

export function RepeatControls({ store, memory, repeats, hasFolds }: RepeatControlsProps) {
  if (repeats?.status === "running") return <Running store={store} repeats={repeats} />;
  const asked = memory.repeats;
  const seeds = wholeNumber(asked.seeds);
  const folds = hasFolds ? wholeNumber(asked.folds) : 0;
  const problem = problemOf(seeds, folds);
  const count = seeds === 1 ? "1 other seed" : `${formatCount(seeds)} other seeds`;
  const action = folds > 0 ? `Repeat with ${count}, ${folds} folds each` : `Repeat with ${count}`;
  return (
    <form
      class="repeat-form"
      onSubmit={event => {
        event.preventDefault();
        if (problem === "") store.post({ type: "repeat", seeds, folds });
      }}
    >
      <NumberInput
        id="repeat-seeds"
        label="Seeds"
        value={asked.seeds}
        isWrong={problem.startsWith("Seeds")}
        change={text => store.remember({ repeats: { ...asked, seeds: text } })}
      />
      {hasFolds && (
        <NumberInput
          id="repeat-folds"
          label="Folds"
          value={asked.folds}
          isWrong={problem.startsWith("Folds")}
          change={text => store.remember({ repeats: { ...asked, folds: text } })}
        />
      )}
      <button id="repeat" type="submit" class="button" disabled={problem !== ""}>
        <Icon name="dice" />
        {problem === "" ? action : "Repeat"}
      </button>
      <p id="repeat-problem" class="field-error" role="alert">
        {problem}
      </p>
    </form>
  );
}

function NumberInput({
  id,
  label,
  value,
  isWrong,
  change,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly change: (text: string) => void;
}) {
  return (
    <label class="repeat-number">
      {label}
      <input
        id={id}
        class="text-input"
        type="text"
        inputMode="numeric"
        maxLength={4}
        value={value}
        aria-invalid={isWrong}
        aria-describedby="repeat-problem"
        onInput={event => change(event.currentTarget.value)}
      />
    </label>
  );
}

function Running({
  store,
  repeats,
}: {
  readonly store: PanelStore;
  readonly repeats: RepeatState;
}) {
  const { ended, runs, share } = repeats;
  const text = `${formatCount(ended)} of ${formatCount(runs)} runs`;
  return (
    <div class="repeat-form">
      <label class="repeat-progress">
        <span class="number">{text}</span>
        <progress id="repeat-progress" value={share} max={1} aria-label="Repeats done">
          {formatPercent(share)}
        </progress>
      </label>
      <button
        id="repeat-cancel"
        type="button"
        class="button"
        title="End the repeats and keep the seeds that are complete"
        onClick={() => store.post({ type: "cancelRepeats" })}
      >
        <Icon name="stop" />
        Cancel
      </button>
    </div>
  );
}
