/** Tables of items: what is chosen of one keeps its inputs and its classes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyTable, inputCountOf, type ItemTable, selectItems } from "../../../src/core/items.ts";

const TABLE: ItemTable = {
  count: 3,
  inputs: Float64Array.of(0.5, -1, 2, 3, 4, 0.25),
  labels: Uint16Array.of(2, 0, 1),
};

test("inputs of an item", () => {
  assert.equal(inputCountOf(TABLE), 2);
  assert.equal(inputCountOf(emptyTable()), 0);
});

test("an empty table has nothing", () => {
  assert.deepEqual(emptyTable(), {
    count: 0,
    inputs: new Float64Array(0),
    labels: new Uint16Array(0),
  });
});

test("chosen items, in the order asked for, also more than once", () => {
  assert.deepEqual(selectItems(TABLE, [2, 0, 2]), {
    count: 3,
    inputs: Float64Array.of(4, 0.25, 0.5, -1, 4, 0.25),
    labels: Uint16Array.of(1, 2, 1),
  });
  assert.deepEqual(selectItems(TABLE, Uint32Array.of(1)), {
    count: 1,
    inputs: Float64Array.of(2, 3),
    labels: Uint16Array.of(0),
  });
});

test("none chosen, and none to choose from", () => {
  assert.deepEqual(selectItems(TABLE, []), emptyTable());
  assert.deepEqual(selectItems(emptyTable(), []), emptyTable());
});

test("what is chosen is a copy", () => {
  const { inputs, labels } = selectItems(TABLE, [0]);
  inputs[0] = 9;
  labels[0] = 7;
  assert.equal(TABLE.inputs[0], 0.5);
  assert.equal(TABLE.labels[0], 2);
});
