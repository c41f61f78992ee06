/** Trains and measures networks with a kernel; what float32 rounds is left to the reference. */
import { engineOf, type TrainingConfig } from "./config.ts";
import { type Engine, type Learner, type LearnerSettings, referenceEngine } from "./engine.ts";
import { type ItemBits, setBit } from "./itemBits.ts";
import type { ItemTable } from "./items.ts";
import type { Kernel } from "./kernel.ts";
import { KernelMemory } from "./kernelMemory.ts";
import { type EvaluationSums, KernelNetwork } from "./kernelNetwork.ts";
import { DEFAULT_TABLE_LIMITS, KernelTable, type TableLimits } from "./kernelTable.ts";
import { type Evaluation, NOTHING_EVALUATED } from "./metrics.ts";
import { parameterCount } from "./network.ts";
import type { Random } from "./random.ts";
import { learningRateAt } from "./schedules.ts";
import type { TrainingTick } from "./trainer.ts";

/** Multiply-adds in one call of the kernel: some milliseconds of work. */
const WORK_PER_CALL = 24_000_000;

/** What a unit costs beside its weights: its activation, random draws. */
const WORK_PER_UNIT = 30;
/** What the update of a parameter costs where an optimizer has a memory. */
const WORK_PER_UPDATE = 12;

/** Largest number of items that go through the layers together, */
const MAX_TILE_ITEMS = 64;
/** and smallest, if batches are as large. They go by four. */
const MIN_TILE_ITEMS = 4;

/** Networks of more parameters get more chances to stop: before and between updates. */
const LARGE_NETWORK = 500_000;

/** Multiply-adds for an item that is only measured. */
function workOf(sizes: readonly number[]): number {
  return parameterCount(sizes) + WORK_PER_UNIT * sizes.reduce((sum, size) => sum + size, 0);
}

/** Items that go together, so that a tile is within a call, but for the largest networks. */
function tileItemsOf(work: number, most: number): number {
  const affordable = Math.floor(WORK_PER_CALL / work / 4) * 4;
  return Math.min(most, MAX_TILE_ITEMS, Math.max(MIN_TILE_ITEMS, affordable));
}

/** As many units of items as fit into both limits, but at least one. */
function wholeUnits(unit: number, ...limits: readonly number[]): number {
  return unit * Math.max(1, Math.floor(Math.min(...limits) / unit));
}

const NO_SUMS: EvaluationSums = { lossSum: 0, squareSum: 0, correct: 0 };

/** What training a network needs beside the network. */
interface Training {
  readonly network: KernelNetwork;
  readonly table: KernelTable;
  readonly count: number;
  readonly batchSize: number;
  readonly itemsPerCall: number;
  readonly isLarge: boolean;
  readonly order: Random;
  readonly parameters: Float64Array;
  /** The config of the epoch that begins. */
  readonly present: () => TrainingConfig;
}

/** A network of some shape that only measures, for all runs that have the shape. */
interface Judge {
  readonly network: KernelNetwork;
  /** Multiply-adds for an item. */
  readonly work: number;
  /** Whose parameters it has. */
  evaluation: object | undefined;
}

/** Runs of one experiment share an engine, and with it the tables in its memory. */
export class KernelEngine implements Engine {
  readonly #memory: KernelMemory;
  readonly #limits: TableLimits;
  readonly #tables = new Map<ItemTable, KernelTable>();
  readonly #judges = new Map<string, Judge>();

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
    const isPlain = config.optimizer === "sgd";
    const work = 3 * workOf(sizes);
    const tileItems = tileItemsOf(work, batchSize);
    const table = this.#tableOf(items);
    const listsEntries = table.isSparse && tileItems > 1;
    const isLarge = parameters.length > LARGE_NETWORK;
    const defersUpdates = isLarge && !isPlain;
    const needs = { sizes, tileItems, listsEntries, batchSize, defersUpdates };
    const network = new KernelNetwork(this.#memory, needs, config);
    network.write(parameters);
    // Whole batches, unless a batch is more than a tile: then its sums wait in memory.
    const unit = Math.min(tileItems, batchSize);
    const updateWork = isPlain ? 0 : (WORK_PER_UPDATE * parameters.length) / batchSize;
    const itemsPerCall = wholeUnits(unit, WORK_PER_CALL / (work + updateWork), table.rows);
    let present = config;
    let judge: Judge | undefined;
    return {
      parameters,
      change: changed => {
        present = changed;
      },
      train: () =>
        this.#train({
          ...{ network, table, batchSize, itemsPerCall, isLarge, order, parameters },
          count: items.count,
          present: () => present,
        }),
      moments: () => network.readMoments(),
      evaluate: (measured, tables, right) => {
        judge ??= this.#judgeOf(sizes, config);
        return this.#evaluate(judge, measured, tables, right);
      },
    };
  }

  *#train(training: Training): Generator<TrainingTick, void> {
    const { network, count, batchSize, isLarge, parameters } = training;
    const memory = this.#memory;
    const { epochs } = training.present();
    const updatesPerEpoch = Math.ceil(count / batchSize);
    const order = memory.addRandom(training.order.state);
    const sequence = memory.allocate(4 * count);
    const numbers = memory.integers(sequence, count);
    for (let item = 0; item < count; item++) numbers[item] = item;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const config = training.present();
      const updates = epoch * updatesPerEpoch;
      network.configure(config, learningRateAt(config, epoch));
      memory.kernel.shuffle(sequence, count, order);
      for (const made of this.#trainEpoch(training, sequence)) {
        yield { epoch: epoch - 1, updates: updates - updatesPerEpoch + made, endsEpoch: false };
      }
      if (isLarge) yield { epoch: epoch - 1, updates, endsEpoch: false };
      network.read(parameters);
      yield { epoch, updates, endsEpoch: true };
    }
  }

  /** Yields the updates made so far between any two calls. */
  *#trainEpoch(training: Training, sequence: number): Generator<number, void> {
    const { network, table, count, batchSize, itemsPerCall, isLarge } = training;
    const { kernel } = this.#memory;
    for (let from = 0; from < count;) {
      const batches = Math.floor(from / batchSize);
      if (from > 0) yield batches;
      const batchEnd = Math.min((batches + 1) * batchSize, count);
      const to = Math.min(from + itemsPerCall, isLarge ? batchEnd : count);
      const staged = table.stage(from, to, sequence);
      kernel.trainItems(network.address, table.address, staged, from, to, batchSize, count);
      if (network.defersUpdates && to === batchEnd) {
        for (let layer = 0; layer < network.layers; layer++) {
          yield batches;
          kernel.updateLayer(network.address, layer);
        }
      }
      from = to;
    }
  }

  *#evaluate(
    judge: Judge,
    parameters: Float64Array,
    tables: readonly ItemTable[],
    right?: readonly ItemBits[],
  ): Generator<false, readonly Evaluation[]> {
    const { network, work } = judge;
    const evaluation = {};
    const evaluations: Evaluation[] = [];
    for (const [i, items] of tables.entries()) {
      const { count } = items;
      if (count === 0) {
        evaluations.push(NOTHING_EVALUATED);
        continue;
      }
      const table = this.#tableOf(items);
      const affordable = Math.max(MIN_TILE_ITEMS, WORK_PER_CALL / work);
      const itemsPerCall = wholeUnits(1, affordable, table.rows);
      let sums = NO_SUMS;
      for (let from = 0; from < count; from += itemsPerCall) {
        if (from > 0) yield false;
        // Other runs may have been measured during a pause.
        if (judge.evaluation !== evaluation) network.write(parameters);
        judge.evaluation = evaluation;
        const to = Math.min(from + itemsPerCall, count);
        table.stage(from, to, 0);
        network.sums = sums;
        if (right) this.#evaluateEach(network, table, from, to, right[i]);
        else this.#memory.kernel.evaluateItems(network.address, table.address, from, to);
        sums = network.sums;
      }
      const { lossSum, squareSum, correct } = sums;
      evaluations.push({ loss: lossSum / count, mse: squareSum / count, correct });
    }
    return evaluations;
  }

  /** One item at a time: the count of those that are right tells which. */
  #evaluateEach(
    network: KernelNetwork,
    table: KernelTable,
    from: number,
    to: number,
    right: ItemBits,
  ): void {
    let before = network.sums.correct;
    for (let item = from; item < to; item++) {
      this.#memory.kernel.evaluateItems(network.address, table.address, item, item + 1);
      const { correct } = network.sums;
      if (correct > before) setBit(right, item);
      before = correct;
    }
  }

  #tableOf(items: ItemTable): KernelTable {
    let table = this.#tables.get(items);
    if (table === undefined) {
      table = new KernelTable(this.#memory, items, this.#limits);
      this.#tables.set(items, table);
    }
    return table;
  }

  #judgeOf(sizes: readonly number[], config: TrainingConfig): Judge {
    const { activations, output, loss } = config;
    const key = [sizes.join("-"), activations.join("-"), output, loss].join(" ");
    let judge = this.#judges.get(key);
    if (judge === undefined) {
      const work = workOf(sizes);
      const tileItems = tileItemsOf(work, MAX_TILE_ITEMS);
      const needs = { sizes, tileItems, listsEntries: true };
      const network = new KernelNetwork(this.#memory, needs, config);
      judge = { network, work, evaluation: undefined };
      this.#judges.set(key, judge);
    }
    return judge;
  }
}
