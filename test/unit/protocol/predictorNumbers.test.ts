// The generated functions that predict numbers are run against the network itself, in its target's
// unit.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scaling } from "../../../src/core/columnEncoding.ts";
import { activationLabels, type ActivationName } from "../../../src/core/config.ts";
import { generatePredictor } from "../../../src/protocol/predictor/generatePredictor.ts";
import {
  type PredictorLanguage,
  predictorLanguages,
} from "../../../src/protocol/predictor/predictorLanguages.ts";
import {
  AWKWARD_NAMES,
  check,
  checkSelfTest,
  numbersCase,
  SAMPLE,
  SCRIPTS,
  tableCase,
} from "./predictorCases.ts";
import {
  askPython,
  askScript,
  type NetworkSpec,
  numberColumns,
  pythonAbsent,
  weightsOf,
  writeBeside,
  writePredictor,
} from "./predictorFixture.ts";
import { typeErrors } from "./typeErrors.ts";

const LANGUAGES = Object.keys(predictorLanguages) as PredictorLanguage[];

const SCALINGS: readonly Scaling[] = [
  { method: "none" },
  { method: "zScore", mean: 1234.5678, deviation: 0.1 + 0.2 },
  { method: "zScore", mean: -7, deviation: 1e6 },
  { method: "minMax", min: -2.5, max: 80 },
  { method: "minMax", min: 1e-7, max: 3e-7 },
  { method: "minMax", min: -4, max: -4 },
];

const TARGET = { name: "price", scaling: SCALINGS[1] };

function spec(changes: Partial<NetworkSpec>): NetworkSpec {
  return { inputs: numberColumns(3), classes: [], target: TARGET, ...changes };
}

test("every scaling and activation, none to four hidden layers, with and without biases", async () => {
  const names = Object.keys(activationLabels) as ActivationName[];
  const specs = [
    ...SCALINGS.map((scaling, seed) => spec({ target: { name: "y", scaling }, hidden: [4], seed })),
    ...names.map((name, seed) => spec({ hidden: [4], activations: [name], seed })),
    ...[[], [1], [3, 2], [4, 3, 2], [5, 4, 3, 2]].flatMap((hidden, seed) => [
      spec({ hidden, seed }),
      spec({ hidden, seed, zeroBiases: true, activations: ["relu"] }),
    ]),
  ];
  await check(specs.map(one => numbersCase(one, 5, 100)));
});

test("tiny and enormous weights: a number, or an error that says so", async () => {
  const large = { method: "zScore", mean: 0, deviation: 1e300 } as const;
  await check([
    numbersCase(spec({ range: 1e-310, hidden: [3] }), 3),
    numbersCase(spec({ range: 1e9, hidden: [3] }), 3),
    numbersCase(spec({ range: 1e200, hidden: [3], activations: ["relu"] }), 9),
    // The output is finite, and the number in the target's unit is not.
    numbersCase(spec({ range: 1e200, target: { name: "y", scaling: large } }), 9),
  ]);
});

test("columns of every kind, with names that are no identifiers", async () => {
  const names = SAMPLE.encodings.map(({ name }) => name);
  await check([
    tableCase(SAMPLE, names, { classes: [], target: TARGET, hidden: [6] }),
    ...AWKWARD_NAMES.map((name, i) =>
      tableCase(SAMPLE, AWKWARD_NAMES, {
        classes: [],
        target: { name, scaling: SCALINGS[i % SCALINGS.length] },
        hidden: [4],
        seed: i,
      }),
    ),
  ]);
});

test("the generated types are strict, and the answer is a number", () => {
  for (const language of SCRIPTS) {
    const paths = [
      ...AWKWARD_NAMES.map(name => weightsOf(spec({ target: { ...TARGET, name }, hidden: [2] }))),
      weightsOf(spec({ hidden: [2], activations: ["linear"] })),
    ].map(({ file }) => writePredictor(file, language));
    const use = (kind: string, names: string, code: string) =>
      writeBeside(
        `${language}-number-${kind}.ts`,
        `import { ${names} } from ${JSON.stringify(paths.at(-1))};\n${code}\n`,
      );
    const good = use(
      "good",
      "predict, targetName",
      'export const name: "price" = targetName;\nexport const n: number = predict({ x0: 1, x1: 2, x2: 3 });',
    );
    const bad = use(
      "bad",
      "predict",
      "export const n = predict({ x0: 1, x1: 2, x2: 3 }).className;",
    );
    const errors = typeErrors([...paths, good, bad], language === "javascript");
    assert.deepEqual(
      errors.map(text => text.replace(/:.*/s, "")),
      [`${language}-number-bad.ts`],
      errors.join("\n"),
    );
  }
});

test("the text speaks of a number, says where it comes from and imports nothing", () => {
  const { file } = weightsOf(spec({ hidden: [2] }));
  for (const language of LANGUAGES) {
    const text = generatePredictor(file, language);
    assert.equal(generatePredictor(structuredClone(file), language), text);
    assert.match(text.split("\n")[2], /Task: regression\./);
    assert.match(text, /(?:targetName|TARGET_NAME) = .*"price"/);
    assert.match(text, /in the unit of the column (?:targetName|TARGET_NAME)/);
    assert.match(text, /return 1234\.5678 \+ 0\.30000000000000004 \* y/);
    assert.doesNotMatch(text, /class_?name|probabilit|softmax|classes|undefined/i);
    assert.doesNotMatch(text, /\n{4}|[ \t]\n/);
    assert.ok(
      text.split("\n").every(line => line.length <= 100 || /\d, -?\d/.test(line)),
      "no long line",
    );
    const imports = text.match(/^.*\b(?:import|require|eval|exec)\b.*$/gm) ?? [];
    const allowed = ["import math", "from numbers import Real"];
    assert.deepEqual(imports, language === "python" ? allowed : []);
  }
});

test("a changed weight fails the self-test", async () => {
  const { file } = weightsOf(spec({ hidden: [2] }));
  const changed = structuredClone(file);
  changed.layers[1].biases[0] += 1e-5;
  const pattern = /self-test, item 0: expected -?[\d.]+, got -?[\d.]+/;
  await checkSelfTest(file, changed, pattern);
});

test("a network without self-test items has nothing to fail, and columns are checked", async () => {
  const { file } = weightsOf({ ...spec({}), inputs: numberColumns(1) });
  const untested = { ...file, selfTest: { ...file.selfTest, items: [] } };
  const question = { file: untested, items: '[{ "x0": "2" }, {}]' };
  for (const language of SCRIPTS) {
    assert.deepEqual(await askScript(question, language), [
      { error: 'TypeError: column "x0": expected a finite number, got "2"' },
      { error: 'TypeError: the item has no column "x0"' },
    ]);
    assert.deepEqual(
      typeErrors([writePredictor(untested, language)], language === "javascript"),
      [],
    );
  }
  if (pythonAbsent !== false) return;
  assert.deepEqual(askPython([question])[0], [
    { error: "ValueError: column 'x0': expected a finite number, got '2'" },
    { error: "ValueError: the item has no column 'x0'" },
  ]);
});
