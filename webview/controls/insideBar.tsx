/** Slow motion: goes through the updates of one epoch, one by one. */
import type { DataPreview } from "../../src/protocol/messages.ts";
import { formatCount, formatNumber } from "../format.ts";
import { type InsideEpoch, mostUpdates } from "../insideEpoch.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { StepButton } from "./stepButton.tsx";

/** Items that are named; batches may be as large as the data. */
const NAMED_ITEMS = 12;

interface InsideBarProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function InsideBar({ store, view, shown }: InsideBarProps) {
  const { inside } = view;
  if (inside === null) return null;
  const { trainItems } = shown.data;
  const updates = mostUpdates(shown.playground.runs, trainItems);
  const isFirst = inside.epoch === 1 && inside.update === 0;
  const isLast = inside.epoch >= shown.lastEpoch && inside.update === updates - 1;
  return (
    <div class="inside" role="group" aria-label={`Updates of epoch ${inside.epoch}`}>
      <div class="inside-row">
        <span class="inside-title">Inside epoch {formatCount(inside.epoch)}</span>
        <StepButton
          id="updateBack"
          steps={-1}
          label="Previous update"
          isOff={isFirst}
          step={steps => store.stepInside(steps)}
        />
        <input
          id="updates"
          type="range"
          class="scrubber"
          min="0"
          max={updates - 1}
          step="1"
          value={inside.update}
          disabled={updates === 1}
          aria-label="Shown update"
          aria-valuetext={`update ${inside.update + 1} of ${updates} in epoch ${inside.epoch}`}
          style={{
            "--played": `${(100 * (inside.update + 1)) / updates}%`,
            "--recorded": "100%",
          }}
          onInput={event =>
            store.stepInside(event.currentTarget.valueAsNumber - (store.view.inside?.update ?? 0))
          }
        />
        <StepButton
          id="updateOn"
          steps={1}
          label="Next update"
          isOff={isLast}
          step={steps => store.stepInside(steps)}
        />
        <output class="epoch-readout" for="updates">
          <span class="epoch-number">{formatCount(inside.update + 1)}</span>
          <span class="epoch-total"> / {formatCount(updates)}</span>
        </output>
        <button
          id="leaveInside"
          type="button"
          class="button"
          onClick={() => {
            store.leaveInside();
            document.getElementById("lookInside")?.focus();
          }}
        >
          Leave
        </button>
      </div>
    </div>
  );
}

/** What the update is made of, or why there is none; below the bar, as it may be long. */
export function InsideNote({ store, view, shown }: InsideBarProps) {
  const { inside } = view;
  if (inside === null) return null;
  const run = shown.runs.find(({ slow }) => slow !== null);
  return (
    <p class="inside-text" id="inside-text">
      {run?.slow ? (
        <>
          {itemsText(run, shown.data)} Weights are those after this update; errors and charts are
          those of the shown epoch.
        </>
      ) : (
        <Absence store={store} inside={inside} />
      )}
    </p>
  );
}

/** Why no update is shown. */
function Absence({ store, inside }: { readonly store: PanelStore; readonly inside: InsideEpoch }) {
  if (store.inspectionProblem !== null) {
    return (
      <>
        The thread that looks into epochs has ended unexpectedly.{" "}
        <button
          id="insideAgain"
          type="button"
          class="button"
          onClick={() => store.retryInspection()}
        >
          Try again
        </button>
      </>
    );
  }
  const seconds = store.slowUpdates()?.find(answer => answer?.seconds !== undefined)?.seconds;
  if (seconds === undefined) {
    return <>Training again up to epoch {formatCount(inside.epoch - 1)}…</>;
  }
  return (
    <>
      To train again up to here would take about {formatNumber(Math.max(1, Math.round(seconds)))} s,
      which is too long. Look into an earlier epoch, or into this one again: training goes on where
      it was left.
    </>
  );
}

/** "The batch has 16 items: 3 (class 0), 17 (class 2) and 14 more." */
function itemsText({ slow }: ShownRun, data: DataPreview): string {
  const items = slow ? [...slow.items] : [];
  const named = items.slice(0, NAMED_ITEMS).map(item => {
    const name = classOf(data, item);
    return name === undefined ? formatCount(item) : `${formatCount(item)} (${name})`;
  });
  const rest = items.length - named.length;
  const list = named.join(", ") + (rest > 0 ? ` and ${formatCount(rest)} more` : "");
  return items.length === 1 ? `Made of item ${list}.` : `Made of ${items.length} items: ${list}.`;
}

/** The name of an item's class: only the first items are known to the page. */
export function classOf(
  { inputNames, classNames, rows }: DataPreview,
  item: number,
): string | undefined {
  const width = inputNames.length + classNames.length;
  const start = item * width + inputNames.length;
  return classNames[rows.subarray(start, start + classNames.length).indexOf(1)];
}
