/** Geometry of the histogram of weights: one lane for each run, twins mirrored. No DOM. */
import { histogram } from "../../src/core/weightStats.ts";

/** Bins of the histogram; odd, so that one of them has zero in its middle. */
export const BIN_COUNT = 41;

/** A lane: its base line and in which direction its bars grow. */
export interface Lane {
  readonly base: number;
  readonly height: number;
  /** 1: upwards, -1: downwards. */
  readonly direction: 1 | -1;
}

export interface Bar {
  readonly bin: number;
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Two runs share a base line and grow apart; any other number stands one above the other. */
export function lanesOf(runCount: number, height: number): Lane[] {
  if (runCount === 2) {
    const half = height / 2;
    return [
      { base: half, height: half - 1, direction: 1 },
      { base: half, height: half - 1, direction: -1 },
    ];
  }
  const gap = 14;
  const each = (height - gap * (runCount - 1)) / runCount;
  return Array.from({ length: runCount }, (_, i) => ({
    base: i * (each + gap) + each,
    height: each,
    direction: 1,
  }));
}

/**
 * Counts of every run on one common scale.
 *
 * @param range at least the largest magnitude of any weight
 */
export function countBins(weights: readonly Float64Array[], range: number): Uint32Array[] {
  return weights.map(values => histogram(values, BIN_COUNT, range));
}

/** The tallest bar of any run, at least 1: nothing is divided by 0. */
export function largestCountOf(counts: readonly Uint32Array[]): number {
  return counts.reduce((most, bins) => bins.reduce((a, b) => Math.max(a, b), most), 1);
}

/** Bars of one lane; empty bins have none. */
export function barsOf(
  counts: Uint32Array,
  lane: Lane,
  width: number,
  largestCount: number,
): Bar[] {
  const bars: Bar[] = [];
  const step = width / counts.length;
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const height = Math.max(2, (count / largestCount) * lane.height);
    bars.push({
      bin,
      count,
      x: bin * step + 0.5,
      y: lane.direction === 1 ? lane.base - height : lane.base,
      width: Math.max(1, step - 1),
      height,
    });
  });
  return bars;
}

/** Bars as one path: many networks have hundreds, drawn anew with every epoch. */
export function barsPath(bars: readonly Bar[]): string {
  const short = (length: number) => Math.round(length * 100) / 100;
  return bars
    .map(({ x, y, width, height }) => {
      const [across, down] = [short(width), short(height)];
      return `M${short(x)} ${short(y)}h${across}v${down}h${-across}z`;
    })
    .join("");
}

/** Horizontal position of a weight. */
export function positionOf(weight: number, range: number, width: number): number {
  return ((weight / range + 1) / 2) * width;
}
