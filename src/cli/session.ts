/** What every command has at hand: where to write, when to stop, which files belong to the program. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ProgressBar } from "./progressBar.ts";

export interface Session {
  /** Of the program. */
  readonly version: string;
  /** Path of the built training thread. */
  readonly workerFile: string;
  /** Aborted by Ctrl+C; the reason is what the command ends with. */
  readonly signal: AbortSignal;
  readonly progress: ProgressBar;
  /** Writes text to standard output as it is, and waits until it is taken. */
  readonly write: (text: string) => Promise<void>;
  /** Writes a line for people to standard error. */
  readonly note: (line: string) => void;
}

/** Longest stretch of work without looking at signals. */
const TURN_MS = 10;

/**
 * Pulls a generator to its end, letting signals in on the way.
 *
 * @param onStep called for what is yielded, now and then
 * @throws the signal's reason once it is aborted
 */
export async function pull<P, R>(
  work: Generator<P, R>,
  signal: AbortSignal,
  onStep: (step: P) => void = () => undefined,
): Promise<R> {
  let turnEnd = performance.now() + TURN_MS;
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    if (performance.now() < turnEnd) continue;
    onStep(next.value);
    await nextTurn();
    signal.throwIfAborted();
    turnEnd = performance.now() + TURN_MS;
  }
}
