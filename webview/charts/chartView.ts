/** One line chart and the marks above it, on two canvases. The component lineChart.tsx owns it. */
import type { VariantId } from "../../src/core/variants.ts";
import { variantLooks } from "../identity.ts";
import type { ShownChange } from "../liveChanges.ts";
import type { Theme } from "../theme.ts";
import { Axes, type AxesContent } from "./axes.ts";
import { drawMarker, prepareCanvas } from "./drawing.ts";
import { type EpochRange, type ScaleKind, visibleRange } from "./epochAxis.ts";
import { type ChartSpec, hasOneKind, type SeriesContext } from "./index.ts";
import { type Line, lineHeight } from "./lines.ts";
import { CanvasPen } from "./pen.ts";
import { dashOf, type DrawnLine, drawLines } from "./plotDrawing.ts";
import { heightExtent, type Plot, Trace } from "./traces.ts";

/** Rows for the words of changes; where there are more the text below the legend has them all. */
const CHANGE_ROWS = 3;

/** What a chart draws, apart from the numbers and the marks. */
export interface ChartContent {
  readonly spec: ChartSpec;
  readonly lines: readonly Line[];
  readonly context: SeriesContext;
  readonly theme: Theme;
  /** Taller charts have room for more labels. */
  readonly isSmall: boolean;
}

/** How it is looked at. */
export interface ChartLook {
  readonly epochScale: ScaleKind;
  readonly valueScale: ScaleKind;
  /** What was zoomed to; null for all. */
  readonly zoom: EpochRange | null;
  /** Epochs of the moving mean; 0 for none. */
  readonly smoothing: number;
}

/** What stands above the lines: rules and markers at epochs. */
interface ChartMarks {
  /** The shown epoch. */
  readonly cursor: number;
  /** The epoch that is pointed at. */
  readonly hover: number | null;
  /** Settings that changed on the way. */
  readonly changes: readonly ShownChange[];
  /** Best epochs. */
  readonly bests: readonly { readonly variant: VariantId; readonly epoch: number }[];
}

const NO_MARKS: ChartMarks = { cursor: 0, hover: null, changes: [], bests: [] };

/** The lines of a chart with what was recorded of them so far. */
export function drawnLines({ spec, lines, context }: ChartContent): DrawnLine[] {
  const isOnlyKind = hasOneKind(spec);
  return lines.map(line => {
    const trace = new Trace();
    trace.take(line, context);
    return { line, trace, dash: dashOf(line, isOnlyKind) };
  });
}

/** What the axes of a chart show. */
export function axesContent(
  { spec, theme, isSmall }: ChartContent,
  { epochScale, valueScale, zoom }: ChartLook,
  axisEnd: number,
): AxesContent {
  const range = visibleRange(zoom, axisEnd);
  const isZoomed = range.from > 0 || range.to < axisEnd;
  return { spec, theme, isSmall, epochScale, valueScale, range, isZoomed };
}

export class ChartView {
  readonly #axes: Axes;
  readonly #overlay: HTMLCanvasElement;
  #content: ChartContent;
  #look: ChartLook;
  #axisEnd: number;
  #drawn: DrawnLine[] = [];
  #marks = NO_MARKS;

  constructor(
    canvas: HTMLCanvasElement,
    overlay: HTMLCanvasElement,
    content: ChartContent,
    look: ChartLook,
    axisEnd: number,
  ) {
    this.#overlay = overlay;
    this.#content = content;
    this.#look = look;
    this.#axisEnd = axisEnd;
    this.#axes = new Axes(canvas, axesContent(content, look, axisEnd), context =>
      this.#draw(context),
    );
    this.setContent(content);
  }

  /** Other lines, or other colours. Drawn with the next update. */
  setContent(content: ChartContent): void {
    this.#content = content;
    this.#drawn = drawnLines(content);
  }

  /** Takes over what was recorded since, and redraws. */
  update(look: ChartLook, axisEnd: number): void {
    const { context } = this.#content;
    this.#look = look;
    this.#axisEnd = axisEnd;
    for (const { line, trace } of this.#drawn) trace.take(line, context);
    const content = axesContent(this.#content, look, axisEnd);
    const traces = this.#drawn.map(({ trace }) => trace);
    this.#axes.update(content, heightExtent(traces, content.range, look.valueScale === "log"));
  }

  /** Moves the marks; the chart itself is not drawn again. */
  setMarks(marks: ChartMarks): void {
    this.#marks = marks;
    this.#drawMarks();
  }

  /** The stretch of epochs that is shown. */
  get range(): EpochRange {
    return visibleRange(this.#look.zoom, this.#axisEnd);
  }

  /** The part of the canvas that lines are in, in CSS pixels. */
  get plot(): Plot {
    return this.#axes.plot;
  }

  /** Epoch under a point of the canvas, given in CSS pixels from its left edge. */
  epochAt(x: number): number {
    const { left, right, epochAt } = this.#axes.plot;
    return Math.max(0, Math.round(epochAt(Math.max(left, Math.min(right, x)))));
  }

  /** Horizontal position of an epoch, in CSS pixels from the left edge of the canvas. */
  pixelOf(epoch: number): number {
    return this.#axes.plot.xOf(epoch);
  }

  destroy(): void {
    this.#axes.destroy();
  }

  #draw(context: CanvasRenderingContext2D): void {
    const { theme } = this.#content;
    const pen = new CanvasPen(context, theme.fontFamily);
    drawLines(pen, this.#axes.plot, this.#drawn, theme, this.#look.smoothing);
    this.#drawMarks();
  }

  /** Changes and best epochs, the shown epoch with every line's value, and the one pointed at. */
  #drawMarks(): void {
    if (!this.#axes.isLaidOut) return;
    const { width, height } = this.#axes.size;
    const canvas = prepareCanvas(this.#overlay, width, height);
    const { plot } = this;
    const { theme } = this.#content;
    const { cursor, hover, changes } = this.#marks;
    this.#drawChanges(canvas, plot, changes);
    if (hover !== null) {
      this.#drawRule(canvas, plot, hover, theme.muted, [2, 3]);
      this.#drawValues(canvas, plot, hover, 3);
    }
    this.#drawBests(canvas, plot);
    this.#drawRule(canvas, plot, cursor, theme.foreground, []);
    this.#drawValues(canvas, plot, cursor, 4.5);
  }

  /** A thin rule for each change, with its words in the first row where they cover no others. */
  #drawChanges(
    canvas: CanvasRenderingContext2D,
    plot: Plot,
    changes: readonly ShownChange[],
  ): void {
    const { theme } = this.#content;
    const { top, right } = plot;
    canvas.font = `10px ${theme.fontFamily}`;
    canvas.textBaseline = "top";
    canvas.textAlign = "left";
    for (const { epoch } of changes) this.#drawRule(canvas, plot, epoch, theme.muted, [5, 3]);
    const ends = new Array<number>(CHANGE_ROWS).fill(Number.NEGATIVE_INFINITY);
    for (const { epoch, text } of changes) {
      if (!isWithin(plot, plot.xOf(epoch))) continue;
      const { width } = canvas.measureText(text);
      const x = Math.min(plot.xOf(epoch) + 4, right - width);
      const row = ends.findIndex(end => end < x);
      if (row < 0) continue;
      ends[row] = x + width + 6;
      const y = top + 14 * row;
      canvas.fillStyle = theme.surface;
      canvas.fillRect(x - 2, y, width + 4, 13);
      canvas.fillStyle = theme.muted;
      canvas.fillText(text, x, y + 2);
    }
  }

  /** Best epochs stand on the axis, and as a ring on the validation line. */
  #drawBests(canvas: CanvasRenderingContext2D, plot: Plot): void {
    const { lines, context, theme } = this.#content;
    const { top, bottom } = plot;
    for (const { variant, epoch } of this.#marks.bests) {
      const colour = theme.variants[variant];
      const x = plot.xOf(epoch);
      if (!isWithin(plot, x)) continue;
      drawMarker(canvas, variantLooks[variant].marker, x, bottom, 4, theme.surface, colour);
      const line = lines.find(
        candidate => candidate.variant === variant && candidate.series.id === "validation",
      );
      const y = line && plot.yOf(lineHeight(line, epoch, context));
      if (y === undefined || !(y >= top && y <= bottom)) continue;
      canvas.beginPath();
      canvas.setLineDash([]);
      canvas.lineWidth = 2;
      canvas.strokeStyle = colour;
      canvas.arc(x, y, 7, 0, 2 * Math.PI);
      canvas.stroke();
    }
  }

  #drawRule(
    canvas: CanvasRenderingContext2D,
    plot: Plot,
    epoch: number,
    colour: string,
    dash: number[],
  ): void {
    const { top, bottom } = plot;
    const x = Math.round(plot.xOf(epoch)) + 0.5;
    if (!isWithin(plot, x)) return;
    canvas.beginPath();
    canvas.setLineDash(dash);
    canvas.lineWidth = 1;
    canvas.strokeStyle = colour;
    canvas.moveTo(x, top);
    canvas.lineTo(x, bottom);
    canvas.stroke();
  }

  #drawValues(canvas: CanvasRenderingContext2D, plot: Plot, epoch: number, radius: number): void {
    const { lines, context, theme } = this.#content;
    const { top, bottom } = plot;
    for (const line of lines) {
      const x = plot.xOf(Math.min(epoch, line.recording.lastEpoch()));
      const y = plot.yOf(lineHeight(line, epoch, context));
      if (!isWithin(plot, x) || !(y >= top - 1 && y <= bottom + 1)) continue;
      const colour = theme.variants[line.variant];
      drawMarker(canvas, variantLooks[line.variant].marker, x, y, radius, colour, theme.surface);
    }
  }
}

/** Whether something at this place is seen: what was zoomed past is not. */
function isWithin({ left, right }: Plot, x: number): boolean {
  return x >= left - 1 && x <= right + 1;
}
