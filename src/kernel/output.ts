/**
 * What happens at the outputs of one item: softmax or sigmoid, signals, loss. Logits z,
 * probabilities o and signals stand in cells, `step` bytes apart. The padding of the biases of the
 * last layer is minus infinity, so that a padded output has probability 0 and signal 0 without a
 * special case.
 *
 * Sums over classes have two partial sums, over the even and over the odd classes, each in order,
 * then added.
 */
import { SIGNALS_CROSS_ENTROPY, SIGNALS_DIAGONAL } from "../core/kernelLayout";
import { zeros } from "./cells";
import { expOfNegative, log, logOfOnePlus, sigmoid } from "./functions";

/** Both lanes added. */
@inline
function addLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

@inline
function firstClasses(): v128 {
  return f64x2(0, 1);
}

@inline
function nextClasses(classes: v128): v128 {
  return f64x2.add(classes, f64x2.splat(2));
}

/** t of two classes: 1 where a class is the item's, else 0. */
@inline
function targets(classes: v128, label: v128): v128 {
  return v128.and(f64x2.eq(classes, label), f64x2.splat(1));
}

export function largestLogit(z: u32, step: u32, cells: u32): f64 {
  let pair = f64x2.pmax(v128.load(z), v128.load(z, 16));
  for (let left = cells - 1; left > 0; left--) {
    z += step;
    pair = f64x2.pmax(f64x2.pmax(pair, v128.load(z)), v128.load(z, 16));
  }
  const even = f64x2.extract_lane(pair, 0);
  const odd = f64x2.extract_lane(pair, 1);
  return even < odd ? odd : even;
}

/**
 * o_k = e_k / sum_m e_m with e_k = exp(z_k - largest).
 *
 * @returns the sum
 */
export function softmax(z: u32, o: u32, step: u32, cells: u32, largest: f64): f64 {
  const top = f64x2.splat(largest);
  let pair = zeros();
  let at = o;
  for (let left = cells; left > 0; left--, z += step, at += step) {
    const e0 = expOfNegative(f64x2.sub(v128.load(z), top));
    const e1 = expOfNegative(f64x2.sub(v128.load(z, 16), top));
    v128.store(at, e0);
    v128.store(at, e1, 16);
    pair = f64x2.add(f64x2.add(pair, e0), e1);
  }
  const sum = addLanes(pair);
  const divisor = f64x2.splat(sum);
  for (let left = cells; left > 0; left--, o += step) {
    v128.store(o, f64x2.div(v128.load(o), divisor));
    v128.store(o, f64x2.div(v128.load(o, 16), divisor), 16);
  }
  return sum;
}

/** scale (o - t) */
@inline
function crossEntropySignals(o: v128, t: v128, scale: v128): v128 {
  return f64x2.mul(f64x2.sub(o, t), scale);
}

/** scale (1 - o) o (o - t) */
@inline
function diagonalSignals(o: v128, t: v128, scale: v128): v128 {
  const slope = f64x2.mul(f64x2.sub(f64x2.splat(1), o), o);
  return f64x2.mul(f64x2.mul(slope, f64x2.sub(o, t)), scale);
}

/** scale o ((o - t) - mean), where mean = sum_m o_m (o_m - t_m) */
@inline
function squaredErrorSignals(o: v128, t: v128, mean: v128, scale: v128): v128 {
  return f64x2.mul(f64x2.mul(o, f64x2.sub(f64x2.sub(o, t), mean)), scale);
}

/** sum_m o_m (o_m - t_m) */
function meanDifference(o: u32, step: u32, cells: u32, label: v128): f64 {
  let classes = firstClasses();
  let pair = zeros();
  for (let left = cells; left > 0; left--, o += step) {
    const o0 = v128.load(o);
    pair = f64x2.add(pair, f64x2.mul(o0, f64x2.sub(o0, targets(classes, label))));
    classes = nextClasses(classes);
    const o1 = v128.load(o, 16);
    pair = f64x2.add(pair, f64x2.mul(o1, f64x2.sub(o1, targets(classes, label))));
    classes = nextClasses(classes);
  }
  return addLanes(pair);
}

/**
 * Turns probabilities into signals, in place.
 *
 * @param kind one of SIGNALS
 * @param factor multiplies every signal: learning rate divided by batch size, so that all that
 *   follows from signals is a step already
 */
export function signalsOf(
  kind: u32,
  o: u32,
  step: u32,
  cells: u32,
  itemClass: u32,
  factor: f64,
): void {
  const label = f64x2.splat(<f64>itemClass);
  const scale = f64x2.splat(factor);
  let classes = firstClasses();
  if (kind === SIGNALS_DIAGONAL) {
    for (let left = cells; left > 0; left--, o += step) {
      v128.store(o, diagonalSignals(v128.load(o), targets(classes, label), scale));
      classes = nextClasses(classes);
      v128.store(o, diagonalSignals(v128.load(o, 16), targets(classes, label), scale), 16);
      classes = nextClasses(classes);
    }
  } else if (kind === SIGNALS_CROSS_ENTROPY) {
    for (let left = cells; left > 0; left--, o += step) {
      v128.store(o, crossEntropySignals(v128.load(o), targets(classes, label), scale));
      classes = nextClasses(classes);
      v128.store(o, crossEntropySignals(v128.load(o, 16), targets(classes, label), scale), 16);
      classes = nextClasses(classes);
    }
  } else {
    const mean = f64x2.splat(meanDifference(o, step, cells, label));
    for (let left = cells; left > 0; left--, o += step) {
      v128.store(o, squaredErrorSignals(v128.load(o), targets(classes, label), mean, scale));
      classes = nextClasses(classes);
      const t1 = targets(classes, label);
      v128.store(o, squaredErrorSignals(v128.load(o, 16), t1, mean, scale), 16);
      classes = nextClasses(classes);
    }
  }
}

/** sum_k (t_k - o_k)^2 */
export function squareSum(o: u32, step: u32, cells: u32, itemClass: u32): f64 {
  const label = f64x2.splat(<f64>itemClass);
  let classes = firstClasses();
  let pair = zeros();
  for (let left = cells; left > 0; left--, o += step) {
    const d0 = f64x2.sub(targets(classes, label), v128.load(o));
    pair = f64x2.add(pair, f64x2.mul(d0, d0));
    classes = nextClasses(classes);
    const d1 = f64x2.sub(targets(classes, label), v128.load(o, 16));
    pair = f64x2.add(pair, f64x2.mul(d1, d1));
    classes = nextClasses(classes);
  }
  return addLanes(pair);
}

/** -ln o of the item's class: ln sum - (z - largest). */
export function crossEntropy(
  z: u32,
  step: u32,
  itemClass: u32,
  largest: f64,
  sum: f64,
): f64 {
  const logit = load<f64>(z + (itemClass >> 2) * step + ((itemClass & 3) << 3));
  return log(sum) - (logit - largest);
}

/** Class of the largest probability; the first of equals. */
export function mostProbable(o: u32, step: u32, classes: u32): u32 {
  let best: u32 = 0;
  let largest = load<f64>(o);
  for (let k: u32 = 1; k < classes; k++) {
    const value = load<f64>(o + (k >> 2) * step + ((k & 3) << 3));
    if (value > largest) {
      largest = value;
      best = k;
    }
  }
  return best;
}

/** p = 1 / (1 + e^-z) of a single output; its padding becomes 0. */
export function sigmoidOutput(z: u32, o: u32): void {
  v128.store(o, sigmoid(v128.load(z)));
  v128.store(o, zeros(), 16);
}

/**
 * Turns the probability of a single output into its signal, in place, and leaves its padding 0.
 *
 * @param target 0 or 1
 */
export function sigmoidSignal(kind: u32, o: u32, target: u32, factor: f64): void {
  const p = v128.load(o);
  const t = f64x2.replace_lane(zeros(), 0, <f64>target);
  const scale = f64x2.splat(factor);
  const isCrossEntropy = kind === SIGNALS_CROSS_ENTROPY;
  v128.store(o, isCrossEntropy ? crossEntropySignals(p, t, scale) : diagonalSignals(p, t, scale));
}

/** Writes the signal of a single output that is the answer itself; its padding becomes 0. */
export function identitySignal(z: u32, o: u32, target: f64, factor: f64): void {
  const signal = (load<f64>(z) - target) * factor;
  v128.store(o, f64x2.replace_lane(zeros(), 0, signal));
  v128.store(o, zeros(), 16);
}

/** -ln of the probability of the item's class, from the logit: ln(1 + e^-z) or ln(1 + e^z). */
export function sigmoidCrossEntropy(z: u32, target: u32): f64 {
  const logit = load<f64>(z);
  const against = target === 1 ? -logit : logit;
  const e = f64x2.extract_lane(expOfNegative(f64x2.splat(-abs(logit))), 0);
  return logOfOnePlus(e) + (against < 0 ? 0 : against);
}
