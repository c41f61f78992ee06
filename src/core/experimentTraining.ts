/** All runs of an experiment, trained in step: an epoch of each variant in turn. */
import { createDataset } from "./datasets.ts";
import type { Engine } from "./engine.ts";
import { type Experiment, layerSizes, variantChanges, variantConfig } from "./experiment.ts";
import type { Dataset } from "./items.ts";
import { Run } from "./run.ts";

/** A chance to stop, and what was worked on since the last one. */
export interface ExperimentTick {
  /** Index of the run that worked. */
  readonly run: number;
  /** Whether every run that can go on has now completed this many epochs. */
  readonly endsEpoch: boolean;
}

/**
 * @param engine does the arithmetic of all runs; the reference engine if there is none
 * @param dataset that of the experiment's description, unless it comes from outside
 */
export function createRuns(
  experiment: Experiment,
  engine?: Engine,
  dataset: Dataset = createDataset(experiment.dataset),
): Run[] {
  return experiment.variants.map((variant, index) => {
    const config = variantConfig(experiment, variant);
    const sizes = layerSizes(experiment.dataset, config);
    return new Run(config, sizes, dataset, engine, variantChanges(experiment, index));
  });
}

/** Trains the runs epoch by epoch until none can go on. The first epoch is 0, the start. */
export function* trainRuns(runs: readonly Run[]): Generator<ExperimentTick, void> {
  while (runs.some(run => run.state === "training")) {
    const going = runs.flatMap((run, index) => (run.state === "training" ? [index] : []));
    for (const index of going) {
      const { steps } = runs[index];
      for (let next = steps.next(); !next.done && !next.value; next = steps.next()) {
        yield { run: index, endsEpoch: false };
      }
      yield { run: index, endsEpoch: index === going[going.length - 1] };
    }
  }
}
