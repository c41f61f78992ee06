/** The data page: connects the host and the view. */
import type {
  DataHostMessage,
  DataPageMessage,
  TableState,
  TableSummary,
} from "../../src/protocol/dataMessages.ts";
import { startPage } from "../page.tsx";
import { acceptDrops } from "../dropTarget.tsx";
import { DataPage } from "./dataPage.tsx";
import "./style.css";

let summary: TableSummary | null = null;
let state: TableState | null = null;

function take(message: DataHostMessage): boolean {
  if (message.type === "table") ({ summary } = message);
  else ({ state } = message);
  // A table is shown with the state that follows it.
  return message.type === "state";
}

const host = startPage<DataPageMessage, DataHostMessage>(take, host => (
  <DataPage host={host} summary={summary} state={state} />
));
acceptDrops(message => host.post(message));
