/**
 * A peer to measure against: the article's training as anyone would write it with typed arrays,
 * one hidden layer, online, squared error with the article's derivative. Shares no code with the
 * core but the random numbers.
 */
import type { ItemTable } from "../src/core/items.ts";
import { Random } from "../src/core/random.ts";

interface PlainSettings {
  readonly hidden: number;
  readonly learningRate: number;
  readonly l2: number;
  readonly epochs: number;
  readonly seed: number;
}

/** @returns the hidden-to-output weights, so that nothing can be optimized away */
export function trainPlain(
  items: ItemTable,
  inputs: number,
  outputs: number,
  { hidden, learningRate, l2, epochs, seed }: PlainSettings,
): Float64Array {
  const random = new Random(seed);
  const draw = (length: number) => Float64Array.from({ length }, () => random.uniform(-0.01, 0.01));
  const ih = draw(inputs * hidden);
  const hb = draw(hidden);
  const ho = draw(hidden * outputs);
  const ob = draw(outputs);
  const h = new Float64Array(hidden);
  const o = new Float64Array(outputs);
  const outputSignals = new Float64Array(outputs);
  const hiddenSignals = new Float64Array(hidden);
  const order = Array.from({ length: items.count }, (_, item) => item);
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    for (const item of order) {
      for (let j = 0; j < hidden; j++) {
        let sum = hb[j];
        for (let i = 0; i < inputs; i++)
          sum += items.inputs[item * inputs + i] * ih[i * hidden + j];
        h[j] = Math.tanh(sum);
      }
      let total = 0;
      let largest = -Infinity;
      for (let k = 0; k < outputs; k++) {
        let sum = ob[k];
        for (let j = 0; j < hidden; j++) sum += h[j] * ho[j * outputs + k];
        o[k] = sum;
        largest = Math.max(largest, sum);
      }
      for (let k = 0; k < outputs; k++) total += o[k] = Math.exp(o[k] - largest);
      for (let k = 0; k < outputs; k++) {
        o[k] /= total;
        outputSignals[k] = (1 - o[k]) * o[k] * (o[k] - items.targets[item * outputs + k]);
      }
      for (let j = 0; j < hidden; j++) {
        let sum = 0;
        for (let k = 0; k < outputs; k++) sum += outputSignals[k] * ho[j * outputs + k];
        hiddenSignals[j] = (1 - h[j]) * (1 + h[j]) * sum;
      }
      for (let i = 0; i < inputs; i++) {
        const x = items.inputs[item * inputs + i];
        for (let j = 0; j < hidden; j++) {
          const at = i * hidden + j;
          ih[at] -= learningRate * (hiddenSignals[j] * x + l2 * ih[at]);
        }
      }
      for (let j = 0; j < hidden; j++) {
        hb[j] -= learningRate * hiddenSignals[j];
        for (let k = 0; k < outputs; k++) {
          const at = j * outputs + k;
          ho[at] -= learningRate * (outputSignals[k] * h[j] + l2 * ho[at]);
        }
      }
      for (let k = 0; k < outputs; k++) ob[k] -= learningRate * outputSignals[k];
    }
  }
  return ho;
}
