// Points placed by hand on the maps, by pointer and by keys; noise and number of generated points.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccessibility } from "./accessibility.ts";
import { at, open, panel, posted } from "./panelSuite.ts";

/** Training points as the model has them: x, y, class. */
function placed(): readonly (readonly number[])[] {
  const dataset = panel().model.state.experiment?.dataset;
  assert.ok(dataset?.kind === "points");
  return Array.from({ length: dataset.trainItems }, (_, i) =>
    dataset.points.slice(3 * i, 3 * i + 3),
  );
}

/** Waits until the networks have learned so many points, and the panel knows. */
async function untilTrained(count: number): Promise<void> {
  for (let i = 0; i < 400; i++) {
    const { status, experiment } = panel().model.state;
    const dataset = experiment?.dataset;
    if (status === "finished" && dataset !== undefined && "trainItems" in dataset) {
      if (dataset.trainItems === count) return;
    }
    await panel().page.waitForTimeout(20);
  }
  assert.fail(`there are not ${count} points`);
}

async function startEditing(): Promise<void> {
  panel().model.choosePreset("figure2");
  await panel().train("twins", { epochs: 30 });
  await at(".border-map canvas").nth(1).waitFor();
  await at("#borders-edit").click();
  await at(".point-tools").waitFor();
}

/** Where a place of the plane is on the first map, in pixels of the page. */
async function pixelOf(x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await at(".border-plot").first().boundingBox();
  assert.ok(box);
  // The numbers of the axes tell the scale.
  const ticks = (axis: "x" | "y") =>
    at(".border-map")
      .first()
      .locator(`.border-axis.${axis} span:not(.axis-name)`)
      .evaluateAll(spans =>
        spans.map(span => {
          const { left, top } = (span as HTMLElement).style;
          return [Number(span.textContent), Number.parseFloat(left || top)] as const;
        }),
      );
  const columns = await ticks("x");
  const [first, last] = [columns[0], columns[columns.length - 1]];
  const scale = (last[1] - first[1]) / (last[0] - first[0]);
  const [row] = await ticks("y");
  return {
    x: box.x + first[1] + (x - first[0]) * scale,
    y: box.y + row[1] - (y - row[0]) * scale,
  };
}

test("a click adds a point, a drag moves it, Delete removes it, and there is a way back", async () => {
  await open({ width: 700 });
  await startEditing();
  await at("section.borders").scrollIntoViewIfNeeded();
  const { mouse } = panel().page;
  const free = await pixelOf(2, 5.5);
  const [added] = await posted(() => mouse.click(free.x, free.y));
  assert.equal(added.type, "placePoints");
  await untilTrained(18);
  const [x, y, label] = placed()[17];
  assert.ok(Math.abs(x - 2) < 0.1 && Math.abs(y - 5.5) < 0.1, `${x} ${y}`);
  assert.equal(label, 1);
  assert.equal(await at("#borders-edit").getAttribute("aria-pressed"), "true", "still editing");

  const [from, goal] = [await pixelOf(x, y), await pixelOf(8, 6)];
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(goal.x - 20, goal.y, { steps: 3 });
  await at(".point-ghost").first().waitFor();
  await mouse.move(goal.x, goal.y);
  await mouse.up();
  await at(".borders [role=status]").filter({ hasText: "moved to (8.0" }).waitFor();
  await untilTrained(18);
  assert.ok(Math.abs(placed()[17][0] - 8) < 0.1);

  await untilTrained(18);
  const there = await pixelOf(placed()[17][0], placed()[17][1]);
  await mouse.click(there.x, there.y);
  await at(".point-ring").first().waitFor();
  await posted(() => panel().page.keyboard.press("Delete"));
  await untilTrained(17);

  await posted(() => at("#points-undo").click());
  await untilTrained(18);
  await posted(() => at("#points-restore").click());
  await untilTrained(17);
  assert.equal(panel().model.state.experiment?.dataset.kind, "figure2");
  await panel().checkQuiet();
});

test("keys add, pick up and remove points; without the mode they read the maps as before", async () => {
  await open();
  await startEditing();
  const { keyboard } = panel().page;
  await at("#borders-maps").focus();
  await keyboard.press("ArrowRight");
  await posted(() => keyboard.press("1"));
  await at(".borders [role=status]").filter({ hasText: "Point of red added" }).waitFor();
  await untilTrained(18);
  assert.equal(placed()[17][2], 0);
  assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "borders-maps");
  const [x] = placed()[17];
  await keyboard.press("Space");
  await at(".point-ghost").first().waitFor();
  await keyboard.press("Shift+ArrowLeft");
  await posted(() => keyboard.press("Space"));
  await untilTrained(18);
  assert.ok(placed()[17][0] < x - 1);
  await posted(() => keyboard.press("Delete"));
  await untilTrained(17);
  await posted(() => keyboard.press("Control+z"));
  await untilTrained(18);
  await at("#borders-edit").click();
  const before = panel().received.length;
  await at("#borders-maps").focus();
  await keyboard.press("1");
  await keyboard.press("Delete");
  await panel().atRest();
  assert.equal(panel().received.length, before);
  await panel().checkQuiet();
});

test("noise and number of generated points are settings of their own", async () => {
  await open();
  panel().model.choosePreset("moons");
  await panel().train("twins", { epochs: 20 });
  await at("#field-labelNoise").fill("0,3");
  await posted(() => at("#field-labelNoise").press("Enter"));
  await panel().untilStatus("finished");
  await at("#field-inputNoise").fill("0.1");
  await at("#field-inputNoise").press("Tab");
  await at("#field-trainItems").fill("1,040");
  await posted(() => at("#field-trainItems").press("Tab"));
  await panel().untilStatus("finished");
  const dataset = panel().model.state.experiment?.dataset;
  assert.ok(dataset?.kind === "twoInput");
  assert.deepEqual([dataset.labelNoise, dataset.inputNoise, dataset.trainItems], [0.3, 0.1, 1040]);
  await at("#field-labelNoise").fill("0.7");
  await at("#field-labelNoise-error").filter({ hasText: "from 0 to 0.5" }).waitFor();
  await at("#field-labelNoise").press("Enter");
  assert.equal(panel().received.filter(({ type }) => type === "configurePlane").length, 3);
  await at("#field-preset").selectOption("figure2");
  await at("#field-labelNoise").waitFor({ state: "detached" });
  await panel().checkQuiet();
});

for (const [theme, width] of [
  ["darkModern", 340],
  ["highContrastLight", 1200],
] as const) {
  test(`placing points looks right: ${theme}, ${width}`, async () => {
    await open({ theme, width });
    await startEditing();
    await checkAccessibility(panel().page);
    await at("section.borders").screenshot({
      path: `test-results/panel/points-${width}-${theme}.png`,
    });
    await panel().checkQuiet();
  });
}
