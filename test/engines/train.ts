/**
 * Trains the golden runs with one kernel and prints what came out, as JSON. Bundled, so that any
 * Node from 20 on can run it: node train.cjs webAssembly|plain KERNEL_FILE
 */
import { readFileSync } from "node:fs";
import { KernelEngine } from "../../src/core/kernelEngine.ts";
import { PlainKernel } from "../../src/core/plainKernel/plainKernel.ts";
import { createWasmKernel } from "../../src/threads/wasmKernel.ts";
import { goldenHashes } from "../worker/goldenRuns.ts";

/** What the program prints. */
export interface TrainingReport {
  /** Of Node and of its parts. */
  readonly versions: { readonly node: string; readonly v8: string };
  /** Hash of every golden run, by its name. */
  readonly hashes: Record<string, string>;
}

const kernels = {
  webAssembly: (file: string) => createWasmKernel(new Uint8Array(readFileSync(file))),
  plain: () => new PlainKernel(),
};

export type KernelName = keyof typeof kernels;

const [name, file] = process.argv.slice(2);
const { node, v8 } = process.versions;
const report: TrainingReport = {
  versions: { node, v8 },
  hashes: goldenHashes(() => new KernelEngine(kernels[name as KernelName](file))),
};
console.log(JSON.stringify(report));
