/**
 * What surrounds training costs: measuring every epoch, recording it, passing it on; memory of a
 * run; many runs over several threads; a million items. Ratios within one run of this program.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ARTICLE_CONFIG, type TrainingConfig } from "../src/core/config.ts";
import { createExperiment } from "../src/core/experiment.ts";
import { drawParameters } from "../src/core/initializers.ts";
import { type Dataset, emptyTable, type ItemTable } from "../src/core/items.ts";
import { KernelEngine } from "../src/core/kernelEngine.ts";
import { parameterCount } from "../src/core/network.ts";
import type { RunPlan } from "../src/core/plan.ts";
import { Random } from "../src/core/random.ts";
import { type RecordedChunk, RunRecording } from "../src/core/recorder.ts";
import { Run } from "../src/core/run.ts";
import { PROGRESS_BYTES, PROGRESS_INTERVAL_MS } from "../src/protocol/messages.ts";
import { makeRuns } from "../src/threads/workerPool.ts";
import { compileWasmKernel } from "../src/threads/wasmKernel.ts";
import { printTable, takeTurns } from "./measure.ts";
import { createWorkloads, learnerOf, trainWith, type Workload } from "./workloads.ts";

const kernelBytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../dist/kernel.wasm")));
const createKernel = compileWasmKernel(kernelBytes);

const WORKER_FILE = join(import.meta.dirname, "../dist/worker.js");
const ROUNDS = 7;

/** Longer than any training here. */
const LONG_MS = 600_000;

function datasetOf(items: ItemTable): Dataset {
  const empty = emptyTable();
  const names = { inputNames: [], classNames: [] };
  return { ...names, train: items, validation: empty, test: empty, fresh: empty };
}

// ------------------------------------------------------------------- measuring and recording

const kernelEngine = () => new KernelEngine(createKernel());

function train(workload: Workload): void {
  trainWith(kernelEngine(), workload);
}

/**
 * Trains and measures the training items at the start and after every epoch, and nothing else but
 * looking at the clock, as everyone does who wants to be stopped.
 */
function trainAndMeasure(workload: Workload): void {
  const learner = learnerOf(kernelEngine(), workload);
  const tables = [workload.items];
  const measure = () => {
    if (learner.evaluateAtOnce?.(learner.parameters, tables)) return;
    for (const _ of learner.evaluate(learner.parameters, tables)) continue;
  };
  const end = performance.now() + LONG_MS;
  measure();
  for (const { endsEpoch } of learner.train()) {
    if (!endsEpoch) continue;
    measure();
    if (performance.now() > end) throw new Error("this takes too long");
  }
}

/**
 * A whole run: rows and snapshots of every epoch, handed over as often as a worker reports and in
 * the same way: their memory moves.
 *
 * @param keep what the other thread does with them
 */
function trainAndRecord({ config, sizes, items }: Workload, keep: (chunk: RecordedChunk) => void) {
  const run = new Run(config, sizes, datasetOf(items), kernelEngine());
  const report = () => {
    const chunk = run.takeChunk();
    const transfer = [chunk.rows, chunk.snapshotEpochs, chunk.snapshots, chunk.kept].map(
      ({ buffer }) => buffer as ArrayBuffer,
    );
    keep(structuredClone(chunk, { transfer }));
  };
  let last = performance.now();
  for (const endsEpoch of run.steps) {
    if (!endsEpoch) continue;
    const now = performance.now();
    if (now - last < PROGRESS_INTERVAL_MS && run.pendingBytes < PROGRESS_BYTES) continue;
    report();
    last = now;
  }
  report();
}

function compareRecording(): void {
  const percent = (more: number) => `${(100 * more).toFixed(1)} %`;
  const rows = Object.entries(createWorkloads(1)).map(([name, workload]) => {
    // As many epochs as a recording keeps all of.
    const epochs = name === "A" ? 4000 : workload.config.epochs;
    const longer = { ...workload, config: { ...workload.config, epochs } };
    const { sizes } = workload;
    const contestants = {
      alone: () => train(longer),
      measured: () => trainAndMeasure(longer),
      recorded: () => trainAndRecord(longer, () => undefined),
      kept: () => {
        const recording = new RunRecording(sizes.length - 1, parameterCount(sizes));
        trainAndRecord(longer, chunk => recording.append(chunk));
      },
    };
    const { alone, measured, recorded, kept } = takeTurns(ROUNDS, contestants);
    return [
      name,
      (measured / alone).toFixed(2),
      percent((recorded - measured) / measured),
      percent((recorded - measured) / alone),
      percent((kept - recorded) / measured),
    ];
  });
  printTable(
    [
      "training alone is 1",
      "and measuring every epoch",
      "recording costs of that",
      "of training alone",
      "keeping it costs the other thread",
    ],
    rows,
  );
}

// ------------------------------------------------------------------------------------- memory

function compareMemory(): void {
  const rows = Object.entries(createWorkloads(1)).map(([name, { config, sizes, items }]) => {
    const kernel = createKernel();
    const random = new Random(config.seed);
    const parameters = drawParameters(config, sizes, random);
    const learner = new KernelEngine(kernel).createLearner({
      ...{ config: { ...config, epochs: 1 }, sizes, parameters, items },
      order: random,
    });
    for (const _ of learner.train()) continue;
    return [name, `${(kernel.buffer.byteLength / 2 ** 20).toFixed(2)} MiB`];
  });
  printTable(["workload", "kernel memory of a training, with its table"], rows);
}

// ---------------------------------------------------------------------------------------- pool

/** What a number of threads takes for some runs of the article, at its best of some rounds. */
interface PoolTimes {
  /** Milliseconds by the clock. */
  clock: number;
  /** Milliseconds of all processors. */
  processor: number;
}

/** Runs by one thread and by two. Others use the machine, so the shortest times count. */
async function timeThreads(epochs: number, runs: number): Promise<PoolTimes[]> {
  const plan: RunPlan = {
    experiment: createExperiment("withL2", { ...ARTICLE_CONFIG, epochs }),
    seeds: Array.from({ length: runs }, (_, seed) => seed),
    folds: 0,
  };
  const times = [1, 2].map((): PoolTimes => ({ clock: Infinity, processor: Infinity }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, best] of times.entries()) {
      const [start, used] = [performance.now(), process.cpuUsage()];
      await makeRuns(WORKER_FILE, plan, i + 1);
      const { user, system } = process.cpuUsage(used);
      best.clock = Math.min(best.clock, performance.now() - start);
      best.processor = Math.min(best.processor, (user + system) / 1000);
    }
  }
  return times;
}

async function compareThreads(): Promise<void> {
  const rows: string[][] = [];
  for (const [epochs, runs] of [
    [12_000, 24],
    [12_000, 8],
    [1000, 12],
  ]) {
    const [one, two] = await timeThreads(epochs, runs);
    rows.push([
      `${runs} runs of ${epochs} epochs, ${(one.clock / runs).toFixed(0)} ms each`,
      `${(one.clock / two.clock).toFixed(2)} times`,
      `${(two.processor / one.processor).toFixed(2)} times`,
    ]);
  }
  printTable(["two threads, the article's network", "faster than one", "processor time"], rows);
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
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  printTable(
    ["1,000,000 items of 20 inputs, 20-16-2, batch 64", ""],
    [
      ["an epoch", `${perEpoch.toFixed(2)} s`],
      ["kernel memory", mebibytes(kernel.buffer.byteLength)],
      ["the items, shared by all threads", mebibytes(inputs.byteLength)],
    ],
  );
}

compareRecording();
compareMemory();
await compareThreads();
trainMillion();
