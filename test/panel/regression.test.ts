// Networks that predict numbers: what the panel says of them, and what it leaves out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createTableModel, bytesOf, houses, untilReviewed } from "../worker/tableFixture.ts";
import { checkLook } from "./lookCheck.ts";
import { openSettings } from "./panelHarness.ts";
import { at, open, panel, posted } from "./panelSuite.ts";

/** Trains twins on a table of houses. */
async function trainOnHouses(): Promise<void> {
  const table = createTableModel();
  try {
    table.load("houses.csv", bytesOf(houses()));
    await untilReviewed(table);
    const made = await table.make();
    assert.ok(made !== null);
    const { reading, choice, ...rest } = made;
    const { model } = panel();
    model.setSpeed("full");
    model.trainOnTable({ ...rest, origin: { uri: "file:///houses.csv", reading, choice } });
    await panel().untilStatus("finished");
    await panel().train("twins", { epochs: 60, l2: 0.02 });
  } finally {
    await table.disposeNow();
  }
}

test("scores are R squared and errors in the target's unit, and agree everywhere", async () => {
  await open({ width: 1200 });
  await trainOnHouses();
  const [none] = panel().model.recordings;
  const { variances, scaling } = panel().preview().regression ?? assert.fail("no regression");
  assert.ok(scaling.method === "zScore" && variances.test !== null);
  const fit = 1 - none.metric(none.rowAt(60), "testMse") / variances.test;
  assert.ok(fit > 0.8 && fit < 1, String(fit));
  assert.match(await at("#finding").innerText(), new RegExp(`with ${fit.toFixed(3)} \\(`));
  assert.match(await at("#finding").innerText(), /predicts 30 test items with an R² of 0\.\d{3}/);
  const tiles = await at(".tiles").innerText();
  assert.match(tiles, /R² on test items/);
  assert.match(tiles, /units of price/);
  assert.doesNotMatch(tiles, /right/);
  const results = (await at("#results").textContent()) ?? "";
  assert.match(results, new RegExp(`Test${fit.toFixed(3)}`));
  assert.doesNotMatch(results, /Items right/);
  const error = Math.sqrt(none.metric(none.rowAt(60), "testMse")) * scaling.deviation;
  assert.ok(results.replaceAll(",", "").includes(String(Math.round(error))), String(error));
  await panel().checkQuiet();
});

test("the chart of R squared takes the place of accuracy; what is about classes is not there", async () => {
  await open({ width: 1200 });
  await trainOnHouses();
  const charts = await at("#error-chart option").allInnerTexts();
  assert.ok(charts.includes("R²") && !charts.includes("Accuracy"), charts.join());
  await at("#error-chart").selectOption("rSquared");
  const label = (await at("#plot-rSquared").getAttribute("aria-valuetext")) ?? "";
  assert.match(label, /At epoch 60, without L2: .*test 0\.\d{3}/);
  assert.equal(await at("#many-inputs-title").count(), 0);
  await openSettings(panel().page);
  assert.equal(await at("#field-loss").count(), 0);
  await at("#more-settings, #fold-more-settings").first().click();
  await at("#field-seed").waitFor();
  assert.equal(await at("#field-output").count(), 0);
  assert.match(
    await at("#verdict").innerText(),
    /A verdict on predicted numbers needs repeats with other seeds/,
  );
  await panel().checkQuiet();
});

test("residuals are drawn, and the farthest items listed in the target's unit", async () => {
  await open({ width: 1200 });
  await trainOnHouses();
  await at("#fold-mistakes").click();
  const plots = at(".residuals canvas[role=img]");
  await plots.nth(1).waitFor();
  await panel().atRest();
  const label = (await plots.first().getAttribute("aria-label")) ?? "";
  assert.match(
    label,
    /Residuals, without L2, test items\. 30 items: residuals from −[\d,]+ to [\d,]+/,
  );
  const cells = await at(".worst")
    .first()
    .locator("tbody tr")
    .first()
    .locator("td")
    .allInnerTexts();
  const [truth, predicted, off] = cells.map(text =>
    Number(text.replaceAll(",", "").replace("−", "-")),
  );
  assert.ok(
    Math.abs(truth - predicted - off) <= Math.max(2, 0.006 * Math.abs(off)),
    cells.join(" "),
  );
  assert.ok(truth > 10_000, "in the unit of the table");
  assert.equal(await at(".confusion").count(), 0);
  // Something is drawn, in the colour of the network.
  const colours = await plots.first().evaluate(canvas => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement)
      .getContext("2d")
      ?.getImageData(0, 0, width, height) ?? { data: [] };
    const found = new Set<number>();
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 255) found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    }
    return found.size;
  });
  assert.ok(colours > 4, `${colours} colours`);
  await at("#more-residuals-l2").click();
  const [csv] = await posted(() => at("#save-residuals-l2-csv").click());
  assert.ok(csv.type === "saveChart" && csv.name === "regularization-residuals-l2");
  const lines = csv.content.trim().split("\n");
  assert.equal(lines[0], '"price, predicted","price, true less predicted"');
  assert.equal(lines.length, 31);
  const [svg] = await posted(() => at("#save-residuals-l2-svg").click());
  assert.ok(svg.type === "saveChart");
  assert.match(svg.content, /Residuals of price/);
  assert.equal(svg.content.match(/<polygon/g)?.length, 30);
  await panel().page.keyboard.press("Escape");
  for (const [width, theme] of [
    [1200, "darkModern"],
    [700, "lightModern"],
    [320, "highContrastLight"],
  ] as const) {
    await panel().setTheme(theme);
    await panel().resize(width);
    await checkLook(panel(), `regression-${theme}-${width}`);
  }
  await panel().checkQuiet();
});

test("repeats tell by R squared; items as a table have their numbers", async () => {
  await open({ width: 700, theme: "lightModern" });
  await trainOnHouses();
  panel().repeats.start(3, 0);
  await at("#verdict")
    .filter({ hasText: /R²/ })
    .filter({ hasText: /3 seeds/ })
    .waitFor();
  await panel().atRest();
  assert.match(
    await at("[id^=verdict-measure]")
      .first()
      .evaluate(e => e.parentElement?.parentElement?.textContent ?? ""),
    /Test R²/,
  );
  await at("#fold-data-rows").click();
  const row = await at(".data tbody tr").first().locator("td").allInnerTexts();
  assert.ok(Number(row.at(-1)?.replaceAll(",", "")) > 10_000, row.join(" "));
  assert.equal(await at(".data thead th").last().innerText(), "price");
  await panel().checkQuiet();
});
