// Scores and residuals of predicted numbers in the target's unit, worked by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { METRIC_NAMES, type MetricName } from "../../../src/core/recorder.ts";
import { chartsFor, errorCharts } from "../../../webview/charts/index.ts";
import { residualCsv, residualsOf, residualWords } from "../../../webview/mistakes/residuals.ts";
import {
  fitGap,
  fitOf,
  fitText,
  type RegressionFacts,
  typicalError,
  typicalErrorText,
} from "../../../webview/numbers.ts";

const FACTS: RegressionFacts = {
  target: "price, net",
  scaling: { method: "zScore", mean: 1000, deviation: 200 },
  variances: { train: 1, validation: null, test: 0.5 },
};

const VALUES = {
  ...(Object.fromEntries(METRIC_NAMES.map(name => [name, 0])) as Record<MetricName, number>),
  trainMse: 0.04,
  testMse: 0.09,
};

test("R squared and the typical error of each part", () => {
  assert.equal(fitOf(FACTS, VALUES, "train"), 0.96);
  assert.ok(Math.abs((fitOf(FACTS, VALUES, "test") ?? 0) - 0.82) < 1e-15);
  assert.equal(fitText(FACTS, VALUES, "test"), "0.820");
  assert.equal(fitText(FACTS, VALUES, "validation"), "–");
  assert.equal(typicalError(FACTS, VALUES, "train"), 40);
  assert.equal(typicalErrorText(FACTS, VALUES, "test"), "60.0");
  assert.ok(Math.abs((fitGap(FACTS, VALUES) ?? 0) - 0.14) < 1e-15);
  assert.equal(fitGap({ ...FACTS, variances: { ...FACTS.variances, test: 0 } }, VALUES), null);
});

test("residuals are true less predicted, in the target's unit", () => {
  const content = {
    pairs: Float64Array.of(1, 0.5, -1, 0),
    facts: FACTS,
    variant: "none" as const,
    about: "without L2, test items",
    epoch: 3,
  };
  const found = residualsOf(content);
  assert.deepEqual(found.predicted, Float64Array.of(1100, 1000));
  assert.deepEqual(found.residual, Float64Array.of(100, -200));
  assert.equal(residualWords(found), "2 items: residuals from −200 to 100, mean −50.0.");
  assert.equal(
    residualCsv(content),
    '"price, net, predicted","price, net, true less predicted"\n1100,100\n1000,-200\n',
  );
});

test("of accuracy and R squared there is the chart that goes with the task", () => {
  const ids = (task: "classification" | "regression") =>
    chartsFor(errorCharts, task).map(({ id }) => id);
  assert.ok(
    ids("classification").includes("accuracy") && !ids("classification").includes("rSquared"),
  );
  assert.ok(!ids("regression").includes("accuracy") && ids("regression").includes("rSquared"));
  assert.equal(ids("classification").length, ids("regression").length);
});
