/** Rows of equal width in a table that grows: in blocks, so that growing copies nothing. */

/** Bytes of a block, about; a larger row has a block of its own. */
const BLOCK_BYTES = 65_536;

export class RowTable {
  count = 0;
  readonly width: number;
  /** A block has 2 ^ shift rows. */
  readonly #shift: number;
  readonly #blocks: Float64Array[] = [];

  /** @param width numbers in a row, at least 1 */
  constructor(width: number) {
    this.width = width;
    this.#shift = Math.max(0, Math.floor(Math.log2(BLOCK_BYTES / (8 * width))));
  }

  /** @param rows whole rows, copied */
  append(rows: Float64Array): void {
    const { width } = this;
    if (rows.length === width) {
      this.#next().set(rows, this.#placeOf(this.count++));
      return;
    }
    for (let start = 0; start < rows.length;) {
      const block = this.#next();
      const place = this.#placeOf(this.count);
      const end = Math.min(start + block.length - place, rows.length);
      block.set(rows.subarray(start, end), place);
      this.count += (end - start) / width;
      start = end;
    }
  }

  /** The block that the next row belongs to. */
  #next(): Float64Array {
    return (this.#blocks[this.count >> this.#shift] ??= new Float64Array(
      this.width << this.#shift,
    ));
  }

  /** Where a row begins in its block. */
  #placeOf(row: number): number {
    return (row & ((1 << this.#shift) - 1)) * this.width;
  }

  /** A view, valid until rows are dropped. */
  row(index: number): Float64Array {
    const place = this.#placeOf(index);
    return this.#blocks[index >> this.#shift].subarray(place, place + this.width);
  }

  at(row: number, column: number): number {
    return this.#blocks[row >> this.#shift][this.#placeOf(row) + column];
  }

  /** Drops all other rows. */
  keep(isKept: (row: number) => boolean): void {
    let kept = 0;
    for (let row = 0; row < this.count; row++) {
      if (isKept(row)) this.row(kept++).set(this.row(row));
    }
    this.count = kept;
    this.#blocks.length = Math.ceil(kept / 2 ** this.#shift);
  }

  /** All rows, one after the other. */
  copy(): Float64Array {
    const rows = new Float64Array(this.count * this.width);
    for (const [index, block] of this.#blocks.entries()) {
      const place = index * block.length;
      if (place >= rows.length) break;
      const left = rows.length - place;
      rows.set(left < block.length ? block.subarray(0, left) : block, place);
    }
    return rows;
  }
}
