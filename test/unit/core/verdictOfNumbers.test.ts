// Verdicts on made-up repeats of networks that predict numbers, and the sentences that tell them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatRSquared } from "../../../src/core/numberWords.ts";
import type { JudgedRun, RepeatReport } from "../../../src/core/repeats.ts";
import { verdictOf } from "../../../src/core/verdict.ts";
import { verdictText } from "../../../src/core/verdictText.ts";

const BASE: JudgedRun = {
  status: "finished",
  epoch: 300,
  isBest: false,
  trainAccuracy: null,
  validationAccuracy: null,
  testAccuracy: null,
  freshAccuracy: null,
  trainRSquared: 0.9,
  validationRSquared: 0.85,
  testRSquared: 0.85,
  validationLoss: 0.07,
  testLoss: 0.07,
  weightNorm: 5,
  hasTurned: false,
};

const LABELS = ["without L2", "with L2", "with L1", "with dropout"];

/** @param fits R squared on test items of each variant, seed by seed */
function reportOf(
  fits: readonly (readonly number[])[],
  changes: Partial<JudgedRun> = {},
  folds = 0,
): RepeatReport {
  return {
    variants: fits.map((_, i) => ({
      id: (["none", "l2", "l1", "dropout"] as const)[i],
      label: LABELS[i],
    })),
    parts: { train: 120, validation: folds > 0 ? 0 : 40, test: 40, fresh: 0 },
    folds,
    repeats: fits[0].map((_, i) => ({
      seed: folds > 0 ? 0 : i + 1,
      fold: folds > 0 ? i : null,
      runs: fits.map(of => ({
        ...BASE,
        ...(folds > 0 ? { validationRSquared: of[i] } : { testRSquared: of[i] }),
        ...changes,
      })),
    })),
    testItems: fits.map(() => null),
    freshItems: fits.map(() => null),
  };
}

function headline(report: RepeatReport): string {
  return verdictText(report, verdictOf(report)).headline;
}

test("a network that is better with every seed is called that, with its interval", () => {
  const report = reportOf([
    [0.8, 0.82, 0.81, 0.79, 0.8],
    [0.86, 0.87, 0.87, 0.85, 0.85],
  ]);
  assert.equal(verdictOf(report).judgedBy, "testRSquared");
  // Differences 0.06, 0.05, 0.06, 0.06, 0.05: mean 0.056, t(4) 2.776, sd 0.00548.
  assert.equal(
    headline(report),
    "On 40 test items the network with L2 predicts better than the one without L2: its R² is 0.056 " +
      "higher (95 % interval 0.049 to 0.063, 5 seeds).",
  );
});

test("what cannot be told is said, with what it could be", () => {
  assert.match(
    headline(
      reportOf([
        [0.8, 0.9, 0.7],
        [0.9, 0.85, 0.75],
      ]),
    ),
    /^3 seeds cannot tell the networks without L2 and with L2 apart: on 40 test items the R² with L2 is 0\.033 higher on average, but with other seeds it could be −0\.156 to 0\.223\.$/,
  );
});

test("no difference: the same with every seed, or within a hundredth", () => {
  const same = [0.8, 0.81];
  assert.match(
    headline(reportOf([same, same])),
    /^No difference: on 40 test items .* with every seed/,
  );
  const close = reportOf([
    [0.8, 0.81, 0.82, 0.8],
    [0.801, 0.8105, 0.8195, 0.8005],
  ]);
  assert.match(headline(close), /^No difference worth the name: .* are within 0\.01 of each other/);
});

test("one network: its mean; many: sorted by what they come to", () => {
  assert.equal(
    headline(reportOf([[0.8, 0.84]], {}, 2)),
    "Over 2 folds, the network without L2 predicts held-out items with an R² of 0.820 on average " +
      "(95 % interval 0.380 to 1.000).",
  );
  const text = headline(
    reportOf([
      [0.8, 0.81, 0.8, 0.81],
      [0.9, 0.91, 0.9, 0.91],
      [0.6, 0.61, 0.6, 0.61],
      [0.8, 0.81, 0.8, 0.81],
    ]),
  );
  assert.match(
    text,
    /^By R² on 40 test items, of 3 networks better than the one without L2: with L2 \(\+0\.100\); worse than the one without L2: with L1 \(−0\.200\); 1 is no different \(4 seeds\)\.$/,
  );
});

test("overfitting is a gap in R squared that is worth the name, or validation loss that turned", () => {
  const further = (changes: Partial<JudgedRun>) => {
    const report = reportOf([[0.85, 0.85, 0.85]], changes);
    return verdictText(report, verdictOf(report)).further.join(" ");
  };
  assert.match(further({ testRSquared: 0.86, trainRSquared: 0.9 }), /No sign of overfitting\./);
  assert.match(
    further({ testRSquared: 0.6, trainRSquared: 0.9 }),
    /Signs of overfitting: R² is higher on training items than on new ones, by 0\.300\./,
  );
  assert.match(further({ hasTurned: true }), /validation loss turned in 3 of 3 runs/);
});

test("three digits, and no sign before nothing", () => {
  assert.deepEqual([0.98765, -1.5, -0.0001, 0].map(formatRSquared), [
    "0.988",
    "\u22121.500",
    "0.000",
    "0.000",
  ]);
});
