/** One Chart.js line chart and the cursor above it. The component lineChart.tsx owns it. */
import {
  Chart,
  type ChartDataset,
  Decimation,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
} from "chart.js";
import type { RunRecording } from "../../src/core/recorder.ts";
import { formatCount, formatTick } from "../format.ts";
import { variantLooks } from "../identity.ts";
import type { Theme } from "../theme.ts";
import { dashes, drawMarker, prepareCanvas } from "./drawing.ts";
import type { ChartSpec, SeriesContext } from "./index.ts";
import { appendPoints, type Line, lineValue, type Point } from "./lines.ts";

Chart.register(
  Decimation,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
);

/** Distance of the markers on a line, in pixels. */
const MARKER_DISTANCE = 84;

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
  #cursorEpoch = 0;
  #hoverEpoch: number | null = null;
  #isBuilt = false;

  constructor(canvas: HTMLCanvasElement, overlay: HTMLCanvasElement, content: ChartContent) {
    this.#overlay = overlay;
    this.#content = content;
    const markers: Plugin<"line"> = {
      id: "markers",
      // Chart.js draws once while it is being constructed, before there is anything to draw.
      afterDatasetsDraw: () => this.#isBuilt && this.#drawMarkers(),
      afterRender: () => this.#isBuilt && this.#drawCursor(),
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
        plugins: { decimation: { enabled: true, algorithm: "min-max" } },
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
      this.#chart.data.datasets[i].data = this.#points[i];
    });
    const x = this.#chart.options.scales?.["x"];
    if (x) x.max = axisEnd;
    this.#chart.update("none");
  }

  /** Moves the cursors; the chart itself is not drawn again. */
  setCursor(epoch: number, hoverEpoch: number | null): void {
    this.#cursorEpoch = epoch;
    this.#hoverEpoch = hoverEpoch;
    this.#drawCursor();
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
    const colour = this.#content.theme.variants[line.variant];
    return {
      data: this.#points[index],
      borderColor: colour,
      borderWidth: line.series.kind === "solid" ? 2 : 1.75,
      borderDash: dashes[line.series.kind],
      borderJoinStyle: "round",
      ...(line.series.fillsToPrevious
        ? { fill: index - 1, backgroundColor: withOpacity(colour, 0.22) }
        : { fill: false }),
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

  /** The line at the shown epoch with every series' value on it, and a finer one where pointed. */
  #drawCursor(): void {
    const { width, height, chartArea } = this.#chart;
    if (!chartArea || width === 0) return;
    const canvas = prepareCanvas(this.#overlay, width, height);
    const { theme } = this.#content;
    if (this.#hoverEpoch !== null) {
      this.#drawRule(canvas, this.#hoverEpoch, theme.muted, [2, 3]);
      this.#drawValues(canvas, this.#hoverEpoch, 3);
    }
    this.#drawRule(canvas, this.#cursorEpoch, theme.foreground, []);
    this.#drawValues(canvas, this.#cursorEpoch, 4.5);
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
