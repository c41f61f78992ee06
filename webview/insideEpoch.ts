/**
 * Slow motion on the panel: one epoch update by update, while `view.inside` is not null.
 *
 * What shows weights follows by itself: `run.layers` are then the weights after the update, and
 * `run.slow` is everything about it (SlowUpdate in src/core/slowMotion.ts: weights before and after,
 * the mean data gradient, the learning rate and the config of the epoch, the items of the batch). It
 * is null for a run that is not looked into: while it comes, when it was refused, and when the run
 * ended before. What was measured (errors, charts) stays that of the shown epoch.
 *
 * The numbers of one weight, for example in an equation: with `i` its index in the order of
 * network.ts and `layer` its layer,
 *   w before  slow.before[i]          mean data gradient  slow.gradient[i]
 *   w after   slow.after[i]           learning rate       slow.learningRate
 *   l2 w      penaltyOf(slow.config, layer).l2 * slow.before[i], with the sign of publishedSign
 * isDropped(slow, ...) says what dropout dropped while an item of the batch was presented, and
 * slow.config says the rest (optimizer, l1, decay, maxNorm); w after - w before is what the update
 * did. layerViews(slow.gradient, run.summary.sizes) gives gradients as layers.
 */
import type { RunSummary } from "../src/protocol/messages.ts";

/** The position in an epoch: update 0 is its first. */
export interface InsideEpoch {
  readonly epoch: number;
  /** Counted in the updates of the run that makes most of them. */
  readonly update: number;
}

/** Updates that a run makes in an epoch. */
function updatesOf({ config }: RunSummary, trainItems: number): number {
  return Math.ceil(trainItems / Math.min(config.batchSize, trainItems));
}

/** Updates of the run that makes most of them. */
export function mostUpdates(runs: readonly RunSummary[], trainItems: number): number {
  return runs.reduce((most, run) => Math.max(most, updatesOf(run, trainItems)), 1);
}

/** The update of one run at a position: as far through the epoch as the position is. */
export function updateAt(
  { update }: InsideEpoch,
  run: RunSummary,
  runs: readonly RunSummary[],
  trainItems: number,
): number {
  return Math.floor((update * updatesOf(run, trainItems)) / mostUpdates(runs, trainItems));
}

/**
 * The position some updates later, or earlier; in the epochs beside where it leaves this one.
 *
 * @param lastEpoch that has been trained
 */
export function stepInside(
  { epoch, update }: InsideEpoch,
  steps: number,
  updates: number,
  lastEpoch: number,
): InsideEpoch {
  const last = lastEpoch * updates - 1;
  const position = Math.max(0, Math.min(last, (epoch - 1) * updates + update + steps));
  return { epoch: Math.floor(position / updates) + 1, update: position % updates };
}
