/** Trains and measures networks with a kernel; what float32 rounds is left to the reference. */
import { engineOf, type TrainingConfig } from "./config.ts";
import { type Engine, type Learner, type LearnerSettings, referenceEngine } from "./engine.ts";
import type { ItemTable } from "./items.ts";
import type { Kernel } from "./kernel.ts";
import { NETWORK_CORRECT, NETWORK_LOSS_SUM, NETWORK_SQUARE_SUM } from "./kernelLayout.ts";
import { KernelMemory } from "./kernelMemory.ts";
import { KernelNetwork } from "./kernelNetwork.ts";
import { DEFAULT_TABLE_LIMITS, KernelTable, type TableLimits } from "./kernelTable.ts";
import type { Evaluation } from "./metrics.ts";
import { parameterCount } from "./network.ts";
import type { Random } from "./random.ts";
import { learningRateAt } from "./schedules.ts";
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

/** As many units of items as fit into both limits, but at least one. */
function wholeUnits(unit: number, ...limits: readonly number[]): number {
  return unit * Math.max(1, Math.floor(Math.min(...limits) / unit));
}

/** What training a network needs beside the network. */
interface Training {
  readonly network: KernelNetwork;
  readonly table: KernelTable;
  readonly count: number;
  readonly batchSize: number;
  readonly itemsPerCall: number;
  readonly order: Random;
  readonly parameters: Float64Array;
  /** The config of the epoch that begins. */
  readonly present: () => TrainingConfig;
}

/** Runs of one experiment share an engine, and with it the tables in its memory. */
export class KernelEngine implements Engine {
  readonly #memory: KernelMemory;
  readonly #limits: TableLimits;
  readonly #tables = new Map<ItemTable, KernelTable>();
  readonly #judges = new Map<string, KernelNetwork>();

  constructor(kernel: Kernel, limits: TableLimits = DEFAULT_TABLE_LIMITS) {
    this.#memory = new KernelMemory(kernel);
    this.#limits = limits;
  }

  /** @throws {RangeError} if there is not enough memory */
  createLearner(settings: LearnerSettings): Learner {
    if (engineOf(settings.config) === "reference") return referenceEngine.createLearner(settings);
    const { config, sizes, items, order } = settings;
    const parameters = settings.parameters.slice();
    const batchSize = Math.min(config.batchSize, items.count);
    const tileItems = tileItemsOf(sizes, batchSize);
    const table = this.#tableOf(items);
    const listsEntries = table.isSparse && tileItems > 1;
    const needs = { sizes, tileItems, listsEntries, batchSize };
    const network = new KernelNetwork(this.#memory, needs, config);
    network.write(parameters);
    // Whole batches, unless a batch is more than a tile: then its sums wait in memory.
    const unit = Math.min(tileItems, batchSize);
    const affordable = WORK_PER_CALL / (3 * parameters.length);
    const itemsPerCall = wholeUnits(unit, affordable, table.rows);
    let present = config;
    return {
      parameters,
      change: changed => {
        present = changed;
      },
      train: () =>
        this.#train({
          ...{ network, table, batchSize, itemsPerCall, order, parameters },
          count: items.count,
          present: () => present,
        }),
      evaluate: (measured, measuredOn) => this.#evaluate(sizes, measured, measuredOn, config),
    };
  }

  *#train(training: Training): Generator<TrainingTick, void> {
    const { network, table, count, batchSize, itemsPerCall, parameters } = training;
    const memory = this.#memory;
    const { kernel } = memory;
    const { epochs } = training.present();
    const updatesPerEpoch = Math.ceil(count / batchSize);
    const order = memory.addRandom(training.order.state);
    const sequence = memory.allocate(4 * count);
    const numbers = memory.integers(sequence, count);
    for (let item = 0; item < count; item++) numbers[item] = item;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const config = training.present();
      network.configure(config, learningRateAt(config, epoch));
      kernel.shuffle(sequence, count, order);
      for (let from = 0; from < count; from += itemsPerCall) {
        if (from > 0) {
          const updates = (epoch - 1) * updatesPerEpoch + Math.floor(from / batchSize);
          yield { epoch: epoch - 1, updates, endsEpoch: false };
        }
        const to = Math.min(from + itemsPerCall, count);
        const staged = table.stage(from, to, sequence);
        kernel.trainItems(network.address, table.address, staged, from, to, batchSize, count);
      }
      network.read(parameters);
      yield { epoch, updates: epoch * updatesPerEpoch, endsEpoch: true };
    }
  }

  *#evaluate(
    sizes: readonly number[],
    parameters: Float64Array,
    items: ItemTable,
    config: TrainingConfig,
  ): Generator<void, Evaluation> {
    const { count } = items;
    if (count === 0) return { loss: 0, mse: 0, correct: 0 };
    const memory = this.#memory;
    const table = this.#tableOf(items);
    const affordable = Math.floor(WORK_PER_CALL / parameters.length);
    const itemsPerCall = Math.max(1, Math.min(affordable, table.rows));
    let sums = { lossSum: 0, squareSum: 0, correct: 0 };
    for (let from = 0; from < count; from += itemsPerCall) {
      if (from > 0) yield;
      // Written anew after each pause: other runs may have been measured meanwhile.
      const network = this.#judgeOf(sizes, config);
      const { address } = network;
      network.write(parameters);
      const to = Math.min(from + itemsPerCall, count);
      table.stage(from, to, 0);
      memory.writeFloats(address, {
        [NETWORK_LOSS_SUM]: sums.lossSum,
        [NETWORK_SQUARE_SUM]: sums.squareSum,
      });
      memory.writeIntegers(address, { [NETWORK_CORRECT]: sums.correct });
      memory.kernel.evaluateItems(address, table.address, from, to);
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
      table = new KernelTable(this.#memory, items, this.#limits);
      this.#tables.set(items, table);
    }
    return table;
  }

  /** A network of this shape that only measures. */
  #judgeOf(sizes: readonly number[], config: TrainingConfig): KernelNetwork {
    const { activations, output, loss } = config;
    const key = [sizes.join("-"), activations.join("-"), output, loss].join(" ");
    let network = this.#judges.get(key);
    if (network === undefined) {
      const needs = { sizes, tileItems: tileItemsOf(sizes, MAX_TILE_ITEMS), listsEntries: true };
      network = new KernelNetwork(this.#memory, needs, config);
      this.#judges.set(key, network);
    }
    return network;
  }
}
