/** What a network answers for many items, and how its answers compare with the classes. */
import type { ItemTable } from "../core/items.ts";
import { argMax, Network, type UnitKinds } from "../core/network.ts";

/** Some milliseconds of work. */
const WORK_PER_STEP = 2_000_000;

/** A network, ready to answer. */
export interface Answering {
  readonly parameters: Float64Array;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly kinds: UnitKinds;
}

export interface Answers {
  /** Index of the most probable class of each item, the first of equals. */
  readonly classes: Uint16Array;
  /** Shape [items, classes]. */
  readonly probabilities: Float64Array;
}

/**
 * Yields the items that are done.
 *
 * @param inputs shape [count, inputs]
 */
export function* classify(
  { parameters, sizes, kinds }: Answering,
  inputs: Float64Array,
  count: number,
): Generator<number, Answers> {
  const network = new Network(parameters, sizes, kinds);
  const width = network.probabilities.length;
  const classes = new Uint16Array(count);
  const probabilities = new Float64Array(count * width);
  const itemsPerStep = Math.max(1, Math.floor(WORK_PER_STEP / parameters.length));
  for (let item = 0; item < count; item++) {
    network.forward(inputs, item * sizes[0]);
    classes[item] = argMax(network.probabilities);
    probabilities.set(network.probabilities, item * width);
    if (item % itemsPerStep === itemsPerStep - 1) yield item + 1;
  }
  return { classes, probabilities };
}

/** How often items of each class were taken for each class; one row for each class. */
export type Confusion = readonly (readonly number[])[];

/** @param found the class that each item was taken for */
export function confusionOf(
  { count, labels }: Pick<ItemTable, "count" | "labels">,
  found: Uint16Array,
  classCount: number,
): Confusion {
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let item = 0; item < count; item++) counts[labels[item]][found[item]]++;
  return counts;
}
