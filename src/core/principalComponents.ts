/**
 * The directions in which items differ most. For display alone: the last bits are of no account.
 */

/** The first two principal components of items. */
export interface PrincipalComponents {
  /** Mean of each input. */
  readonly mean: Float64Array;
  /** Two unit vectors, the first one of the largest variance; shape [2][inputs]. */
  readonly directions: readonly [Float64Array, Float64Array];
  /** Share of the whole variance along each, from 0 to 1; 0 where nothing varies. */
  readonly shares: readonly [number, number];
}

const MOST_ROUNDS = 400;
const FEWEST_ROUNDS = 25;
/** Multiplications that the search may take. */
const MOST_WORK = 30_000_000;
const TOLERANCE = 1e-12;

/**
 * Power iteration on the covariance, which is never made: each round multiplies by the centred items
 * and by their transpose. The second direction is kept at right angles to the first. The largest
 * part of a direction is positive, so that the same items give the same picture.
 *
 * @param inputs shape [count, width]
 */
export function principalComponents(
  inputs: Float64Array,
  count: number,
  width: number,
): PrincipalComponents {
  const mean = new Float64Array(width);
  for (let at = 0; at < count * width; at++) mean[at % width] += inputs[at] / count;
  const centred = inputs.slice(0, count * width).map((value, at) => value - mean[at % width]);
  const total = centred.reduce((sum, value) => sum + value * value, 0);
  const rounds = Math.max(
    FEWEST_ROUNDS,
    Math.min(MOST_ROUNDS, Math.floor(MOST_WORK / (4 * count * width || 1))),
  );
  const found: Float64Array[] = [];
  const shares: number[] = [];
  for (const start of [0, 1]) {
    const { direction, variance } = largest(centred, count, width, found, rounds, start);
    found.push(direction);
    shares.push(total > 0 ? Math.min(1, variance / total) : 0);
  }
  return { mean, directions: [found[0], found[1]], shares: [shares[0], shares[1]] };
}

function largest(
  centred: Float64Array,
  count: number,
  width: number,
  others: readonly Float64Array[],
  rounds: number,
  start: number,
): { direction: Float64Array; variance: number } {
  // Something of every input, unevenly: at right angles to an answer it would stay there.
  let direction = Float64Array.from({ length: width }, (_, i) => 1 + ((i * 7 + 3 * start) % 5) / 8);
  straighten(direction, others);
  let variance = 0;
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(width);
    for (let item = 0; item < count; item++) {
      const row = item * width;
      let along = 0;
      for (let i = 0; i < width; i++) along += centred[row + i] * direction[i];
      for (let i = 0; i < width; i++) next[i] += along * centred[row + i];
    }
    const length = straighten(next, others);
    if (length === 0) return { direction, variance: 0 };
    const change = next.reduce((sum, value, i) => sum + (value - direction[i]) ** 2, 0);
    direction = next;
    variance = length;
    if (change < TOLERANCE) break;
  }
  const peak = direction.reduce((best, v) => (Math.abs(v) > Math.abs(best) + 1e-9 ? v : best), 0);
  return { direction: peak < 0 ? direction.map(value => -value) : direction, variance };
}

/** Makes a vector a unit vector at right angles to others; returns the length that it had. */
function straighten(vector: Float64Array, others: readonly Float64Array[]): number {
  for (const other of others) {
    const along = vector.reduce((sum, value, i) => sum + value * other[i], 0);
    for (let i = 0; i < vector.length; i++) vector[i] -= along * other[i];
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i] /= length;
  return length;
}

/**
 * Where items lie along both directions.
 *
 * @param inputs shape [count, width]
 * @returns shape [count, 2]
 */
export function projectItems(
  { mean, directions }: PrincipalComponents,
  inputs: Float64Array,
  count: number,
): Float64Array {
  const width = mean.length;
  const places = new Float64Array(2 * count);
  for (let item = 0; item < count; item++) {
    for (let i = 0; i < width; i++) {
      const off = inputs[item * width + i] - mean[i];
      places[2 * item] += off * directions[0][i];
      places[2 * item + 1] += off * directions[1][i];
    }
  }
  return places;
}
