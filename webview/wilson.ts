/** How far a share of few items can be trusted. */
import type { Score } from "../src/protocol/messages.ts";

/**
 * Wilson's 95 % interval of a share.
 *
 * @returns lower and upper end, from 0 to 1
 * @see Wilson 1927; stays within 0 and 1 for few items, unlike the normal interval
 */
export function wilsonInterval({ correct, items }: Score): readonly [number, number] {
  const z = 1.959964;
  const share = correct / items;
  const scale = 1 + (z * z) / items;
  const centre = (share + (z * z) / (2 * items)) / scale;
  const half =
    (z * Math.sqrt((share * (1 - share)) / items + (z * z) / (4 * items * items))) / scale;
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Whether the intervals of two shares have something in common. */
export function overlap(a: Score, b: Score): boolean {
  const [lowA, highA] = wilsonInterval(a);
  const [lowB, highB] = wilsonInterval(b);
  return lowA <= highB && lowB <= highA;
}
