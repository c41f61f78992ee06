/**
 * Gradient descent on one network: the update and the epoch loop. A generator with no clock, no
 * callback and no promise: to pause is not to pull, to stop is to leave.
 *
 * Of each batch of B items the update makes, with g = mean gradient of the data loss and gradients
 * computed before anything changes:
 *
 *   weights   w <- (1 - decay) w                       constant decay
 *             w <- w - learningRate (g + l2 w)         L2; the published rule has g - l2 w
 *   biases    b <- b - learningRate g                  never penalized
 *
 * where l2 w is taken at the old weight.
 */
import type { TrainingConfig } from "./config.ts";
import type { ItemTable } from "./items.ts";
import { chooseSignals } from "./losses.ts";
import { WORK_PER_TICK } from "./metrics.ts";
import { type LayerView, layerViews, type Network } from "./network.ts";
import type { Random } from "./random.ts";
import { roundings } from "./rounding.ts";

/** Where training stands when it yields. */
export interface TrainingTick {
  /** Epochs completed. */
  readonly epoch: number;
  /** Updates made since the start. */
  readonly updates: number;
  /** Whether this tick completed an epoch; the others only give a chance to stop. */
  readonly endsEpoch: boolean;
}

type UpdateConfig = Pick<TrainingConfig, "learningRate" | "l2" | "decay" | "publishedSign">;

/**
 * Applies one update.
 *
 * @param gradient sums over the batch, laid out as the layers are
 * @param batchItems items in the batch, at least 1
 */
export function applyUpdate(
  layers: readonly LayerView[],
  gradient: readonly LayerView[],
  batchItems: number,
  config: UpdateConfig,
  round = roundings.float64,
): void {
  const { learningRate, decay } = config;
  const l2 = config.publishedSign ? -config.l2 : config.l2;
  for (let l = 0; l < layers.length; l++) {
    const { weights, biases } = layers[l];
    const { weights: weightSums, biases: biasSums } = gradient[l];
    for (let i = 0; i < weights.length; i++) {
      let g = round(weightSums[i] / batchItems);
      if (l2 !== 0) g = round(g + l2 * weights[i]);
      const kept = decay === 0 ? weights[i] : round(weights[i] * (1 - decay));
      weights[i] = round(kept - learningRate * g);
    }
    for (let j = 0; j < biases.length; j++) {
      biases[j] = round(biases[j] - learningRate * round(biasSums[j] / batchItems));
    }
  }
}

/**
 * Trains a network in place for `config.epochs` epochs.
 *
 * The items are shuffled in place at the start of every epoch, the order of one epoch being the
 * start of the next shuffle. The last, smaller batch counts and is averaged over its own size.
 *
 * @param network its rounding must be that of the config
 * @param order random numbers for the order of items
 */
export function* train(
  network: Network,
  items: ItemTable,
  config: TrainingConfig,
  order: Random,
): Generator<TrainingTick, void> {
  const round = roundings[config.arithmetic];
  const lossSignals = chooseSignals(config);
  const gradientSums = new Float64Array(network.parameters.length);
  const gradient = layerViews(gradientSums, network.sizes);
  const inputCount = network.sizes[0];
  const classCount = network.probabilities.length;
  const itemsPerTick = Math.max(1, Math.floor(WORK_PER_TICK / (3 * network.parameters.length)));
  const batchSize = Math.min(config.batchSize, items.count);
  const sequence = Uint32Array.from({ length: items.count }, (_, item) => item);
  let updates = 0;
  let itemsSinceTick = 0;
  for (let epoch = 1; epoch <= config.epochs; epoch++) {
    order.shuffle(sequence);
    for (let start = 0; start < items.count; start += batchSize) {
      const end = Math.min(start + batchSize, items.count);
      gradientSums.fill(0);
      for (let position = start; position < end; position++) {
        if (++itemsSinceTick >= itemsPerTick) {
          itemsSinceTick = 0;
          yield { epoch: epoch - 1, updates, endsEpoch: false };
        }
        const item = sequence[position];
        network.forward(items.inputs, item * inputCount);
        network.backward(gradient, lossSignals, items.targets, item * classCount);
      }
      applyUpdate(network.layers, gradient, end - start, config, round);
      updates++;
    }
    itemsSinceTick = 0;
    yield { epoch, updates, endsEpoch: true };
  }
}
