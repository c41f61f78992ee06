/** What must be equal and what must differ, whatever the config. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Arithmetic,
  arithmeticLabels,
  type LossName,
  lossLabels,
  type StreamMode,
  streamModeLabels,
  type TrainingConfig,
} from "../../../src/core/config.ts";
import { createStreams } from "../../../src/core/run.ts";
import {
  assertClose,
  assertSameBits,
  createRun,
  quickConfig,
  trainAll,
  trainConfig,
} from "./training.ts";

const keys = <K extends string>(record: Readonly<Record<K, string>>) => Object.keys(record) as K[];
const seeds = fc.maxSafeNat();
const arithmetics = fc.constantFrom<Arithmetic>(...keys(arithmeticLabels));
const lossNames = fc.constantFrom<LossName>(...keys(lossLabels));
const streamModes = fc.constantFrom<StreamMode>(...keys(streamModeLabels));
const few = { numRuns: 20 };

/** Configs that differ in everything but strengths of penalties. */
const someConfig = fc.record({
  seed: seeds,
  loss: lossNames,
  articleDerivative: fc.boolean(),
  streams: streamModes,
  batchSize: fc.integer({ min: 1, max: 40 }),
  hiddenLayers: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
});

test("the same config gives the same bits, another seed gives others", () => {
  fc.assert(
    fc.property(someConfig, arithmetics, (some, arithmetic) => {
      const changes = { ...some, arithmetic, l2: 0.01 };
      const run = trainConfig(changes);
      assertSameBits(trainConfig(changes).parameters, run.parameters, "again");
      const other = trainConfig({ ...changes, seed: (some.seed + 1) % 2 ** 53 });
      assert.notDeepEqual(other.parameters, run.parameters);
    }),
    few,
  );
});

test("lambda 0 with any rule is no penalty, to the bit", () => {
  fc.assert(
    fc.property(someConfig, some => {
      for (const arithmetic of keys(arithmeticLabels)) {
        const none = trainConfig({ ...some, arithmetic, l2: 0, decay: 0 });
        const growing = trainConfig({ ...some, arithmetic, l2: 0, publishedSign: true });
        assertSameBits(growing.parameters, none.parameters, "published");
      }
    }),
    few,
  );
});

test("constant decay of learning rate times lambda is L2", () => {
  // Rates at which training is calm: else it makes the difference of a rounding large.
  fc.assert(
    fc.property(
      someConfig,
      fc.double({ min: 1e-4, max: 0.01, noNaN: true }),
      fc.double({ min: 1e-5, max: 0.5, noNaN: true }),
      (some, learningRate, l2) => {
        const shared = { ...some, learningRate };
        const penalized = trainConfig({ ...shared, l2 });
        const decayed = trainConfig({ ...shared, l2: 0, decay: learningRate * l2 });
        assertClose(decayed.parameters, penalized.parameters, 1e-12, "weights", 1);
      },
    ),
    { ...few, seed: 1 },
  );
});

test("an option that is on makes a difference", () => {
  const base = trainConfig({ l2: 0 }).parameters;
  const changes: Partial<TrainingConfig>[] = [
    { l2: 0.001 },
    { l2: 0.001, publishedSign: true },
    { l2: 0, decay: 0.001 },
    { l2: 0, articleDerivative: true },
    { l2: 0, loss: "crossEntropy" },
    { l2: 0, batchSize: 2 },
    { l2: 0, learningRate: 0.011 },
    { l2: 0, streams: "shared" },
    { l2: 0, arithmetic: "float32" },
    { l2: 0, initRange: 0.4 },
  ];
  const results = [base, ...changes.map(change => trainConfig(change).parameters)];
  for (const [i, one] of results.entries()) {
    for (const other of results.slice(i + 1)) assert.notDeepEqual(one, other);
  }
});

test("twins share initial weights and, with either kind of streams, the order of items", () => {
  fc.assert(
    fc.property(someConfig, some => {
      const config = quickConfig(some);
      const [none, penalized] = [createRun({ ...config, l2: 0 }), createRun(config)];
      assertSameBits(none.parameters, penalized.parameters, "start");
      // The first epoch of a batch of all items would not show the order, of one item it does.
      const online = { ...config, batchSize: 1, epochs: 1 };
      const [a, b] = [trainConfig({ ...online, l2: 0 }), trainConfig({ ...online, l2: 1e-14 })];
      assertClose(a.parameters, b.parameters, 1e-6, "after one epoch", 1);
    }),
    few,
  );
});

test("with separate streams, shape and start never shift the order, nor batches the start", () => {
  fc.assert(
    fc.property(someConfig, fc.integer({ min: 1, max: 1000 }), (some, batchSize) => {
      const config = quickConfig({ ...some, streams: "separate" });
      const start = createRun(config).parameters;
      const other = { ...config, batchSize, l2: 0.3, decay: 0.1, learningRate: 3, epochs: 9 };
      assertSameBits(createRun(other).parameters, start, "start");
      const drawsOf = (initDraws: number) => {
        const { init, order } = createStreams(config);
        for (let i = 0; i < initDraws; i++) init.random();
        return [order.random(), order.random()];
      };
      assert.deepEqual(drawsOf(0), drawsOf(500));
    }),
    few,
  );
});

test("with one shared stream, the order follows the draws of the start", () => {
  const { init, order } = createStreams({ seed: 4, streams: "shared" });
  assert.equal(init, order);
});

test("L2 ends with smaller weights than no penalty, the published sign with larger ones", () => {
  const sizeOf = (changes: Partial<TrainingConfig>) => {
    const [{ run, recording }] = trainAll([createRun(quickConfig(changes))]);
    assert.equal(run.state, "finished");
    return recording.metric(recording.length - 1, "sumOfSquares");
  };
  for (let seed = 0; seed < 12; seed++) {
    const shared = { seed, epochs: 40, learningRate: 0.05 };
    const none = sizeOf({ ...shared, l2: 0 });
    const weak = sizeOf({ ...shared, l2: 0.01 });
    const strong = sizeOf({ ...shared, l2: 0.05 });
    const grown = sizeOf({ ...shared, l2: 0.01, publishedSign: true });
    assert.ok(strong < weak && weak < none && none < grown, `seed ${seed}`);
  }
});

/** Every remedy switched off. */
const NO_REMEDY = {
  l2: 0,
  l1: 0,
  decay: 0,
  maxNorm: 0,
  dropout: 0,
  jitter: 0,
  patience: 0,
} as const satisfies Partial<TrainingConfig>;

const share = fc.double({ min: 0, max: 0.99, noNaN: true });

/** What means nothing to gradient descent without remedies, with a constant learning rate. */
const unused = fc.record({
  momentum: share,
  beta1: share,
  beta2: share,
  epsilon: fc.double({ min: 1e-16, max: 1, noNaN: true }),
  scheduleEvery: fc.integer({ min: 1, max: 9 }),
  scheduleFactor: fc.double({ min: 0.01, max: 1, noNaN: true }),
  minDelta: fc.double({ min: 0, max: 10, noNaN: true }),
});

test("zero means zero: with every remedy at 0 no other number of it matters, to the bit", () => {
  fc.assert(
    fc.property(someConfig, unused, fc.array(share, { minLength: 8 }), (some, numbers, factors) => {
      const hidden = some.hiddenLayers.length;
      const plain = trainConfig({ ...some, ...NO_REMEDY });
      const other = trainConfig({
        ...some,
        ...NO_REMEDY,
        ...numbers,
        penaltyScale: factors.slice(0, hidden + 1),
        dropoutScale: factors.slice(0, hidden),
      });
      assertSameBits(other.parameters, plain.parameters, "weights");
    }),
    few,
  );
});

test("zero means zero for every optimizer: Adam and AdamW differ by L2 alone", () => {
  fc.assert(
    fc.property(someConfig, some => {
      const [adam, adamw] = (["adam", "adamw"] as const).map(
        optimizer => trainConfig({ ...some, ...NO_REMEDY, optimizer }).parameters,
      );
      assertSameBits(adamw, adam, "without L2");
      const [plain, momentum, nesterov] = (["sgd", "momentum", "nesterov"] as const).map(
        optimizer => trainConfig({ ...some, ...NO_REMEDY, optimizer, momentum: 0 }).parameters,
      );
      assertSameBits(momentum, plain, "no momentum");
      assertSameBits(nesterov, plain, "no Nesterov momentum");
    }),
    few,
  );
});

test("factors of 1 are no factors; factors of 0 are no remedy", () => {
  const remedies = { l2: 0.1, l1: 0.001, dropout: 0.3, hiddenLayers: [5, 4], decay: 0 };
  const none = trainConfig(remedies).parameters;
  const ones = trainConfig({ ...remedies, penaltyScale: [1, 1, 1], dropoutScale: [1, 1] });
  assertSameBits(ones.parameters, none, "ones");
  const zeros = trainConfig({ ...remedies, penaltyScale: [0, 0, 0], dropoutScale: [0, 0] });
  const plain = trainConfig({ ...remedies, ...NO_REMEDY });
  assertSameBits(zeros.parameters, plain.parameters, "zeros");
});

test("every remedy, activation, optimizer, schedule and initializer makes a difference", () => {
  const base = trainConfig({ ...NO_REMEDY, hiddenLayers: [5, 4] }).parameters;
  const changes: Partial<TrainingConfig>[] = [
    { l1: 0.01 },
    { maxNorm: 0.5 },
    { dropout: 0.2 },
    { jitter: 0.1 },
    { activations: ["relu"] },
    { activations: ["leakyRelu"] },
    { activations: ["sigmoid"] },
    { activations: ["linear"] },
    { activations: ["tanh", "relu"] },
    { activations: ["relu", "tanh"] },
    { optimizer: "momentum" },
    { optimizer: "momentum", momentum: 0.5 },
    { optimizer: "nesterov" },
    { optimizer: "adam" },
    { optimizer: "adam", beta1: 0.5 },
    { optimizer: "adam", beta2: 0.5 },
    { optimizer: "adam", epsilon: 0.1 },
    { optimizer: "adam", l2: 0.1 },
    { optimizer: "adamw", l2: 0.1 },
    { schedule: "step", scheduleEvery: 2 },
    { schedule: "step", scheduleEvery: 3 },
    { schedule: "step", scheduleEvery: 2, scheduleFactor: 0.25 },
    { schedule: "cosine" },
    { initializer: "glorot" },
    { initializer: "he" },
    { l2: 0.1, penaltyScale: [1, 1, 0] },
    { l2: 0.1, penaltyScale: [0, 1, 1] },
    { dropout: 0.2, dropoutScale: [0, 1] },
    { dropout: 0.2, dropoutScale: [1, 0] },
  ];
  const results = changes.map(change => {
    return trainConfig({ ...NO_REMEDY, hiddenLayers: [5, 4], ...change }).parameters;
  });
  const all = [base, ...results];
  for (const [i, one] of all.entries()) {
    for (const other of all.slice(i + 1)) assert.notDeepEqual(one, other);
  }
});
