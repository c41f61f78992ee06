/**
 * The runs of other libraries in test/fixtures, and those of reference.py that learn numbers, read
 * and typed, and how ours are held to them.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ARTICLE_CONFIG, type LiveChanges, type TrainingConfig } from "../../../src/core/config.ts";
import type { Engine } from "../../../src/core/engine.ts";
import { drawParameters } from "../../../src/core/initializers.ts";
import type { ItemTable } from "../../../src/core/items.ts";
import { penalty } from "../../../src/core/metrics.ts";
import { layerViews } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { float64Hash } from "./fixtures.ts";
import { assertClose } from "./training.ts";

interface TableSettings {
  readonly seed: number;
  readonly count: number;
  readonly inputs: number;
  readonly inputRange: number;
  readonly classes?: number;
  readonly labels?: readonly number[];
  /** In a regression, in place of classes and labels. */
  readonly targets?: readonly number[];
}

/** A run that another library has trained. */
export interface OutsideRun {
  readonly name: string;
  readonly config: TrainingConfig;
  /** What changes before which epoch. */
  readonly changes: readonly { readonly epoch: number; readonly to: LiveChanges }[];
  readonly table: ItemTable;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly result: OutsideResult;
}

interface OutsideResult {
  readonly updates: number;
  readonly initialSha256: string;
  /** Of the table trained on, at the end. */
  readonly dataLoss: number;
  readonly mse: number;
  readonly correct: number;
  readonly l2Penalty: number;
  readonly l1Penalty?: number;
  /** Parameters in the order of network.ts. */
  readonly weights: readonly number[];
}

interface OutsideFile {
  readonly tables: Readonly<Record<string, TableSettings>>;
  readonly base: Partial<TrainingConfig>;
  readonly runs: readonly {
    readonly name: string;
    readonly table: string;
    readonly config: Partial<TrainingConfig>;
    readonly changes?: OutsideRun["changes"];
    readonly result: OutsideResult;
  }[];
}

function readRuns(name: string): OutsideRun[] {
  const file = path.join(import.meta.dirname, "../../fixtures", name);
  const { tables, base, runs } = JSON.parse(readFileSync(file, "utf8")) as OutsideFile;
  return runs.map(({ name, table, config: differing, changes = [], result }) => {
    const settings = tables[table];
    const config = { ...ARTICLE_CONFIG, l2: 0, ...base, ...differing };
    const outputs = config.output === "softmax" ? (settings.classes ?? 0) : 1;
    const sizes = [settings.inputs, ...config.hiddenLayers, outputs];
    return { name, config, changes, table: createTable(settings), sizes, result };
  });
}

function createTable(settings: TableSettings): ItemTable {
  const { seed, count, inputs, inputRange, labels = [], targets } = settings;
  const random = new Random(seed);
  const draw = () => random.uniform(-inputRange, inputRange);
  return {
    count,
    inputs: Float64Array.from({ length: count * inputs }, draw),
    labels: targets ? Float64Array.from(targets) : Uint16Array.from(labels),
  };
}

export const torchRuns = readRuns("torch-runs.json");
export const sklearnRuns = readRuns("sklearn-runs.json");
export const regressionRuns = readRuns("regression-runs.json");

/** Of each number itself: there is no scale below which differences do not count. */
const TOLERANCE = 1e-10;

/**
 * Trains as the other library did and fails unless every parameter, the loss, the MSE and the
 * penalty agree with theirs to 1e-10 of themselves, or less. So a parameter that is zero there is
 * exactly zero here.
 */
export function assertAgrees(engine: Engine, run: OutsideRun, tolerance = TOLERANCE): void {
  const { sizes, table, changes, result } = run;
  let { config } = run;
  const shared = new Random(config.seed);
  const stream = (name: "init" | "order") =>
    config.streams === "shared" ? shared : Random.stream(config.seed, name);
  const parameters = drawParameters(config, sizes, stream("init"));
  assert.equal(float64Hash(parameters), result.initialSha256, "initial values");

  const learner = engine.createLearner({
    ...{ config, sizes, parameters, items: table },
    order: stream("order"),
  });
  let updates = 0;
  for (const tick of learner.train()) {
    ({ updates } = tick);
    const change = changes.find(({ epoch }) => tick.endsEpoch && epoch === tick.epoch + 1);
    if (!change) continue;
    config = { ...config, ...change.to };
    learner.change(config);
  }
  assert.equal(updates, result.updates, "updates");
  assert.ok(updates >= 100);
  assertClose(learner.parameters, result.weights, tolerance, "weights");
  const isZero = (value: number) => value === 0;
  assert.deepEqual([...learner.parameters].map(isZero), result.weights.map(isZero), "zeros");
  const evaluation = learner.evaluate(learner.parameters, [table]).next();
  assert.ok(evaluation.done);
  const [{ loss, mse, correct }] = evaluation.value;
  assertClose([loss, mse], [result.dataLoss, result.mse], tolerance, "loss and MSE");
  assert.equal(correct, result.correct);
  const expectedPenalty = result.l2Penalty + (result.l1Penalty ?? 0);
  const ourPenalty = penalty(layerViews(learner.parameters, sizes), config);
  assertClose([ourPenalty], [expectedPenalty], tolerance, "penalty");
}
