/** Trains a network on a table or a preset, says how good it is, and saves its weights. */
import { accuracyReport } from "../core/accuracyReport.ts";
import type { TrainingConfig } from "../core/config.ts";
import { datasetShape, type DatasetSpec, type Experiment } from "../core/experiment.ts";
import { type RecordedEpoch, recordedEpoch } from "../core/recorder.ts";
import { checkData, ValidationError } from "../protocol/validate.ts";
import { classify, confusionOf } from "../tabular/classify.ts";
import { defineCommand } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./failure.ts";
import { trainMany } from "./manyRuns.ts";
import { checkOutput, writeFileAtomically } from "./outputFile.ts";
import { plainText } from "./plainText.ts";
import { partReports } from "./scores.ts";
import { pull, type Session } from "./session.ts";
import { singleRun } from "./singleRun.ts";
import { readingOf } from "./tableFile.ts";
import { isPreset, presetData, tableTrainData, type TrainData } from "./trainData.ts";
import { chooseConfig, type ChosenConfig } from "./trainingConfig.ts";
import { type EndedRun, trainInWorker } from "./trainInWorker.ts";
import {
  refuseTableOptions,
  sampleOf,
  tableOptionsOf,
  TRAIN_OPTIONS,
  type TrainLine,
} from "./trainOptions.ts";
import { networkText, type TrainReport, verdictText } from "./trainReport.ts";
import { weightFileText } from "./weightsOut.ts";

const TEXT = `Trains a network that tells classes apart. <data> is a CSV file, or a preset: article, figure2,
circle, xor, gaussians, spiral, moons. Of a table, format, target and inputs are guessed unless you
say them; every column and row that is left out is listed. Weights are those of the epoch with the
smallest validation loss, if there are validation items. All settings: docs/command-line.md.`;

export const train = defineCommand({
  name: "train",
  summary: "train on a CSV file or a preset, and save the weights",
  positionals: ["data"],
  text: TEXT,
  options: TRAIN_OPTIONS,
  async run(line, session) {
    const out = line.text("out");
    if (out !== undefined) await checkOutput(out, line.has("force"));
    const data = await readData(line, session);
    const chosen = await chooseConfig(
      data.config,
      line.text("config"),
      line.list("set"),
      session.signal,
    );
    if (line.has("seeds") || line.has("folds")) return trainMany(line, data, chosen, session);
    const config = fitted(chosen, data.spec);
    return trainOnce(line, data, singleRun(config, data.spec), session);
  },
});

async function readData(line: TrainLine, session: Session): Promise<TrainData> {
  const [source] = line.positionals;
  if (isPreset(source)) {
    refuseTableOptions(line, source);
    return presetData(source);
  }
  return tableTrainData(
    source,
    { ...readingOf(line), ...sampleOf(line) },
    tableOptionsOf(line),
    session,
  );
}

/**
 * The config for this data. Early stopping that nobody asked for is off where there is nothing to
 * stop by.
 *
 * @throws {CliError} naming the member that does not fit
 */
function fitted({ config, given, refuse }: ChosenConfig, spec: DatasetSpec): TrainingConfig {
  const isUnasked = !given.has("patience") && datasetShape(spec).validationItems === 0;
  const fittedConfig = isUnasked ? { ...config, patience: 0 } : config;
  try {
    checkData(fittedConfig, spec, "");
  } catch (error) {
    throw error instanceof ValidationError ? refuse(error) : error;
  }
  return fittedConfig;
}

async function trainOnce(
  line: TrainLine,
  data: TrainData,
  experiment: Experiment,
  session: Session,
): Promise<ExitCode> {
  const { progress, signal } = session;
  const { epochs } = experiment.base;
  const isText = !line.has("json");
  if (isText) await session.write(plainText(`${data.lines.join("\n")}\n`));
  for (const warning of data.warnings) session.note(`Warning: ${warning}.`);
  if (isText) await session.write(plainText(`\n${networkText(experiment)}\n`));
  const [run] = await trainInWorker(session.workerFile, experiment, {
    dataset: data.dataset,
    signal,
    onProgress: epoch => progress.show("training", epoch / epochs, `epoch ${epoch} of ${epochs}`),
  });
  progress.clear();
  const { best } = run.recording;
  const at = line.has("last")
    ? recordedEpoch(run.recording)
    : (best ?? recordedEpoch(run.recording));
  if (at === undefined) throw new Error("nothing was recorded");
  const report = await judge(data, experiment, run, at, session);
  const out = line.text("out");
  if (out !== undefined) await save(out, line, data, experiment, run, at, session);
  if (isText) await session.write(plainText(`${verdictText(report, data.dataset.classNames)}\n`));
  else {
    const { version } = session;
    const whole = { command: "train", version, data: data.report, warnings: data.warnings };
    await session.write(`${JSON.stringify({ ...whole, ...report, out: out ?? null })}\n`);
  }
  if (isText && out !== undefined) await session.write(plainText(`Saved ${out}\n`));
  return run.status === "diverged" ? EXIT.failed : EXIT.ok;
}

/** Everything that is known of the weights of an epoch. */
async function judge(
  { spec, dataset }: TrainData,
  { base: config, variants: [variant] }: Experiment,
  run: EndedRun,
  at: RecordedEpoch,
  { signal }: Session,
): Promise<TrainReport> {
  const network = { parameters: at.parameters, sizes: run.sizes, kinds: config };
  const { test, fresh, classNames } = dataset;
  const found = await pull(classify(network, test.inputs, test.count), signal);
  const scored = await pull(classify(network, fresh.inputs, fresh.count), signal);
  const correct = scored.classes.reduce(
    (sum, c, item) => sum + Number(c === fresh.labels[item]),
    0,
  );
  const { metrics } = at;
  return {
    config,
    variant: variant.label,
    layers: run.sizes,
    status: run.status,
    trainedEpochs: run.epoch,
    seconds: run.seconds,
    epoch: metrics.epoch,
    updates: metrics.updates,
    isBest: run.recording.best?.metrics.epoch === metrics.epoch,
    ...partReports(metrics, datasetShape(spec)),
    fresh: fresh.count === 0 ? null : accuracyReport(correct, fresh.count),
    penalty: metrics.penalty,
    confusion: test.count === 0 ? null : confusionOf(test, found.classes, classNames.length),
    weights: { sumOfSquares: metrics.sumOfSquares, maxAbs: metrics.maxAbs },
  };
}

async function save(
  out: string,
  line: TrainLine,
  { dataset }: TrainData,
  experiment: Experiment,
  { recording, status, epoch, fresh }: EndedRun,
  at: RecordedEpoch,
  { version, signal }: Session,
): Promise<void> {
  const best = recording.best?.metrics ?? null;
  const text = weightFileText(
    { experiment, status, trainedEpochs: epoch, at, best, fresh },
    dataset,
    version,
  );
  signal.throwIfAborted();
  await writeFileAtomically(out, line.has("force"), [text]);
}
