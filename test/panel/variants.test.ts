// The list of variants in the settings: what it posts, where the focus goes, what is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { OwnVariant } from "../../src/core/ownVariants.ts";
import { at, open, panel, posted } from "./panelSuite.ts";

/** What a click or a key makes of the list: each variant as its id and settings. */
async function listAfter(act: () => Promise<void>): Promise<unknown[]> {
  const [message] = await posted(act);
  assert.equal(message.type, "configure");
  assert.equal(message.recipe, "custom");
  return (message.own ?? []).map(({ id, settings }) => [id, settings]);
}

function labels(): Promise<string[]> {
  return at(".variant-head .variant-name").allInnerTexts();
}

async function untilFocused(id: string): Promise<void> {
  await panel().page.waitForFunction(wanted => document.activeElement?.id === wanted, id);
}

test("a recipe becomes a list of one's own with the first change, and trains so", async () => {
  await open();
  await at("#fold-variants").click();
  await at("#variants-add").waitFor();
  assert.deepEqual(await labels(), ["without L2", "with L2"]);
  const twins = [
    ["none", {}],
    ["l2", { l2: 0.005 }],
  ];
  const added = [...twins, ["extra1", { l2: 0.005 }]];
  assert.deepEqual(await listAfter(() => at("#variants-add").click()), added);
  await at("#variant-extra1-l2").waitFor();
  await untilFocused("variant-extra1-l2");
  // Lambda is each variant's own now.
  await at("#field-l2").waitFor({ state: "detached" });
  assert.equal(await at("#field-recipe").inputValue(), "custom");
  assert.deepEqual(await labels(), ["without a remedy", "with L2 0.005", "with L2 0.005 (2)"]);
  assert.deepEqual(await listAfter(() => at("#variant-extra1-l2").fill("0.05")), [
    ...twins,
    ["extra1", { l2: 0.05 }],
  ]);
  await at("#variant-extra1-extras").click();
  await at("#variant-extra1-setting").selectOption("dropout");
  assert.deepEqual(await listAfter(() => at("#variant-extra1-addSetting").click()), [
    ...twins,
    ["extra1", { l2: 0.05, dropout: 0.2 }],
  ]);
  await at("#variant-extra1-dropout").waitFor();
  await untilFocused("variant-extra1-dropout");
  const [named] = await posted(() => at("#variant-extra1-name").fill(" Both "));
  assert.equal(named.type === "configure" && named.own?.at(2)?.name, "Both");
  assert.deepEqual(await listAfter(() => at("#variant-l2-copy").click()), [
    ...twins,
    ["published", { l2: 0.005 }],
    ["extra1", { l2: 0.05, dropout: 0.2 }],
  ]);
  await at("#variant-published-l2").waitFor();
  await at("#variant-published-down").focus();
  await listAfter(() => panel().page.keyboard.press("Enter"));
  await panel().page.waitForFunction(() =>
    document.querySelector(".variant-row:last-child #variant-published-up"),
  );
  await panel().page.waitForFunction(() => document.activeElement?.id !== "");
  await listAfter(() => at("#variant-none-remove").click());
  await at("#variant-none-remove").waitFor({ state: "detached" });
  await untilFocused("variant-l2-remove");
  panel().model.setSpeed("full");
  panel().model.configure({ epochs: 20 });
  await at("#run").click();
  await panel().untilStatus("finished");
  const expected = ["with L2 0.005", "Both", "with L2 0.005 (2)"];
  assert.deepEqual(await at("#results thead .variant-name").allTextContents(), expected);
  assert.deepEqual(
    panel().model.state.runs.map(({ label, config }) => [label, config.l2, config.dropout]),
    [
      ["with L2 0.005", 0.005, 0],
      ["Both", 0.05, 0.2],
      ["with L2 0.005 (2)", 0.005, 0],
    ],
  );
  await panel().checkQuiet();
});

test("lists that are one click away, the most there can be, and the least", async () => {
  await open();
  await at("#fold-variants").click();
  assert.deepEqual(await posted(() => at("#variants-tournament").click()), [
    { type: "configure", changes: {}, recipe: "tournament" },
  ]);
  await at(".variant-row").nth(8).waitFor();
  assert.deepEqual(
    await listAfter(() => at("#variants-path").click()),
    [0, 0.0005, 0.005, 0.05].map((l2, i) => [["none", "extra1", "l2", "published"][i], { l2 }]),
  );
  await at(".variant-row").nth(4).waitFor({ state: "detached" });
  for (let count = 5; count <= 12; count++) {
    await at("#variants-add").click();
    await at(".variant-row")
      .nth(count - 1)
      .waitFor();
  }
  assert.equal(await at("#variants-add").isDisabled(), true);
  assert.equal(await at("#variant-none-copy").isDisabled(), true);
  const own = panel().model.state.own as OwnVariant[];
  assert.equal(new Set(own.map(({ id }) => id)).size, 12);
  assert.deepEqual(await posted(() => at("#variants-twins").click()), [
    { type: "configure", changes: {}, recipe: "twins" },
  ]);
  await at(".variant-row").nth(2).waitFor({ state: "detached" });
  await listAfter(() => at("#variant-none-remove").click());
  await at(".variant-row").nth(1).waitFor({ state: "detached" });
  assert.equal(await at("#variant-l2-remove").isDisabled(), true);
  await panel().checkQuiet();
});

test("a wrong strength stays beside its field and is not posted; the host's word comes there too", async () => {
  await open();
  await at("#fold-variants").click();
  const before = panel().received.length;
  await at("#variant-l2-l2").fill("11");
  await at("#variant-l2-l2").blur();
  await panel().atRest();
  assert.equal(panel().received.length, before);
  assert.equal(await at("#variant-l2-l2").getAttribute("aria-invalid"), "true");
  assert.equal(
    await at("#variant-l2-l2-error").textContent(),
    "expected a number from 0 to 10, got 11",
  );
  await at("#variant-l2-l2").fill("1");
  await at("#variant-l2-l2-error").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  await panel().post({ type: "rejected", field: "own.1.l2", message: "expected something else" });
  await at("#variant-l2-l2-error").filter({ hasText: "expected something else" }).waitFor();
});

test("settings that few need are there where they do something", async () => {
  await open();
  await at("#fold-advanced").click();
  await at("#field-penaltyScale").waitFor();
  assert.equal(await at("#field-dropoutScale").count(), 0);
  assert.equal(await at("#field-epsilon").count(), 0);
  assert.deepEqual(await posted(() => at("#field-penaltyScale").fill("1, 0.5")), [
    { type: "configure", changes: { penaltyScale: [1, 0.5] } },
  ]);
  await posted(() => at("#field-penaltyScale").fill("2"));
  await at("#field-penaltyScale-error")
    .filter({ hasText: "expected no factor, or 2, one for each layer of weights, got 1" })
    .waitFor();
  panel().model.configure({ dropout: 0.2, optimizer: "adam" });
  await at("#field-dropoutScale").waitFor();
  assert.deepEqual(await posted(() => at("#field-epsilon").fill("1e-6")), [
    { type: "configure", changes: { epsilon: 1e-6 } },
  ]);
  assert.deepEqual(
    await posted(async () => void (await at("#field-streams").selectOption("separate"))),
    [{ type: "configure", changes: { streams: "separate" } }],
  );
  // The article's program has none of it.
  await at("#field-recipe").selectOption("asPublished");
  await at("#field-penaltyScale").waitFor({ state: "detached" });
  await panel().checkQuiet();
});
