/**
 * Tables of items in the memory of a kernel. A small table is there as a whole. Of a large one only
 * the items of the next call are, so that the memory it takes does not grow with it and several
 * workers can read the same arrays.
 */
import { inputCountOf, type ItemTable } from "./items.ts";
import {
  CELL_VALUES,
  ENTRY_BYTES,
  TABLE_BYTES,
  TABLE_ENTRY_BOUNDS,
  TABLE_FIRST,
  TABLE_LABELS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
  TABLE_TARGETS,
} from "./kernelLayout.ts";
import { cellsOf, type KernelMemory } from "./kernelMemory.ts";

/** With fewer inputs it is never worth it to look for zeros. */
const SPARSE_INPUTS = 16;
/** Rows that are looked at to find out. */
const SPARSE_ROWS = 250;

/** How tables are in the memory of a kernel. */
export interface TableLimits {
  /** The largest table that is there as a whole. */
  readonly residentBytes: number;
  /** Of a larger one, what is there at a time, but at least STAGED_ROWS rows. */
  readonly stagedBytes: number;
  /**
   * A table is sparse, and has entries in place of rows, if at least this share of the inputs looked
   * at is zero.
   */
  readonly sparseShare: number;
}

export const DEFAULT_TABLE_LIMITS: TableLimits = {
  residentBytes: 32 * 1024 * 1024,
  stagedBytes: 1024 * 1024,
  sparseShare: 0.6,
};

const STAGED_ROWS = 64;

/** Rows that are copied together, */
const ROWS_AT_A_TIME = 64;
/** and listed together, as far as their entries take no more than this. */
const LISTED_BYTES = 1024 * 1024;

/** An item of a sparse table counts as this share of its row at least: rows take time to read. */
const LEAST_SHARE = 0.25;

/** A row of so many inputs is wide. */
const WIDE_ROW = 128;

export class KernelTable {
  readonly address: number;
  /** Whether most inputs are zero. */
  readonly isSparse: boolean;
  /** Items that a call may use: all of them, or as many as are in memory at a time. */
  readonly rows: number;
  readonly #memory: KernelMemory;
  readonly #items: ItemTable;
  readonly #rowValues: number;
  /** Of a sparse table those that are being listed. */
  readonly #rowsAddress: number;
  /** Of where the entries of each item begin and end. */
  readonly #boundsAddress: number;
  /** Of the entries, unless all are in memory. */
  readonly #entriesAddress: number;
  readonly #labelsAddress: number;
  /** Rows that are brought at a time. */
  readonly #rowsAtATime: number;
  readonly #sources = new Uint32Array(ROWS_AT_A_TIME);

  constructor(memory: KernelMemory, items: ItemTable, limits: TableLimits) {
    const { count } = items;
    this.#memory = memory;
    this.#items = items;
    this.#rowValues = cellsOf(inputCountOf(items)) * CELL_VALUES;
    const rowBytes = 8 * this.#rowValues;
    const share = shareOfZeros(items);
    this.isSparse = share >= limits.sparseShare;
    // Those of an item, if none of its inputs is zero.
    const entryBytes = ENTRY_BYTES * this.#rowValues;
    const itemBytes = this.isSparse
      ? Math.max((1 - share) * entryBytes, LEAST_SHARE * rowBytes)
      : rowBytes;
    const mostBytes = this.isSparse ? entryBytes : rowBytes;
    const staged = Math.max(STAGED_ROWS, Math.floor(limits.stagedBytes / mostBytes));
    this.rows = count * itemBytes > limits.residentBytes ? Math.min(count, staged) : count;
    this.#rowsAtATime = this.isSparse
      ? Math.max(1, Math.min(ROWS_AT_A_TIME, count, Math.floor(LISTED_BYTES / entryBytes)))
      : ROWS_AT_A_TIME;
    this.address = memory.allocate(TABLE_BYTES);
    this.#rowsAddress = memory.allocate(rowBytes * (this.isSparse ? this.#rowsAtATime : this.rows));
    this.#boundsAddress = this.isSparse ? memory.allocate(8 * this.rows) : 0;
    const areListed = this.isSparse && !this.isResident;
    this.#entriesAddress = areListed ? memory.allocate(this.#roomFor(this.rows)) : 0;
    const isRegression = items.labels instanceof Float64Array;
    this.#labelsAddress = memory.allocate((isRegression ? 8 : 4) * this.rows);
    memory.writeIntegers(this.address, {
      [TABLE_ROWS]: this.#rowsAddress,
      [TABLE_ROW_BYTES]: rowBytes,
      [TABLE_ENTRY_BOUNDS]: this.#boundsAddress,
      [TABLE_LABELS]: isRegression ? 0 : this.#labelsAddress,
      [TABLE_TARGETS]: isRegression ? this.#labelsAddress : 0,
      [TABLE_FIRST]: 0,
    });
    if (this.isResident) this.#bring(0, count);
  }

  /** Whether every item is in memory. */
  get isResident(): boolean {
    return this.rows === this.#items.count;
  }

  /**
   * Brings the items of the next call into memory, if the table is too large to be there.
   *
   * @param from first position, `to` the one after the last; at most `rows` of them
   * @param sequence address of the numbers of the items; 0 for the table's own order
   * @returns the address of the sequence for the call
   */
  stage(from: number, to: number, sequence: number): number {
    if (this.isResident) return sequence;
    this.#bring(from, to, sequence === 0 ? undefined : this.#memory.integers(sequence, to));
    this.#memory.writeIntegers(this.address, { [TABLE_FIRST]: from });
    return 0;
  }

  /** @param order numbers of the items by position; without it the table's own order */
  #bring(from: number, to: number, order?: Uint32Array): void {
    for (let start = from; start < to; start += this.#rowsAtATime) {
      const count = Math.min(this.#rowsAtATime, to - start);
      const row = start - from;
      this.#copy(start, count, row, order);
      if (this.isSparse) this.#list(row, count);
    }
  }

  /**
   * Wide rows go one after the other: each is long enough for the processor to see what comes next.
   * Of narrow ones the first inputs go, then the second, and so on: the processor waits for many
   * distant rows at once, which is three times as fast.
   *
   * @param row where the label of the first item goes, and its row
   */
  #copy(start: number, count: number, row: number, order?: Uint32Array): void {
    const { inputs, labels } = this.#items;
    const width = inputCountOf(this.#items);
    const isWide = width >= WIDE_ROW;
    const rowValues = this.#rowValues;
    const sources = this.#sources;
    const kept =
      labels instanceof Float64Array
        ? this.#memory.floats(this.#labelsAddress, this.rows)
        : this.#memory.integers(this.#labelsAddress, this.rows);
    const firstRow = this.#rowsAddress + (this.isSparse ? 0 : 8 * rowValues * row);
    const rows = this.#memory.floats(firstRow, rowValues * count);
    for (let i = 0; i < count; i++) {
      const item = order ? order[start + i] : start + i;
      const source = item * width;
      sources[i] = source;
      kept[row + i] = labels[item];
      if (isWide) rows.set(inputs.subarray(source, source + width), i * rowValues);
    }
    if (isWide) return;
    for (let input = 0; input < width; input++) {
      for (let i = 0, target = input; i < count; i++, target += rowValues) {
        rows[target] = inputs[sources[i] + input];
      }
    }
  }

  /** Lists the rows that were copied, behind those before, or where there is memory for them. */
  #list(row: number, count: number): void {
    const memory = this.#memory;
    const bounds = this.#boundsAddress / 4 + 2 * row;
    const isKept = this.isResident;
    let entries = row === 0 ? this.#entriesAddress : memory.allIntegers[bounds - 1];
    if (isKept) entries = memory.allocate(this.#roomFor(count));
    memory.kernel.listRows(this.address, row, count, entries);
    if (isKept) memory.trim(memory.allIntegers[bounds + 2 * count - 1]);
  }

  /** What the entries of so many rows take at most. */
  #roomFor(rows: number): number {
    // And one, since an entry is written before it is known whether it is one.
    return ENTRY_BYTES * (this.#rowValues * rows + 1);
  }
}

/** Looks at evenly spread rows, which for a small table are all. Few inputs are never worth it. */
function shareOfZeros({ count, inputs }: ItemTable): number {
  const width = count === 0 ? 0 : inputs.length / count;
  if (width < SPARSE_INPUTS) return 0;
  const step = Math.max(1, Math.floor(count / SPARSE_ROWS));
  let seen = 0;
  let zeros = 0;
  for (let item = 0; item < count; item += step) {
    for (let i = item * width; i < (item + 1) * width; i++) zeros += Number(inputs[i] === 0);
    seen += width;
  }
  return zeros / seen;
}
