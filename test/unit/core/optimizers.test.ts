/** Updates worked by hand: every optimizer, alone and with L2, decay, L1 and max-norm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  optimizerLabels,
  type OptimizerName,
  type TrainingConfig,
} from "../../../src/core/config.ts";
import { layerViews } from "../../../src/core/network.ts";
import { optimizers } from "../../../src/core/optimizers.ts";
import { Updater } from "../../../src/core/trainer.ts";
import { assertClose, assertSameBits, quickConfig } from "./training.ts";

const SIZES = [2, 1];
const RATE = 0.1;
const { sqrt } = Math;

/**
 * Weights 1 and -2 and bias 0.5 after each of two updates, of 2 items and then of 4. The mean
 * gradients are 0.2, -0.3, 0.1 and then -0.05, 0.2, -0.1.
 */
function twoUpdates(changes: Partial<TrainingConfig>): number[][] {
  const parameters = Float64Array.of(1, -2, 0.5);
  const updater = new Updater(layerViews(parameters, SIZES), SIZES);
  // A learning rate of the config that is not the epoch's must do nothing.
  const config = quickConfig({ learningRate: 7, l2: 0, momentum: 0.9, ...changes });
  const update = (sums: Float64Array, items: number) => {
    updater.apply(layerViews(sums, SIZES), items, RATE, config);
    return [...parameters];
  };
  return [update(Float64Array.of(0.4, -0.6, 0.2), 2), update(Float64Array.of(-0.2, 0.8, -0.4), 4)];
}

/** Adam with betas 1/2 and 3/4 and an epsilon that shows. */
const ADAM = { beta1: 0.5, beta2: 0.75, epsilon: 0.1 };

/** Step of the first update, where both means are the gradient: rate g / (|g| + epsilon). */
const first = (g: number) => (RATE * g) / (Math.abs(g) + 0.1);
/** Step of the second: the means are corrected by 1 - 1/4 and 1 - 9/16. */
const second = (m: number, s: number) => (RATE * (m / 0.75)) / (sqrt(s / 0.4375) + 0.1);

// Means of the gradients without L2: halves, and 3/4 and 1/4 of squares.
const ADAM_STEPS = [
  [first(0.2), first(-0.3), first(0.1)],
  [
    second(0.5 * 0.1 - 0.025, 0.75 * 0.01 + 0.25 * 0.0025),
    second(0.5 * -0.15 + 0.1, 0.75 * 0.0225 + 0.25 * 0.04),
    second(0.5 * 0.05 - 0.05, 0.75 * 0.0025 + 0.25 * 0.01),
  ],
];
const BIASES = [0.5 - ADAM_STEPS[0][2], 0.5 - ADAM_STEPS[0][2] - ADAM_STEPS[1][2]];

// With L2 1/2 in the gradient: first 0.7 and -1.3.
const ADAM_L2_FIRST = [1 - first(0.7), -2 - first(-1.3)];
const ADAM_L2_GRADIENTS = [-0.05 + 0.5 * ADAM_L2_FIRST[0], 0.2 + 0.5 * ADAM_L2_FIRST[1]];
const ADAM_L2_SECOND = [
  ADAM_L2_FIRST[0] -
    second(
      0.5 * 0.35 + 0.5 * ADAM_L2_GRADIENTS[0],
      0.75 * 0.1225 + 0.25 * ADAM_L2_GRADIENTS[0] * ADAM_L2_GRADIENTS[0],
    ),
  ADAM_L2_FIRST[1] -
    second(
      0.5 * -0.65 + 0.5 * ADAM_L2_GRADIENTS[1],
      0.75 * 0.4225 + 0.25 * ADAM_L2_GRADIENTS[1] * ADAM_L2_GRADIENTS[1],
    ),
];

/** Two updates that keep so much of a weight besides the step. */
function adamKeeping(kept: number): number[][] {
  const [one, two] = [kept * 1 - ADAM_STEPS[0][0], kept * -2 - ADAM_STEPS[0][1]];
  return [
    [one, two, BIASES[0]],
    [kept * one - ADAM_STEPS[1][0], kept * two - ADAM_STEPS[1][1], BIASES[1]],
  ];
}

const handWorked: Record<
  OptimizerName,
  { name: string; changes: Partial<TrainingConfig>; expected: number[][] }[]
> = {
  // trainer.test.ts has the article's rules.
  sgd: [
    {
      name: "w - 0.1 g, momentum and betas being nothing to it",
      changes: { momentum: 0.5, beta1: 0.1, beta2: 0.2, epsilon: 1 },
      expected: [
        [0.98, -1.97, 0.49],
        [0.985, -1.99, 0.5],
      ],
    },
  ],
  momentum: [
    {
      name: "v = 0.9 v + g",
      changes: {},
      // v: 0.2, -0.3, 0.1; then 0.18 - 0.05, -0.27 + 0.2, 0.09 - 0.1
      expected: [
        [0.98, -1.97, 0.49],
        [0.967, -1.963, 0.491],
      ],
    },
    {
      name: "with L2 in the velocity",
      changes: { l2: 0.5 },
      // v: 0.7, -1.3; then 0.63 + 0.415, -1.17 - 0.735
      expected: [
        [0.93, -1.87, 0.49],
        [0.8255, -1.6795, 0.491],
      ],
    },
    {
      name: "with decay beside the velocity",
      changes: { decay: 0.2 },
      // 0.8 - 0.02, -1.6 + 0.03; then 0.624 - 0.013, -1.256 + 0.007
      expected: [
        [0.78, -1.57, 0.49],
        [0.611, -1.249, 0.491],
      ],
    },
    {
      name: "with both, the penalty at the old weight",
      changes: { decay: 0.2, l2: 0.5 },
      // v: 0.7, -1.3; then 0.63 + 0.315, -1.17 - 0.535
      expected: [
        [0.73, -1.47, 0.49],
        [0.4895, -1.0055, 0.491],
      ],
    },
    {
      name: "a momentum of 0 is gradient descent",
      changes: { momentum: 0 },
      expected: [
        [0.98, -1.97, 0.49],
        [0.985, -1.99, 0.5],
      ],
    },
  ],
  nesterov: [
    {
      name: "steps g + 0.9 v",
      changes: {},
      // steps: 1.9 g; then -0.05 + 0.9 * 0.13, 0.2 - 0.9 * 0.07, -0.1 - 0.9 * 0.01
      expected: [
        [0.962, -1.943, 0.481],
        [0.9553, -1.9567, 0.4919],
      ],
    },
    {
      name: "with L2 in g and velocity",
      changes: { l2: 0.5 },
      // g: 0.7, -1.3; then 0.3835, -0.6765. v: 0.7, -1.3; then 1.0135, -1.8465
      expected: [
        [0.867, -1.753, 0.481],
        [0.737435, -1.519165, 0.4919],
      ],
    },
    {
      name: "with decay beside the step",
      changes: { decay: 0.2 },
      // 0.8 - 0.038, -1.6 + 0.057; then 0.6096 - 0.0067, -1.2344 - 0.0137
      expected: [
        [0.762, -1.543, 0.481],
        [0.6029, -1.2481, 0.4919],
      ],
    },
  ],
  adam: [
    { name: "both means corrected", changes: ADAM, expected: adamKeeping(1) },
    {
      name: "with L2 in the gradient",
      changes: { ...ADAM, l2: 0.5 },
      expected: [
        [...ADAM_L2_FIRST, BIASES[0]],
        [...ADAM_L2_SECOND, BIASES[1]],
      ],
    },
    {
      name: "with decay beside the step",
      changes: { ...ADAM, decay: 0.2 },
      expected: adamKeeping(0.8),
    },
  ],
  adamw: [
    { name: "without L2 as Adam", changes: ADAM, expected: adamKeeping(1) },
    {
      name: "with L2 beside the step: w - 0.1 * 0.5 w",
      changes: { ...ADAM, l2: 0.5 },
      expected: adamKeeping(0.95),
    },
    {
      name: "with decay and L2, both of the old weight",
      changes: { ...ADAM, decay: 0.2, l2: 0.5 },
      expected: adamKeeping(0.75),
    },
  ],
};

for (const [optimizer, cases] of Object.entries(handWorked)) {
  for (const { name, changes, expected } of cases) {
    test(`two updates of ${optimizer} worked by hand: ${name}`, () => {
      const found = twoUpdates({ ...changes, optimizer: optimizer as OptimizerName });
      expected.forEach((values, step) => {
        assertClose(found[step], values, 1e-15, `update ${step + 1}`, 4);
      });
    });
  }
}

test("every optimizer that the controls offer is there, in their order", () => {
  assert.deepEqual(Object.keys(optimizers), Object.keys(optimizerLabels));
});

test("third update of Adam: the corrections are powers of beta", () => {
  const parameters = Float64Array.of(0, 0, 0);
  const updater = new Updater(layerViews(parameters, SIZES), SIZES);
  const config = quickConfig({ ...ADAM, optimizer: "adam", l2: 0 });
  for (let update = 1; update <= 3; update++) {
    assert.equal(updater.updates, update - 1);
    updater.apply(layerViews(Float64Array.of(4, -4, 4), SIZES), 2, RATE, config);
  }
  // A gradient of 2 that never changes has the means 2 and 4 once they are corrected.
  const step = (RATE * 2) / 2.1;
  assertClose(parameters, [-3 * step, 3 * step, -3 * step], 1e-15, "after three", 1);
});

test("with a gradient of 0 nothing moves but what the penalty moves, and no bias", () => {
  for (const optimizer of Object.keys(optimizers) as OptimizerName[]) {
    for (const changes of [{ l2: 0.3 }, { l1: 3 }, { decay: 0.3 }, { maxNorm: 0.5 }, {}]) {
      const parameters = Float64Array.of(1, -2, 0.5);
      const updater = new Updater(layerViews(parameters, SIZES), SIZES);
      const config = quickConfig({ optimizer, l2: 0, ...changes });
      const none = layerViews(new Float64Array(3), SIZES);
      for (let update = 0; update < 3; update++) updater.apply(none, 1, RATE, config);
      assert.equal(parameters[2], 0.5, optimizer);
      if (Object.keys(changes).length === 0) {
        assertSameBits(parameters, Float64Array.of(1, -2, 0.5), optimizer);
      } else {
        const told = `${optimizer} ${JSON.stringify(changes)}`;
        assert.ok(parameters[0] < 1 && parameters[0] >= 0, told);
        assert.ok(parameters[1] > -2 && parameters[1] <= 0, told);
      }
    }
  }
});

/** What L1 and then max-norm make of the weights of handWorked after each update. */
test("L1 comes after the data step, with the learning rate of the epoch", () => {
  // A threshold of 0.1 * 2. 0.98 - 0.2, -1.97 + 0.2; then 0.785 - 0.2, -1.79 + 0.2
  const [one, two] = twoUpdates({ l1: 2 });
  assertClose(one, [0.78, -1.77, 0.49], 1e-15, "after one", 1);
  assertClose(two, [0.585, -1.59, 0.5], 1e-15, "after two", 1);
  // A threshold of 1: the first weight is exactly 0 and stays there.
  const [strong, stronger] = twoUpdates({ l1: 10 });
  assert.ok(Object.is(strong[0], 0));
  assertClose(strong, [0, -0.97, 0.49], 1e-15, "strong", 1);
  assert.ok(Object.is(stronger[0], 0) && Object.is(stronger[1], 0));
});

test("L1 is the same for every optimizer: no part of its gradient, none of a velocity", () => {
  for (const optimizer of Object.keys(optimizers) as OptimizerName[]) {
    const [without] = twoUpdates({ optimizer });
    const [penalized] = twoUpdates({ optimizer, l1: 2 });
    assertClose(penalized, [without[0] - 0.2, without[1] + 0.2, without[2]], 1e-15, optimizer, 1);
  }
});

test("elastic net: L2 in the gradient, then L1", () => {
  // 0.93 - 0.2, -1.87 + 0.2
  const [one] = twoUpdates({ l2: 0.5, l1: 2 });
  assertClose(one, [0.73, -1.67, 0.49], 1e-15, "after one", 1);
});

test("max-norm comes last, after L1, and leaves the bias alone", () => {
  // 0.98 and -1.97 lose 0.2 each, then the norm is made 1.
  const norm = sqrt(0.78 * 0.78 + 1.77 * 1.77);
  const [one] = twoUpdates({ l1: 2, maxNorm: 1 });
  assertClose(one, [0.78 / norm, -1.77 / norm, 0.49], 1e-15, "after one", 1);
  const [inside] = twoUpdates({ l1: 2, maxNorm: norm + 1e-9 });
  assertClose(inside, [0.78, -1.77, 0.49], 1e-15, "within the norm", 1);
});

test("each layer has its own factors of L2 and L1, and the same decay and norm", () => {
  const sizes = [1, 1, 1, 1];
  const weightsAfter = (changes: Partial<TrainingConfig>) => {
    const parameters = Float64Array.of(1, 5, 1, 5, 1, 5);
    const updater = new Updater(layerViews(parameters, sizes), sizes);
    const config = quickConfig({ hiddenLayers: [1, 1], l2: 0, ...changes });
    updater.apply(layerViews(new Float64Array(6), sizes), 1, RATE, config);
    assert.deepEqual([parameters[1], parameters[3], parameters[5]], [5, 5, 5]);
    return [parameters[0], parameters[2], parameters[4]];
  };
  const penaltyScale = [0.5, 2, 0];
  assertClose(weightsAfter({ l2: 0.4, penaltyScale }), [0.98, 0.92, 1], 1e-15, "L2", 1);
  assertClose(weightsAfter({ l1: 0.4, penaltyScale }), [0.98, 0.92, 1], 1e-15, "L1", 1);
  const adamw = { optimizer: "adamw", l2: 0.4, penaltyScale } as const;
  assertClose(weightsAfter(adamw), [0.98, 0.92, 1], 1e-15, "AdamW", 1);
  assertClose(weightsAfter({ l2: 0.4 }), [0.96, 0.96, 0.96], 1e-15, "no factors", 1);
  assertClose(weightsAfter({ decay: 0.1, penaltyScale }), [0.9, 0.9, 0.9], 1e-15, "decay", 1);
  assertClose(weightsAfter({ maxNorm: 0.75, penaltyScale }), [0.75, 0.75, 0.75], 1e-15, "norm", 1);
});
