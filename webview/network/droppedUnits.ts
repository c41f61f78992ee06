/** What dropout dropped in the update that is looked into, item by item of its batch. No DOM. */
import { isDropped, type SlowUpdate } from "../../src/core/slowMotion.ts";
import { formatCount, joinWords } from "../format.ts";
import type { Unit } from "./networkLayout.ts";

/** Names that are listed. */
const MOST_NAMES = 8;

/** One item of the batch, and the units that were dropped while it was presented. */
export interface Presentation {
  /** In the batch, from 0. */
  readonly position: number;
  /** Items in the batch. */
  readonly items: number;
  /** Its row of the training items. */
  readonly item: number;
  readonly dropped: readonly Unit[];
}

/**
 * @param sizes units of every layer, inputs first
 * @param position in the batch, from 0; a smaller batch has its last item there
 * @returns null where dropout drops nothing
 */
export function presentationAt(
  slow: SlowUpdate,
  sizes: readonly number[],
  position: number,
): Presentation | null {
  if (slow.dropped.length === 0) return null;
  const { length } = slow.items;
  const shown = Math.min(position, length - 1);
  const dropped = sizes
    .slice(1, -1)
    .flatMap((units, hidden) =>
      Array.from({ length: units }, (_, unit) => ({ layer: hidden + 1, unit })).filter(({ unit }) =>
        isDropped(slow, sizes, shown, hidden, unit),
      ),
    );
  return { position: shown, items: length, item: slow.items[shown], dropped };
}

/** "dropped in this update", of a larger batch with the item: each has units of its own. */
export function droppedMark({ position, items }: Presentation): string {
  const whose =
    items === 1 ? "" : ` for item ${formatCount(position + 1)} of ${formatCount(items)}`;
  return `dropped in this update${whose}`;
}

/** "Dropped in this update for item 3 of 16: hidden 1 and hidden 4." */
export function droppedWords(presentation: Presentation, name: (unit: Unit) => string): string {
  const { dropped } = presentation;
  const mark = droppedMark(presentation);
  if (dropped.length === 0) return `No unit was ${mark}.`;
  const names = dropped.slice(0, MOST_NAMES).map(name);
  const more = dropped.length - names.length;
  if (more > 0) names.push(`${formatCount(more)} more`);
  return `D${mark.slice(1)}: ${joinWords(names)}.`;
}
