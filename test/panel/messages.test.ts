// What the panel sends: every button and every control posts its message, and nothing wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, isDisabled, open, panel, posted } from "./panelSuite.ts";

const RUN_BUTTONS = ["run", "pause", "step", "stop", "reset", "newSeed"];

test("the empty panel offers the twins, and trains them", async () => {
  await open();
  assert.equal(await at("main").getAttribute("data-status"), "idle");
  panel().model.setSpeed("full");
  const messages = await posted(() => at("#trainTwins").click(), 2);
  assert.deepEqual(messages, [
    { type: "configure", changes: {}, recipe: "twins" },
    { type: "start" },
  ]);
  await panel().untilStatus("finished");
  await panel().untilEpoch(500);
  assert.match((await at("#finding").textContent()) ?? "", /gets 32 of 40 test items right/);
  await panel().checkQuiet();
});

test("every run control posts its message, and is disabled where it would do nothing", async () => {
  await open();
  panel().isDetached = true;
  assert.deepEqual(await isDisabled(...RUN_BUTTONS), [false, true, false, true, true, false]);
  const press = async (id: string) => (await posted(() => at(`#${id}`).click()))[0];
  assert.deepEqual(await press("run"), { type: "start" });
  assert.deepEqual(await press("step"), { type: "step" });
  assert.deepEqual(await press("newSeed"), { type: "newSeed" });
  assert.deepEqual(await press("emptyFigure1"), { type: "reproduceFigure1" });

  panel().isDetached = false;
  panel().model.setSpeed("slow");
  panel().model.start("twins");
  await panel().untilStatus("training");
  panel().isDetached = true;
  assert.deepEqual(await isDisabled(...RUN_BUTTONS), [false, false, false, false, false, false]);
  assert.deepEqual(await press("pause"), { type: "pause" });
  assert.deepEqual(await press("stop"), { type: "stop" });
  assert.deepEqual(await press("reset"), { type: "reset" });
  assert.deepEqual(await press("figure1"), { type: "reproduceFigure1" });

  panel().isDetached = false;
  panel().model.pause();
  await panel().untilStatus("paused");
  assert.deepEqual(await isDisabled(...RUN_BUTTONS), [false, false, false, false, false, false]);
  assert.equal(await at("#pause").textContent(), "Resume");
  panel().isDetached = true;
  assert.deepEqual(await press("pause"), { type: "resume" });

  panel().isDetached = false;
  panel().model.stop();
  await panel().untilStatus("stopped");
  assert.deepEqual(await isDisabled(...RUN_BUTTONS), [false, true, true, true, false, false]);
  assert.equal(await at("#run").textContent(), "Run again");
  await panel().checkQuiet();
});

test("the settings post what was changed, and nothing that is wrong", async () => {
  await open();
  const fill = (id: string, text: string) => posted(() => at(`#field-${id}`).fill(text));
  assert.deepEqual(await fill("l2", "0.02"), [{ type: "configure", changes: { l2: 0.02 } }]);
  assert.deepEqual(await fill("hiddenLayers", "6, 3"), [
    { type: "configure", changes: { hiddenLayers: [6, 3] } },
  ]);
  assert.deepEqual(await fill("learningRate", "0.5"), [
    { type: "configure", changes: { learningRate: 0.5 } },
  ]);
  const select = (id: string, value: string) =>
    posted(async () => void (await at(`#${id}`).selectOption(value)));
  assert.deepEqual(await select("field-recipe", "equalDecay"), [
    { type: "configure", changes: {}, recipe: "equalDecay" },
  ]);
  assert.deepEqual(await select("speed", "slow"), [{ type: "setSpeed", speed: "slow" }]);
  assert.deepEqual(await posted(() => at("#field-articleDerivative").uncheck()), [
    { type: "configure", changes: { articleDerivative: false } },
  ]);
  assert.deepEqual(await select("field-loss", "crossEntropy"), [
    { type: "configure", changes: { loss: "crossEntropy" } },
  ]);
  await at("#field-articleDerivative").waitFor({ state: "detached" });
  await at("#fold-other-remedies").click();
  for (const [member, value] of [
    ["l1", 0.001],
    ["dropout", 0.2],
    ["jitter", 0.1],
    ["maxNorm", 3],
    ["patience", 25],
    ["minDelta", 0.01],
  ] as const) {
    assert.deepEqual(await fill(member, String(value)), [
      { type: "configure", changes: { [member]: value } },
    ]);
    await panel().page.waitForFunction(
      ([name, expected]) =>
        document.querySelector<HTMLInputElement>(`#field-${name}`)?.value === expected,
      [member, String(value)] as const,
    );
  }
  await at("#fold-optimizer").click();
  assert.equal(await at("#field-momentum").count(), 0);
  assert.deepEqual(await select("field-optimizer", "nesterov"), [
    { type: "configure", changes: { optimizer: "nesterov" } },
  ]);
  await at("#field-momentum").waitFor();
  assert.equal(await at("#field-beta1").count(), 0);
  assert.deepEqual(await select("field-schedule", "step"), [
    { type: "configure", changes: { schedule: "step" } },
  ]);
  assert.deepEqual(await fill("scheduleEvery", "50"), [
    { type: "configure", changes: { scheduleEvery: 50 } },
  ]);
  await at("#fold-more-settings").click();
  assert.deepEqual(await select("field-activation", "list"), [
    { type: "configure", changes: { activations: ["tanh", "tanh"] } },
  ]);
  assert.deepEqual(await fill("activations", "ReLU, tanh"), [
    { type: "configure", changes: { activations: ["relu", "tanh"] } },
  ]);
  assert.deepEqual(await fill("hiddenLayers", "6, 3, 2"), [
    {
      type: "configure",
      changes: { hiddenLayers: [6, 3, 2], activations: ["relu", "tanh", "tanh"] },
    },
  ]);
  assert.deepEqual(await select("field-initializer", "he"), [
    { type: "configure", changes: { initializer: "he" } },
  ]);
  await at("#field-initRange").waitFor({ state: "detached" });
  await select("field-initializer", "uniform");
  assert.deepEqual(await fill("seed", "7"), [{ type: "configure", changes: { seed: 7 } }]);
  assert.deepEqual(await fill("initRange", "0.1"), [
    { type: "configure", changes: { initRange: 0.1 } },
  ]);
  assert.deepEqual(await posted(() => at("#restoreDefaults").click()), [
    { type: "restoreDefaults" },
  ]);
  await panel().page.waitForFunction(
    () => document.querySelector<HTMLInputElement>("#field-l2")?.value === "0.005",
  );
  assert.equal(await at("#restoreDefaults").isDisabled(), true);

  const before = panel().received.length;
  await at("#field-epochs").fill("1.5");
  await at("#field-epochs").blur();
  await panel().atRest();
  assert.equal(panel().received.length, before);
  assert.equal(await at("#field-epochs").getAttribute("aria-invalid"), "true");
  assert.match(
    (await at("#field-epochs-error").textContent()) ?? "",
    /^expected a whole number from 1 to 1,000,000, got 1\.5$/,
  );
  assert.match(
    (await at("#field-epochs").getAttribute("aria-describedby")) ?? "",
    /field-epochs-error/,
  );
  assert.equal(await at("#field-epochs").inputValue(), "1.5");
  await panel().checkQuiet();
});

test("lambda's slider reaches zero, and the guard rail warns", async () => {
  await open();
  await at("#lambda-slider").focus();
  const messages = await posted(() => panel().page.keyboard.press("Home"));
  assert.deepEqual(messages, [{ type: "configure", changes: { l2: 0 } }]);
  await panel().page.waitForFunction(
    () => document.querySelector<HTMLInputElement>("#field-l2")?.value === "0",
  );
  await at("#field-learningRate").fill("1");
  await posted(() => at("#field-l2").fill("2"));
  await at(".guard-rail.explodes").waitFor();
  assert.match((await at(".guard-rail").textContent()) ?? "", /weights explode.*lambda below 1\./);
  await panel().checkQuiet();
});

test("while a setting is wrong no training begins: the reader is taken to it", async () => {
  await open();
  await at("#field-epochs").fill("abc");
  for (const button of ["#run", "#step", "#newSeed"]) {
    await at("#field-learningRate").focus();
    await at(button).click();
    assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "field-epochs");
  }
  assert.equal(panel().model.state.status, "idle");
  await at("#field-epochs").fill("20");
  // A choice that was refused is the one before again: nothing is in the way.
  await panel().post({ type: "rejected", field: "recipe", message: "does not fit" });
  await at("#field-recipe[aria-invalid=true]").waitFor();
  await at("#run").click();
  await panel().untilStatus("finished");
  assert.equal(panel().model.epoch, 20);
  await panel().checkQuiet();
});

test("what the host refuses stands beside its control until that is edited", async () => {
  await open();
  panel().isDetached = true;
  await at("#field-l2").fill("0.3");
  panel().isDetached = false;
  await panel().post({ type: "rejected", field: "l2", message: "expected something else" });
  await at("#field-l2-error").filter({ hasText: "expected something else" }).waitFor();
  assert.equal(await at("#field-l2").getAttribute("aria-invalid"), "true");
  await at("#field-l2").fill("0.4");
  await at("#field-l2-error").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  assert.equal(await at("#field-l2").getAttribute("aria-invalid"), "false");
});

test("lambda changes in the running experiment, and is marked; epochs wait for the next run", async () => {
  await open();
  panel().model.setSpeed("slow");
  panel().model.start("twins");
  await panel().untilStatus("training");
  await at("#field-l2").fill("0.1");
  await at("#field-l2").press("Enter");
  const note = at(".change-note.is-visible");
  await note.filter({ hasText: /^Applied from epoch \d+ on: lambda 0\.1\.$/ }).waitFor();
  const [change] = panel().model.state.experiment?.changes ?? [];
  assert.deepEqual(change.changes, { l2: 0.1 });
  const marked = `after epoch ${change.epoch} lambda 0.1`;
  await at(".change-list").filter({ hasText: marked }).waitFor();
  for (const chart of await at(".plot canvas[role=img]").all()) {
    assert.ok((await chart.getAttribute("aria-label"))?.includes(marked), marked);
  }
  await at("#fold-numbers-mse").click();
  await at(".numbers th")
    .filter({ hasText: `${change.epoch}: then lambda 0.1` })
    .waitFor();
  await at("#field-epochs").fill("400");
  await note.filter({ hasText: "other changes apply to the next run" }).waitFor();
  panel().model.stop();
  await note.filter({ hasText: "Run to see their effect" }).waitFor();
  await panel().checkQuiet();
});

test("controls that would do nothing are not there", async () => {
  await open();
  const check = async (recipe: string, present: readonly string[], absent: readonly string[]) => {
    await at("#field-recipe").selectOption(recipe);
    for (const id of present) await at(`#${id}`).waitFor();
    for (const id of absent) await at(`#${id}`).waitFor({ state: "detached" });
  };
  await check("withoutL2", ["fold-other-remedies", "fold-optimizer"], ["field-l2"]);
  await check("tournament", ["field-l2", "fold-other-remedies", "fold-optimizer"], []);
  await check("asPublished", ["field-l2"], ["fold-other-remedies", "fold-optimizer"]);
  await panel().checkQuiet();
});

test("weights are saved as they are, or at the shown epoch", async () => {
  await open();
  await panel().train("twins", { epochs: 50 });
  assert.deepEqual(await posted(() => at("#export-l2").click()), [
    { type: "exportWeights", run: 1 },
  ]);
  assert.deepEqual(await posted(() => at("#show-none").click()), [{ type: "showWeights", run: 0 }]);
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await at("#scrubber").press("PageUp");
  await panel().untilEpoch(5);
  assert.match((await at("#export-none").textContent()) ?? "", /Save weights of epoch 5…/);
  assert.deepEqual(await posted(() => at("#export-none").click()), [
    { type: "exportWeights", run: 0, epoch: 5 },
  ]);
  await panel().checkQuiet();
});

test("Figure 1: the ten printed lines beside the recorded ones", async () => {
  await open();
  panel().model.setSpeed("full");
  await at("#emptyFigure1").click();
  await panel().untilStatus("finished");
  await at("#printed-verdict").filter({ hasText: "10 of 10 printed lines" }).waitFor();
  const cells = await at("#printed tbody td").allInnerTexts();
  assert.deepEqual(
    cells,
    [
      "0.1877",
      "0.1479",
      "0.1357",
      "0.1121",
      "0.1120",
      "0.1157",
      "0.0985",
      "0.1339",
      "0.0913",
      "0.1479",
    ].flatMap(value => [value, value]),
  );
  assert.match(
    (await at("#finding").textContent()) ?? "",
    /adds the penalty where it should subtract/,
  );
  const results = (await at("#results").textContent()) ?? "";
  for (const score of ["191 / 200 (95.5 %)", "29 / 40 (72.5 %)", "32 / 40 (80.0 %)"]) {
    assert.ok(results.includes(score), score);
  }
});

test("a negative penalty is explained where there is one, and nowhere else", async () => {
  await open();
  await panel().train("twins", { epochs: 20 });
  assert.equal(await at("#published-penalty").count(), 0);
  await panel().train("asPublished", { epochs: 20 });
  await at("#published-penalty").filter({ hasText: "counts as negative" }).waitFor();
});
