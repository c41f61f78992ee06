/**
 * Measures libraries of the same language on the same trainings, each round all of them and the
 * kernel in turn; prints medians of processor time per epoch as ratios to the kernel. The libraries
 * are installed in bench/peers by scripts/bench.mjs, never beside the project's own packages.
 *
 * Not everything is the same: brain.js trains online whatever the batch size, with sigmoid outputs
 * and no L2, and always in the order of the data: whoever wants another order every epoch, as the
 * others have it, shuffles the data and calls it for each epoch. TensorFlow.js does all that is
 * asked, in float32.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ItemTable } from "../src/core/items.ts";
import { KernelEngine } from "../src/core/kernelEngine.ts";
import { Random } from "../src/core/random.ts";
import { compileWasmKernel } from "../src/threads/wasmKernel.ts";
import { createWorkloads, trainWith, type Workload } from "./workloads.ts";

const ROUNDS = 5;
const require = createRequire(join(import.meta.dirname, "peers/package.json"));

/** What is used of the libraries; their own types are not installed with the project. */
interface Tensor {
  dispose(): void;
}
interface Tf {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor2d(values: Float32Array, shape: [number, number]): Tensor;
  train: { sgd(learningRate: number): unknown };
}
interface Layers {
  readonly sequential: () => {
    add(layer: unknown): void;
    compile(options: object): void;
    fit(x: Tensor, y: Tensor, options: object): Promise<unknown>;
  };
  layers: { dense: (options: object) => unknown };
  regularizers: { l2: (options: object) => unknown };
}
interface Brain {
  NeuralNetwork: new (options: object) => { train(data: object[], options: object): unknown };
}

const tf = require("@tensorflow/tfjs-core") as Tf;
const { sequential, layers, regularizers } = require("@tensorflow/tfjs-layers") as Layers;
require("@tensorflow/tfjs-backend-cpu");
const { setWasmPaths } = require("@tensorflow/tfjs-backend-wasm") as {
  setWasmPaths: (folder: string) => void;
};
setWasmPaths(join(import.meta.dirname, "peers/node_modules/@tensorflow/tfjs-backend-wasm/dist/"));
// The build for browsers, which needs no compiled modules.
const { NeuralNetwork } = require("brain.js/dist/browser.js") as Brain;

const kernelBytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../dist/kernel.wasm")));
const createKernel = compileWasmKernel(kernelBytes);

type Train = (workload: Workload, epochs: number) => Promise<void> | void;

function trainKernel(workload: Workload, epochs: number): void {
  const config = { ...workload.config, epochs };
  trainWith(new KernelEngine(createKernel()), { ...workload, config });
}

function trainTensorFlow(backend: string): Train {
  return async ({ config, sizes, items }, epochs) => {
    await tf.setBackend(backend);
    await tf.ready();
    const model = sequential();
    sizes.slice(1).forEach((units, l) => {
      const isLast = l === sizes.length - 2;
      model.add(
        layers.dense({
          units,
          inputShape: [sizes[l]],
          activation: isLast ? "softmax" : "tanh",
          kernelRegularizer: regularizers.l2({ l2: config.l2 / 2 }),
        }),
      );
    });
    const loss = config.loss === "crossEntropy" ? "categoricalCrossentropy" : "meanSquaredError";
    model.compile({ optimizer: tf.train.sgd(config.learningRate), loss });
    const x = tf.tensor2d(Float32Array.from(items.inputs), [items.count, sizes[0]]);
    const classes = sizes[sizes.length - 1];
    const y = tf.tensor2d(Float32Array.from(targetsOf(items, classes)), [items.count, classes]);
    const { batchSize } = config;
    await model.fit(x, y, { batchSize, epochs, shuffle: true, verbose: 0 });
    x.dispose();
    y.dispose();
  };
}

/** One-hot rows, as the libraries want them. */
function targetsOf({ count, labels }: ItemTable, classes: number): Float64Array {
  const targets = new Float64Array(count * classes);
  labels.forEach((label, item) => (targets[item * classes + label] = 1));
  return targets;
}

function createBrain({ config, sizes, items }: Workload) {
  const classes = sizes[sizes.length - 1];
  const targets = targetsOf(items, classes);
  const data = Array.from({ length: items.count }, (_, item) => ({
    input: [...items.inputs.subarray(item * sizes[0], (item + 1) * sizes[0])],
    output: [...targets.subarray(item * classes, (item + 1) * classes)],
  }));
  const network = new NeuralNetwork({ hiddenLayers: sizes.slice(1, -1), activation: "tanh" });
  const { learningRate } = config;
  const train = (iterations: number) =>
    network.train(data, { iterations, learningRate, momentum: 1e-12, errorThresh: 1e-12 });
  return { data, train };
}

function trainBrain(workload: Workload, epochs: number): void {
  createBrain(workload).train(epochs);
}

function trainBrainShuffled(workload: Workload, epochs: number): void {
  const { data, train } = createBrain(workload);
  const random = new Random(workload.config.seed);
  const order = Uint32Array.from(data, (_, item) => item);
  const items = [...data];
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    order.forEach((item, position) => (data[position] = items[item]));
    train(1);
  }
}

/** Epochs that each does: enough for the clock, and so that nobody takes minutes. */
const contestants: readonly {
  readonly name: string;
  readonly train: Train;
  readonly epochs: Readonly<Record<string, number>>;
}[] = [
  { name: "kernel", train: trainKernel, epochs: { A: 10_000, B: 150, C: 8 } },
  { name: "brain.js 2.0 beta", train: trainBrain, epochs: { A: 2000, B: 10, C: 1 } },
  {
    name: "brain.js 2.0 beta, shuffled",
    train: trainBrainShuffled,
    epochs: { A: 2000, B: 10, C: 1 },
  },
  { name: "TensorFlow.js wasm", train: trainTensorFlow("wasm"), epochs: { A: 2, B: 2, C: 1 } },
  { name: "TensorFlow.js cpu", train: trainTensorFlow("cpu"), epochs: { A: 1, B: 1, C: 1 } },
];

/** Share of C's items that are trained on. */
const SCALE = 0.3;

async function secondsPerEpoch(train: Train, workload: Workload, epochs: number): Promise<number> {
  const start = process.cpuUsage();
  await train(workload, epochs);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / epochs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

console.log("| workload | library | milliseconds per epoch | times the kernel |");
console.log("| --- | --- | --- | --- |");
for (const [name, workload] of Object.entries(createWorkloads(SCALE))) {
  const times = contestants.map((): number[] => []);
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { train, epochs }] of contestants.entries()) {
      const seconds = await secondsPerEpoch(train, workload, epochs[name]);
      if (round > 0) times[index].push(seconds);
    }
  }
  const medians = times.map(median);
  for (const [index, contestant] of contestants.entries()) {
    const milliseconds = (1000 * medians[index]).toPrecision(3);
    const ratio = (medians[index] / medians[0]).toPrecision(3);
    console.log(`| ${name} | ${contestant.name} | ${milliseconds} | ${ratio} |`);
  }
}
