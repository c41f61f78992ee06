// The looks of variants: told apart without colour.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { variantIds } from "../../../src/core/variants.ts";
import { dashes } from "../../../webview/charts/drawing.ts";
import { markerCorners, variantLooks } from "../../../webview/identity.ts";

const looks = Object.values(variantLooks);

test("every variant has its own colour, marker and dash", () => {
  assert.deepEqual(Object.keys(variantLooks).sort(), [...variantIds].sort());
  for (const member of ["colour", "marker", "dash"] as const) {
    const distinct = new Set(looks.map(look => JSON.stringify(look[member])));
    assert.equal(distinct.size, looks.length, member);
  }
  assert.equal(new Set(Object.values(dashes).map(String)).size, Object.keys(dashes).length);
});

test("markers are about equally large", () => {
  for (const [shape, corners] of Object.entries(markerCorners)) {
    const reach = corners.length === 0 ? 1 : Math.max(...corners.map(([x, y]) => Math.hypot(x, y)));
    assert.ok(reach >= 1 && reach < 1.6, `${shape} reaches ${reach}`);
  }
});

test("the style sheet knows the colour of every variant", () => {
  const tokens = readFileSync(
    new URL("../../../webview/styles/tokens.css", import.meta.url),
    "utf8",
  );
  for (const [id, { colour }] of Object.entries(variantLooks)) {
    assert.ok(tokens.includes(`\n  ${colour}: `), colour);
    assert.ok(tokens.includes(`.variant-${id} {\n  --variant: var(${colour});`), id);
  }
});
