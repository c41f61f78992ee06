/** Tables of items: what a network learns from and is judged by. */

/** Items of a classification task. */
export interface ItemTable {
  readonly count: number;
  /** Row-major, shape [count, inputs]. */
  readonly inputs: Float64Array;
  /** One-hot rows, row-major, shape [count, classes]. */
  readonly targets: Float64Array;
  /** Class index of each item. */
  readonly labels: Uint16Array;
}

/** Everything a run learns from and is judged by. */
export interface Dataset {
  readonly inputNames: readonly string[];
  readonly classNames: readonly string[];
  readonly train: ItemTable;
  readonly test: ItemTable;
  /** Items that no run trains on and no choice is made by; may be empty. */
  readonly fresh: ItemTable;
}
