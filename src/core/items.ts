/** Tables of items: what a network learns from and is judged by. */

/** What is to be learned of each item: the index of its class, or in a regression a number. */
export type Labels = Uint16Array | Float64Array;

/** Items to learn from, or to be judged by. The arrays may lie in memory that threads share. */
export interface ItemTable {
  readonly count: number;
  /** Row-major, shape [count, inputs]. */
  readonly inputs: Float64Array;
  /** Shape [count]; numbers are scaled as the network is to answer them. */
  readonly labels: Labels;
}

/** Everything a run learns from and is judged by. */
export interface Dataset {
  readonly inputNames: readonly string[];
  /** Empty in a regression. */
  readonly classNames: readonly string[];
  readonly train: ItemTable;
  /** Items by which training decides when to stop and which weights are best; may be empty. */
  readonly validation: ItemTable;
  readonly test: ItemTable;
  /** Items that no run trains on and no choice is made by; may be empty. */
  readonly fresh: ItemTable;
}

/** Items of each part of a dataset. */
export interface PartSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly fresh: number;
}

export function partSizes({ train, validation, test, fresh }: Dataset): PartSizes {
  return {
    train: train.count,
    validation: validation.count,
    test: test.count,
    fresh: fresh.count,
  };
}

/** @returns a table with no items */
export function emptyTable(): ItemTable {
  return { count: 0, inputs: new Float64Array(0), labels: new Uint16Array(0) };
}

/** The class of each item; undefined in a regression. */
export function classesOf({ labels }: Pick<ItemTable, "labels">): Uint16Array | undefined {
  return labels instanceof Uint16Array ? labels : undefined;
}

/** Labels of the same kind, all 0. */
export function emptyLabels(like: Labels, count: number): Labels {
  return like instanceof Float64Array ? new Float64Array(count) : new Uint16Array(count);
}

/** Inputs of an item; 0 for a table with no items. */
export function inputCountOf({ count, inputs }: ItemTable): number {
  return count === 0 ? 0 : inputs.length / count;
}

/**
 * Some items of a table, copied.
 *
 * @param items their indices
 */
export function selectItems(table: ItemTable, items: ArrayLike<number>): ItemTable {
  const width = inputCountOf(table);
  const inputs = new Float64Array(items.length * width);
  const labels = emptyLabels(table.labels, items.length);
  for (let position = 0; position < items.length; position++) {
    const item = items[position];
    inputs.set(table.inputs.subarray(item * width, (item + 1) * width), position * width);
    labels[position] = table.labels[item];
  }
  return { count: items.length, inputs, labels };
}
