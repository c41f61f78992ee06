/** Trains and measures networks with a kernel; what float32 rounds is left to the reference. */
import { engineOf, type TrainingConfig } from "./config.ts";
import { type Engine, type Learner, type LearnerSettings, referenceEngine } from "./engine.ts";
import type { ItemTable } from "./items.ts";
import type { Kernel } from "./kernel.ts";
import { KernelJudge } from "./kernelJudge.ts";
import { KernelMemory } from "./kernelMemory.ts";
import { KernelNetwork } from "./kernelNetwork.ts";
import { DEFAULT_TABLE_LIMITS, KernelTable, type TableLimits } from "./kernelTable.ts";
import { tileItemsOf, WORK_PER_CALL, wholeUnits, workOf } from "./kernelWork.ts";
import type { Random } from "./random.ts";
import { learningRateAt } from "./schedules.ts";
import type { TrainingTick } from "./trainer.ts";

/** What the update of a parameter costs where an optimizer has a memory. */
const WORK_PER_UPDATE = 12;

/** Networks of more parameters get more chances to stop: before and between updates. */
const LARGE_NETWORK = 500_000;

/** What training a network needs beside the network. */
interface Training {
  readonly network: KernelNetwork;
  readonly table: KernelTable;
  readonly count: number;
  readonly batchSize: number;
  readonly itemsPerCall: number;
  readonly isLarge: boolean;
  /** Items of the very first call; the system gives memory only when it is first touched. */
  readonly firstItems: number;
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
  readonly #judges = new Map<string, KernelJudge>();

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
    // A batch may end in another call where its sums wait in memory.
    const keepsSums = !isPlain || tileItems < batchSize;
    const firstItems = isLarge && keepsSums ? 1 : itemsPerCall;
    let present = config;
    let known: KernelJudge | undefined;
    const judge = () => (known ??= this.#judgeOf(sizes, config));
    return {
      parameters,
      change: changed => {
        present = changed;
      },
      train: () =>
        this.#train({
          ...{ network, table, batchSize, itemsPerCall, isLarge, firstItems, order, parameters },
          count: items.count,
          present: () => present,
        }),
      moments: () => network.readMoments(),
      evaluateAtOnce: (measured, tables) => judge().evaluateAtOnce(measured, tables),
      evaluate: (measured, tables, right) => judge().evaluate(measured, tables, right),
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
      for (const made of this.#trainEpoch(training, sequence, epoch)) {
        yield { epoch: epoch - 1, updates: updates - updatesPerEpoch + made, endsEpoch: false };
      }
      if (isLarge) yield { epoch: epoch - 1, updates, endsEpoch: false };
      network.read(parameters);
      yield { epoch, updates, endsEpoch: true };
    }
  }

  /** Yields the updates made so far between any two calls. */
  *#trainEpoch(training: Training, sequence: number, epoch: number): Generator<number, void> {
    const { network, table, count, batchSize, isLarge } = training;
    const { kernel } = this.#memory;
    for (let from = 0; from < count;) {
      const batches = Math.floor(from / batchSize);
      if (from > 0) yield batches;
      const batchEnd = Math.min((batches + 1) * batchSize, count);
      const most = epoch === 1 && from === 0 ? training.firstItems : training.itemsPerCall;
      const to = Math.min(from + most, isLarge ? batchEnd : count);
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

  #tableOf(items: ItemTable): KernelTable {
    let table = this.#tables.get(items);
    if (table === undefined) {
      table = new KernelTable(this.#memory, items, this.#limits);
      this.#tables.set(items, table);
    }
    return table;
  }

  #judgeOf(sizes: readonly number[], config: TrainingConfig): KernelJudge {
    const { activations, output, loss } = config;
    const key = [sizes.join("-"), activations.join("-"), output, loss].join(" ");
    let judge = this.#judges.get(key);
    if (judge === undefined) {
      judge = new KernelJudge(this.#memory, sizes, config, items => this.#tableOf(items));
      this.#judges.set(key, judge);
    }
    return judge;
  }
}
