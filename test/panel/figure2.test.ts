// The article's Figure 2: 17 points, the true border dashed, and what each network says of a new one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, open, panel } from "./panelSuite.ts";

test("without L2 the network follows every point, with L2 it finds the border", async () => {
  await open({ width: 700 });
  panel().model.choosePreset("figure2");
  await panel().train("twins");
  await at(".border-map canvas")
    .nth(1)
    .and(panel().page.locator('[aria-label*="items"]'))
    .waitFor();
  const [without, with2] = await at(".border-map figcaption").allInnerTexts();
  assert.match(without, /train 100\.0 % · test [67]\d\.\d %\s+new point \(4, 7\): blue 0\.\d %/);
  assert.match(with2, /train 70\.6 % · test 8\d\.\d %\s+new point \(4, 7\): blue 5\d\.\d %/);
  assert.match(await at(".borders-key").innerText(), /true border\s+new point \(4, 7\)/);
  await at("section.borders").screenshot({ path: "test-results/panel/figure2-700-dark.png" });
  await panel().checkQuiet();
});
