/** Trains a network on a table or a preset, says how good it is, and saves its weights. */
import { accuracyReport } from "../core/accuracyReport.ts";
import { taskOf, type TrainingConfig } from "../core/config.ts";
import { datasetShape, type DatasetSpec, type Experiment } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import { type RecordedEpoch, recordedEpoch } from "../core/recorder.ts";
import { targetVariances } from "../core/regression.ts";
import { checkData, ValidationError } from "../protocol/validate.ts";
import { classify, confusionOf } from "../tabular/classify.ts";
import { defineCommand } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./failure.ts";
import { trainMany } from "./manyRuns.ts";
import { checkOutput, writeFileAtomically } from "./outputFile.ts";
import { plainText } from "./plainText.ts";
import { partReports, targetFacts } from "./scores.ts";
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

const TEXT = `Trains a network that tells classes apart or predicts a number. <data> is a CSV file, or a preset:
article, figure2, circle, xor, gaussians, spiral, moons. Of a table, format, target and inputs are
guessed unless you say them; every column and row that is left out is listed. Weights are those of
the epoch with the smallest validation loss, if there are validation items. All settings:
docs/command-line.md.`;

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
  if (isText) {
    const text = verdictText(report, data.dataset.classNames, targetNumber(data.spec));
    await session.write(plainText(`${text}\n`));
  } else {
    const { version } = session;
    const whole = { command: "train", version, data: data.report, warnings: data.warnings };
    await session.write(`${JSON.stringify({ ...whole, ...report, out: out ?? null })}\n`);
  }
  if (isText && out !== undefined) await session.write(plainText(`Saved ${out}\n`));
  return run.status === "diverged" ? EXIT.failed : EXIT.ok;
}

/** Name of the column whose numbers are learned; null where classes are. */
function targetNumber(spec: DatasetSpec): string | null {
  return spec.kind === "table" && spec.targetScaling !== null ? spec.target : null;
}

/** Everything that is known of the weights of an epoch. */
async function judge(
  { spec, dataset }: TrainData,
  { base: config, variants: [variant] }: Experiment,
  run: EndedRun,
  at: RecordedEpoch,
  { signal }: Session,
): Promise<TrainReport> {
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
    ...partReports(metrics, datasetShape(spec), targetFacts(spec, targetVariances(dataset))),
    ...(await judgeClasses(dataset, run, at, config, signal)),
    penalty: metrics.penalty,
    weights: { sumOfSquares: metrics.sumOfSquares, maxAbs: metrics.maxAbs },
  };
}

/** What classes alone can be asked: how fresh items are told apart, and what is taken for what. */
async function judgeClasses(
  { test, fresh, classNames }: Dataset,
  { sizes }: EndedRun,
  { parameters }: RecordedEpoch,
  config: TrainingConfig,
  signal: AbortSignal,
): Promise<Pick<TrainReport, "fresh" | "confusion">> {
  if (taskOf(config) === "regression") return { fresh: null, confusion: null };
  const network = { parameters, sizes, kinds: config, targetScaling: null };
  const found = await pull(classify(network, test.inputs, test.count), signal);
  const scored = await pull(classify(network, fresh.inputs, fresh.count), signal);
  const correct = scored.classes.reduce(
    (sum, c, item) => sum + Number(c === fresh.labels[item]),
    0,
  );
  return {
    fresh: fresh.count === 0 ? null : accuracyReport(correct, fresh.count),
    confusion: test.count === 0 ? null : confusionOf(test, found.classes, classNames.length),
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
