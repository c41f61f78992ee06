/** Typed arrays of a length that is not known before. */

type NumberArray = Float64Array | Uint32Array;

/** Values of a block; a whole number of memory pages. */
const BLOCK_LENGTH = 1 << 15;

/** Grows block by block, so that nothing is copied until the end. */
export class GrowingArray<A extends NumberArray> {
  readonly #make: (length: number) => A;
  #blocks: A[] = [];
  #last: A;
  #used = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#last = make(0);
  }

  get length(): number {
    const { length } = this.#blocks;
    return length === 0 ? 0 : (length - 1) * BLOCK_LENGTH + this.#used;
  }

  push(value: number): void {
    if (this.#used === this.#last.length) {
      this.#last = this.#make(BLOCK_LENGTH);
      this.#blocks.push(this.#last);
      this.#used = 0;
    }
    this.#last[this.#used++] = value;
  }

  pushMany(count: number, value: number): void {
    for (let i = 0; i < count; i++) this.push(value);
  }

  /** All values in one array; the blocks are given back. */
  take(): A {
    const all = this.#make(this.length);
    const blocks = this.#blocks;
    let start = 0;
    for (const block of blocks) {
      all.set(start + block.length > all.length ? block.subarray(0, this.#used) : block, start);
      start += block.length;
    }
    this.#blocks = [];
    this.#last = this.#make(0);
    this.#used = 0;
    return all;
  }
}

export function growingNumbers(): GrowingArray<Float64Array> {
  return new GrowingArray(length => new Float64Array(length));
}

export function growingCodes(): GrowingArray<Uint32Array> {
  return new GrowingArray(length => new Uint32Array(length));
}
