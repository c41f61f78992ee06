import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random, streamNames } from "../../../src/core/random.ts";
import { figure1 } from "./fixtures.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

function shuffled(random: Random, count: number): number[] {
  const values = upTo(count);
  random.shuffle(values);
  return values;
}

/** Draws so many 32-bit words and forgets them. */
function skip(random: Random, words: number): Random {
  for (let i = 0; i < words; i++) random.getrandbits(32);
  return random;
}

const isOurs = (seed: string) => Number(seed) >= 0 && Number.isSafeInteger(Number(seed));
const vectors = figure1.rng.seeds.filter(({ seed }) => isOurs(seed));

test("the fixture has seeds of one word and of two, up to 2^53 - 1", () => {
  const seeds = vectors.map(({ seed }) => Number(seed));
  assert.ok(seeds.length >= 14);
  for (const seed of [0, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    assert.ok(seeds.includes(seed), `seed ${seed}`);
  }
});

for (const expected of vectors) {
  test(`seed ${expected.seed} draws what CPython draws`, () => {
    const fresh = () => new Random(Number(expected.seed));
    const draw = <T>(count: number, next: (random: Random, index: number) => T): T[] => {
      const random = fresh();
      return upTo(count).map(i => next(random, i));
    };
    assert.deepEqual(
      draw(expected.random.length, random => random.random()),
      expected.random,
    );
    assert.deepEqual(
      draw(expected.getrandbits32.length, random => random.getrandbits(32)),
      expected.getrandbits32,
    );
    assert.equal(expected.getrandbits1to32.length, 32);
    assert.deepEqual(
      draw(32, (random, i) => random.getrandbits(i + 1)),
      expected.getrandbits1to32,
    );
    assert.deepEqual(
      draw(expected.below.length, (random, i) => random.below(expected.below[i][0])),
      expected.below.map(([, value]) => value),
    );
    assert.deepEqual(
      draw(expected.uniformMinus8to8.length, random => random.uniform(-8, 8)),
      expected.uniformMinus8to8,
    );
    // The words of one random() then stand on both sides of a twist.
    assert.equal(skip(fresh(), 623).random(), expected.randomAfter623Words);
    assert.equal(skip(fresh(), 2625).random(), expected.randomAfter2625Words);
    assert.deepEqual(shuffled(fresh(), 1), expected.shuffle1);
    assert.deepEqual(shuffled(fresh(), 2), expected.shuffle2);
    assert.deepEqual(shuffled(fresh(), 10), expected.shuffle10);
    assert.deepEqual(shuffled(fresh(), 200), expected.shuffle200);
    const random = fresh();
    for (const shuffle of expected.shuffle10ThreeInARow) {
      assert.deepEqual(shuffled(random, 10), shuffle);
    }
  });
}

test("a stream is CPython's generator with its number above the seed's two words", () => {
  const { streams } = figure1.rng;
  assert.deepEqual(new Set(streams.map(({ stream }) => stream)), new Set(streamNames));
  for (const { seed, stream, random, shuffle10 } of streams) {
    const fresh = Random.stream(Number(seed), stream);
    assert.deepEqual(
      random.map(() => fresh.random()),
      random,
      `${seed} ${stream}`,
    );
    assert.deepEqual(shuffled(Random.stream(Number(seed), stream), 10), shuffle10);
  }
});

test("streams of one seed differ from each other and from the plain generator", () => {
  for (const seed of [0, 1, 2 ** 40]) {
    const first = [
      new Random(seed).random(),
      ...streamNames.map(name => Random.stream(seed, name).random()),
    ];
    assert.equal(new Set(first).size, streamNames.length + 1);
  }
});

test("a seed that is no whole number from 0 to 2^53 - 1 is refused", () => {
  const bad = [-1, 0.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e300];
  for (const seed of [...bad, "1", null, undefined, 1n] as number[]) {
    const refusal = { name: "RangeError", message: /^seed: expected a whole number from 0 to/ };
    assert.throws(() => new Random(seed), refusal);
    assert.throws(() => Random.stream(seed, "init"), refusal);
  }
});

test("draws stay in their ranges, and a shuffle keeps every value", () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      fc.nat(50),
      (seed, n, count) => {
        const random = new Random(seed);
        const draw = random.random();
        assert.ok(draw >= 0 && draw < 1 && Number.isInteger(draw * 2 ** 53));
        const below = random.below(n);
        assert.ok(Number.isInteger(below) && below >= 0 && below < n);
        const words = Uint32Array.from(upTo(count));
        random.shuffle(words);
        assert.deepEqual(
          [...words].sort((a, b) => a - b),
          upTo(count),
        );
      },
    ),
  );
});

test("a range that holds nothing is refused, not drawn from for ever", () => {
  const random = new Random(1);
  for (const n of [0, -1, 2 ** 32, NaN]) assert.throws(() => random.below(n), RangeError);
  for (const bits of [0, 33, NaN]) assert.throws(() => random.getrandbits(bits), RangeError);
});
