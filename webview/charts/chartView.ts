/** One Chart.js line chart and the cursor above it. The component lineChart.tsx owns it. */
import {
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
} from "chart.js";
import type { VariantId } from "../../src/core/variants.ts";
import type { RunRecording } from "../../src/core/recorder.ts";
import { formatCount, formatTick } from "../format.ts";
import { variantLooks } from "../identity.ts";
import type { ShownChange } from "../liveChanges.ts";
import type { Theme } from "../theme.ts";
import { dashes, drawMarker, prepareCanvas } from "./drawing.ts";
import type { ChartSpec, SeriesContext } from "./index.ts";
import { appendPoints, type Line, lineValue, type Point, thinPoints } from "./lines.ts";

Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement);

/** Distance of the markers on a line, in pixels. */
const MARKER_DISTANCE = 84;

/** Rows for the words of changes; where there are more the text below the legend has them all. */
const CHANGE_ROWS = 3;

export type ScaleKind = "linear" | "log";

/** What a chart draws, apart from the points and the cursor. */
export interface ChartContent {
  readonly spec: ChartSpec;
  readonly lines: readonly Line[];
  readonly context: SeriesContext;
  readonly scale: ScaleKind;
  readonly theme: Theme;
  /** Taller charts have room for an axis title. */
  readonly isSmall: boolean;
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

/** The epoch recorded last at or before this one. */
function recordedEpoch(recording: RunRecording, epoch: number): number {
  return recording.metric(Math.max(0, recording.rowAt(epoch)), "epoch");
}

type Dataset = ChartDataset<"line", Point[]>;

function withOpacity(colour: string, opacity: number): string {
  return colour.replace(/, [\d.]+\)$/, `, ${opacity})`);
}

export class ChartView {
  readonly #chart: Chart<"line", Point[]>;
  readonly #overlay: HTMLCanvasElement;
  #content: ChartContent;
  #points: Point[][] = [];
  #marks = NO_MARKS;
  #isBuilt = false;

  constructor(canvas: HTMLCanvasElement, overlay: HTMLCanvasElement, content: ChartContent) {
    this.#overlay = overlay;
    this.#content = content;
    const markers: Plugin<"line"> = {
      id: "markers",
      beforeDatasetsDraw: () => this.#isBuilt && this.#drawBands(),
      // Chart.js draws once while it is being constructed, before there is anything to draw.
      afterDatasetsDraw: () => this.#isBuilt && this.#drawMarkers(),
      afterRender: () => this.#isBuilt && this.#drawMarks(),
    };
    this.#chart = new Chart<"line", Point[]>(canvas, {
      type: "line",
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        elements: { point: { radius: 0 } },
      },
      plugins: [markers],
    });
    this.#isBuilt = true;
    this.setContent(content);
  }

  /** Other lines, another scale or other colours. */
  setContent(content: ChartContent): void {
    this.#content = content;
    this.#points = content.lines.map(() => []);
    this.#chart.data.datasets = content.lines.map((line, i) => this.#dataset(line, i));
    this.#setScales();
  }

  /** Takes over what was recorded since, and redraws. */
  update(axisEnd: number): void {
    const { lines, context } = this.#content;
    lines.forEach((line, i) => {
      // A recording that was thinned has fewer rows than were taken over.
      if (this.#points[i].length > line.recording.length) this.#points[i] = [];
      appendPoints(this.#points[i], line, this.#points[i].length, context);
      this.#chart.data.datasets[i].data = thinPoints(this.#points[i]);
    });
    const x = this.#chart.options.scales?.["x"];
    if (x) x.max = axisEnd;
    this.#chart.update("none");
  }

  /** Moves the marks; the chart itself is not drawn again. */
  setMarks(marks: ChartMarks): void {
    this.#marks = marks;
    this.#drawMarks();
  }

  /** Epoch under a point of the canvas, given in CSS pixels from its left edge. */
  epochAt(x: number): number {
    const { left, right } = this.#chart.chartArea;
    const value = this.#chart.scales["x"].getValueForPixel(Math.max(left, Math.min(right, x)));
    return Math.max(0, Math.round(value ?? 0));
  }

  /** Horizontal position of an epoch, in CSS pixels from the left edge of the canvas. */
  pixelOf(epoch: number): number {
    return this.#chart.scales["x"].getPixelForValue(epoch);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #dataset(line: Line, index: number): Dataset {
    const { spec, theme } = this.#content;
    const colour = theme.variants[line.variant];
    // Where all lines are of one kind, dashes are free to tell the variants apart.
    const isSingle = spec.series[0]?.id === "weights";
    const dash = isSingle ? [...variantLooks[line.variant].dash] : dashes[line.series.kind];
    return {
      data: this.#points[index],
      borderColor: colour,
      borderWidth: line.series.kind === "solid" ? 2 : 1.75,
      borderDash: dash,
      borderJoinStyle: "round",
    };
  }

  #setScales(): void {
    const { spec, scale, theme, isSmall } = this.#content;
    const font = { family: theme.fontFamily, size: 11 };
    const ticks = { color: theme.muted, font, maxRotation: 0, padding: 6 };
    const grid = { color: theme.grid, drawTicks: false };
    const border = { display: false };
    const title = { display: true, color: theme.muted, font };
    this.#chart.options.scales = {
      x: {
        type: "linear",
        min: 0,
        border,
        grid: { ...grid, display: false },
        ticks: {
          ...ticks,
          autoSkipPadding: 24,
          maxTicksLimit: 9,
          callback: value => formatCount(Number(value)),
        },
        title: { ...title, text: "epoch" },
      },
      y: {
        type: scale === "log" ? "logarithmic" : "linear",
        border,
        grid,
        ...(scale === "linear" && spec.id !== "accuracy" ? { beginAtZero: true } : {}),
        ...(spec.id === "accuracy" ? { max: 100 } : {}),
        ticks: {
          ...ticks,
          maxTicksLimit: isSmall ? 5 : 7,
          callback: value => formatTick(Number(value)),
        },
        title: { ...title, text: spec.axis },
      },
    };
  }

  /** Tints what lies between a line and the one before it. Positions are those of the chart. */
  #drawBands(): void {
    const { lines, theme } = this.#content;
    const { ctx, chartArea } = this.#chart;
    const { left, top, right, bottom } = chartArea;
    const outline = (index: number) =>
      this.#chart.getDatasetMeta(index).data.filter(({ x, y }) => Number.isFinite(x + y));
    lines.forEach((line, i) => {
      if (!line.series.fillsToPrevious || i === 0) return;
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, top, right - left, bottom - top);
      ctx.clip();
      ctx.beginPath();
      for (const { x, y } of outline(i - 1)) ctx.lineTo(x, y);
      for (const { x, y } of outline(i).reverse()) ctx.lineTo(x, y);
      ctx.fillStyle = withOpacity(theme.variants[line.variant], 0.22);
      ctx.fill();
      ctx.restore();
    });
  }

  /** Markers tell the variants apart without colour: some on each line, offset by line. */
  #drawMarkers(): void {
    const { lines, context, theme } = this.#content;
    const { left, right, top, bottom } = this.#chart.chartArea;
    const { x } = this.#chart.scales;
    lines.forEach((line, i) => {
      if (line.series.fillsToPrevious) return;
      const end = this.pixelOf(line.recording.lastEpoch());
      const offset = MARKER_DISTANCE * (0.35 + ((i * 0.37) % 1));
      const colour = theme.variants[line.variant];
      const shape = variantLooks[line.variant].marker;
      let lastEpoch = -1;
      for (let target = left + offset; target < Math.min(right, end); target += MARKER_DISTANCE) {
        // Between recorded epochs the line is drawn straight: a marker there would stand beside it.
        const epoch = recordedEpoch(line.recording, x.getValueForPixel(target) ?? 0);
        if (epoch === lastEpoch) continue;
        lastEpoch = epoch;
        const y = this.#pixelOfValue(lineValue(line, epoch, context));
        if (y === undefined || y < top || y > bottom) continue;
        drawMarker(this.#chart.ctx, shape, this.pixelOf(epoch), y, 3, theme.surface, colour);
      }
    });
  }

  #pixelOfValue(value: number | undefined): number | undefined {
    if (value === undefined) return undefined;
    const y = this.#chart.scales["y"].getPixelForValue(value);
    return Number.isFinite(y) ? y : undefined;
  }

  /** Changes and best epochs, the shown epoch with every line's value, and the one pointed at. */
  #drawMarks(): void {
    const { width, height, chartArea } = this.#chart;
    if (!chartArea || width === 0) return;
    const canvas = prepareCanvas(this.#overlay, width, height);
    const { theme } = this.#content;
    const { cursor, hover, changes } = this.#marks;
    this.#drawChanges(canvas, changes);
    if (hover !== null) {
      this.#drawRule(canvas, hover, theme.muted, [2, 3]);
      this.#drawValues(canvas, hover, 3);
    }
    this.#drawBests(canvas);
    this.#drawRule(canvas, cursor, theme.foreground, []);
    this.#drawValues(canvas, cursor, 4.5);
  }

  /** A thin rule for each change, with its words in the first row where they cover no others. */
  #drawChanges(canvas: CanvasRenderingContext2D, changes: readonly ShownChange[]): void {
    const { theme } = this.#content;
    const { top, right } = this.#chart.chartArea;
    canvas.font = `10px ${theme.fontFamily}`;
    canvas.textBaseline = "top";
    canvas.textAlign = "left";
    for (const { epoch } of changes) this.#drawRule(canvas, epoch, theme.muted, [5, 3]);
    const ends = new Array<number>(CHANGE_ROWS).fill(Number.NEGATIVE_INFINITY);
    for (const { epoch, text } of changes) {
      const { width } = canvas.measureText(text);
      const x = Math.min(this.pixelOf(epoch) + 4, right - width);
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
  #drawBests(canvas: CanvasRenderingContext2D): void {
    const { lines, context, theme } = this.#content;
    const { top, bottom } = this.#chart.chartArea;
    for (const { variant, epoch } of this.#marks.bests) {
      const colour = theme.variants[variant];
      const x = this.pixelOf(epoch);
      drawMarker(canvas, variantLooks[variant].marker, x, bottom, 4, theme.surface, colour);
      const line = lines.find(
        candidate => candidate.variant === variant && candidate.series.id === "validation",
      );
      const y = line && this.#pixelOfValue(lineValue(line, epoch, context));
      if (y === undefined || y < top || y > bottom) continue;
      canvas.beginPath();
      canvas.setLineDash([]);
      canvas.lineWidth = 2;
      canvas.strokeStyle = colour;
      canvas.arc(x, y, 7, 0, 2 * Math.PI);
      canvas.stroke();
    }
  }

  #drawRule(canvas: CanvasRenderingContext2D, epoch: number, colour: string, dash: number[]): void {
    const { top, bottom } = this.#chart.chartArea;
    const x = Math.round(this.pixelOf(epoch)) + 0.5;
    canvas.beginPath();
    canvas.setLineDash(dash);
    canvas.lineWidth = 1;
    canvas.strokeStyle = colour;
    canvas.moveTo(x, top);
    canvas.lineTo(x, bottom);
    canvas.stroke();
  }

  #drawValues(canvas: CanvasRenderingContext2D, epoch: number, radius: number): void {
    const { lines, context, theme } = this.#content;
    const { top, bottom } = this.#chart.chartArea;
    for (const line of lines) {
      const y = this.#pixelOfValue(lineValue(line, epoch, context));
      if (y === undefined || y < top - 1 || y > bottom + 1) continue;
      const x = this.pixelOf(Math.min(epoch, line.recording.lastEpoch()));
      const colour = theme.variants[line.variant];
      drawMarker(canvas, variantLooks[line.variant].marker, x, y, radius, colour, theme.surface);
    }
  }
}
