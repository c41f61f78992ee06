/** Collects recorded epochs until there is reason to send them. */
import type { RecordedChunk } from "../core/recorder.ts";

/** Chunks of several runs, in order of arrival. */
export class ChunkBuffer {
  /** For each arrival one chunk for each run. */
  #arrivals: (readonly RecordedChunk[])[] = [];

  get isEmpty(): boolean {
    return this.#arrivals.length === 0;
  }

  add(chunks: readonly RecordedChunk[]): void {
    this.#arrivals.push(chunks);
  }

  clear(): void {
    this.#arrivals = [];
  }

  /** Empties the buffer: one chunk for each run with everything that arrived. */
  take(): readonly RecordedChunk[] {
    const arrivals = this.#arrivals;
    this.clear();
    if (arrivals.length <= 1) return arrivals[0] ?? [];
    return arrivals[0].map((_, run) => joinChunks(arrivals.map(chunks => chunks[run])));
  }
}

function joinChunks(chunks: readonly RecordedChunk[]): RecordedChunk {
  const best = chunks.findLast(chunk => chunk.best)?.best;
  return {
    rows: join(chunks.map(chunk => chunk.rows)),
    snapshotEpochs: join(chunks.map(chunk => chunk.snapshotEpochs)),
    snapshots: join(chunks.map(chunk => chunk.snapshots)),
    kept: join(chunks.map(chunk => chunk.kept)),
    ...(best && { best }),
  };
}

function join(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
