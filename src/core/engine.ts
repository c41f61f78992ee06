/**
 * Who does the arithmetic of a run. The reference engine is the mathematics of network.ts and
 * trainer.ts as it is written there; the kernel engine (kernelEngine.ts) is the same, fast, with
 * bits that are equal on every machine. A run is trained and measured by one engine throughout.
 */
import type { TrainingConfig } from "./config.ts";
import type { ItemBits } from "./itemBits.ts";
import type { ItemTable } from "./items.ts";
import { evaluate, type Evaluation } from "./metrics.ts";
import { Network } from "./network.ts";
import type { OptimizerMoments } from "./optimizers.ts";
import type { Random } from "./random.ts";
import { roundings } from "./rounding.ts";
import { train, type TrainingTick, Updater } from "./trainer.ts";

/** One network being trained. */
export interface Learner {
  /** Weights and biases, in the order of network.ts; current at every tick that ends an epoch. */
  readonly parameters: Float64Array;
  /** Changes LIVE_MEMBERS of the config, from the beginning of the next epoch on. */
  change(config: TrainingConfig): void;
  /** Trains for the epochs of the config, as trainer.ts says. To be called once. */
  train(): Generator<TrainingTick, void>;
  /** What the optimizer remembers, at a tick that ends an epoch. Copied. */
  moments(): OptimizerMoments;
  /**
   * What evaluate() finds, one for each table, where that needs no pause; undefined where it would.
   * For networks whose epoch takes microseconds, of which a generator is a good part. A learner
   * without it always needs the generator.
   */
  evaluateAtOnce?(
    parameters: Float64Array,
    tables: readonly ItemTable[],
  ): readonly Evaluation[] | undefined;
  /**
   * Measures a network of the same shape on each of some tables, as metrics.ts says.
   *
   * @param right for each table receives the bits of the items that are classified correctly
   */
  evaluate(
    parameters: Float64Array,
    tables: readonly ItemTable[],
    right?: readonly ItemBits[],
  ): Generator<false, readonly Evaluation[]>;
}

/** What a learner is made from. */
export interface LearnerSettings {
  readonly config: TrainingConfig;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  /** Initial weights and biases; copied. */
  readonly parameters: Float64Array;
  /** What to train on. */
  readonly items: ItemTable;
  /** Random numbers for the order of items. */
  readonly order: Random;
}

export interface Engine {
  createLearner(settings: LearnerSettings): Learner;
}

/** The readable one: textbook loops, either arithmetic. */
export const referenceEngine: Engine = {
  createLearner({ config, sizes, parameters, items, order }) {
    const round = roundings[config.arithmetic];
    const network = new Network(parameters.slice(), sizes, config, round);
    const updater = new Updater(network.layers, sizes);
    let present = config;
    return {
      parameters: network.parameters,
      change: changed => {
        present = changed;
      },
      train: () => train(network, items, () => present, order, updater),
      moments: () => updater.moments(),
      *evaluate(measured, tables, right) {
        const judged = new Network(measured, sizes, config, round);
        const evaluations: Evaluation[] = [];
        for (const [i, table] of tables.entries()) {
          evaluations.push(yield* evaluate(judged, table, config, round, right?.[i]));
        }
        return evaluations;
      },
    };
  },
};
