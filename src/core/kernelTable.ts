/**
 * Tables of items in the memory of a kernel. A small table is there as a whole. Of a large one only
 * the rows of the next call are, so that the memory it takes does not grow with it and several
 * workers can read the same arrays.
 */
import { inputCountOf, type ItemTable } from "./items.ts";
import {
  CELL_VALUES,
  TABLE_BYTES,
  TABLE_FIRST,
  TABLE_IS_SPARSE,
  TABLE_LABELS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
  TABLE_TARGETS,
} from "./kernelLayout.ts";
import { cellsOf, type KernelMemory } from "./kernelMemory.ts";

/** A table is sparse if at least this share of its inputs is zero, */
const SPARSE_SHARE = 0.6;
/** and it has at least so many of them. */
const SPARSE_INPUTS = 16;
/** Rows that are looked at to find out. */
const SPARSE_ROWS = 1000;

/** How much of tables is in the memory of a kernel. */
export interface TableLimits {
  /** The largest table that is there as a whole. */
  readonly residentBytes: number;
  /** Of a larger one, what is there at a time, but at least STAGED_ROWS rows. */
  readonly stagedBytes: number;
}

export const DEFAULT_TABLE_LIMITS: TableLimits = {
  residentBytes: 32 * 1024 * 1024,
  stagedBytes: 1024 * 1024,
};

const STAGED_ROWS = 64;

/** Rows that are copied together. */
const ROWS_AT_A_TIME = 64;

/** A row of so many inputs is wide. */
const WIDE_ROW = 128;

export class KernelTable {
  readonly address: number;
  /** Whether most inputs are zero. */
  readonly isSparse: boolean;
  /** Rows that a call may use: all of them, or as many as are in memory at a time. */
  readonly rows: number;
  readonly #memory: KernelMemory;
  readonly #items: ItemTable;
  readonly #rowValues: number;
  readonly #rowsAddress: number;
  readonly #labelsAddress: number;

  constructor(memory: KernelMemory, items: ItemTable, limits: TableLimits) {
    const { count } = items;
    this.#memory = memory;
    this.#items = items;
    this.#rowValues = cellsOf(inputCountOf(items)) * CELL_VALUES;
    const rowBytes = 8 * this.#rowValues;
    const isLarge = rowBytes * count > limits.residentBytes;
    const staged = Math.max(STAGED_ROWS, Math.floor(limits.stagedBytes / rowBytes));
    this.rows = isLarge ? Math.min(count, staged) : count;
    this.isSparse = isMostlyZero(items);
    this.address = memory.allocate(TABLE_BYTES);
    this.#rowsAddress = memory.allocate(rowBytes * this.rows);
    const isRegression = items.labels instanceof Float64Array;
    this.#labelsAddress = memory.allocate((isRegression ? 8 : 4) * this.rows);
    memory.writeIntegers(this.address, {
      [TABLE_ROWS]: this.#rowsAddress,
      [TABLE_ROW_BYTES]: rowBytes,
      [TABLE_LABELS]: isRegression ? 0 : this.#labelsAddress,
      [TABLE_TARGETS]: isRegression ? this.#labelsAddress : 0,
      [TABLE_IS_SPARSE]: this.isSparse ? 1 : 0,
      [TABLE_FIRST]: 0,
    });
    if (this.isResident) this.#copy(0, count);
  }

  /** Whether every row is in memory. */
  get isResident(): boolean {
    return this.rows === this.#items.count;
  }

  /**
   * Brings the rows of the next call into memory, if the table is too large to be there.
   *
   * @param from first position, `to` the one after the last; at most `rows` of them
   * @param sequence address of the numbers of the items; 0 for the table's own order
   * @returns the address of the sequence for the call
   */
  stage(from: number, to: number, sequence: number): number {
    if (this.isResident) return sequence;
    this.#copy(from, to, sequence === 0 ? undefined : this.#memory.integers(sequence, to));
    this.#memory.writeIntegers(this.address, { [TABLE_FIRST]: from });
    return 0;
  }

  /**
   * Some rows at a time. Wide ones go one after the other: each is long enough for the processor to
   * see what comes next. Of narrow ones the first inputs go, then the second, and so on: the
   * processor waits for many distant rows at once, which is three times as fast.
   *
   * @param order numbers of the items by position; without it the table's own order
   */
  #copy(from: number, to: number, order?: Uint32Array): void {
    const { inputs, labels } = this.#items;
    const width = inputCountOf(this.#items);
    const isWide = width >= WIDE_ROW;
    const rowValues = this.#rowValues;
    const rows = this.#memory.floats(this.#rowsAddress, rowValues * this.rows);
    const kept =
      labels instanceof Float64Array
        ? this.#memory.floats(this.#labelsAddress, this.rows)
        : this.#memory.integers(this.#labelsAddress, this.rows);
    const sources = new Uint32Array(ROWS_AT_A_TIME);
    for (let start = from; start < to; start += ROWS_AT_A_TIME) {
      const count = Math.min(ROWS_AT_A_TIME, to - start);
      const first = start - from;
      for (let row = 0; row < count; row++) {
        const item = order ? order[start + row] : start + row;
        const source = item * width;
        sources[row] = source;
        kept[first + row] = labels[item];
        if (!isWide) continue;
        rows.set(inputs.subarray(source, source + width), (first + row) * rowValues);
      }
      if (isWide) continue;
      for (let i = 0; i < width; i++) {
        let target = first * rowValues + i;
        for (let row = 0; row < count; row++, target += rowValues) {
          rows[target] = inputs[sources[row] + i];
        }
      }
    }
  }
}

/** Looks at evenly spread rows, which for a small table are all. */
function isMostlyZero(items: ItemTable): boolean {
  const width = inputCountOf(items);
  if (width < SPARSE_INPUTS) return false;
  const step = Math.max(1, Math.floor(items.count / SPARSE_ROWS));
  let seen = 0;
  let zeros = 0;
  for (let item = 0; item < items.count; item += step) {
    for (let i = item * width; i < (item + 1) * width; i++) if (items.inputs[i] === 0) zeros++;
    seen += width;
  }
  return zeros >= SPARSE_SHARE * seen;
}
