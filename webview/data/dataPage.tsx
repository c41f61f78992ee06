/** The whole data page: what was read, what is chosen of it, and the way to training. */
import type { TableState, TableSummary } from "../../src/protocol/dataMessages.ts";
import type { DataHost } from "./host.ts";

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
    <main class="panel" data-status={state.status}>
      <h1>{state.fileName}</h1>
      <p>{summary?.rowCount}</p>
      <button class="button primary" type="button" onClick={() => host.post({ type: "train" })}>
        Train
      </button>
    </main>
  );
}
