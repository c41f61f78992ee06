import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "../../../src/core/random.ts";
import {
  classesMissingFrom,
  foldItems,
  type Split,
  type SplitMethod,
  splitItems,
  splitMethods,
  splitParts,
  splitSizes,
  type SplitSpec,
} from "../../../src/core/splits.ts";

const few = { numRuns: 300 };
const stream = (seed: number) => Random.stream(seed, "split");

function fractions(train: number, validation: number, test: number): SplitSpec {
  return { method: "fractions", train, validation, test, stratified: false, seed: 0 };
}

function counts(train: number, validation: number, test: number): SplitSpec {
  return { method: "counts", train, validation, test, stratified: false, seed: 0 };
}

function sizesOf(split: Split): number[] {
  return splitParts.map(part => split[part].length);
}

/** Items of each class in a part. */
function classCounts(part: Uint32Array, labels: Uint16Array): number[] {
  const found = new Array<number>(Math.max(...labels) + 1).fill(0);
  for (const item of part) found[labels[item]]++;
  return found;
}

/** Labels 0, 0, ... 1, 1, ... with so many items of each class. */
function labelsOf(...sizes: readonly number[]): Uint16Array {
  return Uint16Array.from(sizes.flatMap((size, label) => new Array<number>(size).fill(label)));
}

/** Every item once, in ascending order in each part. */
function assertPartition(parts: readonly Uint32Array[], count: number): void {
  const seen = new Uint8Array(count);
  for (const part of parts) {
    part.forEach((item, i) => {
      assert.ok(i === 0 || part[i - 1] < item, "ascending");
      assert.ok(item < count, "an item of the table");
      seen[item]++;
    });
  }
  assert.ok(
    seen.every(times => times === 1),
    "every item once",
  );
}

/** Items in any order of classes, some of them rare or absent. */
const someLabels = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 1,
    maxLength: 80,
  })
  .map(labels => Uint16Array.from(labels));

const someFractions = fc
  .tuple(
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: 0, max: 20 }),
  )
  .map(([train, validation, test]) => {
    const sum = train + validation + test;
    return fractions(train / sum, validation / sum, test / sum);
  });

/** Counts for so many items: two cuts. */
const someCounts = (count: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: count }), fc.integer({ min: 1, max: count }))
    .map(([a, b]) => counts(Math.min(a, b), Math.abs(a - b), count - Math.max(a, b)));

/** A table with a split of it that is not refused. */
const someSplit = someLabels.chain(labels =>
  fc.record({
    labels: fc.constant(labels),
    spec: fc
      .oneof(
        someCounts(labels.length),
        someFractions.filter(({ train }) => train * labels.length >= 1),
      )
      .chain(spec =>
        fc
          .record({ stratified: fc.boolean(), seed: fc.maxSafeNat() })
          .map(more => ({ ...spec, ...more })),
      ),
  }),
);

function split(spec: SplitSpec, labels: Uint16Array, random = stream(spec.seed)): Split {
  return splitItems(spec, labels.length, labels, random);
}

test("every item is in one part, and the parts have the sizes that were announced", () => {
  fc.assert(
    fc.property(someSplit, ({ labels, spec }) => {
      const parts = split(spec, labels);
      assertPartition(
        splitParts.map(part => parts[part]),
        labels.length,
      );
      const sizes = splitSizes(spec, labels.length);
      assert.deepEqual(
        sizesOf(parts),
        splitParts.map(part => sizes[part]),
      );
      for (const part of splitParts) {
        if (spec.method === "counts") assert.equal(sizes[part], spec[part]);
        else assert.ok(Math.abs(sizes[part] - spec[part] * labels.length) < 1 + 1e-6);
        if (spec[part] === 0) assert.equal(sizes[part], 0);
      }
    }),
    few,
  );
});

test("a stratified split is less than one item of each class away from its quota", () => {
  fc.assert(
    fc.property(someSplit, ({ labels, spec }) => {
      const parts = split({ ...spec, stratified: true }, labels);
      const ofAll = classCounts(Uint32Array.from(labels.keys()), labels);
      for (const part of splitParts) {
        classCounts(parts[part], labels).forEach((found, label) => {
          const quota = (ofAll[label] * parts[part].length) / labels.length;
          assert.ok(Math.abs(found - quota) < 1, `${part}, class ${label}: ${found} for ${quota}`);
        });
      }
    }),
    { numRuns: 1000 },
  );
});

test("the same seed gives the same split, another seed another", () => {
  fc.assert(
    fc.property(fc.nat(), fc.boolean(), (seed, stratified) => {
      const labels = labelsOf(20, 30, 10);
      const spec: SplitSpec = { ...fractions(0.6, 0.2, 0.2), stratified, seed };
      assert.deepEqual(split(spec, labels), split(spec, labels));
      assert.notDeepEqual(split({ ...spec, seed: seed + 1 }, labels), split(spec, labels));
      const folds = (seed: number) =>
        foldItems(5, 60, stratified ? labels : undefined, stream(seed));
      assert.deepEqual(folds(seed), folds(seed));
      assert.notDeepEqual(folds(seed + 1), folds(seed));
    }),
    { numRuns: 50 },
  );
});

test("these items, on every engine", () => {
  const parts = split({ ...fractions(0.5, 0.25, 0.25), seed: 7 }, labelsOf(8, 4));
  assert.deepEqual(
    splitParts.map(part => [...parts[part]]),
    [
      [1, 3, 6, 7, 8, 11],
      [0, 2, 9],
      [4, 5, 10],
    ],
  );
  const stratified = split(
    { ...fractions(0.5, 0.25, 0.25), stratified: true, seed: 7 },
    labelsOf(8, 4),
  );
  assert.deepEqual(
    splitParts.map(part => [...stratified[part]]),
    [
      [0, 1, 3, 7, 9, 11],
      [2, 6, 8],
      [4, 5, 10],
    ],
  );
  assert.deepEqual(
    foldItems(3, 8, labelsOf(5, 3), stream(7)).map(fold => [...fold]),
    [
      [0, 4, 5],
      [1, 2, 7],
      [3, 6],
    ],
  );
});

test("every item has the same chance of every part", () => {
  const labels = labelsOf(4, 6);
  for (const stratified of [false, true]) {
    const trained = new Array<number>(10).fill(0);
    const random = stream(1);
    const rounds = 3000;
    for (let round = 0; round < rounds; round++) {
      const { train } = split({ ...counts(5, 3, 2), stratified }, labels, random);
      for (const item of train) trained[item]++;
    }
    // The standard deviation of each share is 0.009.
    for (const times of trained) assert.ok(Math.abs(times / rounds - 0.5) < 0.05, `${times}`);
  }
});

test("sizes worked out by hand", () => {
  const cases: readonly (readonly [spec: SplitSpec, count: number, sizes: readonly number[]])[] = [
    [fractions(0.6, 0.2, 0.2), 200, [120, 40, 40]],
    // 6.6, 2.2, 2.2: the item that is left goes to the 0.6.
    [fractions(0.6, 0.2, 0.2), 11, [7, 2, 2]],
    // 4.8, 1.6, 1.6: two are left; of the equal remainders the earlier part's comes first.
    [fractions(0.6, 0.2, 0.2), 8, [5, 2, 1]],
    // 3.5 and 1.5, whatever the binary fractions of 0.7 and 0.3 make of it.
    [fractions(0.7, 0, 0.3), 5, [4, 0, 1]],
    [fractions(0.3, 0.7, 0), 5, [2, 3, 0]],
    // In float64 0.57 times 100 is below 57, and 0.7 + 0.2 + 0.1 is below 1.
    [fractions(0.57, 0.43, 0), 100, [57, 43, 0]],
    [fractions(0.7, 0.2, 0.1), 10, [7, 2, 1]],
    [fractions(1 / 3, 1 / 3, 1 / 3), 10, [4, 3, 3]],
    [fractions(1 / 3, 1 / 3, 1 / 3), 2, [1, 1, 0]],
    [fractions(1, 0, 0), 1, [1, 0, 0]],
    [fractions(0.6, 0.2, 0.2), 2 ** 26, [40265318, 13421773, 13421773]],
    [counts(200, 0, 40), 240, [200, 0, 40]],
  ];
  for (const [spec, count, expected] of cases) {
    const { train, validation, test } = splitSizes(spec, count);
    assert.deepEqual([train, validation, test], expected, JSON.stringify(spec));
  }
});

test("stratified splits worked out by hand", () => {
  const shares = (spec: SplitSpec, labels: Uint16Array) => {
    const parts = split({ ...spec, stratified: true }, labels);
    return splitParts.map(part => classCounts(parts[part], labels));
  };
  // Whole quotas are kept: 50 and 10 items by 60, 20 and 20 percent.
  assert.deepEqual(shares(fractions(0.6, 0.2, 0.2), labelsOf(50, 10)), [
    [30, 6],
    [10, 2],
    [10, 2],
  ]);
  // Parts of 4, 2 and 1 out of 7. Class 0 has 4: quotas 16/7, 8/7, 4/7, so 2, 1, 0, and the item
  // that is left to the test part, which is furthest behind. Class 1 has what remains.
  assert.deepEqual(shares(counts(4, 2, 1), labelsOf(4, 3)), [
    [2, 2],
    [1, 1],
    [1, 0],
  ]);
  // Ten classes of one item: each part takes turns, so that none waits for the last classes.
  assert.deepEqual(shares(counts(6, 2, 2), labelsOf(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)), [
    [1, 0, 1, 0, 1, 1, 0, 1, 0, 1],
    [0, 1, 0, 0, 0, 0, 1, 0, 0, 0],
    [0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
  ]);
});

test("k folds hold out every item once, evenly", () => {
  const some = someLabels
    .filter(labels => labels.length >= 2)
    .chain(labels =>
      fc.record({
        labels: fc.constant(labels),
        k: fc.integer({ min: 2, max: labels.length }),
        seed: fc.maxSafeNat(),
      }),
    );
  const spread = (sizes: readonly number[]) => Math.max(...sizes) - Math.min(...sizes);
  fc.assert(
    fc.property(some, ({ labels, k, seed }) => {
      const plain = foldItems(k, labels.length, undefined, stream(seed));
      const stratified = foldItems(k, labels.length, labels, stream(seed));
      for (const folds of [plain, stratified]) {
        assert.equal(folds.length, k);
        assertPartition(folds, labels.length);
        assert.ok(spread(folds.map(fold => fold.length)) <= 1);
      }
      const byFold = stratified.map(fold => classCounts(fold, labels));
      for (const label of labels) assert.ok(spread(byFold.map(found => found[label])) <= 1);
    }),
    few,
  );
});

test("stratified folds worked out by hand", () => {
  const labels = labelsOf(5, 4, 1);
  const folds = foldItems(3, 10, labels, stream(3));
  // Class 0 is dealt to folds 0 1 2 0 1, class 1 to 2 0 1 2, class 2 to 0.
  assert.deepEqual(
    folds.map(fold => classCounts(fold, labels)),
    [
      [2, 1, 1],
      [2, 1, 0],
      [1, 2, 0],
    ],
  );
});

test("as many folds as items leave one out at a time", () => {
  const folds = foldItems(6, 6, undefined, stream(0));
  assert.deepEqual(
    folds.map(fold => fold.length),
    [1, 1, 1, 1, 1, 1],
  );
});

test("classes that a part knows nothing of are named", () => {
  const labels = Uint16Array.from([3, 0, 0, 5, 3, 65535]);
  assert.deepEqual(classesMissingFrom(Uint32Array.of(), labels), [0, 3, 5, 65535]);
  assert.deepEqual(classesMissingFrom(Uint32Array.of(1, 4), labels), [5, 65535]);
  assert.deepEqual(classesMissingFrom(Uint32Array.of(0, 1, 3, 5), labels), []);
});

test("what cannot be split is refused in a sentence", () => {
  const refused = (action: () => unknown, message: string) => {
    assert.throws(action, { name: "RangeError", message });
  };
  const cases: readonly (readonly [spec: SplitSpec, count: number, message: string])[] = [
    [fractions(0, 0.5, 0.5), 10, "split.train: expected at least 1 item to train on, got 0 of 10"],
    [fractions(0.2, 0.4, 0.4), 1, "split.train: expected at least 1 item to train on, got 0 of 1"],
    [counts(0, 5, 5), 10, "split.train: expected at least 1 item to train on, got 0 of 10"],
    [fractions(1.5, -0.25, -0.25), 10, "split.train: expected a number from 0 to 1, got 1.5"],
    [fractions(0.5, NaN, 0.5), 10, "split.validation: expected a number from 0 to 1, got NaN"],
    [fractions(0.5, 0.75, -0.25), 10, "split.test: expected a number from 0 to 1, got -0.25"],
    [
      fractions(0.5, 0.25, 0.125),
      10,
      "split: expected fractions train, validation and test that add up to 1, got 0.875",
    ],
    [
      fractions(0.5, 0.5, 2e-9),
      10,
      "split: expected fractions train, validation and test that add up to 1, got 1.000000002",
    ],
    [
      counts(5, 4, 2),
      10,
      "split: expected train, validation and test to add up to the 10 items, got 11",
    ],
    [
      counts(5, 2, 2),
      10,
      "split: expected train, validation and test to add up to the 10 items, got 9",
    ],
    [counts(5.5, 2.5, 2), 10, "split.train: expected a whole number from 0 to 67108864, got 5.5"],
    [fractions(1, 0, 0), 0, "items: expected a whole number from 1 to 67108864, got 0"],
    [
      fractions(1, 0, 0),
      2 ** 26 + 1,
      "items: expected a whole number from 1 to 67108864, got 67108865",
    ],
  ];
  for (const [spec, count, message] of cases) {
    refused(() => splitSizes(spec, count), message);
    refused(() => splitItems(spec, count, undefined, stream(0)), message);
  }
  refused(
    () => splitSizes({ ...fractions(1, 0, 0), method: "toString" as SplitMethod }, 10),
    "split.method: expected fractions or counts, got toString",
  );
  refused(
    () => splitItems({ ...fractions(1, 0, 0), stratified: true }, 10, undefined, stream(0)),
    "split.stratified: expected labels to stratify by, got none",
  );
  refused(
    () => splitItems({ ...fractions(1, 0, 0), stratified: true }, 10, labelsOf(9), stream(0)),
    "labels: expected one for each of the 10 items, got 9",
  );
  refused(
    () => foldItems(3, 10, labelsOf(11), stream(0)),
    "labels: expected one for each of the 10 items, got 11",
  );
  for (const count of [2 ** 26 + 1, 9.5]) {
    refused(
      () => foldItems(3, count, undefined, stream(0)),
      `items: expected a whole number from 1 to 67108864, got ${count}`,
    );
  }
  for (const k of [1, 11, 2.5, NaN]) {
    refused(
      () => foldItems(k, 10, undefined, stream(0)),
      `folds: expected a whole number from 2 to the number of items, 10, got ${k}`,
    );
  }
});

test("every method says what it is", () => {
  for (const { label, description } of Object.values(splitMethods)) {
    assert.match(label, /^[a-z]+$/);
    assert.match(description, /\.$/);
  }
});
