/**
 * Holds the kernel, and its plain twin, against what the processor gives: the same trainings in C with
 * vectors of eight float64 (native/train.c), by turns, medians of processor time. Needs Linux, a C
 * compiler and a processor with AVX-512; says so and does nothing where one is missing.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawParameters } from "../src/core/initializers.ts";
import { KernelEngine } from "../src/core/kernelEngine.ts";
import { PlainKernel } from "../src/core/plainKernel/plainKernel.ts";
import { Random } from "../src/core/random.ts";
import { compileWasmKernel } from "../src/threads/wasmKernel.ts";
import { median, printTable, takePreparedTurns } from "./measure.ts";
import { createWorkloads, preparedWith, trainWith, type Workload } from "./workloads.ts";

const ROUNDS = 5;
const SOURCE = join(import.meta.dirname, "native/train.c");
const kernelBytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../dist/kernel.wasm")));
const createKernel = compileWasmKernel(kernelBytes);

/** Compiles the program for the shapes of a workload. */
function compile(workload: Workload, skipsZeros: boolean, program: string): void {
  const { sizes, config } = workload;
  const shapes = {
    INPUTS: sizes[0],
    HIDDEN: sizes[1],
    LAYERS: sizes.length - 2,
    CLASSES: sizes[sizes.length - 1],
    BATCH: config.batchSize,
  };
  const defined = Object.entries(shapes).map(([name, value]) => `-D${name}=${value}`);
  if (config.articleDerivative) defined.push("-DARTICLE");
  if (skipsZeros) defined.push("-DSKIPS_ZEROS");
  const flags = ["-O3", "-march=native", ...defined, SOURCE, "-o", program, "-lmvec", "-lm"];
  execFileSync("cc", flags, { stdio: "inherit" });
}

/** What the program reads: the same items, order, weights and biases as the kernel has. */
function inputOf({ config, sizes, items }: Workload, times: number): Buffer {
  const random = new Random(config.seed);
  const parameters = drawParameters(config, sizes, random);
  const { count, inputs, labels } = items;
  const sequence = Uint32Array.from({ length: count }, (_, item) => item);
  const order = new Uint32Array(config.epochs * count);
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    random.shuffle(sequence);
    order.set(sequence, epoch * count);
  }
  const parts = [
    Uint32Array.of(count, config.epochs, times),
    Float64Array.of(config.learningRate, config.l2),
    inputs,
    Uint32Array.from(labels),
    order,
    parameters,
  ];
  return Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

function runNative(program: string, input: Buffer): { seconds: number; parameters: Float64Array } {
  const { stdout, status, error } = spawnSync(program, { input, maxBuffer: 1 << 26 });
  if (status !== 0) throw error ?? new Error(`${program} ended with ${status}`);
  const [seconds, ...parameters] = new Float64Array(Uint8Array.from(stdout).buffer);
  return { seconds, parameters: Float64Array.from(parameters) };
}

/** One workload by all, or an error if C trains something else. */
function compare(name: string, workload: Workload, folder: string): string[] {
  const isSparse = workload.items.inputs.includes(0);
  const program = join(folder, name);
  compile(workload, isSparse, program);
  const native = (times: number) => runNative(program, inputOf(workload, times));
  const times = Math.ceil(0.4 / native(1).seconds);
  const input = inputOf(workload, times);
  const found = { native: [] as number[], kernel: [] as number[], plain: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    found.native.push(runNative(program, input).seconds);
    // The program has its data in memory before its clock starts. So have these.
    const { kernel, plain } = takePreparedTurns(1, {
      kernel: () => preparedWith(new KernelEngine(createKernel()), workload),
      plain: () => preparedWith(new KernelEngine(new PlainKernel()), workload),
    });
    found.kernel.push(kernel);
    found.plain.push(plain);
  }
  const ours = trainWith(new KernelEngine(createKernel()), workload);
  const difference = native(1).parameters.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - ours[i])),
    0,
  );
  if (!(difference < 1e-6)) throw new Error(`${name}: C trains something else (${difference})`);
  const limit = median(found.native);
  const ratio = (seconds: readonly number[]) => (median(seconds) / limit).toFixed(2);
  const what = `${name}${isSparse ? ", zero inputs skipped" : ""}`;
  return [what, `${(1000 * limit).toFixed(1)} ms`, ratio(found.kernel), ratio(found.plain)];
}

/** The same items without zeros, so that nothing is skipped. */
function dense(workload: Workload): Workload {
  const inputs = workload.items.inputs.map(value => (value === 0 ? 0.001 : value));
  return { ...workload, items: { ...workload.items, inputs } };
}

function lacking(): string | undefined {
  if (process.platform !== "linux") return "Linux";
  if (spawnSync("cc", ["--version"]).status !== 0) return "a C compiler (cc)";
  const processors = readFileSync("/proc/cpuinfo", "utf8");
  return processors.includes(" avx512dq") ? undefined : "a processor with AVX-512";
}

const lack = lacking();
if (lack === undefined) {
  const folder = mkdtempSync(join(tmpdir(), "native-"));
  try {
    const { A, B, C } = createWorkloads(1);
    const all = { A, B, C: dense(C), "C sparse": C };
    const rows = Object.entries(all).map(([name, workload]) => compare(name, workload, folder));
    printTable(["C, AVX-512", "a training", "kernel, times that", "plain kernel"], rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
} else {
  console.log(`Not measured against C: this needs ${lack}.`);
}
