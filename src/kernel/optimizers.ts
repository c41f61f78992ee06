/**
 * The updates of every optimizer but plain gradient descent, from the gradients that a batch has
 * left in memory. src/core/optimizers.ts has the equations.
 *
 * Padding stays as it is: its gradient is 0, and so is what is made of it.
 */
import {
  CELL_BYTES,
  LAYER_BIAS_MEANS,
  LAYER_BIAS_SQUARES,
  LAYER_BIAS_SUMS,
  LAYER_BIASES,
  LAYER_INPUT_CELLS,
  LAYER_OUTPUT_CELLS,
  LAYER_PULL,
  LAYER_SHRINK,
  LAYER_WEIGHT_MEANS,
  LAYER_WEIGHT_SQUARES,
  LAYER_WEIGHT_SUMS,
  LAYER_WEIGHTS,
  NETWORK_BETA1,
  NETWORK_BETA1_POWER,
  NETWORK_BETA2,
  NETWORK_BETA2_POWER,
  NETWORK_EPSILON,
  NETWORK_LEARNING_RATE,
  NETWORK_MOMENTUM,
  NETWORK_OPTIMIZER,
  OPTIMIZER_ADAM,
  OPTIMIZER_NESTEROV,
} from "../core/kernelLayout";
import { addProduct, WEIGHT_BLOCK } from "./cells";

/**
 * Far below what changes any result. What an optimizer remembers fades by a factor an update, and
 * would be subnormal for ever after some thousand updates of a unit that is dead; processors take
 * twenty times as long over such numbers. So it becomes 0.
 */
const NEXT_TO_NOTHING: f64 = 1e-200;

/** Read from memory where it is used: loading is cheaper than building it in a register. */
const CONSTANTS: usize = memory.data<f64>([NEXT_TO_NOTHING], 16);

/** Two numbers, with 0 in place of what is lost when next to nothing is added and taken away. */
@inline
function remembered(values: v128): v128 {
  const nothing = v128.load64_splat(CONSTANTS);
  return f64x2.sub(f64x2.add(values, nothing), nothing);
}

/** g + pull w, the gradient of a weight with that of its penalty; a bias has none. */
@inline
function pulled(isWeights: bool, gradient: v128, value: v128, layer: u32): v128 {
  if (!isWeights) return gradient;
  return addProduct(gradient, v128.load64_splat(layer, LAYER_PULL), value);
}

/** w - (step + shrink w); a bias does not shrink. */
@inline
function updated(isWeights: bool, value: v128, step: v128, layer: u32): v128 {
  if (!isWeights) return f64x2.sub(value, step);
  return f64x2.sub(value, addProduct(step, v128.load64_splat(layer, LAYER_SHRINK), value));
}

/**
 * v = momentum v + g; step = learningRate v, or with Nesterov's look ahead
 * learningRate (g + momentum v).
 */
@inline
function moveByVelocity(
  isNesterov: bool,
  isWeights: bool,
  network: u32,
  layer: u32,
  values: u32,
  bytes: u32,
  sums: u32,
  velocities: u32,
): void {
  const rate = v128.load64_splat(network, NETWORK_LEARNING_RATE);
  const momentum = v128.load64_splat(network, NETWORK_MOMENTUM);
  for (let at: u32 = 0; at < bytes; at += 16) {
    const value = v128.load(values + at);
    const gradient = pulled(isWeights, v128.load(sums + at), value, layer);
    const velocity = remembered(addProduct(gradient, momentum, v128.load(velocities + at)));
    v128.store(velocities + at, velocity);
    const direction = isNesterov ? addProduct(gradient, momentum, velocity) : velocity;
    v128.store(values + at, updated(isWeights, value, f64x2.mul(rate, direction), layer));
  }
}

/**
 * m = beta1 m + (1 - beta1) g, s = beta2 s + (1 - beta2) g g, and with both divided by what they
 * lack of a mean, step = learningRate m / (sqrt s + epsilon).
 */
@inline
function moveByMoments(
  isWeights: bool,
  network: u32,
  layer: u32,
  values: u32,
  bytes: u32,
  sums: u32,
  means: u32,
  squares: u32,
): void {
  const beta1 = v128.load64_splat(network, NETWORK_BETA1);
  const beta2 = v128.load64_splat(network, NETWORK_BETA2);
  const one = f64x2.splat(1);
  const new1 = f64x2.sub(one, beta1);
  const new2 = f64x2.sub(one, beta2);
  const learningRate = v128.load64_splat(network, NETWORK_LEARNING_RATE);
  const power1 = v128.load64_splat(network, NETWORK_BETA1_POWER);
  const power2 = v128.load64_splat(network, NETWORK_BETA2_POWER);
  const rate = f64x2.div(learningRate, f64x2.sub(one, power1));
  const fill = f64x2.div(one, f64x2.sub(one, power2));
  const epsilon = v128.load64_splat(network, NETWORK_EPSILON);
  for (let at: u32 = 0; at < bytes; at += 16) {
    const value = v128.load(values + at);
    const gradient = pulled(isWeights, v128.load(sums + at), value, layer);
    const share1 = f64x2.mul(new1, gradient);
    const mean = remembered(addProduct(share1, beta1, v128.load(means + at)));
    v128.store(means + at, mean);
    const share2 = f64x2.mul(f64x2.mul(new2, gradient), gradient);
    const square = remembered(addProduct(share2, beta2, v128.load(squares + at)));
    v128.store(squares + at, square);
    const root = f64x2.sqrt(f64x2.mul(square, fill));
    const step = f64x2.div(f64x2.mul(rate, mean), f64x2.add(root, epsilon));
    v128.store(values + at, updated(isWeights, value, step, layer));
  }
}

/**
 * Updates the weights or the biases of a layer.
 *
 * @param values their address, `bytes` their length; the others are laid out as they are
 */
@inline
function move(
  isWeights: bool,
  network: u32,
  layer: u32,
  values: u32,
  bytes: u32,
  sums: u32,
  means: u32,
  squares: u32,
): void {
  const kind = load<u32>(network, NETWORK_OPTIMIZER);
  if (kind === OPTIMIZER_ADAM) {
    moveByMoments(isWeights, network, layer, values, bytes, sums, means, squares);
  } else if (kind === OPTIMIZER_NESTEROV) {
    moveByVelocity(true, isWeights, network, layer, values, bytes, sums, means);
  } else {
    moveByVelocity(false, isWeights, network, layer, values, bytes, sums, means);
  }
}

/** Updates the weights and biases of a layer. */
export function optimize(network: u32, layer: u32): void {
  const cells = load<u32>(layer, LAYER_OUTPUT_CELLS);
  move(
    true,
    network,
    layer,
    load<u32>(layer, LAYER_WEIGHTS),
    cells * load<u32>(layer, LAYER_INPUT_CELLS) * WEIGHT_BLOCK,
    load<u32>(layer, LAYER_WEIGHT_SUMS),
    load<u32>(layer, LAYER_WEIGHT_MEANS),
    load<u32>(layer, LAYER_WEIGHT_SQUARES),
  );
  move(
    false,
    network,
    layer,
    load<u32>(layer, LAYER_BIASES),
    cells * CELL_BYTES,
    load<u32>(layer, LAYER_BIAS_SUMS),
    load<u32>(layer, LAYER_BIAS_MEANS),
    load<u32>(layer, LAYER_BIAS_SQUARES),
  );
}

/** A power times one more of its base. */
@inline
function nextPower(power: f64, base: f64): f64 {
  const next = power * base;
  return next < NEXT_TO_NOTHING ? 0 : next;
}

/** Counts one more update in the powers of beta1 and beta2. */
export function countUpdate(network: u32): void {
  const power1 = nextPower(
    load<f64>(network, NETWORK_BETA1_POWER),
    load<f64>(network, NETWORK_BETA1),
  );
  const power2 = nextPower(
    load<f64>(network, NETWORK_BETA2_POWER),
    load<f64>(network, NETWORK_BETA2),
  );
  store<f64>(network, power1, NETWORK_BETA1_POWER);
  store<f64>(network, power2, NETWORK_BETA2_POWER);
}
