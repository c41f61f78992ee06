/**
 * MT19937 over a state in one array, so that a state can stand anywhere: in an object, or in the
 * memory of a training kernel. random.ts is what the rest of the program uses.
 *
 * A state has STATE_WORDS words: the 624 of the generator, then the index of the next one.
 *
 * @see Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998)
 */

const N = 624;
const M = 397;
const UPPER_MASK = 0x80000000;
const LOWER_MASK = 0x7fffffff;

export const STATE_WORDS = N + 1;

/** Fills a state from a key, as the authors' `init_by_array`. */
export function seedByArray(state: Uint32Array, key: readonly number[]): void {
  seedByNumber(state, 19650218);
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
  state[N] = N;
}

function seedByNumber(state: Uint32Array, seed: number): void {
  state[0] = seed;
  for (let i = 1; i < N; i++) {
    state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  }
}

/** A whole number from 0 to 2^32 - 1. */
export function next32(state: Uint32Array): number {
  if (state[N] >= N) twist(state);
  let y = state[state[N]++];
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < N; i++) {
    const y = (state[i] & UPPER_MASK) | (state[(i + 1) % N] & LOWER_MASK);
    state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
  state[N] = 0;
}

/** A float64 from 0 (included) to 1 (excluded), a multiple of 2^-53. */
export function nextRandom(state: Uint32Array): number {
  const a = next32(state) >>> 5;
  const b = next32(state) >>> 6;
  return (a * 67108864 + b) / 9007199254740992;
}

/** Every whole number below `n`, from 1 to 2^32 - 1, with equal chance, by rejection. */
export function nextBelow(state: Uint32Array, n: number): number {
  const shift = Math.clz32(n);
  let value = next32(state) >>> shift;
  while (value >= n) value = next32(state) >>> shift;
  return value;
}

/** Shuffles in place (Fisher-Yates from the end). */
export function shuffleWith(state: Uint32Array, values: Uint32Array | number[]): void {
  for (let i = values.length - 1; i >= 1; i--) {
    const j = nextBelow(state, i + 1);
    const held = values[i];
    values[i] = values[j];
    values[j] = held;
  }
}
