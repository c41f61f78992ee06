/**
 * Normal draws by the ziggurat method, with the bits of src/core/ziggurat.ts, which explains it and
 * whose tables the host writes into memory. Four draws at a time, as far as their points lie inside
 * their layers, which 95 of 100 fours do.
 */
import {
  CELL_BYTES,
  NETWORK_JITTER,
  NETWORK_JITTER_RANDOM,
  NETWORK_NOISE,
  NETWORK_NOISE_ITEMS,
  NETWORK_ZIGGURAT,
  RANDOM_NEXT,
  ZIGGURAT_DENSITIES_AT,
  ZIGGURAT_EDGES_AT,
} from "../core/kernelLayout";
import { addProduct } from "./cells";
import { expOfNegative, log } from "./functions";
import { next32, nextRandom, takeDraws } from "./random";

/** Read from memory where they are used, as those of functions.ts. */
const CONSTANTS: usize = memory.data<f64>([1.4901161193847656e-8, 2.220446049250313e-16, 1], 16);

@inline
function constant(index: usize): v128 {
  return v128.load64_splat(CONSTANTS + 8 * index);
}

/** The layer that two draws choose, times 8: the place of its edge. */
@inline
function edgePlace(first: u32, second: u32): u32 {
  return ((first & 31) << 3) | ((second & 7) << 8);
}

@inline
function density(x: f64): f64 {
  return f64x2.extract_lane(expOfNegative(f64x2.splat(-0.5 * x * x)), 0);
}

/** A draw from the standard normal distribution. */
function nextGaussian(random: u32, ziggurat: u32): f64 {
  while (true) {
    const first = next32(random);
    const second = next32(random);
    const edge = ziggurat + edgePlace(first, second);
    const share = (<f64>(first >>> 5) * 67108864 + <f64>(second >>> 6)) / 9007199254740992;
    const x = (2 * share - 1) * load<f64>(edge, ZIGGURAT_EDGES_AT);
    if (abs(x) < load<f64>(edge, ZIGGURAT_EDGES_AT + 8)) return x;
    if (edge === ziggurat) {
      const beyond = nextBeyondEdge(random, load<f64>(ziggurat, ZIGGURAT_EDGES_AT + 8));
      return x < 0 ? -beyond : beyond;
    }
    const low = load<f64>(edge, ZIGGURAT_DENSITIES_AT);
    const high = load<f64>(edge, ZIGGURAT_DENSITIES_AT + 8);
    if (low + nextRandom(random) * (high - low) < density(x)) return x;
  }
}

/** A draw from the tail, which begins at `edge`. */
function nextBeyondEdge(random: u32, edge: f64): f64 {
  while (true) {
    const x = log(1 / (1 - nextRandom(random))) / edge;
    const y = log(1 / (1 - nextRandom(random)));
    if (y + y > x * x) return edge + x;
  }
}

/** The points of two pairs of draws, as shares from -1 to 1 of their layers' widths; all exact. */
@inline
function shares(draws: v128): v128 {
  const firsts = i32x4.shr_u(v128.shuffle<i32>(draws, draws, 0, 2, 0, 2), 5);
  const seconds = i32x4.shr_u(v128.shuffle<i32>(draws, draws, 1, 3, 1, 3), 6);
  const high = f64x2.mul(f64x2.convert_low_i32x4_s(firsts), constant(0));
  const low = f64x2.mul(f64x2.convert_low_i32x4_s(seconds), constant(1));
  return f64x2.add(f64x2.sub(high, constant(2)), low);
}

/** The edges of the layer of a point, its own and that of the next layer. */
@inline
function edgesOf(draws: u32, ziggurat: u32): v128 {
  return v128.load(ziggurat + edgePlace(load<u32>(draws), load<u32>(draws, 4)), ZIGGURAT_EDGES_AT);
}

/** How many of four points, counted from the first, are inside their layers. */
@inline
function insideOf(inside0: v128, inside1: v128): u32 {
  return ctz<u32>(~(i64x2.bitmask(inside0) | (i64x2.bitmask(inside1) << 2)));
}

/** Fills `noise` with draws from the standard normal distribution; behind it is room for three. */
function drawNoise(random: u32, ziggurat: u32, noise: u32, count: u32): void {
  for (let left = count; left > 0; ) {
    const wanted = min<u32>(left, 4);
    const draws = takeDraws(random, 2 * wanted);
    if (draws !== 0) {
      const edges0 = edgesOf(draws, ziggurat);
      const edges1 = edgesOf(draws + 8, ziggurat);
      const edges2 = edgesOf(draws + 16, ziggurat);
      const edges3 = edgesOf(draws + 24, ziggurat);
      const x0 = f64x2.mul(shares(v128.load(draws)), v128.shuffle<f64>(edges0, edges1, 0, 2));
      const x1 = f64x2.mul(shares(v128.load(draws, 16)), v128.shuffle<f64>(edges2, edges3, 0, 2));
      v128.store(noise, x0);
      v128.store(noise, x1, 16);
      const inside0 = f64x2.lt(f64x2.abs(x0), v128.shuffle<f64>(edges0, edges1, 1, 3));
      const inside1 = f64x2.lt(f64x2.abs(x1), v128.shuffle<f64>(edges2, edges3, 1, 3));
      const taken = min<u32>(insideOf(inside0, inside1), wanted);
      if (taken === wanted) {
        // By what was wanted, which is known early: the next four need not wait for these.
        noise += 8 * wanted;
        left -= wanted;
        continue;
      }
      noise += 8 * taken;
      left -= taken;
      store<u32>(random, load<u32>(random, RANDOM_NEXT) - 2 * (wanted - taken), RANDOM_NEXT);
    }
    // A point that is not inside its layer, or the end of a block of draws.
    store<f64>(noise, nextGaussian(random, ziggurat));
    noise += 8;
    left--;
  }
}

/** The noise of the items that come next, as far as it is drawn: of the first of them, and its end. */
let nextNoise: u32 = 0;
let endOfNoise: u32 = 0;

/** To be called at the beginning of a call, whose network may be another than that of the last. */
export function beginNoise(): void {
  nextNoise = 0;
  endOfNoise = 0;
}

/** Draws the noise of some of the next items, so that the fours do not end with each of them. */
function drawAhead(network: u32, inputs: u32, itemsLeft: u32): void {
  const draws = inputs * min<u32>(itemsLeft, load<u32>(network, NETWORK_NOISE_ITEMS));
  nextNoise = load<u32>(network, NETWORK_NOISE);
  endOfNoise = nextNoise + 8 * draws;
  const random = load<u32>(network, NETWORK_JITTER_RANDOM);
  drawNoise(random, load<u32>(network, NETWORK_ZIGGURAT), nextNoise, draws);
}

/** Two values and noise, of which the lanes that are zero in `mask` stay as they are. */
@inline
function noisy(values: u32, sigma: v128, noise: u32, mask: v128): v128 {
  return addProduct(v128.load(values), sigma, v128.and(v128.load(noise), mask));
}

/**
 * Copies the inputs of an item into the cells of a tile, with noise added to each in turn.
 *
 * @param from their first cell, maybe the one that is written
 * @param fromStep bytes from it to the next
 * @param itemsLeft items of this call that have no noise yet, this one among them
 */
export function addNoise(
  network: u32,
  from: u32,
  fromStep: u32,
  inputs: u32,
  cells: u32,
  step: u32,
  itemsLeft: u32,
): void {
  if (nextNoise === endOfNoise) drawAhead(network, inputs, itemsLeft);
  const sigma = v128.load64_splat(network, NETWORK_JITTER);
  let noise = nextNoise;
  const end = noise + 8 * (inputs & ~3);
  for (; noise < end; from += fromStep, noise += CELL_BYTES, cells += step) {
    v128.store(cells, addProduct(v128.load(from), sigma, v128.load(noise)));
    v128.store(cells, addProduct(v128.load(from, 16), sigma, v128.load(noise, 16)), 16);
  }
  const rest = inputs & 3;
  if (rest !== 0) {
    // Padded inputs stay zero.
    const second = select<i64>(-1, 0, rest > 1);
    const third = select<i64>(-1, 0, rest > 2);
    const mask = i64x2.replace_lane(i64x2.splat(-1), 1, second);
    v128.store(cells, noisy(from, sigma, noise, mask));
    v128.store(cells, noisy(from + 16, sigma, noise + 16, i64x2(third, 0)), 16);
  }
  nextNoise += 8 * inputs;
}
