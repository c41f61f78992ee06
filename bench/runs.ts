/**
 * What surrounds training costs: measuring every epoch, recording it, passing it on; memory of a
 * run; many runs over several threads; a million items. Ratios within one run of this program.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serialize } from "node:v8";
import { ARTICLE_CONFIG, type TrainingConfig } from "../src/core/config.ts";
import { createExperiment } from "../src/core/experiment.ts";
import { drawParameters } from "../src/core/initializers.ts";
import { type Dataset, emptyTable, type ItemTable } from "../src/core/items.ts";
import { KernelEngine } from "../src/core/kernelEngine.ts";
import type { RunPlan } from "../src/core/plan.ts";
import { Random } from "../src/core/random.ts";
import { RunRecording } from "../src/core/recorder.ts";
import { Run } from "../src/core/run.ts";
import { PROGRESS_INTERVAL_MS } from "../src/protocol/messages.ts";
import { makeRuns } from "../src/threads/workerPool.ts";
import { createWasmKernel } from "../src/worker/wasmKernel.ts";
import { createWorkloads, type Workload } from "./workloads.ts";

const kernelBytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../dist/kernel.wasm")));
const createKernel = () => createWasmKernel(kernelBytes);

const WORKER_FILE = join(import.meta.dirname, "../dist/worker.js");
const ROUNDS = 7;

function datasetOf(items: ItemTable): Dataset {
  const empty = emptyTable();
  const names = { inputNames: [], classNames: [] };
  return { ...names, train: items, validation: empty, test: empty, fresh: empty };
}

/** Processor time of this process, in milliseconds. */
function cpu(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

// ------------------------------------------------------------------- measuring and recording

function trainAlone({ config, sizes, items }: Workload): void {
  const random = new Random(config.seed);
  const parameters = drawParameters(config, sizes, random);
  const engine = new KernelEngine(createKernel());
  const learner = engine.createLearner({ config, sizes, parameters, items, order: random });
  for (const _ of learner.train()) continue;
}

/** Trains and measures the training items after every epoch, and nothing else. */
function trainAndMeasure({ config, sizes, items }: Workload): void {
  const random = new Random(config.seed);
  const parameters = drawParameters(config, sizes, random);
  const engine = new KernelEngine(createKernel());
  const learner = engine.createLearner({ config, sizes, parameters, items, order: random });
  for (const { endsEpoch } of learner.train()) {
    if (endsEpoch) for (const _ of learner.evaluate(learner.parameters, [items])) continue;
  }
}

/** A whole run: rows and snapshots, taken as often as a worker reports, sent and kept. */
function trainAndRecord({ config, sizes, items }: Workload): void {
  const run = new Run(config, sizes, datasetOf(items), new KernelEngine(createKernel()));
  const recording = new RunRecording(sizes.length - 1, run.parameters.length);
  let last = performance.now();
  for (const endsEpoch of run.steps) {
    if (!endsEpoch || performance.now() - last < PROGRESS_INTERVAL_MS) continue;
    const chunk = run.takeChunk();
    serialize(chunk);
    recording.append(chunk);
    last = performance.now();
  }
  recording.append(run.takeChunk());
}

function compareRecording(): void {
  console.log("| workload | training alone | and measuring every epoch | and recording it |");
  console.log("| --- | --- | --- | --- |");
  for (const [name, workload] of Object.entries(createWorkloads(1))) {
    const ways = [trainAlone, trainAndMeasure, trainAndRecord];
    const times: number[][] = ways.map(() => []);
    for (const way of ways) way(workload);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, way] of ways.entries()) times[i].push(cpu(() => way(workload)));
    }
    const [alone, measured, recorded] = times.map(median);
    const share = (100 * (recorded - measured)) / measured;
    console.log(
      `| ${name} | 1 | ${(measured / alone).toFixed(2)} | ${(recorded / alone).toFixed(2)} ` +
        `(${share.toFixed(1)} % more than measured) |`,
    );
  }
}

// ------------------------------------------------------------------------------------- memory

function compareMemory(): void {
  console.log("\n| workload | kernel memory of a training, with its table |");
  console.log("| --- | --- |");
  for (const [name, workload] of Object.entries(createWorkloads(1))) {
    const kernel = createKernel();
    const { config, sizes, items } = workload;
    const random = new Random(config.seed);
    const parameters = drawParameters(config, sizes, random);
    const learner = new KernelEngine(kernel).createLearner({
      ...{ config: { ...config, epochs: 1 }, sizes, parameters, items },
      order: random,
    });
    for (const _ of learner.train()) continue;
    console.log(`| ${name} | ${(kernel.buffer.byteLength / 2 ** 20).toFixed(2)} MiB |`);
  }
}

// ---------------------------------------------------------------------------------------- pool

async function compareThreads(): Promise<void> {
  const base = { ...ARTICLE_CONFIG, epochs: 1000 };
  const plan: RunPlan = {
    experiment: createExperiment("withL2", base),
    seeds: Array.from({ length: 12 }, (_, seed) => seed),
    folds: 0,
  };
  const sizes = [1, 2];
  const times: number[][] = sizes.map(() => []);
  for (let round = 0; round < 5; round++) {
    for (const [i, size] of sizes.entries()) {
      const start = performance.now();
      await makeRuns(WORKER_FILE, plan, size);
      times[i].push(performance.now() - start);
    }
  }
  const [one, two] = times.map(median);
  console.log("\n| 12 runs of the article's 1,000 epochs | faster than one thread |");
  console.log("| --- | --- |");
  console.log(`| 2 threads | ${(one / two).toFixed(2)} times |`);
}

// ------------------------------------------------------------------------------- a million items

function trainMillion(): void {
  const count = 1_000_000;
  const width = 20;
  const random = new Random(3);
  const inputs = new Float64Array(new SharedArrayBuffer(8 * count * width));
  const labels = new Uint16Array(new SharedArrayBuffer(2 * count));
  for (let i = 0; i < inputs.length; i++) inputs[i] = random.uniform(-1, 1);
  for (let item = 0; item < count; item++) labels[item] = inputs[item * width] > 0 ? 1 : 0;
  const items = { count, inputs, labels };
  const kernel = createKernel();
  const sizes = [width, 16, 2];
  const config: TrainingConfig = {
    ...ARTICLE_CONFIG,
    loss: "crossEntropy",
    articleDerivative: false,
    batchSize: 64,
    epochs: 2,
  };
  const parameters = drawParameters(config, sizes, random);
  const learner = new KernelEngine(kernel).createLearner({
    ...{ config, sizes, parameters, items },
    order: random,
  });
  const start = performance.now();
  for (const _ of learner.train()) continue;
  const perEpoch = (performance.now() - start) / 1000 / config.epochs;
  console.log("\n| 1,000,000 items of 20 inputs, 20-16-2, batch 64 | |");
  console.log("| --- | --- |");
  console.log(`| an epoch | ${perEpoch.toFixed(2)} s |`);
  console.log(`| kernel memory | ${(kernel.buffer.byteLength / 2 ** 20).toFixed(1)} MiB |`);
  console.log(
    `| the items, shared by all threads | ${(inputs.byteLength / 2 ** 20).toFixed(0)} MiB |`,
  );
}

compareRecording();
compareMemory();
await compareThreads();
trainMillion();
