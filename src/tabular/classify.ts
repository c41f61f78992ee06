/** What a network answers for many items, and how classes compare with the true ones. */
import { type Scaling, unscaled } from "../core/columnEncoding.ts";
import type { ItemTable } from "../core/items.ts";
import { argMax, Network, type UnitKinds } from "../core/network.ts";

/** Some milliseconds of work. */
const WORK_PER_STEP = 2_000_000;

/** A network, ready to answer. */
export interface Answering {
  /** In a regression, how the number that is asked for was scaled; else null. */
  readonly targetScaling: Scaling | null;
  readonly parameters: Float64Array;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly kinds: UnitKinds;
}

/** Of each item a class, or in a regression a number; the other arrays are empty. */
export interface Answers {
  /** Index of the most probable class of each item, the first of equals. */
  readonly classes: Uint16Array;
  /** Shape [items, classes]. */
  readonly probabilities: Float64Array;
  /** In the target's unit; null where classes are asked for. */
  readonly values: Float64Array | null;
}

/**
 * Yields the items that are done.
 *
 * @param inputs shape [count, inputs]
 */
export function* classify(
  { parameters, sizes, kinds, targetScaling }: Answering,
  inputs: Float64Array,
  count: number,
): Generator<number, Answers> {
  const network = new Network(parameters, sizes, kinds);
  const width = network.probabilities.length;
  const values = targetScaling === null ? null : new Float64Array(count);
  const classes = new Uint16Array(values === null ? count : 0);
  const probabilities = new Float64Array(count * width);
  const itemsPerStep = Math.max(1, Math.floor(WORK_PER_STEP / parameters.length));
  for (let item = 0; item < count; item++) {
    network.forward(inputs, item * sizes[0]);
    if (values !== null && targetScaling !== null) {
      values[item] = unscaled(network.outputs[0], targetScaling);
    } else {
      classes[item] = argMax(network.probabilities);
      probabilities.set(network.probabilities, item * width);
    }
    if (item % itemsPerStep === itemsPerStep - 1) yield item + 1;
  }
  return { classes, probabilities, values };
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
