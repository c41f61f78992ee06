/** What a run has recorded and nobody has fetched yet. */
import { type RecordedBest, type RecordedChunk, rowWidth } from "./recorder.ts";

/** More room than the last rows took, since the next may be a few more. */
const SPARE = 1.25;

/** Rows in one array, which leaves with them: handing them over copies nothing. */
class PendingRows {
  readonly #width: number;
  #rows = new Float64Array(0);
  #length = 0;
  /** Rows that the next array has room for. */
  #room = 1;

  /** @param width numbers in a row */
  constructor(width: number) {
    this.#width = width;
  }

  get bytes(): number {
    return 8 * this.#length;
  }

  /** @param row copied; shape [width] */
  append(row: Float64Array): void {
    if (this.#length === this.#rows.length) this.#grow();
    this.#rows.set(row, this.#length);
    this.#length += this.#width;
  }

  #grow(): void {
    const rows = new Float64Array(Math.max(this.#room * this.#width, 2 * this.#length));
    rows.set(this.#rows);
    this.#rows = rows;
  }

  take(): Float64Array {
    const rows = this.#rows.subarray(0, this.#length);
    this.#room = Math.max(1, Math.ceil((SPARE * this.#length) / this.#width));
    this.#rows = new Float64Array(0);
    this.#length = 0;
    return rows;
  }
}

export class PendingChunk {
  readonly #rows: PendingRows;
  readonly #snapshots: PendingRows;
  readonly #snapshotEpochs: number[] = [];
  readonly #kept: number[] = [];
  /** The epoch recorded last, fetched or not; -1 for none. */
  rowEpoch = -1;
  /** The epoch whose weights were recorded last; -1 for none. */
  snapshotEpoch = -1;

  /**
   * @param layerCount layers of weights
   * @param parameterCount weights and biases
   */
  constructor(layerCount: number, parameterCount: number) {
    this.#rows = new PendingRows(rowWidth(layerCount));
    this.#snapshots = new PendingRows(parameterCount);
  }

  /** What it takes to hold the rows and the weights. */
  get bytes(): number {
    return this.#rows.bytes + this.#snapshots.bytes;
  }

  /** @param row copied; shape [rowWidth] */
  addRow(epoch: number, row: Float64Array): void {
    this.#rows.append(row);
    this.rowEpoch = epoch;
  }

  /** @param parameters copied */
  addSnapshot(epoch: number, parameters: Float64Array): void {
    this.#snapshots.append(parameters);
    this.#snapshotEpochs.push(epoch);
    this.snapshotEpoch = epoch;
  }

  /** Has a recording keep an epoch however long it grows. */
  keep(epoch: number): void {
    this.#kept.push(epoch);
  }

  /** All of it; nothing is pending then. */
  take(best: RecordedBest | undefined): RecordedChunk {
    return {
      rows: this.#rows.take(),
      snapshotEpochs: Float64Array.from(this.#snapshotEpochs.splice(0)),
      snapshots: this.#snapshots.take(),
      kept: Float64Array.from(this.#kept.splice(0)),
      ...(best && { best }),
    };
  }
}
