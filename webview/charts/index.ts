/** Every line chart on offer. A new chart is one entry here. */
import type { MetricName, RunRecording } from "../../src/core/recorder.ts";
import { formatError, formatNumber } from "../format.ts";
import type { ShownRun } from "../shown.ts";

/** How a line is drawn: told apart from the others of its variant without colour. */
export type LineKind = "solid" | "dashed" | "dotted" | "dashDotted";

/** Which items a line is about; lines are switched on and off by it, in all charts at once. */
export type SeriesId = "train" | "validation" | "test" | "weights";

export interface SeriesContext {
  readonly trainItems: number;
  readonly validationItems: number;
  readonly testItems: number;
  /** Layer of weights, from 0 at the inputs; null for all. */
  readonly layer: number | null;
}

/** One line for each run. */
export interface SeriesSpec {
  readonly id: SeriesId;
  readonly label: string;
  readonly kind: LineKind;
  /** The number at a row of a run's recording. */
  readonly value: (recording: RunRecording, row: number, context: SeriesContext) => number;
  /** Runs for which the line says nothing are left out. */
  readonly appliesTo?: (run: ShownRun) => boolean;
  /** The area between this line and the one before it is tinted. */
  readonly fillsToPrevious?: boolean;
}

export interface ChartSpec {
  readonly id: string;
  /** Short, for a menu. */
  readonly name: string;
  readonly title: string;
  /** What the numbers are, in a sentence. */
  readonly description: string;
  /** Title of the vertical axis, with the unit. */
  readonly axis: string;
  readonly format: (value: number) => string;
  readonly series: readonly SeriesSpec[];
  /** Least upper end of the axis, so that noise near zero is not blown up. */
  readonly upperEnd?: number;
}

function metric(name: MetricName): SeriesSpec["value"] {
  return (recording, row) => recording.metric(row, name);
}

function percent(value: number): string {
  return `${formatNumber(value)} %`;
}

function accuracy(
  name: "trainCorrect" | "validationCorrect" | "testCorrect",
  items: "trainItems" | "validationItems" | "testItems",
): SeriesSpec["value"] {
  return (recording, row, context) => (100 * recording.metric(row, name)) / context[items];
}

/** Whether the objective has a penalty, or had one when the run was started. */
function isPenalized({ summary, recording }: ShownRun): boolean {
  const { l1, l2 } = summary.config;
  return l1 !== 0 || l2 !== 0 || recording.metric(0, "penalty") !== 0;
}

/** Error charts: what the networks get wrong. */
export const errorCharts: readonly ChartSpec[] = [
  {
    id: "mse",
    name: "MSE",
    title: "Mean squared error",
    description:
      "The article's error: squared differences of the outputs from the target, summed over the " +
      "outputs of an item and averaged over the items. The penalty is not in it.",
    axis: "squared error per item",
    format: formatError,
    series: [
      { id: "train", label: "train", kind: "solid", value: metric("trainMse") },
      {
        id: "validation",
        label: "validation",
        kind: "dashDotted",
        value: metric("validationMse"),
      },
      { id: "test", label: "test", kind: "dashed", value: metric("testMse") },
    ],
  },
  {
    id: "accuracy",
    name: "Accuracy",
    title: "Accuracy",
    description: "Share of the items whose class the network gets right.",
    axis: "items right, in %",
    format: percent,
    series: [
      { id: "train", label: "train", kind: "solid", value: accuracy("trainCorrect", "trainItems") },
      {
        id: "validation",
        label: "validation",
        kind: "dashDotted",
        value: accuracy("validationCorrect", "validationItems"),
      },
      { id: "test", label: "test", kind: "dashed", value: accuracy("testCorrect", "testItems") },
    ],
  },
  {
    id: "loss",
    name: "Loss",
    title: "Loss and penalty",
    description:
      "What training lowers is data loss plus penalty: the tinted band is the penalty, on top of " +
      "the data loss on the training items. Validation and test loss never contain it.",
    axis: "loss per item",
    format: formatError,
    series: [
      { id: "train", label: "data loss, train", kind: "solid", value: metric("trainLoss") },
      {
        id: "train",
        label: "with penalty",
        kind: "dotted",
        value: (recording, row) =>
          recording.metric(row, "trainLoss") + recording.metric(row, "penalty"),
        appliesTo: isPenalized,
        fillsToPrevious: true,
      },
      {
        id: "validation",
        label: "data loss, validation",
        kind: "dashDotted",
        value: metric("validationLoss"),
      },
      { id: "test", label: "data loss, test", kind: "dashed", value: metric("testLoss") },
    ],
  },
];

/** Size of the weights over time. */
export const weightCharts: readonly ChartSpec[] = [
  {
    id: "norm",
    name: "Norm",
    title: "Norm of the weights",
    description: "Square root of the sum of squared weights. Biases are not in it.",
    axis: "norm",
    format: formatNumber,
    series: [
      {
        id: "weights",
        label: "norm",
        kind: "solid",
        value: (recording, row, { layer }) =>
          layer === null
            ? Math.sqrt(recording.metric(row, "sumOfSquares"))
            : recording.layerMetric(row, layer, "norm"),
      },
    ],
  },
  {
    id: "maxAbs",
    name: "Largest",
    title: "Largest weight",
    description: "The largest magnitude of any weight. Biases are not in it.",
    axis: "largest |w|",
    format: formatNumber,
    series: [
      {
        id: "weights",
        label: "largest |w|",
        kind: "solid",
        value: (recording, row, { layer }) =>
          layer === null
            ? recording.metric(row, "maxAbs")
            : recording.layerMetric(row, layer, "maxAbs"),
      },
    ],
  },
];

/** The chart of an id, or the first one if the id is none of these. */
export function chartOf(charts: readonly ChartSpec[], id: string): ChartSpec {
  return charts.find(chart => chart.id === id) ?? charts[0];
}
