/** What a run has recorded and nobody has fetched yet. */
import { type RecordedBest, type RecordedChunk, rowWidth } from "./recorder.ts";
import { RowTable } from "./rowTable.ts";

export class PendingChunk {
  readonly #rows: RowTable;
  readonly #snapshots: RowTable;
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
    this.#rows = new RowTable(rowWidth(layerCount));
    this.#snapshots = new RowTable(parameterCount);
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
