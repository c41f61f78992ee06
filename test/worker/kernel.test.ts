/**
 * The training kernel as it was built: the reference's mathematics, the plain kernel's bits, the
 * results of other libraries.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createArticleDataset } from "../../src/core/articleData.ts";
import { ARTICLE_CONFIG } from "../../src/core/config.ts";
import { referenceEngine } from "../../src/core/engine.ts";
import { Run } from "../../src/core/run.ts";
import { datasetOf, referenceRuns } from "../unit/core/fixtures.ts";
import {
  assertAgrees,
  regressionRuns,
  sklearnRuns,
  torchRuns,
} from "../unit/core/torchFixtures.ts";
import { assertClose, assertSameBits, metricAt, trainAll } from "../unit/core/training.ts";
import { plainEngine, wasmEngine, wasmKernel } from "./engines.ts";
import {
  createGolden,
  type GoldenRun,
  goldenHashes,
  goldenRuns,
  trainGolden,
} from "./goldenRuns.ts";

/** How far the kernel may be from the reference: optimizers with a memory carry rounding on. */
function toleranceOf({ config }: GoldenRun): number {
  return config.optimizer === "sgd" ? 1e-12 : 1e-10;
}

test("the golden runs: the reference's mathematics, and the plain kernel's bits", () => {
  for (const run of goldenRuns()) {
    const kernel = trainGolden(wasmEngine(), run);
    const plain = trainGolden(plainEngine(), run);
    assertSameBits(plain.parameters, kernel.parameters, run.name);
    assertSameBits(plain.errors, kernel.errors, run.name);
    const reference = trainGolden(referenceEngine, run);
    assertClose(kernel.parameters, reference.parameters, toleranceOf(run), run.name, 1);
    assertClose(kernel.errors, reference.errors, toleranceOf(run), run.name);
    const isZero = (value: number) => value === 0;
    assert.deepEqual(
      [...kernel.parameters].map(isZero),
      [...reference.parameters].map(isZero),
      `zeros of ${run.name}`,
    );
  }
});

const FIXTURES = join(import.meta.dirname, "../fixtures");

test("the golden runs have the bits they always had", () => {
  const golden: unknown = JSON.parse(readFileSync(join(FIXTURES, "kernel-golden.json"), "utf8"));
  const hashes = goldenHashes(wasmEngine);
  assert.deepEqual(hashes, golden);
  assert.equal(new Set(Object.values(hashes)).size, goldenRuns().length, "no two runs are alike");
});

for (const { settings, result } of referenceRuns) {
  if (settings.arithmetic !== "float64" || !("history" in result)) continue;
  test(`the independent reference: ${settings.name}`, () => {
    const { spec, generator } = datasetOf(settings.data, settings.arithmetic);
    const { loss, articleDerivative, l2, decay, batchSize, hiddenLayers } = settings;
    const { learningRate, epochs, initRange, netSeed: seed, streams } = settings;
    const config = {
      ...ARTICLE_CONFIG,
      ...{ loss, articleDerivative, l2, decay, batchSize, hiddenLayers },
      ...{ learningRate, epochs, initRange, seed, streams },
    };
    const dataset = createArticleDataset(spec, generator);
    const [{ run, recording }] = trainAll([new Run(config, settings.shape, dataset, wasmEngine())]);
    assertClose(run.parameters, result.weights, 1e-9, "weights", 1);
    assertClose([metricAt(recording, epochs, "trainLoss")], [result.dataLoss], 1e-9, "loss");
    assertClose([metricAt(recording, epochs, "testMse")], [result.testMse], 1e-9, "test MSE");
    assert.equal(metricAt(recording, epochs, "testCorrect"), result.testCorrect);
  });
}

test("the independent reference, learning numbers", () => {
  for (const run of regressionRuns) assertAgrees(wasmEngine(), run);
});

test("PyTorch and scikit-learn", () => {
  for (const run of [...torchRuns, ...sklearnRuns]) assertAgrees(wasmEngine(), run);
});

test("runs that share an engine do not disturb one another, however they take turns", () => {
  const isTaken = ({ name }: GoldenRun) => /batch 7,|all, scaled|switched on/.test(name);
  const runs = goldenRuns().filter(isTaken);
  const engine = wasmEngine();
  const learners = runs.map(run => createGolden(engine, run));
  const turns = learners.map(learner => learner.train());
  while (turns.map(turn => turn.next().done).includes(false)) {
    for (const [index, learner] of learners.entries()) {
      for (const _ of learner.evaluate(learner.parameters, [runs[index].items])) continue;
    }
  }
  for (const [index, run] of runs.entries()) {
    const alone = trainGolden(wasmEngine(), { ...run, changes: {} });
    assertSameBits(learners[index].parameters, alone.parameters, run.name);
  }
});

test("a kernel without memory says so", () => {
  const kernel = wasmKernel();
  assert.throws(() => kernel.grow(2 ** 33), RangeError);
});

test("float32 runs are those of the reference", () => {
  const [golden] = goldenRuns();
  const run = { ...golden, config: { ...golden.config, arithmetic: "float32" } as const };
  const kernel = trainGolden(wasmEngine(), run);
  const reference = trainGolden(referenceEngine, run);
  assertSameBits(kernel.parameters, reference.parameters, "weights");
});
