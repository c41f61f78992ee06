/** Draws the lines of a chart into its plot: the same on the screen and in a saved picture. */
import { variantLooks } from "../identity.ts";
import type { Theme } from "../theme.ts";
import { dashes } from "./drawing.ts";
import type { Line } from "./lines.ts";
import type { Pen } from "./pen.ts";
import { outline, type Plot, type Trace } from "./traces.ts";

/** Distance of the markers on a line, in pixels. */
const MARKER_DISTANCE = 84;

const BAND_OPACITY = { toPrevious: 0.26, toZero: 0.1 } as const;

/** A line, what is drawn of it, and how. */
export interface DrawnLine {
  readonly line: Line;
  readonly trace: Trace;
  readonly dash: readonly number[];
}

/** Where all lines are of one kind, dashes are free to tell the variants apart. */
export function dashOf(line: Line, isOnlyKind: boolean): readonly number[] {
  return isOnlyKind ? variantLooks[line.variant].dash : dashes[line.series.kind];
}

/** @param smoothing epochs of the moving mean; 0 for none */
export function drawLines(
  pen: Pen,
  plot: Plot,
  drawn: readonly DrawnLine[],
  theme: Theme,
  smoothing: number,
): void {
  const outlines = drawn.map(({ trace }) => outline(trace, trace.smoothed(smoothing), plot));
  pen.clip(plot, () => {
    drawn.forEach(({ line }, i) => {
      const { fills } = line.series;
      if (fills === undefined || (fills === "toPrevious" && i === 0)) return;
      const lower = fills === "toZero" ? floorOf(outlines[i], plot) : outlines[i - 1];
      pen.area(around(lower, outlines[i]), theme.variants[line.variant], BAND_OPACITY[fills]);
    });
    if (smoothing > 0) {
      for (const { line, trace, dash } of drawn) {
        const colour = theme.variants[line.variant];
        const stroke = { colour, width: 1, dash, opacity: 0.3 };
        pen.line(outline(trace, trace.heights, plot), stroke);
      }
    }
    drawn.forEach(({ line, dash }, i) => {
      const colour = theme.variants[line.variant];
      const width = line.series.kind === "solid" ? 2 : 1.75;
      pen.line(outlines[i], { colour, width, dash });
    });
  });
  drawn.forEach((item, i) => {
    if (item.line.series.fills === undefined) drawMarkers(pen, plot, item, i, theme, smoothing);
  });
}

/** Markers tell the variants apart without colour: some on each line, offset by line. */
function drawMarkers(
  pen: Pen,
  plot: Plot,
  { line, trace }: DrawnLine,
  index: number,
  theme: Theme,
  smoothing: number,
): void {
  if (trace.length === 0) return;
  const { left, right, top, bottom } = plot;
  const { epochs } = trace;
  const heights = trace.smoothed(smoothing);
  const { marker } = variantLooks[line.variant];
  const end = Math.min(right, plot.xOf(epochs[trace.length - 1]));
  let lastRow = -1;
  const offset = MARKER_DISTANCE * (0.35 + ((index * 0.37) % 1));
  for (let target = left + offset; target < end; target += MARKER_DISTANCE) {
    // Between recorded epochs the line is drawn straight: a marker there would stand beside it.
    const row = trace.rowAt(plot.epochAt(target));
    if (row === lastRow || row < 0) continue;
    lastRow = row;
    const x = plot.xOf(epochs[row]);
    const y = plot.yOf(heights[row]);
    if (!(y >= top && y <= bottom) || x < left) continue;
    pen.marker(marker, x, y, 3, theme.surface, theme.variants[line.variant]);
  }
}

/** The line of zero below a line, or the floor of the plot where zero is not on the axis. */
function floorOf(points: Float64Array, plot: Plot): Float64Array {
  const zero = plot.yOf(0);
  const y = Number.isFinite(zero) ? Math.min(zero, plot.bottom) : plot.bottom;
  return points.map((value, i) => (i % 2 === 0 ? value : y));
}

/** Along one line and back along the other, without what has no place. */
function around(lower: Float64Array, upper: Float64Array): Float64Array {
  const points: number[] = [];
  const add = (line: Float64Array, i: number) => {
    if (Number.isFinite(line[i] + line[i + 1])) points.push(line[i], line[i + 1]);
  };
  for (let i = 0; i < lower.length; i += 2) add(lower, i);
  for (let i = upper.length - 2; i >= 0; i -= 2) add(upper, i);
  return Float64Array.from(points);
}
