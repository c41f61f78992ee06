/** The whole data page: what was read, what is chosen of it, and the way to training. */
import type { TableState, TableSummary } from "../../src/protocol/dataMessages.ts";
import { Icon } from "../icon.tsx";
import { ColumnsCard } from "./columnsCard.tsx";
import { CancelButton, ProgressBar } from "./controls.tsx";
import { FirstRowsCard } from "./firstRowsCard.tsx";
import type { DataHost } from "./host.ts";
import { LeftOutCard } from "./leftOutCard.tsx";
import { ReadingCard } from "./readingCard.tsx";
import { SplitCard } from "./splitCard.tsx";
import {
  FileChangeStrip,
  OldChoiceStrip,
  openFile,
  ProblemStrip,
  RefusedStrip,
} from "./strips.tsx";
import { TargetCard } from "./targetCard.tsx";
import { byteWords, counted, withoutTarget } from "./words.ts";

export interface DataPageProps {
  readonly host: DataHost;
  /** Null while there is no table. */
  readonly summary: TableSummary | null;
  /** Null before the host said anything. */
  readonly state: TableState | null;
}

export function DataPage({ host, summary, state }: DataPageProps) {
  if (state === null) return <main class="panel" aria-busy="true" data-status="loading" />;
  return (
    <main class="panel data-page" data-status={state.status}>
      <header class="data-head">
        <div class="data-name">
          <h1>{state.fileName || "Train on a CSV"}</h1>
          {summary !== null && (
            <p class="card-text">
              {counted(summary.rowCount, "row")}, {counted(summary.columns.length, "column")},{" "}
              {byteWords(summary.byteCount)}
            </p>
          )}
        </div>
        <button
          id="pickFile"
          type="button"
          class="button"
          onClick={() => host.post({ type: "pickFile" })}
        >
          Another file...
        </button>
      </header>
      <TrainBar host={host} state={state} summary={summary} />
      <FileChangeStrip host={host} state={state} />
      <OldChoiceStrip host={host} state={state} />
      <RefusedStrip host={host} state={state} />
      {state.unfit !== null && (
        <ProblemStrip
          id="unfit"
          label="Nothing can be trained yet"
          problem={state.unfit}
          open={openFile(host, state)}
        />
      )}
      <div class="content">
        {summary !== null && <TargetCard host={host} state={state} summary={summary} />}
        {summary !== null && <ColumnsCard host={host} state={state} summary={summary} />}
        {summary !== null && <SplitCard host={host} state={state} />}
        {summary !== null && <LeftOutCard host={host} state={state} summary={summary} />}
        {state.status !== "none" && (
          <ReadingCard
            reading={state.reading}
            format={summary?.format ?? null}
            isBusy={state.status === "reading" || state.status === "making"}
            reread={reading => host.post({ type: "read", reading })}
          />
        )}
        {summary !== null && <FirstRowsCard state={state} summary={summary} />}
      </div>
    </main>
  );
}

/** The one thing to do, and what it will come to. Stays in sight. */
function TrainBar({ host, state, summary }: DataPageProps & { readonly state: TableState }) {
  const { status, progress } = state;
  const isBusy = status === "reading" || status === "making";
  const canTrain = status === "ready" && state.unfit === null && state.target !== null;
  return (
    <div class="train-bar">
      {isBusy ? (
        <CancelButton id="cancel" cancel={() => host.post({ type: "cancel" })} />
      ) : (
        <button
          id="train"
          type="button"
          class="button primary large"
          disabled={!canTrain}
          onClick={() => host.post({ type: "train" })}
        >
          <Icon name="play" />
          Train
        </button>
      )}
      <p id="outlook" class="outlook" role="status">
        {outlook(state, summary)}
      </p>
      {isBusy && progress !== null && (
        <p class="number" aria-hidden="true">
          {progress.rows === null
            ? `${Math.round(100 * progress.fraction)} %`
            : counted(progress.rows, "row")}
        </p>
      )}
      {isBusy && (
        <ProgressBar
          label={status === "reading" ? "Reading" : "Preparing the data"}
          fraction={progress?.fraction ?? 0}
        />
      )}
    </div>
  );
}

function outlook(state: TableState, summary: TableSummary | null): string {
  const { status, review, target } = state;
  switch (status) {
    case "none":
      return "Choose a file to begin.";
    case "reading":
      // Without numbers: they would be read out as they change.
      return "Reading the file...";
    case "making":
      return "Preparing the data...";
    case "refused":
    case "failed":
      return "There is no table to train on.";
    case "ready":
      break;
  }
  if (target === null || summary === null) return "Choose the column that is to be learned.";
  if (state.unfit !== null) return toDo({ ...state, target }, summary) ?? state.unfit.advice;
  if (review === null) return "Looking at the choice...";
  const used = state.columns.filter((use, i) => use.isUsed && i !== target).length;
  const learned =
    review.numbers === null
      ? `one of ${counted(review.classes.length, "class", "classes")}`
      : "a number";
  const what =
    `${summary.columns[target].name}, ${learned}, from ` +
    `${counted(used, "column")} (${counted(review.inputs, "input")}), on ` +
    `${counted(review.items.train, "row")}.`;
  return state.isInUse ? `The playground has this: ${what}` : `Learns ${what}`;
}

/**
 * What is to be chosen where values are missing and nobody said what to do; null where none are.
 * Whoever looks at a choice looks for these first.
 */
function toDo(
  { target, targetMissing, task, columns }: TableState & { readonly target: number },
  summary: TableSummary,
): string | null {
  const inputs = columns.flatMap((use, i) => (use.isUsed && i !== target ? [i] : []));
  if (inputs.length === 0) return null;
  const { missing } = summary.columns[target];
  if (missing > 0 && targetMissing === "error") {
    return `${withoutTarget(missing, task)}: choose what to do with them.`;
  }
  const open = inputs.filter(i => columns[i].missing === "error" && summary.columns[i].missing > 0);
  if (open.length === 0) return null;
  const where = open.length === 1 ? summary.columns[open[0]].name : counted(open.length, "column");
  return `Missing values in ${where}: choose what to do with them.`;
}
