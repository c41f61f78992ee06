/** Tables of items: what a network learns from and is judged by. */

/** Items of a classification task. The arrays may lie in memory that threads share. */
export interface ItemTable {
  readonly count: number;
  /** Row-major, shape [count, inputs]. */
  readonly inputs: Float64Array;
  /** Class index of each item. */
  readonly labels: Uint16Array;
}

/** Everything a run learns from and is judged by. */
export interface Dataset {
  readonly inputNames: readonly string[];
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
  const labels = new Uint16Array(items.length);
  for (let position = 0; position < items.length; position++) {
    const item = items[position];
    inputs.set(table.inputs.subarray(item * width, (item + 1) * width), position * width);
    labels[position] = table.labels[item];
  }
  return { count: items.length, inputs, labels };
}
