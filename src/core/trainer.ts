/**
 * Gradient descent on one network: the update and the epoch loop. A generator with no clock, no
 * callback and no promise: to pause is not to pull, to stop is to leave.
 *
 * Of each batch of B items an update makes, with g = mean gradient of the data loss and gradients
 * computed before anything changes:
 *
 *   weights   w <- (1 - decay) w - step(g + l2 w)      L2; the published rule has g - l2 w
 *             w <- (1 - decay) w - rate l2 w - step(g) L2 where the optimizer decouples it
 *             w <- soft(w, rate l1)                    L1: see softThreshold()
 *             w <- c w / |w_j| where |w_j| > c         max-norm, for the weights of each unit j
 *   biases    b <- b - step(g)                         never penalized
 *
 * where l2 w is taken at the old weight, rate is the learning rate of the epoch (schedules.ts), and
 * step is that of the optimizer (optimizers.ts): rate times its argument for gradient descent.
 */
import type { TrainingConfig } from "./config.ts";
import { inputCountOf, type ItemTable } from "./items.ts";
import { dropoutOf, penaltyOf } from "./layerSettings.ts";
import { chooseSignals } from "./losses.ts";
import { WORK_PER_TICK } from "./metrics.ts";
import { type LayerView, layerViews, type Network } from "./network.ts";
import { optimizers, type StepSettings } from "./optimizers.ts";
import { Random } from "./random.ts";
import { addNoise, drawMasks, limitNorms, softThreshold } from "./regularizers.ts";
import { roundings } from "./rounding.ts";
import { learningRateAt } from "./schedules.ts";

/** Where training stands when it yields. */
export interface TrainingTick {
  /** Epochs completed. */
  readonly epoch: number;
  /** Updates made since the start. */
  readonly updates: number;
  /** Whether this tick completed an epoch; the others only give a chance to stop. */
  readonly endsEpoch: boolean;
}

/** What an update reads of a config. */
export type UpdateConfig = Pick<
  TrainingConfig,
  | "optimizer"
  | "momentum"
  | "beta1"
  | "beta2"
  | "epsilon"
  | "l2"
  | "l1"
  | "penaltyScale"
  | "decay"
  | "maxNorm"
  | "publishedSign"
>;

/** The updates of one network, with what its optimizer remembers. */
export class Updater {
  /** Updates made. */
  updates = 0;
  readonly #layers: readonly LayerView[];
  /** Velocity or mean gradient, laid out as the parameters are. */
  readonly #first: readonly LayerView[];
  /** Mean squared gradient. */
  readonly #second: readonly LayerView[];
  #beta1Power = 1;
  #beta2Power = 1;

  /** @param sizes units of every layer, inputs first */
  constructor(layers: readonly LayerView[], sizes: readonly number[]) {
    const count = layers.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
    this.#layers = layers;
    this.#first = layerViews(new Float64Array(count), sizes);
    this.#second = layerViews(new Float64Array(count), sizes);
  }

  /**
   * Applies one update.
   *
   * @param gradient sums over the batch, laid out as the layers are
   * @param batchItems items in the batch, at least 1
   * @param learningRate that of the epoch
   */
  apply(
    gradient: readonly LayerView[],
    batchItems: number,
    learningRate: number,
    config: UpdateConfig,
    round = roundings.float64,
  ): void {
    const { momentum, beta1, beta2, epsilon } = config;
    this.updates++;
    this.#beta1Power *= beta1;
    this.#beta2Power *= beta2;
    const settings: StepSettings = {
      learningRate,
      ...{ momentum, beta1, beta2, epsilon },
      correction1: 1 - this.#beta1Power,
      correction2: 1 - this.#beta2Power,
    };
    for (let l = 0; l < this.#layers.length; l++) {
      this.#updateWeights(l, gradient[l].weights, batchItems, settings, config, round);
      this.#updateBiases(l, gradient[l].biases, batchItems, settings, config, round);
      if (config.maxNorm > 0) limitNorms(this.#layers[l], config.maxNorm);
    }
  }

  #updateWeights(
    l: number,
    sums: Float64Array,
    batchItems: number,
    settings: StepSettings,
    config: UpdateConfig,
    round: (value: number) => number,
  ): void {
    const { weights } = this.#layers[l];
    const first = this.#first[l].weights;
    const second = this.#second[l].weights;
    const { step, decouplesL2 } = optimizers[config.optimizer];
    const { learningRate } = settings;
    const penalty = penaltyOf(config, l);
    const l2 = config.publishedSign ? -penalty.l2 : penalty.l2;
    const threshold = learningRate * penalty.l1;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i];
      let g = round(sums[i] / batchItems);
      let kept = config.decay === 0 ? weight : round(weight * (1 - config.decay));
      if (decouplesL2) kept -= learningRate * l2 * weight;
      else if (l2 !== 0) g = round(g + l2 * weight);
      const stepped = round(kept - step(g, first, second, i, settings));
      weights[i] = threshold === 0 ? stepped : softThreshold(stepped, threshold);
    }
  }

  #updateBiases(
    l: number,
    sums: Float64Array,
    batchItems: number,
    settings: StepSettings,
    config: UpdateConfig,
    round: (value: number) => number,
  ): void {
    const { biases } = this.#layers[l];
    const first = this.#first[l].biases;
    const second = this.#second[l].biases;
    const { step } = optimizers[config.optimizer];
    for (let j = 0; j < biases.length; j++) {
      const g = round(sums[j] / batchItems);
      biases[j] = round(biases[j] - step(g, first, second, j, settings));
    }
  }
}

/**
 * Trains a network in place for `config.epochs` epochs.
 *
 * The items are shuffled in place at the start of every epoch, the order of one epoch being the
 * start of the next shuffle. The last, smaller batch counts and is averaged over its own size.
 *
 * Dropped units and noise have streams of their own, so that switching one on shifts nothing else.
 *
 * @param network its rounding must be that of the config
 * @param configAt the config of an epoch, asked for when it begins; LIVE_MEMBERS alone may change
 * @param order random numbers for the order of items
 */
export function* train(
  network: Network,
  items: ItemTable,
  configAt: (epoch: number) => TrainingConfig,
  order: Random,
): Generator<TrainingTick, void> {
  const { arithmetic, seed, epochs, ...first } = configAt(1);
  const round = roundings[arithmetic];
  const lossSignals = chooseSignals(first);
  const gradientSums = new Float64Array(network.parameters.length);
  const gradient = layerViews(gradientSums, network.sizes);
  const updater = new Updater(network.layers, network.sizes);
  const dropping = Random.stream(seed, "dropout");
  const jittering = Random.stream(seed, "jitter");
  const inputCount = inputCountOf(items);
  const itemsPerTick = Math.max(1, Math.floor(WORK_PER_TICK / (3 * network.parameters.length)));
  const batchSize = Math.min(first.batchSize, items.count);
  const sequence = Uint32Array.from({ length: items.count }, (_, item) => item);
  let itemsSinceTick = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const config = configAt(epoch);
    const learningRate = learningRateAt(config, epoch);
    order.shuffle(sequence);
    for (let start = 0; start < items.count; start += batchSize) {
      const end = Math.min(start + batchSize, items.count);
      gradientSums.fill(0);
      for (let position = start; position < end; position++) {
        if (++itemsSinceTick >= itemsPerTick) {
          itemsSinceTick = 0;
          yield { epoch: epoch - 1, updates: updater.updates, endsEpoch: false };
        }
        const row = sequence[position] * inputCount;
        network.item.set(items.inputs.subarray(row, row + inputCount));
        if (config.jitter > 0) addNoise(network.item, config.jitter, jittering);
        network.masks.forEach((mask, l) => drawMasks(mask, dropoutOf(config, l), dropping));
        network.forward();
        network.backward(gradient, lossSignals, items.labels[sequence[position]]);
      }
      updater.apply(gradient, end - start, learningRate, config, round);
    }
    itemsSinceTick = 0;
    yield { epoch, updates: updater.updates, endsEpoch: true };
  }
}
