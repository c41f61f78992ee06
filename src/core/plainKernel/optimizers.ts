/** Updates from the gradients of a batch, as in src/kernel/optimizers.ts, with the same bits. */
import {
  NETWORK_BETA1_POWER,
  NETWORK_BETA2_POWER,
  OPTIMIZER_ADAM,
  OPTIMIZER_NESTEROV,
} from "../kernelLayout.ts";
import type { Plan, PlainLayer } from "./plan.ts";

/** Far below what changes any result; taken as 0, as subnormal numbers are slow. */
const NEXT_TO_NOTHING = 1e-200;

function remembered(value: number): number {
  return value + NEXT_TO_NOTHING - NEXT_TO_NOTHING;
}

/** What an optimizer reads and changes: the weights or the biases of a layer. */
interface Block {
  readonly values: number;
  readonly length: number;
  readonly sums: number;
  readonly means: number;
  readonly squares: number;
  readonly isWeights: boolean;
}

/** v = momentum v + g; step = learningRate v, or with Nesterov's look ahead from g + momentum v. */
function moveByVelocity(
  { f, learningRate, momentum, optimizer }: Plan,
  { pull, shrink }: PlainLayer,
  { values, length, sums, means, isWeights }: Block,
): void {
  const isNesterov = optimizer === OPTIMIZER_NESTEROV;
  for (let i = 0; i < length; i++) {
    const value = f[values + i];
    const gradient = isWeights ? f[sums + i] + pull * value : f[sums + i];
    const velocity = remembered(gradient + momentum * f[means + i]);
    f[means + i] = velocity;
    const step = learningRate * (isNesterov ? gradient + momentum * velocity : velocity);
    f[values + i] = isWeights ? value - (step + shrink * value) : value - step;
  }
}

/** m and s, the mean gradient and its mean square; step = learningRate m / (sqrt s + epsilon). */
function moveByMoments(
  { f, network, learningRate, beta1, beta2, epsilon }: Plan,
  { pull, shrink }: PlainLayer,
  { values, length, sums, means, squares, isWeights }: Block,
): void {
  const rate = learningRate / (1 - f[(network + NETWORK_BETA1_POWER) / 8]);
  const fill = 1 / (1 - f[(network + NETWORK_BETA2_POWER) / 8]);
  for (let i = 0; i < length; i++) {
    const value = f[values + i];
    const gradient = isWeights ? f[sums + i] + pull * value : f[sums + i];
    const mean = remembered((1 - beta1) * gradient + beta1 * f[means + i]);
    f[means + i] = mean;
    const square = remembered((1 - beta2) * gradient * gradient + beta2 * f[squares + i]);
    f[squares + i] = square;
    const step = (rate * mean) / (Math.sqrt(square * fill) + epsilon);
    f[values + i] = isWeights ? value - (step + shrink * value) : value - step;
  }
}

/** Updates the weights and biases of a layer. */
export function optimize(plan: Plan, layer: PlainLayer): void {
  const move = plan.optimizer === OPTIMIZER_ADAM ? moveByMoments : moveByVelocity;
  move(plan, layer, {
    values: layer.weights,
    length: 16 * layer.inputCells * layer.outputCells,
    sums: layer.weightSums,
    means: layer.weightMeans,
    squares: layer.weightSquares,
    isWeights: true,
  });
  move(plan, layer, {
    values: layer.biases,
    length: 4 * layer.outputCells,
    sums: layer.biasSums,
    means: layer.biasMeans,
    squares: layer.biasSquares,
    isWeights: false,
  });
}

/** A power times one more of its base. */
function nextPower(power: number, base: number): number {
  const next = power * base;
  return next < NEXT_TO_NOTHING ? 0 : next;
}

/** Counts one more update in the powers of beta1 and beta2. */
export function countUpdate({ f, network, beta1, beta2 }: Plan): void {
  const power1 = (network + NETWORK_BETA1_POWER) / 8;
  const power2 = (network + NETWORK_BETA2_POWER) / 8;
  f[power1] = nextPower(f[power1], beta1);
  f[power2] = nextPower(f[power2], beta2);
}
