/** Draws the ways of weights through the epochs: axes and lines, and on top what stands out. */
import {
  axisPosition,
  epochAtPosition,
  type EpochRange,
  epochTicks,
  type ScaleKind,
} from "../charts/epochAxis.ts";
import type { Box, Pen } from "../charts/pen.ts";
import { formatCount, formatTick } from "../format.ts";
import type { Theme } from "../theme.ts";
import type { Trajectories } from "./trajectories.ts";

const LEFT = 52;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 38;
/** Distance of two labels of the axis of epochs, in pixels. */
const TICK_DISTANCE = 70;
const LABEL_SIZE = 11;
/** Width of a digit of that size, about. */
const DIGIT_WIDTH = 6.8;

/** Where epochs and values have their places, in pixels. */
export interface TrajectoryPlot {
  /** Everything, with the labels of the axes. */
  readonly box: Box;
  readonly range: EpochRange;
  readonly kind: ScaleKind;
  /** The axis of values goes from minus this to plus this. */
  readonly valueRange: number;
}

/** Where lines are. */
function insideOf({ box }: TrajectoryPlot): Box {
  return {
    left: box.left + LEFT,
    right: box.right - RIGHT,
    top: box.top + TOP,
    bottom: box.bottom - BOTTOM,
  };
}

function xOf(plot: TrajectoryPlot, epoch: number): number {
  const { range, kind } = plot;
  const { left, right } = insideOf(plot);
  const low = axisPosition(range.from, kind);
  const high = axisPosition(range.to, kind);
  return left + ((right - left) * (axisPosition(epoch, kind) - low)) / (high - low);
}

/** The epoch at a place, not beyond the ends of the axis. */
export function epochAt(plot: TrajectoryPlot, x: number): number {
  const { range, kind } = plot;
  const { left, right } = insideOf(plot);
  const low = axisPosition(range.from, kind);
  const high = axisPosition(range.to, kind);
  const share = Math.max(0, Math.min(1, (x - left) / (right - left)));
  return epochAtPosition(low + share * (high - low), kind);
}

function yOf(plot: TrajectoryPlot, value: number): number {
  const { top, bottom } = insideOf(plot);
  return top + ((bottom - top) * (1 - value / plot.valueRange)) / 2;
}

export function valueAt(plot: TrajectoryPlot, y: number): number {
  const { top, bottom } = insideOf(plot);
  return plot.valueRange * (1 - (2 * (y - top)) / (bottom - top));
}

/** Axes and all lines. */
export function drawTrajectories(
  pen: Pen,
  plot: TrajectoryPlot,
  lines: Trajectories,
  colour: string,
  theme: Theme,
): void {
  drawAxes(pen, plot, theme);
  const opacity = lines.values.length > 30 ? 0.5 : 0.75;
  pen.clip(clipOf(plot), () => {
    const places = placesOf(plot, lines);
    for (const values of lines.values) {
      pen.line(pointsOf(plot, places, values), { colour, width: 1, dash: [], opacity });
    }
  });
}

/** Weights that stand out. */
export function drawHighlights(
  pen: Pen,
  plot: TrajectoryPlot,
  lines: Trajectories,
  isChosen: (line: number) => boolean,
  theme: Theme,
): void {
  pen.clip(clipOf(plot), () => {
    const places = placesOf(plot, lines);
    lines.values.forEach((values, line) => {
      const width = isChosen(line) ? 2.75 : 1.5;
      const stroke = { colour: theme.foreground, width, dash: [] };
      pen.line(pointsOf(plot, places, values), stroke);
    });
  });
}

/** The shown epoch. */
export function drawShownEpoch(pen: Pen, plot: TrajectoryPlot, epoch: number, theme: Theme): void {
  const x = xOf(plot, epoch);
  const { top, bottom } = insideOf(plot);
  pen.clip(clipOf(plot), () =>
    pen.line(Float64Array.of(x, top, x, bottom), {
      colour: theme.foreground,
      width: 1,
      dash: [3, 3],
    }),
  );
}

/** Thick lines at the ends of the axes are not cut. */
function clipOf(plot: TrajectoryPlot): Box {
  const { left, right, top, bottom } = insideOf(plot);
  return { left, right: right + 2, top: top - 2, bottom: bottom + 2 };
}

function placesOf(plot: TrajectoryPlot, { epochs }: Trajectories): number[] {
  return epochs.map(epoch => xOf(plot, epoch));
}

function pointsOf(
  plot: TrajectoryPlot,
  places: readonly number[],
  values: Float64Array,
): Float64Array {
  const points = new Float64Array(2 * places.length);
  places.forEach((x, i) => {
    points[2 * i] = x;
    points[2 * i + 1] = yOf(plot, values[i]);
  });
  return points;
}

function drawAxes(pen: Pen, plot: TrajectoryPlot, theme: Theme): void {
  const { box, range, kind, valueRange } = plot;
  const { left, right, top, bottom } = insideOf(plot);
  const style = { colour: theme.muted, size: LABEL_SIZE } as const;
  for (const share of [-1, -0.5, 0, 0.5, 1]) {
    const y = Math.round(yOf(plot, share * valueRange)) + 0.5;
    const colour = share === 0 ? theme.muted : theme.grid;
    pen.line(Float64Array.of(left, y, right, y), { colour, width: 1, dash: [] });
    pen.text(formatTick(share * valueRange), left - 6, y, { ...style, anchor: "end" });
  }
  const most = Math.max(2, Math.floor((right - left) / TICK_DISTANCE));
  for (const epoch of epochTicks(range, kind, most)) {
    const label = formatCount(epoch);
    const half = (label.length * DIGIT_WIDTH) / 2;
    const x = Math.min(xOf(plot, epoch), box.right - half - 1);
    pen.text(label, x, bottom + 12, { ...style, anchor: "middle" });
  }
  const axis = kind === "log" ? "epoch, log scale" : "epoch";
  pen.text(axis, (left + right) / 2, box.bottom - 8, { ...style, anchor: "middle" });
  const turned = { ...style, anchor: "middle", isTurned: true } as const;
  pen.text("weight", box.left + 8, (top + bottom) / 2, turned);
}
