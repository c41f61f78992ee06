/** The spread of the weights as a picture of its own, and its numbers as CSV. */
import { csvCell } from "../charts/chartCsv.ts";
import type { Pen } from "../charts/pen.ts";
import {
  layOutHead,
  type LegendEntry,
  type Picture,
  PICTURE_MARGIN as MARGIN,
  PICTURE_WIDTH,
} from "../charts/picture.ts";
import { formatCount, formatNumber, formatTick } from "../format.ts";
import { variantLooks } from "../identity.ts";
import type { ShownRun } from "../shown.ts";
import type { Theme } from "../theme.ts";
import { barsOf, BIN_COUNT, lanesOf, largestCountOf, positionOf } from "./histogramLayout.ts";

/** Everything that the histogram shows. */
export interface HistogramContent {
  readonly epoch: number;
  /** Which weights, in words; "" for all. */
  readonly note: string;
  readonly runs: readonly ShownRun[];
  /** Of each run: weights in each bin, and the largest magnitude of any. */
  readonly counts: readonly Uint32Array[];
  readonly largest: readonly number[];
  /** Half width of the scale. */
  readonly range: number;
}

const TITLE = "Spread of the weights";
const TWINS_HEIGHT = 380;
const LANE_HEIGHT = 110;
const AXIS_HEIGHT = 44;
const SIGN = 22;

export function histogramPicture(content: HistogramContent, theme: Theme): Picture {
  const { epoch, note, runs, counts, largest, range } = content;
  const tallest = largestCountOf(counts);
  const notes = [
    `epoch ${formatCount(epoch)}`,
    note,
    `tallest bar ${formatCount(tallest)} weights`,
  ].filter(Boolean);
  const legend = runs.map(({ summary: { id, label } }, i): LegendEntry => {
    const colour = theme.variants[id];
    return {
      label: `${label}, largest |w| ${formatNumber(largest[i])}`,
      drawSign: (pen, x, y) => {
        pen.line(Float64Array.of(x, y, x + SIGN, y), { colour, width: 2, dash: [] });
        pen.marker(variantLooks[id].marker, x + SIGN / 2, y, 3.5, colour, theme.surface);
      },
    };
  });
  const head = layOutHead(TITLE, notes.join("; "), legend, SIGN, theme);
  const width = PICTURE_WIDTH - 2 * MARGIN;
  const plotHeight = runs.length <= 2 ? TWINS_HEIGHT : runs.length * LANE_HEIGHT;
  const lanes = lanesOf(runs.length, plotHeight);
  const top = head.bottom + 8;
  const middle = MARGIN + width / 2;
  const muted = { colour: theme.muted, size: 12 } as const;
  const draw = (pen: Pen) => {
    head.draw(pen);
    const zero = { colour: theme.muted, width: 1, dash: [2, 3] };
    pen.line(Float64Array.of(middle, top, middle, top + plotHeight), zero);
    runs.forEach(({ summary: { id } }, i) => {
      const lane = lanes[i];
      for (const bar of barsOf(counts[i], lane, width, tallest)) {
        const [left, right] = [MARGIN + bar.x, MARGIN + bar.x + bar.width];
        const [above, below] = [top + bar.y, top + bar.y + bar.height];
        const corners = Float64Array.of(left, above, right, above, right, below, left, below);
        pen.area(corners, theme.variants[id], 1);
      }
      const base = top + lane.base;
      const line = { colour: theme.muted, width: 1, dash: [] };
      pen.line(Float64Array.of(MARGIN, base, MARGIN + width, base), line);
      if (runs.length === 1) return;
      const y = base - 8 * lane.direction;
      const { marker } = variantLooks[id];
      pen.marker(marker, MARGIN + 6, y, 3.5, theme.variants[id], theme.surface);
    });
    const anchors = ["start", "middle", "middle", "middle", "end"] as const;
    [-1, -0.5, 0, 0.5, 1].forEach((share, i) => {
      const x = MARGIN + positionOf(share * range, range, width);
      const y = top + plotHeight + 14;
      pen.text(formatTick(share * range), x, y, { ...muted, anchor: anchors[i] });
    });
    pen.text("weight", middle, top + plotHeight + 34, { ...muted, anchor: "middle" });
  };
  return { title: TITLE, theme, height: top + plotHeight + AXIS_HEIGHT + MARGIN, draw };
}

/** One row for each bin, from its lower edge to its upper one; a column for each run. */
export function histogramCsv({ runs, counts, range, note }: HistogramContent): string {
  const unit = note === "" ? "weights" : `weights, ${note}`;
  const head = runs.map(({ summary: { label } }) => csvCell(`${label} (${unit})`));
  // A bin of 0 has its edges at the same distance on both sides.
  const edge = (bin: number) => String(((2 * bin - BIN_COUNT) / BIN_COUNT) * range);
  const rows = Array.from({ length: BIN_COUNT }, (_, bin) =>
    [edge(bin), edge(bin + 1), ...counts.map(bins => bins[bin])].join(","),
  );
  return `${[["from", "to", ...head].join(","), ...rows].join("\n")}\n`;
}
