import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import { dataProblemOf, problemOf } from "../../../src/core/configProblems.ts";

const problemWith = (changes: Partial<TrainingConfig>) =>
  problemOf({ ...ARTICLE_CONFIG, ...changes });

/** What is refused, with its sentence. */
function assertRefused(
  changes: Partial<TrainingConfig>,
  member: keyof TrainingConfig,
  problem: string,
): void {
  assert.deepEqual(problemWith(changes), { member, problem });
}

test("the article's config is in order, in either arithmetic", () => {
  assert.equal(problemWith({}), undefined);
  assert.equal(problemWith({ arithmetic: "float32" }), undefined);
  assert.equal(problemWith({ arithmetic: "float32", publishedSign: true }), undefined);
});

test("activations: one for all, or one for each hidden layer", () => {
  const hiddenLayers = [5, 4, 3];
  for (const activations of [["relu"], ["relu", "tanh", "linear"]] as const) {
    assert.equal(problemWith({ hiddenLayers, activations }), undefined);
  }
  assertRefused(
    { hiddenLayers, activations: ["relu", "tanh"] },
    "activations",
    "expected 1 activation for all, or 3, one for each hidden layer, got 2",
  );
  assertRefused(
    { hiddenLayers, activations: [] },
    "activations",
    "expected 1 activation for all, or 3, one for each hidden layer, got 0",
  );
  assertRefused(
    { hiddenLayers: [5], activations: ["relu", "tanh"] },
    "activations",
    "expected 1 activation for all, got 2",
  );
  assert.equal(problemWith({ hiddenLayers: [], activations: ["relu"] }), undefined);
});

test("without hidden layers one activation is enough, which no unit uses", () => {
  assertRefused(
    { hiddenLayers: [], activations: ["relu", "tanh"] },
    "activations",
    "expected 1 activation for all, got 2",
  );
});

test("factors of penalties: none, or one for each layer of weights", () => {
  const hiddenLayers = [5, 4];
  for (const penaltyScale of [[], [1, 0, 2]]) {
    assert.equal(problemWith({ hiddenLayers, penaltyScale }), undefined);
  }
  for (const penaltyScale of [[1], [1, 2], [1, 2, 3, 4]]) {
    assertRefused(
      { hiddenLayers, penaltyScale },
      "penaltyScale",
      `expected no factor, or 3, one for each layer of weights, got ${penaltyScale.length}`,
    );
  }
});

test("factors of dropout: none, or one for each hidden layer", () => {
  const hiddenLayers = [5, 4];
  for (const dropoutScale of [[], [1, 0]]) {
    assert.equal(problemWith({ hiddenLayers, dropoutScale }), undefined);
  }
  for (const dropoutScale of [[1], [1, 0.5, 1]]) {
    assertRefused(
      { hiddenLayers, dropoutScale },
      "dropoutScale",
      `expected no factor, or 2, one for each hidden layer, got ${dropoutScale.length}`,
    );
  }
});

test("the published sign exists only in float32", () => {
  assertRefused(
    { publishedSign: true },
    "publishedSign",
    "the published rule exists only in float32 arithmetic, where it can be reproduced",
  );
});

const float32Cases: [
  changes: Partial<TrainingConfig>,
  member: keyof TrainingConfig,
  expected: string,
][] = [
  [
    { output: "sigmoid" },
    "output",
    "expected softmax, the only one in float32 arithmetic, got sigmoid",
  ],
  [
    { initializer: "he" },
    "initializer",
    "expected uniform, the only one in float32 arithmetic, got he",
  ],
  [
    { optimizer: "adam" },
    "optimizer",
    "expected sgd, the only one in float32 arithmetic, got adam",
  ],
  [
    { schedule: "cosine" },
    "schedule",
    "expected constant, the only one in float32 arithmetic, got cosine",
  ],
  [{ l1: 0.25 }, "l1", "expected 0, the only one in float32 arithmetic, got 0.25"],
  [{ maxNorm: 2 }, "maxNorm", "expected 0, the only one in float32 arithmetic, got 2"],
  [{ dropout: 0.5 }, "dropout", "expected 0, the only one in float32 arithmetic, got 0.5"],
  [{ jitter: 1 }, "jitter", "expected 0, the only one in float32 arithmetic, got 1"],
  [{ patience: 3 }, "patience", "expected 0, the only one in float32 arithmetic, got 3"],
  [
    { activations: ["relu"] },
    "activations",
    "expected tanh, the only one in float32 arithmetic, got relu",
  ],
  [
    { hiddenLayers: [3, 3], activations: ["tanh", "linear"] },
    "activations",
    "expected tanh, the only one in float32 arithmetic, got linear",
  ],
  [{ penaltyScale: [1, 1] }, "penaltyScale", "expected no factor in float32 arithmetic"],
];

for (const [changes, member, problem] of float32Cases) {
  test(`float32 refuses ${JSON.stringify(changes)}, float64 does not`, () => {
    assert.equal(problemWith(changes), undefined);
    assertRefused({ ...changes, arithmetic: "float32" }, member, problem);
  });
}

test("a single sigmoid output asks for two classes, early stopping for validation items", () => {
  const problem = (changes: Partial<TrainingConfig>, classes: number, validationItems: number) =>
    dataProblemOf({ ...ARTICLE_CONFIG, ...changes }, { classes, validationItems });
  assert.equal(problem({}, 4, 0), undefined);
  assert.equal(problem({ output: "sigmoid" }, 2, 0), undefined);
  for (const classes of [1, 3, 4]) {
    assert.deepEqual(problem({ output: "sigmoid" }, classes, 40), {
      member: "output",
      problem: `a single sigmoid output tells 2 classes apart, and the data has ${classes}; use softmax`,
    });
  }
  assert.equal(problem({ patience: 1 }, 4, 1), undefined);
  assert.deepEqual(problem({ patience: 1 }, 4, 0), {
    member: "patience",
    problem: "early stopping needs validation items, and the data has none",
  });
});
