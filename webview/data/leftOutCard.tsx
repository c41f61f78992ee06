/** Rows and columns that are not used, each with the reason: nothing goes silently. */
import type {
  ExcludedRowsSummary,
  TableState,
  TableSummary,
} from "../../src/protocol/dataMessages.ts";
import { Card } from "./controls.tsx";
import type { DataHost } from "./host.ts";
import { openFile } from "./strips.tsx";
import { counted, exclusionWords } from "./words.ts";

/** Columns that are named one by one. */
const MAX_COLUMNS = 100;

export function LeftOutCard({
  host,
  state,
  summary,
}: {
  readonly host: DataHost;
  readonly state: TableState;
  readonly summary: TableSummary;
}) {
  const rows = [...summary.excludedRows, ...(state.review?.excludedRows ?? [])];
  const columns = summary.columns.flatMap((column, position) =>
    position === state.target || state.columns[position].isUsed ? [] : [column],
  );
  const isNothing = rows.length === 0 && columns.length === 0;
  return (
    <Card id="left-out" title="Left out">
      {isNothing && <p class="card-text">Nothing: every row and every column is used.</p>}
      {rows.length > 0 && (
        <ul class="left-out">
          {rows.map(excluded => (
            <Rows key={excluded.reason} open={openFile(host, state)} excluded={excluded} />
          ))}
        </ul>
      )}
      {columns.length > 0 && (
        <ul class="left-out">
          {columns.slice(0, MAX_COLUMNS).map(({ name, excluded, inputKinds, kindReason }) => (
            <li key={name}>
              Column <strong>{name}</strong>:{" "}
              {excluded ?? (inputKinds.length === 0 ? kindReason : "not ticked")}.
            </li>
          ))}
          {columns.length > MAX_COLUMNS && (
            <li>And {counted(columns.length - MAX_COLUMNS, "more column")}.</li>
          )}
        </ul>
      )}
    </Card>
  );
}

function Rows({
  open,
  excluded: { reason, rows, lines },
}: {
  readonly open: ReturnType<typeof openFile>;
  readonly excluded: ExcludedRowsSummary;
}) {
  return (
    <li>
      {exclusionWords[reason](rows)}: {lines.length === 1 ? "line " : "lines "}
      {lines.map((line, i) => (
        <>
          {i > 0 && ", "}
          {open === undefined ? (
            line
          ) : (
            <button
              key={line}
              type="button"
              class="link"
              aria-label={`Open file at line ${line}`}
              onClick={() => open(line, 1)}
            >
              {line}
            </button>
          )}
        </>
      ))}
      {rows > lines.length ? ", …" : "."}
    </li>
  );
}
