// The generated predict functions are run, in their own languages, against the network itself.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import ts from "typescript";
import type { ColumnEncoding } from "../../../src/core/columnEncoding.ts";
import { activationLabels, type ActivationName } from "../../../src/core/config.ts";
import { argMax, predict } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { generatePredictor } from "../../../src/protocol/predictor/generatePredictor.ts";
import {
  type PredictorLanguage,
  predictorFileName,
  predictorLanguages,
} from "../../../src/protocol/predictor/predictorLanguages.ts";
import type { ReadWeights } from "../../../src/protocol/weightFileReader.ts";
import type { WeightFile } from "../../../src/protocol/weightFileSchema.ts";
import { encodeRows, usableRows } from "../../../src/tabular/encodeRows.ts";
import { fitEncodings, type InputChoice } from "../../../src/tabular/fitEncodings.ts";
import { defaultChoice } from "../../../src/tabular/inputs.ts";
import { readTable } from "../../../src/tabular/readTable.ts";
import { isMissingAt, type RawTable } from "../../../src/tabular/table.ts";
import {
  type Answer,
  askPython,
  askScript,
  loadScript,
  type NetworkSpec,
  numberColumns,
  pythonAbsent,
  type Question,
  weightsOf,
  writeBeside,
  writePredictor,
} from "./predictorFixture.ts";

const LANGUAGES = Object.keys(predictorLanguages) as PredictorLanguage[];
const SCRIPTS = ["typescript", "javascript"] as const;
const TOLERANCE = 1e-12;

interface Case extends Question {
  /** One row of inputs for each item. */
  readonly expected: readonly (Float64Array | null)[];
}

/** Items with the probabilities of the network; null where they are not finite. */
function caseOf(
  { file, sizes, parameters }: ReadWeights,
  items: readonly (readonly (readonly [string, unknown])[])[],
  rows: readonly Float64Array[],
): Case {
  return {
    file,
    items: `[${items.map(jsonOf).join()}]`,
    expected: rows.map(row => {
      const found = predict(parameters, sizes, row, file.training.config);
      return found.every(Number.isFinite) ? found : null;
    }),
  };
}

function jsonOf(members: readonly (readonly [string, unknown])[]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`;
}

/** Asks all languages that run here. */
async function check(cases: readonly Case[]): Promise<void> {
  for (const language of SCRIPTS) {
    for (const one of cases) compare(await askScript(one, language), one, 0);
  }
  if (pythonAbsent !== false) return;
  for (const [i, answers] of askPython(cases).entries()) compare(answers, cases[i], TOLERANCE);
}

function compare(answers: readonly Answer[], { file, expected }: Case, tolerance: number): void {
  assert.equal(answers.length, expected.length);
  for (const [i, probabilities] of expected.entries()) {
    const answer = answers[i];
    if (probabilities === null) {
      assert.ok("error" in answer, `item ${i} has no probabilities`);
      assert.match(answer.error, /Error: the values of this item are too large for the network$/);
      continue;
    }
    assert.ok("probabilities" in answer, JSON.stringify(answer));
    assert.equal(answer.probabilities.length, probabilities.length);
    const differences = answer.probabilities.map((p, k) => Math.abs(p - probabilities[k]));
    const most = Math.max(...differences);
    assert.ok(most <= tolerance, `item ${i}: ${most} apart`);
    assert.equal(answer.className, file.classes[argMax(Float64Array.from(answer.probabilities))]);
  }
}

/** Items of columns that are all numbers. */
function numbersCase(spec: NetworkSpec, amplitude: number, count = 30): Case {
  const random = new Random(77);
  const rows = Array.from({ length: count }, (_, i) =>
    Float64Array.from(spec.inputs, () => (i === 0 ? 0 : random.uniform(-amplitude, amplitude))),
  );
  const items = rows.map(row => spec.inputs.map(({ name }, i) => [name, row[i]] as const));
  return caseOf(weightsOf(spec), items, rows);
}

const CLASSES = ["red", "green", "blue"];

test("python3 runs the Python functions", { skip: pythonAbsent }, () => {
  const { file } = weightsOf({ inputs: numberColumns(2), classes: CLASSES });
  const run = spawnSync("python3", [writePredictor(file, "python")], { encoding: "utf8" });
  assert.equal(run.stderr, "");
  assert.equal(run.stdout, "The self-test has passed: 4 items.\n");
});

test("every activation and output, none to four hidden layers", async () => {
  const names = Object.keys(activationLabels) as ActivationName[];
  const specs: NetworkSpec[] = names.flatMap((name, i) => [
    { hidden: [4], activations: [name], inputs: numberColumns(3), classes: CLASSES, seed: i },
    {
      hidden: [3, 5],
      activations: [name, names[(i + 1) % names.length]],
      output: "sigmoid",
      inputs: numberColumns(3),
      classes: ["no", "yes"],
      seed: i,
    },
  ]);
  for (const hidden of [[], [1], [3, 2], [4, 3, 2], [5, 4, 3, 2]]) {
    specs.push(
      { hidden, inputs: numberColumns(2), classes: CLASSES, seed: 9 },
      {
        hidden,
        inputs: numberColumns(2),
        classes: ["a", "b"],
        output: "sigmoid",
        zeroBiases: true,
      },
    );
  }
  await check(specs.map(spec => numbersCase(spec, 5)));
});

test("one class, many classes, zero biases, tiny and enormous weights", async () => {
  const inputs = numberColumns(3);
  const many = Array.from({ length: 30 }, (_, k) => `class ${k}`);
  await check([
    numbersCase({ inputs, classes: ["all"], hidden: [2] }, 3),
    numbersCase({ inputs, classes: many, hidden: [40], zeroBiases: true }, 3),
    numbersCase({ inputs, classes: CLASSES, hidden: [3], range: 1e-310 }, 3),
    numbersCase({ inputs, classes: CLASSES, hidden: [3], range: 1e9 }, 3),
    numbersCase({ inputs, classes: ["a", "b"], output: "sigmoid", range: 1e5 }, 3),
    numbersCase({ inputs, classes: ["a", "b"], output: "sigmoid", range: 1e300 }, 1e200),
    numbersCase({ inputs, classes: CLASSES, hidden: [3], activations: ["relu"], range: 1e200 }, 9),
    numbersCase(
      { inputs, classes: CLASSES, hidden: [3], activations: ["linear"], range: 1e300 },
      9,
    ),
  ]);
});

/** A table with every kind of column; rows from 40 on hold categories that no earlier row has. */
function sampleTable(): { table: RawTable; rows: Uint32Array; encodings: ColumnEncoding[] } {
  const random = new Random(5);
  const pick = (values: readonly string[]) => values[Math.floor(random.random() * values.length)];
  const lines = Array.from({ length: 60 }, (_, row) => {
    const other = row >= 40 && row % 3 === 0 ? ["new"] : [];
    return [
      random.uniform(-5, 90).toString(),
      random.uniform(-2e6, -1e6).toString(),
      (random.uniform(0, 1) * 1e-7).toString(),
      "7",
      row % 7 === 0 ? "" : random.uniform(0, 20).toFixed(2),
      row % 11 === 0 ? "" : "3.5",
      pick([...other, "red", "dark green", "blau"]),
      pick(["1", "2", "3"]),
      row % 5 === 0 ? "" : pick(["x", "y"]),
      pick(["no", "yes"]),
      row % 6 === 0 ? "" : pick(["0", "1"]),
    ].join();
  });
  const table = readTable(["a,b,c,d,e,f,g,h,i,j,k", ...lines].join("\n"), { header: true });
  const choices: InputChoice[] = [
    defaultChoice(0, "number"),
    { ...defaultChoice(1, "number"), scaling: "minMax" },
    { ...defaultChoice(2, "number"), scaling: "none" },
    { ...defaultChoice(3, "number"), scaling: "minMax" },
    { ...defaultChoice(4, "number"), missing: "fill" },
    { ...defaultChoice(5, "number"), missing: "drop" },
    defaultChoice(6, "category"),
    { ...defaultChoice(7, "category"), unknown: "error" },
    { ...defaultChoice(8, "category"), missing: "fill", unknown: "error" },
    defaultChoice(9, "boolean"),
    { ...defaultChoice(10, "boolean"), missing: "fill" },
  ];
  const { rows } = usableRows(
    table,
    choices.map(({ position, missing }) => ({ column: table.columns[position], missing })),
  );
  const train = rows.filter(row => row < 40);
  return { table, rows, encodings: fitEncodings(table, choices, train) };
}

/** The rows of a table as items, with the inputs that encodeRows makes of them. */
function tableCase(
  { table, rows, encodings }: ReturnType<typeof sampleTable>,
  names: readonly string[],
  spec: Omit<NetworkSpec, "inputs">,
): Case {
  const inputs = encodings.map((encoding, i) => ({ ...encoding, name: names[i] }));
  const named = {
    ...table,
    columns: table.columns.map((column, i) => ({ ...column, name: names[i] })),
  };
  const encoded = encodeRows(named, inputs, rows);
  const width = encoded.inputCount;
  const items = Array.from(rows, (row, item) => [
    ["no column of the network", 1] as const,
    ...inputs.map((encoding, i) => [names[i], cell(table, encoding, i, row, item)] as const),
  ]);
  const matrix = Array.from(rows, (_, item) =>
    encoded.inputs.slice(item * width, (item + 1) * width),
  );
  return caseOf(weightsOf({ ...spec, inputs }), items, matrix);
}

/** A cell in one of the ways in which it may be given. */
function cell(
  table: RawTable,
  encoding: ColumnEncoding,
  column: number,
  row: number,
  item: number,
): unknown {
  const { numbers, codes, values } = table.columns[column];
  if (isMissingAt(table.columns[column], row)) return item % 2 === 0 ? null : "";
  if (encoding.kind === "number") return numbers?.[row];
  const text = values[codes?.[row] ?? 0];
  if (encoding.kind === "category") return text;
  if (item % 3 === 0) return text;
  if (item % 3 === 1 && encoding.trueValue === "1") return Number(text);
  return text === encoding.trueValue;
}

const SAMPLE = sampleTable();

/** Names that would do harm if they were anything but text. */
const AWKWARD_NAMES = [
  "__proto__",
  "constructor",
  "class",
  'quote " and \\ and `${x}` and {y}',
  "two\nlines\u2028and\u2029more\r",
  "*/ end of comment /*",
  "größe 身長 😀",
  "0",
  "1e3",
  "None",
  "\u202eright to left\u0000\ud800",
];

test("columns of every kind become what the table reader makes of them", async () => {
  const names = SAMPLE.encodings.map(({ name }) => name);
  await check([
    tableCase(SAMPLE, names, { classes: CLASSES, hidden: [6] }),
    tableCase(SAMPLE, names, { classes: ["no", "yes"], output: "sigmoid", range: 3 }),
  ]);
  assert.ok(
    SAMPLE.rows.some(row => row >= 40),
    "unknown categories are among the rows",
  );
});

test("names are text, whatever they look like", async () => {
  const classes = ["__proto__", '"', "*/\n"];
  await check([tableCase(SAMPLE, AWKWARD_NAMES, { classes, hidden: [4] })]);
});

/** Mostly what has a meaning in one of the languages. */
const anyName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        ..."\"'`\\/*#{}$\n\r\t\u2028\ufeff\u200b\u202e",
        "\\u",
        "\\N{",
        "😀",
        "\ud83d",
      ),
    )
    .map(parts => parts.join("")),
  fc.constantFrom(
    ...["__proto__", "toString", "hasOwnProperty", "readonly", "new", "get", "def", "lambda", ""],
    ...["a b", "a_b", "a-b", "A", "a", "\u00e4", "a\u0308", "1", "01", "-1", "1.0", "@type {x}"],
  ),
);
const anyNames = (length: number) =>
  fc.uniqueArray(anyName, { minLength: length, maxLength: length });

test("any names of columns, categories and classes", async () => {
  const paths: string[] = [];
  const questions: Case[] = [];
  const property = fc.asyncProperty(anyNames(4), anyNames(3), anyNames(3), async (...lists) => {
    const [names, categories, classes] = lists;
    const words = categories.map(text => (text === "" ? "empty" : text));
    fc.pre(new Set(words).size === 3);
    const [first, second, third, fourth] = names;
    const inputs: ColumnEncoding[] = [
      ...numberColumns(1).map(column => ({ ...column, name: first })),
      {
        name: second,
        kind: "category",
        categories: words,
        unknown: "error",
        missing: { method: "fill", value: words[1] },
      },
      {
        name: third,
        kind: "category",
        categories: words,
        unknown: "zeros",
        missing: { method: "error" },
      },
      {
        name: fourth,
        kind: "boolean",
        falseValue: words[0],
        trueValue: words[1],
        missing: { method: "drop" },
      },
    ];
    const rows = [
      [1.5, 1, 0, 0, 0, 0, 1, 0],
      [-2, 0, 0, 1, 0, 0, 0, 1],
      [0, 0, 1, 0, 1, 0, 0, 1],
    ];
    const values = [
      [1.5, words[0], words[2], words[0]],
      [-2, words[2], `${words.join()}!`, words[1]],
      [0, null, words[0], true],
    ];
    const one = caseOf(
      weightsOf({ inputs, classes, hidden: [2] }),
      values.map(row => row.map((value, i) => [names[i], value] as const)),
      rows.map(row => Float64Array.from(row)),
    );
    questions.push(one);
    for (const language of SCRIPTS) compare(await askScript(one, language), one, 0);
    paths.push(writePredictor(one.file, "typescript"), writePredictor(one.file, "javascript"));
    for (const language of LANGUAGES) {
      const text = generatePredictor(one.file, language);
      assert.doesNotMatch(
        text.replaceAll("\n", ""),
        /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u,
        "nothing that cannot be seen",
      );
    }
  });
  await fc.assert(property, { numRuns: 25 });
  for (const language of SCRIPTS) {
    const ending = language === "typescript" ? ".ts" : ".js";
    const own = paths.filter(path => path.endsWith(ending));
    assert.deepEqual(typeErrors(own, language === "javascript"), []);
  }
  if (pythonAbsent !== false) return;
  for (const [i, answers] of askPython(questions).entries()) {
    compare(answers, questions[i], TOLERANCE);
  }
});

/** What the compiler says with every strict option, by the name of the file. */
function typeErrors(paths: readonly string[], isJavaScript: boolean): string[] {
  const program = ts.createProgram(paths, {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noPropertyAccessFromIndexSignature: true,
    // In JavaScript nothing can say that an element is known to be there.
    noUncheckedIndexedAccess: !isJavaScript,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    allowJs: true,
    checkJs: true,
    target: ts.ScriptTarget.ES2020,
    lib: ["lib.es2020.d.ts"],
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    allowImportingTsExtensions: true,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
    const line = file?.text.slice(0, start).split("\n").length;
    const place = `${file === undefined ? "" : basename(file.fileName)}:${line}`;
    return `${place}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

test("the generated types are strict and describe the columns", () => {
  const { file } = tableCase(SAMPLE, AWKWARD_NAMES, { classes: CLASSES, hidden: [3] });
  const files = [
    file,
    weightsOf({ inputs: numberColumns(1), classes: ["a", "b"], output: "sigmoid" }).file,
    ...Object.keys(activationLabels).map(
      name =>
        weightsOf({
          inputs: numberColumns(2),
          classes: CLASSES,
          hidden: [2, 2],
          activations: [name as ActivationName],
        }).file,
    ),
  ];
  const good = [
    '{ x0: 1, "the colour": null, ok: "yes" }',
    '{ x0: 1, "the colour": "red", ok: true }',
  ];
  const bad = [
    '{ x0: "1", "the colour": "red", ok: true }',
    '{ x0: null, "the colour": "red", ok: true }',
    '{ x0: 1, "the colour": "green", ok: true }',
    '{ x0: 1, "the colour": "red", ok: 1 }',
    '{ x0: 1, ok: "no" }',
  ];
  for (const language of SCRIPTS) {
    const path = writePredictor(weightsOf(TYPED).file, language);
    const use = (item: string, index: number, kind: string) =>
      writeBeside(
        `${language}-${kind}${index}.ts`,
        `import { predict } from ${JSON.stringify(path)};\n` +
          `export const found: "this" | "that" | "both" = predict(${item}).className;`,
      );
    const uses = [
      ...good.map((item, i) => use(item, i, "good")),
      ...bad.map((item, i) => use(item, i, "bad")),
    ];
    const paths = [...files.map(one => writePredictor(one, language)), ...uses];
    const errors = typeErrors(paths, language === "javascript");
    assert.deepEqual(
      errors.map(text => text.replace(/:.*/s, "")),
      bad.map((_, i) => `${language}-bad${i}.ts`),
      errors.join("\n"),
    );
  }
});

const TYPED: NetworkSpec = {
  inputs: [
    ...numberColumns(1),
    {
      name: "the colour",
      kind: "category",
      categories: ["red", "blue"],
      unknown: "error",
      missing: { method: "fill", value: "red" },
    },
    {
      name: "ok",
      kind: "boolean",
      falseValue: "no",
      trueValue: "yes",
      missing: { method: "error" },
    },
  ],
  classes: ["this", "that"],
};

test("errors name the column, what was expected and what came", async () => {
  const inputs: ColumnEncoding[] = [
    ...(TYPED.inputs ?? []),
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
  for (const language of SCRIPTS) {
    const { selfTest } = await loadScript(changed, language);
    assert.throws(selfTest, pattern);
  }
  if (pythonAbsent !== false) return;
  const run = spawnSync("python3", [writePredictor(changed, "python")], { encoding: "utf8" });
  assert.match(run.stderr, pattern);
  assert.equal(run.status, 1);
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
