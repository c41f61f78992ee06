/** What needs attention: a file or a choice that cannot be used, a file that changed, a warning. */
import type { ComponentChildren } from "preact";
import type { TableProblem, TableState } from "../../src/protocol/dataMessages.ts";
import { Icon } from "../icon.tsx";
import type { DataHost } from "./host.ts";
import { formatCount } from "../format.ts";
import { USUAL_SAMPLE } from "./readingCard.tsx";
import { sentence } from "./words.ts";

interface StripProps {
  readonly host: DataHost;
  readonly state: TableState;
}

function placeWords({ line, column }: TableProblem): string {
  if (line === null) return "";
  return column === null ? `Line ${line}: ` : `Line ${line}, character ${column}: `;
}

/** A problem with its place, what to do, and a way to the place. */
export function ProblemStrip({
  id,
  label,
  problem,
  open,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly problem: TableProblem;
  /** Opens the file at a place; undefined if it has none on disk. */
  readonly open: ((line: number, column: number) => void) | undefined;
  readonly children?: ComponentChildren;
}) {
  const place = placeWords(problem);
  const { line, column } = problem;
  return (
    <section id={id} class="strip error" role="alert" aria-label={label}>
      <Icon name="warning" />
      <div class="strip-text">
        <p class="strip-title">
          {place}
          {place === "" ? sentence(problem.problem) : `${problem.problem}.`}
        </p>
        <p>{problem.advice}</p>
      </div>
      {line !== null && open !== undefined && (
        <button
          id={`${id}-open`}
          type="button"
          class="button"
          onClick={() => open(line, column ?? 1)}
        >
          Open file at line {line}
        </button>
      )}
      {children}
    </section>
  );
}

/** Opens the file at a place; undefined if it has none on disk. */
export function openFile(
  host: DataHost,
  { hasPlace }: TableState,
): ((line: number, column: number) => void) | undefined {
  return hasPlace ? (line, column) => host.post({ type: "openFile", line, column }) : undefined;
}

/** Why there is no table. */
export function RefusedStrip({ host, state }: StripProps) {
  if (state.problem === null) return null;
  const { line } = state.problem;
  return (
    <ProblemStrip
      id="refused"
      label="The table was not read"
      problem={state.problem}
      open={openFile(host, state)}
    >
      {state.problem.isTooLong === true && (
        <button
          id="readSample"
          type="button"
          class="button primary"
          onClick={() =>
            host.post({ type: "read", reading: { ...state.reading, sample: USUAL_SAMPLE } })
          }
        >
          Read a sample of {formatCount(USUAL_SAMPLE.rows)} rows
        </button>
      )}
      {state.fileChange === null && state.hasPlace && (
        <button
          id="readAgain"
          type="button"
          class={line === null && state.problem.isTooLong !== true ? "button primary" : "button"}
          onClick={() => host.post({ type: "reload" })}
        >
          Read again
        </button>
      )}
    </ProblemStrip>
  );
}

/** Choices of an earlier window, whose file is another one by now. */
export function OldChoiceStrip({ host, state }: StripProps) {
  if (!state.isChoiceOld) return null;
  return (
    <section id="oldChoice" class="strip warning" role="status" aria-label="Your choices">
      <Icon name="warning" />
      <div class="strip-text">
        <p class="strip-title">The file has changed since you made your choices.</p>
        <p>What still fits of them is kept. Look through it before you train.</p>
      </div>
      <button
        id="suggestAnew"
        type="button"
        class="button"
        onClick={() => host.post({ type: "suggest" })}
      >
        Back to suggestions
      </button>
    </section>
  );
}

export function FileChangeStrip({ host, state }: StripProps) {
  if (state.fileChange === null || state.status === "reading") return null;
  const isDeleted = state.fileChange === "deleted";
  return (
    <section id="fileChange" class="strip warning" role="status" aria-label="The file on disk">
      <Icon name="warning" />
      <div class="strip-text">
        <p class="strip-title">
          {isDeleted ? "The file is no longer there." : "The file has changed on disk."}
        </p>
        <p>
          {isDeleted
            ? "What was read is still here and can be trained on."
            : "Below is what was read before. Your choices stay when you reload."}
        </p>
      </div>
      {!isDeleted && (
        <button
          id="reload"
          type="button"
          class="button primary"
          onClick={() => host.post({ type: "reload" })}
        >
          Reload
        </button>
      )}
    </section>
  );
}
