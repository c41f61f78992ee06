/** Rows of equal width in one growing array. */
export class RowTable {
  count = 0;
  readonly width: number;
  #values = new Float64Array(0);

  constructor(width: number) {
    this.width = width;
  }

  /** @param rows whole rows, copied */
  append(rows: Float64Array): void {
    const used = this.count * this.width;
    if (used + rows.length > this.#values.length) {
      const grown = new Float64Array(Math.max(this.#values.length * 2, used + rows.length));
      grown.set(this.#values.subarray(0, used));
      this.#values = grown;
    }
    this.#values.set(rows, used);
    this.count += rows.length / this.width;
  }

  /** A view, valid until the next append. */
  row(index: number): Float64Array {
    return this.#values.subarray(index * this.width, (index + 1) * this.width);
  }

  at(row: number, column: number): number {
    return this.#values[row * this.width + column];
  }

  keep(isKept: (row: number) => boolean): void {
    let kept = 0;
    for (let row = 0; row < this.count; row++) {
      if (!isKept(row)) continue;
      this.#values.copyWithin(kept * this.width, row * this.width, (row + 1) * this.width);
      kept++;
    }
    this.count = kept;
  }

  copy(): Float64Array {
    return this.#values.slice(0, this.count * this.width);
  }

  /** All rows, which are gone from the table then; it has room for as many again. */
  take(): Float64Array {
    const rows = this.copy();
    this.count = 0;
    return rows;
  }
}
