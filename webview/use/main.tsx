/** The page of saved weights in use: connects the host and the view. */
import type { UseHostMessage, UsePageMessage, UseState } from "../../src/protocol/useMessages.ts";
import { startPage } from "../page.tsx";
import { UsePage } from "./usePage.tsx";
import "./style.css";

let state: UseState | null = null;

function take(message: UseHostMessage): boolean {
  ({ state } = message);
  return true;
}

startPage<UsePageMessage, UseHostMessage>(take, host => <UsePage host={host} state={state} />);
