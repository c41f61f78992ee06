import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { createTwoInputItems, type TwoInputItems } from "../../../src/core/twoInputData.ts";
import {
  TWO_INPUT_BOUNDS,
  TWO_INPUT_DATASET,
  type TwoInputDatasetSpec,
  type TwoInputShapeName,
  twoInputShapes,
} from "../../../src/core/twoInputShapes.ts";

const shapeNames = Object.keys(twoInputShapes) as TwoInputShapeName[];
const few = { numRuns: 60 };

/** A dataset without noise, but for what is changed. */
function make(changes: Partial<TwoInputDatasetSpec> = {}): TwoInputItems {
  return createTwoInputItems({ ...TWO_INPUT_DATASET, inputNoise: 0, labelNoise: 0, ...changes });
}

/** Each item's x, y and label. */
function rows({ inputs, labels }: TwoInputItems): [x: number, y: number, label: number][] {
  return Array.from(labels, (label, item) => [inputs[2 * item], inputs[2 * item + 1], label]);
}

function count(labels: Uint16Array, label: number): number {
  return labels.filter(other => other === label).length;
}

function flipped(before: TwoInputItems, after: TwoInputItems): number[] {
  return [...before.labels.keys()].filter(item => before.labels[item] !== after.labels[item]);
}

function sha256({ inputs, labels }: TwoInputItems): string {
  const bytes = new DataView(new ArrayBuffer(8 * inputs.length + 2 * labels.length));
  inputs.forEach((value, i) => bytes.setFloat64(8 * i, value, true));
  labels.forEach((label, i) => bytes.setUint16(8 * inputs.length + 2 * i, label, true));
  return createHash("sha256").update(bytes).digest("hex");
}

const someSpec: fc.Arbitrary<TwoInputDatasetSpec> = fc.record({
  kind: fc.constant("twoInput" as const),
  shape: fc.constantFrom(...shapeNames),
  items: fc.integer({ min: 2, max: 120 }),
  inputNoise: fc.double({ min: 0, max: TWO_INPUT_BOUNDS.inputNoise.max, noNaN: true }),
  labelNoise: fc.double({ min: 0, max: 0.5, noNaN: true }),
  seed: fc.maxSafeNat(),
});

const hashes: Readonly<Record<TwoInputShapeName, string>> = {
  circle: "2a086d7be2060f5b4617c4e291f74f821700087c88637a0cf1d48738074cd8e5",
  xor: "e386c0d4b2203e28ee0c4c34dd41294d5106fa8a8a745c93e9d5acdc48d7cbb3",
  gaussians: "a07eecdfdfc39ace5daf028b5cd19a1e1a184600e888b1f7e33b4b1e6bd1dbb1",
  spiral: "730a205530db93a2cae77cc5c204a081e18aac58885fc5f79f629bd47d050345",
  moons: "54ad31dc143ac05cbd65e133c48f069b89ffce40164caef0481fdec2015d3caa",
};

for (const shape of shapeNames) {
  test(`${shape}: these bits, on every engine`, () => {
    const noisy = { shape, items: 301, inputNoise: 0.25, labelNoise: 0.2, seed: 42 };
    assert.equal(sha256(make(noisy)), hashes[shape]);
  });
}

/** What is true of every point of a shape without noise; angles in radians. */
const rules: Readonly<Record<TwoInputShapeName, (x: number, y: number, label: number) => boolean>> =
  {
    circle: (x, y, label) => {
      const radius = Math.hypot(x, y);
      return label === 0 ? radius <= 1.5 + 1e-12 : radius >= 2.1 - 1e-12 && radius <= 3 + 1e-12;
    },
    xor: (x, y, label) =>
      [x, y].every(v => Math.abs(v) >= 0.2 && Math.abs(v) <= 3) && x * y > 0 === (label === 0),
    gaussians: (x, y, label) => {
      const center = label === 0 ? -1.5 : 1.5;
      return Math.hypot(x - center, y - center) < 6 * 0.7;
    },
    spiral: (x, y, label) => {
      const radius = Math.hypot(x, y);
      const angle = (radius / 3) * 3 * Math.PI + label * Math.PI;
      const off = Math.hypot(x - radius * Math.cos(angle), y - radius * Math.sin(angle));
      return off < 1e-9 && radius >= 0.3 - 1e-12 && radius <= 3 + 1e-12;
    },
    moons: (x, y, label) => {
      const [side, centerX, centerY] = label === 0 ? [1, -1, -0.5] : [-1, 1, 0.5];
      const onCircle = Math.abs(Math.hypot(x - centerX, y - centerY) - 2) < 1e-12;
      return onCircle && side * (y - centerY) >= 0;
    },
  };

/** Mean x and mean y of the points of a class. */
const centers: Readonly<
  Record<TwoInputShapeName, (label: number) => readonly [number, number] | undefined>
> = {
  circle: () => [0, 0],
  xor: () => [0, 0],
  gaussians: label => (label === 0 ? [-1.5, -1.5] : [1.5, 1.5]),
  // An arm begins and ends somewhere, so that its mean is no round number.
  spiral: () => undefined,
  moons: label => {
    const side = label === 0 ? 1 : -1;
    return [-side, side * (4 / Math.PI - 0.5)];
  },
};

for (const shape of shapeNames) {
  test(`${shape}: points lie where the shape is, and all over it`, () => {
    const all = rows(make({ shape, items: 8000 }));
    for (const [x, y, label] of all) {
      assert.ok(rules[shape](x, y, label), `class ${label} at ${x}, ${y}`);
    }
    for (const label of [0, 1]) {
      const center = centers[shape](label);
      if (!center) continue;
      const ours = all.filter(row => row[2] === label);
      for (const axis of [0, 1] as const) {
        const mean = ours.reduce((sum, row) => sum + row[axis], 0) / ours.length;
        // Deviations are below 2.1, so that of a mean of 4,000 is below 0.034.
        assert.ok(Math.abs(mean - center[axis]) < 0.14, `class ${label}, axis ${axis}: ${mean}`);
      }
    }
  });
}

test("radii of disc and ring are spread evenly over the area", () => {
  const radii = (label: number) =>
    rows(make({ shape: "circle", items: 8000 }))
      .filter(row => row[2] === label)
      .map(([x, y]) => Math.hypot(x, y));
  const share = (values: readonly number[], below: number) =>
    values.filter(value => value < below).length / values.length;
  // Half of the area of the disc lies within 1.5 / sqrt 2, of the ring within sqrt((2.1^2+3^2)/2).
  assert.ok(Math.abs(share(radii(0), 1.5 / Math.SQRT2) - 0.5) < 0.03);
  assert.ok(Math.abs(share(radii(1), Math.sqrt((2.1 ** 2 + 9) / 2)) - 0.5) < 0.03);
});

test("each cloud has the deviation 0.7 along x and along y, and no slant", () => {
  const ours = rows(make({ shape: "gaussians", items: 8000 })).filter(row => row[2] === 1);
  const mean = (f: (x: number, y: number) => number) =>
    ours.reduce((sum, [x, y]) => sum + f(x - 1.5, y - 1.5), 0) / ours.length;
  assert.ok(Math.abs(mean(x => x * x) - 0.49) < 0.05);
  assert.ok(Math.abs(mean((_, y) => y * y) - 0.49) < 0.05);
  assert.ok(Math.abs(mean((x, y) => x * y)) < 0.04);
});

test("the same description gives the same items, another seed others", () => {
  fc.assert(
    fc.property(someSpec, spec => {
      const items = createTwoInputItems(spec);
      assert.equal(items.inputs.length, 2 * spec.items);
      assert.equal(items.labels.length, spec.items);
      assert.ok(items.inputs.every(Number.isFinite));
      assert.deepEqual(createTwoInputItems(spec), items);
      const seed = spec.seed === 0 ? 1 : spec.seed - 1;
      assert.notDeepEqual(createTwoInputItems({ ...spec, seed }).inputs, items.inputs);
    }),
    few,
  );
});

test("noise moves points by its own draws and nothing else", () => {
  fc.assert(
    fc.property(someSpec, spec => {
      const clean = createTwoInputItems({ ...spec, inputNoise: 0, labelNoise: 0 });
      const unit = createTwoInputItems({ ...spec, inputNoise: 1, labelNoise: 0 });
      const noisy = createTwoInputItems(spec);
      // Labels do not depend on input noise, nor inputs on label noise.
      assert.deepEqual(createTwoInputItems({ ...spec, inputNoise: 0 }).labels, noisy.labels);
      assert.deepEqual(createTwoInputItems({ ...spec, labelNoise: 0 }).inputs, noisy.inputs);
      assert.deepEqual(unit.labels, clean.labels);
      // The noise is sigma times the same draws.
      noisy.inputs.forEach((value, i) => {
        const expected = spec.inputNoise * (unit.inputs[i] - clean.inputs[i]);
        assert.ok(Math.abs(value - clean.inputs[i] - expected) < 1e-13);
      });
    }),
    few,
  );
});

test("input noise is Gaussian, of the deviation that was asked for", () => {
  for (const shape of shapeNames) {
    const clean = make({ shape, items: 5000 }).inputs;
    const noise = make({ shape, items: 5000, inputNoise: 0.5 }).inputs.map((v, i) => v - clean[i]);
    const mean = (f: (v: number) => number) => noise.reduce((sum, v) => sum + f(v), 0) / 10_000;
    // Of 10,000 draws; the bounds are four standard deviations of each estimate.
    assert.ok(Math.abs(mean(v => v)) < 0.02);
    assert.ok(Math.abs(mean(v => v * v) - 0.25) < 0.0142);
    assert.ok(Math.abs(mean(v => (Math.abs(v) < 0.5 ? 1 : 0)) - 0.6827) < 0.0187);
    assert.ok(Math.abs(mean(v => (Math.abs(v) < 1 ? 1 : 0)) - 0.9545) < 0.0084);
  }
});

test("label noise flips its share, the same items first, and keeps the classes balanced", () => {
  fc.assert(
    fc.property(someSpec, fc.double({ min: 0, max: 0.5, noNaN: true }), (spec, other) => {
      const clean = createTwoInputItems({ ...spec, labelNoise: 0 });
      const noisy = createTwoInputItems(spec);
      const flips = flipped(clean, noisy);
      assert.equal(flips.length, Math.round(spec.labelNoise * spec.items));
      for (const { labels } of [clean, noisy]) {
        assert.ok(Math.abs(count(labels, 0) - count(labels, 1)) <= 2);
        assert.equal(count(labels, 0) + count(labels, 1), spec.items);
      }
      const others = flipped(clean, createTwoInputItems({ ...spec, labelNoise: other }));
      const [fewer, more] = other < spec.labelNoise ? [others, flips] : [flips, others];
      assert.ok(fewer.every(item => more.includes(item)));
    }),
    few,
  );
});

test("label noise chooses among all items", () => {
  const clean = make({ items: 20 });
  const hits = new Array<number>(20).fill(0);
  for (let seed = 0; seed < 1000; seed++) {
    for (const item of flipped(clean, make({ items: 20, seed, labelNoise: 0.25 }))) hits[item]++;
  }
  // Class 0 has 3 of the 5 flips. The standard deviation of each is below 15.
  hits.forEach((times, item) => {
    const expected = item % 2 === 0 ? 300 : 200;
    assert.ok(Math.abs(times - expected) < 70, `item ${item}: ${times}`);
  });
});

test("more items come after the same ones", () => {
  fc.assert(
    fc.property(someSpec, fc.integer({ min: 2, max: 120 }), (spec, items) => {
      const some = { ...spec, labelNoise: 0, items: Math.min(spec.items, items) };
      const more = { ...spec, labelNoise: 0, items: Math.max(spec.items, items) };
      const first = rows(createTwoInputItems(more)).slice(0, some.items);
      assert.deepEqual(rows(createTwoInputItems(some)), first);
    }),
    few,
  );
});

test("what is not a description is refused in a sentence", () => {
  const refused = (changes: object, message: string) => {
    assert.throws(() => make(changes), { name: "RangeError", message });
  };
  const names = "circle, xor, gaussians, spiral, moons";
  refused({ shape: "square" }, `dataset.shape: expected one of ${names}, got square`);
  refused({ shape: "toString" }, `dataset.shape: expected one of ${names}, got toString`);
  const whole = "expected a whole number from";
  refused({ items: 1 }, `dataset.items: ${whole} 2 to 1000000, got 1`);
  refused({ items: 2.5 }, `dataset.items: ${whole} 2 to 1000000, got 2.5`);
  refused({ items: 1_000_001 }, `dataset.items: ${whole} 2 to 1000000, got 1000001`);
  refused({ inputNoise: -0.1 }, "dataset.inputNoise: expected a number from 0 to 3, got -0.1");
  refused({ inputNoise: NaN }, "dataset.inputNoise: expected a number from 0 to 3, got NaN");
  refused({ labelNoise: 0.51 }, "dataset.labelNoise: expected a number from 0 to 0.5, got 0.51");
  refused({ seed: -1 }, `dataset.seed: ${whole} 0 to 9007199254740991, got -1`);
});

test("the spec is plain data, and every shape says what it is", () => {
  assert.deepEqual(JSON.parse(JSON.stringify(TWO_INPUT_DATASET)), TWO_INPUT_DATASET);
  assert.deepEqual(shapeNames, ["circle", "xor", "gaussians", "spiral", "moons"]);
  for (const name of shapeNames) {
    assert.equal(twoInputShapes[name].label, name);
    assert.match(twoInputShapes[name].description, /^[A-Z].*\.$/);
  }
});
