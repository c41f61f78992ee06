/** The inspector thread: looks at networks with the data, beside the host and the training. */
import { parentPort } from "node:worker_threads";
import { brotliDecompressSync } from "node:zlib";
import packedKernel from "training-kernel";
import { createDataset } from "../core/datasets.ts";
import { inspect, inspectTraining } from "../core/inspection.ts";
import type { Dataset } from "../core/items.ts";
import type { InspectorCommand, InspectorReport } from "../protocol/inspectionMessages.ts";
import { dispatch, type Handlers } from "../protocol/messages.ts";
import { createEngine } from "../threads/engine.ts";
import { Replays } from "./replays.ts";

if (parentPort === null) throw new Error("inspector.js runs as a worker thread only");
const port = parentPort;

function post(report: InspectorReport): void {
  port.postMessage(report);
}

let data: Dataset | undefined;

let replays: Replays | undefined;

function loaded(): Dataset {
  if (data === undefined) throw new Error("nothing was loaded");
  return data;
}

function fail(error: unknown): void {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  post({ type: "failed", reason: message, stack });
}

/** Made when the first epoch is looked into. */
function replaying(): Replays {
  if (replays === undefined) {
    const bytes = new Uint8Array(brotliDecompressSync(packedKernel));
    replays = new Replays(loaded(), () => createEngine(bytes));
  }
  return replays;
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
  slowUpdate: ({ wanted, replayed }) => {
    replaying()
      .look(wanted, replayed)
      .then(answer => {
        if ("seconds" in answer) post({ type: "slowUpdateRefused", seconds: answer.seconds });
        else post({ type: "slowUpdate", update: answer.update });
      })
      .catch(fail);
  },
  stop: () => port.close(),
};

port.on("message", (command: InspectorCommand) => {
  try {
    dispatch(handlers, command);
  } catch (error) {
    fail(error);
  }
});
