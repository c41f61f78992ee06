/** Which items of a table a network gets right, a bit for each, and what follows from several. */
import { intervalOf, type MeanInterval, type PairCounts } from "./pairedTests.ts";

/** Bit i % 8 of byte i / 8 is item i. */
export type ItemBits = Uint8Array;

export function createBits(items: number): ItemBits {
  return new Uint8Array(Math.ceil(items / 8));
}

export function setBit(bits: ItemBits, item: number): void {
  bits[item >> 3] |= 1 << (item & 7);
}

export function hasBit(bits: ItemBits, item: number): boolean {
  return (bits[item >> 3] & (1 << (item & 7))) !== 0;
}

function onesOf(byte: number): number {
  let ones = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}

/** How many bits are set. */
export function countBits(bits: ItemBits): number {
  let count = 0;
  for (let i = 0; i < bits.length; i++) count += onesOf(bits[i]);
  return count;
}

/** @param items whose bits both have */
export function comparePair(first: ItemBits, second: ItemBits, items: number): PairCounts {
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < first.length; i++) {
    onlyFirst += onesOf(first[i] & ~second[i]);
    onlySecond += onesOf(second[i] & ~first[i]);
  }
  return { items, onlyFirst, onlySecond };
}

/** How many networks get each item right: all that is kept of many of them. */
export class ItemTally {
  networks = 0;
  readonly #counts: Uint16Array;

  constructor(items: number) {
    this.#counts = new Uint16Array(items);
  }

  add(bits: ItemBits): void {
    const counts = this.#counts;
    for (let item = 0; item < counts.length; item++)
      counts[item] += (bits[item >> 3] >> (item & 7)) & 1;
    this.networks++;
  }

  /**
   * The share by which an item is right more often here than there, over items: how far the items
   * at hand can be trusted. Undefined for no items or no networks.
   *
   * @param other of the same items and as many networks
   */
  minus(other: ItemTally): MeanInterval | undefined {
    const items = this.#counts.length;
    const { networks } = this;
    if (items === 0 || networks === 0) return undefined;
    let sum = 0;
    let squares = 0;
    for (let item = 0; item < items; item++) {
      const difference = this.#counts[item] - other.#counts[item];
      sum += difference;
      squares += difference * difference;
    }
    // All of them whole numbers: the order of the items or of the networks changes nothing.
    const mean = sum / items;
    const spread = Math.max(0, squares - sum * mean);
    return intervalOf(mean / networks, spread / (networks * networks), items);
  }
}
