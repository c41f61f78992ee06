// What a predict function says and refuses, and what it is made of.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import type { ColumnEncoding } from "../../../src/core/columnEncoding.ts";
import { generatePredictor } from "../../../src/protocol/predictor/generatePredictor.ts";
import {
  type PredictorLanguage,
  predictorFileName,
  predictorLanguages,
} from "../../../src/protocol/predictor/predictorLanguages.ts";
import type { WeightFile } from "../../../src/protocol/weightFileSchema.ts";
import { checkSelfTest, CLASSES, SCRIPTS, TYPED } from "./predictorCases.ts";
import {
  askPython,
  askScript,
  loadScript,
  numberColumns,
  pythonAbsent,
  weightsOf,
  writePredictor,
} from "./predictorFixture.ts";
import { typeErrors } from "./typeErrors.ts";

const LANGUAGES = Object.keys(predictorLanguages) as PredictorLanguage[];

test("errors name the column, what was expected and what came", async () => {
  const inputs: ColumnEncoding[] = [
    ...TYPED.inputs,
    {
      name: "scaled",
      kind: "number",
      scaling: { method: "zScore", mean: 0, deviation: 0.001 },
      missing: { method: "drop" },
    },
    {
      name: "town",
      kind: "category",
      categories: Array.from({ length: 9 }, (_, i) => `town ${i}`),
      unknown: "zeros",
      missing: { method: "error" },
    },
  ];
  const { file } = weightsOf({ inputs, classes: CLASSES });
  const item = { x0: 1, "the colour": "red", ok: "no", scaled: 2, town: "town 3" };
  const towns = Array.from({ length: 8 }, (_, i) => `"town ${i}"`).join(", ");
  const expected: (readonly [item: unknown, message: string])[] = [
    [{ ...item, x0: "5" }, 'column "x0": expected a finite number, got "5"'],
    [{ ...item, x0: true }, 'column "x0": expected a finite number, got true'],
    [{ ...item, x0: null }, 'column "x0": expected a finite number, got null'],
    [{ ...item, x0: "" }, 'column "x0": expected a finite number, got null'],
    [{ ...item, x0: {} }, 'column "x0": expected a finite number, got an object'],
    [{ ...item, scaled: 1e307 }, 'column "scaled": 1e+307 is too large to be scaled'],
    [
      { ...item, "the colour": "pink" },
      'column "the colour": expected one of "red", "blue", got "pink"',
    ],
    [{ ...item, "the colour": 1 }, 'column "the colour": expected one of "red", "blue", got 1'],
    [
      { ...item, ok: "maybe" },
      'column "ok": expected one of false, "no", true, "yes", got "maybe"',
    ],
    [{ ...item, ok: null }, 'column "ok": expected one of false, "no", true, "yes", got null'],
    [{ ...item, town: 7 }, `column "town": expected text such as ${towns}, ..., got 7`],
    [{ ...item, town: null }, `column "town": expected text such as ${towns}, ..., got null`],
    [{ ...item, scaled: null }, 'column "scaled": expected a finite number, got null'],
    [{ x0: 1, ok: "no" }, 'the item has no column "the colour"'],
    [{}, 'the item has no column "x0"'],
  ];
  const question = { file, items: JSON.stringify(expected.map(([given]) => given)) };
  for (const language of SCRIPTS) {
    const answers = await askScript(question, language);
    assert.deepEqual(
      answers,
      expected.map(([, message]) => ({ error: `TypeError: ${message}` })),
    );
    const { predict: ask } = await loadScript(file, language);
    for (const [given, shown] of [
      [null, "null"],
      [undefined, "undefined"],
      ["text", '"text"'],
      [3n, "3"],
    ]) {
      assert.throws(() => ask(given), {
        name: "TypeError",
        message: `expected an item with its columns as members, got ${String(shown)}`,
      });
    }
    assert.throws(() => ask({ ...item, x0: NaN }), /expected a finite number, got NaN$/);
    assert.throws(() => ask({ ...item, x0: undefined }), /expected a finite number, got null$/);
    assert.throws(() => ask(Object.create(item)), /the item has no column "x0"/);
  }
  if (pythonAbsent !== false) return;
  const inPython = (text: string) =>
    text
      .replaceAll('"', "'")
      .replace("an object", "{}")
      .replace(/\bnull\b/, "None")
      .replace(/\bfalse\b/, "False")
      .replace(/\btrue\b/, "True");
  assert.deepEqual(
    askPython([question])[0],
    expected.map(([, message]) => ({ error: `ValueError: ${inPython(message)}` })),
  );
});

test("every number of the file stands in the text with all its bits", () => {
  const { file } = weightsOf({ inputs: numberColumns(2), classes: CLASSES, hidden: [4] });
  const exact = structuredClone(file);
  exact.layers[0].weights = [
    [5e-324, 2.2250738585072014e-308, Number.MAX_VALUE, -0],
    [1e21, 123456789012345680000, 0.1 + 0.2, -1e-7],
  ];
  exact.layers[0].biases = [2 ** 53, -(2 ** 53 - 1), 1 / 3, 100];
  const expected = exact.layers.map(({ weights, biases }) => [weights, biases]);
  const withoutMinusZero = JSON.parse(JSON.stringify(expected)) as unknown;
  for (const language of SCRIPTS) {
    // The lists of a script are literals that JSON reads too, but for their last commas.
    const text = generatePredictor(exact, language).replace(/,(?=\s*[\]}])/g, "");
    const lists = [...text.matchAll(/weights: (\[[^]*?\]),\s*biases: (\[.*?\])/g)];
    assert.deepEqual(
      lists.map(([, weights, biases]) => [JSON.parse(weights), JSON.parse(biases)] as unknown),
      withoutMinusZero,
    );
  }
  if (pythonAbsent !== false) return;
  const program = [
    "import json, runpy, sys",
    "layers = runpy.run_path(sys.argv[1])['LAYERS']",
    "values = [value for _, rows, biases in layers for row in [*rows, biases] for value in row]",
    "assert all(type(value) is float for value in values)",
    "print(json.dumps([layer[1:] for layer in layers]))",
  ].join("\n");
  const path = writePredictor(exact, "python");
  const run = spawnSync("python3", ["-c", program, path], { encoding: "utf8" });
  assert.equal(run.stderr, "");
  assert.deepEqual(JSON.parse(run.stdout), withoutMinusZero);
});

test("a changed weight fails the self-test", async () => {
  const { file } = weightsOf({ inputs: numberColumns(2), classes: CLASSES, hidden: [2] });
  const changed = structuredClone(file);
  changed.layers[0].biases[1] += 1e-5;
  const pattern = /self-test, item 0, probability 0: expected 0\.\d+, got 0\.\d+/;
  await checkSelfTest(file, changed, pattern);
});

test("a network without self-test items has nothing to fail", async () => {
  const { file } = weightsOf({ inputs: numberColumns(1), classes: ["all"] });
  const untested = { ...file, selfTest: { ...file.selfTest, items: [] } };
  const question = { file: untested, items: '[{ "x0": 2 }]' };
  const answers = [{ className: "all", probabilities: [1] }];
  for (const language of SCRIPTS) {
    assert.deepEqual(await askScript(question, language), answers);
    const path = writePredictor(untested, language);
    assert.deepEqual(typeErrors([path], language === "javascript"), []);
  }
  if (pythonAbsent !== false) return;
  assert.deepEqual(askPython([question]), [answers]);
});

test("the text says where it comes from, imports nothing and is always the same", () => {
  const { file } = weightsOf({ inputs: numberColumns(2), classes: CLASSES, hidden: [2] });
  for (const language of LANGUAGES) {
    const text = generatePredictor(file, language);
    assert.equal(generatePredictor(structuredClone(file), language), text);
    const [first, , third, fourth] = text.split("\n");
    assert.match(first, /^(?:\/\/|#) .*Regularization Playground 0\.1\.0/);
    assert.match(third, /Task: classification\./);
    assert.ok(fourth.endsWith(file.weightsSha256));
    assert.match(text, /[^\n]\n$/);
    assert.doesNotMatch(text, /\n{4}|[ \t]\n/);
    const imports = text.match(/^.*\b(?:import|require|eval|exec)\b.*$/gm) ?? [];
    const allowed = ["import math", "from numbers import Real", "from typing import NamedTuple"];
    assert.deepEqual(imports, language === "python" ? allowed : []);
  }
});

test("a version is written only if it looks like one", () => {
  const { file } = weightsOf({ inputs: numberColumns(1), classes: CLASSES });
  const other = { ...file, program: { ...file.program, version: "1\nimport os" } };
  for (const language of LANGUAGES) {
    assert.match(generatePredictor(other, language), /Regularization Playground trained/);
  }
});

test("what no predict function can tell apart is refused with its place", () => {
  const twice = weightsOf({ inputs: numberColumns(2), classes: CLASSES }).file;
  twice.inputs[1].name = "x0";
  const same = weightsOf(TYPED).file;
  if (same.inputs[1].kind === "category") same.inputs[1].categories[1] = "red";
  const flat = weightsOf({ inputs: numberColumns(1), classes: CLASSES }).file;
  if (flat.inputs[0].kind === "number") {
    flat.inputs[0].scaling = { method: "zScore", mean: 1, deviation: 0 };
  }
  const refusals: (readonly [WeightFile, string])[] = [
    [twice, 'inputs.1.name: expected a name of its own, got "x0", as in inputs.0.name'],
    [
      same,
      'inputs.1.categories.1: expected a name of its own, got "red", as in inputs.1.categories.0',
    ],
    [flat, "inputs.0.scaling.deviation: expected another number than 0"],
  ];
  for (const language of LANGUAGES) {
    for (const [file, message] of refusals) {
      assert.throws(() => generatePredictor(file, language), { name: "TypeError", message });
    }
  }
});

test("files are named for the weights, in Python so that they can be imported", () => {
  const names = (file: string) => LANGUAGES.map(language => predictorFileName(file, language));
  assert.deepEqual(names("article-l2.weights.json"), [
    "article-l2.predict.ts",
    "article-l2.predict.js",
    "article_l2_predict.py",
  ]);
  assert.deepEqual(names("2024 größe.JSON"), [
    "2024 größe.predict.ts",
    "2024 größe.predict.js",
    "_2024_größe_predict.py",
  ]);
});
