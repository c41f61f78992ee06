import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { writePointsCsv, readPointsCsv, pointsTable } from "../../../src/core/pointsData.ts";

const CLASSES = ["red", "blue"];

test("points are items of two inputs", () => {
  assert.deepEqual(pointsTable([1, 2, 0, -3.5, 4, 1]), {
    count: 2,
    inputs: Float64Array.of(1, 2, -3.5, 4),
    labels: Uint16Array.of(0, 1),
  });
  assert.equal(pointsTable([]).count, 0);
});

test("points as CSV: a header, then x, y and the name of the class", () => {
  assert.equal(
    writePointsCsv([0.1, -2, 1, 3, 4e-7, 0], CLASSES),
    "x,y,class\n0.1,-2,blue\n3,4e-7,red\n",
  );
  assert.equal(writePointsCsv([], CLASSES), "x,y,class\n");
});

test("points read back to the same bits", () => {
  const place = fc.double({ min: -1000, max: 1000, noNaN: true }).map(value => value + 0);
  const point = fc.tuple(place, place, fc.constantFrom(0, 1));
  fc.assert(
    fc.property(fc.array(point, { maxLength: 20 }), given => {
      const points = given.flat();
      assert.deepEqual(readPointsCsv(writePointsCsv(points, CLASSES), CLASSES), points);
    }),
  );
});

test("points of another hand: a byte order mark, Windows line ends, blank lines, spaces", () => {
  const text = "\uFEFFx,y,class \r\n 1 , 2 , red \r\n\r\n3,4,blue";
  assert.deepEqual(readPointsCsv(text, CLASSES), [1, 2, 0, 3, 4, 1]);
  assert.deepEqual(readPointsCsv("x,y,class", CLASSES), []);
});

test("what is no point is named with its line", () => {
  const refused = (text: string, message: string) =>
    assert.throws(() => readPointsCsv(text, CLASSES), { name: "RangeError", message }, text);
  refused("", 'line 1: expected x,y,class, got ""');
  refused(`${"a".repeat(50)}\n`, `line 1: expected x,y,class, got "${"a".repeat(40)}"`);
  const long = `1,2,${"g".repeat(50)}`;
  for (const line of ["1,2", "1,,red", "1, ,red", ",2,red", "1,x,red", "1,2,green", "1,2,red,3"]) {
    refused(
      `x,y,class\n0,0,red\n${line}\n`,
      `line 3: expected x, y and red or blue, got "${line}"`,
    );
  }
  refused(
    "x,y,class\n1,Infinity,red",
    'line 2: expected x, y and red or blue, got "1,Infinity,red"',
  );
  refused(
    `x,y,class\n${long}`,
    `line 2: expected x, y and red or blue, got "${long.slice(0, 40)}"`,
  );
});
