/** Which recorded epoch is shown: the newest, a chosen one, or a moving one. No clock, no DOM. */
import { type Speed, speeds } from "../src/core/config.ts";

export type Playback =
  /** Follows the newest epoch. */
  | { readonly mode: "live" }
  | { readonly mode: "held"; readonly epoch: number }
  /** `epoch` may have a fraction: replay moves in time, not in epochs. */
  | { readonly mode: "replaying"; readonly epoch: number };

export const LIVE: Playback = { mode: "live" };

/** Replay of a run that was trained "as fast as possible", in epochs per second. */
export const FULL_SPEED_REPLAY = 2000;

/** The epoch to show, between 0 and `lastEpoch`; not necessarily a recorded one. */
export function playbackEpoch(playback: Playback, lastEpoch: number): number {
  if (playback.mode === "live") return lastEpoch;
  return Math.max(0, Math.min(lastEpoch, Math.floor(playback.epoch)));
}

/** Starts a replay where the view stands; from the start if it stands at the end. */
export function play(playback: Playback, lastEpoch: number): Playback {
  const epoch = playbackEpoch(playback, lastEpoch);
  return { mode: "replaying", epoch: epoch >= lastEpoch ? 0 : epoch };
}

/** Stops a replay where it stands. */
export function hold(playback: Playback, lastEpoch: number): Playback {
  return { mode: "held", epoch: playbackEpoch(playback, lastEpoch) };
}

/** Replay speed in epochs per second. */
export function replaySpeed(speed: Speed): number {
  const { epochsPerSecond } = speeds[speed];
  return Number.isFinite(epochsPerSecond) ? epochsPerSecond : FULL_SPEED_REPLAY;
}

/** The playback some time later; a replay that reaches the newest epoch goes on live. */
export function advance(
  playback: Playback,
  seconds: number,
  speed: Speed,
  lastEpoch: number,
): Playback {
  if (playback.mode !== "replaying") return playback;
  const epoch = playback.epoch + seconds * replaySpeed(speed);
  return epoch >= lastEpoch ? LIVE : { mode: "replaying", epoch };
}
