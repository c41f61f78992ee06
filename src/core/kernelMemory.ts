/** The memory of a kernel: handing it out, and what stands in it beside networks and tables. */
import type { Kernel } from "./kernel.ts";
import {
  CELL_VALUES,
  RANDOM_BYTES,
  RANDOM_DRAWS,
  RANDOM_STATE,
  ZIGGURAT_BYTES,
  ZIGGURAT_DENSITIES_AT,
  ZIGGURAT_EDGES_AT,
} from "./kernelLayout.ts";
import { next32, STATE_WORDS } from "./mersenneTwister.ts";
import { ZIGGURAT_DENSITIES, ZIGGURAT_EDGES } from "./ziggurat.ts";

/** Everything begins at a cache line. */
const ALIGNMENT = 64;

/** Cells that hold so many values, the last one padded. */
export function cellsOf(values: number): number {
  return Math.ceil(values / CELL_VALUES);
}

export class KernelMemory {
  readonly kernel: Kernel;
  #top: number;
  /** Address of what was handed out last. */
  #last = 0;
  #buffer: ArrayBuffer | undefined;
  #floats = new Float64Array(0);
  #integers = new Uint32Array(0);
  #ziggurat: number | undefined;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.#top = kernel.firstFree;
  }

  /**
   * Memory of its own, filled with zeros, never given back but by trim().
   *
   * @returns its address, which is not 0
   * @throws {RangeError} if there is no such memory
   */
  allocate(bytes: number): number {
    const address = Math.ceil(Math.max(this.#top, 1) / ALIGNMENT) * ALIGNMENT;
    if (address + bytes > this.kernel.buffer.byteLength) this.kernel.grow(address + bytes);
    this.#top = address + bytes;
    this.#last = address;
    return address;
  }

  /**
   * Takes back the end of the memory that was handed out last.
   *
   * @param end where that begins; all of it is still zero
   * @throws {RangeError} if it is not there
   */
  trim(end: number): void {
    if (end < this.#last || end > this.#top) throw new RangeError(`trim: ${end} is elsewhere`);
    this.#top = end;
  }

  /** All of the memory: the number at an address has the index address / 8. Valid as floats() are. */
  get allFloats(): Float64Array {
    this.#followGrowth();
    return this.#floats;
  }

  /** All of the memory: the integer at an address has the index address / 4. Valid as integers() are. */
  get allIntegers(): Uint32Array {
    this.#followGrowth();
    return this.#integers;
  }

  #followGrowth(): void {
    const { buffer } = this.kernel;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.#floats = new Float64Array(buffer);
    this.#integers = new Uint32Array(buffer);
  }

  /** A view of memory, valid until the next allocation. */
  floats(address: number, length: number): Float64Array {
    return new Float64Array(this.kernel.buffer, address, length);
  }

  /** A view of memory, valid until the next allocation. */
  integers(address: number, length: number): Uint32Array {
    return new Uint32Array(this.kernel.buffer, address, length);
  }

  /** @param fields values by their distance from the address, in bytes */
  writeIntegers(address: number, fields: Readonly<Record<number, number>>): void {
    const integers = this.allIntegers;
    for (const [offset, value] of Object.entries(fields)) {
      integers[(address + Number(offset)) / 4] = value;
    }
  }

  /** @param fields values by their distance from the address, in bytes */
  writeFloats(address: number, fields: Readonly<Record<number, number>>): void {
    const floats = this.allFloats;
    for (const [offset, value] of Object.entries(fields)) {
      floats[(address + Number(offset)) / 8] = value;
    }
  }

  /**
   * A stream of random numbers that goes on where a generator stands.
   *
   * @param state as mersenneTwister.ts describes it; copied
   * @returns its address
   */
  addRandom(state: Uint32Array): number {
    const address = this.allocate(RANDOM_BYTES);
    this.integers(address + RANDOM_STATE, STATE_WORDS).set(state);
    const draws = this.integers(address + RANDOM_DRAWS, STATE_WORDS);
    const copy = state.slice();
    const words = STATE_WORDS - 1;
    for (let next = copy[words]; next < words; next++) draws[next] = next32(copy);
    return address;
  }

  /** Address of the tables of the ziggurat. */
  get ziggurat(): number {
    if (this.#ziggurat === undefined) {
      const address = this.allocate(ZIGGURAT_BYTES);
      this.floats(address + ZIGGURAT_EDGES_AT, ZIGGURAT_EDGES.length).set(ZIGGURAT_EDGES);
      const densities = this.floats(address + ZIGGURAT_DENSITIES_AT, ZIGGURAT_DENSITIES.length);
      densities.set(ZIGGURAT_DENSITIES);
      this.#ziggurat = address;
    }
    return this.#ziggurat;
  }
}
