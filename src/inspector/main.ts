/** The inspector thread: looks at networks with the data, beside the host and the training. */
import { parentPort } from "node:worker_threads";
import { createDataset } from "../core/datasets.ts";
import { inspect, inspectTraining } from "../core/inspection.ts";
import type { Dataset } from "../core/items.ts";
import type { InspectorCommand, InspectorReport } from "../protocol/inspectionMessages.ts";
import { dispatch, type Handlers } from "../protocol/messages.ts";

if (parentPort === null) throw new Error("inspector.js runs as a worker thread only");
const port = parentPort;

function post(report: InspectorReport): void {
  port.postMessage(report);
}

let data: Dataset | undefined;

function loaded(): Dataset {
  if (data === undefined) throw new Error("nothing was loaded");
  return data;
}

const handlers: Handlers<InspectorCommand> = {
  load: ({ spec, dataset }) => {
    data = dataset ?? createDataset(spec);
  },
  inspect: ({ depth, network }) => {
    if (depth === "full") post({ type: "inspected", ...inspect(loaded(), network) });
    else {
      const training = inspectTraining(loaded().train, network);
      post({ type: "inspected", training, parts: null });
    }
  },
  stop: () => port.close(),
};

port.on("message", (command: InspectorCommand) => {
  try {
    dispatch(handlers, command);
  } catch (error) {
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    post({ type: "failed", reason: message, stack });
  }
});
