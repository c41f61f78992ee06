/** How much a call of a kernel does: some milliseconds of work, so that nobody waits longer. */
import { parameterCount } from "./network.ts";

/** Multiply-adds in one call of the kernel. */
export const WORK_PER_CALL = 24_000_000;

/** What a unit costs beside its weights: its activation, random draws. */
const WORK_PER_UNIT = 30;

/** Largest number of items that go through the layers together, */
export const MAX_TILE_ITEMS = 64;
/** and smallest, if batches are as large. They go by four. */
export const MIN_TILE_ITEMS = 4;

/** Multiply-adds for an item that is only measured. */
export function workOf(sizes: readonly number[]): number {
  return parameterCount(sizes) + WORK_PER_UNIT * sizes.reduce((sum, size) => sum + size, 0);
}

/** Items that go together, so that a tile is within a call, but for the largest networks. */
export function tileItemsOf(work: number, most: number): number {
  const affordable = Math.floor(WORK_PER_CALL / work / 4) * 4;
  return Math.min(most, MAX_TILE_ITEMS, Math.max(MIN_TILE_ITEMS, affordable));
}

/** As many units of items as fit into both limits, but at least one. */
export function wholeUnits(unit: number, ...limits: readonly number[]): number {
  return unit * Math.max(1, Math.floor(Math.min(...limits) / unit));
}
