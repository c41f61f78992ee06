/** The texts of the output channel: weights as tables, and the experiment as the article tells it. */
import { createDataset } from "../core/datasets.ts";
import { showWeights } from "../core/formatting.ts";
import { layerViews } from "../core/network.ts";
import { dataTranscript, runTranscript } from "../core/transcript.ts";
import { networkWeightSize } from "../core/weightStats.ts";
import type { WeightSnapshot } from "./weightSnapshot.ts";

/** All layers of one variant, with biases and sizes. */
export function weightsText(snapshot: WeightSnapshot): string {
  const { run, at } = snapshot;
  const { parameters } = at;
  const { sumOfSquares, maxAbs } = networkWeightSize(layerViews(parameters, run.sizes));
  const title = `Weights ${run.label}: ${run.sizes.join("-")} network, epoch ${at.metrics.epoch} of ${run.config.epochs}`;
  return [
    title,
    "=".repeat(title.length),
    "",
    showWeights(parameters, run.sizes),
    "",
    `sum of squared weights ${sumOfSquares.toFixed(4)}, largest magnitude ${maxAbs.toFixed(4)} (biases not counted)`,
    "",
  ].join("\n");
}

/** The whole experiment: data rows, then errors, accuracies and weight sizes of each variant. */
export function transcriptText(snapshots: readonly WeightSnapshot[]): string {
  const [{ experiment }] = snapshots;
  const dataset = createDataset(experiment.dataset);
  const runs = snapshots.map(({ run, index, recording }) =>
    runTranscript(experiment, dataset, {
      variant: experiment.variants[index],
      sizes: run.sizes,
      status: run.status,
      recording,
      fresh: run.fresh,
    }),
  );
  return [dataTranscript(experiment, dataset), ...runs, ""].join("\n\n");
}
