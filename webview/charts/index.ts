/** Every line chart on offer. A new chart is one entry here. */
import type { Task } from "../../src/core/config.ts";
import type { TrainingInspection } from "../../src/core/inspection.ts";
import type { MetricName, RunRecording } from "../../src/core/recorder.ts";
import { rSquared, type TargetVariances } from "../../src/core/regression.ts";
import { formatError, formatNumber, formatRSquared } from "../format.ts";
import type { ShownRun } from "../shown.ts";
import type { TermName } from "../terms.ts";

/** How a line is drawn: told apart from the others of its variant without colour. */
export type LineKind = "solid" | "dashed" | "dotted" | "dashDotted";

/**
 * What a line is about: some items, the weights, what training lowers, a force on the weights, or
 * units. Lines are switched on and off by it, in all charts at once.
 */
export type SeriesId = keyof typeof seriesIds;

/** Whether the lines are among those that a chart of many networks begins with. */
export const seriesIds = {
  train: false,
  validation: false,
  test: true,
  weights: true,
  objective: true,
  data: true,
  penalty: true,
  dead: true,
  saturated: true,
} as const;

export interface SeriesContext {
  readonly trainItems: number;
  readonly validationItems: number;
  readonly testItems: number;
  /** Of the targets in a regression; else null. */
  readonly variances: TargetVariances | null;
  /** Layer of weights, from 0 at the inputs; null for all. */
  readonly layer: number | null;
}

type RecordedValue = (recording: RunRecording, row: number, context: SeriesContext) => number;

type InspectedValue = (training: TrainingInspection, context: SeriesContext) => number;

interface SeriesBase {
  readonly id: SeriesId;
  readonly label: string;
  readonly kind: LineKind;
  /** Runs for which the line says nothing are left out. */
  readonly appliesTo?: (run: ShownRun) => boolean;
  /** What is tinted: the area down to the line before, or the area between the line and zero. */
  readonly fills?: "toPrevious" | "toZero";
}

/** One line for each run: of what was recorded, or of inspections. */
export type SeriesSpec = SeriesBase &
  (
    | {
        /** The number at a row of a run's recording. */
        readonly value: RecordedValue;
        /** Where it is drawn, if it stands on another number. */
        readonly height?: RecordedValue;
        readonly inspected?: undefined;
      }
    | { readonly inspected: InspectedValue }
  );

export interface ChartSpec {
  readonly id: string;
  /** Short, for a menu. */
  readonly name: string;
  readonly title: string;
  readonly term?: TermName;
  /** What the numbers are, in a sentence. */
  readonly description: string;
  /** Title of the vertical axis, with the unit. */
  readonly axis: string;
  readonly format: (value: number) => string;
  readonly series: readonly SeriesSpec[];
  /** Where it says something; everywhere if there is none. */
  readonly task?: Task;
  /** The axis ends here at the latest: no value can be larger. */
  readonly upperEnd?: number;
  /** Shows one run at a time: its numbers stand on one another. */
  readonly isOfOneRun?: boolean;
}

function metric(name: MetricName): RecordedValue {
  return (recording, row) => recording.metric(row, name);
}

/** What training lowers: data loss on the training items plus penalty. */
const totalLoss: RecordedValue = (recording, row) =>
  recording.metric(row, "trainLoss") + recording.metric(row, "penalty");

function percent(value: number): string {
  return `${formatNumber(value)} %`;
}

function accuracy(
  name: "trainCorrect" | "validationCorrect" | "testCorrect",
  items: "trainItems" | "validationItems" | "testItems",
): RecordedValue {
  return (recording, row, context) => (100 * recording.metric(row, name)) / context[items];
}

/** R squared; not a number where the targets do not differ. */
function fit(
  name: "trainMse" | "validationMse" | "testMse",
  part: keyof TargetVariances,
): RecordedValue {
  return (recording, row, { variances }) =>
    rSquared(recording.metric(row, name), variances?.[part] ?? null) ?? Number.NaN;
}

/** The charts that say something about the data at hand. */
export function chartsFor(charts: readonly ChartSpec[], task: Task): readonly ChartSpec[] {
  return charts.filter(chart => chart.task === undefined || chart.task === task);
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
    name: "Error (MSE)",
    title: "Mean squared error",
    term: "mse",
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
    term: "accuracy",
    description: "Share of the items whose class the network gets right.",
    axis: "items right, in %",
    format: percent,
    task: "classification",
    upperEnd: 100,
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
    id: "rSquared",
    name: "R²",
    title: "R squared",
    term: "rSquared",
    description:
      "How much better the numbers are predicted than by their mean: 1 is perfect, 0 is no better, " +
      "less is worse.",
    axis: "R²",
    format: formatRSquared,
    task: "regression",
    upperEnd: 1,
    series: [
      { id: "train", label: "train", kind: "solid", value: fit("trainMse", "train") },
      {
        id: "validation",
        label: "validation",
        kind: "dashDotted",
        value: fit("validationMse", "validation"),
      },
      { id: "test", label: "test", kind: "dashed", value: fit("testMse", "test") },
    ],
  },
  {
    id: "loss",
    name: "Data loss, penalty on top",
    title: "Loss and penalty",
    term: "loss",
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
        value: totalLoss,
        appliesTo: isPenalized,
        fills: "toPrevious",
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
  {
    id: "penalty",
    name: "Penalty",
    title: "Penalty",
    description:
      "What the weights cost by their size: lambda / 2 times the sum of squared weights, plus L1 " +
      "times the sum of magnitudes. Without such a penalty it is zero.",
    axis: "penalty",
    format: formatError,
    series: [{ id: "objective", label: "penalty", kind: "solid", value: metric("penalty") }],
  },
  {
    id: "total",
    name: "Total",
    title: "Total of data loss and penalty",
    description:
      "What training lowers: the data loss on the training items plus the penalty. To compare " +
      "networks, look at errors on test items; the penalty is in no error.",
    axis: "loss per item, with penalty",
    format: formatError,
    series: [{ id: "objective", label: "total", kind: "solid", value: totalLoss }],
  },
  {
    id: "anatomy",
    name: "Loss anatomy, stacked",
    title: "Loss anatomy of one network",
    term: "total",
    description:
      "Data loss on the training items, the penalty on top of it, and their total, which training " +
      "lowers. Of validation and test items the penalty is no part.",
    axis: "loss per item",
    format: formatError,
    isOfOneRun: true,
    series: [
      {
        id: "objective",
        label: "data loss",
        kind: "dashed",
        value: metric("trainLoss"),
        fills: "toZero",
      },
      {
        id: "objective",
        label: "penalty",
        kind: "dotted",
        value: metric("penalty"),
        height: totalLoss,
        fills: "toPrevious",
      },
      { id: "objective", label: "total", kind: "solid", value: totalLoss },
    ],
  },
];

/** Size of the weights over time. */
export const weightCharts: readonly ChartSpec[] = [
  {
    id: "norm",
    name: "Norm",
    title: "Norm of the weights",
    term: "weightNorm",
    description: "Square root of the sum of squared weights. Biases are not in it.",
    axis: "norm of the weights",
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
    term: "maxAbs",
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

/** Whether its lines are of one kind, so that dashes can tell the networks apart. */
export function hasOneKind({ series }: ChartSpec): boolean {
  return series.length === 1 && (series[0].id === "weights" || series[0].id === "objective");
}

/** The chart of an id, or the first one if the id is none of these. */
export function chartOf(charts: readonly ChartSpec[], id: string): ChartSpec {
  return charts.find(chart => chart.id === id) ?? charts[0];
}
