// The command `predict`: the stored encodings, the engine's answers, every column kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { predict } from "../../src/core/network.ts";
import { readWeightFile } from "../../src/protocol/weightFileReader.ts";
import { readTable } from "../../src/tabular/readTable.ts";
import { Folder, quoted, TREE_HEADER, trees, treesCsv } from "./runCli.ts";

interface Prediction {
  readonly line: number;
  readonly class: string;
  readonly probabilities: readonly number[];
}

interface PredictJson {
  readonly predictions: readonly Prediction[] | null;
  readonly data: {
    readonly rows: number;
    readonly excludedRows: readonly { readonly reason: string; readonly rows: number }[];
    readonly warnings: readonly string[];
  };
  readonly evaluation: {
    readonly target: string;
    readonly items: number;
    readonly correct: number;
    readonly confusion: readonly (readonly number[])[];
    readonly unlabelled: number;
    readonly unknownClasses: { readonly rows: number; readonly value: string } | null;
  } | null;
}

async function trained(folder: Folder, ...options: readonly string[]): Promise<void> {
  folder.write("trees.csv", treesCsv(trees(150)));
  const { code, stderr } = await folder.run(
    ...["train", "trees.csv", "--set", "epochs=40", "--out", "w.json", ...options],
  );
  assert.equal(code, 0, stderr);
}

test("answers are those of the network for the scaled and encoded values", async t => {
  const folder = new Folder(t);
  await trained(folder);
  const others = trees(40, 8);
  folder.write("others.csv", treesCsv(others));
  const found = await folder.json<PredictJson>(0, "predict", "w.json", "others.csv");
  const { file, sizes, parameters } = readWeightFile(folder.read("w.json"), "w.json");
  const [height, width, colour] = file.inputs;
  assert.ok(height.kind === "number" && height.scaling.method === "zScore");
  assert.ok(width.kind === "number" && width.scaling.method === "zScore");
  assert.ok(colour.kind === "category");
  const [h, w] = [height.scaling, width.scaling];
  let correct = 0;
  for (const [i, tree] of others.entries()) {
    const inputs = Float64Array.of(
      (tree.height - h.mean) / h.deviation,
      (tree.width - w.mean) / w.deviation,
      ...colour.categories.map(category => Number(category === tree.colour)),
      Number(tree.fresh),
    );
    const expected = predict(parameters, sizes, inputs, file.training.config);
    const prediction = found.predictions?.[i];
    assert.ok(prediction !== undefined);
    for (const [k, p] of expected.entries()) {
      assert.ok(Math.abs(prediction.probabilities[k] - p) < 1e-12);
    }
    assert.equal(prediction.class, file.classes[expected.indexOf(Math.max(...expected))]);
    if (prediction.class === tree.kind) correct++;
  }
  assert.equal(found.evaluation?.correct, correct);
  assert.equal(found.evaluation.items, 40);
  assert.equal(found.evaluation.target, "kind");
});

test("every column is kept as it is written, and the new ones are quoted where they must be", async t => {
  const folder = new Folder(t);
  await trained(folder);
  // Other columns, in another order, with blank lines, quotes and a name that is taken.
  const rows = trees(6, 2).map(
    ({ height, width, colour, fresh }, i) =>
      `${fresh ? "yes" : "no"},"note ""${i}"",\nsecond line", 007,${width},${height},${quoted(colour)}`,
  );
  folder.write("o.csv", `fresh,note,predicted,width,height,colour\n${rows.join("\n\n")}\n`);
  const printed = await folder.run("predict", "w.json", "o.csv");
  assert.equal(printed.code, 0);
  const written = await folder.run("predict", "w.json", "o.csv", "--out", "p.csv");
  assert.deepEqual([written.code, written.stdout], [0, ""]);
  assert.equal(folder.read("p.csv"), printed.stdout);
  assert.match(written.stderr, /left out 5 rows: the row is blank/);
  const lines = printed.stdout.split("\n");
  assert.equal(
    lines[0],
    "fresh,note,predicted,width,height,colour,predicted 2,probability ash,probability birch,probability oak",
  );
  assert.match(lines[1], /^(yes|no),"note ""0"",$/);
  assert.match(lines[2], /^second line"," 007",/);
  const again = readTable(printed.stdout);
  assert.equal(again.rowCount, 6);
  const json = await folder.json<PredictJson>(0, "predict", "w.json", "o.csv");
  const classes = again.columns[6];
  for (const [row, prediction] of (json.predictions ?? []).entries()) {
    assert.equal(classes.values[classes.codes?.[row] ?? 0], prediction.class);
    for (const [k, p] of prediction.probabilities.entries()) {
      assert.equal(again.columns[7 + k].numbers?.[row], p);
    }
  }
  const twice = await folder.run("predict", "w.json", "o.csv", "--out", "p.csv");
  assert.equal(twice.code, 4);
});

test("a decimal comma stays one, and a table without a header stays without", async t => {
  const folder = new Folder(t);
  const rows = trees(60).map(({ height, width, kind }) => [height, width, kind].join(";"));
  folder.write("t.csv", `${rows.join("\n").replaceAll(".", ",")}\n`);
  const args = ["--out", "w.json", "--set", "epochs=5"];
  assert.equal((await folder.run("train", "t.csv", ...args)).code, 0);
  const { code, stdout } = await folder.run("predict", "w.json", "t.csv");
  assert.equal(code, 0);
  const [first] = stdout.split("\n");
  assert.match(first, /^\d+(,\d+)?;\d+(,\d+)?;ash;(ash|birch|oak)(;\d(,\d+)?(e-\d+)?){3}$/);
});

test("values that the network cannot take: named by line and character, or told", async t => {
  const folder = new Folder(t);
  await trained(folder);
  folder.write("x.csv", `${TREE_HEADER}\n1,2,3,pink,yes,ash\n2,3,4,red,no,elm\n3,4,4,red,no,\n`);
  const lenient = await folder.json<PredictJson>(0, "predict", "w.json", "x.csv");
  assert.match(lenient.data.warnings[0], /"colour".*"pink" in line 2/);
  const { evaluation } = lenient;
  assert.deepEqual([evaluation?.items, evaluation?.unlabelled], [2, 1]);
  assert.deepEqual(evaluation?.unknownClasses, { rows: 1, value: "elm", line: 3 });
  folder.write("y.csv", `${TREE_HEADER}\n1,2,3,red,perhaps,ash\n`);
  const boolean = await folder.run("predict", "w.json", "y.csv");
  assert.equal(boolean.code, 3);
  assert.match(
    boolean.stderr,
    /y\.csv: line 2: column "fresh": expected "no", "yes", got "perhaps"/,
  );
  folder.write("z.csv", "height,width,colour\n1,2,red\n");
  const absent = await folder.run("predict", "w.json", "z.csv");
  assert.equal(absent.code, 3);
  assert.match(absent.stderr, /expected a column "fresh"/);
  folder.write("n.csv", `${TREE_HEADER}\n1,tall,3,red,yes,ash\n`);
  const words = await folder.run("predict", "w.json", "n.csv");
  assert.match(
    words.stderr,
    /n\.csv: line 2, character 3: column "height": expected a number, got "tall"/,
  );
});

test("rows that training would have left out get no answer", async t => {
  const folder = new Folder(t);
  await trained(folder, "--missing", "drop");
  folder.write("m.csv", `${TREE_HEADER}\n1,2,3,red,yes,ash\n2,,3,red,no,ash\n`);
  const { code, stdout, stderr } = await folder.run("predict", "w.json", "m.csv");
  assert.equal(code, 0);
  assert.equal(stdout.split("\n")[2], "2,,3,red,no,ash,,,,");
  assert.match(stderr, /left out 1 row: a value is missing \(line 3\)/);
});
