/** The same bits however the work is cut into calls and tiles, and wherever the table lies. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../src/core/config.ts";
import { referenceEngine } from "../../src/core/engine.ts";
import { drawParameters } from "../../src/core/initializers.ts";
import { countBits, createBits } from "../../src/core/itemBits.ts";
import type { ItemTable } from "../../src/core/items.ts";
import type { Kernel } from "../../src/core/kernel.ts";
import { KernelEngine } from "../../src/core/kernelEngine.ts";
import {
  BLOCK_INPUTS,
  CELL_BYTES,
  ENTRY_BYTES,
  ENTRY_PLACE,
  LAYER_WEIGHT_MEANS,
  LAYER_WEIGHT_SQUARES,
  NETWORK_FIRST_LAYER,
  TABLE_ENTRY_BOUNDS,
} from "../../src/core/kernelLayout.ts";
import { KernelMemory } from "../../src/core/kernelMemory.ts";
import { KernelNetwork } from "../../src/core/kernelNetwork.ts";
import { DEFAULT_TABLE_LIMITS, KernelTable } from "../../src/core/kernelTable.ts";
import { parameterCount } from "../../src/core/network.ts";
import { PlainKernel } from "../../src/core/plainKernel/plainKernel.ts";
import { Random } from "../../src/core/random.ts";
import { assertClose, assertSameBits } from "../unit/core/training.ts";
import { plainEngine, wasmEngine, wasmKernel } from "./engines.ts";
import { goldenRuns, randomItems, trainGolden } from "./goldenRuns.ts";

/** No table is in memory as a whole. */
const STAGING = { ...DEFAULT_TABLE_LIMITS, residentBytes: 0, stagedBytes: 0 };

const COUNT = 150;
const SIZES = [21, 18, 7, 6];

const PLAIN: TrainingConfig = {
  ...ARTICLE_CONFIG,
  hiddenLayers: [18, 7],
  loss: "crossEntropy",
  learningRate: 0.3,
  l2: 0.003,
  initRange: 0.5,
  batchSize: 45,
};

const CONFIGS: Readonly<Record<string, TrainingConfig>> = {
  "gradient descent": PLAIN,
  "Adam with everything on": {
    ...PLAIN,
    ...{ optimizer: "adam", learningRate: 0.01, l1: 0.01, decay: 0.001, maxNorm: 1.5 },
    ...{ dropout: 0.4, jitter: 0.2 },
  },
};

/**
 * Two epochs straight through the kernel, in calls that end where `cuts` say.
 *
 * @param defersUpdates whether the layers are updated one by one after each call
 */
function trainDirectly(
  kernel: Kernel,
  config: TrainingConfig,
  tileItems: number,
  cuts: readonly number[],
  isSparse: boolean,
  defersUpdates = false,
): Float64Array {
  const { batchSize } = config;
  const memory = new KernelMemory(kernel);
  const limits = { ...DEFAULT_TABLE_LIMITS, sparseShare: isSparse ? 0 : 1.1 };
  const table = new KernelTable(memory, randomItems(COUNT, 21, 6, 0.3), limits);
  assert.equal(table.isSparse, isSparse);
  // A batch larger than any tile, so that sums can wait in memory.
  const needs = { sizes: SIZES, tileItems, listsEntries: true, batchSize: 100, defersUpdates };
  const network = new KernelNetwork(memory, needs, config);
  network.configure(config, config.learningRate);
  const parameters = drawParameters(config, SIZES, new Random(3));
  network.write(parameters);
  const sequence = memory.allocate(4 * COUNT);
  memory.integers(sequence, COUNT).set(Uint32Array.from({ length: COUNT }, (_, item) => item));
  const order = memory.addRandom(new Random(4).state);
  for (let epoch = 0; epoch < 2; epoch++) {
    kernel.shuffle(sequence, COUNT, order);
    let from = 0;
    for (const to of [...cuts, COUNT]) {
      kernel.trainItems(network.address, table.address, sequence, from, to, batchSize, COUNT);
      for (let layer = 0; defersUpdates && layer < network.layers; layer++) {
        kernel.updateLayer(network.address, layer);
      }
      from = to;
    }
  }
  network.read(parameters);
  return parameters;
}

for (const [name, config] of Object.entries(CONFIGS)) {
  test(`tiles of any size, calls that end anywhere, lists or none: ${name}`, () => {
    const whole = trainDirectly(wasmKernel(), config, 45, [], false);
    const start = drawParameters(config, SIZES, new Random(3));
    assert.notDeepEqual([...whole.subarray(0, 9)], [...start.subarray(0, 9)]);
    for (const createKernel of [wasmKernel, () => new PlainKernel()]) {
      for (const tileItems of [2, 3, 8, 45, 64]) {
        for (const cuts of [[], [45], [1, 2, 44, 46, 90, 149], [60, 61, 62, 63]]) {
          for (const isSparse of [false, true]) {
            const parameters = trainDirectly(createKernel(), config, tileItems, cuts, isSparse);
            const what = `tiles of ${tileItems}, cuts at ${cuts.join()}, sparse: ${isSparse}`;
            assertSameBits(parameters, whole, what);
          }
        }
      }
    }
  });
}

test("updates that are left to the host, layer by layer", () => {
  const config = CONFIGS["Adam with everything on"];
  const batches = [45, 90, 135];
  const whole = trainDirectly(wasmKernel(), config, 45, batches, false);
  for (const createKernel of [wasmKernel, () => new PlainKernel()]) {
    for (const isSparse of [false, true]) {
      const parameters = trainDirectly(createKernel(), config, 8, batches, isSparse, true);
      assertSameBits(parameters, whole, `sparse: ${isSparse}`);
    }
  }
});

test("a large network, which has chances to stop within a batch", () => {
  const sizes = [600, 900, 3];
  for (const optimizer of ["sgd", "adam"] as const) {
    const changes = { optimizer, learningRate: 0.001, batchSize: 4, epochs: 2, l1: 1e-5 };
    const config = { ...PLAIN, hiddenLayers: [900], initRange: 0.05, ...changes };
    const items = randomItems(6, 600, 3, 1);
    const parameters = drawParameters(config, sizes, new Random(1));
    const [kernel, plain, reference] = [wasmEngine(), plainEngine(), referenceEngine].map(
      engine => {
        const settings = { config, sizes, parameters, items, order: new Random(2) };
        const learner = engine.createLearner(settings);
        const ticks = [...learner.train()];
        assert.deepEqual(ticks.at(-1), { epoch: 2, updates: 4, endsEpoch: true });
        assert.deepEqual(
          ticks.filter(({ endsEpoch }) => endsEpoch).map(({ updates }) => updates),
          [2, 4],
        );
        // On the way: the epoch that is over, and the updates made since the start.
        const onTheWay = ticks.filter(({ endsEpoch }) => !endsEpoch);
        assert.ok(onTheWay.length >= 4);
        for (const { epoch, updates } of onTheWay) {
          assert.ok(epoch === 0 ? updates <= 2 : epoch === 1 && updates >= 2 && updates <= 4);
        }
        return learner.parameters;
      },
    );
    assertSameBits(plain, kernel, optimizer);
    assertClose(kernel, reference, 1e-10, optimizer, 1);
  }
});

test("the first call of a large network, which gets its memory, trains one item alone", () => {
  const sizes = [600, 900, 3];
  const items = randomItems(20, 600, 3, 1);
  for (const { optimizer, batchSize } of [
    { optimizer: "sgd", batchSize: 20 },
    { optimizer: "adam", batchSize: 4 },
  ] as const) {
    const changes = { optimizer, batchSize, epochs: 2, initRange: 0.05, learningRate: 0.001 };
    const config = { ...PLAIN, hiddenLayers: [900], ...changes };
    const parameters = drawParameters(config, sizes, new Random(1));
    const sizesOfCalls: number[] = [];
    const kernel = wasmKernel();
    const trainItems = kernel.trainItems.bind(kernel);
    const watched: Pick<Kernel, "trainItems"> = {
      trainItems(network, table, sequence, from, to, batch, count) {
        sizesOfCalls.push(to - from);
        trainItems(network, table, sequence, from, to, batch, count);
      },
    };
    Object.assign(kernel, watched);
    const settings = { config, sizes, parameters, items, order: new Random(2) };
    const learner = new KernelEngine(kernel).createLearner(settings);
    const updates = 2 * (20 / batchSize);
    assert.equal([...learner.train()].at(-1)?.updates, updates);
    assert.equal(sizesOfCalls[0], 1);
    assert.ok(
      sizesOfCalls.slice(1).every(size => size > 1),
      sizesOfCalls.join(),
    );
    const reference = referenceEngine.createLearner({ ...settings, order: new Random(2) });
    assert.equal([...reference.train()].at(-1)?.updates, updates);
    assertClose(learner.parameters, reference.parameters, 1e-10, optimizer, 1);
  }
});

test("networks of one engine are measured each as what it is, whichever came before", () => {
  const items = randomItems(30, 6, 2, 1);
  const base = { ...PLAIN, hiddenLayers: [5], initRange: 1 };
  const configs: TrainingConfig[] = [
    base,
    { ...base, loss: "squaredError" },
    { ...base, activations: ["relu"] },
    { ...base, output: "sigmoid" },
    { ...base, hiddenLayers: [4] },
    { ...base, hiddenLayers: [5, 3], activations: ["tanh", "sigmoid"] },
    base,
  ];
  const measure = (engine: KernelEngine, config: TrainingConfig) => {
    const sizes = [6, ...config.hiddenLayers, config.output === "sigmoid" ? 1 : 2];
    const parameters = drawParameters(config, sizes, new Random(1));
    const settings = { config, sizes, parameters, items, order: new Random(2) };
    return ended(engine.createLearner(settings).evaluate(parameters, [items]))[0];
  };
  const shared = new KernelEngine(wasmKernel());
  const found = configs.map(config => measure(shared, config));
  assert.deepEqual(
    found,
    configs.map(config => measure(new KernelEngine(wasmKernel()), config)),
  );
  assert.equal(new Set(found.map(({ loss }) => loss)).size, configs.length - 1);
});

/** The same table in memory that threads can share. */
function shared({ count, inputs, labels }: ItemTable): ItemTable {
  const ofLabels = new SharedArrayBuffer(labels.byteLength);
  const copy = {
    count,
    inputs: new Float64Array(new SharedArrayBuffer(inputs.byteLength)),
    labels: labels instanceof Float64Array ? new Float64Array(ofLabels) : new Uint16Array(ofLabels),
  };
  copy.inputs.set(inputs);
  copy.labels.set(labels);
  return copy;
}

test("a table too large for the kernel's memory, also one that threads share", () => {
  const all = goldenRuns();
  const numbers = all.filter(({ config }) => config.output === "identity");
  assert.ok(numbers.length > 0);
  for (const run of [...all.slice(0, 60), ...numbers]) {
    const whole = trainGolden(wasmEngine(), run);
    for (const kernel of [wasmKernel(), new PlainKernel()]) {
      const items = shared(run.items);
      const staged = trainGolden(new KernelEngine(kernel, STAGING), { ...run, items });
      assertSameBits(staged.parameters, whole.parameters, run.name);
      assertSameBits(staged.errors, whole.errors, run.name);
    }
  }
});

test("measuring at once finds what measuring with pauses does, and leaves that what takes long", () => {
  const sizes = SIZES;
  const parameters = drawParameters(PLAIN, sizes, new Random(5));
  const [small, empty, large] = [40, 0, 15_000].map(count => randomItems(count, 21, 6, 0.5));
  const settings = { config: PLAIN, sizes, parameters, items: small, order: new Random(6) };
  for (const createKernel of [wasmKernel, () => new PlainKernel()]) {
    const learner = new KernelEngine(createKernel()).createLearner(settings);
    const tables = [small, empty];
    const pausing = learner.evaluate(parameters, tables);
    const paused = learner.evaluate(parameters, [small, large]);
    let next = paused.next();
    assert.equal(next.done, false, "many items need pauses");
    assert.deepEqual(learner.evaluateAtOnce?.(parameters, tables), pausing.next().value);
    assert.equal(learner.evaluateAtOnce?.(parameters, [small, large]), undefined);
    assert.deepEqual(learner.evaluateAtOnce?.(parameters, [empty]), [
      { loss: 0, mse: 0, correct: 0 },
    ]);
    // Another network was measured during the pause.
    learner.evaluateAtOnce?.(new Float64Array(parameters.length), tables);
    while (!next.done) next = paused.next();
    const [{ value }] = [learner.evaluate(parameters, [small]).next()];
    assert.deepEqual([next.value[0]], value);

    const staging = new KernelEngine(createKernel(), STAGING).createLearner(settings);
    const many = randomItems(70, 21, 6, 0.5);
    assert.equal(staging.evaluateAtOnce?.(parameters, [many]), undefined, "not in memory");
  }
});

test("wide rows of a table that is not in memory, in any order", () => {
  for (const inputs of [127, 128, 131]) {
    const sizes = [inputs, 5, 3];
    const config = { ...PLAIN, hiddenLayers: [5], activations: ["tanh"] as const, epochs: 3 };
    const items = randomItems(150, inputs, 3, 0.8);
    const parameters = drawParameters(config, sizes, new Random(7));
    const [whole, ...staged] = [
      new KernelEngine(wasmKernel()),
      new KernelEngine(wasmKernel(), STAGING),
      new KernelEngine(new PlainKernel(), STAGING),
    ].map(engine => {
      const learner = engine.createLearner({
        config,
        sizes,
        parameters,
        items,
        order: new Random(8),
      });
      for (const _ of learner.train()) continue;
      const evaluations = ended(learner.evaluate(learner.parameters, [items]));
      return { parameters: learner.parameters, evaluations };
    });
    assert.notDeepEqual(whole.parameters, parameters);
    for (const other of staged) {
      assertSameBits(other.parameters, whole.parameters, `${inputs} inputs`);
      assert.deepEqual(other.evaluations, whole.evaluations);
    }
  }
});

test("a sparse table: listed or not, whole or by parts, by item or by batch, with noise or without", () => {
  // Three blocks of inputs, the last one short; a group of panels and two more.
  const sizes = [2 * BLOCK_INPUTS + 21, 23, 3];
  const items = randomItems(330, sizes[0], 3, 0.1);
  items.inputs[items.inputs.indexOf(0)] = -0;
  const dense = { ...DEFAULT_TABLE_LIMITS, sparseShare: 1.1 };
  // Some 100 items at a time, listed in two pieces, and lists that follow on longer ones.
  const staging = { ...STAGING, stagedBytes: 100 * ENTRY_BYTES * 536 };
  for (const changes of [{}, { batchSize: 1 }, { jitter: 0.2 }, { batchSize: 1, jitter: 0.2 }]) {
    const config = { ...PLAIN, hiddenLayers: [23], initRange: 0.1, epochs: 2, ...changes };
    const parameters = drawParameters(config, sizes, new Random(7));
    const [whole, ...others] = [
      new KernelEngine(wasmKernel(), dense),
      new KernelEngine(wasmKernel()),
      new KernelEngine(wasmKernel(), STAGING),
      new KernelEngine(wasmKernel(), staging),
      new KernelEngine(new PlainKernel(), dense),
      new KernelEngine(new PlainKernel()),
      new KernelEngine(new PlainKernel(), STAGING),
      new KernelEngine(new PlainKernel(), staging),
    ].map(engine => {
      const settings = { config, sizes, parameters, items, order: new Random(8) };
      const learner = engine.createLearner(settings);
      for (const _ of learner.train()) continue;
      const measured = ended(learner.evaluate(learner.parameters, [items]));
      const right = createBits(items.count);
      const again = ended(learner.evaluate(learner.parameters, [items], [right]));
      return { parameters: learner.parameters, measured, again, right };
    });
    assert.notDeepEqual(whole.parameters, parameters);
    assert.deepEqual(whole.again, whole.measured);
    assert.equal(countBits(whole.right), whole.measured[0].correct);
    for (const { parameters: trained, ...measured } of others) {
      assertSameBits(trained, whole.parameters, JSON.stringify(changes));
      const { measured: found, again, right } = whole;
      assert.deepEqual(measured, { measured: found, again, right });
    }
  }
});

/** What a generator returns. */
function ended<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

test("a sparse table takes no more memory than its entries, however wide it is", () => {
  for (const createKernel of [wasmKernel, () => new PlainKernel()]) {
    const kernel = createKernel();
    const memory = new KernelMemory(kernel);
    const before = memory.allocate(0);
    const items = randomItems(10, 10_000, 2, 0.01);
    const table = new KernelTable(memory, items, DEFAULT_TABLE_LIMITS);
    assert.ok(table.isSparse && table.isResident);
    // Some 1,000 entries, and the rows that are listed together: 6.
    assert.ok(memory.allocate(0) - before < 20_000 + 6 * 80_000);
  }
});

test("a table is in memory as a whole up to the limit, by what it takes there", () => {
  const isWhole = (items: ItemTable, residentBytes: number) => {
    const limits = { ...STAGING, residentBytes };
    return new KernelTable(new KernelMemory(new PlainKernel()), items, limits).isResident;
  };
  // 100 rows of 5 inputs, each padded to 8.
  const dense = randomItems(100, 5, 2, 1);
  assert.ok(isWhole(dense, 6400));
  assert.ok(!isWhole(dense, 6399));
  // Entries of 16 bytes: 5 % of 100 rows of 40 inputs are 3,200 bytes, less than a quarter of the rows.
  const inputs = Float64Array.from({ length: 4000 }, (_, i) => (i % 20 === 0 ? 1 : 0));
  const sparse = { ...randomItems(100, 40, 2, 0), inputs };
  assert.ok(isWhole(sparse, 8000));
  assert.ok(!isWhole(sparse, 7999));
  // 20 %: 12,800 bytes, more than that.
  const fuller = { ...sparse, inputs: inputs.map((_, i) => (i % 5 === 0 ? 1 : 0)) };
  assert.ok(isWhole(fuller, 12_801));
  assert.ok(!isWhole(fuller, 12_799));
});

test("memory is taken back only from what was handed out last", () => {
  const memory = new KernelMemory(new PlainKernel());
  memory.allocate(100);
  const last = memory.allocate(1000);
  memory.trim(last + 640);
  assert.equal(memory.allocate(64), last + 640);
  for (const end of [last, last + 639, last + 705]) {
    assert.throws(() => memory.trim(end), {
      name: "RangeError",
      message: `trim: ${end} is elsewhere`,
    });
  }
});

test("memory of any length can be looked at as float64", () => {
  const memory = new KernelMemory(new PlainKernel());
  memory.allocate(5_000_001);
  assert.equal(memory.allFloats.length % 8192, 0);
});

test("what is listed of a sparse table: its inputs that are not zero, and zeros behind them", () => {
  const items = randomItems(200, 37, 3, 0.2);
  for (const kernel of [wasmKernel(), new PlainKernel()]) {
    const memory = new KernelMemory(kernel);
    const table = new KernelTable(memory, items, DEFAULT_TABLE_LIMITS);
    const next = memory.allocate(4096);
    assert.ok(table.isSparse && table.isResident);
    const [bounds] = memory.integers(table.address + TABLE_ENTRY_BOUNDS, 1);
    const listed = new Float64Array(items.inputs.length);
    for (let item = 0; item < items.count; item++) {
      const [start, end] = memory.integers(bounds + 8 * item, 2);
      for (let entry = start; entry < end; entry += ENTRY_BYTES) {
        const [place] = memory.integers(entry + ENTRY_PLACE, 1);
        listed[37 * item + place / CELL_BYTES] = memory.floats(entry, 1)[0];
      }
    }
    assert.deepEqual(listed, items.inputs);
    const [, lastEnd] = memory.integers(bounds + 8 * (items.count - 1), 2);
    assert.ok(next - lastEnd < 64, "no more memory than the entries take");
    assert.deepEqual([...memory.floats(lastEnd, 512)], zerosOf(512));
  }
});

test("the memory for a large table does not grow with it", () => {
  const config = { ...PLAIN, hiddenLayers: [3], activations: ["relu"] as const, epochs: 1 };
  const bytesFor = (count: number) => {
    const kernel = wasmKernel();
    const engine = new KernelEngine(kernel, {
      ...DEFAULT_TABLE_LIMITS,
      ...{ residentBytes: 1 << 18, stagedBytes: 1 << 16 },
    });
    const items = randomItems(count, 20, 2, 1);
    const sizes = [20, 3, 2];
    const parameters = drawParameters(config, sizes, new Random(1));
    const settings = { config, sizes, parameters, items, order: new Random(2) };
    for (const _ of engine.createLearner(settings).train()) continue;
    return kernel.buffer.byteLength;
  };
  // Rows of 160 bytes: 3 MB of them; the order of the items takes 4 bytes each.
  assert.equal(bytesFor(20_000), bytesFor(2000));
});

test("random numbers go on where their generator stood, in either kernel", () => {
  for (const used of [0, 1, 300, 623, 624, 625, 1000]) {
    const random = new Random(9);
    for (let draw = 0; draw < used; draw++) random.next32();
    const orders = [wasmKernel(), new PlainKernel()].map(kernel => {
      const memory = new KernelMemory(kernel);
      const state = memory.addRandom(random.state);
      const sequence = memory.allocate(4 * 700);
      const numbers = memory.integers(sequence, 700);
      numbers.set(Uint32Array.from({ length: 700 }, (_, item) => item));
      for (const count of [700, 3, 0, 1, 2, 699]) kernel.shuffle(sequence, count, state);
      return [...numbers];
    });
    const expected = Uint32Array.from({ length: 700 }, (_, item) => item);
    for (const count of [700, 3, 0, 1, 2, 699]) random.shuffle(expected.subarray(0, count));
    assert.deepEqual(orders, [[...expected], [...expected]], `after ${used} draws`);
  }
});

test("what an optimizer remembers of a unit without gradient becomes 0, not subnormal", () => {
  const config = { ...PLAIN, optimizer: "adam", l2: 0 } as const;
  for (const kernel of [wasmKernel(), new PlainKernel()]) {
    const memory = new KernelMemory(kernel);
    const zeros = { count: 1, inputs: new Float64Array(4), labels: new Uint16Array(1) };
    const table = new KernelTable(memory, zeros, DEFAULT_TABLE_LIMITS);
    const needs = { sizes: [4, 4, 2], tileItems: 1, listsEntries: false, batchSize: 1 };
    const network = new KernelNetwork(memory, needs, config);
    network.configure(config, 0.01);
    network.write(new Float64Array(parameterCount(needs.sizes)));
    const layer = network.address + NETWORK_FIRST_LAYER;
    const places = [LAYER_WEIGHT_MEANS, LAYER_WEIGHT_SQUARES].map(
      field => memory.integers(layer + field, 1)[0],
    );
    for (const place of places) memory.floats(place, 16).fill(-1e-250);
    const sequence = memory.allocate(4);
    kernel.trainItems(network.address, table.address, sequence, 0, 1, 1, 1);
    for (const place of places) assert.deepEqual([...memory.floats(place, 16)], zerosOf(16));
  }
});

function zerosOf(count: number): number[] {
  return new Array<number>(count).fill(0);
}
