/** From a run on the command line to the text of its weight file. */
import { createHash } from "node:crypto";
import { tableBytes } from "../core/datasets.ts";
import type { Experiment } from "../core/experiment.ts";
import { type Dataset, inputCountOf, type ItemTable } from "../core/items.ts";
import type { RecordedEpoch } from "../core/recorder.ts";
import type { RunStatus, Score } from "../protocol/messages.ts";
import {
  createWeightFile,
  type DataFacts,
  formatWeightFile,
  weightFileStatus,
} from "../protocol/weightFileWriter.ts";

/** Items that are hashed at once, so that a large table is never copied as a whole. */
const HASHED_ITEMS = 4096;

function hashTable(table: ItemTable, classCount: number): string {
  const hash = createHash("sha256");
  const width = inputCountOf(table);
  for (let start = 0; start < table.count; start += HASHED_ITEMS) {
    const end = Math.min(table.count, start + HASHED_ITEMS);
    const part = {
      count: end - start,
      inputs: table.inputs.subarray(start * width, end * width),
      labels: table.labels.subarray(start, end),
    };
    hash.update(tableBytes(part, classCount));
  }
  return hash.digest("hex");
}

/** What describeData says, in little memory and, for large tables, much faster. */
export function dataFacts(dataset: Dataset): DataFacts {
  const { inputNames, classNames, train, validation, test } = dataset;
  return {
    inputNames,
    classNames,
    sha256: {
      train: hashTable(train, classNames.length),
      validation: hashTable(validation, classNames.length),
      test: hashTable(test, classNames.length),
    },
  };
}

export interface FinishedRun {
  readonly experiment: Experiment;
  readonly status: RunStatus;
  readonly trainedEpochs: number;
  readonly at: RecordedEpoch;
  readonly best: RecordedEpoch["metrics"] | null;
  readonly fresh: Score | null;
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
