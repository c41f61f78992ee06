/** The axes of a chart, laid out by Chart.js: on the page, or for a picture of a given size. */
import { Chart, LinearScale, LogarithmicScale } from "chart.js";
import { formatCount, formatTick } from "../format.ts";
import type { Theme } from "../theme.ts";
import { axisPosition, epochAtPosition, type EpochRange, epochTicks } from "./epochAxis.ts";
import type { ScaleKind } from "./epochAxis.ts";
import type { ChartSpec } from "./index.ts";
import type { Plot } from "./traces.ts";

Chart.register(LinearScale, LogarithmicScale);

/** What the axes have to show. */
export interface AxesContent {
  readonly spec: ChartSpec;
  readonly theme: Theme;
  readonly epochScale: ScaleKind;
  readonly valueScale: ScaleKind;
  readonly range: EpochRange;
  /** Whether the range is only a part of all epochs. */
  readonly isZoomed: boolean;
  /** Taller charts have more ticks. */
  readonly isSmall: boolean;
}

/** A label of an axis, and where it stands along it in pixels. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

export class Axes {
  readonly #chart: Chart;
  #content: AxesContent;
  #isBuilt = false;

  /**
   * @param draw draws the plot whenever it was cleared
   * @param size of a picture; null to fill the canvas's place on the page
   */
  constructor(
    canvas: HTMLCanvasElement,
    content: AxesContent,
    draw: (context: CanvasRenderingContext2D) => void,
    size: { readonly width: number; readonly height: number } | null = null,
  ) {
    this.#content = content;
    if (size !== null) [canvas.width, canvas.height] = [size.width, size.height];
    this.#chart = new Chart(canvas, {
      type: "line",
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: size === null,
        maintainAspectRatio: false,
        events: [],
        ...(size !== null && { devicePixelRatio: 1 }),
      },
      // Chart.js draws once while it is being constructed, before there is anything to draw.
      plugins: [{ id: "plot", afterDraw: ({ ctx }) => this.#isBuilt && draw(ctx) }],
    });
    this.#isBuilt = true;
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#chart;
  }

  /** Whether there is a plot: not before the canvas has a size. */
  get isLaidOut(): boolean {
    const { width, height } = this.#chart;
    return width > 0 && height > 0 && "x" in this.#chart.scales;
  }

  /** Where the plot is; valid until the next change of content or size. */
  get plot(): Plot {
    const { left, top, right, bottom } = this.#chart.chartArea;
    const { x, y } = this.#chart.scales;
    const { epochScale, valueScale } = this.#content;
    return {
      left,
      top,
      right,
      bottom,
      xOf: epoch => x.getPixelForValue(axisPosition(epoch, epochScale)),
      epochAt: pixel => epochAtPosition(x.getValueForPixel(pixel) ?? 0, epochScale),
      yOf: value => (valueScale === "log" && value <= 0 ? Number.NaN : y.getPixelForValue(value)),
    };
  }

  ticks(axis: "x" | "y"): Tick[] {
    const scale = this.#chart.scales[axis];
    return scale.ticks.map(({ value, label }) => ({
      at: scale.getPixelForValue(value),
      label: Array.isArray(label) ? label.join(" ") : (label ?? ""),
    }));
  }

  /**
   * Lays the axes out anew, and has the plot drawn.
   *
   * @param extent of the heights that are seen; undefined if there are none
   */
  update(content: AxesContent, extent: { low: number; high: number } | undefined): void {
    this.#content = content;
    this.#chart.options.scales = scalesOf(content, extent);
    this.#chart.update("none");
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

function scalesOf(
  { spec, theme, epochScale, valueScale, range, isZoomed, isSmall }: AxesContent,
  extent: { low: number; high: number } | undefined,
): NonNullable<Chart["options"]["scales"]> {
  const font = { family: theme.fontFamily, size: 11 };
  const ticks = { color: theme.muted, font, maxRotation: 0, padding: 6 };
  const grid = { color: theme.grid, drawTicks: false };
  const border = { display: false };
  const title = { display: true, color: theme.muted, font };
  const { low = valueScale === "log" ? 0.1 : 0, high = 1 } = extent ?? {};
  const { upperEnd } = spec;
  // All epochs stand on zero; who looks closer wants to see what differs, but for stacked heights.
  const beginsAtZero =
    valueScale === "linear" && upperEnd === undefined && (!isZoomed || spec.isOfOneRun === true);
  return {
    x: {
      type: "linear",
      min: axisPosition(range.from, epochScale),
      max: axisPosition(range.to, epochScale),
      border,
      grid: { ...grid, display: false },
      afterBuildTicks: scale => {
        const epochs = epochTicks(range, epochScale, 9);
        scale.ticks = epochs.map(epoch => ({ value: axisPosition(epoch, epochScale) }));
      },
      ticks: {
        ...ticks,
        autoSkipPadding: 24,
        callback: value => formatCount(Math.round(epochAtPosition(Number(value), epochScale))),
      },
      title: { ...title, text: epochScale === "log" ? "epoch, log scale" : "epoch" },
    },
    y: {
      type: valueScale === "log" ? "logarithmic" : "linear",
      border,
      grid,
      suggestedMin: low,
      suggestedMax: high,
      ...(beginsAtZero ? { beginAtZero: true } : {}),
      ...(upperEnd !== undefined && (!isZoomed || high >= upperEnd * 0.9) ? { max: upperEnd } : {}),
      ticks: {
        ...ticks,
        maxTicksLimit: isSmall ? 5 : 7,
        callback: value => formatTick(Number(value)),
      },
      title: {
        ...title,
        text: valueScale === "log" && !isSmall ? `${spec.axis}, log scale` : spec.axis,
      },
    },
  };
}
