/** The article's Figure 1, digit for digit and bit for bit, through the path that users take. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import {
  ARTICLE_DATASET,
  createExperiment,
  type Experiment,
  layerSizes,
  recipes,
  variantConfig,
} from "../../../src/core/experiment.ts";
import type { VariantId } from "../../../src/core/variants.ts";
import { chooseSignals } from "../../../src/core/losses.ts";
import { ARTICLE_UNITS, layerViews, Network } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { createStreams } from "../../../src/core/run.ts";
import { roundings } from "../../../src/core/rounding.ts";
import { train, Updater } from "../../../src/core/trainer.ts";
import { runTranscript } from "../../../src/core/transcript.ts";
import { weightSize } from "../../../src/core/weightStats.ts";
import { figure1, float32Hash, float64Hash, type Rule } from "./fixtures.ts";
import {
  assertClose,
  drawUniform,
  type EndedRun,
  metricAt,
  trainExperiment,
  WatchedRandom,
} from "./training.ts";

const published = createExperiment("asPublished", ARTICLE_CONFIG);
const dataset = createDataset(published.dataset);

/** The same experiment with constant decay in place of L2, which no recipe offers in float32. */
function decayExperiment(decay: number): Experiment {
  const [none] = published.variants;
  const changes: Partial<TrainingConfig> = { ...none.changes, l2: 0, decay };
  return {
    ...published,
    variants: [{ id: "decay", remedy: "decay", label: `decay ${decay}`, changes }],
  };
}

const ended = trainExperiment(published);
const decays = figure1.runs.filter(run => run.rule === "const");
const decayEnded = decays.map(({ lambda }) => trainExperiment(decayExperiment(lambda))[0]);

function endedRun(rule: Rule, lambda: number): EndedRun {
  const variantOf = { none: "none", grow: "published", decay: "l2" } as const;
  if (rule === "const") return decayEnded[decays.findIndex(run => run.lambda === lambda)];
  return ended[published.variants.findIndex(variant => variant.id === variantOf[rule])];
}

test("the recipe has the three runs of the article, told apart by the rule alone", () => {
  assert.deepEqual(
    published.variants.map(({ id }) => id),
    ["none", "published", "l2"] satisfies VariantId[],
  );
  for (const variant of published.variants) {
    const config = variantConfig(published, variant);
    assert.equal(config.arithmetic, "float32");
    assert.equal(config.publishedSign, variant.id === "published");
    assert.equal(config.l2, variant.id === "none" ? 0 : 0.005);
    assert.deepEqual(layerSizes(published.dataset, config), [10, 8, 4]);
  }
  assert.deepEqual(published.dataset, { ...ARTICLE_DATASET, arithmetic: "float32" });
});

test("the fixture holds the runs of the article and three with constant decay", () => {
  assert.deepEqual(
    figure1.runs.map(({ rule, lambda }) => [rule, lambda]),
    [
      ["none", 0],
      ["grow", 0.005],
      ["decay", 0.005],
      ["const", 5e-5],
      ["const", 0.005],
      ["const", 0.02],
    ],
  );
});

for (const expected of figure1.runs) {
  test(`${expected.name}: errors, accuracies and weights to the last bit`, () => {
    const { run, recording } = endedRun(expected.rule, expected.lambda);
    assert.equal(run.state, "finished");
    assert.equal(run.epoch, 500);
    assert.equal(run.updates, 100_000);
    assert.equal(expected.mse.length, 5);
    for (const { epoch, value, printed } of expected.mse) {
      const mse = metricAt(recording, epoch, "trainMse");
      assert.equal(mse, value, `epoch ${epoch}`);
      assert.equal(mse.toFixed(4), printed);
    }
    assert.equal(metricAt(recording, 500, "trainCorrect"), expected.trainCorrect);
    assert.equal(metricAt(recording, 500, "testCorrect"), expected.testCorrect);
    assert.deepEqual([...run.parameters], expected.weights);
    assert.equal(float32Hash(run.parameters), expected.weightsSha256);
    const { all, weightsOnly } = expected.weightSize;
    assertClose([weightSize(run.parameters).sumOfSquares], [all.sumOfSquares], 1e-14, "all");
    assert.equal(weightSize(run.parameters).maxAbs, all.maxAbs);
    assertClose(
      [metricAt(recording, 500, "sumOfSquares")],
      [weightsOnly.sumOfSquares],
      1e-14,
      "weights",
    );
    assert.equal(metricAt(recording, 500, "maxAbs"), weightsOnly.maxAbs);
    // The published rule descends loss minus penalty, which the core tells by the sign.
    const sign = expected.rule === "grow" ? -1 : 1;
    assertClose([metricAt(recording, 500, "penalty")], [sign * expected.penalty], 1e-14, "penalty");
  });
}

test("the figures that the article prints", () => {
  const printed = (rule: Rule, lambda: number) =>
    [100, 200, 300, 400, 500].map(epoch =>
      metricAt(endedRun(rule, lambda).recording, epoch, "trainMse").toFixed(4),
    );
  assert.deepEqual(printed("none", 0), ["0.1877", "0.1357", "0.1120", "0.0985", "0.0913"]);
  assert.deepEqual(printed("grow", 0.005), ["0.1479", "0.1121", "0.1157", "0.1339", "0.1479"]);
  assert.deepEqual(printed("decay", 0.005), ["0.2374", "0.2142", "0.2006", "0.1934", "0.1914"]);
  const accuracies = (rule: Rule) => {
    const { recording } = endedRun(rule, 0.005);
    return [
      metricAt(recording, 500, "trainCorrect") / 200,
      metricAt(recording, 500, "testCorrect") / 40,
    ];
  };
  assert.deepEqual(accuracies("none"), [0.955, 0.7]);
  assert.deepEqual(accuracies("grow"), [0.92, 0.725]);
  assert.deepEqual(accuracies("decay"), [0.925, 0.8]);
});

test("L2 shrinks the weights; the published rule makes them grow", () => {
  const size = (rule: Rule) => metricAt(endedRun(rule, 0.005).recording, 500, "sumOfSquares");
  assert.equal(size("none").toFixed(4), "66.4564");
  assert.equal(Math.round(size("grow")), 146_099);
  assert.equal(size("decay").toFixed(4), "13.9467");
  assert.ok(size("decay") < size("none") && size("none") < size("grow"));
});

test("the three runs start with the same weights, errors and order of items", () => {
  const [first, ...others] = ended.map(({ recording }) => recording);
  const start = first.snapshotAt(0);
  assert.ok(start);
  assert.deepEqual([...start.parameters], figure1.trace.initialWeights);
  for (const other of others) {
    assert.deepEqual(other.snapshotAt(0), start);
    assert.equal(other.metric(0, "trainMse"), first.metric(0, "trainMse"));
  }
});

test("epoch 1: order of items, error and weights", () => {
  const config = { ...ARTICLE_CONFIG, arithmetic: "float32", epochs: 1, l2: 0 } as const;
  const order = new WatchedRandom(config.seed);
  const parameters = drawUniform([10, 8, 4], config.initRange, order, roundings.float32);
  const network = new Network(parameters, [10, 8, 4], ARTICLE_UNITS, roundings.float32);
  for (const tick of train(network, dataset.train, () => config, order)) assert.ok(tick.endsEpoch);
  assert.deepEqual(order.orders, [figure1.trace.firstOrder]);
  assert.deepEqual([...parameters], figure1.trace.none.weightsAfterEpoch1);
  for (const rule of ["none", "grow", "decay"] as const) {
    const { recording } = endedRun(rule, 0.005);
    const trace = figure1.trace[rule];
    assert.equal(metricAt(recording, 1, "trainMse"), trace.mseAfterEpoch1);
    const after = recording.snapshotAt(1);
    assert.equal(after?.epoch, 1);
    assert.deepEqual([...after.parameters], trace.weightsAfterEpoch1);
  }
});

for (const rule of ["none", "grow", "decay"] as const) {
  test(`the first two items of rule "${rule}", step by step`, () => {
    const round = roundings.float32;
    const config = {
      ...ARTICLE_CONFIG,
      arithmetic: "float32",
      l2: rule === "none" ? 0 : 0.005,
      publishedSign: rule === "grow",
    } as const;
    const parameters = drawUniform([10, 8, 4], 0.01, new Random(0), round);
    const network = new Network(parameters, [10, 8, 4], ARTICLE_UNITS, round);
    const gradientSums = new Float64Array(parameters.length);
    const gradient = layerViews(gradientSums, network.sizes);
    const updater = new Updater(network.layers, network.sizes);
    for (const item of figure1.trace[rule].items) {
      gradientSums.fill(0);
      network.forward(dataset.train.inputs, item.index * 10);
      assert.deepEqual([...network.probabilities], item.outputs);
      network.backward(gradient, chooseSignals(config), dataset.train.labels[item.index]);
      // A bias's gradient is its unit's signal; the article's has the other sign.
      assert.deepEqual(
        gradient.map(({ biases }) => Array.from(biases, signal => -signal)),
        item.signals,
      );
      updater.apply(gradient, 1, config.learningRate, config, round);
      assert.deepEqual([...parameters], item.weightsAfter);
    }
  });
}

test("the article in float64: the twins and the equal decay", () => {
  const experiment = createExperiment("equalDecay", ARTICLE_CONFIG, {
    ...ARTICLE_DATASET,
    freshItems: 0,
  });
  const float64Ended = trainExperiment(experiment);
  const { seed, initRange } = ARTICLE_CONFIG;
  assert.equal(
    float64Hash(
      drawUniform([10, 8, 4], initRange, createStreams({ seed, streams: "shared" }).init),
    ),
    figure1.data.float64.initialWeights,
  );
  assert.equal(figure1.float64Runs.length, float64Ended.length);
  for (const [i, expected] of figure1.float64Runs.entries()) {
    const { run, recording } = float64Ended[i];
    assert.deepEqual([run.config.l2, run.config.decay], [expected.l2, expected.decay]);
    assert.equal(
      float64Hash(recording.snapshotAt(0)?.parameters ?? []),
      figure1.data.float64.initialWeights,
    );
    for (const { epoch, mse, dataLoss, penalty, trainCorrect } of expected.history) {
      assertClose([metricAt(recording, epoch, "trainMse")], [mse], 1e-9, "MSE");
      assertClose([metricAt(recording, epoch, "trainLoss")], [dataLoss], 1e-9, "loss");
      assertClose([metricAt(recording, epoch, "penalty")], [penalty], 1e-9, "penalty");
      assert.equal(metricAt(recording, epoch, "trainCorrect"), trainCorrect);
    }
    assert.equal(metricAt(recording, 500, "testCorrect"), expected.testCorrect);
    assertClose([metricAt(recording, 500, "testLoss")], [expected.testDataLoss], 1e-9, "test loss");
    assertClose([metricAt(recording, 500, "testMse")], [expected.testMse], 1e-9, "test MSE");
    assertClose(run.parameters, expected.weights, 1e-9, expected.name, 1);
  }
});

test("Figure 1 told line by line", () => {
  const told = ended.map(({ run, recording }, i) =>
    runTranscript(published, dataset, {
      variant: published.variants[i],
      sizes: run.sizes,
      status: run.state,
      recording,
      fresh: { correct: 2550, items: 4000, epoch: 500 },
    }).split("\n"),
  );
  const [none, grown, penalized] = told;
  assert.deepEqual(none, [
    "Training a 10-8-4 network without L2: 500 epochs, learning rate 0.01, lambda 0, seed 0, float32",
    "epoch    100   MSE 0.1877",
    "epoch    200   MSE 0.1357",
    "epoch    300   MSE 0.1120",
    "epoch    400   MSE 0.0985",
    "epoch    500   MSE 0.0913",
    "Accuracy on training items: 0.9550 (191 of 200)",
    "Accuracy on test items: 0.7000 (28 of 40)",
    "Accuracy on fresh items: 0.6375 (2550 of 4000)",
    "Weights: sum of squares 66.4564, largest magnitude 2.4279",
  ]);
  const errors = (lines: string[]) =>
    lines.filter(line => line.startsWith("epoch")).map(line => line.slice(-6));
  assert.deepEqual(errors(grown), ["0.1479", "0.1121", "0.1157", "0.1339", "0.1479"]);
  assert.ok(grown.includes("Accuracy on training items: 0.9200 (184 of 200)"));
  assert.ok(grown.includes("Accuracy on test items: 0.7250 (29 of 40)"));
  assert.match(grown[0], /as published \(weights grow\).*lambda 0\.005/);
  assert.deepEqual(errors(penalized), ["0.2374", "0.2142", "0.2006", "0.1934", "0.1914"]);
  assert.match(penalized.at(-1) ?? "", /^Weights: sum of squares 13\.9467, largest .* 0\.9862$/);
});

test("every recipe trains the article's data with the same start in every variant", () => {
  for (const name of Object.keys(recipes) as (keyof typeof recipes)[]) {
    const experiment = createExperiment(
      name,
      { ...ARTICLE_CONFIG, epochs: 1 },
      { ...ARTICLE_DATASET, freshItems: 0 },
    );
    const runs = trainExperiment(experiment);
    const starts = runs.map(({ recording }) => recording.snapshotAt(0)?.parameters);
    for (const start of starts) assert.deepEqual(start, starts[0], name);
  }
});
