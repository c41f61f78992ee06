/** The history of one run: metrics and weight snapshots by epoch, in bounded memory. */
import { RowTable } from "./rowTable.ts";

/** Single numbers of one recorded epoch, in the order of a row. */
export const METRIC_NAMES = [
  "epoch",
  "updates",
  "trainLoss",
  "validationLoss",
  "testLoss",
  "penalty",
  "trainMse",
  "validationMse",
  "testMse",
  "trainCorrect",
  "validationCorrect",
  "testCorrect",
  "sumOfSquares",
  "maxAbs",
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

/** Numbers of each layer that follow the single numbers in a row, layer by layer. */
export const LAYER_METRIC_NAMES = ["norm", "maxAbs"] as const;

export type LayerMetricName = (typeof LAYER_METRIC_NAMES)[number];

/** Epochs that a run of a known length plans to record; a recording never keeps twice as many. */
export const MAX_RECORDED_EPOCHS = 4000;

/** Bytes of weight snapshots that a run plans to record; a recording never keeps twice as many. */
export const MAX_SNAPSHOT_BYTES = 16 * 1024 * 1024;

/** Numbers in a row of metrics of a network of so many layers of weights. */
export function rowWidth(layerCount: number): number {
  return METRIC_NAMES.length + layerCount * LAYER_METRIC_NAMES.length;
}

/** Position of each number in a row. */
export const METRIC_INDICES = indicesOf(METRIC_NAMES);

function indicesOf<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  const entries = names.map((name, index) => [name, index] as const);
  return Object.fromEntries(entries) as Record<Name, number>;
}

/** Position of each number among those of its layer. */
const LAYER_METRIC_INDICES = indicesOf(LAYER_METRIC_NAMES);

/** Position of a number in a row. */
export function metricIndex(name: MetricName): number {
  return METRIC_INDICES[name];
}

/** Position of a layer's number in a row; `layer` counts from 0 at the inputs. */
export function layerMetricIndex(layer: number, name: LayerMetricName): number {
  const first = METRIC_NAMES.length + layer * LAYER_METRIC_NAMES.length;
  return first + LAYER_METRIC_INDICES[name];
}

/**
 * Epochs newly recorded for one run, ready to travel.
 *
 * `rows` has shape [epochCount, rowWidth]; `snapshots` has shape [snapshotCount, parameterCount],
 * one row for each of `snapshotEpochs`, which are a subset of the recorded epochs. `kept` are epochs
 * among them that stay however long the recording grows: those at which a setting changed.
 */
export interface RecordedChunk {
  readonly rows: Float64Array;
  readonly snapshotEpochs: Float64Array;
  readonly snapshots: Float64Array;
  readonly kept: Float64Array;
  /** The best epoch, if it is another than that of the chunks before. */
  readonly best?: RecordedBest;
}

/** The epoch with the smallest validation loss: what was measured, and its weights. */
export interface RecordedBest {
  /** Shape [rowWidth]. */
  readonly row: Float64Array;
  readonly parameters: Float64Array;
}

/**
 * Which epochs a run of a known length records, so that a recording fits its bounds: every
 * `metricStride`-th epoch, with weights every `snapshotStride`-th, a multiple of it. The start
 * (epoch 0) and the last epoch are always recorded.
 */
export interface RecordingPlan {
  readonly metricStride: number;
  readonly snapshotStride: number;
}

/** Records nothing on the way: the start, the last epoch, and the best one if it is asked for. */
export const ENDS_ONLY: RecordingPlan = { metricStride: Infinity, snapshotStride: Infinity };

/** @param parameterCount weights and biases of the network */
export function planRecording(epochs: number, parameterCount: number): RecordingPlan {
  const metricStride = roundStride(epochs / MAX_RECORDED_EPOCHS);
  const kept = Math.ceil(epochs / metricStride);
  const snapshotStride = metricStride * roundStride(kept / snapshotCapacity(parameterCount));
  return { metricStride, snapshotStride };
}

/** The smallest of 1, 2, 5, 10, 20, 50 ... that is at least so much: round epochs stay in. */
function roundStride(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power >= least) return digit * power;
  }
}

function snapshotCapacity(parameterCount: number): number {
  return Math.max(2, Math.floor(MAX_SNAPSHOT_BYTES / (8 * parameterCount)));
}

/** The recorded epochs of one run, oldest first. Owned by the host; the panel rebuilds its own. */
export class RunRecording {
  readonly layerCount: number;
  readonly parameterCount: number;
  readonly #metrics: RowTable;
  readonly #snapshots: RowTable;
  readonly #snapshotEpochs = new RowTable(1);
  readonly #kept = new Set<number>();
  #best: RecordedBest | undefined;

  /**
   * @param layerCount layers of weights: hidden layers plus one
   * @param parameterCount weights and biases
   */
  constructor(layerCount: number, parameterCount: number) {
    this.layerCount = layerCount;
    this.parameterCount = parameterCount;
    this.#metrics = new RowTable(rowWidth(layerCount));
    this.#snapshots = new RowTable(parameterCount);
  }

  /** Recorded epochs. */
  get length(): number {
    return this.#metrics.count;
  }

  get snapshotCount(): number {
    return this.#snapshots.count;
  }

  /** The epoch with the smallest validation loss; undefined without validation items. */
  get best(): RecordedEpoch | undefined {
    if (this.#best === undefined) return undefined;
    const { row, parameters } = this.#best;
    return { parameters, metrics: metricsOf(name => row[metricIndex(name)]) };
  }

  append(chunk: RecordedChunk): void {
    if (chunk.best) this.#best = chunk.best;
    for (const epoch of chunk.kept) this.#kept.add(epoch);
    this.#metrics.append(chunk.rows);
    this.#snapshots.append(chunk.snapshots);
    this.#snapshotEpochs.append(chunk.snapshotEpochs);
    while (this.#metrics.count > 2 * MAX_RECORDED_EPOCHS) this.#thinMetrics();
    while (this.#snapshots.count > 2 * snapshotCapacity(this.parameterCount)) {
      const isKept = this.#thinned(this.#snapshotEpochs);
      this.#keepSnapshots(snapshot => isKept[snapshot]);
    }
  }

  /** Drops about every second epoch, and the weights of those that are gone. */
  #thinMetrics(): void {
    const isKept = this.#thinned(this.#metrics);
    this.#metrics.keep(row => isKept[row]);
    const epochOf = (snapshot: number) => this.#snapshotEpochs.at(snapshot, 0);
    this.#keepSnapshots(snapshot => {
      const row = this.rowAt(epochOf(snapshot));
      return row >= 0 && this.metric(row, "epoch") === epochOf(snapshot);
    });
  }

  /**
   * Which rows of a full table stay: every second one, and the epochs at which something changed
   * unless there is nothing else left to drop.
   */
  #thinned(table: RowTable): boolean[] {
    const isThinned = everySecond(table.count);
    const rows = Array.from({ length: table.count }, (_, row) => row);
    const isKept = rows.map(row => isThinned(row) || this.#kept.has(table.at(row, 0)));
    return isKept.every(Boolean) ? rows.map(isThinned) : isKept;
  }

  #keepSnapshots(isKept: (snapshot: number) => boolean): void {
    const kept = Array.from({ length: this.#snapshots.count }, (_, row) => isKept(row));
    this.#snapshots.keep(row => kept[row]);
    this.#snapshotEpochs.keep(row => kept[row]);
  }

  /** @param row from 0 to length - 1 */
  metric(row: number, name: MetricName): number {
    return this.#metrics.at(row, metricIndex(name));
  }

  /** @param layer from 0 at the inputs */
  layerMetric(row: number, layer: number, name: LayerMetricName): number {
    return this.#metrics.at(row, layerMetricIndex(layer, name));
  }

  /** The last recorded row at or before `epoch`; -1 if nothing is recorded. */
  rowAt(epoch: number): number {
    return lastAtOrBefore(this.#metrics, epoch);
  }

  lastEpoch(): number {
    return this.length === 0 ? 0 : this.metric(this.length - 1, "epoch");
  }

  /**
   * The weights recorded last at or before `epoch`, in the order of network.ts, and the epoch they
   * belong to; undefined if nothing is recorded. The array is a view: copy it to keep it.
   */
  snapshotAt(epoch: number): { epoch: number; parameters: Float64Array } | undefined {
    const row = lastAtOrBefore(this.#snapshotEpochs, epoch);
    if (row < 0) return undefined;
    return { epoch: this.#snapshotEpochs.at(row, 0), parameters: this.#snapshots.row(row) };
  }

  /** Everything recorded, as one chunk that shares no memory with the recording. */
  toChunk(): RecordedChunk {
    return {
      rows: this.#metrics.copy(),
      snapshotEpochs: this.#snapshotEpochs.copy(),
      snapshots: this.#snapshots.copy(),
      kept: Float64Array.from(this.#kept),
      ...(this.#best && {
        best: { row: this.#best.row.slice(), parameters: this.#best.parameters.slice() },
      }),
    };
  }
}

/** The single numbers of a row by name. */
export function metricsOf(valueOf: (name: MetricName) => number): RecordedEpoch["metrics"] {
  return Object.fromEntries(METRIC_NAMES.map(name => [name, valueOf(name)])) as Record<
    MetricName,
    number
  >;
}

/** Of so many rows every second one, the first and the last among them. */
function everySecond(count: number): (row: number) => boolean {
  return row => row % 2 === 0 || row === count - 1;
}

/** Binary search in the first column, which is the epoch. */
function lastAtOrBefore(table: RowTable, epoch: number): number {
  let low = 0;
  let high = table.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table.at(middle, 0) <= epoch) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** One epoch of a run: its weights and what was measured with them. */
export interface RecordedEpoch {
  /** Weights and biases in the order of network.ts. Copied, never kept. */
  readonly parameters: Float64Array;
  readonly metrics: Readonly<Record<MetricName, number>>;
}

/**
 * The recorded epoch whose weights can be exported: the last one at or before `epoch`, by default
 * the last of all; the best one only if it is asked for. Undefined while nothing is recorded.
 */
export function recordedEpoch(
  recording: RunRecording,
  epoch = Number.POSITIVE_INFINITY,
): RecordedEpoch | undefined {
  const { best } = recording;
  if (best?.metrics.epoch === epoch) return best;
  const snapshot = recording.snapshotAt(epoch);
  if (snapshot === undefined) return undefined;
  const row = recording.rowAt(snapshot.epoch);
  const metrics = metricsOf(name => recording.metric(row, name));
  return { parameters: snapshot.parameters, metrics };
}
