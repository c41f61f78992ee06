/** The lines of a chart: which there are, their points, and their values at an epoch. No DOM. */
import type { VariantId } from "../../src/core/variants.ts";
import type { RunRecording } from "../../src/core/recorder.ts";
import { formatCount } from "../format.ts";
import type { ShownChange } from "../liveChanges.ts";
import type { Shown, ShownRun } from "../shown.ts";
import type { ChartSpec, SeriesContext, SeriesSpec } from "./index.ts";

export interface Line {
  readonly variant: VariantId;
  readonly variantLabel: string;
  readonly series: SeriesSpec;
  readonly recording: RunRecording;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function linesOf(spec: ChartSpec, runs: readonly ShownRun[]): Line[] {
  return runs.flatMap(run =>
    spec.series
      .filter(series => series.appliesTo?.(run) ?? true)
      .map(series => ({
        variant: run.summary.id,
        variantLabel: run.summary.label,
        series,
        recording: run.recording,
      })),
  );
}

export function contextOf(shown: Shown, layer: number | null): SeriesContext {
  const { trainItems, testItems } = shown.data;
  return { trainItems, validationItems: shown.validationItems, testItems, layer };
}

/** Value of a line at an epoch, from the row recorded last at or before it. */
export function lineValue(line: Line, epoch: number, context: SeriesContext): number | undefined {
  const row = line.recording.rowAt(epoch);
  return row < 0 ? undefined : line.series.value(line.recording, row, context);
}

/** Appends the points of rows from `firstRow` on. */
export function appendPoints(
  points: Point[],
  line: Line,
  firstRow: number,
  context: SeriesContext,
): void {
  const { recording, series } = line;
  for (let row = firstRow; row < recording.length; row++) {
    points.push({ x: recording.metric(row, "epoch"), y: series.value(recording, row, context) });
  }
}

/** Stretches of a long line, of which only the lowest and the highest point are drawn. */
const STRETCHES = 1000;

/**
 * The points to draw: all of them, or where they stand closer than pixels do, the lowest and the
 * highest of each stretch. Both ends stay, and so does every peak.
 */
export function thinPoints(points: Point[]): Point[] {
  const length = Math.ceil(points.length / STRETCHES);
  if (length < 3) return points;
  const thinned = [points[0]];
  for (let start = 1; start < points.length - 1; start += length) {
    let [low, high] = [start, start];
    for (let i = start; i < Math.min(start + length, points.length - 1); i++) {
      if (points[i].y < points[low].y) low = i;
      if (points[i].y > points[high].y) high = i;
    }
    thinned.push(points[Math.min(low, high)]);
    if (low !== high) thinned.push(points[Math.max(low, high)]);
  }
  thinned.push(points[points.length - 1]);
  return thinned;
}

/** The settings that changed on the way, in a sentence; "" if none did. */
export function describeMarks(changes: readonly ShownChange[]): string {
  if (changes.length === 0) return "";
  const parts = changes.map(({ epoch, text }) => `after epoch ${formatCount(epoch)} ${text}`);
  return `Changed while training: ${parts.join("; ")}.`;
}

/** What a chart shows at the shown epoch, for those who do not see it. */
export function describeLines(
  spec: ChartSpec,
  lines: readonly Line[],
  context: SeriesContext,
  epoch: number,
  changes: readonly ShownChange[] = [],
): string {
  const variants = [...new Set(lines.map(line => line.variantLabel))];
  const parts = variants.map(variant => {
    const own = lines.filter(line => line.variantLabel === variant);
    const values = own.map(line => {
      const value = lineValue(line, epoch, context);
      return `${line.series.label} ${value === undefined ? "unknown" : spec.format(value)}`;
    });
    return `${variant}: ${values.join(", ")}`;
  });
  const marks = describeMarks(changes);
  return `${spec.title} by epoch. At epoch ${epoch}, ${parts.join("; ")}.${marks && ` ${marks}`}`;
}

/** About `count` epochs spread over a recording: the first, the last, the shown and marked ones. */
export function sampledEpochs(
  lastEpoch: number,
  shownEpoch: number,
  count: number,
  marked: readonly number[] = [],
): number[] {
  const step = Math.max(1, Math.ceil(lastEpoch / count));
  const epochs = new Set<number>([0, shownEpoch, lastEpoch, ...marked]);
  for (let epoch = step; epoch < lastEpoch; epoch += step) epochs.add(epoch);
  return [...epochs].sort((a, b) => a - b);
}
