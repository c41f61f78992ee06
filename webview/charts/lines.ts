/** The lines of a chart: which there are, their points, and their values at an epoch. No DOM. */
import type { VariantId } from "../../src/core/variants.ts";
import type { RunRecording } from "../../src/core/recorder.ts";
import { formatCount } from "../format.ts";
import type { ShownChange } from "../liveChanges.ts";
import type { InspectionSeries } from "../inspections.ts";
import type { Shown, ShownRun } from "../shown.ts";
import type { ChartSpec, SeriesContext, SeriesSpec } from "./index.ts";

export interface Line {
  readonly variant: VariantId;
  readonly variantLabel: string;
  readonly series: SeriesSpec;
  /** The epochs it has numbers of. */
  readonly recording: EpochRows;
  /** The number at a row. */
  readonly valueAt: (row: number, context: SeriesContext) => number;
  /** Where that is drawn. */
  readonly heightAt: (row: number, context: SeriesContext) => number;
}

/** Epochs in ascending order: those of a recording, or those at which a run was inspected. */
export type EpochRows = Pick<RunRecording, "length" | "rowAt" | "lastEpoch"> & {
  metric(row: number, name: "epoch"): number;
};

type SeriesOf = (run: ShownRun) => InspectionSeries;

/** Rows of a series of inspections: the same object for the same series. */
const inspectedRows = new WeakMap<InspectionSeries, EpochRows>();

function rowsOf(series: InspectionSeries): EpochRows {
  const { points } = series;
  const known = inspectedRows.get(series);
  if (known !== undefined) return known;
  const rows: EpochRows = {
    length: points.length,
    metric: row => points[row].epoch,
    rowAt: epoch => points.findLastIndex(point => point.epoch <= epoch),
    lastEpoch: () => points.at(-1)?.epoch ?? 0,
  };
  inspectedRows.set(series, rows);
  return rows;
}

const NOT_INSPECTED: InspectionSeries = { points: [], total: 0 };

/** The line of a run. */
export function lineOf(series: SeriesSpec, run: ShownRun, inspections?: SeriesOf): Line {
  const { id: variant, label: variantLabel } = run.summary;
  if (series.inspected !== undefined) {
    const { inspected } = series;
    const found = inspections?.(run) ?? NOT_INSPECTED;
    const valueAt = (row: number, context: SeriesContext) =>
      inspected(found.points[row].training, context);
    const recording = rowsOf(found);
    return { variant, variantLabel, series, recording, valueAt, heightAt: valueAt };
  }
  const { recording } = run;
  const { value, height = value } = series;
  return {
    variant,
    variantLabel,
    series,
    recording,
    valueAt: (row, context) => value(recording, row, context),
    heightAt: (row, context) => height(recording, row, context),
  };
}

/** @param inspections asked for by charts that are made of them */
export function linesOf(
  spec: ChartSpec,
  runs: readonly ShownRun[],
  inspections?: SeriesOf,
): Line[] {
  return runs.flatMap(run =>
    spec.series
      .filter(series => series.appliesTo?.(run) ?? true)
      .map(series => lineOf(series, run, inspections)),
  );
}

export function contextOf(shown: Shown, layer: number | null): SeriesContext {
  const { trainItems, testItems, regression } = shown.data;
  const variances = regression?.variances ?? null;
  return { trainItems, validationItems: shown.validationItems, testItems, variances, layer };
}

/** Value of a line at an epoch, from the row recorded last at or before it. */
export function lineValue(line: Line, epoch: number, context: SeriesContext): number | undefined {
  const row = line.recording.rowAt(epoch);
  return row < 0 ? undefined : line.valueAt(row, context);
}

/** Where a line is drawn at an epoch: its value, or what that stands on and its value. */
export function lineHeight(line: Line, epoch: number, context: SeriesContext): number {
  const row = line.recording.rowAt(epoch);
  return row < 0 ? Number.NaN : line.heightAt(row, context);
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
