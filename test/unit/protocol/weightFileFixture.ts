/** Weight files to test with: of real training, or of any parameters. */
import { recordedEpoch } from "../../../src/core/recorder.ts";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import type { Engine } from "../../../src/core/engine.ts";
import { KernelEngine } from "../../../src/core/kernelEngine.ts";
import { PlainKernel } from "../../../src/core/plainKernel/plainKernel.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import type { Dataset } from "../../../src/core/items.ts";
import {
  ARTICLE_DATASET,
  createExperiment,
  layerSizes,
  type RecipeName,
  variantConfig,
} from "../../../src/core/experiment.ts";
import { parameterCount } from "../../../src/core/network.ts";
import { METRIC_NAMES, type MetricName, RunRecording } from "../../../src/core/recorder.ts";
import { Run } from "../../../src/core/run.ts";
import { describeData, type WeightFileSource } from "../../../src/protocol/weightFileWriter.ts";

const datasets = new Map<string, Dataset>();

/** The dataset of a description, made once. */
export function datasetOf(spec: WeightFileSource["experiment"]["dataset"]): Dataset {
  const key = JSON.stringify(spec);
  const dataset = datasets.get(key) ?? createDataset(spec);
  datasets.set(key, dataset);
  return dataset;
}

export interface Trained {
  readonly source: WeightFileSource;
  readonly run: Run;
  readonly recording: RunRecording;
}

/** What trains in a worker, without WebAssembly: the same bits. */
export function createEngine(): Engine {
  return new KernelEngine(new PlainKernel());
}

/** Trains one variant to the end and takes its last epoch. */
export function trained(
  recipe: RecipeName = "twins",
  changes: Partial<TrainingConfig> = {},
  variant = 0,
): Trained {
  const experiment = createExperiment(recipe, { ...ARTICLE_CONFIG, epochs: 6, ...changes });
  const config = variantConfig(experiment, experiment.variants[variant]);
  const sizes = layerSizes(experiment.dataset, config);
  const dataset = datasetOf(experiment.dataset);
  const run = new Run(config, sizes, dataset, createEngine());
  while (!run.steps.next().done);
  const recording = new RunRecording(sizes.length - 1, run.parameters.length);
  recording.append(run.takeChunk());
  const at = recordedEpoch(recording);
  if (at === undefined) throw new Error("nothing was recorded");
  const source: WeightFileSource = {
    programVersion: "0.1.0",
    experiment,
    variant,
    status: run.state,
    trainedEpochs: run.epoch,
    at,
    best: recording.best?.metrics ?? null,
    fresh: null,
    data: describeData(dataset),
  };
  return { source, run, recording };
}

/** A source with these hidden layers and parameters from a list, repeated as often as needed. */
export function sourceOf(
  hiddenLayers: readonly number[],
  values: readonly number[],
): WeightFileSource {
  const config = { ...ARTICLE_CONFIG, hiddenLayers };
  const experiment = createExperiment("withL2", config);
  const sizes = layerSizes(experiment.dataset, config);
  const parameters = Float64Array.from(
    { length: parameterCount(sizes) },
    (_, i) => values[i % values.length],
  );
  const metrics = Object.fromEntries(METRIC_NAMES.map(name => [name, 1])) as Record<
    MetricName,
    number
  >;
  return {
    programVersion: "0.1.0",
    experiment,
    variant: 0,
    status: "stopped",
    trainedEpochs: 1,
    at: { parameters, metrics },
    best: null,
    fresh: null,
    data: describeData(datasetOf(ARTICLE_DATASET)),
  };
}

/** The 64 bits of each number, so that -0 and 0 differ. */
export function bitsOf(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}
