/** One run: a network being trained, what it records, and why it ends. */
import type { TrainingConfig } from "./config.ts";
import { type Engine, type Learner, referenceEngine } from "./engine.ts";
import { type Dataset, type ItemTable, type PartSizes, partSizes } from "./items.ts";
import { EarlyStopping, isJudgedAtBest } from "./earlyStopping.ts";
import { drawParameters } from "./initializers.ts";
import { createBits, type ItemBits } from "./itemBits.ts";
import { type Evaluation, writeRow } from "./metrics.ts";
import { type LayerView, layerViews } from "./network.ts";
import { PendingChunk } from "./pendingChunk.ts";
import { Random } from "./random.ts";
import {
  planRecording,
  type RecordedBest,
  type RecordedChunk,
  type RecordingPlan,
  rowWidth,
} from "./recorder.ts";
import { roundings } from "./rounding.ts";

/** Whether a run can go on, and if not, why. */
export type RunState = "training" | "finished" | "stopped" | "stoppedEarly" | "diverged";

/** A config that holds from the end of an epoch on; LIVE_MEMBERS alone may differ. */
export interface ConfigChange {
  /** Epochs completed before. */
  readonly epoch: number;
  readonly config: TrainingConfig;
}

/** The random streams of a config: one for both purposes, or one for each. */
export function createStreams(config: Pick<TrainingConfig, "seed" | "streams">): {
  init: Random;
  order: Random;
} {
  if (config.streams === "shared") {
    const random = new Random(config.seed);
    return { init: random, order: random };
  }
  return { init: Random.stream(config.seed, "init"), order: Random.stream(config.seed, "order") };
}

/**
 * Below this, weights and biases keep every loss, penalty and sum of squares finite, in float32
 * too. Beyond it an epoch is measured although the plan skips it, so that the last weights kept are
 * ones whose numbers can be recorded.
 */
const SAFE_MAGNITUDE = 1e30;

/** How many of the items that no run trains on a network gets right. */
export interface FreshScore {
  readonly correct: number;
  readonly items: number;
  /** The epoch whose weights were scored. */
  readonly epoch: number;
}

/** Weights and biases with a view of their layers: to make one takes longer than to measure. */
interface LayeredParameters {
  readonly parameters: Float64Array;
  readonly layers: readonly LayerView[];
}

/** Which of the items that no run trains on a network gets right. */
export interface RightItems {
  readonly test: ItemBits;
  readonly fresh: ItemBits;
}

/**
 * A run of one config on one dataset.
 *
 * Pull `steps` to train: it yields true whenever an epoch is completed (first of all epoch 0, the
 * start) and false in between, so that nobody waits longer than some milliseconds. Nothing else
 * happens unless it is pulled. Recorded epochs are fetched with takeChunk().
 *
 * A run whose loss or weights are no longer finite ends as `diverged` and keeps the weights of the
 * last epoch at which they were. Where there are validation items, the weights of the epoch with
 * the smallest validation loss are kept too, whatever ends the run.
 */
export class Run {
  readonly sizes: readonly number[];
  readonly steps: Generator<boolean, void>;
  /** Weights and biases after the last completed epoch. */
  readonly parameters: Float64Array;
  state: RunState = "training";
  /** Epochs completed. */
  epoch = 0;
  /** Updates made in those epochs. */
  updates = 0;

  /** The epoch with the smallest validation loss so far; 0 if there is none yet. */
  bestEpoch = 0;
  /** Its weights and biases. */
  readonly bestParameters: Float64Array;

  #config: TrainingConfig;
  readonly #dataset: Dataset;
  readonly #measuredTables: readonly ItemTable[];
  readonly #validationTables: readonly ItemTable[];
  readonly #learner: Learner;
  readonly #plan: RecordingPlan;
  readonly #stopping: EarlyStopping;
  readonly #planned: readonly ConfigChange[];
  /** Those of the learner, after the last completed epoch, and of the best one. */
  readonly #learned: LayeredParameters;
  readonly #last: LayeredParameters;
  readonly #best: LayeredParameters;
  readonly #pending: PendingChunk;
  /** What was measured last, of whichever epoch. */
  readonly #row: Float64Array;
  /** What was measured at the best epoch, once it was. */
  readonly #bestRow: Float64Array;
  #isBestMeasured = false;
  #bestUpdates = 0;
  /** Best epoch of the last chunk. */
  #reportedBest = 0;

  /**
   * @param sizes units of every layer, inputs first; must fit the dataset
   * @param engine does the arithmetic
   * @param changes what is to change on the way, as it did when the run was first made
   * @param plan which epochs to record; by default as many as a recording has room for
   */
  constructor(
    config: TrainingConfig,
    sizes: readonly number[],
    dataset: Dataset,
    engine: Engine = referenceEngine,
    changes: readonly ConfigChange[] = [],
    plan?: RecordingPlan,
  ) {
    const { init, order } = createStreams(config);
    this.#config = config;
    this.#planned = changes;
    this.sizes = sizes;
    this.#dataset = dataset;
    this.#measuredTables = [dataset.train, dataset.validation, dataset.test];
    this.#validationTables = [dataset.validation];
    this.#stopping = new EarlyStopping(config);
    this.parameters = drawParameters(config, sizes, init, roundings[config.arithmetic]);
    this.bestParameters = this.parameters.slice();
    const { parameters } = this;
    this.#learner = engine.createLearner({
      config,
      sizes,
      parameters,
      items: dataset.train,
      order,
    });
    const layered = (of: Float64Array) => ({ parameters: of, layers: layerViews(of, sizes) });
    this.#learned = layered(this.#learner.parameters);
    this.#last = layered(parameters);
    this.#best = layered(this.bestParameters);
    this.#plan = plan ?? planRecording(config.epochs, parameters.length);
    this.#pending = new PendingChunk(sizes.length - 1, parameters.length);
    this.#row = new Float64Array(this.rowWidth);
    this.#bestRow = new Float64Array(this.rowWidth);
    this.steps = this.#train();
  }

  /** Numbers in a row of what it records. */
  get rowWidth(): number {
    return rowWidth(this.sizes.length - 1);
  }

  /** As it is now; see change(). */
  get config(): TrainingConfig {
    return this.#config;
  }

  /** Items that it is trained and measured on. */
  get parts(): PartSizes {
    return partSizes(this.#dataset);
  }

  /** What one epoch leads to: train, look, keep, and decide whether to go on. */
  *#train(): Generator<boolean, void> {
    const { epochs } = this.config;
    const learner = this.#learner;
    yield* this.#measure(this.#last, 0, 0);
    this.#keep();
    yield true;
    if (this.#planned.length > 0) yield* this.#applyPlanned(0);
    for (const { endsEpoch, epoch, updates } of learner.train()) {
      if (!endsEpoch) {
        yield false;
        continue;
      }
      const isLast = epoch === epochs;
      const isDue = isLast || epoch % this.#plan.metricStride === 0;
      const isMeasured = isDue || !areWithin(learner.parameters, SAFE_MAGNITUDE);
      // The best epoch is looked for among all, whatever is recorded.
      const tables = isMeasured ? this.#measuredTables : this.#validationTables;
      const evaluations =
        learner.evaluateAtOnce?.(learner.parameters, tables) ??
        (yield* learner.evaluate(learner.parameters, tables));
      if (isMeasured) this.#write(evaluations, this.#learned, epoch, updates);
      const validationLoss = evaluations[isMeasured ? 1 : 0].loss;
      if (isMeasured ? !this.#isFinite(this.#learned) : Number.isNaN(validationLoss)) {
        this.state = "diverged";
        yield* this.record();
        return;
      }
      this.parameters.set(learner.parameters);
      this.epoch = epoch;
      this.updates = updates;
      if (this.#dataset.validation.count > 0) this.#judge(validationLoss, isMeasured);
      if (isLast) this.state = "finished";
      if (isDue) this.#keep(isLast);
      if (this.state !== "training" && !isLast) yield* this.record();
      yield true;
      if (this.state !== "training") return;
      if (this.#planned.length > 0) yield* this.#applyPlanned(epoch);
    }
  }

  /**
   * Keeps the weights if they are the best, and stops early if it is time to.
   *
   * @param isMeasured whether the row is that of this epoch
   */
  #judge(validationLoss: number, isMeasured: boolean): void {
    const { isBest, isOver } = this.#stopping.look(validationLoss);
    if (isBest) {
      this.bestEpoch = this.epoch;
      this.bestParameters.set(this.parameters);
      this.#bestUpdates = this.updates;
      this.#isBestMeasured = isMeasured;
      if (isMeasured) this.#bestRow.set(this.#row);
    }
    if (isOver) this.state = "stoppedEarly";
  }

  *#applyPlanned(epoch: number): Generator<false, void> {
    for (const change of this.#planned) {
      if (change.epoch === epoch) yield* this.change(change.config);
    }
  }

  /**
   * Changes LIVE_MEMBERS from the next epoch on. To be called between two epochs: after `steps` has
   * yielded true and before it is pulled again. The epoch is recorded, with its weights, and kept.
   */
  *change(config: TrainingConfig): Generator<false, void> {
    yield* this.record();
    // Its penalty is that of the config so far.
    yield* this.recordBest();
    this.#pending.keep(this.epoch);
    this.#config = config;
    this.#learner.change(config);
  }

  /** Ends the run after the last completed epoch. */
  stop(): void {
    if (this.state === "training") this.state = "stopped";
  }

  /** Makes sure that the best epoch is measured, so that the next chunk can hold it. */
  *recordBest(): Generator<false, void> {
    if (this.bestEpoch === this.#reportedBest || this.#isBestMeasured) return;
    yield* this.#measure(this.#best, this.bestEpoch, this.#bestUpdates);
    this.#bestRow.set(this.#row);
    this.#isBestMeasured = true;
  }

  /** Makes sure that the last completed epoch is recorded, with its weights. */
  *record(): Generator<false, void> {
    if (this.#pending.rowEpoch !== this.epoch) {
      yield* this.#measure(this.#last, this.epoch, this.updates);
      this.#keep(true);
    } else if (this.#pending.snapshotEpoch !== this.epoch) {
      this.#pending.addSnapshot(this.epoch, this.parameters);
    }
  }

  /**
   * Classifies the fresh items with the weights of the last completed epoch; with early stopping,
   * whose result the best weights are, with those.
   */
  *scoreFresh(): Generator<false, FreshScore> {
    const { fresh } = this.#dataset;
    const isBest = isJudgedAtBest(this.config) && this.bestEpoch > 0;
    const parameters = isBest ? this.bestParameters : this.parameters;
    const [{ correct }] = yield* this.#learner.evaluate(parameters, [fresh]);
    return { correct, items: fresh.count, epoch: isBest ? this.bestEpoch : this.epoch };
  }

  /**
   * Classifies test and fresh items one by one, by the same arithmetic as everything measured.
   *
   * @param parameters of a network of this shape: those of the last epoch, or of the best
   */
  *rightItems(parameters: Float64Array): Generator<false, RightItems> {
    const { test, fresh } = this.#dataset;
    const right = { test: createBits(test.count), fresh: createBits(fresh.count) };
    yield* this.#learner.evaluate(parameters, [test, fresh], [right.test, right.fresh]);
    return right;
  }

  /** What takeChunk() would hand over, in bytes. */
  get pendingBytes(): number {
    return this.#pending.bytes;
  }

  /** What was recorded since the last call. */
  takeChunk(): RecordedChunk {
    return this.#pending.take(this.#takeBest());
  }

  /** The best epoch, if it is measured and no chunk had it. */
  #takeBest(): RecordedBest | undefined {
    if (this.bestEpoch === this.#reportedBest || !this.#isBestMeasured) return undefined;
    this.#reportedBest = this.bestEpoch;
    return { row: this.#bestRow.slice(), parameters: this.bestParameters.slice() };
  }

  /** Measures everything of an epoch; its numbers are the row then. */
  *#measure(network: LayeredParameters, epoch: number, updates: number): Generator<false, void> {
    const evaluations = yield* this.#learner.evaluate(network.parameters, this.#measuredTables);
    this.#write(evaluations, network, epoch, updates);
  }

  /** @param evaluations of the measured tables */
  #write(
    evaluations: readonly Evaluation[],
    { layers }: LayeredParameters,
    epoch: number,
    updates: number,
  ): void {
    // By index: to take an array apart by its iterator is a good part of what this costs.
    const train = evaluations[0];
    const validation = evaluations[1];
    const test = evaluations[2];
    writeRow(this.#row, { epoch, updates, train, validation, test, layers }, this.#config);
  }

  /** Whether what was measured of a network is finite, and its parameters are. */
  #isFinite({ layers }: LayeredParameters): boolean {
    // Weights that are not have no finite sum of squares, which is in the row.
    if (!areFinite(this.#row)) return false;
    for (const { biases } of layers) if (!areFinite(biases)) return false;
    return true;
  }

  /** Records the row, which is that of the last completed epoch. */
  #keep(withWeights = false): void {
    this.#pending.addRow(this.epoch, this.#row);
    if (withWeights || this.epoch % this.#plan.snapshotStride === 0) {
      this.#pending.addSnapshot(this.epoch, this.parameters);
    }
  }
}

/** Whether all magnitudes are below a limit; NaN is not. */
function areWithin(values: Float64Array, limit: number): boolean {
  const { length } = values;
  for (let i = 0; i < length; i++) if (!(Math.abs(values[i]) < limit)) return false;
  return true;
}

function areFinite(values: Float64Array): boolean {
  return areWithin(values, Infinity);
}
