// Saved weights in use, with the built data worker: an item, a table, what does not fit, a thread
// that goes.
import assert from "node:assert/strict";
import { afterEach, before, beforeEach, test } from "node:test";
import { Network } from "../../src/core/network.ts";
import type { UseModel } from "../../src/host/useModel.ts";
import type { UseState } from "../../src/protocol/useMessages.ts";
import type { ReadWeights } from "../../src/protocol/weightFileReader.ts";
import { encodeItem } from "../../src/tabular/encodeItem.ts";
import { numberColumns, weightsOf } from "../unit/protocol/predictorFixture.ts";
import { bytesOf, flowers } from "./tableFixture.ts";
import { createUseModel, FLOWER_WEIGHTS, flowerWeights, untilAnswered } from "./useFixture.ts";

let weights: ReadWeights;
let model: UseModel;

before(async () => {
  weights = await flowerWeights();
});
beforeEach(() => {
  model = createUseModel();
  model.take(FLOWER_WEIGHTS, weights);
});
afterEach(async () => {
  await model.disposeNow();
  assert.equal(model.threadCount, 0, "threads left");
});

function texts(): string[] {
  return model.state.fields.map(({ text }) => text);
}

async function predict(text: string): Promise<void> {
  model.predict("some.csv", bytesOf(text));
  await untilAnswered(model);
}

/** Of an answer that is a class. */
function probabilitiesOf(answer: UseState["answer"]): readonly number[] {
  assert.ok(answer?.kind === "class");
  return answer.probabilities;
}

test("weights come with a form of usual values and an answer to them", () => {
  const { fields, answer, weights: summary, table } = model.state;
  assert.deepEqual(
    fields.map(({ name, kind, problem }) => [name, kind, problem]),
    weights.file.inputs.map(({ name, kind }) => [name, kind, ""]),
  );
  assert.deepEqual(summary?.classNames, ["large", "middle", "small"]);
  assert.equal(summary.test?.items, 18);
  const sum = probabilitiesOf(answer).reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum - 1) < 1e-12);
  assert.equal(table.status, "none");
});

test("the answer is the network's, at every value; a wrong one takes it away", () => {
  model.setValue(0, "6.5");
  const { inputs } = encodeItem(weights.file.inputs, texts());
  assert.ok(inputs !== null);
  const network = new Network(weights.parameters, weights.sizes, weights.file.training.config);
  network.forward(inputs);
  assert.deepEqual(probabilitiesOf(model.state.answer), [...network.probabilities]);
  model.setValue(0, "six");
  assert.equal(model.state.answer, null);
  assert.match(model.state.fields[0].problem, /expected a number/);
  model.resetValues();
  assert.notEqual(model.state.answer, null);
  assert.throws(() => model.setValue(99, "1"), /expected less than/);
});

test("values stay when the same weights are read again, and go where columns differ", () => {
  model.setValue(0, "6.5");
  model.take(FLOWER_WEIGHTS, weights);
  assert.equal(texts()[0], "6.5");
  const [first] = weights.file.inputs;
  model.take("other.weights.json", { ...weights, file: { ...weights.file, inputs: [first] } });
  assert.equal(texts().length, 1);
  const renamed = weights.file.inputs.map(column => ({ ...column, name: `${column.name} 2` }));
  model.take(FLOWER_WEIGHTS, weights);
  model.setValue(0, "6.5");
  model.take("other.weights.json", { ...weights, file: { ...weights.file, inputs: renamed } });
  assert.notEqual(texts()[0], "6.5");
});

test("what was typed comes back by the names of the columns", () => {
  model.setValue(0, "6.5");
  const values = model.state.fields.map(({ name, text }) => ({ name, text }));
  const before = texts();
  model.await("other.weights.json");
  model.take("other.weights.json", weights);
  model.resetValues();
  model.recall([{ name: "nothing", text: "x" }, ...values.toReversed()]);
  assert.deepEqual(texts(), before);
});

test("every row of a table is answered, compared, and written behind its columns", async () => {
  await predict(flowers());
  const { table } = model.state;
  assert.equal(table.status, "answered", table.problem?.problem);
  const { answers } = table;
  assert.equal(answers?.items, 90);
  assert.equal(answers.evaluation?.target, "kind");
  assert.ok((answers.evaluation.accuracy ?? 0) > 0.8);
  const counts = answers.evaluation.confusion.map(row => row.reduce((sum, n) => sum + n, 0));
  assert.deepEqual(counts, [30, 30, 30]);
  const lines = new TextDecoder().decode(model.csv).trimEnd().split("\n");
  assert.equal(lines.length, 91);
  assert.match(lines[0], /,kind,predicted,probability large,probability middle,probability small$/);
  assert.match(answers.warnings.join(), /trained on rows of this very file/);
  // A row and the form agree.
  const cells = lines[1].split(",");
  const names = lines[0].split(",");
  for (const [i, { name }] of model.state.fields.entries()) {
    model.setValue(i, cells[names.indexOf(name)]);
  }
  assert.deepEqual(cells.slice(-3).map(Number), probabilitiesOf(model.state.answer));
  model.noteSaved("some.predicted.csv");
  assert.equal(model.state.table.savedAs, "some.predicted.csv");
});

test("a table without classes is answered and not compared", async () => {
  const lines = flowers().trimEnd().split("\n");
  await predict(`${lines.map(line => line.slice(0, line.lastIndexOf(","))).join("\n")}\n`);
  assert.equal(model.state.table.answers?.items, 90);
  assert.equal(model.state.table.answers.evaluation, null);
});

test("tables that do not fit are refused with their place, and the next one is answered", async () => {
  await predict("length,width\n1,2\n");
  assert.equal(model.state.table.status, "refused");
  assert.match(model.state.table.problem?.problem ?? "", /expected a column/);
  await predict(flowers().replace("\n2,", "\n2,x"));
  assert.match(model.state.table.problem?.problem ?? "", /length/);
  assert.equal(model.state.table.problem?.line, 3);
  assert.equal(model.csv, undefined);
  await predict(`${flowers()}91,7,3,red,large\n`);
  assert.equal(model.state.table.status, "answered");
  assert.deepEqual(model.state.table.answers?.warnings, []);
});

test("a table is read as the weight file says where it does, and as someone chooses", async () => {
  const { spec } = weights.file.data;
  assert.ok(spec.kind === "table");
  const { missingWords } = spec.format;
  await predict(flowers(";").replaceAll(".", ","));
  assert.deepEqual(model.state.table.reading, { missingWords });
  const { format } = model.state.table;
  assert.deepEqual([format?.delimiter, format?.decimalComma], [";", true]);
  const { answers } = model.state.table;

  const wrong = { delimiter: "|" };
  model.predict("some.csv", bytesOf(flowers()), wrong);
  await untilAnswered(model);
  assert.equal(model.state.table.status, "refused");
  assert.deepEqual(model.state.table.reading, wrong);
  // It was read, and is not the table that was asked for.
  assert.equal(model.state.table.format?.delimiter, "|");
  model.predict("some.csv", bytesOf(flowers()), { delimiter: "," });
  await untilAnswered(model);
  assert.deepEqual(model.state.table.answers?.classCounts, answers?.classCounts);
  // The next table begins anew.
  await predict(flowers());
  assert.deepEqual(model.state.table.reading, { missingWords });
});

test("cancelling and a killed thread leave nothing behind", async () => {
  model.predict("some.csv", bytesOf(flowers()));
  model.cancel();
  assert.equal(model.state.table.status, "none");
  model.predict("some.csv", bytesOf(flowers()));
  model.killThread();
  await untilAnswered(model);
  assert.equal(model.state.table.status, "failed");
  assert.match(model.state.table.problem?.problem ?? "", /vanished/);
  await predict(flowers());
  assert.equal(model.state.table.status, "answered");
});

test("a refused weight file takes form and table away", async () => {
  await predict(flowers());
  model.refuse("broken.weights.json", "broken.weights.json: expected an object.");
  const { fields, answer, weights: summary, table, refusal } = model.state;
  assert.deepEqual([fields.length, answer, summary, table.status], [0, null, null, "none"]);
  assert.match(refusal ?? "", /expected an object/);
});

test("a network that predicts numbers answers in the unit of its target", async () => {
  const scaling = { method: "zScore", mean: 300, deviation: 20 } as const;
  const target = { name: "price", scaling };
  const numbers = weightsOf({ inputs: numberColumns(2), classes: [], target, hidden: [3] });
  model.take("prices.weights.json", numbers);
  model.setValue(0, "0.5");
  model.setValue(1, "-1");
  const network = new Network(numbers.parameters, numbers.sizes, numbers.file.training.config);
  const expected = [Float64Array.of(0.5, -1), Float64Array.of(2, 3)].map(inputs => {
    network.forward(inputs);
    return 300 + 20 * network.outputs[0];
  });
  assert.deepEqual(model.state.answer, { kind: "number", value: expected[0] });
  await predict("x0,x1\n0.5,-1\n2,3\n");
  const { answers } = model.state.table;
  assert.equal(answers?.items, 2);
  assert.deepEqual([answers.classCounts, answers.evaluation], [[], null]);
  const [low, high] = [Math.min(...expected), Math.max(...expected)];
  assert.deepEqual([answers.numbers?.min, answers.numbers?.max], [low, high]);
  const written = new TextDecoder().decode(model.csv);
  assert.equal(written, `x0,x1,predicted\n0.5,-1,${expected[0]}\n2,3,${expected[1]}\n`);
});
