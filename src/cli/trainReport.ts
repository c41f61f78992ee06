/** What `train` says about one run. */
import type { TrainingConfig } from "../core/config.ts";
import { type Experiment, layerSizes } from "../core/experiment.ts";
import { namedNetwork } from "../core/formatting.ts";
import type { RunStatus } from "../protocol/messages.ts";
import type { AccuracyReport } from "../core/accuracyReport.ts";
import type { Confusion } from "../tabular/classify.ts";
import { quoted } from "../tabular/tableError.ts";
import { alignedTable } from "./plainText.ts";
import { accuracyCells, confusionText, numbersCells, type PartReport } from "./scores.ts";

/** As it stands in the JSON result; docs/command-line.md describes its members. */
export interface TrainReport {
  readonly config: TrainingConfig;
  /** What is on, in words. */
  readonly variant: string;
  readonly layers: readonly number[];
  readonly status: RunStatus;
  readonly trainedEpochs: number;
  readonly seconds: number;
  /** The epoch whose weights these are. */
  readonly epoch: number;
  readonly updates: number;
  /** Whether it has the smallest validation loss. */
  readonly isBest: boolean;
  readonly train: PartReport | null;
  readonly validation: PartReport | null;
  readonly test: PartReport | null;
  /** Generated items that no run trains on; null for a table. */
  readonly fresh: AccuracyReport | null;
  readonly penalty: number;
  /** Of the test items; null if there are none, and in a regression. */
  readonly confusion: Confusion | null;
  readonly weights: { readonly sumOfSquares: number; readonly maxAbs: number };
}

/** Before and after the number of the last epoch. */
const STATUS_TEXT: Readonly<Record<RunStatus, readonly [string, string]>> = {
  training: ["Ended", ", before the last epoch"],
  finished: ["Trained all epochs: ended", ""],
  stopped: ["Stopped", ""],
  stoppedEarly: ["Stopped early", ", as the validation loss fell no more"],
  diverged: ["Diverged", ": a number was no longer finite. Try a smaller learning rate"],
};

/** What is about to be trained. */
export function networkText({ base, dataset, variants: [variant] }: Experiment): string {
  const { learningRate, batchSize, epochs, optimizer, seed } = base;
  return (
    `Training ${namedNetwork(layerSizes(dataset, base))} ${variant.label}: up to ${epochs} ` +
    `epochs, ${optimizer}, learning rate ${learningRate}, batches of ${batchSize}, seed ${seed}`
  );
}

/**
 * The verdict on one run.
 *
 * @param target name of the column in a regression; else null
 */
export function verdictText(
  report: TrainReport,
  classNames: readonly string[],
  target: string | null,
): string {
  const { confusion, weights, penalty } = report;
  const [before, after] = STATUS_TEXT[report.status];
  const which = report.isBest ? "the one with the smallest validation loss" : "the last one";
  return [
    `${before} after epoch ${report.trainedEpochs}${after} (${report.seconds.toFixed(1)} s). ` +
      `Weights of epoch ${report.epoch}, ${which}.`,
    "",
    ...partsText(report, target),
    "",
    ...(penalty === 0 ? [] : [`Penalty: ${penalty.toFixed(4)}, not part of these losses`]),
    `Weights: sum of squares ${weights.sumOfSquares.toFixed(4)}, largest magnitude ${weights.maxAbs.toFixed(4)}`,
    ...(confusion === null
      ? []
      : [
          "",
          "Test items: rows are classes, columns are answers",
          confusionText(confusion, classNames),
        ]),
  ].join("\n");
}

function partsText(
  { train, validation, test, fresh }: TrainReport,
  target: string | null,
): readonly string[] {
  const rows = Object.entries({ train, validation, test, fresh }).flatMap(([name, part]) => {
    if (part === null) return [];
    const loss = "loss" in part ? part.loss.toFixed(4) : "";
    return [[name, loss, ...("rmse" in part ? numbersCells(part) : accuracyCells(part))]];
  });
  if (target === null) {
    return [alignedTable([["", "loss", "accuracy", "correct", "95 % interval"], ...rows])];
  }
  return [
    alignedTable([["", "loss", "R²", "RMSE", "items"], ...rows]),
    "",
    "R² is 1 for answers without an error and 0 for answers no better than the mean. RMSE, the root",
    `of the mean squared error, has the unit of ${quoted(target)}; the loss is that of scaled numbers.`,
  ];
}
