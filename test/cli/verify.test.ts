// The command `verify`: what a file says is checked, and its network trained again.
import assert from "node:assert/strict";
import type { OwnVariant } from "../../src/core/ownVariants.ts";
import { resolve } from "node:path";
import { test } from "node:test";
import { trainInWorker } from "../../src/cli/trainInWorker.ts";
import { dataFacts } from "../../src/threads/dataFacts.ts";
import { ARTICLE_CONFIG } from "../../src/core/config.ts";
import { createDataset } from "../../src/core/datasets.ts";
import { createExperiment, type PointsSpec } from "../../src/core/experiment.ts";
import { writePointsCsv } from "../../src/core/pointsData.ts";
import { presets } from "../../src/core/presets.ts";
import { recordedEpoch } from "../../src/core/recorder.ts";
import {
  createWeightFile,
  formatWeightFile,
  weightFileStatus,
} from "../../src/protocol/weightFileWriter.ts";
import { Folder, trees, treesCsv } from "./runCli.ts";

const WORKER = resolve(import.meta.dirname, "../../dist/worker.js");

interface VerifyJson {
  readonly verdict: string;
  readonly text: string;
  readonly dataEqual: boolean | null;
  readonly engine: { readonly file: string; readonly here: string };
  readonly replay: {
    readonly parameters: number;
    readonly differing: number;
    readonly differingMetrics: readonly string[];
  } | null;
}

/** Everything that draws random numbers or keeps a state of its own. */
const EVERYTHING = [
  ...["--set", "optimizer=adamw", "--set", "learningRate=0.01", "--set", "l2=0.001"],
  ...["--set", "l1=0.0001", "--set", "maxNorm=2", "--set", "dropout=0.1", "--set", "jitter=0.1"],
  ...["--set", "schedule=cosine", "--set", "activations=relu,tanh", "--set", "hiddenLayers=7,5"],
  ...["--set", "epochs=30", "--set", "seed=12"],
];

test("presets, tables, best and last epochs are equal to the last bit", async t => {
  const folder = new Folder(t);
  folder.write("trees.csv", treesCsv(trees(150)));
  const table = ["trees.csv", "--missing", "fill", "--scaling", "minMax", "--split", "70/20/10"];
  const runs: readonly (readonly string[])[] = [
    ["circle", "--set", "epochs=25"],
    ["article", "--set", "epochs=20", "--last"],
    ["figure2", "--set", "epochs=40", "--last"],
    ["spiral", ...EVERYTHING],
    [...table, ...EVERYTHING],
    [...table, "--set", "epochs=15", "--last", "--unstratified", "--split-seed", "4"],
  ];
  for (const [i, run] of runs.entries()) {
    const file = `${i}.weights.json`;
    const { code, stderr } = await folder.run("train", ...run, "--out", file);
    assert.equal(code, 0, stderr);
    const data = run[0] === "trees.csv" ? ["--data", "trees.csv"] : [];
    const found = await folder.json<VerifyJson>(0, "verify", file, ...data);
    assert.equal(found.verdict, "equal", run.join(" "));
    assert.deepEqual(found.engine, { file: "kernel-1", here: "kernel-1" });
    assert.deepEqual([found.replay?.differing, found.dataEqual], [0, true]);
  }
  const said = await folder.run("verify", "0.weights.json");
  assert.match(
    said.stdout,
    /^0\.weights\.json: equal to the last bit: 42 weights and biases after \d+ epochs/,
  );
});

test("a file whose story is not that of its weights is different", async t => {
  const folder = new Folder(t);
  await folder.run("train", "xor", "--set", "epochs=12", "--last", "--out", "w.json");
  const text = folder.read("w.json");
  const lies: readonly (readonly [string, string, RegExp])[] = [
    ['"learningRate": 0.1', '"learningRate": 0.11', /weights and biases differ/],
    ['"trainSeed": 11', '"trainSeed": 12', /the data made again is not the same \(train\)/],
    [/"testLoss": [0-9.e-]+/.exec(text)?.[0] ?? "", '"testLoss": 0.001', /metrics\.last.*testLoss/],
  ];
  for (const [from, to, message] of lies) {
    assert.ok(from !== "" && text.includes(from), from);
    folder.write("lie.json", text.replace(from, to));
    const found = await folder.json<VerifyJson>(1, "verify", "lie.json");
    assert.equal(found.verdict, "different");
    assert.match(found.text, message);
    const checked = await folder.json<VerifyJson>(0, "verify", "lie.json", "--check-only");
    assert.deepEqual([checked.verdict, checked.replay], ["checked", null]);
  }
});

test("a damaged file is refused with the member that is wrong", async t => {
  const folder = new Folder(t);
  await folder.run("train", "xor", "--set", "epochs=3", "--out", "w.json");
  const text = folder.read("w.json");
  const bias = /"biases": \[\n? *([-0-9.e]+)/.exec(text)?.[1];
  assert.ok(bias !== undefined);
  folder.write("bad.json", text.replace(bias, "0.125"));
  const tampered = await folder.run("verify", "bad.json");
  assert.deepEqual([tampered.code, tampered.stdout], [3, ""]);
  assert.match(
    tampered.stderr,
    /^regularization-playground: bad\.json: weightsSha256: expected [0-9a-f]{64}/,
  );
  folder.write("cut.json", text.slice(0, 400));
  const cut = await folder.run("predict", "cut.json", "any.csv");
  assert.equal(cut.code, 3);
  assert.match(cut.stderr, /cut\.json: line \d+, character \d+: expected/);
  // More items than any program would make: refused before they are made.
  folder.write("huge.json", text.replaceAll(/"(freshItems|fresh)": 4000/g, '"$1": 4000000000'));
  const huge = await folder.run("verify", "huge.json");
  assert.equal(huge.code, 3);
  assert.match(huge.stderr, /huge\.json: (data\.spec\.freshItems|.*fresh)/);
});

test("a table must be the file that was trained on, read in the same way", async t => {
  const folder = new Folder(t);
  const csv = treesCsv(trees(60)).replace("\n2,", "\n2,x");
  folder.write("t.csv", csv.replaceAll("\n2,x", "\n2,"));
  folder.write("w.csv", csv);
  const { code, stderr } = await folder.run(
    ...["train", "t.csv", "--set", "epochs=5", "--out", "w.json"],
  );
  assert.equal(code, 0, stderr);
  const none = await folder.run("verify", "w.json");
  assert.equal(none.code, 2);
  assert.match(none.stderr, /--data: expected the table "t\.csv"/);
  const changed = await folder.json<VerifyJson>(1, "verify", "w.json", "--data", "w.csv");
  assert.deepEqual([changed.dataEqual, changed.replay], [false, null]);
  assert.match(changed.text, /w\.csv is not the file that the weights were trained on/);
  const text = folder.read("w.json");
  const lies: readonly (readonly [string, string, RegExp])[] = [
    ['"header": true', '"header": false', /data\.spec does not fit t\.csv/],
    [/"mean": [0-9.]+/.exec(text)?.[0] ?? "", '"mean": 1', /is not the same \(encodings\)/],
    ['"stratified": true', '"stratified": false', /is not the same \(train, validation, test/],
  ];
  for (const [from, to, message] of lies) {
    assert.ok(from !== "" && text.includes(from), from);
    folder.write("lie.json", text.replace(from, to));
    const lie = await folder.json<VerifyJson>(1, "verify", "lie.json", "--data", "t.csv");
    assert.deepEqual([lie.verdict, lie.replay], ["different", null]);
    assert.match(lie.text, message);
  }
  const extra = await folder.run("train", "xor", "--set", "epochs=2", "--out", "xor.json");
  assert.equal(extra.code, 0);
  const needless = await folder.run("verify", "xor.json", "--data", "t.csv");
  assert.equal(needless.code, 2);
});

test("points that were placed by hand are not in the file; with them the network comes again", async t => {
  const folder = new Folder(t);
  const base = presets.figure2.dataset;
  const points = [1.5, 2, 0, 3.25, 8, 1, 7.1234567890123, 0.1, 1, 9, 9, 0];
  const dataset: PointsSpec = { kind: "points", base, trainItems: 4, points };
  const config = { ...presets.figure2.config, epochs: 30 };
  const experiment = createExperiment("withL2", config, dataset);
  const made = createDataset(dataset);
  const [run] = await trainInWorker(WORKER, experiment, { dataset: made });
  const at = recordedEpoch(run.recording);
  assert.ok(at);
  const { fresh } = run;
  const text = formatWeightFile(
    createWeightFile({
      ...{ programVersion: "0.1.0", experiment, variant: 0, status: "finished" },
      ...{ trainedEpochs: 30, at, best: null, fresh, data: dataFacts(made) },
    }),
  );
  assert.doesNotMatch(text, /7\.1234567890123/);
  folder.write("w.json", text);
  assert.match((await folder.run("verify", "w.json")).stderr, /placed by hand.*Copy points/);
  assert.equal((await folder.run("verify", "w.json", "--check-only")).code, 0);
  folder.write("p.csv", writePointsCsv(points, made.classNames));
  const found = await folder.json<VerifyJson>(0, "verify", "w.json", "--data", "p.csv");
  assert.equal(found.verdict, "equal", found.text);
  folder.write("q.csv", writePointsCsv(points.with(0, 1.6), made.classNames));
  const other = await folder.json<VerifyJson>(1, "verify", "w.json", "--data", "q.csv");
  assert.match(other.text, /not those that the weights were trained on \(train\)/);
  folder.write("bad.csv", "x,y,class\n1,2,red\n1,,blue\n");
  const bad = await folder.run("verify", "w.json", "--data", "bad.csv");
  assert.match(bad.stderr, /bad\.csv: line 3: expected x, y and red or blue, got "1,,blue"/);
});

test("how a table was read is in the file: no option is needed again", async t => {
  const folder = new Folder(t);
  const lines = trees(60).map(({ height, width, kind }, i) =>
    [i === 7 ? "none" : height, i === 3 ? "x|y" : width, kind].join("|").replaceAll(".", ","),
  );
  folder.write("t.txt", `${lines.join("\n")}\n`);
  const options = [
    ...["--delimiter", "|", "--decimal", "comma", "--header", "no", "--ragged", "exclude"],
    ...["--missing-word", "none", "--missing", "fill", "--encoding", "windows-1252"],
  ];
  const { code, stdout, stderr } = await folder.run(
    ...["train", "t.txt", ...options, "--set", "epochs=5", "--out", "w.json"],
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Left out 1 row: the row has more or fewer values .*\(line 4\)/);
  const found = await folder.json<VerifyJson>(0, "verify", "w.json", "--data", "t.txt");
  assert.equal(found.verdict, "equal");
});

/** Each keeps what it sets for itself; of the changes on the way the last two feel the rest. */
const OWN: readonly OwnVariant[] = [
  { id: "l2", name: "", settings: { l2: 0.01, learningRate: 0.03 } },
  { id: "extra1", name: "strong", settings: { l2: 0.1, l1: 0.001 } },
  { id: "decay", name: "", settings: { decay: 0.0001, jitter: 0.3, batchSize: 8 } },
];

test("networks that were trained side by side, with settings changed on the way", async t => {
  const folder = new Folder(t);
  const base = { ...ARTICLE_CONFIG, epochs: 12, dropout: 0.1 };
  const changes = [
    { epoch: 3, changes: { l2: 0.02, learningRate: 0.02 } },
    { epoch: 7, changes: { dropout: 0, jitter: 0.2 } },
  ];
  for (const [recipe, epoch] of [
    ["tournament", 9],
    ["equalDecay", 12],
    ["custom", 12],
  ] as const) {
    const experiment = { ...createExperiment(recipe, base, undefined, OWN), changes };
    const dataset = createDataset(experiment.dataset);
    const runs = await trainInWorker(WORKER, experiment);
    for (const [variant, { recording, status, epoch: trainedEpochs, fresh }] of runs.entries()) {
      const at = recordedEpoch(recording, epoch);
      assert.ok(at?.metrics.epoch === epoch);
      const file = createWeightFile({
        programVersion: "0.0.0",
        experiment,
        variant,
        status: weightFileStatus("finished", status),
        trainedEpochs,
        at,
        best: recording.best?.metrics ?? null,
        fresh,
        data: dataFacts(dataset),
      });
      folder.write("w.json", formatWeightFile(file));
      const { id } = experiment.variants[variant];
      if (id === "decay" && recipe !== "custom") {
        // Its strength follows from a lambda that is another network's.
        const refused = await folder.run("verify", "w.json");
        assert.equal(refused.code, 3);
        assert.match(refused.stderr, /w\.json: training\.changes: .* cannot be trained again/);
        continue;
      }
      const found = await folder.json<VerifyJson>(0, "verify", "w.json");
      assert.equal(found.verdict, "equal", `${recipe} ${id}`);
    }
  }
});
