// The host's model of a table with the built data worker: what is read, chosen and made.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TABLE_CONFIG } from "../../src/core/presets.ts";
import { TABLE_SPLIT } from "../../src/core/tableChoice.ts";
import { verdictOf } from "../../src/core/verdict.ts";
import { verdictText } from "../../src/core/verdictText.ts";
import type { TableData } from "../../src/host/controls.ts";
import { Repeats } from "../../src/host/repeats.ts";
import { restoreState, saveState } from "../../src/host/savedState.ts";
import type { MadeChoice, TableModel } from "../../src/host/tableModel.ts";
import { weightFileText } from "../../src/host/weightFileText.ts";
import { takeSnapshot } from "../../src/host/weightSnapshot.ts";
import { ValidationError } from "../../src/protocol/validate.ts";
import { readWeightFile } from "../../src/protocol/weightFileReader.ts";
import { describeData } from "../../src/protocol/weightFileWriter.ts";
import { createModel, recorded, until, untilStatus, WORKER_FILE } from "./hostFixture.ts";
import {
  bytesOf,
  createTableModel,
  flowers,
  houses,
  untilReviewed,
  untilTable,
} from "./tableFixture.ts";

let model: TableModel;

beforeEach(() => {
  model = createTableModel();
});
afterEach(async () => {
  await model.disposeNow();
  assert.equal(model.threadCount, 0, "threads left");
});

async function load(text: string, reading = {}): Promise<void> {
  model.load("flowers.csv", bytesOf(text), reading);
  await untilReviewed(model);
}

function tableData({ reading, choice, ...made }: MadeChoice): TableData {
  return { ...made, origin: { uri: "file:///flowers.csv", reading, choice } };
}

async function make(): Promise<MadeChoice> {
  const made = await model.make();
  assert.ok(made !== null, model.state.unfit?.problem);
  return made;
}

test("a table is summarized: format, columns, classes, first rows, suggestions", async () => {
  await load(flowers());
  const { summary, state } = model;
  assert.ok(summary !== null);
  assert.deepEqual(summary.format, {
    delimiter: ",",
    header: true,
    decimalComma: false,
    encoding: "utf-8",
    missingWords: summary.format.missingWords,
    sample: null,
  });
  assert.equal(summary.rowCount, 90);
  assert.equal(summary.byteCount, flowers().length);
  assert.deepEqual(
    summary.columns.map(({ name, kind }) => [name, kind]),
    [
      ["number", "idLike"],
      ["length", "number"],
      ["width", "number"],
      ["colour", "category"],
      ["kind", "category"],
    ],
  );
  assert.equal(summary.columns[0].excluded, "it counts the rows");
  assert.deepEqual(summary.firstRows[0], { line: 2, cells: ["1", "4.0", "1.0", "red", "small"] });
  assert.equal(summary.firstRows.length, 20);
  assert.equal(state.target, 4);
  assert.deepEqual(
    state.columns.map(({ isUsed }) => isUsed),
    // The last is the target, which would be an input of another one.
    [false, true, true, true, true],
  );
  assert.deepEqual(state.review?.items, { train: 54, validation: 18, test: 18 });
  assert.deepEqual(state.review?.classes, [
    { name: "large", items: 30, train: 18, validation: 6, test: 6 },
    { name: "middle", items: 30, train: 18, validation: 6, test: 6 },
    { name: "small", items: 30, train: 18, validation: 6, test: 6 },
  ]);
  // Colours go with places in the list of 90, and only two of them occur: 0, 1, 4, 9 ... mod 3.
  assert.equal(state.review?.inputs, 4);
  assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
  assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
});

test("the dataset is that of the choice, in memory that threads share", async () => {
  await load(flowers());
  const { dataset, spec, facts } = await make();
  assert.ok(dataset.train.inputs.buffer instanceof SharedArrayBuffer);
  assert.deepEqual(dataset.inputNames, ["length", "width", "colour=red", "colour=white"]);
  assert.deepEqual(facts, describeData(dataset));
  assert.equal(spec.fileSha256, createHash("sha256").update(flowers()).digest("hex"));
  assert.deepEqual(
    [spec.target, spec.trainItems, spec.validationItems, spec.testItems],
    ["kind", 54, 18, 18],
  );
  // z-scores of the train rows.
  const lengths = Array.from({ length: 54 }, (_, item) => dataset.train.inputs[4 * item]);
  assert.ok(Math.abs(lengths.reduce((sum, x) => sum + x, 0)) < 1e-9);
  assert.ok(Math.abs(lengths.reduce((sum, x) => sum + x * x, 0) / 54 - 1) < 1e-9);
});

test("choices change the dataset, stay over another reading, and go back", async () => {
  await load(flowers(";"));
  model.setColumn(3, { isUsed: false });
  model.setColumn(2, { scaling: "minMax" });
  model.setSplit({ ...TABLE_SPLIT, train: 0.8, validation: 0, test: 0.2 });
  await untilTable(model, () => model.state.review?.inputs === 2);
  assert.equal(model.reread({ delimiter: ";", encoding: "windows-1252" }), true);
  assert.equal(model.state.status, "reading");
  await untilReviewed(model);
  assert.equal(model.summary?.format.encoding, "windows-1252");
  assert.deepEqual(
    model.state.columns.map(({ isUsed, scaling }) => [isUsed, scaling]),
    [
      [false, "zScore"],
      [true, "zScore"],
      [true, "minMax"],
      [false, "zScore"],
      [true, "zScore"],
    ],
  );
  const { dataset } = await make();
  assert.equal(dataset.validation.count, 0);
  assert.equal(dataset.train.count, 72);
  model.suggest();
  await untilTable(model, () => model.state.review?.inputs === 4);
  assert.deepEqual(model.state.split, TABLE_SPLIT);
});

test("another target makes an input of the one before", async () => {
  await load(flowers());
  model.setTarget(3);
  await untilTable(model, () => model.state.review?.classes.length === 2);
  assert.equal(model.state.columns[4].isUsed, true);
  const { dataset } = await make();
  assert.deepEqual(dataset.classNames, ["red", "white"]);
  assert.throws(() => model.setTarget(99), ValidationError);
  assert.throws(() => model.setColumn(3, { kind: "number" }), ValidationError);
});

test("missing values are an error by default, and a choice", async () => {
  const text = flowers().replace("4.0", "").replace("middle", "?");
  await load(text);
  assert.match(model.state.unfit?.problem ?? "", /column "kind" has no value here/);
  assert.deepEqual([model.state.unfit?.line, model.state.unfit?.column], [3, 17]);
  assert.equal(await model.make(), null);
  model.setTargetMissing("drop");
  await untilTable(model, () => /"length"/.test(model.state.unfit?.problem ?? ""));
  model.setColumns({ missing: "fill" });
  await untilTable(model, () => model.state.review !== null);
  assert.deepEqual(model.state.review?.excludedRows, [{ reason: "missing", rows: 1, lines: [3] }]);
  const { spec } = await make();
  assert.equal(spec.trainItems + spec.validationItems + spec.testItems, 89);
});

test("bad files are refused with place and advice, and the next reading works", async () => {
  const bad: [string, RegExp, number | null][] = [
    ["", /empty file/, 1],
    ["a,b,c\n", /nothing but a header/, 2],
    ["a,b\n1,2\n3\n", /expected 2 values/, 3],
    ['a,b\n1,"2\n3,4\n', /never ends/, 2],
    ["a,b\n1,\0\n", /NUL/, 2],
    ["a,a\n1,2\n", /same name/, 1],
    ["__proto__,b\n1,2\n", /__proto__/, 1],
    [";;;\n;;;\n", /empty file/, 1],
    ["a,b\n1,2,\n3,4,\n", /expected 2 values/, 2],
    [`"${"x,".repeat(5_000_000)}`, /never ends/, 1],
    ["a,,c\n1,2,3\n", /has no name/, 1],
  ];
  for (const [text, expected, line] of bad) {
    await load(text);
    const { status, problem } = model.state;
    assert.equal(status, "refused", text);
    assert.match(problem?.problem ?? "", expected);
    assert.equal(problem?.line, line, text);
    assert.notEqual(problem?.advice, "");
    assert.equal(model.summary, null);
  }
  model.reread({ unnamedColumns: "number" });
  await untilReviewed(model);
  assert.deepEqual(
    model.summary?.columns.map(({ name }) => name),
    ["a", "column2", "c"],
  );
  // One row is a table, but nothing that could be learned.
  assert.equal(model.state.target, null);
  assert.equal(await model.make(), null);
});

test("a table of one class says so", async () => {
  await load(`x,class\n${Array.from({ length: 30 }, (_, i) => `${i * 1.5},yes`).join("\n")}\n`);
  const { target, unfit } = model.state;
  const told = target === null ? (model.summary?.suggestion.reason ?? "") : (unfit?.problem ?? "");
  assert.match(told, /class/);
  assert.equal(await model.make(), null);
});

const CANCELLED = { line: null, column: null, problem: "cancelled", advice: "read again" };

/** 300,000 rows. */
function largeTable(): Uint8Array<ArrayBuffer> {
  const row = (i: number) => `${(i * 7919) % 1000},${i % 97}.5,${i % 13},${"ab"[i % 2]}\n`;
  const block = Array.from({ length: 1000 }, (_, i) => row(i)).join("");
  return bytesOf(`x,y,z,class\n${block.repeat(300)}`);
}

test("reading a large table tells how far it is, and can be cancelled", async () => {
  model.load("large.csv", largeTable());
  await untilTable(model, () => model.state.progress !== null);
  const { progress } = model.state;
  assert.ok((progress?.rows ?? 0) > 0 && (progress?.fraction ?? 0) > 0);
  model.cancel(CANCELLED);
  assert.deepEqual([model.state.status, model.state.problem], ["refused", CANCELLED]);
  await untilThreads(0);
  assert.equal(model.reread({}), false);
});

async function untilThreads(count: number): Promise<void> {
  for (let i = 0; i < 200 && model.threadCount !== count; i++) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  assert.equal(model.threadCount, count);
}

test("a reading that is overtaken tells nothing, and neither do answers about it", async () => {
  model.load("large.csv", largeTable());
  model.reread({ delimiter: ";" });
  model.reread({ header: false });
  await untilReviewed(model);
  assert.equal(model.summary?.format.delimiter, ",");
  assert.equal(model.summary?.format.header, false);
  assert.equal(model.summary?.rowCount, 300_001);
});

test("of two makings the second counts, and a change gives up one that is under way", async () => {
  await load(flowers());
  const first = model.make();
  assert.equal(model.state.status, "making");
  const gone = model.make();
  assert.equal(model.state.status, "making");
  model.setColumn(3, { isUsed: false });
  assert.equal(model.state.status, "ready");
  assert.equal(await first, null);
  assert.equal(await gone, null);
  await untilTable(model, () => model.state.review?.inputs === 2);
  assert.equal((await make()).dataset.inputNames.length, 2);
});

test("making a dataset of a large table tells how far it is, and can be cancelled", async () => {
  model.load("large.csv", largeTable());
  await untilReviewed(model);
  const fractions: number[] = [];
  const following = model.changed.on(() => {
    const { status, progress } = model.state;
    if (status !== "making" || progress === null) return;
    assert.equal(progress.rows, null);
    fractions.push(progress.fraction);
    // Beyond the first, which stands there before the thread has said anything.
    if (fractions.length === 2) model.cancel(CANCELLED);
  });
  assert.equal(await model.make(), null);
  following.dispose();
  assert.equal(fractions[0], 0);
  assert.ok(fractions[1] > 0 && fractions[1] < 1, String(fractions));
  const { status, progress, problem } = model.state;
  assert.deepEqual([status, progress, problem], ["ready", null, null]);
  assert.notEqual(model.state.review, null);
  // The thread was kept, and what it left is not in the way of another one.
  assert.equal(model.threadCount, 1);
  const { dataset } = await make();
  assert.equal(dataset.train.count, 180_000);
  assert.deepEqual([model.state.status, model.state.progress], ["ready", null]);
});

test("a thread that vanishes is told, and the next one reads", async () => {
  await load(flowers());
  const making = model.make();
  model.killThread();
  await untilTable(model, () => model.state.status === "failed");
  assert.match(model.state.problem?.problem ?? "", /vanished/);
  assert.equal(await making, null);
  await load(flowers());
  assert.equal(model.state.status, "ready");
});

test("a thread that does not leave is ended, one that throws is told", async () => {
  const deaf = createTableModel(workerFile("deaf"));
  deaf.load("a.csv", bytesOf("a"));
  deaf.dispose();
  assert.equal(deaf.threadCount, 1);
  for (let i = 0; i < 200 && deaf.threadCount > 0; i++) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  assert.equal(deaf.threadCount, 0);
  const throwing = createTableModel(workerFile("throws"));
  throwing.load("a.csv", bytesOf("a"));
  await untilTable(throwing, () => throwing.state.status === "failed");
  assert.match(throwing.state.problem?.problem ?? "", /division by zebra/);
  await throwing.disposeNow();
});

function workerFile(name: string): string {
  return fileURLToPath(new URL(`../unit/host/workers/${name}.mjs`, import.meta.url));
}

test("the playground trains on a table, exports it, and comes back with the same bits", async () => {
  const playground = createModel();
  const again = createModel();
  try {
    await load(flowers());
    const table = tableData(await make());
    playground.setSpeed("full");
    playground.trainOnTable(table);
    assert.deepEqual(playground.state.table, { fileName: "flowers.csv", target: "kind" });
    assert.deepEqual(playground.state.config, { ...TABLE_CONFIG, seed: 0 });
    await untilStatus(playground, "finished");
    const [{ sizes, status, fresh }] = playground.state.runs;
    assert.equal(fresh, null);
    assert.deepEqual(sizes, [4, 8, 3]);
    assert.match(status, /^(?:finished|stoppedEarly)$/);

    const snapshot = takeSnapshot(playground, 0);
    assert.ok(snapshot !== undefined);
    const text = await weightFileText(snapshot, "1.2.3");
    const { file } = readWeightFile(text, "flowers.weights.json");
    assert.deepEqual(file.classes, ["large", "middle", "small"]);
    assert.equal(file.data.spec.kind, "table");
    assert.deepEqual(file.data.sha256, describeData(table.dataset).sha256);
    const [length] = file.inputs;
    assert.ok(length.kind === "number" && length.scaling.method === "zScore");

    const saved: unknown = JSON.parse(
      JSON.stringify(
        saveState(playground.state, playground.isEdited, playground.epoch, playground.table),
      ),
    );
    restoreState(again, saved, table);
    await untilStatus(again, "finished");
    assert.deepEqual(recorded(again), recorded(playground));
    assert.deepEqual(again.state.config, playground.state.config);

    again.choosePreset("moons");
    assert.equal(again.table, null);
    await until(again, () => again.epoch > 2);
    assert.equal(again.state.runs[0].sizes[0], 2);
  } finally {
    await Promise.all([playground.disposeNow(), again.disposeNow()]);
  }
});

test("numbers are learned: judged by R squared, exported in their unit, repeated with folds", async () => {
  const playground = createModel();
  const repeats = new Repeats({
    workerFile: WORKER_FILE,
    shown: playground,
    describeBreakdown: ({ detail }) => ({ reason: detail, advice: "" }),
    logError: () => undefined,
  });
  try {
    model.load("houses.csv", bytesOf(houses()));
    await untilReviewed(model);
    assert.equal(model.state.task, "regression");
    assert.equal(model.summary?.columns[3].name, "price");
    const { review } = model.state;
    assert.deepEqual(review?.classes, []);
    assert.ok(review?.numbers && review.numbers.min < review.numbers.mean);
    const table = tableData(await make());
    playground.setSpeed("full");
    playground.trainOnTable(table);
    const { config } = playground.state;
    assert.deepEqual([config.output, config.loss], ["identity", "squaredError"]);
    await untilStatus(playground, "finished");
    const [{ sizes, judgement }] = playground.state.runs;
    assert.deepEqual(sizes, [4, 8, 1]);
    assert.equal(judgement, null, "no item is right or wrong");
    const snapshot = takeSnapshot(playground, 0);
    assert.ok(snapshot !== undefined);
    const { file } = readWeightFile(await weightFileText(snapshot, "1.2.3"), "a.weights.json");
    assert.equal(file.task, "regression");
    assert.equal(file.target?.name, "price");
    assert.deepEqual(file.target.scaling, table.spec.targetScaling);
    assert.equal(file.metrics.last.testAccuracy, null);
    assert.ok((file.metrics.last.testRSquared ?? 0) > 0.95, "the price follows from the columns");

    repeats.start(1, 3);
    await new Promise<void>(resolve => {
      const check = () => repeats.state?.status === "finished" && resolve();
      repeats.changed.on(check);
      check();
    });
    const report = repeats.state?.report;
    assert.ok(report !== undefined);
    const verdict = verdictOf(report);
    assert.equal(verdict.judgedBy, "validationRSquared");
    assert.match(
      verdictText(report, verdict).headline,
      /^Over 3 folds, the network without L2 predicts held-out items with an R² of 0\.9\d\d on average/,
    );
  } finally {
    await repeats.disposeNow();
    await playground.disposeNow();
  }
});

test("a choice may learn whole numbers as classes or as numbers", async () => {
  await load(flowers());
  assert.throws(() => model.setTask("regression"), ValidationError);
  let house = 0;
  const text = houses().replaceAll(/,\d+\.?\d*\n/g, () => `,${house++ % 4}\n`);
  model.load("houses.csv", bytesOf(text));
  await untilReviewed(model);
  assert.equal(model.state.task, "classification");
  assert.equal(model.state.review?.classes.length, 4);
  model.setTask("regression");
  await untilTable(model, () => (model.state.review?.numbers ?? null) !== null);
  assert.deepEqual(model.state.review?.classes, []);
  assert.equal(model.choice?.task, "regression");
});

test("a table is repeated with its folds held out, and judged by what they hold", async () => {
  const playground = createModel();
  const repeats = new Repeats({
    workerFile: WORKER_FILE,
    shown: playground,
    poolSize: 2,
    describeBreakdown: ({ detail }) => ({ reason: detail, advice: "" }),
    logError: () => undefined,
  });
  try {
    await load(flowers());
    playground.setSpeed("full");
    playground.trainOnTable(tableData(await make()));
    repeats.start(2, 3);
    await new Promise<void>(resolve => {
      repeats.changed.on(() => {
        if (!repeats.isRunning) resolve();
      });
    });
    assert.equal(repeats.state?.failure, null);
    const { report } = repeats.state;
    assert.deepEqual(
      report.repeats.map(({ seed, fold }) => [seed, fold]),
      [0, 1, 2].flatMap(fold => [1, 2].map(seed => [seed, fold])),
    );
    assert.deepEqual(report.parts, { train: 54, validation: 0, test: 18, fresh: 0 });
    for (const { runs } of report.repeats) {
      // Of 18 held-out items.
      const right = 18 * (runs[0].validationAccuracy ?? NaN);
      assert.ok(Math.abs(right - Math.round(right)) < 1e-9, String(right));
    }
    assert.equal(verdictOf(report).judgedBy, "validationAccuracy");
  } finally {
    await repeats.disposeNow();
    await playground.disposeNow();
  }
});

test("on the same table made anew settings stay, unless they cannot", async () => {
  const playground = createModel();
  try {
    await load(flowers());
    playground.trainOnTable(tableData(await make()));
    playground.configure({ l2: 0.01, epochs: 20 }, "twins");
    model.setColumn(3, { isUsed: false });
    playground.trainOnTable(tableData(await make()));
    assert.deepEqual([playground.state.config.l2, playground.state.recipe], [0.01, "twins"]);
    assert.deepEqual(playground.state.runs[0].sizes, [2, 8, 3]);
    // No validation items: nothing to stop early by.
    model.setSplit({ ...TABLE_SPLIT, train: 0.8, validation: 0 });
    playground.trainOnTable(tableData(await make()));
    assert.deepEqual([playground.state.config.patience, playground.state.recipe], [0, "withoutL2"]);
  } finally {
    await playground.disposeNow();
  }
});

test("choices come back to the same file, and to another one as far as they fit, which is told", async () => {
  await load(flowers(), { encoding: "utf-8" });
  model.setColumn(1, { scaling: "minMax" });
  model.setColumn(3, { isUsed: false });
  model.setTarget(3);
  model.setSplit({ ...TABLE_SPLIT, train: 0.8, validation: 0 });
  const { memory } = model;
  const { choice } = model;
  const again = createTableModel();
  try {
    again.await("flowers.csv");
    assert.equal(again.state.status, "reading");
    again.recall(memory);
    again.load("flowers.csv", bytesOf(flowers()));
    await untilReviewed(again);
    assert.deepEqual(again.choice, choice);
    assert.deepEqual(again.state.reading, { encoding: "utf-8" });
    assert.equal(again.state.isChoiceOld, false);
    assert.deepEqual(again.memory, memory);

    // The same without its column of widths, and once more read as it is now.
    const lines = flowers().trimEnd().split("\n");
    const narrow = `${lines.map(line => line.split(",").toSpliced(2, 1).join()).join("\n")}\n`;
    again.forget();
    again.recall(memory);
    again.refuse("flowers.csv", { line: null, column: null, problem: "gone", advice: "" });
    assert.equal(again.memory.sha256, memory.sha256);
    again.load("flowers.csv", bytesOf(narrow));
    await untilReviewed(again);
    assert.equal(again.state.isChoiceOld, true);
    assert.deepEqual([again.state.target, again.state.columns[1].scaling], [2, "minMax"]);
    again.suggest();
    assert.deepEqual([again.state.isChoiceOld, again.state.target], [false, 3]);
    // To a table that is there already.
    again.recall(memory);
    assert.deepEqual([again.state.isChoiceOld, again.state.target], [true, 2]);
    await untilReviewed(again);
    assert.ok((await again.make()) !== null);
    assert.equal(again.state.isChoiceOld, false);
  } finally {
    await again.disposeNow();
  }
});

test("a table that is too long says so, and a sample of its rows is trained on again", async () => {
  const rows = Array.from({ length: 1_000_001 }, (_, i) => `${i % 9},${"ab"[i % 2]}`);
  const text = `x,kind\n${rows.join("\n")}\n`;
  model.load("long.csv", bytesOf(text));
  await untilReviewed(model);
  assert.equal(model.state.status, "refused");
  assert.equal(model.state.problem?.isTooLong, true);
  assert.ok(model.reread({ sample: { rows: 500, seed: 3 } }));
  await untilReviewed(model);
  assert.equal(model.summary?.rowCount, 500);
  const [excluded] = model.summary.excludedRows;
  assert.deepEqual([excluded.reason, excluded.rows], ["sample", 999_501]);
  const { spec } = await make();
  assert.deepEqual(spec.format.sample, { rows: 500, seed: 3 });
});

test("a file of this machine is read by the thread; one that is not there is refused", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "table-")), "flowers.csv");
  writeFileSync(path, flowers());
  try {
    model.load("flowers.csv", path);
    await untilReviewed(model);
    assert.equal(model.summary?.rowCount, 90);
    assert.equal(model.summary.sha256, createHash("sha256").update(flowers()).digest("hex"));
  } finally {
    rmSync(dirname(path), { recursive: true });
  }
  model.load("flowers.csv", path);
  await untilReviewed(model);
  assert.equal(model.state.status, "refused");
  assert.match(model.state.problem?.problem ?? "", /could not be read: ENOENT/);
});
