import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, DEFAULT_SPEED } from "../../../src/core/config.ts";
import { readSettings } from "../../../src/host/settings.ts";

function read(values: Record<string, unknown>) {
  return readSettings(name => (Object.hasOwn(values, name) ? values[name] : undefined));
}

test("without any setting the controls are the article's", () => {
  assert.deepEqual(read({}), {
    controls: { config: ARTICLE_CONFIG, speed: DEFAULT_SPEED },
    problems: [],
  });
});

test("each setting changes its member of the config and nothing else", () => {
  const values: [string, unknown, object][] = [
    ["lambda", 0.25, { l2: 0.25 }],
    ["learningRate", 0.5, { learningRate: 0.5 }],
    ["epochs", 7, { epochs: 7 }],
    ["hiddenLayers", [3, 2], { hiddenLayers: [3, 2] }],
    ["batchSize", 16, { batchSize: 16 }],
    ["loss", "crossEntropy", { loss: "crossEntropy" }],
    ["articleDerivative", false, { articleDerivative: false }],
    ["initRange", 0.5, { initRange: 0.5 }],
    ["seed", 12, { seed: 12 }],
  ];
  for (const [name, value, changes] of values) {
    const { controls, problems } = read({ [name]: value });
    assert.deepEqual(problems, [], name);
    assert.deepEqual(controls.config, { ...ARTICLE_CONFIG, ...changes }, name);
  }
  assert.equal(read({ speed: "slow" }).controls.speed, "slow");
});

test("a wrong value is named with what was expected, and its default is used", () => {
  const { controls, problems } = read({ lambda: "x", epochs: 2.5, seed: 7, speed: "toString" });
  assert.deepEqual(controls, { config: { ...ARTICLE_CONFIG, seed: 7 }, speed: DEFAULT_SPEED });
  assert.deepEqual(
    problems.map(problem => problem.setting),
    [
      "regularizationPlayground.lambda",
      "regularizationPlayground.epochs",
      "regularizationPlayground.speed",
    ],
  );
  assert.match(problems[0].problem, /expected a number from 0 to 10, got "x"/);
  assert.equal(problems[0].used, "0.005");
  assert.match(problems[1].problem, /expected a whole number from 1 to 1,000,000, got 2.5/);
  assert.equal(problems[2].used, '"fast"');
});

test("refuses values that only look like numbers", () => {
  for (const value of [null, true, [], {}, "0.1", NaN, Infinity, -1, 11]) {
    const { controls, problems } = read({ lambda: value });
    assert.equal(problems.length, 1, JSON.stringify(value));
    assert.equal(controls.config.l2, ARTICLE_CONFIG.l2);
  }
});
