/** Every column: whether it is an input, as what, and what is done where it has no value. */
import { useState } from "preact/hooks";
import type {
  ColumnSummary,
  ColumnUse,
  TableState,
  TableSummary,
} from "../../src/protocol/dataMessages.ts";
import { WideTable } from "../wideTable.tsx";
import { Card, options, Select } from "./controls.tsx";
import type { DataHost } from "./host.ts";
import {
  counted,
  kindWords,
  missingWords,
  scalingWords,
  sentence,
  unknownWords,
  valueWords,
} from "./words.ts";

/** Columns that are shown at once. */
const PAGE_SIZE = 100;
const MIXED = "";

interface ColumnsProps {
  readonly host: DataHost;
  readonly state: TableState;
  readonly summary: TableSummary;
}

export function ColumnsCard({ host, state, summary }: ColumnsProps) {
  const [page, setPage] = useState(0);
  const pageCount = Math.ceil(summary.columns.length / PAGE_SIZE);
  const first = Math.min(page, pageCount - 1) * PAGE_SIZE;
  const shown = summary.columns.slice(first, first + PAGE_SIZE);
  return (
    <Card
      id="columns"
      title="Columns"
      tools={<ForAll host={host} state={state} summary={summary} />}
    >
      <p class="card-text">
        Ticked columns are the inputs of the network. Means, ranges and categories come from train
        rows only.
      </p>
      <WideTable label="Columns">
        <table class="columns">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Kind</th>
              <th scope="col">Values</th>
              <th scope="col">Becomes</th>
              <th scope="col">Missing</th>
              <th scope="col">Remarks</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column, i) => (
              <Row
                key={first + i}
                host={host}
                position={first + i}
                column={column}
                use={state.columns[first + i]}
                isTarget={state.target === first + i}
                leak={state.review?.leaks.find(({ position }) => position === first + i)?.reason}
              />
            ))}
          </tbody>
        </table>
      </WideTable>
      {pageCount > 1 && (
        <div class="pager">
          <button
            id="columnsBack"
            type="button"
            class="button"
            disabled={first === 0}
            onClick={() => setPage(first / PAGE_SIZE - 1)}
          >
            Back
          </button>
          <span>
            Columns {first + 1} to {first + shown.length} of {summary.columns.length}
          </span>
          <button
            id="columnsNext"
            type="button"
            class="button"
            disabled={first + PAGE_SIZE >= summary.columns.length}
            onClick={() => setPage(first / PAGE_SIZE + 1)}
          >
            Next
          </button>
        </div>
      )}
    </Card>
  );
}

/** The same choice for every column. */
function ForAll({ host, state, summary }: ColumnsProps) {
  const used = state.columns.filter((use, i) => use.isUsed && i !== state.target);
  const common = (member: "missing" | "scaling", uses: readonly ColumnUse[]) =>
    uses.length > 0 && uses.every(use => use[member] === uses[0][member]) ? uses[0][member] : MIXED;
  const numbers = used.filter(({ kind }) => kind === "number");
  const mixed = { value: MIXED, label: "different", isDisabled: true };
  const hasMissing = summary.columns.some(({ missing }) => missing > 0);
  return (
    <>
      {numbers.length > 0 && (
        <span class="for-all">
          <label for="allScaling">Scale numbers</label>
          <Select
            id="allScaling"
            label="Scale numbers"
            isCompact
            value={common("scaling", numbers)}
            choices={[mixed, ...options(scalingWords)]}
            choose={text =>
              host.post({
                type: "setColumns",
                changes: { scaling: text as keyof typeof scalingWords },
              })
            }
          />
        </span>
      )}
      {hasMissing && (
        <span class="for-all">
          <label for="allMissing">Missing values</label>
          <Select
            id="allMissing"
            label="Missing values"
            isCompact
            value={common("missing", used)}
            choices={[mixed, ...options(missingWords)]}
            choose={text =>
              host.post({
                type: "setColumns",
                changes: { missing: text as keyof typeof missingWords },
              })
            }
          />
        </span>
      )}
      <button
        id="suggest"
        type="button"
        class="button"
        onClick={() => host.post({ type: "suggest" })}
      >
        Back to suggestions
      </button>
    </>
  );
}

function Row({
  host,
  position,
  column,
  use,
  isTarget,
  leak,
}: {
  readonly host: DataHost;
  readonly position: number;
  readonly column: ColumnSummary;
  readonly use: ColumnUse;
  readonly isTarget: boolean;
  readonly leak: string | undefined;
}) {
  const { name, inputKinds, missing } = column;
  const change = (changes: Partial<ColumnUse>) =>
    host.post({ type: "setColumn", position, changes });
  const isInput = use.isUsed && !isTarget;
  const canBeInput = inputKinds.length > 0 && !isTarget;
  return (
    <tr class={isTarget ? "is-target" : isInput ? "is-input" : ""}>
      <th scope="row">
        <label class="check-label">
          <input
            id={`use-${position}`}
            type="checkbox"
            checked={isInput}
            disabled={!canBeInput}
            onChange={event => change({ isUsed: event.currentTarget.checked })}
          />
          <span class="column-name">{name}</span>
        </label>
      </th>
      <td>
        {isInput && inputKinds.length > 1 ? (
          <Select
            id={`kind-${position}`}
            label={`Kind of ${name}`}
            isCompact
            value={use.kind}
            choices={inputKinds.map(kind => ({ value: kind, label: kindWords[kind] }))}
            choose={text => change({ kind: text as ColumnUse["kind"] })}
          />
        ) : (
          kindWords[column.kind]
        )}
      </td>
      <td class="values">{valueWords(column)}</td>
      <td>
        {isInput && <Becomes position={position} column={column} use={use} change={change} />}
      </td>
      <td>
        <span class="missing-rule">
          {missing === 0 ? "none" : counted(missing, "row")}
          {isInput && missing > 0 && (
            <Select
              id={`missing-${position}`}
              label={`Missing values of ${name}`}
              isCompact
              value={use.missing}
              choices={options({
                ...missingWords,
                fill: use.kind === "number" ? "fill in the mean" : "fill in the most frequent",
              })}
              choose={text => change({ missing: text as ColumnUse["missing"] })}
            />
          )}
        </span>
      </td>
      <td class="remarks">{remark(column, isTarget, isInput, leak)}</td>
    </tr>
  );
}

function Becomes({
  position,
  column: { name, distinct },
  use,
  change,
}: {
  readonly position: number;
  readonly column: ColumnSummary;
  readonly use: ColumnUse;
  readonly change: (changes: Partial<ColumnUse>) => void;
}) {
  switch (use.kind) {
    case "number":
      return (
        <Select
          id={`scaling-${position}`}
          label={`Scaling of ${name}`}
          isCompact
          value={use.scaling}
          choices={options(scalingWords)}
          choose={text => change({ scaling: text as ColumnUse["scaling"] })}
        />
      );
    case "category":
      return (
        <span class="becomes">
          <span>{distinct === null ? "one-hot" : counted(distinct, "input")}; others:</span>
          <Select
            id={`unknown-${position}`}
            label={`Other categories of ${name}`}
            isCompact
            value={use.unknown}
            choices={options(unknownWords)}
            choose={text => change({ unknown: text as ColumnUse["unknown"] })}
          />
        </span>
      );
    case "boolean":
      return <>0 or 1</>;
  }
}

function remark(
  { excluded, kindReason, inputKinds }: ColumnSummary,
  isTarget: boolean,
  isInput: boolean,
  leak: string | undefined,
): string {
  if (isTarget) return "The target.";
  if (leak !== undefined) return `⚠ Tells the class by itself: ${leak}.`;
  if (excluded !== null) return sentence(`${isInput ? "doubtful" : "left out"}: ${excluded}`);
  if (!isInput)
    return inputKinds.length === 0 ? sentence(`left out: ${kindReason}`) : "Left out by you.";
  return "";
}
