/** SHA-256 of bytes, in plain TypeScript: the core runs where there is no crypto module. */

const BLOCK_BYTES = 64;

/** The first 32 bits of the fractional part of a number that is not negative. */
function fractionBits(value: number): number {
  return ((value - Math.floor(value)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

const PRIMES = firstPrimes(64);
/**
 * From the square roots of the first 8 primes and the cube roots of the first 64. Math.cbrt may
 * differ in its last bit from one engine to the next; that is a thousandth of what it would take
 * to change one of these.
 */
const INITIAL_STATE = Int32Array.from(PRIMES.slice(0, 8), prime => fractionBits(Math.sqrt(prime)));
const ROUND_CONSTANTS = Int32Array.from(PRIMES, prime => fractionBits(Math.cbrt(prime)));

function rotateRight(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** Mixes the 64 bytes at `offset` into the state. `schedule` is scratch space of 64 words. */
function compress(state: Int32Array, schedule: Int32Array, bytes: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = bytes.getInt32(offset + 4 * t);
  for (let t = 16; t < 64; t++) {
    const early = schedule[t - 15];
    const late = schedule[t - 2];
    const sigma0 = rotateRight(early, 7) ^ rotateRight(early, 18) ^ (early >>> 3);
    const sigma1 = rotateRight(late, 17) ^ rotateRight(late, 19) ^ (late >>> 10);
    schedule[t] = schedule[t - 16] + sigma0 + schedule[t - 7] + sigma1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const sum1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + ROUND_CONSTANTS[t] + schedule[t]) | 0;
    const sum0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/**
 * The SHA-256 of bytes.
 *
 * @returns 64 lower-case hexadecimal digits
 * @see FIPS 180-4, sections 4.1.2, 5.1.1 and 6.2
 */
export function sha256(bytes: Uint8Array): string {
  const state = INITIAL_STATE.slice();
  const schedule = new Int32Array(64);
  const whole = bytes.length - (bytes.length % BLOCK_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset < whole; offset += BLOCK_BYTES) {
    compress(state, schedule, view, offset);
  }
  // The rest, a single 1 bit, zeros, and the length in bits as a 64-bit number.
  const rest = bytes.length - whole;
  const tail = new Uint8Array(rest + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES);
  tail.set(bytes.subarray(whole));
  tail[rest] = 0x80;
  const tailView = new DataView(tail.buffer);
  tailView.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29));
  tailView.setUint32(tail.length - 4, (bytes.length * 8) % 2 ** 32);
  for (let offset = 0; offset < tail.length; offset += BLOCK_BYTES) {
    compress(state, schedule, tailView, offset);
  }
  return Array.from(state, word => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/**
 * Numbers as 8 bytes each, IEEE 754 double precision, little-endian whatever the machine: the form
 * in which weights are hashed.
 */
export function float64Bytes(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(8 * i, values[i], true);
  return bytes;
}
