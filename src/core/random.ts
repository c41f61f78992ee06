/**
 * Seeded random numbers: MT19937 as CPython's `random.Random` uses it, so that a seed gives the
 * same draws here and there. Nothing in the program calls Math.random.
 *
 * @see Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998)
 */

const N = 624;
const M = 397;
const UPPER_MASK = 0x80000000;
const LOWER_MASK = 0x7fffffff;

/** What a stream of random numbers is for. */
export const streamNames = ["data", "split", "init", "order", "dropout", "jitter"] as const;

export type StreamName = (typeof streamNames)[number];

/** A generator equal to CPython's `random.Random(seed)`. */
export class Random {
  readonly #state = new Uint32Array(N);
  #index = N;

  /**
   * @param seed a whole number from 0 to 2^53 - 1
   * @throws {RangeError} for any other seed
   */
  constructor(seed: number) {
    this.#initByArray(seedWords(seed));
  }

  /**
   * The stream of a seed for one purpose: CPython's `random.Random(seed + k * 2**64)`, where k is
   * 1 for data, 2 for split, and so on in the order of streamNames. Adding 2^64 adds a third word
   * to the key, so no stream equals the plain generator of any seed.
   */
  static stream(seed: number, name: StreamName): Random {
    const random = new Random(seed);
    const [low, high = 0] = seedWords(seed);
    random.#initByArray([low, high, streamNames.indexOf(name) + 1]);
    return random;
  }

  /** A float64 from 0 (included) to 1 (excluded), a multiple of 2^-53. */
  random(): number {
    const a = this.#next32() >>> 5;
    const b = this.#next32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** `(high - low) * random() + low`, in the article's order of operations. */
  uniform(low: number, high: number): number {
    return (high - low) * this.random() + low;
  }

  /**
   * @param bits from 1 to 32
   * @returns a whole number from 0 to 2^bits - 1
   * @throws {RangeError}
   */
  getrandbits(bits: number): number {
    if (!(bits >= 1 && bits <= 32)) throw new RangeError(`bits: expected 1 to 32, got ${bits}`);
    return this.#next32() >>> (32 - bits);
  }

  /**
   * Every whole number below `n` with equal chance, by rejection.
   *
   * @param n from 1 to 2^32 - 1
   * @throws {RangeError}
   */
  below(n: number): number {
    if (!(n >= 1 && n < 2 ** 32)) throw new RangeError(`n: expected 1 to 2^32 - 1, got ${n}`);
    const bits = 32 - Math.clz32(n);
    let value = this.getrandbits(bits);
    while (value >= n) value = this.getrandbits(bits);
    return value;
  }

  /** Shuffles in place (Fisher-Yates from the end). */
  shuffle(values: Uint32Array | number[]): void {
    for (let i = values.length - 1; i >= 1; i--) {
      const j = this.below(i + 1);
      const held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
  }

  #initGenrand(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < N; i++) {
      state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
    this.#index = N;
  }

  #initByArray(key: readonly number[]): void {
    this.#initGenrand(19650218);
    const state = this.#state;
    let i = 1;
    let j = 0;
    const advance = () => {
      i++;
      if (i >= N) {
        state[0] = state[N - 1];
        i = 1;
      }
    };
    for (let count = Math.max(N, key.length); count > 0; count--) {
      const mixed = Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1664525);
      state[i] = (state[i] ^ mixed) + key[j] + j;
      advance();
      j = (j + 1) % key.length;
    }
    for (let count = N - 1; count > 0; count--) {
      const mixed = Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1566083941);
      state[i] = (state[i] ^ mixed) - i;
      advance();
    }
    state[0] = 0x80000000;
  }

  #next32(): number {
    if (this.#index >= N) this.#twist();
    let y = this.#state[this.#index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < N; i++) {
      const y = (state[i] & UPPER_MASK) | (state[(i + 1) % N] & LOWER_MASK);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
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
