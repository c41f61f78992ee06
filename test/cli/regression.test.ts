// A target of numbers on the command line: trained, told, predicted, compared, verified, refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaled, unscaled } from "../../src/core/columnEncoding.ts";
import type { TrainingConfig } from "../../src/core/config.ts";
import { predict } from "../../src/core/network.ts";
import { Random } from "../../src/core/random.ts";
import { splitItems } from "../../src/core/splits.ts";
import { readWeightFile } from "../../src/protocol/weightFileReader.ts";
import { readTable } from "../../src/tabular/readTable.ts";
import { Folder, HOUSE_HEADER, houses, housesCsv } from "./runCli.ts";

interface Part {
  readonly items: number;
  readonly loss: number;
  readonly mse: number;
  readonly rSquared: number;
  readonly rmse: number;
}

interface TrainJson {
  readonly data: {
    readonly target: {
      readonly name: string;
      readonly guessed: string | null;
      readonly task: string;
      readonly numbers: { min: number; mean: number; max: number; deviation: number } | null;
    };
    readonly classes: readonly unknown[];
    readonly split: { readonly stratified: boolean };
  };
  readonly warnings: readonly string[];
  readonly config: TrainingConfig;
  readonly layers: readonly number[];
  readonly epoch: number;
  readonly train: Part;
  readonly validation: Part | null;
  readonly test: Part;
  readonly fresh: null;
  readonly confusion: null;
}

interface PredictJson {
  readonly weights: { readonly classes: readonly string[]; readonly target: string | null };
  readonly predictions: readonly { readonly line: number; readonly value: number }[] | null;
  readonly evaluation: {
    readonly target: string;
    readonly items: number;
    readonly unlabelled: number;
    readonly rSquared: number | null;
    readonly rmse: number | null;
    readonly mae: number | null;
  } | null;
}

interface VerifyJson {
  readonly verdict: string;
  readonly text: string;
  readonly dataEqual: boolean | null;
  readonly replay: { readonly differing: number; readonly differingMetrics: string[] } | null;
}

/** Within rounding of sums in another order. */
function assertClose(found: number, expected: number, what: string): void {
  const most = 1e-12 * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(found - expected) <= most, `${what}: ${found}, expected ${expected}`);
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** 1 - sum of squared errors / sum of squared distances from the mean, and the root of their mean. */
function judged(answers: readonly number[], targets: readonly number[]) {
  const squares = mean(answers.map((answer, i) => (answer - targets[i]) ** 2));
  const middle = mean(targets);
  return {
    rSquared: 1 - squares / mean(targets.map(target => (target - middle) ** 2)),
    rmse: Math.sqrt(squares),
    mae: mean(answers.map((answer, i) => Math.abs(answer - targets[i]))),
  };
}

test("numbers as a target: guessed, summed up, trained, saved and judged in the target's unit", async t => {
  const folder = new Folder(t);
  const rows = houses(200);
  // Without "garden" no column is left that would be taken for classes first.
  folder.write("houses.csv", housesCsv(rows).replaceAll(/,(yes|no),/g, ",$1$1$1,"));
  const named = ["train", "houses.csv", "--target", "price", "--out", "w.json"];
  const found = await folder.json<TrainJson>(0, ...named);
  const prices = rows.map(({ price }) => price);
  const { target, classes, split } = found.data;
  assert.deepEqual([target.name, target.guessed, target.task], ["price", null, "regression"]);
  assert.deepEqual([classes, split.stratified], [[], false]);
  assert.ok(target.numbers !== null);
  assert.deepEqual(
    [target.numbers.min, target.numbers.max],
    [Math.min(...prices), Math.max(...prices)],
  );
  assertClose(target.numbers.mean, mean(prices), "mean");
  assert.deepEqual([found.config.output, found.config.loss], ["identity", "squaredError"]);
  assert.deepEqual([found.fresh, found.confusion], [null, null]);
  assert.equal(found.layers.at(-1), 1);
  assert.deepEqual([found.train.items, found.validation?.items, found.test.items], [120, 40, 40]);
  assert.ok(found.test.rSquared > 0.97, `R squared ${found.test.rSquared}`);

  // The same numbers from the weight file and the rows of the test part.
  const { file, sizes, parameters } = readWeightFile(folder.read("w.json"), "w.json");
  assert.deepEqual([file.task, file.classes, file.target?.name], ["regression", [], "price"]);
  const { target: stored } = file;
  assert.ok(stored?.scaling.method === "zScore");
  const parts = splitItems(
    { method: "fractions", train: 0.6, validation: 0.2, test: 0.2, stratified: false, seed: 0 },
    200,
    undefined,
    Random.stream(0, "split"),
  );
  assertClose(stored.scaling.mean, mean([...parts.train].map(row => prices[row])), "scaling");
  const answerOf = (row: number) => {
    const inputs = file.inputs.flatMap(encoding => {
      const { area, distance, side, garden } = rows[row];
      const values = { area, distance, side, garden: garden ? "yesyesyes" : "nonono" };
      const value = values[encoding.name as keyof typeof values];
      if (encoding.kind === "number") return [scaled(Number(value), encoding.scaling)];
      assert.ok(encoding.kind === "category");
      return encoding.categories.map(category => Number(category === value));
    });
    const [output] = predict(parameters, sizes, Float64Array.from(inputs), file.training.config);
    return unscaled(output, stored.scaling);
  };
  for (const part of ["train", "validation", "test"] as const) {
    const items = [...parts[part]];
    const expected = judged(
      items.map(answerOf),
      items.map(row => prices[row]),
    );
    const report = found[part];
    assert.ok(report !== null);
    assertClose(report.rSquared, expected.rSquared, `${part} R squared`);
    assertClose(report.rmse, expected.rmse, `${part} RMSE`);
    assertClose(report.mse, 2 * report.loss, `${part} loss`);
  }
  assert.equal(file.metrics.last.testRSquared, found.test.rSquared);

  const { stdout, stderr } = await folder.run(...named, "--force");
  assert.equal(stderr, "");
  assert.match(stdout, /^Target: "price", numbers from -?[\d.]+ to [\d.]+, mean [\d.]+$/m);
  assert.match(stdout, /^ +loss +R² +RMSE +items$/m);
  assert.match(stdout, /^test +0\.\d{4} +0\.9\d\d +0\.\d{3} +40$/m);
  assert.match(stdout, /RMSE.*\n.*has the unit of "price"/);
  assert.doesNotMatch(stdout, /accuracy|classes/);
});

test("without a named target the task decides which columns are passed over", async t => {
  const folder = new Folder(t);
  folder.write("houses.csv", housesCsv(houses(60)));
  const few = ["train", "houses.csv", "--set", "epochs=2"];
  const usual = await folder.json<TrainJson>(0, ...few);
  const { name, task, guessed: reason } = usual.data.target;
  assert.deepEqual([name, task, reason], ["price", "regression", "its name says so"]);
  const classes = await folder.json<TrainJson>(0, ...few, "--task", "classification");
  assert.deepEqual(
    [classes.data.target.name, classes.data.target.guessed],
    ["garden", "it is the last column that holds classes"],
  );
  // Whole numbers that repeat are classes by guess, and numbers if that is said.
  const grades = houses(60).map(({ area, distance, price }) =>
    [area, distance, Math.round(price / 6)].join(","),
  );
  folder.write("grades.csv", `area,distance,grade\n${grades.join("\n")}\n`);
  const graded = ["train", "grades.csv", "--set", "epochs=2"];
  const guessed = await folder.json<TrainJson>(0, ...graded, "--counts", "50/5/5");
  assert.deepEqual(
    [guessed.data.target.name, guessed.data.target.task],
    ["grade", "classification"],
  );
  const said = await folder.json<TrainJson>(0, ...graded, "--task", "regression");
  assert.deepEqual([said.data.target.name, said.data.target.task], ["grade", "regression"]);
});

test("targets that cannot be learned so are refused with line and character where there is one", async t => {
  const folder = new Folder(t);
  const rows = houses(60);
  const spoiled = housesCsv(rows).split("\n");
  spoiled[3] = `1,2,north,yes,cheap`;
  const flat = housesCsv(rows.map(row => ({ ...row, price: 5 })));
  const price = ["--target", "price"];
  const cases: readonly (readonly [string, RegExp, readonly string[]])[] = [
    [
      housesCsv(rows),
      /line 2, character \d+: column "side": expected a number, got "\w+", and 59 other values like it\. A regression learns numbers.*--task classification\./,
      ["--target", "side", "--task", "regression"],
    ],
    [
      housesCsv(rows),
      /target "price": expected classes, but its numbers hardly repeat: \d+ different values in 60 rows\. Say --task regression/,
      [...price, "--task", "classification"],
    ],
    [
      spoiled.join("\n"),
      /line 4, character 15: column "price": expected a number, got "cheap"/,
      price,
    ],
    [
      flat,
      /target "price": expected numbers that differ, got only 5/,
      [...price, "--task=regression"],
    ],
    [flat, /target "price": expected at least two classes, got only "5"/, price],
    [
      "kind,colour\noak,red\nash,red\noak,green\n",
      /no column can be a target: expected one with numbers that differ/,
      ["--task", "regression"],
    ],
    [
      `${HOUSE_HEADER}\n1,2,north,yes,\n2,3,west,no,4\n`,
      /line 2, character 15: .*"price".*no value/,
      price,
    ],
  ];
  for (const [csv, message, options] of cases) {
    folder.write("t.csv", csv);
    const { code, stdout, stderr } = await folder.run("train", "t.csv", ...options);
    assert.match(stderr, message, options.join(" "));
    assert.match(stderr, /^regularization-playground: t\.csv: [^\n]+\n$/);
    assert.deepEqual([code, stdout], [3, ""], options.join(" "));
  }
  folder.write("t.csv", housesCsv(rows));
  for (const [setting, message] of [
    ["loss=crossEntropy", /--set loss: expected squared error/],
    ["output=softmax", /--set output: the data has a number to learn and no classes/],
  ] as const) {
    const { code, stderr } = await folder.run("train", "t.csv", ...price, "--set", setting);
    assert.equal(code, 2);
    assert.match(stderr, message);
  }
});

interface ManyJson {
  readonly runs: readonly { readonly validation: Part | null; readonly test: Part }[];
  readonly summary: Readonly<Record<string, { readonly mean: number; readonly sd: number | null }>>;
  readonly verdict: { readonly headline: string };
}

test("seeds and folds: R squared in place of accuracy, in the table, the summary and the verdict", async t => {
  const folder = new Folder(t);
  folder.write("houses.csv", housesCsv(houses(100)));
  const args = ["train", "houses.csv", "--target", "price", "--set", "epochs=20"];
  const many = await folder.json<ManyJson>(0, ...args, "--seeds", "3", "--out", "w.json");
  const { testRSquared, testRmse, testAccuracy } = many.summary;
  assertClose(testRSquared.mean, mean(many.runs.map(run => run.test.rSquared)), "R squared");
  assertClose(testRmse.mean, mean(many.runs.map(run => run.test.rmse)), "RMSE");
  assert.equal(testAccuracy, undefined);
  assert.match(many.verdict.headline, /^Over 3 seeds, .* predicts 20 test items with an R² of/);
  assert.equal(readWeightFile(folder.read("w.json"), "w.json").file.task, "regression");
  const folds = await folder.json<ManyJson>(0, ...args, "--folds", "4");
  assert.deepEqual(
    folds.runs.map(({ validation }) => validation?.items),
    [20, 20, 20, 20],
  );
  assert.ok(folds.runs.every(({ validation }) => (validation?.rSquared ?? 0) > 0.5));
  const { stdout } = await folder.run(...args, "--seeds", "2");
  // Student's interval of two seeds would end above 1, which no R squared is.
  assert.match(
    stdout,
    /\n.* an R² of 0\.9\d\d on average \(95 % interval -?\d\.\d{3} to 1\.000\)\.\n/,
  );
  assert.match(
    stdout,
    /^seed +ended +epoch +train loss +val\. loss +val\. R² +test loss +test R² +/m,
  );
  assert.match(stdout, /^mean( +0\.\d{4}){2} +0\.\d{3} +0\.\d{4} +0\.\d{3} +[\d.]+$/m);
});

test("predict: one column in the target's unit, and how it compares", async t => {
  const folder = new Folder(t);
  folder.write("houses.csv", housesCsv(houses(120)));
  const options = ["--missing", "drop", "--scaling", "minMax", "--set", "epochs=60"];
  const trained = await folder.run(
    ...["train", "houses.csv", "--target", "price", "--out", "w.json", ...options],
  );
  assert.equal(trained.code, 0, trained.stderr);
  const others = houses(30, 9);
  const lines = housesCsv(others).trimEnd().split("\n");
  // One row without a price, which is predicted but not compared; one that gets no answer.
  lines[2] = lines[2].replace(/[^,]*$/, "");
  lines.push(",1,north,yes,3");
  folder.write("others.csv", `${lines.join("\n")}\n`);
  const found = await folder.json<PredictJson>(0, "predict", "w.json", "others.csv");
  assert.deepEqual(found.weights.classes, []);
  assert.equal(found.weights.target, "price");
  const { predictions, evaluation } = found;
  assert.equal(predictions?.length, 30);
  const compared = others.map(({ price }) => price).filter((_, i) => i !== 1);
  const answers = predictions.map(({ value }) => value).filter((_, i) => i !== 1);
  const expected = judged(answers, compared);
  assert.ok(evaluation !== null);
  assert.deepEqual([evaluation.target, evaluation.items, evaluation.unlabelled], ["price", 29, 1]);
  for (const name of ["rSquared", "rmse", "mae"] as const) {
    assertClose(evaluation[name] ?? Number.NaN, expected[name], name);
  }
  assert.ok(expected.rSquared > 0.9);
  const { stdout, stderr } = await folder.run("predict", "w.json", "others.csv");
  assert.match(
    stderr,
    /Against column "price": R² 0\.9\d\d, RMSE [\d.]+, MAE [\d.]+ \(29 rows\)\nRows without a value in that column, not counted: 1\n/,
  );
  const table = readTable(stdout);
  assert.equal(table.columns.at(-1)?.name, "predicted");
  assert.equal(table.columns.length, 6);
  for (const [row, { value }] of predictions.entries()) {
    assert.equal(table.columns[5].numbers?.[row], value);
  }
  assert.match(stdout, /\n,1,north,yes,3,\n$/);

  folder.write("none.csv", "area,distance,side,garden\n1,2,north,yes\n");
  const alone = await folder.run("predict", "w.json", "none.csv");
  assert.deepEqual([alone.code, alone.stderr], [0, ""]);
  folder.write("words.csv", `${HOUSE_HEADER}\n1,2,north,yes,cheap\n`);
  const words = await folder.run("predict", "w.json", "words.csv");
  assert.equal(words.code, 0);
  assert.match(
    words.stderr,
    /Nothing is compared: line 2, character 15: column "price": expected a number/,
  );
  const asked = await folder.run("predict", "w.json", "words.csv", "--target", "price");
  assert.equal(asked.code, 3);
  assert.match(asked.stderr, /words\.csv: line 2, character 15: column "price": expected a number/);
});

test("verify: equal to the last bit with every option on, and different for any other story", async t => {
  const folder = new Folder(t);
  folder.write("houses.csv", housesCsv(houses(150)));
  const everything = [
    ...[
      "optimizer=adamw",
      "learningRate=0.01",
      "l2=0.001",
      "l1=0.0001",
      "maxNorm=2",
      "dropout=0.1",
    ],
    ...["jitter=0.1", "schedule=cosine", "activations=relu,tanh", "hiddenLayers=7,5", "epochs=30"],
  ].flatMap(setting => ["--set", setting]);
  const target = ["train", "houses.csv", "--target", "price"];
  for (const options of [everything, ["--set", "epochs=9", "--last", "--split", "70/0/30"]]) {
    const { code, stderr } = await folder.run(...target, ...options, "--out", "w.json", "--force");
    assert.equal(code, 0, stderr);
    const found = await folder.json<VerifyJson>(0, "verify", "w.json", "--data", "houses.csv");
    assert.deepEqual([found.verdict, found.dataEqual, found.replay?.differing], ["equal", true, 0]);
  }
  const text = folder.read("w.json");
  const lies: readonly (readonly [RegExp, string, RegExp])[] = [
    [/"testRSquared": [0-9.e-]+/, '"testRSquared": 0.5', /metrics\.last.*says.*testRSquared/],
    [/"testMse": [0-9.e-]+/, '"testMse": 0.5', /metrics\.last.*says.*testMse/],
    [/("target": \{[^}]*"mean": )[0-9.]+/, "$11.5", /is not the same \(encodings\)/],
    [/"l2": 0\b/, '"l2": 0.01', /weights and biases differ/],
  ];
  for (const [from, to, message] of lies) {
    const lie = text.replace(from, to);
    assert.notEqual(lie, text, from.source);
    folder.write("lie.json", lie);
    const found = await folder.json<VerifyJson>(1, "verify", "lie.json", "--data", "houses.csv");
    assert.equal(found.verdict, "different");
    assert.match(found.text, message);
  }
});
