// Which settings do anything, which changed on the way, and what is said of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import {
  createExperiment,
  lineupOf,
  type ExperimentChange,
  presentBase,
  type RecipeName,
} from "../../../src/core/experiment.ts";
import type { OwnVariant } from "../../../src/core/ownVariants.ts";
import type { PlaygroundState } from "../../../src/protocol/messages.ts";
import { changeNote } from "../../../webview/controls/changeText.ts";
import { controlsDifference } from "../../../webview/controls/changes.ts";
import { effectiveConfig, usesMember } from "../../../webview/controls/usedMembers.ts";
import { describeChanges, shownChanges } from "../../../webview/liveChanges.ts";
import { idle } from "./panelFixture.ts";

function uses(
  member: keyof TrainingConfig,
  changes: Partial<TrainingConfig> = {},
  recipe: RecipeName = "twins",
): boolean {
  return usesMember(lineupOf({ recipe, own: [] }), { ...ARTICLE_CONFIG, ...changes }, member);
}

function playgroundWith(
  changes: readonly ExperimentChange[],
  config: Partial<TrainingConfig> = {},
  recipe: RecipeName = "twins",
): PlaygroundState {
  const experiment = { ...createExperiment(recipe, ARTICLE_CONFIG), changes };
  const own = { ...ARTICLE_CONFIG, ...config };
  return { ...idle, status: "training", config: own, recipe, experiment };
}

function noteOf(playground: PlaygroundState): string {
  const { experiment } = playground;
  return changeNote({ playground, changes: experiment ? shownChanges(experiment) : [] });
}

test("a member is used only where it decides something", () => {
  assert.equal(uses("momentum"), false);
  assert.equal(uses("momentum", { optimizer: "nesterov" }), true);
  assert.equal(uses("beta1", { optimizer: "adamw" }), true);
  assert.equal(uses("beta1", { optimizer: "momentum" }), false);
  assert.equal(uses("scheduleEvery"), false);
  assert.equal(uses("scheduleEvery", { schedule: "step" }), true);
  assert.equal(uses("initRange"), true);
  assert.equal(uses("initRange", { initializer: "he" }), false);
  assert.equal(uses("articleDerivative"), true);
  assert.equal(uses("articleDerivative", { loss: "crossEntropy" }), false);
  assert.equal(uses("minDelta"), false);
  assert.equal(uses("minDelta", { patience: 5 }), true);
  assert.equal(uses("epsilon"), false);
  assert.equal(uses("epsilon", { optimizer: "adam" }), true);
  assert.equal(uses("penaltyScale"), true);
  assert.equal(uses("penaltyScale", { l2: 0 }), false);
  assert.equal(uses("penaltyScale", { l2: 0, l1: 0.1 }), true);
  assert.equal(uses("dropoutScale"), false);
  assert.equal(uses("dropoutScale", { dropout: 0.1 }), true);
  assert.equal(uses("dropout"), true);
  assert.equal(uses("dropout", { hiddenLayers: [] }), false);
  assert.equal(uses("activations", { hiddenLayers: [] }), false);
});

test("recipes leave out what their networks do not take from the controls", () => {
  assert.equal(uses("l2", {}, "withoutL2"), false);
  assert.equal(uses("l2", {}, "tournament"), true);
  assert.equal(uses("minDelta", {}, "tournament"), true, "one of its networks stops early");
  assert.equal(uses("decay", {}, "twins"), false);
  for (const member of [
    "penaltyScale",
    "dropoutScale",
    "dropout",
    "jitter",
    "patience",
    "optimizer",
    "schedule",
  ] as const) {
    assert.equal(uses(member, {}, "asPublished"), false, member);
  }
  assert.equal(uses("l2", {}, "asPublished"), true);
});

test("one's own variants leave out what they set for themselves, and wait for the next run", () => {
  const own: readonly OwnVariant[] = [
    { id: "l2", name: "", settings: { l2: 0.01, learningRate: 0.1 } },
    { id: "earlyStopping", name: "", settings: { patience: 5, learningRate: 0.2 } },
  ];
  const used = (member: keyof TrainingConfig) =>
    usesMember(lineupOf({ recipe: "custom", own }), ARTICLE_CONFIG, member);
  for (const member of ["l2", "l1", "dropout", "patience", "learningRate"] as const) {
    assert.equal(used(member), false, member);
  }
  for (const member of ["batchSize", "minDelta", "penaltyScale"] as const) {
    assert.equal(used(member), true, member);
  }
  const experiment = createExperiment("custom", ARTICLE_CONFIG, undefined, own);
  const shown = { ...idle, recipe: "custom", own, experiment, status: "training" } as const;
  assert.deepEqual(controlsDifference(shown), { live: [], others: false });
  const l2 = { ...ARTICLE_CONFIG, l2: 0.7 };
  assert.deepEqual(controlsDifference({ ...shown, config: l2 }), { live: [], others: false });
  assert.deepEqual(controlsDifference({ ...shown, own: own.slice(1) }), { live: [], others: true });
  // A list that is not chosen is no difference.
  const twins = createExperiment("twins", ARTICLE_CONFIG);
  assert.deepEqual(controlsDifference({ ...idle, own, experiment: twins }), {
    live: [],
    others: false,
  });
});

test("what does nothing does not make two configs differ", () => {
  const sgd = { ...ARTICLE_CONFIG, momentum: 0.5, beta1: 0.1, minDelta: 0.3 };
  assert.deepEqual(effectiveConfig(sgd), ARTICLE_CONFIG);
  const [one, each] = [["relu"], ["relu", "relu"]] as const;
  const layers = { ...ARTICLE_CONFIG, hiddenLayers: [8, 4] };
  assert.deepEqual(
    effectiveConfig({ ...layers, activations: each }),
    effectiveConfig({ ...layers, activations: one }),
  );
});

test("the controls are compared with the experiment as it is now", () => {
  const change = { epoch: 10, changes: { l2: 0.1 } };
  assert.deepEqual(controlsDifference(playgroundWith([], { l2: 0.1 })).live, ["l2"]);
  assert.deepEqual(controlsDifference(playgroundWith([change], { l2: 0.1 })), {
    live: [],
    others: false,
  });
  assert.deepEqual(controlsDifference(playgroundWith([change])).live, ["l2"]);
  assert.equal(controlsDifference(playgroundWith([], { epochs: 7 })).others, true);
  assert.equal(presentBase(playgroundWith([change]).experiment ?? assert.fail()).l2, 0.1);
});

test("changes of one epoch are one, and those that no network felt are none", () => {
  const experiment = playgroundWith([
    { epoch: 5, changes: { l2: 0.1 } },
    { epoch: 5, changes: { l2: 0.2, dropout: 0.3 } },
    { epoch: 9, changes: { l2: 0.2 } },
    { epoch: 12, changes: { dropout: 0 } },
  ]).experiment;
  assert.ok(experiment);
  assert.deepEqual(shownChanges(experiment), [
    { epoch: 5, text: "lambda 0.2 and dropout 0.3" },
    { epoch: 12, text: "dropout off" },
  ]);
  const { experiment: alone } = playgroundWith([{ epoch: 5, changes: { l2: 1 } }], {}, "withoutL2");
  assert.ok(alone);
  assert.deepEqual(shownChanges(alone), []);
  assert.equal(describeChanges({ learningRate: 0.5, l1: 0 }), "learning rate 0.5 and L1 off");
});

test("the note says what was applied, what is about to be, and what has to wait", () => {
  const change = { epoch: 10, changes: { l2: 0.1 } };
  assert.equal(noteOf(playgroundWith([])), "");
  assert.equal(
    noteOf(playgroundWith([change], { l2: 0.1 })),
    "Applied from epoch 11 on: lambda 0.1.",
  );
  assert.equal(noteOf(playgroundWith([], { l2: 0.1 })), "Applied with the next epoch: lambda.");
  assert.match(
    noteOf(playgroundWith([change], { l2: 0.1, epochs: 7 })),
    /^Applied from epoch 11 on: lambda 0\.1\. The other changes apply to the next run/,
  );
  assert.match(
    noteOf(playgroundWith([], { epochs: 7 })),
    /^Settings changed\. They apply to the next/,
  );
  const ended = { ...playgroundWith([change], { l2: 0.1 }), status: "finished" } as const;
  assert.match(noteOf(ended), /changed while this was trained; a new run has them from the start/);
  assert.match(noteOf({ ...ended, config: ARTICLE_CONFIG }), /Run to see their effect/);
});
