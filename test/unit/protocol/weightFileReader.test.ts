import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashParameters } from "../../../src/protocol/weightFileCheck.ts";
import {
  MAX_WEIGHT_FILE_BYTES,
  readWeightBytes,
  readWeightFile,
  WeightFileError,
} from "../../../src/protocol/weightFileReader.ts";
import type { WeightFile } from "../../../src/protocol/weightFileSchema.ts";
import { createSelfTest } from "../../../src/protocol/weightFileSelfTest.ts";
import { createWeightFile, formatWeightFile } from "../../../src/protocol/weightFileWriter.ts";
import { bitsOf, sourceOf, trained } from "./weightFileFixture.ts";

const NAME = "article-l2.weights.json";
const ARTICLE = createWeightFile(trained("withL2").source);
const SMALL = createWeightFile(sourceOf([], [0.5, -1.25, 3e-7]));

type Tree = Record<string | number, unknown>;

/** A copy of a file with the member at a path changed. */
function changed(file: WeightFile, path: string, value: unknown): WeightFile {
  const copy = structuredClone(file);
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const holder = steps.reduce<unknown>((tree, step) => (tree as Tree)[step], copy) as Tree;
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

const read = (file: unknown) => readWeightFile(JSON.stringify(file), NAME);

function refusal(act: () => unknown): WeightFileError {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof WeightFileError, String(error));
    assert.equal(error.fileName, NAME);
    assert.ok(error.message.startsWith(`${NAME}: `), error.message);
    assert.match(error.message, /\. [A-Z].*\.$/, "what to do stands at the end");
    assert.ok(error.message.length < 400, error.message);
    return error;
  }
  return assert.fail("the file was accepted");
}

function assertRefused(file: unknown, field: string, problem: string | RegExp): void {
  const error = refusal(() => read(file));
  assert.equal(error.field, field);
  if (typeof problem === "string") assert.equal(error.problem, problem);
  else assert.match(error.problem, problem);
}

test("weights of any shape and any finite value come back bit by bit", () => {
  const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
  const special = fc.constantFrom(
    -0,
    Number.MIN_VALUE,
    -Number.MIN_VALUE,
    2 ** -1022,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    0.1,
    1e21,
    2 ** 53 + 2,
  );
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }),
      fc.array(fc.oneof(anyNumber, special), { minLength: 1, maxLength: 60 }),
      (hiddenLayers, values) => {
        const source = sourceOf(hiddenLayers, values);
        const text = formatWeightFile(createWeightFile(source));
        const { file, sizes, parameters } = readWeightBytes(Buffer.from(text), NAME);
        const expected = source.at.parameters.map(value => (value === 0 ? 0 : value));
        assert.deepEqual(bitsOf(parameters), bitsOf(expected));
        assert.deepEqual(sizes, [10, ...hiddenLayers, 4]);
        assert.equal(formatWeightFile(file), text);
      },
    ),
  );
});

test("another number of inputs and classes is read as well", () => {
  const sizes = [2, 3, 2];
  const parameters = Float64Array.from({ length: 17 }, (_, i) => i / 8 - 1);
  const row = (start: number, length: number) => [...parameters.slice(start, start + length)];
  const file: WeightFile = {
    ...structuredClone(ARTICLE),
    classes: ["blue", "größer \u{1F600} \u2028"],
    inputs: ARTICLE.inputs.slice(0, 2),
    layers: [
      {
        ...ARTICLE.layers[0],
        inputs: 2,
        outputs: 3,
        weights: [row(0, 3), row(3, 3)],
        biases: row(6, 3),
      },
      {
        ...ARTICLE.layers[1],
        inputs: 3,
        outputs: 2,
        weights: [row(9, 2), row(11, 2), row(13, 2)],
        biases: row(15, 2),
      },
    ],
    weightsSha256: hashParameters(parameters),
    training: {
      ...ARTICLE.training,
      config: { ...ARTICLE.training.config, hiddenLayers: [3] },
    },
    selfTest: createSelfTest(parameters, sizes, ARTICLE.training.config),
  };
  const found = readWeightBytes(Buffer.from(formatWeightFile(file)), NAME);
  assert.deepEqual(found.file, file);
  assert.deepEqual(found.sizes, sizes);
  assert.deepEqual(bitsOf(found.parameters), bitsOf(parameters));
});

test("layout, a byte order mark and members of later versions do not matter", () => {
  const { parameters } = read(ARTICLE);
  const later = structuredClone(ARTICLE) as WeightFile & Tree;
  later.version = "1.7";
  later["pruning"] = { mask: [[true]] };
  (later.layers[0] as unknown as Tree)["dropout"] = 0.5;
  const found = readWeightFile(`\uFEFF\r\n${JSON.stringify(later, null, "\t")}\n\n`, NAME);
  assert.deepEqual(bitsOf(found.parameters), bitsOf(parameters));
  assert.deepEqual(found.file, { ...ARTICLE, version: "1.7" });
  const bytes = Buffer.from(`\uFEFF${formatWeightFile(ARTICLE)}`);
  assert.deepEqual(readWeightBytes(bytes, NAME).file, ARTICLE);
});

test("-0 in a file of another writer is read as 0", () => {
  const text = formatWeightFile(createWeightFile(sourceOf([], [0, 1])));
  const { parameters } = readWeightFile(text.replace("[0, 1,", "[-0.0, 1,"), NAME);
  assert.ok(Object.is(parameters[0], 0));
});

test("a file cut off anywhere is refused with the place where it ends", () => {
  const bytes = Buffer.from(formatWeightFile(SMALL));
  for (let length = 0; length < bytes.length - 1; length++) {
    const error = refusal(() => readWeightBytes(bytes.subarray(0, length), NAME));
    assert.match(error.field, /^line \d+, character \d+$/, `${length} bytes`);
    assert.match(error.problem, /^expected .*, got the end of the file$/);
  }
});

test("one wrong byte never changes a weight unnoticed", () => {
  const bytes = Buffer.from(formatWeightFile(SMALL));
  const { parameters } = readWeightBytes(bytes, NAME);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: bytes.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (position, difference) => {
        const wrong = Buffer.from(bytes);
        wrong[position] ^= difference;
        try {
          const found = readWeightBytes(wrong, NAME);
          assert.deepEqual(bitsOf(found.parameters), bitsOf(parameters));
        } catch (error) {
          assert.ok(error instanceof WeightFileError, String(error));
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test("one wrong digit in a weight is found by the hash", () => {
  const weight = String(ARTICLE.layers[0].weights[4][2]);
  const digit = (Number(weight.at(-4)) + 1) % 10;
  const wrong = `${weight.slice(0, -4)}${digit}${weight.slice(-3)}`;
  const text = formatWeightFile(ARTICLE).replace(weight, wrong);
  const error = refusal(() => readWeightFile(text, NAME));
  assert.equal(error.field, "weightsSha256");
  assert.match(
    error.problem,
    /^expected [0-9a-f]{64}, the hash of the weights in the file, got [0-9a-f]{64}$/,
  );
});

test("a self-test with another answer is found", () => {
  const answer = ARTICLE.selfTest.items[1].probabilities?.[2] ?? Number.NaN;
  assertRefused(
    changed(ARTICLE, "selfTest.items.1.probabilities.2", answer + 2e-9),
    "selfTest.items.1.probabilities.2",
    /which is what the weights give, got/,
  );
  read(changed(ARTICLE, "selfTest.items.1.probabilities.2", answer + 5e-10));
});

test("a target is refused where classes are told apart", () => {
  assertRefused(
    changed(ARTICLE, "target", { name: "y", scaling: { method: "none" } }),
    "target",
    "expected no such member where classes are told apart, got an object",
  );
  assertRefused(
    changed(ARTICLE, "metrics.last.trainAccuracy", null),
    "metrics.last.trainAccuracy",
    "expected an accuracy, as classes are predicted, got null",
  );
});

test("other formats and versions are refused before anything else", () => {
  const cases: [path: string, value: unknown, problem: string, advice: RegExp][] = [
    [
      "format",
      "onnx",
      'expected "regularization-playground/weights", got "onnx"',
      /^Choose a file/,
    ],
    [
      "format",
      undefined,
      'expected "regularization-playground/weights", got nothing',
      /^Choose a file/,
    ],
    ["version", "2.0", 'expected version 1.x, got "2.0"', /^Update the extension/],
    ["version", "10.3", 'expected version 1.x, got "10.3"', /^Update the extension/],
    ["version", "0.9", 'expected version 1.x, got "0.9"', /damaged/],
    ["version", "1", 'expected version 1.x, got "1"', /damaged/],
    ["version", 1, "expected version 1.x, got 1", /damaged/],
    ["version", undefined, "expected version 1.x, got nothing", /damaged/],
  ];
  for (const [path, value, problem, advice] of cases) {
    const broken = { ...changed(ARTICLE, path, value), layers: "elsewhere" };
    const error = refusal(() => read(broken));
    assert.equal(error.field, path);
    assert.equal(error.problem, problem);
    assert.match(error.advice, advice);
  }
});

test("a document that is no object is refused", () => {
  for (const [text, found] of [
    ["[1]", "an array of 1"],
    ["null", "null"],
    ["3", "3"],
    ['"weights"', '"weights"'],
  ]) {
    const error = refusal(() => readWeightFile(text, NAME));
    assert.equal(error.message.startsWith(`${NAME}: expected an object, got ${found}. `), true);
  }
});

test("every shape is checked", () => {
  const rows = ARTICLE.layers[0].weights;
  const cases: [path: string, value: unknown, field: string, problem: string][] = [
    ["layers", [], "", "expected at least one layer, got an array of 0"],
    [
      "layers",
      ARTICLE.layers.slice(1),
      "layers.0.inputs",
      "expected 10, the inputs that the columns in `inputs` become, got 8",
    ],
    [
      "layers.0.inputs",
      9,
      "",
      "expected 10, the inputs that the columns in `inputs` become, got 9",
    ],
    ["layers.1.inputs", 4, "", "expected 8, the outputs of the layer before, got 4"],
    ["layers.0.outputs", 7, "layers.0.weights.0", "expected 7 numbers, one for each output, got 8"],
    ["layers.0.outputs", 0, "", "expected a whole number from 1 to 1,000,000, got 0"],
    ["layers.0.outputs", 8.5, "", "expected a whole number from 1 to 1,000,000, got 8.5"],
    ["layers.0.weights", rows.slice(1), "", "expected 10 rows, one for each input, got 9"],
    ["layers.0.weights.3", rows[3].slice(1), "", "expected 8 numbers, one for each output, got 7"],
    ["layers.0.weights.3", 1, "", "expected an array, got 1"],
    ["layers.0.weights", { length: 10 }, "", "expected an array, got an object"],
    ["layers.1.biases", [1, 2, 3], "", "expected 4 numbers, one for each output, got 3"],
    [
      "layers.0.activation",
      "elu",
      "",
      'expected one of tanh, relu, leakyRelu, sigmoid, linear, softmax, identity, got "elu"',
    ],
    [
      "layers.0.activation",
      "softmax",
      "",
      'expected tanh, as in `training.config.activations`, got "softmax"',
    ],
    [
      "layers.1.activation",
      "tanh",
      "",
      'expected softmax, as in `training.config.output`, got "tanh"',
    ],
    [
      "layers.1.activation",
      "sigmoid",
      "",
      'expected softmax, as in `training.config.output`, got "sigmoid"',
    ],
    ["layers.0.layout", "[out][in]", "", 'expected "[in][out]", got "[out][in]"'],
    ["classes", ["a", "b"], "", "expected 4 names, one for each output of the last layer, got 2"],
    ["classes.1", 7, "", "expected text, got 7"],
    [
      "inputs",
      ARTICLE.inputs.slice(1),
      "layers.0.inputs",
      "expected 9, the inputs that the columns in `inputs` become, got 10",
    ],
    [
      "inputs.2.kind",
      "date",
      "",
      'expected kind to be one of number, category, boolean, got "date"',
    ],
    [
      "inputs.2.scaling.method",
      "log",
      "",
      'expected method to be one of none, zScore, minMax, got "log"',
    ],
    ["selfTest.items.0.inputs", [0], "", "expected 10 numbers, one for each input, got 1"],
    ["selfTest.items.3.probabilities", [1], "", "expected 4 numbers, one for each class, got 1"],
    [
      "layers",
      Array.from({ length: 6 }, () => ARTICLE.layers[1]),
      "",
      "expected at most 5 layers, got an array of 6",
    ],
    [
      "selfTest.items",
      Array.from({ length: 17 }, () => ARTICLE.selfTest.items[0]),
      "",
      "expected at most 16 items, got an array of 17",
    ],
    ["selfTest.tolerance", 2, "", "expected a number from 0 to 1, got 2"],
  ];
  for (const [path, value, field, problem] of cases) {
    assertRefused(changed(ARTICLE, path, value), field || path, problem);
  }
});

test("members that contradict each other are refused", () => {
  const cases: [path: string, value: unknown, problem: string][] = [
    ["training.config.hiddenLayers", [9], 'expected [8], as in `layers`, got "[9]"'],
    ["training.epoch", 7, "expected at most 6, the trained epochs, got 7"],
    ["training.trainedEpochs", 7, "expected at most 6, the epochs of the config, got 7"],
    ["random.seed", 1, "expected 0, as in the config, got 1"],
    ["random.mode", "separate", 'expected shared, as in the config, got "separate"'],
    ["split.train", 199, "expected 200, as in `data.spec`, got 199"],
    ["split.validation", 41, "expected 40, as in `data.spec`, got 41"],
    ["split.test", 39, "expected 40, as in `data.spec`, got 39"],
    ["split.fresh", 0, "expected 4000, as in `data.spec`, got 0"],
    ["metrics.last.epoch", 5, "expected 6, as in `training`, got 5"],
    ["metrics.last.testAccuracy.items", 41, "expected 40, as in `split`, got 41"],
    ["metrics.last.testAccuracy.correct", 41, "expected at most 40, got 41"],
    ["metrics.last.trainAccuracy.value", 1.5, ""],
    ["metrics.last.validationAccuracy.items", 39, "expected 40, as in `split`, got 39"],
    ["metrics.best.validationAccuracy.items", 39, "expected 40, as in `split`, got 39"],
    ["metrics.best.testAccuracy.correct", 41, "expected at most 40, got 41"],
    ["metrics.best.trainAccuracy.value", 1.5, ""],
    [
      "training.config.publishedSign",
      true,
      "the published rule exists only in float32 arithmetic, where it can be reproduced",
    ],
  ];
  for (const [path, value, problem] of cases) {
    assertRefused(changed(ARTICLE, path, value), path, problem || /^expected 0\.\d+, got 1\.5$/);
  }
});

test("every member is needed and has one type", () => {
  const paths: string[] = [];
  const collect = (tree: unknown, path: string) => {
    if (typeof tree !== "object" || tree === null) return;
    for (const [key, value] of Object.entries(tree)) {
      // One item stands for all of an array.
      if (Array.isArray(tree) && key !== "0") continue;
      const place = path === "" ? key : `${path}.${key}`;
      paths.push(place);
      collect(value, place);
    }
  };
  collect(ARTICLE, "");
  assert.ok(paths.length > 120, `${paths.length} members`);
  for (const path of paths) {
    if (!/\.0$/.test(path)) {
      const error = refusal(() => read(changed(ARTICLE, path, undefined)));
      assert.equal(error.field, path);
      assert.match(error.problem, /, got nothing$/);
    }
    const error = refusal(() => read(changed(ARTICLE, path, { "": "wrong" })));
    assert.ok(
      error.field === path || error.field.startsWith(`${path}.`),
      `${path}: ${error.field}`,
    );
  }
});

test("numbers must be numbers, and finite", () => {
  const text = formatWeightFile(ARTICLE);
  const weight = String(ARTICLE.layers[0].weights[0][0]);
  const cases: [wrong: string, field: RegExp, problem: string][] = [
    ['"NaN"', /^layers\.0\.weights\.0\.0$/, 'expected a number, got "NaN"'],
    ['"0.5"', /^layers\.0\.weights\.0\.0$/, 'expected a number, got "0.5"'],
    ["null", /^layers\.0\.weights\.0\.0$/, "expected a number, got null"],
    ["1e999", /^layers\.0\.weights\.0\.0$/, "expected a finite number, got Infinity"],
    ["NaN", /^line \d+, character 10$/, 'expected a value, got "N"'],
    ["-Infinity", /^line \d+, character 11$/, 'expected a digit, got "I"'],
    ["0x10", /^line \d+, character 11$/, 'expected a comma or ], got "x"'],
  ];
  for (const [wrong, field, problem] of cases) {
    const error = refusal(() => readWeightFile(text.replace(weight, wrong), NAME));
    assert.match(error.field, field, wrong);
    assert.equal(error.problem, problem);
  }
});

test("a file cannot reach any prototype", () => {
  const text = JSON.stringify(ARTICLE);
  for (const member of [
    '"__proto__": { "polluted": true }',
    '"constructor": { "prototype": { "polluted": true } }',
    '"toString": 1, "hasOwnProperty": 2, "valueOf": 3',
    '"layers\\u005f": 1, "\\u005f_proto__": { "polluted": true }',
  ]) {
    for (const text2 of [
      text.replace("{", `{ ${member}, `),
      text.replace('"config":{', `"config":{ ${member}, `),
      text.replace('{"inputs":10', `{${member},"inputs":10`),
    ]) {
      assert.notEqual(text2, text);
      const { file } = readWeightFile(text2, NAME);
      assert.deepEqual(file, ARTICLE);
      assert.equal(Object.getPrototypeOf(file), Object.prototype);
      assert.ok(!("polluted" in {}) && !("polluted" in file));
    }
  }
  for (const name of ["__proto__", "constructor", "toString"]) {
    assertRefused(
      changed(ARTICLE, "training.recipe", name),
      "training.recipe",
      /^expected one of .*got "/,
    );
  }
});

test("a prototype does not stand in for a missing member", () => {
  const text = JSON.stringify(ARTICLE).replace('"task":"classification",', "");
  const error = refusal(() =>
    readWeightFile(text.replace("{", '{"__proto__":{"task":"classification"},'), NAME),
  );
  assert.equal(error.field, "task");
});

test("the same member twice is refused", () => {
  const text = formatWeightFile(ARTICLE).replace('  "task"', '  "version": "1.0",\n  "task"');
  const error = refusal(() => readWeightFile(text, NAME));
  assert.equal(error.field, "line 5, character 3");
  assert.equal(error.problem, "expected each member once, got one again");
});

test("bytes that are not UTF-8 are refused with their place", () => {
  const bytes = Buffer.from(formatWeightFile(ARTICLE));
  bytes[20] = 0xff;
  const error = refusal(() => readWeightBytes(bytes, NAME));
  assert.equal(error.field, "byte 20");
  assert.equal(error.problem, "expected text in UTF-8, got something else");
});

test("hostile files are refused at once", () => {
  const tooLarge = new Uint8Array(MAX_WEIGHT_FILE_BYTES + 1);
  assert.equal(
    refusal(() => readWeightBytes(tooLarge, NAME)).problem,
    "expected at most 50 MB, got 51 MB",
  );
  const size = 10_000_000;
  const cases: [what: string, text: string, problem: RegExp][] = [
    ["deep", "[".repeat(size), /^expected at most 32 levels of brackets/],
    ["deep objects", '{"a":'.repeat(size / 5), /^expected at most 32 levels of brackets/],
    ["long array", `[${"0,".repeat(size / 2)}0]`, /^expected at most 4000000 values/],
    ["long number", "9".repeat(size), /^expected an object, got Infinity$/],
    ["long fraction", `0.${"1".repeat(size)}`, /^expected an object, got 0\.1/],
    ["long string", `"${"\\n".repeat(size / 2)}"`, /^expected an object, got "/],
    ["long name", `{"${"x".repeat(size)}": 1}`, /^expected "regularization/],
    ["blanks", " ".repeat(size), /^expected a value, got the end of the file$/],
    ["lines", "\n".repeat(size), /^expected a value, got the end of the file$/],
  ];
  for (const [what, text, problem] of cases) {
    const start = performance.now();
    assert.match(refusal(() => readWeightFile(text, NAME)).problem, problem, what);
    const seconds = (performance.now() - start) / 1000;
    // A quadratic step over these sizes would take hours.
    assert.ok(seconds < 10, `${what}: ${seconds} s`);
  }
});
