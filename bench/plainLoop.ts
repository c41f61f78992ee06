/**
 * A peer to measure against: training as anyone would write it with typed arrays, one item after
 * the other, each unit's weights in a row. Shares no code with the core but the random numbers.
 */
import type { TrainingConfig } from "../src/core/config.ts";
import type { ItemTable } from "../src/core/items.ts";
import type { Random } from "../src/core/random.ts";

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Shape [outputs][inputs]. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly weightSums: Float64Array;
  readonly biasSums: Float64Array;
  readonly values: Float64Array;
  readonly signals: Float64Array;
}

function createLayers(sizes: readonly number[], range: number, random: Random): Layer[] {
  return sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l];
    const layer = {
      inputs,
      outputs,
      weights: new Float64Array(inputs * outputs),
      biases: new Float64Array(outputs),
      weightSums: new Float64Array(inputs * outputs),
      biasSums: new Float64Array(outputs),
      values: new Float64Array(outputs),
      signals: new Float64Array(outputs),
    };
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < outputs; j++)
        layer.weights[j * inputs + i] = random.uniform(-range, range);
    }
    for (let j = 0; j < outputs; j++) layer.biases[j] = random.uniform(-range, range);
    return layer;
  });
}

function forward(layers: readonly Layer[], inputs: Float64Array): void {
  let x = inputs;
  for (let l = 0; l < layers.length; l++) {
    const { inputs: n, outputs, weights, biases, values } = layers[l];
    for (let j = 0; j < outputs; j++) {
      let sum = biases[j];
      for (let i = 0; i < n; i++) sum += x[i] * weights[j * n + i];
      values[j] = l < layers.length - 1 ? Math.tanh(sum) : sum;
    }
    x = values;
  }
  let largest = -Infinity;
  for (let k = 0; k < x.length; k++) largest = Math.max(largest, x[k]);
  let total = 0;
  for (let k = 0; k < x.length; k++) {
    x[k] = Math.exp(x[k] - largest);
    total += x[k];
  }
  for (let k = 0; k < x.length; k++) x[k] /= total;
}

function backward(layers: readonly Layer[], inputs: Float64Array): void {
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs: n, outputs, weights, weightSums, biasSums, signals } = layers[l];
    const x = l === 0 ? inputs : layers[l - 1].values;
    for (let k = 0; k < outputs; k++) {
      const signal = signals[k];
      for (let i = 0; i < n; i++) weightSums[k * n + i] += signal * x[i];
      biasSums[k] += signal;
    }
    if (l === 0) continue;
    const below = layers[l - 1].signals;
    below.fill(0);
    for (let k = 0; k < outputs; k++) {
      for (let i = 0; i < n; i++) below[i] += signals[k] * weights[k * n + i];
    }
    for (let i = 0; i < n; i++) below[i] *= (1 - x[i]) * (1 + x[i]);
  }
}

function update(
  layers: readonly Layer[],
  items: number,
  { learningRate, l2 }: TrainingConfig,
): void {
  for (const { weights, biases, weightSums, biasSums } of layers) {
    for (let i = 0; i < weights.length; i++) {
      weights[i] -= learningRate * (weightSums[i] / items + l2 * weights[i]);
    }
    for (let j = 0; j < biases.length; j++) biases[j] -= (learningRate * biasSums[j]) / items;
    weightSums.fill(0);
    biasSums.fill(0);
  }
}

/** @returns weights and biases in the order of the core */
export function trainPlain(
  items: ItemTable,
  sizes: readonly number[],
  config: TrainingConfig,
  random: Random,
): Float64Array {
  const layers = createLayers(sizes, config.initRange, random);
  const { values: o, signals } = layers[layers.length - 1];
  const isArticle = config.loss === "squaredError";
  const order = Array.from({ length: items.count }, (_, item) => item);
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    random.shuffle(order);
    for (let start = 0; start < items.count; start += config.batchSize) {
      const batch = order.slice(start, start + config.batchSize);
      for (const item of batch) {
        const inputs = items.inputs.subarray(item * sizes[0], (item + 1) * sizes[0]);
        forward(layers, inputs);
        for (let k = 0; k < o.length; k++) {
          const difference = o[k] - (items.labels[item] === k ? 1 : 0);
          signals[k] = isArticle ? (1 - o[k]) * o[k] * difference : difference;
        }
        backward(layers, inputs);
      }
      update(layers, batch.length, config);
    }
  }
  return Float64Array.from(
    layers.flatMap(({ inputs, outputs, weights, biases }) => [
      ...Array.from(
        { length: inputs * outputs },
        (_, at) => weights[(at % outputs) * inputs + Math.floor(at / outputs)],
      ),
      ...biases,
    ]),
  );
}
