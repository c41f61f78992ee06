import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, CONFIG_BOUNDS, type TrainingConfig } from "../../../src/core/config.ts";
import {
  ARTICLE_DATASET,
  createExperiment,
  type Experiment,
  datasetShape,
  layerSizes,
  presentBase,
  type RecipeName,
  recipes,
  variantChanges,
  variantConfig,
} from "../../../src/core/experiment.ts";
import { USUAL_STRENGTHS, type VariantId, variantLabels } from "../../../src/core/variants.ts";
import { createRuns } from "../../../src/core/experimentTraining.ts";
import { createDataset } from "../../../src/core/datasets.ts";
import { presets } from "../../../src/core/presets.ts";
import { TABLE_SPLIT } from "../../../src/core/tableChoice.ts";

const names = Object.keys(recipes) as RecipeName[];
/** Those whose variants differ in L2 and decay alone. */
const l2Recipes = names.filter(name => name !== "tournament");

test("the variants of each recipe", () => {
  const expected: Record<RecipeName, VariantId[]> = {
    withoutL2: ["none"],
    withL2: ["l2"],
    twins: ["none", "l2"],
    equalDecay: ["none", "l2", "decay"],
    tournament: [
      "none",
      "l2",
      "l1",
      "elasticNet",
      "decay",
      "maxNorm",
      "dropout",
      "jitter",
      "earlyStopping",
    ],
    asPublished: ["none", "published", "l2"],
  };
  for (const name of names) {
    const { variants } = createExperiment(name, ARTICLE_CONFIG);
    assert.deepEqual(
      variants.map(({ id }) => id),
      expected[name],
    );
    for (const { id, remedy, label } of variants) {
      assert.equal(remedy, id);
      const isBare = name === "tournament" && id === "none";
      assert.equal(label, isBare ? "without a remedy" : variantLabels[remedy]);
    }
  }
});

test("a variant does what its label says, whatever the base config says", () => {
  for (const publishedSign of [false, true]) {
    const base = { ...ARTICLE_CONFIG, l2: 0.02, decay: 0.3, learningRate: 0.5, publishedSign };
    for (const name of l2Recipes) {
      const experiment = createExperiment(name, base);
      for (const variant of experiment.variants) {
        const config = variantConfig(experiment, variant);
        const { l2, decay } = config;
        const rule = { l2, decay, publishedSign: config.publishedSign };
        const expected: Partial<Record<VariantId, typeof rule>> = {
          none: { l2: 0, decay: 0, publishedSign: false },
          l2: { l2: 0.02, decay: 0, publishedSign: false },
          published: { l2: 0.02, decay: 0, publishedSign: true },
          decay: { l2: 0, decay: 0.01, publishedSign: false },
        };
        assert.deepEqual(rule, expected[variant.id], `${name}: ${variant.label}`);
        assert.equal(config.arithmetic, name === "asPublished" ? "float32" : "float64");
      }
    }
  }
});

test("variants differ from the base in their rule alone", () => {
  const base = { ...ARTICLE_CONFIG, hiddenLayers: [3, 2], seed: 77, epochs: 9, batchSize: 5 };
  for (const name of l2Recipes) {
    const experiment = createExperiment(name, base);
    for (const variant of experiment.variants) {
      const { l2, decay, publishedSign, arithmetic } = base;
      assert.deepEqual(
        { ...variantConfig(experiment, variant), l2, decay, publishedSign, arithmetic },
        base,
      );
    }
  }
});

test("the equal decay stays within its bounds", () => {
  const { learningRate, l2 } = CONFIG_BOUNDS;
  const base = { ...ARTICLE_CONFIG, learningRate: learningRate.max, l2: l2.max };
  for (const name of ["equalDecay", "tournament"] as const) {
    const experiment = createExperiment(name, base);
    const index = experiment.variants.findIndex(({ id }) => id === "decay");
    assert.equal(variantConfig(experiment, experiment.variants[index]).decay, 1);
  }
});

/** Every remedy on, none at its usual strength. */
const REMEDIES = {
  l2: 0.02,
  l1: 0.003,
  decay: 0.3,
  maxNorm: 1.5,
  dropout: 0.4,
  jitter: 0.25,
  patience: 7,
} as const;
const NO_REMEDY = { l2: 0, l1: 0, decay: 0, maxNorm: 0, dropout: 0, jitter: 0, patience: 0 };

/** The remedies of each variant of the tournament. */
function tournamentOf(base: TrainingConfig) {
  const experiment = createExperiment("tournament", base);
  return Object.fromEntries(
    experiment.variants.map(variant => {
      const config = variantConfig(experiment, variant);
      assert.equal(config.publishedSign, false);
      return [variant.id, pick(config, Object.keys(NO_REMEDY) as (keyof typeof NO_REMEDY)[])];
    }),
  );
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map(key => [key, from[key]])) as Pick<T, K>;
}

test("a tournament has each remedy alone, with the strength of the base config", () => {
  const base = { ...ARTICLE_CONFIG, ...REMEDIES, learningRate: 0.5 };
  assert.deepEqual(tournamentOf(base), {
    none: NO_REMEDY,
    l2: { ...NO_REMEDY, l2: 0.02 },
    l1: { ...NO_REMEDY, l1: 0.003 },
    elasticNet: { ...NO_REMEDY, l1: 0.0015, l2: 0.01 },
    decay: { ...NO_REMEDY, decay: 0.01 },
    maxNorm: { ...NO_REMEDY, maxNorm: 1.5 },
    dropout: { ...NO_REMEDY, dropout: 0.4 },
    jitter: { ...NO_REMEDY, jitter: 0.25 },
    earlyStopping: { ...NO_REMEDY, patience: 7 },
  });
});

test("a remedy that the base config has switched off gets its usual strength", () => {
  const base = { ...ARTICLE_CONFIG, ...NO_REMEDY, learningRate: 0.5 };
  const { l2, l1, maxNorm, dropout, jitter, patience } = USUAL_STRENGTHS;
  assert.deepEqual(tournamentOf(base), {
    none: NO_REMEDY,
    l2: { ...NO_REMEDY, l2 },
    l1: { ...NO_REMEDY, l1 },
    elasticNet: { ...NO_REMEDY, l1: l1 / 2, l2: l2 / 2 },
    decay: { ...NO_REMEDY, decay: 0.5 * l2 },
    maxNorm: { ...NO_REMEDY, maxNorm },
    dropout: { ...NO_REMEDY, dropout },
    jitter: { ...NO_REMEDY, jitter },
    earlyStopping: { ...NO_REMEDY, patience },
  });
  for (const [name, strength] of Object.entries(USUAL_STRENGTHS)) {
    const { min, max } = CONFIG_BOUNDS[name as keyof typeof USUAL_STRENGTHS];
    assert.ok(strength > min && strength < max, name);
  }
});

test("changes on the way reach every variant as its recipe has it, each on top of the last", () => {
  const base = { ...ARTICLE_CONFIG, l2: 0.02, learningRate: 0.1 };
  const experiment: Experiment = {
    ...createExperiment("equalDecay", base),
    changes: [
      { epoch: 3, changes: { learningRate: 0.2 } },
      { epoch: 5, changes: { l2: 0.04, jitter: 0.5 } },
    ],
  };
  const expected: Partial<Record<VariantId, object[]>> = {
    none: [
      { l2: 0, decay: 0, learningRate: 0.2, jitter: 0 },
      { l2: 0, decay: 0, learningRate: 0.2, jitter: 0.5 },
    ],
    l2: [
      { l2: 0.02, decay: 0, learningRate: 0.2, jitter: 0 },
      { l2: 0.04, decay: 0, learningRate: 0.2, jitter: 0.5 },
    ],
    decay: [
      { l2: 0, decay: 0.2 * 0.02, learningRate: 0.2, jitter: 0 },
      { l2: 0, decay: 0.2 * 0.04, learningRate: 0.2, jitter: 0.5 },
    ],
  };
  for (const [index, { id }] of experiment.variants.entries()) {
    const changes = variantChanges(experiment, index);
    assert.deepEqual(
      changes.map(({ epoch }) => epoch),
      [3, 5],
    );
    assert.deepEqual(
      changes.map(({ config }) => pick(config, ["l2", "decay", "learningRate", "jitter"])),
      expected[id],
    );
    const start = variantConfig(experiment, experiment.variants[index]);
    for (const { config } of changes) {
      const { l2, decay, learningRate, jitter } = start;
      assert.deepEqual({ ...config, l2, decay, learningRate, jitter }, start);
    }
  }
  assert.deepEqual(variantChanges({ ...experiment, changes: [] }, 1), []);
});

test("Figure 1 brings the arithmetic of its data; other recipes leave the data alone", () => {
  for (const name of names) {
    const { dataset } = createExperiment(name, ARTICLE_CONFIG);
    const arithmetic = name === "asPublished" ? "float32" : "float64";
    assert.deepEqual(dataset, { ...ARTICLE_DATASET, arithmetic });
  }
  const { dataset } = presets.moons;
  assert.equal(createExperiment("asPublished", ARTICLE_CONFIG, dataset).dataset, dataset);
});

test("an experiment begins without changes; later its base is the last of them", () => {
  const experiment = createExperiment("twins", ARTICLE_CONFIG);
  assert.deepEqual(experiment.changes, []);
  assert.deepEqual(presentBase(experiment), ARTICLE_CONFIG);
  const changes = [
    { epoch: 2, changes: { l2: 0.3, jitter: 0.1 } },
    { epoch: 5, changes: { l2: 0.2 } },
  ];
  assert.deepEqual(presentBase({ ...experiment, changes }), {
    ...ARTICLE_CONFIG,
    ...{ l2: 0.2, jitter: 0.1 },
  });
});

test("the shape of a table: inputs as its columns are encoded, no fresh items", () => {
  const missing = { method: "error" } as const;
  const shape = datasetShape({
    kind: "table",
    fileName: "a.csv",
    fileSha256: "",
    format: {
      delimiter: ",",
      decimalComma: false,
      header: true,
      encoding: "utf-8",
      missingWords: [],
      sample: null,
    },
    target: "kind",
    inputs: [
      { name: "x", kind: "number", scaling: { method: "none" }, missing },
      { name: "c", kind: "category", categories: ["a", "b", "c"], unknown: "zeros", missing },
    ],
    classNames: ["yes", "no", "perhaps"],
    targetScaling: null,
    split: TABLE_SPLIT,
    trainItems: 6,
    validationItems: 2,
    testItems: 1,
  });
  assert.deepEqual(shape, {
    inputs: 4,
    classes: 3,
    trainItems: 6,
    validationItems: 2,
    testItems: 1,
    freshItems: 0,
  });
});

test("the shape told before a dataset is made is the shape it has", () => {
  const spec = {
    ...ARTICLE_DATASET,
    trainItems: 2,
    validationItems: 3,
    testItems: 1,
    freshItems: 4,
  };
  const dataset = createDataset(spec);
  assert.deepEqual(datasetShape(spec), {
    inputs: dataset.inputNames.length,
    classes: dataset.classNames.length,
    trainItems: dataset.train.count,
    validationItems: dataset.validation.count,
    testItems: dataset.test.count,
    freshItems: dataset.fresh.count,
  });
  assert.deepEqual(layerSizes(spec, ARTICLE_CONFIG), [10, 8, 4]);
  assert.deepEqual(layerSizes(spec, { ...ARTICLE_CONFIG, hiddenLayers: [] }), [10, 4]);
  assert.deepEqual(layerSizes(spec, { ...ARTICLE_CONFIG, output: "sigmoid" }), [10, 8, 1]);
  const experiment = createExperiment("twins", { ...ARTICLE_CONFIG, hiddenLayers: [3, 2] }, spec);
  assert.deepEqual(
    createRuns(experiment).map(({ sizes }) => sizes),
    [
      [10, 3, 2, 4],
      [10, 3, 2, 4],
    ],
  );
});
