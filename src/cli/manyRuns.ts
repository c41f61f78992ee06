/** `train` with several seeds or folds: a table of results in place of one network. */
import type { TrainingConfig } from "../core/config.ts";
import { datasetShape, type DatasetSpec, type DatasetShape } from "../core/experiment.ts";
import { classesOf } from "../core/items.ts";
import { type PlannedResult, type RunPlan } from "../core/plan.ts";
import { Random } from "../core/random.ts";
import type { MetricName } from "../core/recorder.ts";
import { RepeatCollector } from "../core/repeats.ts";
import { foldItems } from "../core/splits.ts";
import { verdictOf } from "../core/verdict.ts";
import { type VerdictText, verdictText } from "../core/verdictText.ts";
import { dataProblemOf } from "../core/configProblems.ts";
import { ValidationError } from "../protocol/validate.ts";
import { makeRuns, usualPoolSize } from "../threads/workerPool.ts";
import { EXIT, type ExitCode, usageError } from "./failure.ts";
import { writeFileAtomically } from "./outputFile.ts";
import { plainText } from "./plainText.ts";
import { partReports, plainMinus, targetFacts } from "./scores.ts";
import type { Session } from "./session.ts";
import { singleRun } from "./singleRun.ts";
import type { TrainData } from "./trainData.ts";
import type { ChosenConfig } from "./trainingConfig.ts";
import { type ManyReport, manyText, type RunReport, summaryOf } from "./manyRunsReport.ts";
import { seedsOf, type TrainLine } from "./trainOptions.ts";
import { weightFileText } from "./weightsOut.ts";

const MAX_FOLDS = 1000;
const MAX_THREADS = 256;

export async function trainMany(
  line: TrainLine,
  data: TrainData,
  chosen: ChosenConfig,
  session: Session,
): Promise<ExitCode> {
  const { spec, dataset } = data;
  const folds = line.number("folds", { min: 2, max: MAX_FOLDS, integer: true }) ?? 0;
  const foldSizes = sizesOfFolds(folds, data, chosen.config.seed);
  const config = fitted(chosen, spec, foldSizes);
  const seeds = seedsOf(line, config.seed) ?? [config.seed];
  const out = line.text("out");
  refuseOut(out, folds, datasetShape(spec));
  const threads =
    line.number("threads", { min: 1, max: MAX_THREADS, integer: true }) ?? usualPoolSize();
  const plan: RunPlan = { experiment: singleRun(config, spec), seeds, folds };
  const isText = !line.has("json");
  if (isText) await session.write(plainText(`${data.lines.join("\n")}\n\n`));
  for (const warning of data.warnings) session.note(`Warning: ${warning}.`);
  const count = seeds.length * Math.max(1, folds);
  const { progress, signal, version } = session;
  const results = await makeRuns(session.workerFile, plan, threads, {
    dataset,
    signal,
    onProgress: (ended, share) => progress.show("training", share, `${ended} of ${count} runs`),
  });
  progress.clear();
  const isLast = line.has("last");
  const report = {
    ...manyReport(plan, results, foldSizes, isLast, data),
    verdict: verdictOn(plan, results, isLast),
  };
  if (out !== undefined) {
    const result = results[report.smallest ?? 0];
    const text = textOf(config, data, result, isLast, version);
    await writeFileAtomically(out, line.has("force"), [text]);
  }
  if (isText) {
    await session.write(plainText(`${manyText(report)}\n\n${sentences(report.verdict)}\n`));
    if (out !== undefined) {
      const { seed } = report.runs[report.smallest ?? 0];
      await session.write(
        plainText(`Saved ${out}: seed ${seed}, the run with the smallest validation loss\n`),
      );
    }
  } else {
    const whole = { command: "train", version, data: data.report, warnings: data.warnings };
    await session.write(`${JSON.stringify({ ...whole, ...report, out: out ?? null })}\n`);
  }
  return results.some(({ status }) => status === "diverged") ? EXIT.failed : EXIT.ok;
}

/** What the panel says of repeats, in the same words. */
function verdictOn(plan: RunPlan, results: readonly PlannedResult[], isLast: boolean): VerdictText {
  const collector = new RepeatCollector(plan, !isLast);
  for (const result of results) collector.add(result);
  const report = collector.report();
  return verdictText(report, verdictOf(report));
}

function sentences({ headline, further }: VerdictText): string {
  return plainMinus([headline, ...further].join("\n"));
}

/** Items that each fold holds out; plan.ts deals them the same way. */
function sizesOfFolds(folds: number, { dataset: { train } }: TrainData, seed: number): number[] {
  if (folds === 0) return [];
  if (folds > train.count) {
    throw usageError(
      `--folds: expected at most ${train.count}, the items to train on, got ${folds}`,
    );
  }
  const random = Random.stream(seed, "split");
  return foldItems(folds, train.count, classesOf(train), random).map(({ length }) => length);
}

function fitted(
  { config, given, refuse }: ChosenConfig,
  spec: DatasetSpec,
  foldSizes: readonly number[],
): TrainingConfig {
  const { classes, validationItems } = datasetShape(spec);
  const held = foldSizes.length > 0 ? Math.min(...foldSizes) : validationItems;
  const fittedConfig = held === 0 && !given.has("patience") ? { ...config, patience: 0 } : config;
  const problem = dataProblemOf(fittedConfig, { classes, validationItems: held });
  if (problem) throw refuse(new ValidationError(problem.member, problem.problem));
  return fittedConfig;
}

/** @throws {CliError} where no single network can be chosen, or none could be trained again */
function refuseOut(
  out: string | undefined,
  folds: number,
  { validationItems }: Pick<DatasetShape, "validationItems">,
): void {
  if (out === undefined) return;
  if (folds > 0) {
    throw usageError(
      "--out is not for --folds: each of these networks knows only a part of the items. Choose " +
        "settings by the folds, then train once with them",
    );
  }
  if (validationItems === 0) {
    throw usageError(
      "--out with --seeds chooses by the validation loss, and there are no validation items",
    );
  }
}

function metricsAt({ best, last }: PlannedResult, isLast: boolean): PlannedResult["last"] {
  return isLast ? last : (best ?? last);
}

function manyReport(
  { experiment, folds }: RunPlan,
  results: readonly PlannedResult[],
  foldSizes: readonly number[],
  isLast: boolean,
  { spec }: TrainData,
): ManyReport {
  const shape = datasetShape(spec);
  const runs = results.map((result): RunReport => {
    const { seed, fold } = result.run;
    const metrics = metricsAt(result, isLast);
    const items =
      fold === null
        ? shape
        : {
            ...shape,
            trainItems: shape.trainItems - foldSizes[fold],
            validationItems: foldSizes[fold],
          };
    return {
      seed,
      fold,
      status: result.status,
      trainedEpochs: result.epoch,
      epoch: metrics.epoch,
      ...partReports(metrics, items, targetFacts(spec, result.variances)),
      weights: { sumOfSquares: metrics.sumOfSquares, maxAbs: metrics.maxAbs },
    };
  });
  const losses = runs.map(({ validation }) => validation?.loss ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...losses);
  return {
    config: experiment.base,
    variant: experiment.variants[0].label,
    folds,
    runs,
    summary: summaryOf(runs),
    smallest: Number.isFinite(least) ? losses.indexOf(least) : null,
  };
}

function textOf(
  config: TrainingConfig,
  { spec, dataset }: TrainData,
  result: PlannedResult,
  isLast: boolean,
  version: string,
): string {
  const { bestParameters, best, parameters, status, epoch, fresh } = result;
  const metrics: Readonly<Record<MetricName, number>> = metricsAt(result, isLast);
  const isBest = !isLast && bestParameters !== null;
  const run = {
    experiment: singleRun({ ...config, seed: result.run.seed }, spec),
    status,
    trainedEpochs: epoch,
    at: { parameters: isBest ? bestParameters : parameters, metrics },
    best,
    fresh,
  };
  return weightFileText(run, dataset, version);
}
