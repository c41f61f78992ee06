// Weight files of networks that predict numbers: what they say, and what a reader refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unscaled } from "../../../src/core/columnEncoding.ts";
import { createExperiment, layerSizes } from "../../../src/core/experiment.ts";
import { predict } from "../../../src/core/network.ts";
import { tableConfig } from "../../../src/core/presets.ts";
import { Random } from "../../../src/core/random.ts";
import { recordedEpoch, RunRecording } from "../../../src/core/recorder.ts";
import { Run } from "../../../src/core/run.ts";
import { weightFileName } from "../../../src/protocol/weightFileName.ts";
import { readWeightFile, WeightFileError } from "../../../src/protocol/weightFileReader.ts";
import type { WeightFile } from "../../../src/protocol/weightFileSchema.ts";
import {
  createWeightFile,
  describeData,
  formatWeightFile,
} from "../../../src/protocol/weightFileWriter.ts";
import { defaultChoice } from "../../../src/tabular/inputs.ts";
import { readTable } from "../../../src/tabular/readTable.ts";
import { makingTableDataset, type TableDataset } from "../../../src/tabular/tableDataset.ts";
import { createEngine } from "./weightFileFixture.ts";

const NAME = "prices.weights.json";

const random = new Random(3);
const ROWS = Array.from({ length: 60 }, () => {
  const [x, z] = [random.uniform(0, 9), random.uniform(0, 5)];
  return [x, z, 300 + 20 * x - 10 * z + random.uniform(-3, 3)];
});

function tableData(): TableDataset {
  const table = readTable(["x,z,price", ...ROWS.map(row => row.join())].join("\n"));
  const making = makingTableDataset(
    { table, fileName: "prices.csv", fileSha256: "0".repeat(64) },
    {
      target: 2,
      task: "regression",
      targetMissing: "error",
      inputs: [defaultChoice(0, "number"), defaultChoice(1, "number")],
      split: {
        ...{ method: "fractions", train: 0.6, validation: 0.2, test: 0.2 },
        ...{ stratified: true, seed: 0 },
      },
    },
  );
  for (;;) {
    const step = making.next();
    if (step.done === true) return step.value;
  }
}

const { spec, dataset } = tableData();

function trainedFile(): { file: WeightFile; parameters: Float64Array; sizes: number[] } {
  const base = { ...tableConfig(spec), epochs: 40 };
  const variant = { id: "none", remedy: "none", label: "without a remedy", changes: {} } as const;
  const experiment = {
    ...({ recipe: "withoutL2", own: [], changes: [] } as const),
    ...{ dataset: spec, base, variants: [variant] },
  };
  const sizes = layerSizes(spec, base);
  const run = new Run(base, sizes, dataset, createEngine());
  while (!run.steps.next().done);
  const recording = new RunRecording(sizes.length - 1, run.parameters.length);
  recording.append(run.takeChunk());
  const at = recordedEpoch(recording);
  assert.ok(at);
  const file = createWeightFile({
    ...{ programVersion: "0.1.0", experiment, variant: 0, status: run.state },
    ...{ trainedEpochs: run.epoch, at, best: recording.best?.metrics ?? null, fresh: null },
    data: describeData(dataset),
  });
  return { file, parameters: at.parameters, sizes };
}

const { file: FILE, parameters: PARAMETERS, sizes: SIZES } = trainedFile();

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test("a file says what the number is, how it was scaled, and how well it is predicted", () => {
  const text = formatWeightFile(FILE);
  assert.match(text, /"classes": \[\],\n {2}"target": \{/);
  const { file } = readWeightFile(text, NAME);
  assert.deepEqual([file.task, file.classes], ["regression", []]);
  assert.deepEqual(file.target, { name: "price", scaling: spec.targetScaling });
  assert.equal(file.layers.at(-1)?.activation, "identity");
  assert.match(file.data.description, /"price" holds the numbers to be predicted/);
  assert.match(file.metrics.definitions.rSquared ?? "", /1 - mse \/ variance/);
  const { last } = file.metrics;
  assert.deepEqual([last.trainAccuracy, last.freshAccuracy], [null, null]);
  // From the answers themselves, in the unit of the target.
  const { inputs, labels, count } = dataset.test;
  assert.ok(spec.targetScaling !== null);
  const scaling = spec.targetScaling;
  const answers = Array.from({ length: count }, (_, item) =>
    unscaled(
      predict(PARAMETERS, SIZES, inputs.slice(2 * item, 2 * item + 2), FILE.training.config)[0],
      scaling,
    ),
  );
  const targets = Array.from(labels, label => unscaled(label, scaling));
  const middle = mean(targets);
  const rSquared =
    1 -
    mean(answers.map((answer, i) => (answer - targets[i]) ** 2)) /
      mean(targets.map(target => (target - middle) ** 2));
  assert.ok(Math.abs((last.testRSquared ?? 0) - rSquared) < 1e-9, `${rSquared}`);
  assert.ok(rSquared > 0.9);
});

test("the self-test holds the output as the network gives it", () => {
  assert.equal(FILE.selfTest.items.length, 4);
  for (const { inputs, output, probabilities } of FILE.selfTest.items) {
    assert.equal(probabilities, undefined);
    const [found] = predict(PARAMETERS, SIZES, Float64Array.from(inputs), FILE.training.config);
    assert.equal(output, found);
  }
});

test("what does not go with a number is refused with its place", () => {
  const changes: readonly (readonly [(file: WeightFile) => void, string, RegExp])[] = [
    [file => (file.task = "classification"), "task", /expected regression, which goes with/],
    [file => (file.classes = ["a"]), "classes", /expected 0 names in a regression, got 1/],
    [file => delete file.target, "target", /expected this member in a regression, got nothing/],
    [
      file => {
        if (file.target) file.target.name = "cost";
      },
      "target.name",
      /expected "price", as in `data\.spec`, got "cost"/,
    ],
    [
      file => delete file.selfTest.items[1].output,
      "selfTest.items.1.output",
      /expected this member, got nothing/,
    ],
    [
      file => (file.selfTest.items[2].output = 1 + (file.selfTest.items[2].output ?? 0)),
      "selfTest.items.2.output",
      /which is what the weights give, got/,
    ],
    [
      file => (file.metrics.last.testAccuracy = { correct: 1, items: 12, value: 1 / 12 }),
      "metrics.last.testAccuracy",
      /expected null: a number is never right or wrong/,
    ],
  ];
  for (const [change, field, problem] of changes) {
    const copy = structuredClone(FILE);
    change(copy);
    assert.throws(
      () => readWeightFile(JSON.stringify(copy), NAME),
      (error: unknown) => {
        assert.ok(error instanceof WeightFileError, String(error));
        assert.equal(error.field, field);
        assert.match(error.problem, problem);
        return true;
      },
    );
  }
});

test("the weights of a table are named for its file", () => {
  const names = {
    "prices.csv": "prices",
    "My Houses (2024).v2.TSV": "my-houses-2024-v2",
    "Ha\u0308user_S\u00fcd.csv": "häuser-süd",
    noEnding: "noending",
    ".csv": "table",
    "... ///.csv": "table",
    "\u202e<&>.csv": "table",
    [`${"a".repeat(39)} b.csv`]: "a".repeat(39),
    [`${"\u{20000}".repeat(99)}.csv`]: "\u{20000}".repeat(40),
  };
  for (const [fileName, name] of Object.entries(names)) {
    const experiment = createExperiment("twins", tableConfig(spec), { ...spec, fileName });
    assert.equal(weightFileName(experiment, "l2"), `${name}-l2.weights.json`, fileName);
  }
});
