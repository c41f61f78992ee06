/** The ways of weights through the epochs as a picture of its own, and their numbers as CSV. */
import type { RunRecording } from "../../src/core/recorder.ts";
import { csvCell } from "../charts/chartCsv.ts";
import {
  layOutHead,
  type Picture,
  PICTURE_MARGIN as MARGIN,
  PICTURE_WIDTH,
} from "../charts/picture.ts";
import type { Theme } from "../theme.ts";
import type { VariantId } from "../../src/core/variants.ts";
import type { WeightPlace } from "./networkLayout.ts";
import { trajectories, type Trajectories } from "./trajectories.ts";
import { drawHighlights, drawTrajectories, type TrajectoryPlot } from "./trajectoryDrawing.ts";

const TITLE = "Weights over the epochs";
const PLOT_HEIGHT = 440;
const SIGN = 30;

/** Everything that the chart shows. */
export interface TrajectoryContent {
  readonly variant: VariantId;
  readonly label: string;
  /** Which weights, in words. */
  readonly note: string;
  readonly plot: Omit<TrajectoryPlot, "box">;
  readonly lines: Trajectories;
  /** What stands out; the last one most. */
  readonly highlights: Trajectories;
  /** That one's name; "" if it does not. */
  readonly chosen: string;
}

export function trajectoryPicture(content: TrajectoryContent, theme: Theme): Picture {
  const { variant, label, note, lines, highlights, chosen } = content;
  const sign = (colour: string, width: number) => ({
    drawSign: (pen: Parameters<Picture["draw"]>[0], x: number, y: number) =>
      pen.line(Float64Array.of(x, y, x + SIGN, y), { colour, width, dash: [] }),
  });
  const legend = [
    { label, ...sign(theme.variants[variant], 1.5) },
    ...(chosen === "" ? [] : [{ label: chosen, ...sign(theme.foreground, 2.75) }]),
  ];
  const head = layOutHead(TITLE, note, legend, SIGN, theme);
  const box = {
    left: MARGIN,
    right: PICTURE_WIDTH - MARGIN,
    top: head.bottom,
    bottom: head.bottom + PLOT_HEIGHT,
  };
  const plot = { ...content.plot, box };
  const isChosen = (line: number) => chosen !== "" && line === highlights.values.length - 1;
  return {
    ...{ title: TITLE, theme },
    height: box.bottom + MARGIN,
    draw: pen => {
      head.draw(pen);
      drawTrajectories(pen, plot, lines, theme.variants[variant], theme);
      drawHighlights(pen, plot, highlights, isChosen, theme);
    },
  };
}

/** One row for each epoch whose weights are recorded, in full precision; a column for each weight. */
export function trajectoryCsv(
  recording: RunRecording,
  sizes: readonly number[],
  places: readonly WeightPlace[],
  nameOf: (place: WeightPlace) => string,
): string {
  const epochs: number[] = [];
  for (let row = 0; row < recording.length; row++) {
    const epoch = recording.snapshotAt(recording.metric(row, "epoch"))?.epoch;
    if (epoch !== undefined && epoch !== epochs.at(-1)) epochs.push(epoch);
  }
  const { values } = trajectories(recording, sizes, places, epochs);
  const text = [["epoch", ...places.map(place => csvCell(nameOf(place)))].join(",")];
  epochs.forEach((epoch, i) => text.push([epoch, ...values.map(line => line[i])].join(",")));
  return `${text.join("\n")}\n`;
}
