/** One run: a network being trained, what it records, and why it ends. */
import type { TrainingConfig } from "./config.ts";
import { type Engine, type Learner, referenceEngine } from "./engine.ts";
import type { Dataset, ItemTable } from "./items.ts";
import { EarlyStopping } from "./earlyStopping.ts";
import { drawParameters } from "./initializers.ts";
import { measureEpoch } from "./metrics.ts";
import { type LayerView, layerViews } from "./network.ts";
import { Random } from "./random.ts";
import {
  metricIndex,
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
  readonly #learner: Learner;
  readonly #plan: RecordingPlan;
  readonly #stopping: EarlyStopping;
  readonly #planned: readonly ConfigChange[];
  readonly #layers = new Map<Float64Array, readonly LayerView[]>();
  readonly #rows: Float64Array[] = [];
  readonly #snapshots: { readonly epoch: number; readonly parameters: Float64Array }[] = [];
  /** Epochs that a recording keeps however long it grows. */
  readonly #kept: number[] = [];
  #recordedEpoch = -1;
  #snapshotEpoch = -1;
  /** Best epoch of the last chunk. */
  #reportedBest = 0;
  /** What was measured at the best epoch. */
  #bestRow: Float64Array | undefined;
  #bestUpdates = 0;

  /**
   * @param sizes units of every layer, inputs first; must fit the dataset
   * @param engine does the arithmetic
   * @param changes what is to change on the way, as it did when the run was first made
   */
  constructor(
    config: TrainingConfig,
    sizes: readonly number[],
    dataset: Dataset,
    engine: Engine = referenceEngine,
    changes: readonly ConfigChange[] = [],
  ) {
    const { init, order } = createStreams(config);
    this.#config = config;
    this.#planned = changes;
    this.sizes = sizes;
    this.#dataset = dataset;
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
    this.#plan = planRecording(config.epochs, this.parameters.length);
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

  /** What one epoch leads to: train, look, keep, and decide whether to go on. */
  *#train(): Generator<boolean, void> {
    const { epochs } = this.config;
    const learner = this.#learner;
    this.#keep(yield* this.#measure(this.parameters, 0, 0));
    yield true;
    yield* this.#applyPlanned(0);
    for (const tick of learner.train()) {
      if (!tick.endsEpoch) {
        yield false;
        continue;
      }
      const isLast = tick.epoch === epochs;
      const isDue = isLast || tick.epoch % this.#plan.metricStride === 0;
      const isSafe = largestMagnitude(learner.parameters) < SAFE_MAGNITUDE;
      const row =
        isDue || !isSafe
          ? yield* this.#measure(learner.parameters, tick.epoch, tick.updates)
          : undefined;
      const validationLoss = yield* this.#validate(row);
      if (
        (!isSafe && !learner.parameters.every(Number.isFinite)) ||
        row?.every(Number.isFinite) === false ||
        Number.isNaN(validationLoss)
      ) {
        this.state = "diverged";
        yield* this.record();
        return;
      }
      this.parameters.set(learner.parameters);
      this.epoch = tick.epoch;
      this.updates = tick.updates;
      if (validationLoss !== undefined) this.#judge(validationLoss, row);
      if (isLast) this.state = "finished";
      if (row && isDue) this.#keep(row, isLast);
      if (this.state !== "training" && !isLast) yield* this.record();
      yield true;
      if (this.state !== "training") return;
      yield* this.#applyPlanned(tick.epoch);
    }
  }

  /** @returns undefined without validation items */
  *#validate(row: Float64Array | undefined): Generator<false, number | undefined> {
    const { validation } = this.#dataset;
    if (validation.count === 0) return undefined;
    if (row) return row[metricIndex("validationLoss")];
    const learner = this.#learner;
    return (yield* ticking(learner.evaluate(learner.parameters, validation))).loss;
  }

  /** Keeps the weights if they are the best, and stops early if it is time to. */
  #judge(validationLoss: number, row: Float64Array | undefined): void {
    const { isBest, isOver } = this.#stopping.look(validationLoss);
    if (isBest) {
      this.bestEpoch = this.epoch;
      this.bestParameters.set(this.parameters);
      this.#bestRow = row?.slice();
      this.#bestUpdates = this.updates;
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
    this.#kept.push(this.epoch);
    this.#config = config;
    this.#learner.change(config);
  }

  /** Ends the run after the last completed epoch. */
  stop(): void {
    if (this.state === "training") this.state = "stopped";
  }

  /** Makes sure that the best epoch is measured, so that the next chunk can hold it. */
  *recordBest(): Generator<false, void> {
    if (this.bestEpoch === this.#reportedBest || this.#bestRow) return;
    this.#bestRow = yield* this.#measure(this.bestParameters, this.bestEpoch, this.#bestUpdates);
  }

  /** Makes sure that the last completed epoch is recorded, with its weights. */
  *record(): Generator<false, void> {
    if (this.#recordedEpoch !== this.epoch) {
      this.#keep(yield* this.#measure(this.parameters, this.epoch, this.updates), true);
    } else if (this.#snapshotEpoch !== this.epoch) {
      this.#keepSnapshot();
    }
  }

  /** Classifies the fresh items with the weights of the last completed epoch. */
  *scoreFresh(): Generator<false, FreshScore> {
    const { fresh } = this.#dataset;
    const { correct } = yield* ticking(this.#learner.evaluate(this.parameters, fresh));
    return { correct, items: fresh.count };
  }

  /** What was recorded since the last call. */
  takeChunk(): RecordedChunk {
    const best = this.#takeBest();
    const kept = Float64Array.from(this.#kept.splice(0));
    const rows = this.#rows.splice(0);
    const snapshots = this.#snapshots.splice(0);
    return {
      rows: concatenate(rows),
      snapshotEpochs: Float64Array.from(snapshots, snapshot => snapshot.epoch),
      snapshots: concatenate(snapshots.map(snapshot => snapshot.parameters)),
      kept,
      ...(best && { best }),
    };
  }

  /** The best epoch, if it is measured and no chunk had it. */
  #takeBest(): RecordedBest | undefined {
    if (this.bestEpoch === this.#reportedBest || !this.#bestRow) return undefined;
    this.#reportedBest = this.bestEpoch;
    return { row: this.#bestRow.slice(), parameters: this.bestParameters.slice() };
  }

  *#measure(
    parameters: Float64Array,
    epoch: number,
    updates: number,
  ): Generator<false, Float64Array> {
    const learner = this.#learner;
    const layers = this.#layersOf(parameters);
    const evaluateTable = (table: ItemTable) => learner.evaluate(parameters, table);
    return yield* ticking(
      measureEpoch(evaluateTable, layers, this.#dataset, this.config, epoch, updates),
    );
  }

  /** The layers of one of the few arrays of parameters that are measured again and again. */
  #layersOf(parameters: Float64Array): readonly LayerView[] {
    let layers = this.#layers.get(parameters);
    if (layers === undefined) {
      layers = layerViews(parameters, this.sizes);
      this.#layers.set(parameters, layers);
    }
    return layers;
  }

  #keep(row: Float64Array, withWeights = false): void {
    this.#rows.push(row);
    this.#recordedEpoch = this.epoch;
    if (withWeights || this.epoch % this.#plan.snapshotStride === 0) this.#keepSnapshot();
  }

  #keepSnapshot(): void {
    this.#snapshots.push({ epoch: this.epoch, parameters: this.parameters.slice() });
    this.#snapshotEpoch = this.epoch;
  }
}

/** NaN if one of the values is. */
function largestMagnitude(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** The same generator, yielding false at each pause. */
function* ticking<T>(generator: Generator<void, T>): Generator<false, T> {
  for (;;) {
    const next = generator.next();
    if (next.done) return next.value;
    yield false;
  }
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
