/** The result of the command `article` as data: what its `--json` prints. */
import { createHash } from "node:crypto";
import { tableBytes } from "../core/datasets.ts";
import type { Dataset, ItemTable } from "../core/items.ts";
import { type Experiment, layerSizes, variantConfig } from "../core/experiment.ts";
import { preciseSum } from "../core/preciseSum.ts";
import type { RunRecording } from "../core/recorder.ts";
import { weightSize } from "../core/weightStats.ts";

/** Epochs between two errors. */
const INTERVAL = 100;

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Little-endian bytes in the arithmetic of the run. */
function parameterBytes(parameters: Float64Array, arithmetic: "float32" | "float64"): Uint8Array {
  const size = arithmetic === "float32" ? 4 : 8;
  const view = new DataView(new ArrayBuffer(size * parameters.length));
  parameters.forEach((value, i) => {
    if (arithmetic === "float32") view.setFloat32(4 * i, value, true);
    else view.setFloat64(8 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

function tableReport(table: ItemTable, classCount: number) {
  return { sha256: sha256(tableBytes(table, classCount)), labels: [...table.labels] };
}

/** One JSON-safe object; the README describes its members. */
export function articleReport(
  experiment: Experiment,
  dataset: Dataset,
  recordings: readonly RunRecording[],
) {
  const { base, dataset: spec } = experiment;
  if (spec.kind !== "article") throw new TypeError(`dataset: expected article, got ${spec.kind}`);
  return {
    settings: {
      netSeed: base.seed,
      trainSeed: spec.trainSeed,
      testSeed: spec.testSeed,
      trainItems: spec.trainItems,
      testItems: spec.testItems,
      layers: layerSizes(spec, base),
      initRange: base.initRange,
      lambda: base.l2,
      learningRate: base.learningRate,
      epochs: base.epochs,
    },
    train: tableReport(dataset.train, dataset.classNames.length),
    test: tableReport(dataset.test, dataset.classNames.length),
    runs: experiment.variants.map((variant, index) => {
      const config = variantConfig(experiment, variant);
      const recording = recordings[index];
      const last = recording.length - 1;
      const snapshot = recording.snapshotAt(Number.POSITIVE_INFINITY);
      if (!snapshot) throw new Error(`nothing was recorded ${variant.label}`);
      const { parameters } = snapshot;
      const mse: { epoch: number; value: number }[] = [];
      for (let epoch = INTERVAL; epoch <= recording.lastEpoch(); epoch += INTERVAL) {
        const row = recording.rowAt(epoch);
        if (recording.metric(row, "epoch") !== epoch) continue;
        mse.push({ epoch, value: recording.metric(row, "trainMse") });
      }
      return {
        rule: config.publishedSign ? "grow" : variant.remedy === "none" ? "none" : "decay",
        arithmetic: config.arithmetic,
        lambda: config.l2,
        mse,
        last: { epoch: recording.lastEpoch(), mse: recording.metric(last, "trainMse") },
        trainCorrect: recording.metric(last, "trainCorrect"),
        testCorrect: recording.metric(last, "testCorrect"),
        weights: [...parameters],
        weightsSha256: sha256(parameterBytes(parameters, config.arithmetic)),
        sumOfSquares: preciseSum(parameters.map(value => value * value)),
        maxAbs: weightSize(parameters).maxAbs,
      };
    }),
  };
}
