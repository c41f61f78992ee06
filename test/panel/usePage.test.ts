// The page of saved weights in a real Chromium, with the real model and the real data thread: how
// it looks, and every control by the way a person uses it. Pictures are in test-results/panel.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser } from "playwright-core";
import type { ReadWeights } from "../../src/protocol/weightFileReader.ts";
import { launchBrowser } from "../bench/bench.mjs";
import { bytesOf, flowers, houses } from "../worker/tableFixture.ts";
import {
  FLOWER_WEIGHTS,
  flowerWeights,
  HOUSE_WEIGHTS,
  houseWeights,
} from "../worker/useFixture.ts";
import { checkLook } from "./lookCheck.ts";
import { themes } from "./themes.ts";
import { TestUsePage } from "./usePageHarness.ts";

let browser: Browser;
let weights: ReadWeights;
let shown: TestUsePage;

before(async () => {
  browser = await launchBrowser();
  weights = await flowerWeights();
});
after(() => browser.close());
beforeEach(() => {
  shown = new TestUsePage(weights);
});
afterEach(() => shown.close());

/** Lines of the name of each class beside its bar. */
function nameLines(): Promise<number[]> {
  return shown.page.locator(".class-name").evaluateAll(names =>
    names.map(name => {
      const text = document.createRange();
      text.selectNodeContents(name);
      return text.getClientRects().length;
    }),
  );
}

test("an item answers as it is typed; a wrong value says what was expected", async () => {
  await shown.open(browser);
  const { model, page } = shown;
  model.take(FLOWER_WEIGHTS, weights);
  await page.locator('main[data-status="ready"]').waitFor();
  const answer = page.locator("#answer");
  const before = await answer.innerText();
  await page.getByLabel("length").fill("9.5");
  await page.getByLabel("width").fill("3.1");
  await page.waitForFunction(text => {
    const shown = document.querySelector<HTMLElement>("#answer");
    return shown !== null && shown.innerText !== text;
  }, before);
  assert.match(await answer.innerText(), /The network answers large/);
  await page.getByLabel("colour").selectOption("white");
  await page.getByLabel("length").fill("long");
  await page.getByText("There is no answer until every value can be used.").waitFor();
  assert.match(await page.locator("#value-0-error").innerText(), /expected a number/);
  assert.equal(await page.getByLabel("length").inputValue(), "long");
  await page.locator("#resetValues").click();
  await page.locator(".answer-class").waitFor();
});

test("values far from all that was learned are told beside the answer", async () => {
  await shown.open(browser);
  const { model, page } = shown;
  model.take(FLOWER_WEIGHTS, weights);
  await page.locator(".answer-class").waitFor();
  const doubts = page.getByRole("list", { name: "Values to doubt" });
  assert.equal(await doubts.count(), 0);
  await page.getByLabel("length").fill("99999");
  await doubts.waitFor();
  assert.match(
    await doubts.innerText(),
    /^length is far from what the network was trained on: mean 5\.\d+, standard deviation 0\.\d+\.$/,
  );
  await shown.resize(360);
  await checkLook(shown, "use-far-360");
  await page.locator("#resetValues").click();
  await doubts.waitFor({ state: "detached" });
  await shown.checkQuiet();
});

test("a table is answered, compared and saved; a refused one says where", async () => {
  await shown.open(browser);
  const { model, page } = shown;
  model.take(FLOWER_WEIGHTS, weights);
  await page.locator("#pickTable").click();
  await page.locator("#outcome").waitFor();
  assert.match(await page.locator("#outcome").innerText(), /90 rows of 90 answered/);
  assert.match(await page.locator("#evaluation").innerText(), /Accuracy against column kind/);
  await page.locator("#saveTable").click();
  await page.getByText("Saved as data/flowers.predicted.csv.").waitFor();
  model.predict("bad.csv", bytesOf(flowers().replace("\n2,", "\n2,x")));
  await page.locator("#tableProblem").waitFor();
  await page.getByRole("button", { name: "Open file at line 3" }).click();
  assert.deepEqual(shown.received.at(-1)?.type, "openTable");
});

test("a table that is refused is read in another way by the controls of the data page", async () => {
  await shown.open(browser);
  const { model, page, received } = shown;
  model.take(FLOWER_WEIGHTS, weights);
  assert.equal(await page.locator("#delimiter").count(), 0);
  shown.table = flowers().replace("\n2,", "\n2,7,");
  await page.locator("#pickTable").click();
  await page.locator("#tableProblem").waitFor();
  assert.match(await page.locator("#tableProblem").innerText(), /Line 3, .*: expected 5 values/);
  assert.equal(await page.locator("#rows").count(), 0);
  await shown.resize(360);
  await checkLook(shown, "use-refused-360");
  await page.locator("#ragged").selectOption("exclude");
  await page.locator("#outcome").waitFor();
  assert.match(await page.locator("#outcome").innerText(), /89 rows of 89 answered/);
  assert.match(await page.locator("#outcome").innerText(), /Not answered: 1 row .* \(line 3\)/);
  assert.equal(await page.locator("#delimiter option:checked").innerText(), "guess: comma ,");

  // What was found stands there too where the columns do not fit.
  await page.locator("#header").selectOption("false");
  await page.locator("#tableProblem").getByText("found none of that name").waitFor();
  assert.equal(await page.locator("#delimiter option:checked").innerText(), "guess: comma ,");
  await page.locator("#header").selectOption({ index: 0 });
  await page.locator("#outcome").waitFor();
  const last = received.at(-1);
  assert.ok(last?.type === "readTable");
  assert.deepEqual(Object.keys(last.reading).sort(), ["missingWords", "raggedRows"]);
  await shown.checkQuiet();
});

test("names of classes stay on one line beside their bars; a wide matrix says so", async () => {
  await shown.open(browser);
  const { model, page } = shown;
  const long = "the largest of all of the flowers that were ever found";
  const classes = ["class 0", "class 1", long];
  model.take(FLOWER_WEIGHTS, { ...weights, file: { ...weights.file, classes } });
  await page.locator(".class-name").first().waitFor();
  shown.table = flowers().replaceAll(",large", `,${long}`).replaceAll(",middle", ",class 0");
  await page.locator("#pickTable").click();
  await page.locator("#outcome table").waitFor();
  for (const width of [360, 1200]) {
    await shown.resize(width);
    await checkLook(shown, `use-long-names-${width}`);
    const lines = await nameLines();
    assert.deepEqual(lines.slice(0, 2), [1, 1], `${width}`);
    const note = page.locator(".table-scroll:has(.confusion) + .cut-note");
    assert.equal(await note.count(), width === 360 ? 1 : 0, `${width}`);
  }
  await shown.checkQuiet();
});

test("what is predicted of a table stands with it, in the words of the weights' own test", async () => {
  await shown.open(browser);
  const { model, page } = shown;
  model.take(HOUSE_WEIGHTS, await houseWeights());
  shown.table = houses();
  await page.locator("#pickTable").click();
  await page.locator("#evaluation").waitFor();
  assert.match(
    await page.locator(".data-name").innerText(),
    /R² 0\.9\d\d and typical error [\d,]+ on/,
  );
  assert.match(
    await page.locator("#evaluation").innerText(),
    /^Against the 150 numbers in column price: R² 0\.9\d\d, typical error [\d,]+, mean absolute error [\d,]+\.$/,
  );
  await shown.resize(1200);
  await checkLook(shown, "use-houses-1200");
  const left = async (title: string) =>
    (await page.getByRole("region", { name: title }).boundingBox())?.x;
  assert.equal(await left("How it is written"), await left("A table"));
  await shown.checkQuiet();
});

for (const [wanted, widths] of [
  ["darkModern", [360, 1200]],
  ["highContrastLight", [700]],
] as const) {
  test(`looks, ${themes[wanted].name}`, async () => {
    await shown.open(browser, { theme: wanted });
    const { model, page } = shown;
    model.take(FLOWER_WEIGHTS, weights);
    await page.locator("#pickTable").click();
    await page.locator("#outcome").waitFor();
    for (const width of widths) {
      await shown.resize(width);
      await checkLook(shown, `use-${wanted}-${width}`);
      const lines = await nameLines();
      assert.deepEqual(lines, [1, 1, 1], "names of classes are not cut into lines");
    }
    model.refuse("broken.weights.json", "broken.weights.json: expected an object. Choose another.");
    await page.locator("#refused").waitFor();
    await checkLook(shown, `use-${wanted}-refused`);
  });
}
