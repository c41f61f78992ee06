/**
 * The standard normal distribution by the ziggurat method: the area under f(x) = exp(-x^2 / 2) is
 * covered by 256 horizontal layers of equal area v. A layer is chosen and a point in it drawn; most
 * points lie under the curve for sure, the others are tested, and those beyond the lowest layer's
 * edge r are replaced by a draw from the tail.
 *
 * Uses + - * / and square roots alone, so that the draws have the same bits on every engine.
 *
 * @see Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", Journal of
 *   Statistical Software 5 (2000); Doornik (2005) for choosing layer and point by separate bits
 */
import { expOfNegative, log } from "./exactFunctions.ts";
import { next32, nextRandom } from "./mersenneTwister.ts";

export const ZIGGURAT_LAYERS = 256;

/** r, the right edge of the lowest layer but for the tail. */
export const ZIGGURAT_EDGE = 3.6541528853610088;
/** v, the area of every layer. */
const LAYER_AREA = 0.00492867323399;

function density(x: number): number {
  return expOfNegative(-0.5 * x * x);
}

/** Natural logarithm of a number from 2^-53 to 1. */
function logOfShare(u: number): number {
  return -log(1 / u);
}

/** Right edges of the layers, from the lowest, whose edge stands for its tail too, up to 0. */
export const ZIGGURAT_EDGES = layerEdges();
/** The density at the edges. */
export const ZIGGURAT_DENSITIES = ZIGGURAT_EDGES.map(density);

function layerEdges(): Float64Array {
  const edges = new Float64Array(ZIGGURAT_LAYERS + 1);
  edges[0] = LAYER_AREA / density(ZIGGURAT_EDGE);
  edges[1] = ZIGGURAT_EDGE;
  for (let i = 2; i < ZIGGURAT_LAYERS; i++) {
    const below = edges[i - 1];
    edges[i] = Math.sqrt(-2 * logOfShare(LAYER_AREA / below + density(below)));
  }
  return edges;
}

/**
 * A draw from the standard normal distribution. Two words make a point, with 53 bits, and from the
 * bits that are left over its layer.
 *
 * @param state of a generator; see mersenneTwister.ts
 */
export function nextGaussian(state: Uint32Array): number {
  for (;;) {
    const first = next32(state);
    const second = next32(state);
    const layer = (first & 31) | ((second & 7) << 5);
    const share = ((first >>> 5) * 67108864 + (second >>> 6)) / 9007199254740992;
    const x = (2 * share - 1) * ZIGGURAT_EDGES[layer];
    if (Math.abs(x) < ZIGGURAT_EDGES[layer + 1]) return x;
    if (layer === 0) return x < 0 ? -nextBeyondEdge(state) : nextBeyondEdge(state);
    const low = ZIGGURAT_DENSITIES[layer];
    const high = ZIGGURAT_DENSITIES[layer + 1];
    if (low + nextRandom(state) * (high - low) < density(x)) return x;
  }
}

/** A draw from the tail. @see Marsaglia, "Generating a Variable from the Tail" (1964) */
function nextBeyondEdge(state: Uint32Array): number {
  for (;;) {
    const x = -logOfShare(1 - nextRandom(state)) / ZIGGURAT_EDGE;
    const y = -logOfShare(1 - nextRandom(state));
    if (y + y > x * x) return ZIGGURAT_EDGE + x;
  }
}
