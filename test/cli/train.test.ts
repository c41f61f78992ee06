// The command `train` on tables and presets: what is read, guessed, left out, trained, told and saved.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ColumnEncoding } from "../../src/core/columnEncoding.ts";
import type { TrainingConfig } from "../../src/core/config.ts";
import { Random } from "../../src/core/random.ts";
import { splitItems, type SplitSpec } from "../../src/core/splits.ts";
import { readWeightFile } from "../../src/protocol/weightFileReader.ts";
import { Folder, trees, treesCsv } from "./runCli.ts";

interface Part {
  readonly items: number;
  readonly correct: number;
  readonly accuracy: number;
  readonly interval: readonly [number, number];
  readonly loss: number;
}

interface TrainJson {
  readonly command: string;
  readonly data: {
    readonly kind: string;
    readonly fileName: string;
    readonly fileSha256: string;
    readonly rows: number;
    readonly format: {
      delimiter: string;
      decimalComma: boolean;
      header: boolean;
      encoding: string;
    };
    readonly target: { readonly name: string; readonly guessed: string | null };
    readonly classes: readonly { readonly name: string; readonly items: number }[];
    readonly inputs: readonly ColumnEncoding[];
    readonly excludedColumns: readonly { readonly name: string; readonly reason: string }[];
    readonly excludedRows: readonly { reason: string; rows: number; firstLines: number[] }[];
    readonly split: SplitSpec & { trainItems: number; validationItems: number; testItems: number };
  };
  readonly warnings: readonly string[];
  readonly config: TrainingConfig;
  readonly layers: readonly number[];
  readonly status: string;
  readonly epoch: number;
  readonly trainedEpochs: number;
  readonly isBest: boolean;
  readonly train: Part;
  readonly validation: Part | null;
  readonly test: Part | null;
  readonly fresh: { readonly items: number; readonly accuracy: number } | null;
  readonly confusion: readonly (readonly number[])[] | null;
  readonly weights: { readonly sumOfSquares: number; readonly maxAbs: number };
  readonly out: string | null;
}

test("a table of numbers, categories, booleans and quotes: everything is guessed and told", async t => {
  const folder = new Folder(t);
  const csv = treesCsv(trees(300));
  folder.write("trees.csv", csv);
  const found = await folder.json<TrainJson>(0, "train", "trees.csv", "--out", "t.weights.json");
  assert.equal(found.command, "train");
  assert.equal(found.data.fileSha256, createHash("sha256").update(csv).digest("hex"));
  assert.equal(found.data.rows, 300);
  assert.deepEqual(found.data.format, {
    delimiter: ",",
    decimalComma: false,
    header: true,
    encoding: "utf-8",
  });
  assert.deepEqual(found.data.target, {
    ...{ name: "kind", guessed: "it is the last column" },
    ...{ task: "classification", numbers: null },
  });
  assert.deepEqual(found.data.classes, [
    { name: "ash", items: 100 },
    { name: "birch", items: 100 },
    { name: "oak", items: 100 },
  ]);
  assert.deepEqual(
    found.data.inputs.map(({ name, kind }) => [name, kind]),
    [
      ["height", "number"],
      ["width", "number"],
      ["colour", "category"],
      ["fresh", "boolean"],
    ],
  );
  assert.deepEqual(found.data.excludedColumns, [{ name: "nr", reason: "it counts the rows" }]);
  assert.deepEqual(found.layers, [6, 8, 3]);
  assert.deepEqual([found.train.items, found.validation?.items, found.test?.items], [180, 60, 60]);
  assert.ok(found.isBest && found.train.accuracy > 0.8, `accuracy ${found.train.accuracy}`);
  const { test: judged, confusion } = found;
  assert.ok(judged !== null && confusion !== null);
  assert.deepEqual(
    confusion.map(row => row.reduce((sum, count) => sum + count, 0)),
    [20, 20, 20],
  );
  assert.equal(
    confusion.reduce((sum, row, i) => sum + row[i], 0),
    judged.correct,
  );
  assert.ok(judged.interval[0] < judged.accuracy && judged.accuracy < judged.interval[1]);
  const { file } = readWeightFile(folder.read("t.weights.json"), "t.weights.json");
  assert.equal(file.training.epoch, found.epoch);
  assert.equal(file.metrics.last.testLoss, judged.loss);
  assert.equal(file.statistics.weights.sumOfSquares, found.weights.sumOfSquares);
  assert.deepEqual(file.inputs, found.data.inputs);
  const { spec } = file.data;
  assert.ok(spec.kind === "table");
  assert.deepEqual([spec.fileName, spec.target], ["trees.csv", "kind"]);
  const { missingWords, sample, ...format } = spec.format;
  assert.equal(sample, null);
  assert.deepEqual(format, found.data.format);
  assert.ok(missingWords.includes("NA"));
});

test("encodings are fitted on the train rows of the stratified split, and on no others", async t => {
  const folder = new Folder(t);
  const rows = trees(90);
  folder.write("trees.csv", treesCsv(rows));
  const found = await folder.json<TrainJson>(0, "train", "trees.csv", "--split-seed", "3");
  const { split, inputs } = found.data;
  const labels = Uint16Array.from(rows, (_, i) => i % 3);
  const { train } = splitItems(split, rows.length, labels, Random.stream(3, "split"));
  const mean = (items: readonly number[]) => items.reduce((sum, x) => sum + x, 0) / items.length;
  const heights = rows.map(({ height }) => height);
  const expected = mean([...train].map(row => heights[row]));
  const [encoding] = inputs;
  assert.ok(encoding.kind === "number" && encoding.scaling.method === "zScore");
  assert.ok(Math.abs(encoding.scaling.mean - expected) < 1e-12);
  assert.ok(Math.abs(mean(heights) - expected) > 1e-3);
});

test("semicolons, decimal commas, a byte order mark and missing values", async t => {
  const folder = new Folder(t);
  const lines = trees(60).map(({ height, width, kind }, i) =>
    [
      i === 7 ? "" : String(height).replace(".", ","),
      i === 9 ? "NA" : String(width).replace(".", ","),
      kind,
    ].join(";"),
  );
  folder.write("trees.csv", `\uFEFFheight;width;kind\r\n${lines.join("\r\n")}\r\n\r\n`);
  const refused = await folder.run("train", "trees.csv");
  assert.equal(refused.code, 3);
  assert.match(
    refused.stderr,
    /trees\.csv: line 9, character 1: column "height" has no value here/,
  );
  assert.match(refused.stderr, /--missing drop .* --missing fill .* --exclude "height"/);
  const asTarget = await folder.run("train", "trees.csv", "--target", "height");
  assert.match(
    asTarget.stderr,
    /column "height" has no value here\. Say --missing drop .* --target/,
  );
  const dropped = await folder.json<TrainJson>(0, "train", "trees.csv", "--missing", "drop");
  assert.deepEqual(dropped.data.format, {
    delimiter: ";",
    decimalComma: true,
    header: true,
    encoding: "utf-8",
  });
  assert.deepEqual(dropped.data.excludedRows, [
    { reason: "blank", rows: 1, firstLines: [62] },
    { reason: "missing", rows: 2, firstLines: [9, 11] },
  ]);
  const filled = await folder.json<TrainJson>(0, "train", "trees.csv", "--missing", "fill");
  assert.equal(filled.train.items, 36);
  assert.equal(filled.data.inputs[0].missing.method, "fill");
});

test("options choose target, inputs, split and settings; the file of settings gives way to --set", async t => {
  const folder = new Folder(t);
  folder.write("trees.csv", treesCsv(trees(120)));
  folder.write("settings.json", '{ "hiddenLayers": [5], "l2": 0.01, "epochs": 7 }');
  const found = await folder.json<TrainJson>(
    0,
    ...["train", "trees.csv", "--target", "fresh", "--input", "height", "--input", "nr"],
    ...["--scaling", "minMax", "--split", "50/0/50", "--config", "settings.json"],
    ...["--set", "epochs=9", "--set", "activations=relu", "--last"],
  );
  assert.deepEqual([found.data.target.name, found.data.target.guessed], ["fresh", null]);
  assert.deepEqual(
    found.data.inputs.map(({ name }) => name),
    ["height", "nr"],
  );
  assert.deepEqual(
    [found.config.hiddenLayers, found.config.l2, found.config.epochs, found.config.activations],
    [[5], 0.01, 9, ["relu"]],
  );
  // Early stopping is a default that makes no sense without validation items.
  assert.equal(found.config.patience, 0);
  assert.deepEqual([found.validation, found.isBest, found.epoch], [null, false, 9]);
  assert.equal(found.out, null);
});

test("a preset: its data, its config, fresh items, and every output form", async t => {
  const folder = new Folder(t);
  const found = await folder.json<TrainJson>(0, "train", "moons", "--set", "epochs=60");
  assert.equal(found.data.kind, "preset");
  assert.equal(found.fresh?.items, 4000);
  assert.ok(found.test !== null && found.test.accuracy > 0.8);
  const sigmoid = await folder.json<TrainJson>(
    0,
    ...["train", "moons", "--set", "epochs=60", "--set", "output=sigmoid"],
  );
  assert.deepEqual(sigmoid.layers, [2, 8, 1]);
  assert.equal(sigmoid.confusion?.length, 2);
  const { code, stdout, stderr } = await folder.run("train", "moons", "--set", "epochs=5");
  assert.equal(code, 0);
  assert.match(stdout, /test +\d\.\d{4} +\d+\.\d % +\d+ of 200 +\d+\.\d to \d+\.\d %/);
  assert.match(stdout, /Weights: sum of squares/);
  assert.equal(stderr, "");
});

test("what is piped has no control characters, whatever the names in the table", async t => {
  const folder = new Folder(t);
  const rows = trees(60).map(({ height, kind }) => `${height},"${kind}\u001B[31m\u009B0m"`);
  folder.write("trees.csv", `"hei\u0007ght",kind\n${rows.join("\n")}\n`);
  const { code, stdout, stderr } = await folder.run("train", "trees.csv");
  assert.equal(code, 0);
  assert.doesNotMatch(`${stdout}${stderr}`, /[^\P{Cc}\n]/u);
});

test("a file is never replaced unless that is asked for, and nothing half-written stays", async t => {
  const folder = new Folder(t);
  folder.write("kept.json", "precious");
  const args = ["train", "xor", "--set", "epochs=3", "--out", "kept.json"];
  const refused = await folder.run(...args);
  assert.equal(refused.code, 4);
  assert.match(
    refused.stderr,
    /^regularization-playground: kept\.json: the file is there already.*--force\.\n$/,
  );
  assert.equal(folder.read("kept.json"), "precious");
  assert.equal((await folder.run(...args, "--force")).code, 0);
  readWeightFile(folder.read("kept.json"), "kept.json");
  const nowhere = await folder.run("train", "xor", "--out", join("no", "such.json"));
  assert.equal(nowhere.code, 4);
  assert.match(nowhere.stderr, /there is no such folder/);
  assert.deepEqual(readdirSync(folder.path), ["kept.json"]);
});

test("a run that diverges says so, keeps finite weights, and ends with 1", async t => {
  const folder = new Folder(t);
  const found = await folder.json<TrainJson>(
    1,
    ...["train", "article", "--set", "learningRate=10", "--set", "l2=10", "--set", "epochs=2000"],
    ...["--set", "activations=linear", "--out", "d.json"],
  );
  assert.equal(found.status, "diverged");
  const { parameters } = readWeightFile(folder.read("d.json"), "d.json");
  assert.ok(parameters.every(Number.isFinite));
});

test("tables that cannot be trained on are refused with a sentence", async t => {
  const folder = new Folder(t);
  const rows = trees(30);
  const cases: readonly (readonly [string, RegExp, readonly string[]])[] = [
    [treesCsv(rows.filter(({ kind }) => kind === "oak")), /only "oak"/, ["--target", "kind"]],
    [
      treesCsv(rows),
      /there is no column "knd"\. Did you mean "kind"\? Columns are "/,
      ["--target", "knd"],
    ],
    [treesCsv(rows), /has 10 rows of 30, and none of them is to train on/, ["--counts", "1/1/28"]],
    [treesCsv(rows), /add up to the 30 items, got 40/, ["--counts", "20/10/10"]],
    [treesCsv(rows.slice(0, 2)), /none of them is to train on/, ["--target", "kind"]],
    ["a,b\n1,2\n3\n", /line 3, character 2: expected 2 values/, []],
    ["", /line 1, character 1: expected a table, got an empty file/, []],
    ['a,b\n"1,2\n', /line 2, character 1: the quoted value that begins here/, []],
    [
      treesCsv(rows),
      /no column is left/,
      ["--exclude", "height", "--exclude", "width", "--exclude", "colour", "--exclude", "fresh"],
    ],
  ];
  for (const [csv, message, options] of cases) {
    folder.write("t.csv", csv);
    const { code, stdout, stderr } = await folder.run(
      "train",
      "t.csv",
      ...options,
      "--out",
      "o.json",
    );
    assert.match(stderr, message, options.join(" "));
    assert.match(stderr, /^regularization-playground: t\.csv: [^\n]+\n$/);
    assert.deepEqual([code, stdout], [3, ""], options.join(" "));
  }
  assert.ok(!existsSync(join(folder.path, "o.json")));
});

interface ManyJson {
  readonly runs: readonly (Pick<TrainJson, "train" | "validation" | "test" | "epoch"> & {
    readonly seed: number;
    readonly fold: number | null;
  })[];
  readonly summary: Readonly<Record<string, { readonly mean: number; readonly sd: number | null }>>;
  readonly smallest: number | null;
}

test("several seeds: a row for each, their mean and deviation, and the best of them saved", async t => {
  const folder = new Folder(t);
  folder.write("trees.csv", treesCsv(trees(120)));
  const args = ["train", "trees.csv", "--set", "epochs=20"];
  const many = await folder.json<ManyJson>(0, ...args, "--seeds", "4,9,2", "--out", "best.json");
  assert.deepEqual(
    many.runs.map(({ seed, fold }) => [seed, fold]),
    [
      [4, null],
      [9, null],
      [2, null],
    ],
  );
  const losses = many.runs.map(({ validation }) => validation?.loss ?? Number.NaN);
  const mean = (losses[0] + losses[1] + losses[2]) / 3;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  assert.ok(Math.abs(many.summary["validationLoss"].mean - mean) < 1e-12);
  assert.ok(Math.abs((many.summary["validationLoss"].sd ?? 0) - Math.sqrt(squares / 2)) < 1e-12);
  assert.equal(many.smallest, losses.indexOf(Math.min(...losses)));
  const { file } = readWeightFile(folder.read("best.json"), "best.json");
  const { seed, epoch } = many.runs[many.smallest ?? 0];
  assert.deepEqual([file.training.config.seed, file.training.epoch], [seed, epoch]);
  // The same as that seed alone.
  await folder.json(0, ...args, "--set", `seed=${seed}`, "--out", "alone.json");
  const alone = readWeightFile(folder.read("alone.json"), "alone.json");
  assert.equal(alone.file.weightsSha256, file.weightsSha256);
  const { stdout } = await folder.run(...args, "--seeds", "2", "--threads", "1");
  assert.match(stdout, /\nmean .*\nsd /);
  assert.match(stdout, /\nOver 2 seeds, the network .* of 2\d test items right on average/);
});

test("folds hold out every item once that is not for test", async t => {
  const folder = new Folder(t);
  folder.write("trees.csv", treesCsv(trees(101)));
  const args = ["train", "trees.csv", "--set", "epochs=10", "--folds", "4"];
  const { runs } = await folder.json<ManyJson>(0, ...args, "--seeds", "2");
  assert.equal(runs.length, 8);
  const firstSeed = runs.filter(({ seed }) => seed === 0);
  const held = firstSeed.map(({ validation }) => validation?.items ?? 0);
  const { train, validation, test: judged } = firstSeed[0];
  assert.equal(
    held.reduce((sum, items) => sum + items, 0),
    101 - (judged?.items ?? 0),
  );
  assert.equal(train.items + (validation?.items ?? 0) + (judged?.items ?? 0), 101);
  const refused = await folder.run(...args, "--out", "o.json");
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /--out is not for --folds/);
});
