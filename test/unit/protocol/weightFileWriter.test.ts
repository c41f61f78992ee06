import assert from "node:assert/strict";
import { recordedEpoch } from "../../../src/core/recorder.ts";
import { weightFileName } from "../../../src/protocol/weightFileName.ts";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ARTICLE_CONFIG } from "../../../src/core/config.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import { createExperiment } from "../../../src/core/experiment.ts";
import { Run } from "../../../src/core/run.ts";
import { readWeightFile } from "../../../src/protocol/weightFileReader.ts";
import {
  createWeightFile,
  formatWeightFile,
  weightFileStatus,
} from "../../../src/protocol/weightFileWriter.ts";
import { bitsOf, createEngine, datasetOf, sourceOf, trained } from "./weightFileFixture.ts";

test("members stand in a fixed order, matrices row by row", () => {
  const text = formatWeightFile(createWeightFile(trained().source));
  const lines = text.split("\n");
  assert.deepEqual(
    [...text.matchAll(/^ {2}"(\w+)"/gm)].map(match => match[1]),
    [
      "format",
      "version",
      "program",
      "task",
      "classes",
      "inputs",
      "layers",
      "weightsSha256",
      "statistics",
      "training",
      "random",
      "data",
      "split",
      "metrics",
      "selfTest",
    ],
  );
  assert.deepEqual(lines.slice(0, 3), [
    "{",
    '  "format": "regularization-playground/weights",',
    '  "version": "1.0",',
  ]);
  assert.equal(lines.filter(line => /^ {8}\[.*\],?$/.test(line)).length, 10 + 8);
  assert.ok(text.endsWith("}\n") && !text.endsWith("\n\n"));
  assert.ok(!text.includes("\r") && !/[ \t]$/m.test(text));
});

test("the same run gives the same bytes", () => {
  const [one, two] = [trained("withL2"), trained("withL2")];
  assert.notEqual(one.run, two.run);
  assert.equal(
    formatWeightFile(createWeightFile(one.source)),
    formatWeightFile(createWeightFile(two.source)),
  );
});

test("the file alone is enough to train the same network again, to the last bit", () => {
  for (const [recipe, changes, variant] of [
    ["twins", {}, 1],
    ["asPublished", {}, 1],
    ["equalDecay", { streams: "separate", seed: 2 ** 40 + 7, batchSize: 16 }, 2],
    ["withL2", { loss: "crossEntropy", hiddenLayers: [5, 3], articleDerivative: false }, 0],
  ] as const) {
    const { source } = trained(recipe, changes, variant);
    const read = readWeightFile(formatWeightFile(createWeightFile(source)), "a.weights.json");
    const { config } = read.file.training;
    const { spec } = read.file.data;
    assert.ok(spec.kind !== "table" && spec.kind !== "points");
    const again = new Run(config, read.sizes, createDataset(spec), createEngine());
    while (!again.steps.next().done);
    assert.deepEqual(bitsOf(again.parameters), bitsOf(read.parameters), recipe);
    assert.equal(
      read.file.training.engine,
      config.arithmetic === "float32" ? "reference" : "kernel-1",
    );
    assert.deepEqual(bitsOf(read.parameters), bitsOf(source.at.parameters), recipe);
  }
});

test("a file holds no row of the data", () => {
  const { source } = trained();
  const text = formatWeightFile(createWeightFile(source));
  const { train, test: testTable } = datasetOf(source.experiment.dataset);
  for (const table of [train, testTable]) {
    for (const value of table.inputs) {
      assert.ok(!text.includes(String(value)), `${value} is in the file`);
    }
  }
});

test("numbers are told with their meaning", () => {
  const { source, recording } = trained("twins", {}, 1);
  const file = createWeightFile({
    ...source,
    fresh: { correct: 2500, items: 4000, epoch: source.at.metrics.epoch },
  });
  const row = recording.rowAt(6);
  assert.deepEqual(file.training.status, "finished");
  assert.equal(file.training.updates, 1200);
  assert.equal(file.training.exportedWhileTraining, false);
  assert.equal(file.metrics.last.trainMse, recording.metric(row, "trainMse"));
  assert.equal(file.metrics.last.penalty, recording.metric(row, "penalty"));
  assert.equal(file.statistics.weights.sumOfSquares, recording.metric(row, "sumOfSquares"));
  assert.equal(file.statistics.weights.maxAbs, recording.metric(row, "maxAbs"));
  assert.equal(file.statistics.weights.count + file.statistics.biases.count, 124);
  const correct = recording.metric(row, "testCorrect");
  assert.deepEqual(file.metrics.last.testAccuracy, { value: correct / 40, correct, items: 40 });
  assert.deepEqual(file.metrics.last.freshAccuracy, { value: 0.625, correct: 2500, items: 4000 });
  assert.equal(
    file.data.sha256.train,
    "a78009d4b985c16169beee18a3e364c1d740f7343a32b14b6440df4e7d60d086",
  );
  assert.equal(
    file.weightsSha256,
    createHash("sha256").update(new Uint8Array(source.at.parameters.slice().buffer)).digest("hex"),
  );
});

test("an earlier epoch is exported with its own numbers and without the fresh score", () => {
  const { source, recording } = trained();
  const at = recordedEpoch(recording, 4);
  assert.ok(at);
  const fresh = { correct: 2500, items: 4000, epoch: 6 };
  const file = createWeightFile({ ...source, at, status: "training", fresh });
  assert.equal(file.training.epoch, 4);
  assert.equal(file.training.trainedEpochs, 6);
  assert.equal(file.training.exportedWhileTraining, true);
  assert.equal(file.metrics.last.epoch, 4);
  assert.equal(file.metrics.last.freshAccuracy, null);
  assert.notEqual(file.weightsSha256, createWeightFile(source).weightsSha256);
});

test("the rule says what an update does", () => {
  const rule = (...args: Parameters<typeof trained>) =>
    createWeightFile(trained(...args).source).training.rule.weights;
  const epochs = 1;
  const step = "step = learningRate * g";
  assert.equal(rule("equalDecay", { epochs }, 0), `g = gradient; ${step}; w = w - step`);
  assert.equal(rule("equalDecay", { epochs }, 1), `g = gradient + l2 * w; ${step}; w = w - step`);
  assert.equal(
    rule("equalDecay", { epochs }, 2),
    `g = gradient; ${step}; w = (1 - decay) * w - step`,
  );
  assert.equal(rule("asPublished", { epochs }, 1), `g = gradient - l2 * w; ${step}; w = w - step`);
});

test("streams are told by the seed that gives them in CPython", () => {
  const streams = (mode: "shared" | "separate") =>
    createWeightFile(trained("withL2", { epochs: 1, seed: 5, streams: mode }).source).random
      .streams;
  // 5 + k * 2^64 with k = 3, 4, 5 and 6.
  const others = [
    { purposes: ["dropout"], seed: "92233720368547758085" },
    { purposes: ["jitter"], seed: "110680464442257309701" },
  ];
  assert.deepEqual(streams("shared"), [{ purposes: ["init", "order"], seed: "5" }, ...others]);
  assert.deepEqual(streams("separate"), [
    { purposes: ["init"], seed: "55340232221128654853" },
    { purposes: ["order"], seed: "73786976294838206469" },
    ...others,
  ]);
});

test("weights that are not finite are refused with their place", () => {
  const { source } = trained();
  for (const [index, value, field] of [
    [0, Number.NaN, "layers.0.weights.0.0"],
    [9, Number.POSITIVE_INFINITY, "layers.0.weights.1.1"],
    [83, Number.NEGATIVE_INFINITY, "layers.0.biases.3"],
    [123, Number.NaN, "layers.1.biases.3"],
  ] as const) {
    const parameters = source.at.parameters.slice();
    parameters[index] = value;
    assert.throws(() => createWeightFile({ ...source, at: { ...source.at, parameters } }), {
      name: "ValidationError",
      field,
      message: `${field}: expected a ${Number.isNaN(value) ? "" : "finite "}number, got ${value}`,
    });
  }
});

test("-0 is written as 0", () => {
  const text = formatWeightFile(createWeightFile(sourceOf([2], [-0, 1])));
  assert.ok(!/-0[,\]\s]/.test(text));
  const { parameters } = readWeightFile(text, "a.weights.json");
  assert.deepEqual(bitsOf(parameters.slice(0, 2)), bitsOf(Float64Array.of(0, 1)));
});

test("measured numbers that are not finite are null", () => {
  const source = sourceOf([2], [1e200]);
  const metrics = { ...source.at.metrics, trainLoss: Number.NaN, penalty: Infinity };
  const file = createWeightFile({ ...source, at: { ...source.at, metrics } });
  assert.equal(file.metrics.last.trainLoss, null);
  assert.equal(file.metrics.last.penalty, null);
  assert.equal(file.metrics.last.testLoss, 1);
  assert.equal(file.statistics.weights.sumOfSquares, null);
  assert.equal(file.statistics.weights.maxAbs, 1e200);
});

test("what does not fit the experiment is refused", () => {
  const { source } = trained();
  assert.throws(() => createWeightFile({ ...source, variant: 2 }), RangeError);
  const parameters = source.at.parameters.slice(1);
  assert.throws(
    () => createWeightFile({ ...source, at: { ...source.at, parameters } }),
    RangeError,
  );
  assert.throws(() => createWeightFile({ ...source, trainedEpochs: 5 }), {
    field: "training.epoch",
  });
});

test("the test of a file covers the whole range, and is not saturated", () => {
  const { selfTest } = createWeightFile(trained("withL2", { epochs: 30 }).source);
  assert.equal(selfTest.items.length, 4);
  assert.equal(selfTest.tolerance, 1e-9);
  const largest = selfTest.items.map(({ inputs }) => Math.max(...inputs.map(Math.abs)));
  assert.deepEqual(
    largest.map((value, k) => value <= [0, 0.5, 2, 8][k]),
    [true, true, true, true],
  );
  assert.ok(largest[3] > 6);
  assert.equal(new Set(selfTest.items.map(item => item.probabilities?.join())).size, 4);
});

test("large weights have a wider tolerance", () => {
  const { selfTest } = createWeightFile(sourceOf([2], [3e6, -1e6, 2.5]));
  assert.ok(selfTest.tolerance > 1e-9);
});

test("file names", () => {
  const name = (recipe: Parameters<typeof createExperiment>[0]) =>
    weightFileName(createExperiment(recipe, ARTICLE_CONFIG), "l2");
  assert.equal(name("twins"), "article-l2.weights.json");
  assert.equal(name("asPublished"), "figure-1-l2.weights.json");
});

test("a run that has not ended stands as its experiment does", () => {
  assert.equal(weightFileStatus("training", "training"), "training");
  assert.equal(weightFileStatus("paused", "training"), "paused");
  assert.equal(weightFileStatus("failed", "training"), "failed");
  assert.equal(weightFileStatus("stopped", "training"), "stopped");
  assert.equal(weightFileStatus("training", "diverged"), "diverged");
  assert.equal(weightFileStatus("paused", "finished"), "finished");
});
