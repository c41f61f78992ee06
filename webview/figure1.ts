/** The ten errors that the article's Figure 1 prints, and what the recording has instead. */
import { ARTICLE_CONFIG } from "../src/core/config.ts";
import { createExperiment } from "../src/core/experiment.ts";
import type { VariantId } from "../src/core/variants.ts";
import type { Shown } from "./shown.ts";
import { runOf } from "./shown.ts";

/** Mean squared error on the training items, by variant, as printed at each of the epochs. */
export const PRINTED_EPOCHS = [100, 200, 300, 400, 500] as const;

const PRINTED_ERRORS = {
  none: ["0.1877", "0.1357", "0.1120", "0.0985", "0.0913"],
  published: ["0.1479", "0.1121", "0.1157", "0.1339", "0.1479"],
} as const satisfies Partial<Record<VariantId, readonly string[]>>;

export interface PrintedLine {
  readonly epoch: number;
  readonly variant: keyof typeof PRINTED_ERRORS;
  readonly printed: string;
  /** Formatted as the article does; null while the epoch is not trained. */
  readonly recorded: string | null;
}

/** Whether the experiment is the one that the article ran. */
export function isArticleExperiment(shown: Shown): boolean {
  const { experiment } = shown.playground;
  return (
    experiment !== null &&
    JSON.stringify(experiment) ===
      JSON.stringify(createExperiment("asPublished", ARTICLE_CONFIG, experiment.dataset))
  );
}

/** The printed lines beside the recording, which must be of the recipe as published. */
export function printedLines(shown: Shown): PrintedLine[] {
  return (["none", "published"] as const).flatMap(variant =>
    PRINTED_EPOCHS.map((epoch, i) => {
      const recording = runOf(shown, variant)?.recording;
      const row = recording?.rowAt(epoch) ?? -1;
      const isRecorded =
        recording !== undefined && row >= 0 && recording.metric(row, "epoch") === epoch;
      return {
        epoch,
        variant,
        printed: PRINTED_ERRORS[variant][i],
        recorded: isRecorded ? recording.metric(row, "trainMse").toFixed(4) : null,
      };
    }),
  );
}
