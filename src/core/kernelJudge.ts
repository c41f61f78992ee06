/** Measures networks of one shape with a kernel. */
import type { TrainingConfig } from "./config.ts";
import { type ItemBits, setBit } from "./itemBits.ts";
import type { ItemTable } from "./items.ts";
import type { KernelMemory } from "./kernelMemory.ts";
import { type EvaluationSums, KernelNetwork } from "./kernelNetwork.ts";
import type { KernelTable } from "./kernelTable.ts";
import {
  MAX_TILE_ITEMS,
  MIN_TILE_ITEMS,
  tileItemsOf,
  WORK_PER_CALL,
  wholeUnits,
  workOf,
} from "./kernelWork.ts";
import { type Evaluation, NOTHING_EVALUATED } from "./metrics.ts";

const NO_SUMS: EvaluationSums = { lossSum: 0, squareSum: 0, correct: 0 };

/** One for all runs of an engine whose networks have the shape; they may take turns. */
export class KernelJudge {
  readonly #memory: KernelMemory;
  readonly #tableOf: (items: ItemTable) => KernelTable;
  readonly #network: KernelNetwork;
  /** Items that a call of the kernel measures. */
  readonly #itemsPerCall: number;
  #evaluations = 0;
  /** Number of the evaluation whose parameters the network has. */
  #present = 0;

  /** @param tableOf where the kernel has a table of items */
  constructor(
    memory: KernelMemory,
    sizes: readonly number[],
    config: TrainingConfig,
    tableOf: (items: ItemTable) => KernelTable,
  ) {
    this.#memory = memory;
    this.#tableOf = tableOf;
    const work = workOf(sizes);
    this.#itemsPerCall = Math.max(MIN_TILE_ITEMS, Math.floor(WORK_PER_CALL / work));
    const tileItems = tileItemsOf(work, MAX_TILE_ITEMS);
    this.#network = new KernelNetwork(memory, { sizes, tileItems }, config);
  }

  /** As Learner.evaluateAtOnce() does. */
  evaluateAtOnce(
    parameters: Float64Array,
    tables: readonly ItemTable[],
  ): readonly Evaluation[] | undefined {
    let count = 0;
    let areResident = true;
    for (const items of tables) {
      count += items.count;
      areResident &&= items.count === 0 || this.#tableOf(items).isResident;
    }
    if (count > this.#itemsPerCall || !areResident) return undefined;
    // Of no items nobody needs the weights.
    if (count === 0) return tables.map(() => NOTHING_EVALUATED);
    this.#take(parameters, ++this.#evaluations);
    return tables.map(items => this.#evaluateWhole(items));
  }

  #evaluateWhole(items: ItemTable): Evaluation {
    const { count } = items;
    if (count === 0) return NOTHING_EVALUATED;
    const network = this.#network;
    network.sums = NO_SUMS;
    this.#memory.kernel.evaluateItems(network.address, this.#tableOf(items).address, 0, count);
    return evaluationOf(network.sums, count);
  }

  /** As Learner.evaluate() does. */
  *evaluate(
    parameters: Float64Array,
    tables: readonly ItemTable[],
    right?: readonly ItemBits[],
  ): Generator<false, readonly Evaluation[]> {
    const network = this.#network;
    const evaluation = ++this.#evaluations;
    const evaluations: Evaluation[] = [];
    for (const [i, items] of tables.entries()) {
      const { count } = items;
      if (count === 0) {
        evaluations.push(NOTHING_EVALUATED);
        continue;
      }
      const table = this.#tableOf(items);
      const itemsPerCall = wholeUnits(1, this.#itemsPerCall, table.rows);
      let sums = NO_SUMS;
      for (let from = 0; from < count; from += itemsPerCall) {
        if (from > 0) yield false;
        // Other runs may have been measured during a pause.
        this.#take(parameters, evaluation);
        const to = Math.min(from + itemsPerCall, count);
        table.stage(from, to, 0);
        network.sums = sums;
        if (right) this.#evaluateEach(table, from, to, right[i]);
        else this.#memory.kernel.evaluateItems(network.address, table.address, from, to);
        sums = network.sums;
      }
      evaluations.push(evaluationOf(sums, count));
    }
    return evaluations;
  }

  #take(parameters: Float64Array, evaluation: number): void {
    if (this.#present !== evaluation) this.#network.write(parameters);
    this.#present = evaluation;
  }

  /** One item at a time: the count of those that are right tells which. */
  #evaluateEach(table: KernelTable, from: number, to: number, right: ItemBits): void {
    const network = this.#network;
    let before = network.sums.correct;
    for (let item = from; item < to; item++) {
      this.#memory.kernel.evaluateItems(network.address, table.address, item, item + 1);
      const { correct } = network.sums;
      if (correct > before) setBit(right, item);
      before = correct;
    }
  }
}

function evaluationOf({ lossSum, squareSum, correct }: EvaluationSums, count: number): Evaluation {
  return { loss: lossSum / count, mse: squareSum / count, correct };
}
