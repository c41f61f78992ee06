// Numbers as people read them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatCount,
  formatError,
  formatNumber,
  formatPercent,
  formatPlain,
  formatPoints,
  formatRatio,
  formatScore,
  formatSeconds,
  formatTick,
  joinWords,
  niceCeiling,
} from "../../../webview/format.ts";

function check(format: (value: number) => string, cases: readonly (readonly [number, string])[]) {
  for (const [value, expected] of cases) assert.equal(format(value), expected, String(value));
}

test("about three digits", () => {
  check(formatNumber, [
    [146107.4068, "146,107"],
    [999.7, "1,000"],
    [110.4, "110"],
    [99.97, "100"],
    [66.4564, "66.5"],
    [9.996, "10.0"],
    [2.7686, "2.77"],
    [0.9996, "1.00"],
    [0.0913, "0.0913"],
    [0.0000042, "4.2e\u22126"],
    [-1.5, "\u22121.50"],
    [0, "0"],
    [-0, "0"],
    [3e12, "3.00e+12"],
    [Number.NaN, "not finite"],
    [Number.POSITIVE_INFINITY, "not finite"],
  ]);
});

test("without idle zeros", () => {
  check(formatPlain, [
    [0.00005, "0.00005"],
    [2.5, "2.5"],
    [100, "100"],
    [0, "0"],
    [-0.02, "\u22120.02"],
  ]);
  check(formatTick, [
    [0.8, "0.8"],
    [1000, "1,000"],
    [0, "0"],
    [0.00002, "2e\u22125"],
    [-1.25, "\u22121.25"],
  ]);
});

test("errors have four decimals, as in the article", () => {
  check(formatError, [
    [0.09128508262301055, "0.0913"],
    [0, "0.0000"],
    [-365.2479, "\u2212365.2479"],
    [12345.678, "12,346"],
  ]);
});

test("counts, shares, scores, times", () => {
  check(formatCount, [
    [4000, "4,000"],
    [-12, "\u221212"],
  ]);
  check(formatPercent, [
    [0.955, "95.5 %"],
    [0, "0.0 %"],
    [1, "100.0 %"],
  ]);
  check(formatPoints, [
    [0.255, "25.5"],
    [-0.04, "\u22124.0"],
  ]);
  assert.equal(formatScore(191, 200), "191 / 200 (95.5 %)");
  check(formatSeconds, [
    [0.314, "0.31 s"],
    [12.34, "12.3 s"],
    [125, "2 min 5 s"],
  ]);
  check(formatRatio, [
    [4.765, "4.8"],
    [2199.6, "2,200"],
  ]);
});

test("words are joined as in a sentence", () => {
  assert.equal(joinWords([]), "");
  assert.equal(joinWords(["a"]), "a");
  assert.equal(joinWords(["a", "b"]), "a and b");
  assert.equal(joinWords(["a", "b", "c"]), "a, b and c");
});

test("an axis ends at a round number that leaves nothing out", () => {
  check(
    value => String(niceCeiling(value)),
    [
      [2.43, "2.5"],
      [109.8, "120"],
      [1, "1"],
      [0.986, "1"],
      [0.0099, "0.01"],
      [0, "1"],
      [Number.NaN, "1"],
    ],
  );
  for (let value = 1e-6; value < 1e6; value *= 1.37) assert.ok(niceCeiling(value) >= value);
});
