/** The runs that are being trained again, to look into their epochs. */
import type { Engine } from "../core/engine.ts";
import type { Dataset } from "../core/items.ts";
import { parameterCount } from "../core/network.ts";
import { Replay, type ReplayedRun, type SlowEpoch, type SlowUpdate } from "../core/slowMotion.ts";
import type { WantedUpdate } from "../protocol/inspectionMessages.ts";

/** Nobody waits longer for an update. */
const LONGEST_WAIT_MS = 3000;

/** From then on it is estimated how long the rest will take. */
const FIRST_ESTIMATE_MS = 300;

/** Multiply-adds of the readable loops in a second, about: a slow machine. */
const WORK_PER_SECOND = 100_000_000;

/** Runs of which a replay is kept. */
const KEPT_REPLAYS = 16;

/** A run on its way, and the epoch of it that was looked into last. */
interface KeptReplay {
  readonly replayed: ReplayedRun;
  readonly replay: Replay;
  slow: SlowEpoch | undefined;
}

/** An update, or what it would take to make it. */
export type SlowAnswer = { readonly update: SlowUpdate } | { readonly seconds: number };

export class Replays {
  readonly #dataset: Dataset;
  readonly #createEngine: () => Promise<Engine>;
  readonly #now: () => number;
  readonly #kept = new Map<number, KeptReplay>();

  /** @param now a clock, in milliseconds */
  constructor(
    dataset: Dataset,
    createEngine: () => Promise<Engine>,
    now = () => performance.now(),
  ) {
    this.#dataset = dataset;
    this.#createEngine = createEngine;
    this.#now = now;
  }

  /**
   * Trains a run again up to an epoch and makes the epoch up to an update. What was refused for
   * taking long is nearer when it is asked for again: the replay goes on where it was left.
   */
  async look({ run, epoch, update }: WantedUpdate, replayed: ReplayedRun): Promise<SlowAnswer> {
    const work = 3 * this.#dataset.train.count * parameterCount(replayed.sizes);
    if (work / WORK_PER_SECOND > LONGEST_WAIT_MS / 1000) return { seconds: work / WORK_PER_SECOND };
    let kept = this.#kept.get(run);
    if (kept === undefined || !canReach(kept, epoch, replayed)) {
      // An engine of its own: its memory goes with it.
      const replay = new Replay(replayed, this.#dataset.train, await this.#createEngine());
      kept = { replayed, replay, slow: undefined };
      this.#keep(run, kept);
    }
    if (kept.slow?.epoch !== epoch) {
      const seconds = secondsTooMany(kept.replay, epoch - 1, this.#now);
      if (seconds !== undefined) return { seconds };
      kept.slow = kept.replay.nextEpoch();
    }
    return { update: kept.slow.at(update) };
  }

  #keep(run: number, kept: KeptReplay): void {
    this.#kept.delete(run);
    this.#kept.set(run, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_REPLAYS) break;
      this.#kept.delete(oldest);
    }
  }
}

/** A replay only goes forwards, and has the changes that were known when it began. */
function canReach(kept: KeptReplay, epoch: number, { changes }: ReplayedRun): boolean {
  if (kept.replayed.changes.length !== changes.length) return false;
  return kept.slow?.epoch === epoch || kept.replay.epoch < epoch;
}

/** @returns what the rest would take if that is too long; then the replay stays where it came to */
function secondsTooMany(replay: Replay, epoch: number, now: () => number): number | undefined {
  const begun = now();
  const first = replay.epoch;
  let nextEstimate = FIRST_ESTIMATE_MS;
  for (const _ of replay.advance(epoch)) {
    const spent = now() - begun;
    if (spent < nextEstimate || replay.epoch === epoch) continue;
    nextEstimate = spent + FIRST_ESTIMATE_MS;
    const left = (spent * (epoch - replay.epoch)) / Math.max(1, replay.epoch - first);
    if (spent + left > LONGEST_WAIT_MS) return left / 1000;
  }
  return undefined;
}
