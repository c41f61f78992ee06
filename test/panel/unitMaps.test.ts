// What each hidden unit of a network sees of two inputs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccessibility } from "./accessibility.ts";
import { at, open, panel } from "./panelSuite.ts";

test("each hidden unit has a map; they follow the scrubber and the chosen network", async () => {
  await open({ width: 360, theme: "highContrastLight" });
  panel().model.choosePreset("circle");
  await panel().train("twins", { epochs: 60, hiddenLayers: [6, 3], activations: ["relu"] });
  await at(".border-map canvas").nth(1).waitFor();
  await at("#fold-unit-maps").click();
  await at(".unit-list canvas[aria-label]").nth(8).waitFor();
  assert.equal(await at(".unit-list canvas").count(), 9);
  const pictures = () =>
    at(".unit-list canvas").evaluateAll(all =>
      all.map(canvas => (canvas as HTMLCanvasElement).toDataURL()),
    );
  const end = await pictures();
  assert.ok(new Set(end).size > 4, "units differ");
  await at("#unit-maps-run").selectOption({ index: 1 });
  await panel().atRest();
  assert.notDeepEqual(await pictures(), end);
  await at("#unit-maps-run").selectOption({ index: 0 });
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await panel().atRest();
  assert.notDeepEqual(await pictures(), end);
  await checkAccessibility(panel().page);
  await at(".unit-maps").screenshot({ path: "test-results/panel/unit-maps-360-hcl.png" });
  await panel().checkQuiet();
});
