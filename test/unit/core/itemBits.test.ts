// Bits of items, and what is known of many networks on the same items.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  comparePair,
  countBits,
  createBits,
  hasBit,
  type ItemBits,
  ItemTally,
  setBit,
} from "../../../src/core/itemBits.ts";
import { meanInterval } from "../../../src/core/pairedTests.ts";
import { Random } from "../../../src/core/random.ts";

const ITEMS = 43;

function drawn(seed: number): ItemBits {
  const random = new Random(seed);
  const bits = createBits(ITEMS);
  for (let item = 0; item < ITEMS; item++) if (random.random() < 0.7) setBit(bits, item);
  return bits;
}

function flags(bits: ItemBits): number[] {
  return Array.from({ length: ITEMS }, (_, item) => Number(hasBit(bits, item)));
}

test("pairs are counted as one by one", () => {
  const [a, b] = [drawn(1), drawn(2)];
  const [first, second] = [flags(a), flags(b)];
  assert.equal(a.length, 6);
  assert.equal(
    countBits(a),
    first.reduce((sum, flag) => sum + flag, 0),
  );
  assert.deepEqual(comparePair(a, b, ITEMS), {
    items: ITEMS,
    onlyFirst: first.filter((flag, i) => flag > second[i]).length,
    onlySecond: first.filter((flag, i) => flag < second[i]).length,
  });
  const { onlyFirst, onlySecond } = comparePair(a, a, ITEMS);
  assert.deepEqual([onlyFirst, onlySecond], [0, 0]);
});

test("the interval over items is that of the mean differences of each item", () => {
  const [tally, other] = [new ItemTally(ITEMS), new ItemTally(ITEMS)];
  const seeds = [1, 2, 3];
  for (const seed of seeds) {
    tally.add(drawn(seed));
    other.add(drawn(seed + 10));
  }
  const differences = Array.from({ length: ITEMS }, (_, item) => {
    const of = (offset: number) =>
      seeds.reduce((sum, seed) => sum + flags(drawn(seed + offset))[item], 0);
    return (of(0) - of(10)) / seeds.length;
  });
  const found = tally.minus(other);
  const expected = meanInterval(differences);
  for (const name of ["mean", "sd", "low", "high", "p", "count"] as const) {
    const difference = Math.abs((found?.[name] ?? NaN) - (expected[name] ?? NaN));
    assert.ok(difference < 1e-12, `${name}: ${found?.[name]}, not ${expected[name]}`);
  }
});

test("nothing is said of no items or no networks; equal networks differ by nothing", () => {
  assert.equal(new ItemTally(0).minus(new ItemTally(0)), undefined);
  assert.equal(new ItemTally(3).minus(new ItemTally(3)), undefined);
  const tally = new ItemTally(ITEMS);
  tally.add(drawn(1));
  const { mean, low, high, p } = tally.minus(tally) ?? {};
  assert.deepEqual([mean, low, high, p], [0, 0, 0, 1]);
});
