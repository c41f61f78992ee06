/** An experiment told line by line, as the article's demo prints it. */
import { joinRows } from "./datasets.ts";
import type { Dataset } from "./items.ts";
import { type Experiment, type GeneratedParts, variantConfig } from "./experiment.ts";
import type { FreshScore } from "./run.ts";
import type { Variant } from "./variants.ts";
import { namedNetwork, showMatrixPartial } from "./formatting.ts";
import type { RunRecording } from "./recorder.ts";

/** One run that has ended. */
export interface TranscriptRun {
  readonly variant: Variant;
  readonly sizes: readonly number[];
  readonly status: string;
  readonly recording: RunRecording;
  readonly fresh: FreshScore | null;
}

/** Epochs at which an error is printed: every hundredth, or, of fewer, five to nine in all. */
export function printedEpochs(epochs: number): number[] {
  const interval = epochs >= 100 ? 100 : Math.max(1, Math.floor(epochs / 5));
  const printed: number[] = [];
  for (let epoch = interval; epoch <= epochs; epoch += interval) printed.push(epoch);
  return printed;
}

/** The lines before training: the data. */
export function dataTranscript(experiment: Experiment, dataset: Dataset): string {
  const { train, test, inputNames, classNames } = dataset;
  const { dataset: spec } = experiment;
  const seed = (part: "trainSeed" | "testSeed") =>
    part in spec ? ` (seed ${(spec as Partial<GeneratedParts>)[part]})` : "";
  return [
    `Data: ${train.count} training items${seed("trainSeed")} and ${test.count} test items${seed("testSeed")},`,
    `${inputNames.length} inputs, ${classNames.length} classes. Training items:`,
    "",
    showMatrixPartial(
      joinRows(train, classNames.length),
      inputNames.length + classNames.length,
      4,
      1,
    ),
  ].join("\n");
}

function score(name: string, correct: number, items: number): string {
  return `Accuracy on ${name}: ${(correct / items).toFixed(4)} (${correct} of ${items})`;
}

/** The lines of one run: errors, accuracies, weight sizes. */
export function runTranscript(
  experiment: Experiment,
  dataset: Dataset,
  run: TranscriptRun,
): string {
  const { recording, variant, sizes } = run;
  const config = variantConfig(experiment, variant);
  const last = recording.length - 1;
  const size = {
    sumOfSquares: recording.metric(last, "sumOfSquares"),
    maxAbs: recording.metric(last, "maxAbs"),
  };
  const errors = printedEpochs(config.epochs).flatMap(epoch => {
    const row = recording.rowAt(epoch);
    if (row < 0 || recording.metric(row, "epoch") !== epoch) return [];
    return [
      `epoch ${String(epoch).padStart(6)}   MSE ${recording.metric(row, "trainMse").toFixed(4)}`,
    ];
  });
  const lines = [
    `Training ${namedNetwork(sizes)} ${variant.label}: ${config.epochs} ${config.epochs === 1 ? "epoch" : "epochs"}, learning rate ` +
      `${config.learningRate}, lambda ${config.l2}${config.decay > 0 ? `, decay ${config.decay}` : ""}, seed ${config.seed}, ${config.arithmetic}`,
    ...errors,
    score("training items", recording.metric(last, "trainCorrect"), dataset.train.count),
    score("test items", recording.metric(last, "testCorrect"), dataset.test.count),
  ];
  if (run.fresh && run.fresh.items > 0) {
    const isLast = run.fresh.epoch === recording.lastEpoch();
    const what = isLast ? "fresh items" : `fresh items, epoch ${run.fresh.epoch}`;
    lines.push(score(what, run.fresh.correct, run.fresh.items));
  }
  lines.push(
    `Weights: sum of squares ${size.sumOfSquares.toFixed(4)}, largest magnitude ${size.maxAbs.toFixed(4)}`,
  );
  if (run.status === "diverged") {
    lines.push(`Diverged: a number was no longer finite after epoch ${recording.lastEpoch()}.`);
  }
  return lines.join("\n");
}
