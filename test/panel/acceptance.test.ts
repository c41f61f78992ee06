// The L2 exercise of Google's machine learning crash course, in the panel alone: two-input data, 500
// epochs at lambda 0 and 0.3; compare test loss, the gap between test and train loss, and weights.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSettings } from "./panelHarness.ts";
import { at, open, panel } from "./panelSuite.ts";

/** Numbers of a row of the results, by the name of the row and of its group. */
async function row(group: string, name: string): Promise<number[]> {
  const cells = at("#results tbody")
    .filter({ hasText: group })
    .locator("tr", { has: panel().page.getByRole("rowheader", { name, exact: true }) })
    .locator("td");
  return (await cells.allTextContents()).map(text => Number(text.replace("\u2212", "-")));
}

test("lambda 0 and 0.3 for 500 epochs: test loss, gap and weights are read off the panel", async () => {
  await open();
  await openSettings(panel().page);
  await at("#field-preset").selectOption("circle");
  await at("#field-recipe").selectOption("twins");
  await at("#field-l2").fill("0.3");
  await at("#field-l2").press("Enter");
  await at("#speed").selectOption("full");
  await panel().atRest();
  await at("#run").click();
  await panel().untilStatus("finished");
  await panel().untilEpoch(500);
  await at("#results").waitFor();
  const train = await row("Gap, test", "Train");
  const tested = await row("Gap, test", "Test");
  const gap = await row("Gap, test", "Gap, test − train");
  const squares = await row("Sum of squares", "Sum of squares");
  assert.deepEqual(
    [train, tested, gap, squares].map(({ length }) => length),
    [2, 2, 2, 2],
  );
  gap.forEach((value, i) => assert.ok(Math.abs(value - (tested[i] - train[i])) < 2e-4));
  assert.ok(squares[1] < squares[0] / 2, `sums of squares ${squares.join(", ")}`);
  assert.equal(panel().model.state.runs[1].config.l2, 0.3);
  await panel().checkQuiet();
});
