// The maps of two-input data: they follow the scrubber, are read by pointer and by keys, and keep
// no frame waiting.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import type { PresetName } from "../../src/core/presets.ts";
import type { RecipeName } from "../../src/core/experiment.ts";
import { Network } from "../../src/core/network.ts";
import { at, open, panel } from "./panelSuite.ts";

async function train(preset: PresetName, recipe: RecipeName, epochs: number): Promise<void> {
  panel().model.choosePreset(preset);
  await panel().train(recipe, { epochs });
  await at(".border-map canvas").first().scrollIntoViewIfNeeded();
}

/** Waits until the maps are drawn as finely as the screen: only then their labels say more. */
async function untilFine(): Promise<void> {
  const label = at(".border-map canvas").last();
  await label.and(panel().page.locator('[aria-label*="items"]')).waitFor();
}

/** The pictures of all maps. */
function pictures(): Promise<string[]> {
  return at(".border-map canvas").evaluateAll(canvases =>
    canvases.map(canvas => (canvas as HTMLCanvasElement).toDataURL()),
  );
}

function probability(run: number, x: number, y: number): string {
  const { sizes, config, epoch } = panel().model.state.runs[run];
  const parameters = panel().model.recordings[run].snapshotAt(epoch)?.parameters;
  assert.ok(parameters);
  const network = new Network(parameters, sizes, config);
  network.forward(Float64Array.of(x, y));
  return `${(100 * network.probabilities[1]).toFixed(1)} %`;
}

/** Colour of a map at a place, from 0 to 1 to the right and downwards. */
function colourAt(map: Locator, x: number, y: number): Promise<number[]> {
  return map.evaluate(
    (element, [right, down]) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      const { width, height } = canvas;
      return [...context.getImageData(right * width, down * height, 1, 1).data];
    },
    [x, y] as const,
  );
}

test("data of ten inputs has no maps", async () => {
  await open();
  await panel().train("twins", { epochs: 5 });
  assert.equal(await at("#borders-maps").count(), 0);
});

test("the data is chosen among the settings, and comes with maps", async () => {
  await open();
  await panel().train("twins", { epochs: 5 });
  await at("#field-preset").selectOption("xor");
  assert.match(await at("#field-preset-help").innerText(), /Four squares/);
  await at(".border-map").nth(1).waitFor();
  await panel().untilStatus("finished");
  assert.deepEqual(panel().received.at(-1), { type: "choosePreset", preset: "xor" });
  assert.equal(await at("#field-preset").inputValue(), "xor");
  await at("#field-preset").selectOption("article");
  await at(".border-map").first().waitFor({ state: "detached" });
  await panel().checkQuiet();
});

test("two classes can have a single output; four cannot", async () => {
  await open();
  await at("#fold-more-settings").click();
  await at("#field-activation").waitFor();
  assert.equal(await at("#field-output").count(), 0);
  await at("#field-preset").selectOption("xor");
  await at("#field-output").selectOption("sigmoid");
  await panel().page.waitForFunction(
    () => document.querySelector<HTMLSelectElement>("#field-output")?.value === "sigmoid",
  );
  assert.deepEqual(panel().received.at(-1), {
    type: "configure",
    changes: { output: "sigmoid" },
  });
  assert.equal(panel().model.state.config.output, "sigmoid");
  await panel().train("twins", { epochs: 5, output: "sigmoid" });
  await at(".border-map").nth(1).waitFor();
  await panel().checkQuiet();
});

test("the maps follow the scrubber and come back to the same pixels", async () => {
  await open();
  await train("moons", "twins", 100);
  await untilFine();
  const end = await pictures();
  assert.equal(end.length, 2);
  assert.match(await at(".borders-text").innerText(), /[Bb]order|every point/);
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await untilFine();
  const start = await pictures();
  assert.notEqual(start[0], end[0]);
  assert.equal(start[0], start[1], "the networks start alike");
  await at("#scrubber").press("End");
  await panel().untilEpoch(100);
  await untilFine();
  assert.deepEqual(await pictures(), end);
  await panel().checkQuiet();
});

for (const scale of [1, 1.5, 2]) {
  test(`canvases have the pixels of the screen, ${scale} to each CSS pixel`, async () => {
    await open({ scale, width: 701 });
    await train("xor", "twins", 20);
    await untilFine();
    for (const canvas of await at(".border-map canvas").all()) {
      const [pixels, css] = await canvas.evaluate(element => {
        const canvas = element as HTMLCanvasElement;
        const { width, height } = canvas.getBoundingClientRect();
        return [
          [canvas.width, canvas.height],
          [width * devicePixelRatio, height * devicePixelRatio],
        ];
      });
      for (const axis of [0, 1]) assert.ok(Math.abs(pixels[axis] - css[axis]) < 0.01);
      // As fine as the screen: a stretched picture would have its pixels in blocks alike.
      const blocks = await canvas.evaluate(element => {
        const canvas = element as HTMLCanvasElement;
        const { data, width } = canvas
          .getContext("2d")
          ?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [], width: 0 };
        const same = (at: number, other: number) =>
          [0, 1, 2].every(i => data[at + i] === data[other + i]);
        let [edges, odd] = [0, 0];
        for (let y = 0; y < width; y++) {
          for (let x = 1; x < width; x++) {
            const here = 4 * (y * width + x);
            if (same(here, here - 4)) continue;
            edges++;
            if (x % 2 === 1) odd++;
          }
        }
        return odd / edges;
      });
      assert.ok(blocks > 0.4 && blocks < 0.6, `${blocks} of all edges at odd pixels`);
    }
  });
}

test("regions show probabilities or classes, and items can be left out", async () => {
  await open();
  await train("gaussians", "twins", 30);
  const map = at(".border-map canvas").first();
  await untilFine();
  for (const items of ["train", "test"]) await at(`#borders-${items}`).click();
  await at(".borders-key").filter({ hasNotText: "outlined" }).waitFor();
  await untilFine();
  await panel().atRest();
  // Class 0 lies at the lower left, class 1 at the upper right; the colours are orange and blue.
  const reds = async (x: number, y: number) => {
    const [r, , b] = await colourAt(map, x, y);
    return r - b;
  };
  assert.ok((await reds(0.1, 0.9)) > 20);
  assert.ok((await reds(0.9, 0.1)) < -20);
  const nearBorder = await colourAt(map, 0.44, 0.49);
  await at("#borders-regions-class").check();
  await panel().atRest();
  assert.deepEqual(await colourAt(map, 0.1, 0.9), await colourAt(map, 0.3, 0.6));
  assert.notDeepEqual(await colourAt(map, 0.44, 0.49), nearBorder);
  assert.equal(await at("#borders-train").getAttribute("aria-pressed"), "false");
  await panel().load();
  assert.equal(await at("#borders-train").getAttribute("aria-pressed"), "false");
  assert.equal(await at("#borders-regions-class").isChecked(), true);
  await panel().checkQuiet();
});

test("a pointer over one map reads every network there", async () => {
  await open();
  await train("moons", "twins", 50);
  const plots = at(".border-plot");
  const before = await at(".map-says").first().innerText();
  assert.match(before, /train [\d.]+ % · test [\d.]+ %/);
  const box = await plots.nth(1).boundingBox();
  assert.ok(box);
  await panel().page.mouse.move(box.x + box.width / 2, box.y + box.height / 4);
  const readout = at(".borders .readout");
  await readout.filter({ hasText: "x " }).waitFor();
  assert.equal(await at(".cross-hair").count(), 4, "in both maps");
  const [x, y] = (await readout.innerText())
    .replaceAll("\u2212", "-")
    .split(",")
    .map(part => Number(part.slice(part.indexOf(" ", part.search(/[xy]/)))));
  const said = await at(".map-says").allInnerTexts();
  said.forEach((text, run) => {
    const found = Number(/([\d.]+) %/.exec(text)?.[1]);
    // The place is read with two decimals.
    assert.ok(Math.abs(found - Number.parseFloat(probability(run, x, y))) < 2, `${text} ${x} ${y}`);
  });
  await panel().page.mouse.move(0, 0);
  await at(".cross-hair").first().waitFor({ state: "detached" });
  await panel().checkQuiet();
});

test("arrow keys read the maps, aloud as well", async () => {
  await open();
  await train("moons", "twins", 50);
  await at("#borders-regions-probability").focus();
  for (let i = 0; i < 3; i++) await panel().page.keyboard.press("Tab");
  assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "borders-maps");
  const aloud = at(".borders [aria-live]");
  await aloud.filter({ hasText: "Probability of class 1" }).waitFor();
  const center = await aloud.innerText();
  for (let i = 0; i < 4; i++) await panel().page.keyboard.press("Shift+ArrowRight");
  await aloud.filter({ hasNotText: center.slice(0, 8) }).waitFor();
  const right = await at(".cross-hair.vertical")
    .first()
    .evaluate(line => (line as HTMLElement).offsetLeft);
  const width = await at(".border-plot")
    .first()
    .evaluate(plot => plot.clientWidth);
  assert.equal(right, width, "at the right edge");
  await panel().page.keyboard.press("Escape");
  await at(".cross-hair").first().waitFor({ state: "detached" });
  assert.equal((await aloud.innerText()).trim(), "");
});

test("the numbers are in a table too, and maps of hidden networks go", async () => {
  await open();
  await train("circle", "tournament", 20);
  await untilFine();
  await at("#fold-numbers-borders").click();
  await at(".borders tbody tr").nth(8).waitFor();
  const row = at(".borders tbody tr").first();
  const cells = await row.locator("td").allInnerTexts();
  const { testCorrect } = { testCorrect: panel().model.recordings[0].metric(20, "testCorrect") };
  assert.equal(cells[1], `${(testCorrect / 2).toFixed(1)} %`);
  assert.match(cells[3], /^[\d.]+$/);
  await at("#toggle-mse-l1").click();
  await at(".border-map").nth(8).waitFor({ state: "detached" });
  assert.equal(await at(".border-map").count(), 8);
  await panel().checkQuiet();
});

test("nine networks: no frame waits for the maps", async t => {
  await open({ width: 1200, height: 1100 });
  await train("spiral", "tournament", 300);
  await untilFine();
  const measure = () =>
    panel().page.evaluate(async () => {
      const long: number[] = [];
      const observer = new PerformanceObserver(list => {
        for (const entry of list.getEntries()) long.push(entry.duration);
      });
      observer.observe({ type: "longtask" });
      const slider = document.querySelector<HTMLInputElement>("#scrubber");
      if (slider === null) throw new Error("there is no scrubber");
      const times: number[] = [];
      for (let epoch = 0; epoch < 300; epoch += 5) {
        const start = performance.now();
        slider.value = String(epoch);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
        times.push(performance.now() - start);
      }
      const moving = long.length;
      await new Promise(rested => setTimeout(rested, 2500));
      observer.disconnect();
      times.sort((a, b) => a - b);
      return {
        median: times[Math.floor(times.length / 2)],
        slowest: times[times.length - 1],
        longWhileMoving: long.slice(0, moving),
        longAtRest: long.slice(moving),
      };
    });
  const withMaps = await measure();
  t.diagnostic(`with maps: ${JSON.stringify(withMaps)}`);
  await panel().page.evaluate(() => (document.documentElement.scrollTop = 1e6));
  await panel().atRest();
  t.diagnostic(`without maps: ${JSON.stringify(await measure())}`);
  assert.equal(await panel().shownEpoch(), 295);
  await untilFine();
  await at("section.borders").evaluate(card => card.scrollIntoView());
  await panel().checkQuiet();
});
