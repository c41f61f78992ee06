/**
 * Measures training with the kernel, by turns: against its plain twin, the readable reference and a
 * plain typed-array loop; with every remedy and optimizer; when items, width or depth double; how
 * long a call lasts and how much memory a run takes.
 *
 * node bench/kernel.ts [SCALE]   SCALE 0.1 does a tenth of the work
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainingConfig } from "../src/core/config.ts";
import { referenceEngine } from "../src/core/engine.ts";
import type { ItemTable } from "../src/core/items.ts";
import { KernelEngine } from "../src/core/kernelEngine.ts";
import { parameterCount } from "../src/core/network.ts";
import { PlainKernel } from "../src/core/plainKernel/plainKernel.ts";
import { Random } from "../src/core/random.ts";
import { compileWasmKernel } from "../src/threads/wasmKernel.ts";
import { median, printTable, takeTurns } from "./measure.ts";
import { trainPlain } from "./plainLoop.ts";
import {
  createWorkload,
  createWorkloads,
  learnerOf,
  trainWith,
  type Workload,
} from "./workloads.ts";

const ROUNDS = 5;
const scale = Number(process.argv[2] ?? 1);
const kernelBytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../dist/kernel.wasm")));
const createKernel = compileWasmKernel(kernelBytes);

const wasmEngine = () => new KernelEngine(createKernel());

/** The same items in a table that does not look sparse: a thousandth in place of each zero. */
function withoutZeros(items: ItemTable): ItemTable {
  return { ...items, inputs: items.inputs.map(value => (value === 0 ? 0.001 : value)) };
}

function withChanges(workload: Workload, changes: Partial<TrainingConfig>): Workload {
  return { ...workload, config: { ...workload.config, ...changes } };
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

/** The same training by everyone who can do it. */
function compareContestants(name: string, workload: Workload): void {
  const dense = { ...workload, items: withoutZeros(workload.items) };
  const { items, sizes, config } = workload;
  const results = new Map<string, Float64Array>();
  const keep = (who: string, train: () => Float64Array) => () => void results.set(who, train());
  const contestants: Record<string, () => void> = {
    kernel: keep("kernel", () => trainWith(wasmEngine(), workload)),
    "plain kernel": keep("plain", () => trainWith(new KernelEngine(new PlainKernel()), workload)),
    reference: () => trainWith(referenceEngine, workload),
    "plain loop": keep("loop", () => trainPlain(items, sizes, config, new Random(config.seed))),
  };
  if (items.inputs.includes(0)) {
    contestants["kernel, no zero skipped"] = () => trainWith(wasmEngine(), dense);
  }
  const seconds = takeTurns(ROUNDS, contestants);
  const none = new Float64Array(parameterCount(sizes)).fill(Number.NaN);
  const { kernel = none, plain = none, loop = none } = Object.fromEntries(results);
  if (largestDifference(kernel, plain) !== 0) throw new Error("the kernels differ");
  if (!(largestDifference(kernel, loop) < 1e-6)) throw new Error("the loop trains something else");
  printTable(
    [name, "seconds", "times the kernel"],
    Object.entries(seconds).map(([who, time]) => [
      who,
      time.toFixed(3),
      (time / seconds.kernel).toFixed(2),
    ]),
  );
}

const ALL_REMEDIES = { l1: 1e-4, decay: 1e-5, maxNorm: 2, dropout: 0.2, jitter: 0.1 };

const REMEDIES: Readonly<Record<string, Partial<TrainingConfig>>> = {
  "L2 alone": {},
  "L2, L1": { l1: ALL_REMEDIES.l1 },
  "L2, decay": { decay: ALL_REMEDIES.decay },
  "L2, max-norm": { maxNorm: ALL_REMEDIES.maxNorm },
  "L2, dropout": { dropout: ALL_REMEDIES.dropout },
  "L2, jitter": { jitter: ALL_REMEDIES.jitter },
  "all together": ALL_REMEDIES,
  momentum: { optimizer: "momentum", learningRate: 0.001 },
  Nesterov: { optimizer: "nesterov", learningRate: 0.001 },
  Adam: { optimizer: "adam", learningRate: 0.001 },
  AdamW: { optimizer: "adamw", learningRate: 0.001 },
  ReLU: { activations: ["relu"] },
  sigmoid: { activations: ["sigmoid"] },
};

/** Every remedy, optimizer and activation against L2 alone with gradient descent and tanh. */
function compareRemedies(name: string, workload: Workload): void {
  const seconds = takeTurns(
    ROUNDS,
    Object.fromEntries(
      Object.entries(REMEDIES).map(([what, changes]) => [
        what,
        () => trainWith(wasmEngine(), withChanges(workload, changes)),
      ]),
    ),
  );
  printTable(
    [name, "times L2 alone"],
    Object.entries(seconds).map(([what, time]) => [what, (time / seconds["L2 alone"]).toFixed(2)]),
  );
}

/** What doubling costs, and the exponent of cost by items or weights: 1 is linear. */
function measureGrowth(): void {
  const items = 2000 * scale;
  const shapes = {
    base: createWorkload([64, 64, 64, 10], items),
    "items doubled": createWorkload([64, 64, 64, 10], 2 * items),
    "width doubled": createWorkload([64, 128, 128, 10], items),
    "depth doubled": createWorkload([64, 64, 64, 64, 64, 10], items),
  };
  const seconds = takeTurns(
    ROUNDS,
    Object.fromEntries(
      Object.entries(shapes).map(([what, workload]) => [
        what,
        () => trainWith(wasmEngine(), withChanges(workload, { epochs: 10 })),
      ]),
    ),
  );
  const work = ({ items: { count }, sizes }: Workload) => count * parameterCount(sizes);
  printTable(
    ["64-64-64-10, batch 32", "work", "time", "exponent"],
    Object.entries(shapes).map(([what, workload]) => {
      const more = work(workload) / work(shapes.base);
      const longer = seconds[what] / seconds.base;
      const exponent = more === 1 ? "-" : (Math.log(longer) / Math.log(more)).toFixed(2);
      return [what, more.toFixed(2), longer.toFixed(2), exponent];
    }),
  );
}

/** Milliseconds of every call of the kernel and what is done around it. */
function callsOf(workload: Workload): number[] {
  const steps = learnerOf(wasmEngine(), workload).train();
  const calls: number[] = [];
  for (let isDone: boolean | undefined = false; !isDone;) {
    const start = performance.now();
    isDone = steps.next().done;
    calls.push(performance.now() - start);
  }
  return calls;
}

function measureCalls(): void {
  const shapes = [
    [10, 8, 4],
    [64, 64, 10],
    [100, 256, 256, 256, 256, 10],
    [784, 1024, 10],
    [784, 1024, 1024, 1024, 1024, 10],
  ];
  const rows = shapes.flatMap(sizes =>
    ["sgd", "adam"].flatMap(optimizer =>
      [1, 4, 32, 1000].map(batchSize => {
        const wide = createWorkload(sizes, parameterCount(sizes) > 1e6 ? 40 : 1000);
        const changes = { optimizer, batchSize, epochs: 2 } as Partial<TrainingConfig>;
        const calls = callsOf(withChanges(wide, changes));
        const longest = Math.max(...calls);
        return [
          `${sizes.join("-")}, ${optimizer}, batch ${batchSize}`,
          median(calls).toFixed(1),
          longest.toFixed(1),
        ];
      }),
    ),
  );
  printTable(["calls, in milliseconds", "median", "longest"], rows);
}

/** What a large table costs beside one that fits: the same items, ten times as many. */
function measureLargeTable(): void {
  const large = createWorkload([20, 8, 2], 1_000_000 * scale);
  const { count } = large.items;
  const tenth = createWorkload([20, 8, 2], count / 10);
  const kernels = {
    tenth: createKernel(),
    large: createKernel(),
  };
  const train = (who: keyof typeof kernels, workload: Workload, epochs: number) => () => {
    kernels[who] = createKernel();
    trainWith(new KernelEngine(kernels[who]), withChanges(workload, { epochs }));
  };
  const seconds = takeTurns(3, {
    tenth: train("tenth", tenth, 10),
    large: train("large", large, 1),
  });
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const row = (who: keyof typeof kernels, items: number) => [
    `${items} items of 20 inputs`,
    megabytes(8 * 20 * items),
    megabytes(kernels[who].buffer.byteLength),
    (seconds[who] / seconds.tenth).toFixed(2),
  ];
  printTable(
    ["20-8-2, batch 32", "table", "kernel memory", "time for as many presentations"],
    [row("tenth", count / 10), row("large", count)],
  );
}

for (const [name, workload] of Object.entries(createWorkloads(scale))) {
  compareContestants(name, workload);
  compareRemedies(name, workload);
}
measureGrowth();
measureCalls();
measureLargeTable();
