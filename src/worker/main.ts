/** The training thread: a thin shell that pulls the experiment and posts what it recorded. */
import { parentPort } from "node:worker_threads";
import {
  dispatch,
  type Handlers,
  type WorkerCommand,
  type WorkerReport,
} from "../protocol/messages.ts";
import { TrainingSession } from "./trainingSession.ts";

if (parentPort === null) throw new Error("worker.js runs as a worker thread only");
const port = parentPort;

function post(report: WorkerReport): void {
  port.postMessage(report, transferables(report));
}

/** The arrays of a report, which move to the host instead of being copied. */
function transferables(report: WorkerReport): ArrayBuffer[] {
  if (report.type === "failed") return [];
  return report.runs.flatMap(({ chunk }) =>
    [chunk.rows, chunk.snapshotEpochs, chunk.snapshots].map(array => array.buffer as ArrayBuffer),
  );
}

let session: TrainingSession | undefined;

const handlers: Handlers<WorkerCommand> = {
  train({ experiment, speed, pauseAt }) {
    session = new TrainingSession(experiment, speed, pauseAt, post);
    session.run().then(
      // Nothing more to do: the thread ends with its port.
      () => port.close(),
      (error: unknown) => {
        const { message, stack = message } =
          error instanceof Error ? error : new Error(String(error));
        post({ type: "failed", reason: message, stack });
        port.close();
      },
    );
  },
  pause: () => session?.pause(),
  resume: () => session?.resume(),
  step: () => session?.step(),
  stop: () => session?.stop(),
  setSpeed: ({ speed }) => session?.setSpeed(speed),
};

port.on("message", (command: WorkerCommand) => dispatch(handlers, command));
