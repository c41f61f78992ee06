/** From a run on the command line to the text of its weight file. */
import type { Experiment } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import type { RecordedEpoch } from "../core/recorder.ts";
import type { FreshScore } from "../core/run.ts";
import type { RunStatus } from "../protocol/messages.ts";
import {
  createWeightFile,
  formatWeightFile,
  weightFileStatus,
} from "../protocol/weightFileWriter.ts";
import { dataFacts } from "../threads/dataFacts.ts";

export interface FinishedRun {
  readonly experiment: Experiment;
  readonly status: RunStatus;
  readonly trainedEpochs: number;
  readonly at: RecordedEpoch;
  readonly best: RecordedEpoch["metrics"] | null;
  readonly fresh: FreshScore | null;
}

/** @throws {ValidationError} naming what a file cannot hold */
export function weightFileText(run: FinishedRun, dataset: Dataset, programVersion: string): string {
  const file = createWeightFile({
    ...run,
    programVersion,
    variant: 0,
    status: weightFileStatus("finished", run.status),
    data: dataFacts(dataset),
  });
  return formatWeightFile(file);
}
