/** Many runs of one experiment: which they are, what each learns from, what it comes to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingConfig } from "../../../src/core/config.ts";
import { type Engine, referenceEngine } from "../../../src/core/engine.ts";
import { ARTICLE_DATASET, createExperiment } from "../../../src/core/experiment.ts";
import {
  classesOf,
  type Dataset,
  emptyTable,
  type ItemTable,
  selectItems,
} from "../../../src/core/items.ts";
import {
  makeRun,
  plannedData,
  type PlannedResult,
  type PlannedRun,
  plannedRuns,
  type RunPlan,
  shareDataset,
} from "../../../src/core/plan.ts";
import { Random } from "../../../src/core/random.ts";
import { metricsOf } from "../../../src/core/recorder.ts";
import { Run } from "../../../src/core/run.ts";
import { foldItems } from "../../../src/core/splits.ts";
import { assertSameBits, quickConfig, sizesOf, smallDataset, trainAll } from "./training.ts";

const SPEC = {
  ...ARTICLE_DATASET,
  trainItems: 30,
  validationItems: 12,
  testItems: 10,
  freshItems: 20,
};

function planOf(changes: Partial<TrainingConfig> = {}, folds = 0): RunPlan {
  return {
    experiment: createExperiment("twins", quickConfig(changes), SPEC),
    seeds: [3, 8],
    folds,
  };
}

/** Makes a run to its end; also what it yielded. */
function make(
  plan: RunPlan,
  planned: PlannedRun,
  dataset: Dataset = smallDataset,
  engine: Engine = referenceEngine,
): { readonly result: PlannedResult; readonly epochs: readonly number[] } {
  const epochs: number[] = [];
  const making = makeRun(plan, planned, dataset, engine);
  for (;;) {
    const next = making.next();
    if (next.done) return { result: next.value, epochs };
    epochs.push(next.value);
  }
}

/** The rows of a table, sorted, each with its class. */
function rowsOf({ count, inputs, labels }: ItemTable): string[] {
  const width = inputs.length / count;
  return Array.from({ length: count }, (_, item) =>
    [...inputs.subarray(item * width, (item + 1) * width), labels[item]].join(" "),
  ).sort();
}

test("every variant with every seed, and with every fold held out", () => {
  assert.deepEqual(plannedRuns(planOf()), [
    { variant: 0, seed: 3, fold: null },
    { variant: 1, seed: 3, fold: null },
    { variant: 0, seed: 8, fold: null },
    { variant: 1, seed: 8, fold: null },
  ]);
  const folded = plannedRuns(planOf({}, 2));
  assert.deepEqual(folded.slice(0, 4), [
    { variant: 0, seed: 3, fold: 0 },
    { variant: 1, seed: 3, fold: 0 },
    { variant: 0, seed: 8, fold: 0 },
    { variant: 1, seed: 8, fold: 0 },
  ]);
  assert.deepEqual(folded[4], { variant: 0, seed: 3, fold: 1 });
  assert.equal(folded.length, 8);
});

test("without folds the data stay as they are", () => {
  assert.equal(plannedData(smallDataset, planOf(), null), smallDataset);
});

test("a fold is validated by, the others are trained on, and test data stay apart", () => {
  const plan = planOf({}, 3);
  const parts = [0, 1, 2].map(fold => plannedData(smallDataset, plan, fold));
  const whole = rowsOf(smallDataset.train);
  for (const { train, validation, test: tested, fresh } of parts) {
    assert.equal(validation.count, 10);
    assert.equal(train.count, 20);
    assert.deepEqual([...rowsOf(train), ...rowsOf(validation)].sort(), whole);
    assert.equal(tested, smallDataset.test);
    assert.equal(fresh, smallDataset.fresh);
  }
  assert.deepEqual(parts.flatMap(({ validation }) => rowsOf(validation)).sort(), whole);
});

test("folds follow from the seed of the experiment alone", () => {
  const held = (plan: RunPlan) => rowsOf(plannedData(smallDataset, plan, 0).validation);
  assert.deepEqual(held({ ...planOf({}, 3), seeds: [1] }), held(planOf({}, 3)));
  assert.notDeepEqual(held(planOf({ seed: 1 }, 3)), held(planOf({ seed: 2 }, 3)));
  const { train } = smallDataset;
  const parts = foldItems(
    3,
    train.count,
    classesOf(train),
    Random.stream(quickConfig().seed, "split"),
  );
  assert.deepEqual(held(planOf({}, 3)), rowsOf(selectItems(train, parts[0])));
});

test("a run comes to what the same run alone comes to", () => {
  const plan = planOf({ l2: 0.02 });
  const { base } = plan.experiment;
  for (const planned of plannedRuns(plan)) {
    const config = { ...base, l2: planned.variant === 0 ? 0 : 0.02, seed: planned.seed };
    const alone = new Run(config, sizesOf(config, smallDataset), smallDataset);
    const [{ recording }] = trainAll([alone]);
    const { result, epochs } = make(plan, planned);
    assert.equal(result.run, planned);
    assert.equal(result.status, "finished");
    assert.equal(result.epoch, 4);
    assert.deepEqual([...new Set(epochs)], [0, 1, 2, 3, 4]);
    assert.equal(result.bestEpoch, alone.bestEpoch);
    assertSameBits(result.parameters, alone.parameters, "weights");
    assert.ok(result.bestParameters);
    assertSameBits(result.bestParameters, alone.bestParameters, "best weights");
    const at = (epoch: number) => metricsOf(name => recording.metric(recording.rowAt(epoch), name));
    assert.deepEqual(result.last, at(4));
    assert.deepEqual(result.best, at(alone.bestEpoch));
    const scoring = alone.scoreFresh();
    let next = scoring.next();
    while (!next.done) next = scoring.next();
    assert.deepEqual(result.fresh, next.value);
  }
});

test("without validation items there is no best epoch", () => {
  const data = { ...smallDataset, validation: emptyTable() };
  const { result } = make(planOf(), { variant: 0, seed: 3, fold: null }, data);
  assert.equal(result.bestEpoch, 0);
  assert.equal(result.best, null);
  assert.equal(result.bestParameters, null);
});

test("an epoch that is the best but was not recorded is measured at the end", () => {
  // Of so many epochs not every one is recorded.
  const plan = planOf({ epochs: 20_000, hiddenLayers: [], learningRate: 0.3, patience: 150 });
  const few = { ...smallDataset, test: emptyTable(), fresh: emptyTable() };
  const planned = { variant: 0, seed: 3, fold: null };
  const { result } = make(plan, planned, few);
  assert.equal(result.status, "stoppedEarly");
  assert.ok(result.best && result.bestEpoch > 0 && result.bestEpoch % 2 === 1);
  assert.equal(result.best.epoch, result.bestEpoch);
  assert.equal(result.last.epoch, result.epoch);
});

test("changes on the way reach every run, with its own seed", () => {
  const plan = planOf();
  const experiment = {
    ...plan.experiment,
    changes: [{ epoch: 2, changes: { learningRate: 0.5 } }],
  };
  const planned = { variant: 0, seed: 8, fold: null };
  const { result } = make({ ...plan, experiment }, planned);
  const before = { ...plan.experiment.base, l2: 0, seed: 8 };
  const alone = new Run(before, sizesOf(before, smallDataset), smallDataset, referenceEngine, [
    { epoch: 2, config: { ...before, learningRate: 0.5 } },
  ]);
  trainAll([alone]);
  assertSameBits(result.parameters, alone.parameters, "changed");
  assert.notDeepEqual(result.parameters, make(plan, planned).result.parameters);
});

test("the seed of a run stays its own when settings change on the way", () => {
  const seeds: number[] = [];
  const engine: Engine = {
    createLearner: settings => {
      const learner = referenceEngine.createLearner(settings);
      seeds.push(settings.config.seed);
      return {
        ...learner,
        change: changed => {
          seeds.push(changed.seed);
          learner.change(changed);
        },
      };
    },
  };
  const plan = planOf({ seed: 1 });
  const experiment = {
    ...plan.experiment,
    changes: [{ epoch: 2, changes: { learningRate: 0.5 } }],
  };
  make({ ...plan, experiment }, { variant: 0, seed: 8, fold: null }, smallDataset, engine);
  assert.deepEqual(seeds, [8, 8]);
});

test("a run pauses wherever its engine does, to the last score", () => {
  const pausing: Engine = {
    createLearner: settings => {
      const learner = referenceEngine.createLearner(settings);
      return {
        ...learner,
        *evaluate(...asked) {
          yield false;
          return yield* learner.evaluate(...asked);
        },
      };
    },
  };
  const planned = { variant: 0, seed: 3, fold: null };
  const at = (epochs: readonly number[], epoch: number) => epochs.filter(e => e === epoch).length;
  const plain = make(planOf(), planned);
  const paused = make(planOf(), planned, smallDataset, pausing);
  assert.deepEqual(paused.result, plain.result);
  // The last epoch is measured, and the fresh items scored, after it was completed.
  assert.ok(at(paused.epochs, 4) > at(plain.epochs, 4));
});

test("shared data are the same data, and are shared once", () => {
  const shared = shareDataset(smallDataset);
  for (const part of ["train", "validation", "test", "fresh"] as const) {
    assert.deepEqual(shared[part], smallDataset[part]);
    assert.ok(shared[part].inputs.buffer instanceof SharedArrayBuffer);
    assert.ok(shared[part].labels.buffer instanceof SharedArrayBuffer);
    assert.equal(shareDataset(shared)[part], shared[part]);
  }
  assert.equal(shared.classNames, smallDataset.classNames);
});

test("where no memory can be shared, data stay where they are", t => {
  const { SharedArrayBuffer } = globalThis;
  t.after(() => Object.assign(globalThis, { SharedArrayBuffer }));
  Object.assign(globalThis, { SharedArrayBuffer: undefined });
  assert.equal(shareDataset(smallDataset), smallDataset);
});
