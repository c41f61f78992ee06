// Tests and intervals against numbers of SciPy 1.17 and against what can be worked out by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fairCoins,
  fairCoinsAtMost,
  incompleteBeta,
  logGamma,
  studentQuantile,
  studentTwoSided,
} from "../../../src/core/distributions.ts";
import { holm, mcnemar, meanInterval } from "../../../src/core/pairedTests.ts";

function near(actual: number, expected: number, relative: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= relative * Math.abs(expected), `${what}: ${actual}, not ${expected}`);
}

test("logGamma agrees with scipy.special.gammaln", () => {
  for (const [x, expected] of [
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [3.7, 1.428072326665388],
    [10, 12.801827480081469],
    [171.5, 709.1431630309283],
    [4001, 29181.264544594702],
    [1e5, 1051287.7089736569],
  ]) {
    near(logGamma(x), expected, 1e-13, `logGamma(${x})`);
  }
  assert.ok(Math.abs(logGamma(1)) < 1e-14 && Math.abs(logGamma(2)) < 1e-14);
});

test("the incomplete beta function agrees with scipy.special.betainc", () => {
  for (const [x, a, b, expected] of [
    [0.5, 2, 3, 0.6875],
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.9, 0.5, 4.5, 0.9999914619487767],
    [0.5, 2001, 1990, 0.4308778925443139],
    [0.99, 30, 2, 0.9616104854047645],
    [0.5, 50_000, 50_100, 0.6240257337657027],
  ]) {
    near(incompleteBeta(x, a, b), expected, 1e-10, `I(${x}; ${a}, ${b})`);
  }
  assert.equal(incompleteBeta(0, 2, 3), 0);
  assert.equal(incompleteBeta(1, 2, 3), 1);
});

test("Student's tails and quantiles agree with scipy.stats.t", () => {
  for (const [t, degrees, expected] of [
    [0.1, 1, 0.936548965138893],
    [1, 1, 0.5],
    [12.7, 1, 0.050024327689344165],
    [2, 4, 0.11611652351681556],
    [2.262, 9, 0.05001284550245463],
    [5, 9, 0.0007389679098032426],
    [1.96, 99, 0.052807113750970754],
    [30, 9, 2.4837047041582635e-10],
    [1e-6, 3, 0.9999992648948061],
    [2.5, 3999, 0.012459077371761185],
  ]) {
    near(studentTwoSided(t, degrees), expected, 1e-10, `t ${t}, ${degrees} degrees`);
    near(studentTwoSided(-t, degrees), expected, 1e-10, `t ${-t}, ${degrees} degrees`);
  }
  for (const [outside, degrees, expected] of [
    [0.05, 1, 12.706204736174694],
    [0.05, 2, 4.302652729749462],
    [0.05, 9, 2.262157162798205],
    [0.05, 99, 1.9842169515864174],
    [0.05, 3999, 1.9605573771860272],
    [0.01, 9, 3.249835541592126],
    [0.001, 1, 636.6192487687897],
  ]) {
    near(studentQuantile(outside, degrees), expected, 1e-10, `${outside}, ${degrees} degrees`);
  }
  assert.equal(studentTwoSided(0, 5), 1);
  assert.equal(studentTwoSided(Infinity, 5), 0);
});

test("fair coins: all probabilities of some coins add up to 1", () => {
  let sum = 0;
  for (let heads = 0; heads <= 17; heads++) {
    sum += fairCoins(heads, 17);
    near(fairCoinsAtMost(heads, 17), sum, 1e-12, `at most ${heads} of 17`);
  }
});

test("McNemar's exact test and its mid-p agree with scipy.stats.binomtest and binom", () => {
  for (const [onlyFirst, onlySecond, p, midP] of [
    // Nothing tells the networks apart.
    [0, 0, 1, 1],
    [1, 0, 1, 0.5],
    // Every item that does is on one side.
    [0, 5, 0.0625, 0.03125],
    [6, 0, 0.03125, 0.015625],
    [40, 0, 1.8189894035458565e-12, 9.09494701772929e-13],
    [3, 3, 1, 1],
    [1, 8, 0.0390625, 0.021484375],
    [10, 25, 0.016673847800120715, 0.011330984183587134],
    [140, 212, 0.00014679732169826435, 0.00012067843854003942],
    [1000, 1100, 0.03072070786424249, 0.029110633685909233],
    [2500, 2400, 0.15727096976576974, 0.15316210442229808],
  ]) {
    const found = mcnemar({ onlyFirst, onlySecond });
    const mirrored = mcnemar({ onlyFirst: onlySecond, onlySecond: onlyFirst });
    near(found.p, p, 1e-9, `p of ${onlyFirst} and ${onlySecond}`);
    near(found.midP, midP, 1e-9, `mid-p of ${onlyFirst} and ${onlySecond}`);
    assert.deepEqual(mirrored, found);
  }
  const extreme = mcnemar({ onlyFirst: 0, onlySecond: 4000 });
  assert.ok(extreme.p < 1e-300 && extreme.p >= 0);
});

test("the interval of paired differences agrees with scipy.stats.ttest_1samp", () => {
  const values = [0.031, -0.012, 0.025, 0.04, 0.007, 0.018, 0, 0.022, -0.003, 0.05];
  const { mean, sd, low, high, p, count } = meanInterval(values);
  near(mean, 0.0178, 1e-12, "mean");
  near(sd ?? NaN, 0.019797867449691534, 1e-12, "sd");
  near(low ?? NaN, 0.0036374587963713297, 1e-10, "low");
  near(high ?? NaN, 0.03196254120362867, 1e-10, "high");
  near(p, 0.019303320831055792, 1e-10, "p");
  assert.equal(count, 10);
});

test("one value has no interval, equal values have one of no width", () => {
  assert.deepEqual(meanInterval([0.3]), {
    mean: 0.3,
    sd: null,
    low: null,
    high: null,
    p: 1,
    count: 1,
  });
  const same = meanInterval([0.25, 0.25, 0.25]);
  assert.deepEqual([same.low, same.high, same.p], [0.25, 0.25, 0]);
  assert.equal(meanInterval([0, 0]).p, 1);
  assert.throws(() => meanInterval([]), RangeError);
});

test("Holm's correction: worked by hand, and never smaller for a larger p", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, i) => near(adjusted[i], p, 1e-12, `p ${i}`));
  assert.deepEqual(holm([0.7, 0.9]), [1, 1]);
  assert.deepEqual(holm([0.03]), [0.03]);
  assert.deepEqual(holm([]), []);
});
