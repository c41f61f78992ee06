import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseNumber } from "../../../src/tabular/numberText.ts";

test("numbers are read whatever the locale", () => {
  const cases: readonly [string, number][] = [
    ["0", 0],
    ["-1.5", -1.5],
    ["+2", 2],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["1E-3", 0.001],
    ["007", 7],
    ["-0", 0],
    ["5e-324", 5e-324],
    ["1e999", Infinity],
    ["-1e999", -Infinity],
    ["inf", Infinity],
    ["-Infinity", -Infinity],
  ];
  for (const [text, value] of cases) assert.equal(parseNumber(text, false), value, text);
  assert(Object.is(parseNumber("-0", false), 0));
});

test("what only looks like a number is none", () => {
  const texts = ["", "0x1F", "0b1", "0o7", "0X1f", "1_000", "1,234", "1 234", "1e", "e5", "--1"];
  for (const text of [...texts, "1.2.3", "12%", "$5", "1/2", "-", ".", "NaN", "infinite"]) {
    assert(Number.isNaN(parseNumber(text, false)), text);
  }
});

test("a decimal comma takes the place of the point", () => {
  assert.equal(parseNumber("1,5", true), 1.5);
  assert.equal(parseNumber("-,5e2", true), -50);
  assert.equal(parseNumber("3", true), 3);
  for (const text of ["1.5", "1.234,5", "1,2,3"]) assert(Number.isNaN(parseNumber(text, true)));
});

test("the shortest form of a number comes back to the bit", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), x => {
      assert.equal(parseNumber(String(x), false), x + 0);
      assert.equal(parseNumber(String(x).replace(".", ","), true), x + 0);
    }),
  );
});
