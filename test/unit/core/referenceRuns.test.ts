/** Whole runs against the independent reference: other seeds, shapes, rules, losses and tables. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createArticleDataset } from "../../../src/core/articleData.ts";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import type { Dataset } from "../../../src/core/items.ts";
import { ARTICLE_UNITS, Network } from "../../../src/core/network.ts";
import { createStreams, Run } from "../../../src/core/run.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { train } from "../../../src/core/trainer.ts";
import {
  datasetOf,
  type Float32Settings,
  type Float64Settings,
  float32Hash,
  float64Hash,
  referenceRuns,
} from "./fixtures.ts";
import { assertClose, drawUniform, metricAt, trainAll, WatchedRandom } from "./training.ts";

/** The float64 reference and the core may differ in the last bits of tanh, exp and log. */
const TOLERANCE = 1e-9;

function configOf(settings: Float32Settings | Float64Settings): TrainingConfig {
  const { hiddenLayers, learningRate, epochs, initRange, netSeed: seed, streams } = settings;
  const shared = { hiddenLayers, learningRate, epochs, initRange, seed, streams };
  if (settings.arithmetic === "float64") {
    const { loss, articleDerivative, l2, decay, batchSize } = settings;
    return { ...ARTICLE_CONFIG, ...shared, loss, articleDerivative, l2, decay, batchSize };
  }
  const { rule, lambda } = settings;
  return {
    ...ARTICLE_CONFIG,
    ...shared,
    arithmetic: "float32",
    l2: rule === "grow" || rule === "decay" ? lambda : 0,
    publishedSign: rule === "grow",
    decay: rule === "const" ? lambda : 0,
  };
}

/** The order of items of the first epoch, as the trainer makes it. */
function firstOrder(config: TrainingConfig, sizes: readonly number[], dataset: Dataset): number[] {
  const round = roundings[config.arithmetic];
  if (config.streams === "shared") {
    const random = new WatchedRandom(config.seed);
    const parameters = drawUniform(sizes, config.initRange, random, round);
    const network = new Network(parameters, sizes, ARTICLE_UNITS, round);
    train(network, dataset.train, () => ({ ...config, epochs: 1 }), random).next();
    return random.orders[0];
  }
  const sequence = Uint32Array.from({ length: dataset.train.count }, (_, item) => item);
  createStreams(config).order.shuffle(sequence);
  return [...sequence];
}

for (const reference of referenceRuns) {
  const { settings, start, result } = reference;
  test(settings.name, () => {
    const { spec, generator } = datasetOf(settings.data, settings.arithmetic);
    const dataset = createArticleDataset(spec, generator);
    const config = configOf(settings);
    const run = new Run(config, settings.shape, dataset);
    const hash = settings.arithmetic === "float32" ? float32Hash : float64Hash;
    assert.deepEqual([...run.parameters.subarray(0, 3)], start.initialFirst);
    assert.equal(hash(run.parameters), start.initialSha256);
    assert.deepEqual(firstOrder(config, settings.shape, dataset), start.firstOrder);

    const [{ recording }] = trainAll([run]);
    const { epochs } = settings;
    assert.equal(run.state, "finished");
    assert.equal(run.epoch, epochs);
    assert.equal(metricAt(recording, epochs, "trainCorrect"), result.trainCorrect);
    assert.equal(metricAt(recording, epochs, "testCorrect"), result.testCorrect);
    const { weightsOnly } = result.weightSize;
    const sumOfSquares = metricAt(recording, epochs, "sumOfSquares");
    const maxAbs = metricAt(recording, epochs, "maxAbs");

    if ("mse" in result) {
      for (const { epoch, value } of result.mse) {
        assert.equal(metricAt(recording, epoch, "trainMse"), value, `MSE at epoch ${epoch}`);
      }
      assert.deepEqual([...run.parameters], result.weights);
      assert.equal(float32Hash(run.parameters), result.weightsSha256);
      assertClose([sumOfSquares], [weightsOnly.sumOfSquares], 1e-14, "sum of squares");
      assert.equal(maxAbs, weightsOnly.maxAbs);
      // The published rule descends loss minus penalty, which the core tells by the sign.
      const penalty = config.publishedSign ? 0 - result.penalty : result.penalty;
      assertClose([metricAt(recording, epochs, "penalty")], [penalty], 1e-14, "penalty");
      return;
    }
    for (const { epoch, mse, dataLoss, penalty, trainCorrect } of result.history) {
      const at = `at epoch ${epoch}`;
      assertClose([metricAt(recording, epoch, "trainMse")], [mse], TOLERANCE, `MSE ${at}`);
      assertClose([metricAt(recording, epoch, "trainLoss")], [dataLoss], TOLERANCE, `loss ${at}`);
      assertClose([metricAt(recording, epoch, "penalty")], [penalty], TOLERANCE, `penalty ${at}`);
      assert.equal(metricAt(recording, epoch, "trainCorrect"), trainCorrect, at);
    }
    const last = (name: "trainLoss" | "testLoss" | "testMse" | "penalty") => [
      metricAt(recording, epochs, name),
    ];
    assertClose(last("trainLoss"), [result.dataLoss], TOLERANCE, "loss");
    assertClose(last("testLoss"), [result.testDataLoss], TOLERANCE, "test loss");
    assertClose(last("testMse"), [result.testMse], TOLERANCE, "test MSE");
    assertClose(last("penalty"), [result.penalty], TOLERANCE, "penalty");
    assertClose(run.parameters, result.weights, TOLERANCE, "weights", 1);
    assertClose([sumOfSquares], [weightsOnly.sumOfSquares], TOLERANCE, "sum of squares");
    assertClose([maxAbs], [weightsOnly.maxAbs], TOLERANCE, "largest weight");
  });
}

test("the reference covers every rule, loss, derivative, kind of streams and depth", () => {
  const values = (pick: (settings: Float32Settings | Float64Settings) => unknown) =>
    new Set(referenceRuns.map(({ settings }) => pick(settings)));
  assert.deepEqual(
    values(s => (s.arithmetic === "float32" ? s.rule : "none")),
    new Set(["none", "grow", "decay", "const"]),
  );
  assert.deepEqual(
    values(s => (s.arithmetic === "float64" ? `${s.loss} ${s.articleDerivative}` : "float32")),
    new Set(["float32", "squaredError true", "squaredError false", "crossEntropy false"]),
  );
  assert.deepEqual(
    values(s => s.streams),
    new Set(["shared", "separate"]),
  );
  assert.deepEqual(
    values(s => s.hiddenLayers.length),
    new Set([0, 1, 2, 3]),
  );
});
