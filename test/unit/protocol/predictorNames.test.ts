// Names of columns, categories and classes are text in a predict function, whatever they look like.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ColumnEncoding } from "../../../src/core/columnEncoding.ts";
import { activationLabels, type ActivationName } from "../../../src/core/config.ts";
import { generatePredictor } from "../../../src/protocol/predictor/generatePredictor.ts";
import {
  type PredictorLanguage,
  predictorLanguages,
} from "../../../src/protocol/predictor/predictorLanguages.ts";
import {
  AWKWARD_NAMES,
  type Case,
  caseOf,
  check,
  CLASSES,
  compare,
  SAMPLE,
  SCRIPTS,
  tableCase,
  TOLERANCE,
  TYPED,
} from "./predictorCases.ts";
import {
  askPython,
  askScript,
  numberColumns,
  pythonAbsent,
  weightsOf,
  writeBeside,
  writePredictor,
} from "./predictorFixture.ts";
import { typeErrors } from "./typeErrors.ts";

const LANGUAGES = Object.keys(predictorLanguages) as PredictorLanguage[];

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
