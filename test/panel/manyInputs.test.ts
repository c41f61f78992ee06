// Slices through many inputs, and all items along their principal components.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset } from "../../src/core/datasets.ts";
import { Network } from "../../src/core/network.ts";
import { checkAccessibility } from "./accessibility.ts";
import { at, open, panel } from "./panelSuite.ts";

/** Training items that a network gets wrong at an epoch. */
function wrongItems(run: number, epoch: number): number {
  const { sizes, config } = panel().model.state.runs[run];
  const parameters = panel().model.recordings[run].snapshotAt(epoch)?.parameters;
  assert.ok(parameters);
  const network = new Network(parameters, sizes, config);
  const { train } = createDataset(panel().model.shownDataset);
  let wrong = 0;
  for (let item = 0; item < train.count; item++) {
    network.forward(train.inputs.subarray(item * 10, item * 10 + 10));
    const { probabilities } = network;
    if (probabilities.indexOf(Math.max(...probabilities)) !== train.labels[item]) wrong++;
  }
  return wrong;
}

test("every part of the data is counted", async () => {
  await open();
  const text = async () =>
    (await at("section[aria-labelledby=data-title]").locator("p").nth(1).innerText()).replaceAll(
      "\n",
      " ",
    );
  assert.equal(
    await text(),
    "200 training items, 40 validation items, 40 test items, 4,000 fresh items.",
  );
});

test("items along principal components: wrong ones are counted, and follow the scrubber", async () => {
  await open({ width: 360 });
  await panel().train("twins", { epochs: 40 });
  await at("#fold-input-components").click();
  // What is out of sight is not drawn.
  await at("#components-run").waitFor();
  await at(".components-view").evaluate(view => view.scrollIntoView({ block: "center" }));
  const said = at(".components-view + .readout");
  await said
    .filter({ hasText: `${wrongItems(0, 40)} of 200 items are wrong without L2` })
    .waitFor();
  await at("#components-run").selectOption({ index: 1 });
  await said.filter({ hasText: `${wrongItems(1, 40)} of 200 items are wrong with L2` }).waitFor();
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await said.filter({ hasText: `${wrongItems(1, 0)} of 200` }).waitFor();
  await at(".components-view").screenshot({ path: "test-results/panel/components-360-dark.png" });
  await panel().checkQuiet();
});

test("a slice shows each network's classes, over the inputs that are chosen", async () => {
  await open({ width: 1200, theme: "highContrastLight" });
  await panel().train("twins", { epochs: 40 });
  await at("#fold-input-slices").click();
  const maps = at(".slice-maps canvas[aria-label]");
  await maps.nth(1).waitFor();
  const pictures = () =>
    maps.evaluateAll(all => all.map(canvas => (canvas as HTMLCanvasElement).toDataURL()));
  const first = await pictures();
  assert.notEqual(first[0], first[1]);
  assert.match((await maps.first().getAttribute("aria-label")) ?? "", /class 0 [\d.]+ %, class 1/);
  await at("#slice-x").selectOption({ index: 4 });
  await panel().atRest();
  const other = await pictures();
  assert.notEqual(other[0], first[0]);
  await at("#slice-held").selectOption("item");
  await at("#slice-item").fill("7");
  await panel().atRest();
  assert.notEqual((await pictures())[0], other[0]);
  await at("#slice-y").selectOption({ index: 4 });
  await at(".card").filter({ hasText: "Choose two different inputs" }).waitFor();
  await at("#slice-y").selectOption({ index: 1 });
  await maps.nth(1).waitFor();
  await at("#fold-input-components").click();
  await panel().atRest();
  await checkAccessibility(panel().page);
  await at("section[aria-labelledby=many-inputs-title]").screenshot({
    path: "test-results/panel/many-inputs-1200-hcl.png",
  });
  await panel().setTheme("darkModern");
  await panel().resize(340);
  await panel().atRest();
  await at("section[aria-labelledby=many-inputs-title]").screenshot({
    path: "test-results/panel/many-inputs-340-dark.png",
  });
  await panel().checkQuiet();
});
