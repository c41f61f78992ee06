/** What an update does to weights after the data step, and what a presentation does to an item. */
import type { LayerView } from "./network.ts";
import type { Random } from "./random.ts";

/**
 * The proximal step of the L1 penalty: sign(w) max(|w| - threshold, 0). A weight within the
 * threshold becomes exactly zero, and a zero weight can come back with the next data step.
 *
 * @param threshold at least 0; 0 changes nothing
 * @see Tibshirani (1996); Parikh and Boyd, "Proximal Algorithms" (2014), 6.5.2
 */
export function softThreshold(weight: number, threshold: number): number {
  return weight - Math.max(-threshold, Math.min(weight, threshold));
}

/**
 * Max-norm: scales the weights that lead into each unit back to the norm c where it is larger.
 *
 * @param c above 0
 * @see Srivastava et al., "Dropout" (2014), 5.1
 */
export function limitNorms({ inputs, outputs, weights }: LayerView, c: number): void {
  for (let j = 0; j < outputs; j++) {
    let sumOfSquares = 0;
    for (let i = 0; i < inputs; i++) {
      const weight = weights[i * outputs + j];
      sumOfSquares += weight * weight;
    }
    if (!(sumOfSquares > c * c)) continue;
    const factor = c / Math.sqrt(sumOfSquares);
    for (let i = 0; i < inputs; i++) weights[i * outputs + j] *= factor;
  }
}

/**
 * Inverted dropout: what each unit's activation is multiplied by in one presentation of an item. 0
 * with probability p, else 1 / (1 - p), so that the mean is 1 and prediction needs no scaling. One
 * 32-bit draw for each unit.
 *
 * @param p from 0 (included) to 1 (excluded); for 0 nothing is drawn
 * @param masks filled; shape [units]
 */
export function drawMasks(masks: Float64Array, p: number, random: Random): void {
  if (p === 0) {
    masks.fill(1);
    return;
  }
  const threshold = p * 2 ** 32;
  const kept = 1 / (1 - p);
  for (let j = 0; j < masks.length; j++) masks[j] = random.next32() < threshold ? 0 : kept;
}

/**
 * Jitter: Gaussian noise on the inputs of one presentation of an item.
 *
 * @param sigma standard deviation, above 0, in the units of the inputs
 */
export function addNoise(inputs: Float64Array, sigma: number, random: Random): void {
  for (let i = 0; i < inputs.length; i++) inputs[i] += sigma * random.gaussian();
}
