// The user's own list of variants: what they are, what they are called, where lists come from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import {
  createExperiment,
  type Experiment,
  type RecipeName,
  recipes,
  variantChanges,
  variantConfig,
} from "../../../src/core/experiment.ts";
import { createRuns } from "../../../src/core/experimentTraining.ts";
import {
  describeSettings,
  MAX_OWN_VARIANTS,
  type OwnVariant,
  variantsOfList,
} from "../../../src/core/ownVariants.ts";
import {
  lambdaPath,
  listOfVariants,
  OWN_REMEDIES,
  withCopy,
  withVariant,
} from "../../../src/core/variantLists.ts";
import { NO_REMEDY } from "../../../src/core/variants.ts";
import { weightFileName } from "../../../src/protocol/weightFileName.ts";

const base: TrainingConfig = { ...ARTICLE_CONFIG, l2: 0.02, dropout: 0.3, jitter: 0.1 };

function custom(own: readonly OwnVariant[], config = base): Experiment {
  return createExperiment("custom", config, undefined, own);
}

test("a variant has the remedies that it names and no other, whatever the base config says", () => {
  const own: OwnVariant[] = [
    { id: "l2", name: "", settings: { l2: 0.01, patience: 5 } },
    { id: "none", name: "fast", settings: { learningRate: 0.1, batchSize: 4 } },
  ];
  const experiment = custom(own);
  const configs = experiment.variants.map(variant => variantConfig(experiment, variant));
  assert.deepEqual(configs, [
    { ...base, ...NO_REMEDY, l2: 0.01, patience: 5 },
    { ...base, ...NO_REMEDY, learningRate: 0.1, batchSize: 4 },
  ]);
});

test("labels say remedies and strengths; equal ones get numbers, names win", () => {
  assert.equal(describeSettings({}), "without a remedy");
  assert.equal(describeSettings({ l2: 0 }), "without L2");
  assert.equal(describeSettings({ l2: 0.01 }), "with L2 0.01");
  assert.equal(describeSettings({ l1: 0.001, l2: 0.01 }), "with L2 0.01 and L1 0.001");
  assert.equal(
    describeSettings({ dropout: 0.2, l2: 0.01, patience: 20, learningRate: 0.5 }),
    "with L2 0.01, dropout 0.2 and early stopping after 20, learning rate 0.5",
  );
  const list = (["l2", "l1", "none"] as const).map(id => ({ id, name: "", settings: { l2: 1 } }));
  const named = [...list, { id: "decay" as const, name: "mine", settings: {} }];
  assert.deepEqual(
    variantsOfList(named).map(({ label, remedy }) => [label, remedy]),
    [
      ["with L2 1", "l2"],
      ["with L2 1 (2)", "l2"],
      ["with L2 1 (3)", "l2"],
      ["mine", "none"],
    ],
  );
});

test("a list that begins as a recipe trains the same networks, but for the published rule", () => {
  for (const name of Object.keys(recipes) as RecipeName[]) {
    const recipe = createExperiment(name, base);
    const kept = recipe.variants.filter(({ remedy }) => remedy !== "published");
    const experiment = custom(listOfVariants(recipe.variants, base));
    assert.deepEqual(
      experiment.variants.map(variant => variantConfig(experiment, variant)),
      kept.map(variant => ({ ...variantConfig(recipe, variant), arithmetic: "float64" })),
      name,
    );
    assert.deepEqual(
      experiment.variants.map(({ id }) => id),
      kept.map(({ id }) => id),
    );
  }
});

test("a list that is a list already stays as it is", () => {
  const own = [
    ...lambdaPath(base),
    { id: "jitter", name: "", settings: { batchSize: 2 } },
  ] as const;
  assert.deepEqual(
    listOfVariants(variantsOfList(own), base).map(({ settings }) => settings),
    own.map(({ settings }) => ("l2" in settings && settings.l2 === 0 ? {} : settings)),
  );
});

test("ids are the remedy's as long as it is free, and never twice", () => {
  let list: readonly OwnVariant[] = [];
  for (const remedy of OWN_REMEDIES) list = withVariant(list, remedy, base);
  assert.deepEqual(
    list.map(({ id }) => id),
    OWN_REMEDIES,
  );
  list = [];
  for (let i = 0; i < MAX_OWN_VARIANTS + 3; i++) list = withVariant(list, "l2", base);
  assert.equal(list.length, MAX_OWN_VARIANTS);
  assert.equal(new Set(list.map(({ id }) => id)).size, MAX_OWN_VARIANTS);
  assert.equal(list[0].id, "l2");
  assert.equal(new Set(variantsOfList(list).map(({ label }) => label)).size, MAX_OWN_VARIANTS);
  assert.equal(withCopy(list, 3), list);
});

test("a copy stands behind its original, with the same settings and another look", () => {
  const list = withVariant(withVariant([], "none", base), "dropout", base);
  const copied = withCopy(list, 0);
  assert.deepEqual(
    copied.map(({ id, settings }) => [id, settings]),
    [
      ["none", {}],
      ["extra1", {}],
      ["dropout", { dropout: 0.3 }],
    ],
  );
});

test("the lambda path goes by powers of ten around the lambda of the settings", () => {
  const pathOf = (l2: number) => lambdaPath({ ...base, l2 }).map(({ settings }) => settings.l2);
  assert.deepEqual(pathOf(0.02), [0, 0.002, 0.02, 0.2]);
  assert.deepEqual(pathOf(0.007), [0, 0.0007, 0.007, 0.07]);
  assert.deepEqual(pathOf(0), [0, 0.0005, 0.005, 0.05]);
  assert.deepEqual(pathOf(10), [0, 1, 10]);
  const labels = variantsOfList(lambdaPath(base)).map(({ label }) => label);
  assert.deepEqual(labels, ["without L2", "with L2 0.002", "with L2 0.02", "with L2 0.2"]);
});

test("changes on the way leave what a variant sets for itself", () => {
  const own: OwnVariant[] = [
    { id: "l2", name: "", settings: { l2: 0.01 } },
    { id: "extra1", name: "", settings: { l2: 0.1, learningRate: 0.3 } },
  ];
  const experiment: Experiment = {
    ...custom(own),
    changes: [{ epoch: 3, changes: { l2: 5, learningRate: 0.2, dropout: 0.9 } }],
  };
  const after = (index: number) => {
    const { l2, learningRate, dropout } = variantChanges(experiment, index)[0].config;
    return { l2, learningRate, dropout };
  };
  assert.deepEqual(after(0), { l2: 0.01, learningRate: 0.2, dropout: 0 });
  assert.deepEqual(after(1), { l2: 0.1, learningRate: 0.3, dropout: 0 });
});

test("all variants of a list have the same first weights", () => {
  let own: readonly OwnVariant[] = [];
  for (const remedy of OWN_REMEDIES) own = withVariant(own, remedy, base);
  own = [...own, { id: "extra1", name: "", settings: { batchSize: 7, learningRate: 1 } }];
  const [first, ...others] = createRuns(custom(own)).map(({ parameters }) => parameters);
  for (const other of others) assert.deepEqual(other, first);
});

test("file names say which variant it is, and no two are the same", () => {
  const own: OwnVariant[] = [
    { id: "none", name: "", settings: {} },
    { id: "l2", name: "", settings: { l2: 0.01 } },
    { id: "extra1", name: "", settings: { l2: 0.01 } },
    { id: "l1", name: "a/b: c", settings: {} },
    { id: "decay", name: "A b C", settings: {} },
    { id: "jitter", name: "…", settings: {} },
  ];
  const experiment = custom(own);
  assert.deepEqual(
    experiment.variants.map(({ id }) => weightFileName(experiment, id)),
    [
      "article-without-a-remedy.weights.json",
      "article-l2-0.01.weights.json",
      "article-l2-0.01-2.weights.json",
      "article-a-b-c.weights.json",
      "article-a-b-c-2.weights.json",
      "article-network.weights.json",
    ],
  );
});
