// The drawing of a network and the ways of its weights.
import assert from "node:assert/strict";
import { test } from "node:test";
import { layerViews } from "../../src/core/network.ts";
import { checkAccessibility } from "./accessibility.ts";
import { at, open, panel } from "./panelSuite.ts";

async function unfold(): Promise<void> {
  await at("#fold-network").click();
  await at("#fold-trajectories").click();
  await at("#network-canvas[width]").waitFor();
}

function picture(selector: string): Promise<string> {
  return at(selector).evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());
}

/** A text as a keyboard writes it. */
async function text(selector: string): Promise<string> {
  return ((await at(selector).textContent()) ?? "").replaceAll("\u2212", "-").replace(/\s+/g, " ");
}

function layersAt(run: number, epoch: number) {
  const snapshot = panel().model.recordings[run].snapshotAt(epoch);
  assert.ok(snapshot);
  return layerViews(snapshot.parameters, panel().model.state.runs[run].sizes);
}

test("the drawing follows the scrubber, the network, and the unit that arrow keys lead to", async () => {
  await open();
  await panel().train("twins", { epochs: 60, l2: 0.1 });
  assert.equal(await at("#network-canvas").count(), 0, "closed, it costs nothing");
  await unfold();
  const label = () => at("#network-canvas").getAttribute("aria-label");
  assert.match((await label()) ?? "", /with L2 at epoch 60: inputs → hidden units 10 by 8/);
  const end = await picture("#network-canvas");

  await at("#network-units").focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "Home"]) {
    await at("#network-units").press(key);
  }
  await at(".unit-readout").filter({ hasText: "hidden 0" }).waitFor();
  assert.match(await text("#network-unit"), /hidden 0.*10 weights in.*4 weights out/);
  assert.notEqual(await picture("#network-canvas"), end, "the unit stands out");
  const shown = async () =>
    (await at(".unit-weight .number").allTextContents()).map(w => Number(w.replace("\u2212", "-")));
  const check = async (run: number, epoch: number) => {
    const [found, wanted] = [await shown(), expected(run, epoch)];
    assert.equal(found.length, wanted.length);
    found.forEach((w, i) => assert.ok(Math.abs(w - wanted[i]) < 1e-5, `${w}, not ${wanted[i]}`));
  };
  const expected = (run: number, epoch: number) => {
    const [first, second] = layersAt(run, epoch);
    const incoming = Array.from({ length: 10 }, (_, from) => first.weights[from * first.outputs]);
    return [...incoming, ...second.weights.subarray(0, 4)];
  };
  await check(1, 60);

  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await check(1, 0);
  await at("label:has(#network-choice-none)").click();
  await at("#network-canvas[aria-label*='without L2']").waitFor();
  await check(0, 0);
  await at("#network-units").press("Escape");
  await at(".unit-readout").filter({ hasText: "Point at a unit" }).waitFor();
  // Open while other networks are trained, smaller than the unit that is chosen and the weight.
  await at("#network-units").press("ArrowRight");
  await at("#network-units").press("ArrowRight");
  await at("#network-units").press("End");
  await at(".unit-weight").last().click();
  await at("#trajectory-readout").filter({ hasText: "hidden 7 → class 3" }).waitFor();
  await panel().train("twins", { epochs: 300, hiddenLayers: [3] });
  await at("#network-canvas[aria-label*='inputs → hidden units 10 by 3']").waitFor();
  await at("#trajectory-readout").filter({ hasText: "hidden 2 → class 3" }).waitFor();
  await panel().checkQuiet();
});

test("a weight that is chosen from a unit stands out in the chart, and a click there goes to its epoch", async () => {
  await open();
  await panel().train("twins", { epochs: 60, l2: 0.1 });
  await unfold();
  await at("#network-units").hover();
  const box = await at("#network-units").boundingBox();
  assert.ok(box);
  await at("#network-units").focus();
  await at("#network-units").press("Enter");
  const before = await picture("#trajectories .overlay");
  await at(".unit-weight").nth(3).click();
  const weight = layersAt(1, 60)[0].weights[3].toFixed(4).slice(0, -1);
  await at("#trajectory-readout").filter({ hasText: "hidden 3" }).waitFor();
  assert.ok((await text("#trajectory-readout")).includes(weight));
  assert.notEqual(await picture("#trajectories .overlay"), before);
  await at("#equations-weight, #fold-equations").first().waitFor();

  await at("#trajectory-layer").selectOption("1");
  await at("#trajectories canvas[aria-label*='32 of 32']").waitFor();
  await at("#trajectories").press("Home");
  await panel().untilEpoch(0);
  const plot = await at("#trajectories").boundingBox();
  assert.ok(plot);
  await panel().page.mouse.click(plot.x + plot.width - 14, plot.y + plot.height / 2);
  await panel().untilEpoch(60);
  await panel().checkQuiet();
});

test("what if a weight were another: the network of that epoch says, and the recording stays", async () => {
  await open({ width: 360 });
  await panel().train("twins", { epochs: 40, l2: 0.01 });
  await at("#fold-network").click();
  await at("#fold-what-if").click();
  const column = async (n: number) =>
    (await at(`#what-if-table td:nth-of-type(${n})`).allTextContents()).join("; ");
  const answered = () =>
    panel().page.waitForFunction(
      () => !/…/.test(document.querySelector("#what-if-table")?.textContent ?? "…"),
    );
  const recorded = panel().model.recordings[1].snapshotAt(40)?.parameters.slice();
  const weight = (epoch: number) => layersAt(1, epoch)[0].weights[0];

  await at("#what-if-value").fill("no number");
  assert.match(await text("#what-if-note"), /Give a number/);
  await at("#what-if-value").fill(String(weight(40)));
  await at("#what-if-value").press("Enter");
  await answered();
  assert.equal(await column(2), await column(1), "the same weight, the same numbers");

  await at("#what-if-value").fill("30");
  await at("#what-if-value").press("Enter");
  await at("#what-if").filter({ hasText: "what if 30" }).waitFor();
  await answered();
  assert.notEqual(await column(2), await column(1));
  const end = await column(2);
  await at("#network-units").focus();
  await at("#network-units").press("Enter");
  await at(".unit-weight").nth(1).click();
  await at("#what-if-value").fill("-30");
  await at("#what-if-value").press("Enter");
  await at("#what-if li").nth(1).waitFor();
  await answered();
  assert.notEqual(await column(2), end);
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await at("#what-if-table th").filter({ hasText: "Epoch 0" }).waitFor();
  await at("#what-if").screenshot({ path: "test-results/panel/network-what-if-360.png" });
  await checkAccessibility(panel().page);
  await at("#what-if button").filter({ hasText: "Reset" }).click();
  assert.equal(await at("#what-if-table").count(), 0);
  assert.deepEqual(panel().model.recordings[1].snapshotAt(40)?.parameters, recorded);
  await panel().checkQuiet();
});

for (const [theme, width, recipe, settings] of [
  ["darkModern", 1200, "twins", { hiddenLayers: [40, 6], initializer: "he", l1: 0.003 }],
  ["highContrastLight", 360, "tournament", { hiddenLayers: [8], l1: 0.0004 }],
] as const) {
  test(`zeros are gone and said, large layers drawn in part: ${theme}, ${width}`, async () => {
    await open({ theme, width });
    await panel().train(recipe, {
      epochs: 100,
      ...settings,
      activations: settings.hiddenLayers.map(() => "relu" as const),
    });
    await unfold();
    const { runs } = panel().model.state;
    let index = 1;
    if (recipe === "tournament") {
      index = runs.findIndex(({ id }) => id === "l1");
      await at("#network-choice").selectOption("l1");
    }
    await at(`#network-canvas[aria-label*="${runs[index].label}"]`).waitFor();
    const layers = layersAt(index, 100);
    const zeros = layers[0].weights.filter(weight => weight === 0).length;
    assert.ok(zeros > 0, "L1 makes zeros");
    assert.match(
      await text("#network-words"),
      new RegExp(`not drawn: ${zeros} of ${layers[0].weights.length} weights inputs`),
    );
    assert.equal(/largest at the newest epoch/.test(await text("#network-words")), width === 1200);
    await at("#network-units").focus();
    await at("#network-units").press("ArrowRight");
    await at("#network-units").press("ArrowRight");
    await panel().atRest();
    await at("#network-words").scrollIntoViewIfNeeded();
    await panel().screenshot(`network-${theme}-${width}`);
    const widest = await panel().page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(widest <= width, `${widest} px wide`);
    await checkAccessibility(panel().page);
    await panel().checkQuiet();
  });
}

test("a matrix of a quarter of a million weights is painted whole, and read to the last digit", async () => {
  await open({ width: 1200 });
  await panel().train("twins", {
    ...{ hiddenLayers: [512, 512], activations: ["relu", "relu"], initializer: "he" },
    ...{ epochs: 1, batchSize: 100 },
  });
  const map = at("#map-1-l2");
  await panel().atRest();
  // Also what is off the screen: nothing was scrolled to yet.
  const painted = await at(".heat-map canvas").evaluateAll(canvases =>
    canvases.map(element => {
      const canvas = element as HTMLCanvasElement;
      const { data } =
        canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      const colours = new Uint32Array(data?.buffer ?? new ArrayBuffer());
      return { isWhole: data?.every((byte, i) => i % 4 !== 3 || byte > 0), size: colours.length };
    }),
  );
  assert.equal(painted.length, 6);
  for (const { isWhole, size } of painted.slice(2, 4)) assert.ok(isWhole && size > 50_000);
  await map.scrollIntoViewIfNeeded();
  // What comes into sight takes its place; a box that was measured before is somewhere else then.
  await panel().atRest();
  const box = await map.boundingBox();
  assert.ok(box);
  const [row, column] = [300, 77];
  await panel().page.mouse.move(
    box.x + ((column + 0.5) * box.width) / 512,
    box.y + ((row + 0.5) * box.height) / 512,
  );
  const readout = at(".layer .readout").nth(1);
  await readout.filter({ hasText: `hidden ${row} → hidden ${column}` }).waitFor();
  const weights = [0, 1].map(run => layersAt(run, 1)[1].weights[row * 512 + column].toFixed(6));
  const shown = (await readout.locator(".readout-value").allInnerTexts()).map(value =>
    value.trim().replace("\u2212", "-"),
  );
  assert.deepEqual(shown, weights);
  await map.focus();
  await map.press("End");
  await readout.filter({ hasText: "→ hidden 511" }).waitFor();
  await panel().screenshot("matrix-512");
  await panel().checkQuiet();
});
