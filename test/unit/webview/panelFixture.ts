/** Panel states made by real training: the article's experiment, with few or all of its epochs. */
import { type Judgement, judgeRuns } from "../../../src/core/judgement.ts";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import { classCounts, createDataset } from "../../../src/core/datasets.ts";
import {
  ARTICLE_DATASET,
  createExperiment,
  layerSizes,
  type RecipeChoice,
  variantConfig,
} from "../../../src/core/experiment.ts";
import type { OwnVariant } from "../../../src/core/ownVariants.ts";
import type { RecordedChunk } from "../../../src/core/recorder.ts";
import { type FreshScore, Run } from "../../../src/core/run.ts";
import type { DataPreview, PlaygroundState, RunSummary } from "../../../src/protocol/messages.ts";
import { INITIAL_STATE, type PanelState, receive } from "../../../webview/state.ts";

const dataset = createDataset(ARTICLE_DATASET);

export const preview: DataPreview = {
  inputNames: dataset.inputNames,
  classNames: dataset.classNames,
  regression: null,
  trainItems: dataset.train.count,
  validationItems: dataset.validation.count,
  testItems: dataset.test.count,
  freshItems: dataset.fresh.count,
  trainClassCounts: classCounts(dataset.train, dataset.classNames.length),
  testClassCounts: classCounts(dataset.test, dataset.classNames.length),
  rows: new Float64Array(0),
  testRows: new Float64Array(0),
  source: "The article's data.",
};

export const idle: PlaygroundState = {
  preset: "article",
  table: null,
  plane: null,
  config: ARTICLE_CONFIG,
  recipe: "twins",
  own: [],
  speed: "fast",
  status: "idle",
  failure: null,
  experiment: null,
  runs: [],
};

export interface Trained {
  readonly playground: PlaygroundState;
  readonly chunks: readonly RecordedChunk[];
}

function finish(run: Run): FreshScore {
  for (const _ of run.steps);
  for (const _ of run.recordBest());
  const scoring = run.scoreFresh();
  for (;;) {
    const next = scoring.next();
    if (next.done) return next.value;
  }
}

function judge(runs: readonly Run[]): Judgement[] {
  const judging = judgeRuns(runs);
  for (;;) {
    const next = judging.next();
    if (next.done) return next.value;
  }
}

/** Trains every variant of a recipe to its end. */
export function train(
  recipe: RecipeChoice,
  changes: Partial<TrainingConfig> = {},
  own: readonly OwnVariant[] = [],
): Trained {
  const config = { ...ARTICLE_CONFIG, ...changes };
  const experiment = createExperiment(recipe, config, undefined, own);
  const items = createDataset(experiment.dataset);
  const chunks: RecordedChunk[] = [];
  const made: Run[] = [];
  const summaries = experiment.variants.map((variant): RunSummary => {
    const own = variantConfig(experiment, variant);
    const sizes = layerSizes(experiment.dataset, own);
    const run = new Run(own, sizes, items);
    const fresh = finish(run);
    made.push(run);
    chunks.push(run.takeChunk());
    return {
      id: variant.id,
      remedy: variant.remedy,
      label: variant.label,
      config: own,
      sizes,
      status: run.state,
      epoch: run.epoch,
      bestEpoch: run.bestEpoch,
      seconds: 0.5,
      fresh,
      judgement: null,
    };
  });
  const judgements = judge(made);
  const runs = summaries.map((run, i) => ({ ...run, judgement: judgements[i] }));
  return { playground: { ...idle, config, recipe, status: "finished", experiment, runs }, chunks };
}

/** The panel after a snapshot of what was trained. */
export function panelState({ playground, chunks }: Trained): PanelState {
  return receive(INITIAL_STATE, {
    type: "snapshot",
    isNew: true,
    state: playground,
    data: preview,
    recordings: chunks,
  });
}
