import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG } from "../../../src/core/config.ts";
import { createDataset, joinRows } from "../../../src/core/datasets.ts";
import { ARTICLE_DATASET, createExperiment } from "../../../src/core/experiment.ts";
import { dataTranscript, printedEpochs, runTranscript } from "../../../src/core/transcript.ts";
import { firstItems, trainExperiment } from "./training.ts";

test("the epochs that are printed", () => {
  assert.deepEqual(printedEpochs(500), [100, 200, 300, 400, 500]);
  assert.deepEqual(printedEpochs(100), [100]);
  assert.deepEqual(printedEpochs(250), [100, 200]);
  assert.deepEqual(printedEpochs(50), [10, 20, 30, 40, 50]);
  assert.deepEqual(printedEpochs(3), [1, 2, 3]);
  assert.deepEqual(printedEpochs(1), [1]);
  for (let epochs = 1; epochs < 300; epochs++) {
    const printed = printedEpochs(epochs);
    assert.ok(printed.length >= 1 && printed.length <= 9, `${epochs} epochs`);
    assert.ok(printed.every(epoch => Number.isInteger(epoch) && epoch >= 1 && epoch <= epochs));
  }
});

test("rows join inputs and targets", () => {
  const { train } = createDataset({ ...ARTICLE_DATASET, freshItems: 0 });
  const joined = joinRows(train, 4, 3);
  assert.equal(joined.length, 42);
  assert.deepEqual([...joined.subarray(14, 24)], [...train.inputs.subarray(10, 20)]);
  assert.deepEqual([...joined.subarray(24, 28)], [0, 1, 0, 0]);
  assert.equal(joinRows(firstItems(train, 0), 4).length, 0);
});

test("the data are told before training", () => {
  const experiment = createExperiment("asPublished", ARTICLE_CONFIG);
  const lines = dataTranscript(experiment, createDataset(experiment.dataset)).split("\n");
  assert.deepEqual(lines, [
    "Data: 200 training items (seed 11) and 40 test items (seed 13),",
    "10 inputs, 4 classes. Training items:",
    "",
    "[  0] -0.8   1.0   6.8  -0.5   0.1   1.4  -5.0   0.2   2.1   4.7   0.0   0.0   1.0   0.0",
    "[  1] -6.5  -3.1  -6.5   5.0   3.1  -7.3   7.7   7.4   2.5   1.8   0.0   1.0   0.0   0.0",
    "[  2] -5.5  -7.8   0.5  -7.0  -5.0  -4.1  -7.5  -0.6  -1.0   5.5   0.0   0.0   1.0   0.0",
    "[  3]  0.3   2.2  -0.0   2.6  -0.7  -3.5   8.0   7.9   5.4   3.3   0.0   1.0   0.0   0.0",
    " . . .",
    "[199]  0.6   5.4  -6.0   6.0  -0.4  -7.5  -1.1  -2.0   2.8   6.9   1.0   0.0   0.0   0.0",
  ]);
});

test("a run that diverged says so, and prints no error that it has not", () => {
  const base = { ...ARTICLE_CONFIG, learningRate: 10, l2: 10, epochs: 400, batchSize: 200 };
  const experiment = createExperiment("withL2", base, { ...ARTICLE_DATASET, freshItems: 0 });
  const dataset = createDataset(experiment.dataset);
  const [{ run, recording }] = trainExperiment(experiment);
  assert.equal(run.state, "diverged");
  const lines = runTranscript(experiment, dataset, {
    variant: experiment.variants[0],
    sizes: run.sizes,
    status: run.state,
    recording,
    fresh: null,
  }).split("\n");
  const printed = lines.filter(line => line.startsWith("epoch"));
  assert.deepEqual(
    printed.map(line => Number(line.slice(5, 13))),
    printedEpochs(400).filter(epoch => epoch <= run.epoch),
  );
  assert.equal(lines.at(-1), `Diverged: a number was no longer finite after epoch ${run.epoch}.`);
  assert.ok(!lines.some(line => line.includes("fresh")));
});

test("constant decay is told", () => {
  const base = { ...ARTICLE_CONFIG, epochs: 1 };
  const experiment = createExperiment("equalDecay", base, { ...ARTICLE_DATASET, freshItems: 0 });
  const dataset = createDataset(experiment.dataset);
  const ended = trainExperiment(experiment);
  const [first] = runTranscript(experiment, dataset, {
    variant: experiment.variants[2],
    sizes: ended[2].run.sizes,
    status: ended[2].run.state,
    recording: ended[2].recording,
    fresh: { correct: 0, items: 0, epoch: 1 },
  }).split("\n");
  assert.match(first, /^Training a 10-8-4 network with constant decay: 1 epoch, .*decay 0\.00005,/);
});
