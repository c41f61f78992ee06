/** The training thread: a thin shell that pulls the experiment and posts what it recorded. */
import { parentPort } from "node:worker_threads";
import { brotliDecompressSync } from "node:zlib";
import packedKernel from "training-kernel";
import {
  dispatch,
  type Handlers,
  type WorkerCommand,
  type WorkerReport,
} from "../protocol/messages.ts";
import { createEngine } from "../threads/engine.ts";
import { RunMaker } from "./runMaker.ts";
import { TrainingSession } from "./trainingSession.ts";

if (parentPort === null) throw new Error("worker.js runs as a worker thread only");
const port = parentPort;

function post(report: WorkerReport): void {
  port.postMessage(report, transferables(report));
}

/** The arrays of a report, which move to the host instead of being copied. */
function transferables(report: WorkerReport): ArrayBuffer[] {
  if (report.type === "runEnded") {
    const { parameters, bestParameters } = report.result;
    return [parameters, ...(bestParameters ? [bestParameters] : [])].map(
      array => array.buffer as ArrayBuffer,
    );
  }
  if (!("runs" in report)) return [];
  return report.runs.flatMap(({ chunk: { rows, snapshotEpochs, snapshots, kept, best } }) =>
    [rows, snapshotEpochs, snapshots, kept, ...(best ? [best.row, best.parameters] : [])].map(
      array => array.buffer as ArrayBuffer,
    ),
  );
}

function fail(error: unknown): void {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  post({ type: "failed", reason: message, stack });
}

const kernelBytes = new Uint8Array(brotliDecompressSync(packedKernel));

let session: TrainingSession | undefined;
let maker: RunMaker | undefined;

type TrainCommand = Extract<WorkerCommand, { type: "train" }>;

/** Trains to the end, whatever it is, and lets the thread end with its port. */
async function train({ experiment, speed, pauseAt, dataset }: TrainCommand): Promise<void> {
  try {
    const engine = await createEngine(kernelBytes);
    session = new TrainingSession(experiment, engine, speed, pauseAt, post, dataset);
    await session.run();
  } catch (error) {
    fail(error);
  } finally {
    port.close();
  }
}

const handlers: Handlers<WorkerCommand> = {
  train: command => void train(command),
  plan: ({ plan, dataset }) => {
    maker = new RunMaker(plan, dataset, () => createEngine(kernelBytes), post);
  },
  makeRun: ({ run }) => void maker?.make(run).catch(fail),
  pause: () => session?.pause(),
  resume: () => session?.resume(),
  step: () => session?.step(),
  stop: () => session?.stop(),
  change: ({ changes }) => session?.change(changes),
  setSpeed: ({ speed }) => session?.setSpeed(speed),
};

port.on("message", (command: WorkerCommand) => dispatch(handlers, command));
