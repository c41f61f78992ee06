/** A model with the built worker, and ways to wait for it. */
import { fileURLToPath } from "node:url";
import type { ExperimentStatus } from "../../src/protocol/messages.ts";
import { PlaygroundModel } from "../../src/host/playgroundModel.ts";

export const WORKER_FILE = fileURLToPath(new URL("../../dist/worker.js", import.meta.url));

const INSPECTOR_FILE = fileURLToPath(new URL("../../dist/inspector.js", import.meta.url));

export function createModel(): PlaygroundModel {
  return new PlaygroundModel({
    workerFile: WORKER_FILE,
    inspectorFile: INSPECTOR_FILE,
    describeBreakdown: ({ kind, detail }) => ({
      reason: `${kind}: ${detail}`,
      advice: "run again",
    }),
    logError: () => undefined,
  });
}

/** Resolves at the first change after which the condition holds, or at once if it does. */
export async function until(model: PlaygroundModel, condition: () => boolean): Promise<void> {
  if (condition()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      const { status, failure } = model.state;
      reject(new Error(`waited in vain; status ${status}, ${failure?.reason ?? "no failure"}`));
    }, 60_000);
    const following = model.changed.on(() => {
      if (!condition()) return;
      clearTimeout(timer);
      following.dispose();
      resolve();
    });
  });
}

export function untilStatus(model: PlaygroundModel, status: ExperimentStatus): Promise<void> {
  return until(model, () => model.state.status === status);
}

/** Everything that was recorded, for comparison to the bit. */
export function recorded(model: PlaygroundModel) {
  return model.recordings.map(recording => recording.toChunk());
}
