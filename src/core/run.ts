/** One run: a network being trained, what it records, and why it ends. */
import type { TrainingConfig } from "./config.ts";
import { type Engine, type Learner, referenceEngine } from "./engine.ts";
import type { Dataset, ItemTable } from "./items.ts";
import { measureEpoch } from "./metrics.ts";
import { drawUniform, layerViews } from "./network.ts";
import { Random } from "./random.ts";
import { planRecording, type RecordedChunk, type RecordingPlan } from "./recorder.ts";
import { roundings } from "./rounding.ts";

/** Whether a run can go on, and if not, why. */
export type RunState = "training" | "finished" | "stopped" | "diverged";

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
 * last epoch at which they were.
 */
export class Run {
  readonly config: TrainingConfig;
  readonly sizes: readonly number[];
  readonly steps: Generator<boolean, void>;
  /** Weights and biases after the last completed epoch. */
  readonly parameters: Float64Array;
  state: RunState = "training";
  /** Epochs completed. */
  epoch = 0;
  /** Updates made in those epochs. */
  updates = 0;

  readonly #dataset: Dataset;
  readonly #learner: Learner;
  readonly #plan: RecordingPlan;
  readonly #rows: Float64Array[] = [];
  readonly #snapshots: { readonly epoch: number; readonly parameters: Float64Array }[] = [];
  #recordedEpoch = -1;
  #snapshotEpoch = -1;

  /**
   * @param sizes units of every layer, inputs first; must fit the dataset
   * @param engine does the arithmetic
   */
  constructor(
    config: TrainingConfig,
    sizes: readonly number[],
    dataset: Dataset,
    engine: Engine = referenceEngine,
  ) {
    const { init, order } = createStreams(config);
    this.config = config;
    this.sizes = sizes;
    this.#dataset = dataset;
    this.parameters = drawUniform(sizes, config.initRange, init, roundings[config.arithmetic]);
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

  *#train(): Generator<boolean, void> {
    const { config } = this;
    const learner = this.#learner;
    this.#keep(yield* this.#measure(this.parameters, 0, 0));
    yield true;
    for (const tick of learner.train()) {
      if (!tick.endsEpoch) {
        yield false;
        continue;
      }
      const isLast = tick.epoch === config.epochs;
      const isDue = isLast || tick.epoch % this.#plan.metricStride === 0;
      const isSafe = learner.parameters.every(value => Math.abs(value) < SAFE_MAGNITUDE);
      const row =
        isDue || !isSafe
          ? yield* this.#measure(learner.parameters, tick.epoch, tick.updates)
          : undefined;
      if (!learner.parameters.every(Number.isFinite) || row?.every(Number.isFinite) === false) {
        this.state = "diverged";
        yield* this.record();
        return;
      }
      this.parameters.set(learner.parameters);
      this.epoch = tick.epoch;
      this.updates = tick.updates;
      if (isLast) this.state = "finished";
      if (row && isDue) this.#keep(row, isLast);
      yield true;
    }
  }

  /** Ends the run after the last completed epoch. */
  stop(): void {
    if (this.state === "training") this.state = "stopped";
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
    const rows = this.#rows.splice(0);
    const snapshots = this.#snapshots.splice(0);
    return {
      rows: concatenate(rows),
      snapshotEpochs: Float64Array.from(snapshots, snapshot => snapshot.epoch),
      snapshots: concatenate(snapshots.map(snapshot => snapshot.parameters)),
    };
  }

  *#measure(
    parameters: Float64Array,
    epoch: number,
    updates: number,
  ): Generator<false, Float64Array> {
    const learner = this.#learner;
    const layers = layerViews(parameters, this.sizes);
    const evaluateTable = (table: ItemTable) => learner.evaluate(parameters, table);
    return yield* ticking(
      measureEpoch(evaluateTable, layers, this.#dataset, this.config, epoch, updates),
    );
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
