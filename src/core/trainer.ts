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
import { chooseSignals, type LossSignals } from "./losses.ts";
import { WORK_PER_TICK } from "./metrics.ts";
import { type LayerView, layerViews, type Network } from "./network.ts";
import { type OptimizerMoments, optimizers, type StepSettings } from "./optimizers.ts";
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
  readonly #moments: OptimizerMoments;
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
    this.#moments = { first: new Float64Array(count), second: new Float64Array(count) };
    this.#first = layerViews(this.#moments.first, sizes);
    this.#second = layerViews(this.#moments.second, sizes);
  }

  /** What the optimizer remembers. Copied. */
  moments(): OptimizerMoments {
    return { first: this.#moments.first.slice(), second: this.#moments.second.slice() };
  }

  /** Goes on from where another one stands. */
  resume(moments: OptimizerMoments, updates: number, { beta1, beta2 }: UpdateConfig): void {
    this.#moments.first.set(moments.first);
    this.#moments.second.set(moments.second);
    this.updates = updates;
    // Factor by factor, as apply() makes them: a power rounds otherwise.
    this.#beta1Power = this.#beta2Power = 1;
    for (let update = 0; update < updates; update++) {
      this.#beta1Power *= beta1;
      this.#beta2Power *= beta2;
    }
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

/** Random numbers of the presentations: what is dropped, and noise. */
export interface PresentationStreams {
  readonly dropping: Random;
  readonly jittering: Random;
}

export function presentationStreams(seed: number): PresentationStreams {
  return { dropping: Random.stream(seed, "dropout"), jittering: Random.stream(seed, "jitter") };
}

/** Shows items to a network, with whatever is dropped and added in training. */
export class Presenter {
  readonly #network: Network;
  readonly #items: ItemTable;
  readonly #lossSignals: LossSignals;
  readonly #streams: PresentationStreams;
  readonly #inputCount: number;

  constructor(
    network: Network,
    items: ItemTable,
    config: Parameters<typeof chooseSignals>[0],
    streams: PresentationStreams,
  ) {
    this.#network = network;
    this.#items = items;
    this.#lossSignals = chooseSignals(config);
    this.#streams = streams;
    this.#inputCount = inputCountOf(items);
  }

  /**
   * Adds the gradient of the item's data loss to `gradient`.
   *
   * @param item its row in the table
   * @param config that of the epoch
   */
  present(item: number, config: TrainingConfig, gradient: readonly LayerView[]): void {
    const network = this.#network;
    const { inputs, labels } = this.#items;
    const { dropping, jittering } = this.#streams;
    const row = item * this.#inputCount;
    network.item.set(inputs.subarray(row, row + this.#inputCount));
    if (config.jitter > 0) addNoise(network.item, config.jitter, jittering);
    network.masks.forEach((mask, l) => drawMasks(mask, dropoutOf(config, l), dropping));
    network.forward();
    network.backward(gradient, this.#lossSignals, labels[item]);
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
 * @param updater that of the network, new
 */
export function* train(
  network: Network,
  items: ItemTable,
  configAt: (epoch: number) => TrainingConfig,
  order: Random,
  updater = new Updater(network.layers, network.sizes),
): Generator<TrainingTick, void> {
  const { arithmetic, seed, epochs, ...first } = configAt(1);
  const round = roundings[arithmetic];
  const gradientSums = new Float64Array(network.parameters.length);
  const gradient = layerViews(gradientSums, network.sizes);
  const presenter = new Presenter(network, items, first, presentationStreams(seed));
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
        presenter.present(sequence[position], config, gradient);
      }
      updater.apply(gradient, end - start, learningRate, config, round);
    }
    itemsSinceTick = 0;
    yield { epoch, updates: updater.updates, endsEpoch: true };
  }
}
