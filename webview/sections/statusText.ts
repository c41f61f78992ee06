/** The state of an experiment and of its runs, in words. */
import type { PlaygroundState, RunSummary } from "../../src/protocol/messages.ts";
import { formatCount, joinWords } from "../format.ts";

/** Epochs trained, of the run that came furthest. */
function trained(playground: PlaygroundState): number {
  return playground.runs.reduce((most, run) => Math.max(most, run.epoch), 0);
}

export function statusText(playground: PlaygroundState): string {
  const epochs = formatCount(playground.experiment?.base.epochs ?? 0);
  const epoch = formatCount(trained(playground));
  switch (playground.status) {
    case "idle":
      return "Ready";
    case "training":
      return `Training, epoch ${epoch} of ${epochs}`;
    case "paused":
      return `Paused at epoch ${epoch} of ${epochs}`;
    case "finished": {
      const diverged = playground.runs.filter(run => run.status === "diverged");
      if (diverged.length > 0) {
        return `Finished; ${joinWords(diverged.map(run => run.label))} diverged`;
      }
      const early = playground.runs.filter(run => run.status === "stoppedEarly").length;
      if (early === 0) return `Finished, ${epoch} epochs`;
      if (early === playground.runs.length) return `Stopped early, epoch ${epoch} of ${epochs}`;
      return `Finished, ${epoch} epochs; ${early} stopped early`;
    }
    case "stopped":
      return `Stopped at epoch ${epoch} of ${epochs}`;
    case "failed":
      return "Failed";
  }
}

export function runStatusText(run: RunSummary): string {
  switch (run.status) {
    case "training":
      return "under way";
    case "finished":
      return "finished";
    case "stopped":
      return "stopped";
    case "stoppedEarly":
      return "stopped early";
    case "diverged":
      return "diverged: no longer finite";
  }
}
