/** What any config may do: be refused with a sentence, train to its end, or diverge. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  activationLabels,
  arithmeticLabels,
  CONFIG_BOUNDS,
  DROPOUT_SCALE,
  HIDDEN_LAYER_COUNT,
  initializerLabels,
  lossLabels,
  optimizerLabels,
  outputLabels,
  PENALTY_SCALE,
  scheduleLabels,
  streamModeLabels,
  type TrainingConfig,
} from "../../../src/core/config.ts";
import { dataProblemOf, problemOf } from "../../../src/core/configProblems.ts";
import { inspect } from "../../../src/core/inspection.ts";
import { type Dataset, emptyTable, type ItemTable } from "../../../src/core/items.ts";
import { Run } from "../../../src/core/run.ts";
import { assertSameBits, recordingOf, sizesOf, smallDataset } from "./training.ts";

/** The same items, told apart as class 0 or any other. */
function twoClassesOf(table: ItemTable): ItemTable {
  return { ...table, labels: table.labels.map(label => Math.min(label, 1)) };
}

const { train, validation, test: testTable, fresh } = smallDataset;
const twoClasses: Dataset = {
  ...smallDataset,
  classNames: ["class 0", "another class"],
  train: twoClassesOf(train),
  validation: twoClassesOf(validation),
  test: twoClassesOf(testTable),
  fresh: twoClassesOf(fresh),
};
/** The same items, with a number to be predicted in place of their class. */
function numbersOf(table: ItemTable): ItemTable {
  return { ...table, labels: Float64Array.from(table.labels, label => 0.7 * label - 1) };
}

const learnedNumbers: Dataset = {
  ...smallDataset,
  classNames: [],
  train: numbersOf(train),
  validation: numbersOf(validation),
  test: numbersOf(testTable),
  fresh: numbersOf(fresh),
};
const withoutValidation: Dataset = { ...smallDataset, validation: emptyTable() };

const keyOf = <K extends string>(record: Readonly<Record<K, unknown>>) =>
  fc.constantFrom(...(Object.keys(record) as K[]));

/** Numbers from bounds, with both ends more often than chance has them. */
function within(name: keyof typeof CONFIG_BOUNDS, max: number = CONFIG_BOUNDS[name].max) {
  const { min, integer } = CONFIG_BOUNDS[name];
  const inside = integer
    ? fc.maxSafeInteger().map(value => min + (Math.abs(value) % (max - min + 1)))
    : fc.double({ min, max, noNaN: true });
  return fc.oneof(fc.constantFrom<number>(min, max), inside);
}

const factors = ({ min, max }: typeof PENALTY_SCALE, count: number) =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: count, maxLength: count });

/** Lists that fit so many hidden layers, and now and then one that does not. */
const shape = fc.integer({ min: 0, max: HIDDEN_LAYER_COUNT.max }).chain(hidden => {
  const all = fc.array(keyOf(activationLabels), { minLength: 1, maxLength: 1 });
  const each = fc.array(keyOf(activationLabels), {
    minLength: Math.max(1, hidden),
    maxLength: Math.max(1, hidden),
  });
  const any = fc.array(keyOf(activationLabels), {
    minLength: 1,
    maxLength: HIDDEN_LAYER_COUNT.max,
  });
  const none = fc.constant<number[]>([]);
  return fc.record({
    hiddenLayers: fc.array(fc.integer({ min: 1, max: 9 }), {
      minLength: hidden,
      maxLength: hidden,
    }),
    activations: fc.oneof(
      { weight: 4, arbitrary: all },
      { weight: 4, arbitrary: each },
      { weight: 1, arbitrary: any },
    ),
    penaltyScale: fc.oneof(
      { weight: 6, arbitrary: none },
      { weight: 3, arbitrary: factors(PENALTY_SCALE, hidden + 1) },
      { weight: 1, arbitrary: factors(PENALTY_SCALE, 2) },
    ),
    dropoutScale: fc.oneof(
      { weight: 6, arbitrary: none },
      { weight: 3, arbitrary: factors(DROPOUT_SCALE, hidden) },
      { weight: 1, arbitrary: factors(DROPOUT_SCALE, 2) },
    ),
  });
});

const numbers = fc.record({
  articleDerivative: fc.boolean(),
  initRange: within("initRange"),
  momentum: within("momentum"),
  beta1: within("beta1"),
  beta2: within("beta2"),
  epsilon: within("epsilon"),
  learningRate: fc.oneof(within("learningRate"), within("learningRate", 0.1)),
  scheduleEvery: within("scheduleEvery", 9),
  scheduleFactor: within("scheduleFactor"),
  batchSize: within("batchSize", 40),
  // A recording that skips epochs has to be part of it, so the longest are beyond its bound.
  epochs: fc.oneof({ weight: 9, arbitrary: within("epochs", 12) }, fc.constant(4500)),
  l2: within("l2"),
  l1: within("l1"),
  decay: within("decay"),
  maxNorm: within("maxNorm"),
  dropout: within("dropout"),
  jitter: within("jitter"),
  patience: within("patience", 6),
  minDelta: within("minDelta"),
  seed: within("seed"),
});

const names = fc.record({
  output: keyOf(outputLabels),
  loss: keyOf(lossLabels),
  initializer: keyOf(initializerLabels),
  optimizer: keyOf(optimizerLabels),
  schedule: keyOf(scheduleLabels),
  publishedSign: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.boolean()),
  arithmetic: fc.oneof(
    { weight: 6, arbitrary: fc.constant("float64" as const) },
    keyOf(arithmeticLabels),
  ),
  streams: keyOf(streamModeLabels),
});

/** What float32 arithmetic does not refuse, its own rarities among them. */
const float32Config = fc
  .tuple(shape, numbers, names)
  .map(([lists, values, choices]): TrainingConfig => ({
    ...lists,
    ...values,
    ...choices,
    activations: ["tanh"],
    penaltyScale: [],
    dropoutScale: [],
    output: "softmax",
    initializer: "uniform",
    optimizer: "sgd",
    schedule: "constant",
    ...{ l1: 0, maxNorm: 0, dropout: 0, jitter: 0, patience: 0 },
    arithmetic: "float32",
  }));

const anyConfig: fc.Arbitrary<TrainingConfig> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(shape, numbers, names)
      .map(([lists, values, choices]) => ({ ...lists, ...values, ...choices })),
  },
  { weight: 1, arbitrary: float32Config },
);

/** Pulls a run for some time, then stops it if it has not ended, as a user would. */
function trainShortly(run: Run): void {
  for (let steps = 0; steps < 60 && !run.steps.next().done; steps++) {
    assert.ok(run.parameters.every(Number.isFinite));
  }
  run.stop();
  const recorded = [...run.record(), ...run.recordBest()];
  assert.ok(recorded.every(pause => !pause));
}

test("any config is refused with a sentence, trains to its end or diverges, nothing else", () => {
  const outcomes = new Set<string>();
  const datasets = fc.constantFrom(smallDataset, twoClasses, withoutValidation, learnedNumbers);
  fc.assert(
    fc.property(anyConfig, datasets, fc.boolean(), (any, dataset, isFitted) => {
      // Most configs do not go with numbers: half of those that meet them are made to.
      const fitting = { output: "identity", loss: "squaredError" } as const;
      const config = isFitted && dataset === learnedNumbers ? { ...any, ...fitting } : any;
      const problem =
        problemOf(config) ??
        dataProblemOf(config, {
          classes: dataset.classNames.length,
          validationItems: dataset.validation.count,
        });
      if (problem) {
        outcomes.add("refused");
        assert.ok(Object.hasOwn(config, problem.member));
        assert.match(problem.problem, /^[a-z].{15,}[a-z0-9]$/);
        return;
      }
      const run = new Run(config, sizesOf(config, dataset), dataset);
      trainShortly(run);
      outcomes.add(run.state);
      if (dataset === learnedNumbers) outcomes.add(`numbers ${run.state}`);
      const recording = recordingOf(run);
      assert.equal(recording.lastEpoch(), run.epoch);
      const { rows } = recording.toChunk();
      assert.ok(rows.every(Number.isFinite), "a recorded number");
      const last = recording.snapshotAt(run.epoch);
      assert.equal(last?.epoch, run.epoch);
      assertSameBits(last.parameters, run.parameters, "the last snapshot");
      assert.equal(run.state === "finished", run.epoch === config.epochs);
      if (run.state === "stoppedEarly") assert.ok(run.epoch >= config.patience);
      assert.equal(run.updates, run.epoch * Math.ceil(dataset.train.count / config.batchSize));

      const { sizes, parameters, epoch } = run;
      const inspected = inspect(dataset, { config, sizes, parameters, epoch });
      assert.equal(inspected.parts.train.itemsUsed, dataset.train.count);
      assert.doesNotMatch(JSON.stringify(inspected), /null/, "an inspected number");

      assert.equal(recording.best?.metrics.epoch ?? 0, run.bestEpoch);
      assert.equal(run.bestEpoch > 0, dataset.validation.count > 0 && run.epoch > 0);
      if (recording.best) {
        assert.ok(Object.values(recording.best.metrics).every(Number.isFinite));
        assertSameBits(recording.best.parameters, run.bestParameters, "the best weights");
      }
    }),
    { numRuns: 700, seed: 3 },
  );
  const ends = ["finished", "diverged", "stopped", "stoppedEarly"];
  assert.deepEqual(outcomes, new Set(["refused", ...ends, ...ends.map(end => `numbers ${end}`)]));
});
