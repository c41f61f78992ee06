/** The data thread: reads a table and makes datasets of it, beside the host's own thread. */
import { parentPort } from "node:worker_threads";
import type { DataCommand, DataReport } from "../protocol/dataThreadMessages.ts";
import { dispatch, type Handlers } from "../protocol/messages.ts";
import { predictTable } from "./predictTable.ts";
import { TableSession } from "./tableSession.ts";

if (parentPort === null) throw new Error("dataWorker.js runs as a worker thread only");
const port = parentPort;

function post(report: DataReport): void {
  port.postMessage(report, transferables(report));
}

/** Arrays that threads cannot share move to the host. */
function transferables(report: DataReport): ArrayBuffer[] {
  if (report.type === "predicted") return [report.csv.buffer];
  if (report.type !== "made") return [];
  const { train, validation, test, fresh } = report.made.dataset;
  return [train, validation, test, fresh]
    .flatMap(({ inputs, labels }) => [inputs.buffer, labels.buffer])
    .filter(buffer => buffer instanceof ArrayBuffer);
}

function fail(error: unknown): void {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  post({ type: "failed", reason: message, stack });
}

let session: TableSession | undefined;

const handlers: Handlers<DataCommand> = {
  load: ({ id, fileName, source, reading }) => {
    session?.leave();
    session = new TableSession(fileName, source, post);
    void session.read(id, reading).catch(fail);
  },
  reread: ({ id, reading }) => void session?.read(id, reading).catch(fail),
  review: ({ id, choice }) => session?.review(id, choice),
  make: ({ id, choice }) => void session?.make(id, choice).catch(fail),
  leaveMaking: () => session?.leaveMaking(),
  predict: command => void predictTable(command, post).catch(fail),
  stop: () => {
    session?.leave();
    port.close();
  },
};

port.on("message", (command: DataCommand) => {
  try {
    dispatch(handlers, command);
  } catch (error) {
    fail(error);
  }
});
