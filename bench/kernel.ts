/**
 * Measures training: the kernel, its plain twin, the readable reference and a plain typed-array
 * loop, each round all of them in turn. Prints medians as ratios to the kernel, in processor time.
 *
 * node bench/kernel.ts [SCALE]   SCALE 0.1 does a tenth of the work
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, referenceEngine } from "../src/core/engine.ts";
import { KernelEngine } from "../src/core/kernelEngine.ts";
import { drawParameters } from "../src/core/initializers.ts";
import type { ItemTable } from "../src/core/items.ts";
import { PlainKernel } from "../src/core/plainKernel/plainKernel.ts";
import { Random } from "../src/core/random.ts";
import { createWasmKernel } from "../src/worker/wasmKernel.ts";
import { trainPlain } from "./plainLoop.ts";
import { createWorkloads, type Workload } from "./workloads.ts";

const ROUNDS = 5;
const scale = Number(process.argv[2] ?? 1);
const kernelBytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../dist/kernel.wasm")));

function trainWith(engine: Engine, { config, sizes, items }: Workload): Float64Array {
  const random = new Random(config.seed);
  const parameters = drawParameters(config, sizes, random);
  const learner = engine.createLearner({ config, sizes, parameters, items, order: random });
  for (const _ of learner.train()) continue;
  return learner.parameters;
}

const wasmEngine = () => new KernelEngine(createWasmKernel(kernelBytes));

/** The same items in a table that does not look sparse: a thousandth in place of each zero. */
function withoutZeros(items: ItemTable): ItemTable {
  return { ...items, inputs: items.inputs.map(value => (value === 0 ? 0.001 : value)) };
}

const contestants: Readonly<Record<string, (workload: Workload) => Float64Array>> = {
  kernel: workload => trainWith(wasmEngine(), workload),
  "kernel, no zero skipped": workload => trainWith(wasmEngine(), workload),
  "plain kernel": workload => trainWith(new KernelEngine(new PlainKernel()), workload),
  reference: workload => trainWith(referenceEngine, workload),
  "plain loop": ({ items, sizes, config }) =>
    trainPlain(items, sizes, config, new Random(config.seed)),
};

/** Seconds that this thread computed. */
function processorSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

console.log("| workload | contestant | seconds | times the kernel |");
console.log("| --- | --- | --- | --- |");
for (const [name, workload] of Object.entries(createWorkloads(scale))) {
  const dense = { ...workload, items: withoutZeros(workload.items) };
  const hasZeros = workload.items.inputs.includes(0);
  const times = new Map<string, number[]>();
  const results = new Map<string, Float64Array>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contestant, train] of Object.entries(contestants)) {
      const isDense = contestant === "kernel, no zero skipped";
      if (isDense && !hasZeros) continue;
      const start = processorSeconds();
      const parameters = train(isDense ? dense : workload);
      const seconds = processorSeconds() - start;
      times.set(contestant, [...(times.get(contestant) ?? []), seconds]);
      if (!isDense) results.set(contestant, parameters);
    }
  }
  const [kernel, plainKernel, , loop] = [...results.values()];
  if (largestDifference(kernel, plainKernel) !== 0) throw new Error("the kernels differ");
  if (!(largestDifference(kernel, loop) < 1e-6)) throw new Error("the loop trains something else");
  const base = median(times.get("kernel") ?? []);
  for (const [contestant, list] of times) {
    const seconds = median(list);
    console.log(
      `| ${name} | ${contestant} | ${seconds.toFixed(3)} | ${(seconds / base).toFixed(2)} |`,
    );
  }
}
