/** How far a share of few items can be trusted. */
import { wilsonInterval } from "../src/core/intervals.ts";
import type { Score } from "../src/protocol/messages.ts";

/** Whether the intervals of two shares have something in common. */
export function overlap(a: Score, b: Score): boolean {
  const [lowA, highA] = wilsonInterval(a.correct, a.items);
  const [lowB, highB] = wilsonInterval(b.correct, b.items);
  return lowA <= highB && lowB <= highA;
}
