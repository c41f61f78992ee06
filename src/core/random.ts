/**
 * Seeded random numbers: MT19937 as CPython's `random.Random` uses it, so that a seed gives the
 * same draws here and there. Nothing in the program calls Math.random.
 */
import {
  next32,
  nextBelow,
  nextRandom,
  seedByArray,
  shuffleWith,
  STATE_WORDS,
} from "./mersenneTwister.ts";
import { nextGaussian } from "./ziggurat.ts";

/** What a stream of random numbers is for. */
export const streamNames = ["data", "split", "init", "order", "dropout", "jitter"] as const;

export type StreamName = (typeof streamNames)[number];

/** A generator equal to CPython's `random.Random(seed)`. */
export class Random {
  /** As mersenneTwister.ts describes it; whoever draws elsewhere from here on takes a copy. */
  readonly state = new Uint32Array(STATE_WORDS);

  /**
   * @param seed a whole number from 0 to 2^53 - 1
   * @throws {RangeError} for any other seed
   */
  constructor(seed: number) {
    seedByArray(this.state, seedWords(seed));
  }

  /**
   * The stream of a seed for one purpose: CPython's `random.Random(seed + k * 2**64)`, where k is
   * 1 for data, 2 for split, and so on in the order of streamNames. Adding 2^64 adds a third word
   * to the key, so no stream equals the plain generator of any seed.
   */
  static stream(seed: number, name: StreamName): Random {
    const random = new Random(seed);
    const [low, high = 0] = seedWords(seed);
    seedByArray(random.state, [low, high, streamNames.indexOf(name) + 1]);
    return random;
  }

  /** A whole number from 0 to 2^32 - 1. */
  next32(): number {
    return next32(this.state);
  }

  /** A float64 from 0 (included) to 1 (excluded), a multiple of 2^-53. */
  random(): number {
    return nextRandom(this.state);
  }

  /** `(high - low) * random() + low`, in the article's order of operations. */
  uniform(low: number, high: number): number {
    return (high - low) * this.random() + low;
  }

  /** A draw from the standard normal distribution, exactly reproducible; not CPython's gauss(). */
  gaussian(): number {
    return nextGaussian(this.state);
  }

  /**
   * @param bits from 1 to 32
   * @returns a whole number from 0 to 2^bits - 1
   * @throws {RangeError}
   */
  getrandbits(bits: number): number {
    if (!(bits >= 1 && bits <= 32)) throw new RangeError(`bits: expected 1 to 32, got ${bits}`);
    return next32(this.state) >>> (32 - bits);
  }

  /**
   * Every whole number below `n` with equal chance, by rejection.
   *
   * @param n from 1 to 2^32 - 1
   * @throws {RangeError}
   */
  below(n: number): number {
    if (!(n >= 1 && n < 2 ** 32)) throw new RangeError(`n: expected 1 to 2^32 - 1, got ${n}`);
    return nextBelow(this.state, n);
  }

  /** Shuffles in place (Fisher-Yates from the end). */
  shuffle(values: Uint32Array | number[]): void {
    shuffleWith(this.state, values);
  }
}

/** The 32-bit words of a seed, lowest first, as CPython makes its key: one word for 0. */
function seedWords(seed: number): number[] {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed: expected a whole number from 0 to 2^53 - 1, got ${seed}`);
  }
  const high = Math.floor(seed / 2 ** 32);
  return high === 0 ? [seed] : [seed >>> 0, high];
}
