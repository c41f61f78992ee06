/** Draws the ways of weights through the epochs: axes and lines, and on top what stands out. */
import { prepareCanvas } from "../charts/drawing.ts";
import {
  axisPosition,
  epochAtPosition,
  type EpochRange,
  epochTicks,
  type ScaleKind,
} from "../charts/epochAxis.ts";
import { formatCount, formatTick } from "../format.ts";
import type { Theme } from "../theme.ts";
import type { Trajectories } from "./trajectories.ts";

const LEFT = 52;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 38;
/** Distance of two labels of the axis of epochs, in pixels. */
const TICK_DISTANCE = 70;

/** Where epochs and values have their places, in pixels. */
export interface TrajectoryPlot {
  readonly width: number;
  readonly height: number;
  readonly range: EpochRange;
  readonly kind: ScaleKind;
  /** The axis of values goes from minus this to plus this. */
  readonly valueRange: number;
}

function xOf({ width, range, kind }: TrajectoryPlot, epoch: number): number {
  const low = axisPosition(range.from, kind);
  const high = axisPosition(range.to, kind);
  return LEFT + ((width - LEFT - RIGHT) * (axisPosition(epoch, kind) - low)) / (high - low);
}

/** The epoch at a place, not beyond the ends of the axis. */
export function epochAt({ width, range, kind }: TrajectoryPlot, x: number): number {
  const low = axisPosition(range.from, kind);
  const high = axisPosition(range.to, kind);
  const share = Math.max(0, Math.min(1, (x - LEFT) / (width - LEFT - RIGHT)));
  return epochAtPosition(low + share * (high - low), kind);
}

function yOf({ height, valueRange }: TrajectoryPlot, value: number): number {
  return TOP + ((height - TOP - BOTTOM) * (1 - value / valueRange)) / 2;
}

export function valueAt({ height, valueRange }: TrajectoryPlot, y: number): number {
  return valueRange * (1 - (2 * (y - TOP)) / (height - TOP - BOTTOM));
}

/** Axes and all lines. */
export function drawTrajectories(
  canvas: HTMLCanvasElement,
  plot: TrajectoryPlot,
  lines: Trajectories,
  colour: string,
  theme: Theme,
): void {
  const context = prepareCanvas(canvas, plot.width, plot.height);
  drawAxes(context, plot, theme);
  context.save();
  clip(context, plot);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.globalAlpha = lines.values.length > 30 ? 0.5 : 0.75;
  for (const values of lines.values) drawLine(context, plot, lines.epochs, values);
  context.restore();
}

/** Weights that stand out, and the shown epoch. */
export function drawHighlights(
  canvas: HTMLCanvasElement,
  plot: TrajectoryPlot,
  lines: Trajectories,
  isChosen: (line: number) => boolean,
  shownEpoch: number,
  theme: Theme,
): void {
  const context = prepareCanvas(canvas, plot.width, plot.height);
  context.save();
  clip(context, plot);
  context.strokeStyle = theme.foreground;
  const x = xOf(plot, shownEpoch);
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(x, TOP);
  context.lineTo(x, plot.height - BOTTOM);
  context.stroke();
  context.setLineDash([]);
  lines.values.forEach((values, line) => {
    context.lineWidth = isChosen(line) ? 2.75 : 1.5;
    drawLine(context, plot, lines.epochs, values);
  });
  context.restore();
}

function clip(context: CanvasRenderingContext2D, { width, height }: TrajectoryPlot): void {
  context.beginPath();
  context.rect(LEFT, TOP - 2, width - LEFT - RIGHT + 2, height - TOP - BOTTOM + 4);
  context.clip();
}

function drawLine(
  context: CanvasRenderingContext2D,
  plot: TrajectoryPlot,
  epochs: readonly number[],
  values: Float64Array,
): void {
  context.beginPath();
  epochs.forEach((epoch, i) => context.lineTo(xOf(plot, epoch), yOf(plot, values[i])));
  context.stroke();
}

function drawAxes(context: CanvasRenderingContext2D, plot: TrajectoryPlot, theme: Theme): void {
  const { width, height, range, kind, valueRange } = plot;
  context.font = `11px ${theme.fontFamily}`;
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const share of [-1, -0.5, 0, 0.5, 1]) {
    const y = Math.round(yOf(plot, share * valueRange)) + 0.5;
    context.strokeStyle = share === 0 ? theme.muted : theme.grid;
    context.beginPath();
    context.moveTo(LEFT, y);
    context.lineTo(width - RIGHT, y);
    context.stroke();
    context.fillStyle = theme.muted;
    context.fillText(formatTick(share * valueRange), LEFT - 6, y);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const most = Math.max(2, Math.floor((width - LEFT - RIGHT) / TICK_DISTANCE));
  for (const epoch of epochTicks(range, kind, most)) {
    const half = context.measureText(formatCount(epoch)).width / 2;
    const x = Math.min(xOf(plot, epoch), width - half - 1);
    context.fillText(formatCount(epoch), x, height - BOTTOM + 6);
  }
  context.fillText(
    kind === "log" ? "epoch, log scale" : "epoch",
    (LEFT + width - RIGHT) / 2,
    height - 14,
  );
  context.save();
  context.translate(8, (TOP + height - BOTTOM) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText("weight", 0, 0);
  context.restore();
}
