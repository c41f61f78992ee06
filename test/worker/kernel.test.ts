/**
 * The training kernel as it was built: the reference's mathematics, the plain kernel's bits, and
 * the same bits however the work is cut into calls, tiles and lists.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createArticleDataset } from "../../src/core/articleData.ts";
import { ARTICLE_CONFIG } from "../../src/core/config.ts";
import { referenceEngine } from "../../src/core/engine.ts";
import type { Kernel } from "../../src/core/kernel.ts";
import { KernelEngine } from "../../src/core/kernelEngine.ts";
import {
  NETWORK_LEARNING_RATE,
  NETWORK_SHRINK,
  NETWORK_SIGNALS,
  SIGNALS_CROSS_ENTROPY,
  TABLE_IS_SPARSE,
} from "../../src/core/kernelLayout.ts";
import { KernelMemory } from "../../src/core/kernelMemory.ts";
import { drawUniform } from "../../src/core/network.ts";
import { PlainKernel } from "../../src/core/plainKernel/plainKernel.ts";
import { Random } from "../../src/core/random.ts";
import { Run } from "../../src/core/run.ts";
import { datasetOf, referenceRuns } from "../unit/core/fixtures.ts";
import { assertClose, assertSameBits, metricAt, trainAll } from "../unit/core/training.ts";
import { plainEngine, wasmEngine, wasmKernel } from "./engines.ts";
import { goldenHashes, goldenRuns, randomItems, trainGolden } from "./goldenRuns.ts";

test("the golden runs: the reference's mathematics, and the plain kernel's bits", () => {
  for (const run of goldenRuns()) {
    const kernel = trainGolden(wasmEngine(), run);
    const plain = trainGolden(plainEngine(), run);
    assertSameBits(plain.parameters, kernel.parameters, run.name);
    assertSameBits(plain.errors, kernel.errors, run.name);
    const reference = trainGolden(referenceEngine, run);
    assertClose(kernel.parameters, reference.parameters, 1e-12, run.name, 1);
    assertClose(kernel.errors, reference.errors, 1e-12, run.name);
  }
});

const FIXTURES = join(import.meta.dirname, "../fixtures");

test("the golden runs have the bits they always had", () => {
  const golden: unknown = JSON.parse(readFileSync(join(FIXTURES, "kernel-golden.json"), "utf8"));
  assert.deepEqual(goldenHashes(wasmEngine), golden);
  assert.equal(new Set(Object.values(goldenHashes(plainEngine))).size, goldenRuns().length);
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

/** One epoch of cross-entropy straight through the kernel, in calls that end where `cuts` say. */
function trainDirectly(
  kernel: Kernel,
  tileItems: number,
  cuts: readonly number[],
  isSparse: boolean,
): Float64Array {
  const [count, batchSize, sizes] = [150, 45, [21, 18, 6]];
  const memory = new KernelMemory(kernel);
  const table = memory.addTable(randomItems(count, 21, 6, 0.3));
  memory.integers(table.address + TABLE_IS_SPARSE, 1)[0] = isSparse ? 1 : 0;
  const network = memory.addNetwork({ sizes, tileItems, keepsSteps: true, listsEntries: true });
  const { address } = network;
  memory.integers(address + NETWORK_SIGNALS, 1)[0] = SIGNALS_CROSS_ENTROPY;
  memory.floats(address + NETWORK_LEARNING_RATE, 1)[0] = 0.3;
  memory.floats(address + NETWORK_SHRINK, 1)[0] = 0.001;
  const parameters = drawUniform(sizes, 0.5, new Random(3));
  memory.writeParameters(network, parameters);
  const sequence = memory.allocate(4 * count);
  const order = Uint32Array.from({ length: count }, (_, item) => item);
  new Random(4).shuffle(order);
  memory.integers(sequence, count).set(order);
  let from = 0;
  for (const to of [...cuts, count]) {
    kernel.trainItems(address, table.address, sequence, from, to, batchSize, count);
    from = to;
  }
  memory.readParameters(network, parameters);
  return parameters;
}

test("the same bits in tiles of any size, in calls that end anywhere, with lists or without", () => {
  const whole = trainDirectly(wasmKernel(), 45, [], false);
  assert.notDeepEqual([...whole.subarray(0, 9)], [...drawUniform([21, 18, 6], 0.5, new Random(3))]);
  for (const createKernel of [wasmKernel, () => new PlainKernel()]) {
    for (const tileItems of [2, 3, 8, 45, 64]) {
      for (const cuts of [[], [45], [1, 2, 44, 46, 90, 149], [60, 61, 62, 63]]) {
        for (const isSparse of [false, true]) {
          const parameters = trainDirectly(createKernel(), tileItems, cuts, isSparse);
          const what = `tiles of ${tileItems}, cuts at ${cuts.join()}, sparse: ${isSparse}`;
          assertSameBits(parameters, whole, what);
        }
      }
    }
  }
});

test("runs that share an engine do not disturb one another, however they take turns", () => {
  const [first, second] = goldenRuns().filter(({ config }) => config.batchSize === 7);
  const engine = wasmEngine();
  const learners = [first, second].map(({ sizes, config, items }) => {
    const random = new Random(config.seed);
    const parameters = drawUniform(sizes, config.initRange, random);
    const learner = engine.createLearner({ config, sizes, parameters, items, order: random });
    return { items, learner };
  });
  const turns = learners.map(({ learner }) => learner.train());
  while (turns.map(turn => turn.next().done).includes(false)) {
    for (const { learner, items } of learners) {
      for (const _ of learner.evaluate(learner.parameters, items)) continue;
    }
  }
  for (const [index, run] of [first, second].entries()) {
    const alone = trainGolden(wasmEngine(), run);
    assertSameBits(learners[index].learner.parameters, alone.parameters, run.name);
  }
});

test("a kernel without memory says so", () => {
  const kernel = wasmKernel();
  assert.throws(() => kernel.grow(2 ** 33), RangeError);
});

test("float32 runs are those of the reference", () => {
  const [golden] = goldenRuns();
  const run = { ...golden, config: { ...golden.config, arithmetic: "float32" } as const };
  const kernel = trainGolden(new KernelEngine(wasmKernel()), run);
  const reference = trainGolden(referenceEngine, run);
  assertSameBits(kernel.parameters, reference.parameters, "weights");
});
