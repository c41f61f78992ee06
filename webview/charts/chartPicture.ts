/** A chart as a picture of its own: title, legend, axes and lines, for a canvas or as SVG. */
import type { ShownChange } from "../liveChanges.ts";
import type { Theme } from "../theme.ts";
import { variantLooks } from "../identity.ts";
import { Axes } from "./axes.ts";
import { axesContent, type ChartContent, type ChartLook, drawnLines } from "./chartView.ts";
import { CanvasPen, type Pen } from "./pen.ts";
import { type DrawnLine, drawLines } from "./plotDrawing.ts";
import { SvgPen } from "./svgPen.ts";
import { heightExtent, type Plot } from "./traces.ts";

/** Everything a picture shows. */
export interface ChartPicture {
  readonly content: ChartContent;
  readonly look: ChartLook;
  readonly axisEnd: number;
  readonly changes: readonly ShownChange[];
  /** What all values are about, as a layer of weights; "" for nothing. */
  readonly note: string;
}

const WIDTH = 960;
const PLOT_HEIGHT = 440;
const MARGIN = 18;
const LEGEND_ROW = 20;
/** Length of a piece of line in the legend. */
const SAMPLE = 44;

/** Pixels of the screen for each of a PNG. */
const PNG_RATIO = 2;

interface LegendItem {
  readonly label: string;
  readonly drawn: DrawnLine;
  readonly x: number;
  readonly row: number;
}

/** Pieces of the lines and their names, in rows. */
function legendOf(drawn: readonly DrawnLine[], measure: (text: string) => number) {
  const items: LegendItem[] = [];
  const isOnlySeries = new Set(drawn.map(({ line }) => line.series.label)).size === 1;
  let x = MARGIN;
  let row = 0;
  for (const one of drawn) {
    const { variantLabel, series } = one.line;
    const label = isOnlySeries ? variantLabel : `${variantLabel}: ${series.label}`;
    const width = SAMPLE + 8 + measure(label) + 24;
    if (x > MARGIN && x + width > WIDTH - MARGIN) {
      x = MARGIN;
      row++;
    }
    items.push({ label, drawn: one, x, row });
    x += width;
  }
  return { items, rows: row + 1 };
}

/** The picture, laid out: how large it is, and how it is drawn. */
function layOut({ content, look, axisEnd, changes, note }: ChartPicture) {
  const { spec, theme } = content;
  const drawn = drawnLines(content);
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const measure = (text: string, size = 12) => {
    context.font = `${size}px ${theme.fontFamily}`;
    return context.measureText(text).width;
  };
  const legend = legendOf(drawn, measure);
  const top = MARGIN + 26 + 18 + legend.rows * LEGEND_ROW + 10;
  const height = top + PLOT_HEIGHT + MARGIN;
  const plotWidth = WIDTH - 2 * MARGIN;
  const wanted = axesContent({ ...content, isSmall: false }, look, axisEnd);
  const axes = new Axes(canvas, wanted, () => {}, { width: plotWidth, height: PLOT_HEIGHT });
  const isLog = look.valueScale === "log";
  const extent = heightExtent(
    drawn.map(({ trace }) => trace),
    wanted.range,
    isLog,
  );
  axes.update(wanted, extent);
  const plot = movedBy(axes.plot, MARGIN, top);
  const ticks = { x: axes.ticks("x"), y: axes.ticks("y") };
  const notes = [
    spec.axis,
    note,
    look.smoothing > 0 ? `smoothed: mean of ${look.smoothing} epochs; faint: as recorded` : "",
  ].filter(Boolean);
  const draw = (pen: Pen) => {
    const muted = { colour: theme.muted, size: 12, anchor: "start" } as const;
    pen.text(spec.title, MARGIN, MARGIN + 8, {
      colour: theme.foreground,
      size: 17,
      anchor: "start",
      isBold: true,
    });
    pen.text(notes.join("; "), MARGIN, MARGIN + 32, muted);
    for (const item of legend.items) drawLegendItem(pen, item, MARGIN + 54, theme);
    for (const { at, label } of ticks.y) {
      const y = at + top;
      pen.line(Float64Array.of(plot.left, y, plot.right, y), {
        colour: theme.grid,
        width: 1,
        dash: [],
      });
      pen.text(label, plot.left - 7, y, { ...muted, anchor: "end" });
    }
    for (const { at, label } of ticks.x) {
      pen.text(label, at + MARGIN, plot.bottom + 13, { ...muted, anchor: "middle" });
    }
    const middle = (plot.left + plot.right) / 2;
    const epochs = look.epochScale === "log" ? "epoch, log scale" : "epoch";
    pen.text(epochs, middle, plot.bottom + 32, { ...muted, anchor: "middle" });
    pen.text(
      isLog ? `${spec.axis}, log scale` : spec.axis,
      MARGIN + 6,
      (plot.top + plot.bottom) / 2,
      {
        ...muted,
        anchor: "middle",
        isTurned: true,
      },
    );
    drawChanges(pen, plot, changes, theme);
    drawLines(pen, plot, drawn, theme, look.smoothing);
  };
  return { size: { width: WIDTH, height }, draw, destroy: () => axes.destroy() };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no canvas");
  return context;
}

function movedBy(plot: Plot, dx: number, dy: number): Plot {
  return {
    left: plot.left + dx,
    right: plot.right + dx,
    top: plot.top + dy,
    bottom: plot.bottom + dy,
    xOf: epoch => plot.xOf(epoch) + dx,
    epochAt: x => plot.epochAt(x - dx),
    yOf: value => plot.yOf(value) + dy,
  };
}

function drawLegendItem(pen: Pen, { label, drawn, x, row }: LegendItem, top: number, theme: Theme) {
  const { line, dash } = drawn;
  const y = top + row * LEGEND_ROW;
  const colour = theme.variants[line.variant];
  pen.line(Float64Array.of(x, y, x + SAMPLE, y), { colour, width: 2, dash });
  if (line.series.fills === undefined) {
    pen.marker(variantLooks[line.variant].marker, x + SAMPLE / 2, y, 3.5, colour, theme.surface);
  }
  const style = { colour: theme.foreground, size: 12, anchor: "start" } as const;
  pen.text(label, x + SAMPLE + 8, y, style);
}

/** A rule where a setting changed, with its words in turn in one of three rows. */
function drawChanges(pen: Pen, plot: Plot, changes: readonly ShownChange[], theme: Theme): void {
  changes.forEach(({ epoch, text }, i) => {
    const x = plot.xOf(epoch);
    if (!(x >= plot.left && x <= plot.right)) return;
    const stroke = { colour: theme.muted, width: 1, dash: [5, 3] };
    pen.line(Float64Array.of(x, plot.top, x, plot.bottom), stroke);
    const isLeft = x > (plot.left + plot.right) / 2;
    pen.text(text, x + (isLeft ? -5 : 5), plot.top + 8 + 14 * (i % 3), {
      colour: theme.muted,
      size: 11,
      anchor: isLeft ? "end" : "start",
    });
  });
}

/** The picture as an SVG document. */
export function chartSvg(picture: ChartPicture): string {
  const { spec, theme } = picture.content;
  const { size, draw, destroy } = layOut(picture);
  const pen = new SvgPen();
  draw(pen);
  destroy();
  return pen.document(size, spec.title, theme.surface, theme.fontFamily);
}

/** The picture drawn anew for a PNG, with two pixels for each of the screen. */
export function chartCanvas(picture: ChartPicture): HTMLCanvasElement {
  const { theme } = picture.content;
  const { size, draw, destroy } = layOut(picture);
  const canvas = document.createElement("canvas");
  canvas.width = PNG_RATIO * size.width;
  canvas.height = PNG_RATIO * size.height;
  const context = contextOf(canvas);
  context.scale(PNG_RATIO, PNG_RATIO);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, size.width, size.height);
  draw(new CanvasPen(context, theme.fontFamily));
  destroy();
  return canvas;
}
