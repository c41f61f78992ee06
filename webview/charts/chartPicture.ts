/** A line chart as a picture of its own: legend, axes and lines. */
import type { ShownChange } from "../liveChanges.ts";
import type { Theme } from "../theme.ts";
import { variantLooks } from "../identity.ts";
import { Axes } from "./axes.ts";
import { axesContent, type ChartContent, type ChartLook, drawnLines } from "./chartView.ts";
import type { Pen } from "./pen.ts";
import {
  layOutHead,
  type LegendEntry,
  type Picture,
  PICTURE_MARGIN as MARGIN,
  PICTURE_WIDTH,
} from "./picture.ts";
import { type DrawnLine, drawLines } from "./plotDrawing.ts";
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

const PLOT_HEIGHT = 440;
/** Length of a piece of line in the legend. */
const SAMPLE = 44;

/** Pieces of the lines and their names. */
function legendOf(drawn: readonly DrawnLine[], theme: Theme): LegendEntry[] {
  const isOnlySeries = new Set(drawn.map(({ line }) => line.series.label)).size === 1;
  return drawn.map(({ line, dash }) => {
    const { variant, variantLabel, series } = line;
    const colour = theme.variants[variant];
    return {
      label: isOnlySeries ? variantLabel : `${variantLabel}: ${series.label}`,
      drawSign: (pen, x, y) => {
        pen.line(Float64Array.of(x, y, x + SAMPLE, y), { colour, width: 2, dash });
        if (series.fills !== undefined) return;
        const { marker } = variantLooks[variant];
        pen.marker(marker, x + SAMPLE / 2, y, 3.5, colour, theme.surface);
      },
    };
  });
}

/** The picture, drawn anew at its own size. */
export function chartPicture({ content, look, axisEnd, changes, note }: ChartPicture): Picture {
  const { spec, theme } = content;
  const drawn = drawnLines(content);
  const notes = [
    spec.axis,
    note,
    look.smoothing > 0 ? `smoothed: mean of ${look.smoothing} epochs; faint: as recorded` : "",
  ].filter(Boolean);
  const head = layOutHead(spec.title, notes.join("; "), legendOf(drawn, theme), SAMPLE, theme);
  const top = head.bottom;
  const height = top + PLOT_HEIGHT + MARGIN;
  const plotWidth = PICTURE_WIDTH - 2 * MARGIN;
  const wanted = axesContent({ ...content, isSmall: false }, look, axisEnd);
  const canvas = document.createElement("canvas");
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
  const draw = (pen: Pen) => {
    const muted = { colour: theme.muted, size: 12, anchor: "start" } as const;
    head.draw(pen);
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
  return { title: spec.title, theme, height, draw, destroy: () => axes.destroy() };
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
