/**
 * Random numbers: MT19937 with the draws of src/core/mersenneTwister.ts. A block of 624 words is
 * renewed at once, four words at a time, and with it the draws that its words give.
 *
 * @see Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998)
 */
import {
  LAYER_DROP_BELOW,
  LAYER_GATES,
  LAYER_KEPT_SCALE,
  LAYER_OUTPUTS,
  NETWORK_DROPOUT_RANDOM,
  NETWORK_LAYERS,
  NETWORK_TILE_ITEMS,
  RANDOM_DRAWS,
  RANDOM_NEXT,
  RANDOM_STATE,
} from "../core/kernelLayout";
import { layerAt } from "./cells";

const N: u32 = 624;
const M: u32 = 397;

/** Four of each; read from memory where they are used, as those of functions.ts. */
const CONSTANTS: usize = memory.data<u32>(
  [
    0x80000000, 0x80000000, 0x80000000, 0x80000000, // the highest bit
    0x9908b0df, 0x9908b0df, 0x9908b0df, 0x9908b0df, // the coefficients of the twist
    0x9d2c5680, 0x9d2c5680, 0x9d2c5680, 0x9d2c5680, // the masks of the tempering
    0xefc60000, 0xefc60000, 0xefc60000, 0xefc60000,
  ],
  16,
);

@inline
function constant(index: usize): v128 {
  return v128.load(CONSTANTS + 16 * index);
}

/** Four words of the next block, from the words at their places, one further and M further on. */
@inline
function twisted(here: v128, next: v128, far: v128): v128 {
  const y = v128.bitselect(here, next, constant(0));
  const isOdd = i32x4.shr_s(i32x4.shl(y, 31), 31);
  const mixed = v128.and(isOdd, constant(1));
  return v128.xor(v128.xor(far, i32x4.shr_u(y, 1)), mixed);
}

@inline
function tempered(word: v128): v128 {
  let y = v128.xor(word, i32x4.shr_u(word, 11));
  y = v128.xor(y, v128.and(i32x4.shl(y, 7), constant(2)));
  y = v128.xor(y, v128.and(i32x4.shl(y, 15), constant(3)));
  return v128.xor(y, i32x4.shr_u(y, 18));
}

/** The three last words of `words`, then the first of `more`. */
@inline
function nextWords(words: v128, more: v128): v128 {
  return v128.shuffle<i32>(words, more, 1, 2, 3, 4);
}

@inline
function setWords(random: u32, index: u32, words: v128): void {
  v128.store(random + RANDOM_STATE + 4 * index, words);
  v128.store(random + RANDOM_DRAWS + 4 * index, tempered(words));
}

/** Makes the next block of words and their draws. */
function twist(random: u32): void {
  const words = random + RANDOM_STATE;
  let i: u32 = 0;
  for (; i + M + 4 <= N; i += 4) {
    const at = words + 4 * i;
    setWords(random, i, twisted(v128.load(at), v128.load(at, 4), v128.load(at, 4 * M)));
  }
  // Where the block ends, its new beginning follows.
  const end = words + 4 * (N - 4);
  const far = nextWords(v128.load(end), v128.load(words));
  setWords(random, i, twisted(v128.load(words + 4 * i), v128.load(words + 4 * i, 4), far));
  for (i += 4; i + 4 < N; i += 4) {
    const at = words + 4 * i;
    setWords(random, i, twisted(v128.load(at), v128.load(at, 4), v128.load(at - 4 * (N - M))));
  }
  const last = v128.load(end);
  const next = nextWords(last, v128.load(words));
  setWords(random, i, twisted(last, next, v128.load(end - 4 * (N - M))));
  store<u32>(random, 0, RANDOM_NEXT);
}

/** Makes sure that there is a draw. @returns the index of the next one */
@inline
function nextIndex(random: u32): u32 {
  if (load<u32>(random, RANDOM_NEXT) >= N) twist(random);
  return load<u32>(random, RANDOM_NEXT);
}

/** Address of the next `count` draws, which are then used up; 0 if the block ends before. */
@inline
export function takeDraws(random: u32, count: u32): u32 {
  const index = nextIndex(random);
  if (index + count > N) return 0;
  store<u32>(random, index + count, RANDOM_NEXT);
  return random + RANDOM_DRAWS + 4 * index;
}

/** A whole number from 0 to 2^32 - 1. */
export function next32(random: u32): u32 {
  const index = nextIndex(random);
  store<u32>(random, index + 1, RANDOM_NEXT);
  return load<u32>(random + RANDOM_DRAWS + 4 * index);
}

/** A float64 from 0 (included) to 1 (excluded), a multiple of 2^-53. */
export function nextRandom(random: u32): f64 {
  const a = next32(random) >>> 5;
  const b = next32(random) >>> 6;
  return (<f64>a * 67108864 + <f64>b) / 9007199254740992;
}

/**
 * Shuffles 32-bit integers in place (Fisher-Yates from the end, by rejection). A draw that is
 * rejected exchanges a value with itself and goes no further, which costs less than a branch that
 * nobody can predict.
 *
 * @param sequence address of the integers
 */
export function shuffle(sequence: u32, count: u32, random: u32): void {
  let i = count - 1;
  while (<i32>i >= 1) {
    const start = nextIndex(random);
    let draw = random + RANDOM_DRAWS + 4 * start;
    const end: u32 = random + RANDOM_DRAWS + 4 * N;
    for (; draw < end && <i32>i >= 1; draw += 4) {
      const value = load<u32>(draw) >>> clz(i + 1);
      const isTaken = value <= i;
      const at = sequence + 4 * i;
      const other = sequence + 4 * select<u32>(value, i, isTaken);
      const held = load<u32>(at);
      store<u32>(at, load<u32>(other));
      store<u32>(other, held);
      i -= <u32>isTaken;
    }
    store<u32>(random, (draw - random - RANDOM_DRAWS) >> 2, RANDOM_NEXT);
  }
}

/** Draws what four units let through, or the first `units` of them. */
@inline
function drawGates(random: u32, gates: u32, units: u32, dropBelow: v128, scale: v128): void {
  let draws = takeDraws(random, units);
  let four: v128;
  if (draws !== 0) {
    four = v128.load(draws);
  } else {
    // The draws of a gate are kept where the gate will be.
    for (let unit: u32 = 0; unit < units; unit++) store<u32>(gates + 4 * unit, next32(random));
    four = v128.load(gates);
  }
  const isKept = i32x4.ge_u(four, dropBelow);
  v128.store(gates, v128.and(i64x2.extend_low_i32x4_s(isKept), scale));
  v128.store(gates, v128.and(i64x2.extend_high_i32x4_s(isKept), scale), 16);
}

/** Draws the gates of a tile: item by item, layer by layer, unit by unit. */
export function dropUnits(network: u32, items: u32): void {
  const random = load<u32>(network, NETWORK_DROPOUT_RANDOM);
  const step: u32 = 32 * load<u32>(network, NETWORK_TILE_ITEMS);
  const hiddenLayers = load<u32>(network, NETWORK_LAYERS) - 1;
  for (let item: u32 = 0; item < items; item++) {
    for (let l: u32 = 0; l < hiddenLayers; l++) {
      const layer = layerAt(network, l);
      const threshold = load<u32>(layer, LAYER_DROP_BELOW);
      if (threshold === 0) continue;
      const dropBelow = i32x4.splat(threshold);
      const scale = v128.load64_splat(layer, LAYER_KEPT_SCALE);
      let gates: u32 = load<u32>(layer, LAYER_GATES) + 32 * item;
      for (let left = load<u32>(layer, LAYER_OUTPUTS); left > 0; gates += step) {
        const units = min<u32>(left, 4);
        drawGates(random, gates, units, dropBelow, scale);
        left -= units;
      }
    }
  }
}
