/** Trains and measures networks with a kernel; what float32 rounds is left to the reference. */
import { engineOf, type LossName, type TrainingConfig } from "./config.ts";
import { type Engine, type Learner, type LearnerSettings, referenceEngine } from "./engine.ts";
import type { ItemTable } from "./items.ts";
import type { Kernel } from "./kernel.ts";
import {
  NETWORK_CORRECT,
  NETWORK_LEARNING_RATE,
  NETWORK_LOSS_SUM,
  NETWORK_SHRINK,
  NETWORK_SIGNALS,
  NETWORK_SQUARE_SUM,
  SIGNALS_ARTICLE,
  SIGNALS_CROSS_ENTROPY,
  SIGNALS_SQUARED_ERROR,
} from "./kernelLayout.ts";
import { KernelMemory, type KernelNetwork, type KernelTable } from "./kernelMemory.ts";
import type { Evaluation } from "./metrics.ts";
import { parameterCount } from "./network.ts";
import type { Random } from "./random.ts";
import type { TrainingTick } from "./trainer.ts";

/** Multiply-adds in one call of the kernel: some milliseconds of work. */
const WORK_PER_CALL = 4_000_000;

/** Largest number of items that go through the layers together. */
const MAX_TILE_ITEMS = 64;

/** Items that go together, so that a tile of the largest network is a fraction of a call. */
function tileItemsOf(sizes: readonly number[], most: number): number {
  const affordable = Math.floor(WORK_PER_CALL / (12 * parameterCount(sizes)));
  return Math.min(most, MAX_TILE_ITEMS, Math.max(4, affordable));
}

/** Whole batches, unless a batch is more than a tile: then its sums of steps wait in memory. */
function itemsPerTrainingCall(parameters: number, batchSize: number, tileItems: number): number {
  const unit = tileItems < batchSize ? tileItems : batchSize;
  return unit * Math.max(1, Math.floor(WORK_PER_CALL / (3 * parameters * unit)));
}

function signalsOf({
  loss,
  articleDerivative,
}: Pick<TrainingConfig, "loss" | "articleDerivative">) {
  if (loss === "crossEntropy") return SIGNALS_CROSS_ENTROPY;
  return articleDerivative ? SIGNALS_ARTICLE : SIGNALS_SQUARED_ERROR;
}

/** Runs of one experiment share an engine, and with it the tables in its memory. */
export class KernelEngine implements Engine {
  readonly #memory: KernelMemory;
  readonly #tables = new Map<ItemTable, KernelTable>();
  readonly #judges = new Map<string, KernelNetwork>();

  constructor(kernel: Kernel) {
    this.#memory = new KernelMemory(kernel);
  }

  /** @throws {RangeError} if there is not enough memory */
  createLearner(settings: LearnerSettings): Learner {
    if (engineOf(settings.config) === "reference") return referenceEngine.createLearner(settings);
    const { config, sizes, items, order } = settings;
    const parameters = settings.parameters.slice();
    const batchSize = Math.min(config.batchSize, items.count);
    const tileItems = tileItemsOf(sizes, batchSize);
    const table = this.#tableOf(items);
    const network = this.#memory.addNetwork({
      sizes,
      tileItems,
      keepsSteps: tileItems < batchSize,
      listsEntries: table.isSparse && tileItems > 1,
    });
    const { learningRate, l2, decay, publishedSign } = config;
    this.#memory.integers(network.address + NETWORK_SIGNALS, 1)[0] = signalsOf(config);
    this.#setNumber(network, NETWORK_LEARNING_RATE, learningRate);
    this.#setNumber(network, NETWORK_SHRINK, decay + learningRate * (publishedSign ? -l2 : l2));
    this.#memory.writeParameters(network, parameters);
    return {
      parameters,
      train: () =>
        this.#train({ network, table, config, parameters, items, batchSize, tileItems, order }),
      evaluate: (measured, measuredOn) => this.#evaluate(sizes, measured, measuredOn, config.loss),
    };
  }

  *#train(work: {
    network: KernelNetwork;
    table: KernelTable;
    config: TrainingConfig;
    parameters: Float64Array;
    items: ItemTable;
    batchSize: number;
    tileItems: number;
    order: Random;
  }): Generator<TrainingTick, void> {
    const { network, table, config, parameters, batchSize, tileItems, order } = work;
    const { count } = work.items;
    const memory = this.#memory;
    const itemsPerCall = itemsPerTrainingCall(parameters.length, batchSize, tileItems);
    const updatesPerEpoch = Math.ceil(count / batchSize);
    const sequence = memory.allocate(4 * count);
    const order32 = Uint32Array.from({ length: count }, (_, item) => item);
    for (let epoch = 1; epoch <= config.epochs; epoch++) {
      order.shuffle(order32);
      memory.integers(sequence, count).set(order32);
      for (let from = 0; from < count; from += itemsPerCall) {
        if (from > 0) {
          const updates = (epoch - 1) * updatesPerEpoch + Math.floor(from / batchSize);
          yield { epoch: epoch - 1, updates, endsEpoch: false };
        }
        const to = Math.min(from + itemsPerCall, count);
        const { address } = network;
        memory.kernel.trainItems(address, table.address, sequence, from, to, batchSize, count);
      }
      memory.readParameters(network, parameters);
      yield { epoch, updates: epoch * updatesPerEpoch, endsEpoch: true };
    }
  }

  *#evaluate(
    sizes: readonly number[],
    parameters: Float64Array,
    items: ItemTable,
    loss: LossName,
  ): Generator<void, Evaluation> {
    const { count } = items;
    if (count === 0) return { loss: 0, mse: 0, correct: 0 };
    const itemsPerCall = Math.max(1, Math.floor(WORK_PER_CALL / parameters.length));
    const memory = this.#memory;
    const table = this.#tableOf(items);
    let sums = { lossSum: 0, squareSum: 0, correct: 0 };
    for (let from = 0; from < count; from += itemsPerCall) {
      if (from > 0) yield;
      // Written anew after each pause: other runs may have been measured meanwhile.
      const network = this.#judgeOf(sizes);
      const { address } = network;
      memory.writeParameters(network, parameters);
      memory.integers(address + NETWORK_SIGNALS, 1)[0] = signalsOf({
        loss,
        articleDerivative: false,
      });
      this.#setNumber(network, NETWORK_LOSS_SUM, sums.lossSum);
      this.#setNumber(network, NETWORK_SQUARE_SUM, sums.squareSum);
      memory.integers(address + NETWORK_CORRECT, 1)[0] = sums.correct;
      memory.kernel.evaluateItems(
        address,
        table.address,
        from,
        Math.min(from + itemsPerCall, count),
      );
      sums = {
        lossSum: memory.floats(address + NETWORK_LOSS_SUM, 1)[0],
        squareSum: memory.floats(address + NETWORK_SQUARE_SUM, 1)[0],
        correct: memory.integers(address + NETWORK_CORRECT, 1)[0],
      };
    }
    return { loss: sums.lossSum / count, mse: sums.squareSum / count, correct: sums.correct };
  }

  #tableOf(items: ItemTable): KernelTable {
    let table = this.#tables.get(items);
    if (table === undefined) {
      table = this.#memory.addTable(items);
      this.#tables.set(items, table);
    }
    return table;
  }

  /** A network of this shape that only measures. */
  #judgeOf(sizes: readonly number[]): KernelNetwork {
    const key = sizes.join("-");
    let network = this.#judges.get(key);
    if (network === undefined) {
      const tileItems = tileItemsOf(sizes, MAX_TILE_ITEMS);
      network = this.#memory.addNetwork({
        sizes,
        tileItems,
        keepsSteps: false,
        listsEntries: true,
      });
      this.#judges.set(key, network);
    }
    return network;
  }

  #setNumber(network: KernelNetwork, offset: number, value: number): void {
    this.#memory.floats(network.address + offset, 1)[0] = value;
  }
}
