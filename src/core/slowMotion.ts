/**
 * Slow motion: one epoch of a run, update by update. The run is trained again up to the beginning of
 * the epoch by the engine that trained it first, with the same random numbers and the same changes
 * on the way, which gives the same bits; the epoch itself is then made by the readable loops of
 * trainer.ts, which show what every update is made of. At its end the weights are those that were
 * recorded, but for the last digits: the engines round differently within an epoch.
 */
import type { TrainingConfig } from "./config.ts";
import type { Engine, Learner } from "./engine.ts";
import { drawParameters } from "./initializers.ts";
import { createBits, hasBit, type ItemBits, setBit } from "./itemBits.ts";
import { inputCountOf, type ItemTable } from "./items.ts";
import { dropoutOf } from "./layerSettings.ts";
import { type LayerView, layerViews, Network } from "./network.ts";
import type { OptimizerMoments } from "./optimizers.ts";
import { Random } from "./random.ts";
import { type Rounding, roundings } from "./rounding.ts";
import { type ConfigChange, createStreams } from "./run.ts";
import { learningRateAt } from "./schedules.ts";
import { type PresentationStreams, presentationStreams, Presenter, Updater } from "./trainer.ts";

/**
 * One update. Weights and gradient are for each parameter, in the order of network.ts: layer by layer
 * the weights, row-major [inputs][outputs], then the biases.
 */
export interface SlowUpdate {
  /** The epoch that it is part of, from 1. */
  readonly epoch: number;
  /** Its number in the epoch, from 0. */
  readonly update: number;
  /** Updates in an epoch. */
  readonly updates: number;
  /** The items of its batch, rows of the training items, as they were presented. */
  readonly items: Uint32Array;
  /** Hidden units that dropout dropped, item by item: see isDropped(). Empty where nothing is dropped. */
  readonly dropped: ItemBits;
  /** That of the epoch. */
  readonly config: TrainingConfig;
  /** That of the epoch, after the schedule. */
  readonly learningRate: number;
  readonly before: Float64Array;
  /** Mean gradient of the data loss over the batch, with what was dropped and added, no penalty. */
  readonly gradient: Float64Array;
  readonly after: Float64Array;
}

/**
 * Whether an update dropped a hidden unit while an item of its batch was presented.
 *
 * @param sizes units of every layer, inputs first
 * @param position of the item in the batch, from 0
 * @param layer of hidden units, from 0 at the inputs
 */
export function isDropped(
  { dropped }: Pick<SlowUpdate, "dropped">,
  sizes: readonly number[],
  position: number,
  layer: number,
  unit: number,
): boolean {
  return hasBit(dropped, maskStart(sizes, position, layer) + unit);
}

/** Masks lie one after the other: those of an item layer by layer. */
function maskStart(sizes: readonly number[], position: number, layer: number): number {
  const hidden = sizes.slice(1, -1);
  const sum = (units: readonly number[]) => units.reduce((total, count) => total + count, 0);
  return position * sum(hidden) + sum(hidden.slice(0, layer));
}

/** A run that is to be trained again. */
export interface ReplayedRun {
  /** As it was at the start. */
  readonly config: TrainingConfig;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  /** Oldest first. */
  readonly changes: readonly ConfigChange[];
}

/** Where training stands between two epochs. */
interface TrainingState {
  readonly parameters: Float64Array;
  readonly moments: OptimizerMoments;
  readonly updates: number;
  /** The order of the items in the epoch that begins. */
  readonly sequence: Uint32Array;
  readonly streams: PresentationStreams;
}

/** A run being trained again, forwards only. */
export class Replay {
  readonly #run: ReplayedRun;
  readonly #items: ItemTable;
  readonly #learner: Learner;
  readonly #training: ReturnType<Learner["train"]>;
  /** The same numbers as the learner draws, drawn here too: nobody can look into an engine. */
  readonly #order: Random;
  readonly #streams: PresentationStreams;
  readonly #sequence: Uint32Array;
  /** Epochs completed. */
  epoch = 0;

  constructor(run: ReplayedRun, items: ItemTable, engine: Engine) {
    const { config, sizes } = run;
    const [first, second] = [createStreams(config), createStreams(config)];
    const round = roundings[config.arithmetic];
    const parameters = drawParameters(config, sizes, first.init, round);
    drawParameters(config, sizes, second.init, round);
    this.#run = run;
    this.#items = items;
    this.#learner = engine.createLearner({ config, sizes, parameters, items, order: first.order });
    this.#training = this.#learner.train();
    this.#order = second.order;
    this.#streams = presentationStreams(config.seed);
    this.#sequence = Uint32Array.from({ length: items.count }, (_, item) => item);
    this.#applyChanges();
  }

  /** The config that trains an epoch. */
  #configOf(epoch: number): TrainingConfig {
    const { config, changes } = this.#run;
    return changes.findLast(change => change.epoch < epoch)?.config ?? config;
  }

  #applyChanges(): void {
    for (const change of this.#run.changes) {
      if (change.epoch === this.epoch) this.#learner.change(change.config);
    }
  }

  /**
   * Trains until so many epochs are completed, with pauses of some milliseconds of work between.
   *
   * @throws {RangeError} if it is further already, or the run has not so many epochs
   */
  *advance(epoch: number): Generator<void, void> {
    if (epoch < this.epoch || epoch > this.#run.config.epochs) {
      throw new RangeError(`epoch ${epoch}: expected ${this.epoch} to ${this.#run.config.epochs}`);
    }
    while (this.epoch < epoch) {
      const next = this.#training.next();
      if (next.done) throw new RangeError(`epoch ${epoch}: the training ended before`);
      if (next.value.endsEpoch) {
        this.#drawAsInEpoch(next.value.epoch);
        this.epoch = next.value.epoch;
        this.#applyChanges();
      }
      yield;
    }
  }

  #drawAsInEpoch(epoch: number): void {
    const config = this.#configOf(epoch);
    const { dropping, jittering } = this.#streams;
    this.#order.shuffle(this.#sequence);
    const hidden = this.#run.sizes.slice(1, -1);
    const dropped = hidden.filter((_, layer) => dropoutOf(config, layer) > 0);
    const draws = this.#items.count * dropped.reduce((sum, units) => sum + units, 0);
    for (let draw = 0; draw < draws; draw++) dropping.next32();
    if (config.jitter === 0) return;
    const noises = this.#items.count * inputCountOf(this.#items);
    for (let noise = 0; noise < noises; noise++) jittering.gaussian();
  }

  /** The epoch that follows, update by update. The replay stays where it is. */
  nextEpoch(): SlowEpoch {
    const sequence = this.#sequence.slice();
    copyOf(this.#order).shuffle(sequence);
    const epoch = this.epoch + 1;
    const config = this.#configOf(epoch);
    const batchSize = Math.min(config.batchSize, this.#items.count);
    return new SlowEpoch(this.#run, this.#items, epoch, config, {
      parameters: this.#learner.parameters.slice(),
      moments: this.#learner.moments(),
      updates: this.epoch * Math.ceil(this.#items.count / batchSize),
      sequence,
      streams: copyOfStreams(this.#streams),
    });
  }
}

/** One epoch, of which any update can be asked for. */
export class SlowEpoch {
  readonly epoch: number;
  /** Updates in it. */
  readonly updates: number;
  readonly #run: ReplayedRun;
  readonly #items: ItemTable;
  readonly #config: TrainingConfig;
  readonly #start: TrainingState;
  readonly #batchSize: number;
  #now: EpochInProgress;

  constructor(
    run: ReplayedRun,
    items: ItemTable,
    epoch: number,
    config: TrainingConfig,
    start: TrainingState,
  ) {
    this.epoch = epoch;
    this.#run = run;
    this.#items = items;
    this.#config = config;
    this.#start = start;
    this.#batchSize = Math.min(config.batchSize, items.count);
    this.updates = Math.ceil(items.count / this.#batchSize);
    this.#now = this.#begin();
  }

  #begin(): EpochInProgress {
    const { parameters, moments, updates, streams } = this.#start;
    const { sizes } = this.#run;
    const round = roundings[this.#config.arithmetic];
    const network = new Network(parameters.slice(), sizes, this.#config, round);
    const updater = new Updater(network.layers, sizes);
    updater.resume(moments, updates, this.#config);
    const gradientSums = new Float64Array(parameters.length);
    return {
      ...{ network, updater, round, gradientSums, update: 0 },
      gradient: layerViews(gradientSums, sizes),
      presenter: new Presenter(network, this.#items, this.#config, copyOfStreams(streams)),
    };
  }

  /**
   * One update, made from the first one on if it lies behind the one that was asked for last.
   *
   * @param update from 0 to updates - 1
   * @throws {RangeError}
   */
  at(update: number): SlowUpdate {
    if (!Number.isInteger(update) || update < 0 || update >= this.updates) {
      throw new RangeError(`update ${update}: expected 0 to ${this.updates - 1}`);
    }
    if (update < this.#now.update) this.#now = this.#begin();
    while (this.#now.update < update) this.#make();
    const { network, gradientSums } = this.#now;
    const before = network.parameters.slice();
    const config = this.#config;
    const { items, dropped } = this.#make();
    return {
      ...{ epoch: this.epoch, update, updates: this.updates, items, dropped, config, before },
      learningRate: this.#learningRate,
      gradient: gradientSums.map(sum => this.#now.round(sum / items.length)),
      after: network.parameters.slice(),
    };
  }

  get #learningRate(): number {
    return learningRateAt(this.#config, this.epoch);
  }

  /** Makes the next update. */
  #make(): Pick<SlowUpdate, "items" | "dropped"> {
    const { network, updater, round, gradientSums, gradient, presenter, update } = this.#now;
    const start = update * this.#batchSize;
    const items = this.#start.sequence.slice(start, start + this.#batchSize);
    gradientSums.fill(0);
    const { sizes } = this.#run;
    const drops = network.masks.some((_, layer) => dropoutOf(this.#config, layer) > 0);
    const dropped = createBits(drops ? maskStart(sizes, items.length, 0) : 0);
    items.forEach((item, position) => {
      presenter.present(item, this.#config, gradient);
      if (!drops) return;
      network.masks.forEach((mask, layer) => {
        const start = maskStart(sizes, position, layer);
        mask.forEach((kept, unit) => {
          if (kept === 0) setBit(dropped, start + unit);
        });
      });
    });
    updater.apply(gradient, items.length, this.#learningRate, this.#config, round);
    this.#now.update++;
    return { items, dropped };
  }
}

/** An epoch some of whose updates are made. */
interface EpochInProgress {
  readonly network: Network;
  readonly updater: Updater;
  readonly round: Rounding;
  /** Over the batch of the last update. */
  readonly gradientSums: Float64Array;
  readonly gradient: readonly LayerView[];
  readonly presenter: Presenter;
  /** Updates made. */
  update: number;
}

function copyOf(random: Random): Random {
  const copy = new Random(0);
  copy.state.set(random.state);
  return copy;
}

function copyOfStreams({ dropping, jittering }: PresentationStreams): PresentationStreams {
  return { dropping: copyOf(dropping), jittering: copyOf(jittering) };
}
