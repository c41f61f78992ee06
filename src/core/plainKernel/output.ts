/**
 * What happens at the outputs of one item, as src/kernel/output.ts does it, with the same bits. Sums
 * over classes have two partial sums, over the even and over the odd classes, then added.
 *
 * Positions and steps count float64. `f` is the whole memory; class k of an item whose cells begin
 * at z stands at z + (k >> 2) * step + (k & 3).
 */
import { expOfNegative, log, logOfOnePlus } from "../exactFunctions.ts";
import { SIGNALS_CROSS_ENTROPY, SIGNALS_DIAGONAL } from "../kernelLayout.ts";

export function largestLogit(f: Float64Array, z: number, step: number, classes: number): number {
  let largest = f[z];
  for (let k = 1; k < classes; k++) {
    const value = f[z + (k >> 2) * step + (k & 3)];
    if (largest < value) largest = value;
  }
  return largest;
}

/**
 * o_k = e_k / sum_m e_m with e_k = exp(z_k - largest).
 *
 * @returns the sum
 */
export function softmax(
  f: Float64Array,
  z: number,
  o: number,
  step: number,
  classes: number,
  largest: number,
): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k < classes; k++) {
    const offset = (k >> 2) * step + (k & 3);
    const e = expOfNegative(f[z + offset] - largest);
    f[o + offset] = e;
    if ((k & 1) === 0) even += e;
    else odd += e;
  }
  const sum = even + odd;
  for (let k = 0; k < classes; k++) f[o + (k >> 2) * step + (k & 3)] /= sum;
  return sum;
}

/** sum_m o_m (o_m - t_m) */
function meanDifference(
  f: Float64Array,
  o: number,
  step: number,
  classes: number,
  label: number,
): number {
  let even = 0;
  let odd = 0;
  for (let m = 0; m < classes; m++) {
    const value = f[o + (m >> 2) * step + (m & 3)];
    const product = value * (value - (m === label ? 1 : 0));
    if ((m & 1) === 0) even += product;
    else odd += product;
  }
  return even + odd;
}

/** Turns probabilities into signals, in place; `factor` multiplies every one. */
export function signalsOf(
  kind: number,
  f: Float64Array,
  o: number,
  step: number,
  classes: number,
  label: number,
  factor: number,
): void {
  const isExact = kind !== SIGNALS_DIAGONAL && kind !== SIGNALS_CROSS_ENTROPY;
  const mean = isExact ? meanDifference(f, o, step, classes, label) : 0;
  for (let k = 0; k < classes; k++) {
    const at = o + (k >> 2) * step + (k & 3);
    const value = f[at];
    const difference = value - (k === label ? 1 : 0);
    if (kind === SIGNALS_CROSS_ENTROPY) f[at] = difference * factor;
    else if (kind === SIGNALS_DIAGONAL) f[at] = (1 - value) * value * difference * factor;
    else f[at] = value * (difference - mean) * factor;
  }
}

/** sum_k (t_k - o_k)^2 */
export function squareSum(
  f: Float64Array,
  o: number,
  step: number,
  classes: number,
  label: number,
): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k < classes; k++) {
    const difference = (k === label ? 1 : 0) - f[o + (k >> 2) * step + (k & 3)];
    if ((k & 1) === 0) even += difference * difference;
    else odd += difference * difference;
  }
  return even + odd;
}

/** -ln o of the item's class: ln sum - (z - largest). */
export function crossEntropy(
  f: Float64Array,
  z: number,
  step: number,
  label: number,
  largest: number,
  sum: number,
): number {
  return log(sum) - (f[z + (label >> 2) * step + (label & 3)] - largest);
}

/** Class of the largest probability; the first of equals. */
export function mostProbable(f: Float64Array, o: number, step: number, classes: number): number {
  let best = 0;
  let largest = f[o];
  for (let k = 1; k < classes; k++) {
    const value = f[o + (k >> 2) * step + (k & 3)];
    if (value > largest) {
      largest = value;
      best = k;
    }
  }
  return best;
}

/** The derivative of the loss by the logit of a single output p with target 0 or 1. */
export function sigmoidSignal(kind: number, p: number, target: number, factor: number): number {
  if (kind === SIGNALS_CROSS_ENTROPY) return (p - target) * factor;
  return (1 - p) * p * (p - target) * factor;
}

/** -ln of the probability of the class that is the item's, from the logit. */
export function sigmoidCrossEntropy(logit: number, target: number): number {
  const against = target === 1 ? -logit : logit;
  return logOfOnePlus(expOfNegative(-Math.abs(logit))) + (against < 0 ? 0 : against);
}
