/**
 * Normal draws by the ziggurat method, with the bits of src/core/ziggurat.ts, which explains it and
 * whose tables the host writes into memory. Two draws at a time where both points lie inside their
 * layers, as 98 of 100 do.
 */
import {
  CELL_BYTES,
  NETWORK_JITTER,
  NETWORK_JITTER_RANDOM,
  NETWORK_ZIGGURAT,
  RANDOM_NEXT,
  ZIGGURAT_DENSITIES_AT,
  ZIGGURAT_EDGES_AT,
} from "../core/kernelLayout";
import { addProduct } from "./cells";
import { expOfNegative, log } from "./functions";
import { next32, nextRandom, takeDraws } from "./random";

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
  const high = f64x2.mul(f64x2.convert_low_i32x4_s(firsts), f64x2.splat(1.4901161193847656e-8));
  const low = f64x2.mul(f64x2.convert_low_i32x4_s(seconds), f64x2.splat(2.220446049250313e-16));
  return f64x2.add(f64x2.sub(high, f64x2.splat(1)), low);
}

/** Two draws from the standard normal distribution, one after the other. */
@inline
function nextGaussians(random: u32, ziggurat: u32): v128 {
  const draws = takeDraws(random, 4);
  if (draws !== 0) {
    const edge0 = ziggurat + edgePlace(load<u32>(draws), load<u32>(draws, 4));
    const edge1 = ziggurat + edgePlace(load<u32>(draws, 8), load<u32>(draws, 12));
    const edges0 = v128.load(edge0, ZIGGURAT_EDGES_AT);
    const edges1 = v128.load(edge1, ZIGGURAT_EDGES_AT);
    const x = f64x2.mul(shares(v128.load(draws)), v128.shuffle<f64>(edges0, edges1, 0, 2));
    const isInside = f64x2.lt(f64x2.abs(x), v128.shuffle<f64>(edges0, edges1, 1, 3));
    if (i64x2.all_true(isInside)) return x;
    store<u32>(random, load<u32>(random, RANDOM_NEXT) - 4, RANDOM_NEXT);
  }
  const first = nextGaussian(random, ziggurat);
  return f64x2.replace_lane(f64x2.splat(first), 1, nextGaussian(random, ziggurat));
}

/** Copies a row of inputs into the cells of a tile, with noise added to each input in turn. */
export function addNoise(network: u32, row: u32, inputs: u32, cells: u32, step: u32): void {
  const random = load<u32>(network, NETWORK_JITTER_RANDOM);
  const ziggurat = load<u32>(network, NETWORK_ZIGGURAT);
  const sigma = v128.load64_splat(network, NETWORK_JITTER);
  for (; inputs >= 4; inputs -= 4, row += CELL_BYTES, cells += step) {
    v128.store(cells, addProduct(v128.load(row), sigma, nextGaussians(random, ziggurat)));
    v128.store(cells, addProduct(v128.load(row, 16), sigma, nextGaussians(random, ziggurat)), 16);
  }
  for (; inputs >= 2; inputs -= 2, row += 16, cells += 16) {
    v128.store(cells, addProduct(v128.load(row), sigma, nextGaussians(random, ziggurat)));
  }
  if (inputs === 0) return;
  const noise = f64x2.extract_lane(sigma, 0) * nextGaussian(random, ziggurat);
  store<f64>(cells, load<f64>(row) + noise);
}
