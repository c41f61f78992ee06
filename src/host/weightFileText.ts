/**
 * The making of weight files. A bundle of its own, loaded when the first file is saved: nothing of it
 * is needed before.
 */
import { createDataset } from "../core/datasets.ts";
import { weightFileName } from "../protocol/weightFileName.ts";
import {
  createWeightFile,
  describeData,
  formatWeightFile,
  weightFileStatus,
} from "../protocol/weightFileWriter.ts";
import type { WeightSnapshot } from "./weightSnapshot.ts";

/**
 * The text of a weight file, after it was read back as any reader would: shapes, hash, self-test.
 *
 * @param programVersion of the extension
 * @throws {ValidationError} if the weights are not finite or the text does not hold them
 */
export async function weightFileText(
  snapshot: WeightSnapshot,
  programVersion: string,
): Promise<string> {
  const { experiment, status, index, run, at, recording, facts } = snapshot;
  const file = createWeightFile({
    programVersion,
    experiment,
    variant: index,
    status: weightFileStatus(status, run.status),
    trainedEpochs: run.epoch,
    at,
    best: recording.best?.metrics ?? null,
    fresh: run.fresh,
    data: facts ?? describeData(createDataset(experiment.dataset)),
  });
  const text = formatWeightFile(file);
  const { readWeightFile } = await import("./weightFileReading.ts");
  readWeightFile(text, weightFileName(experiment, run.id));
  return text;
}
