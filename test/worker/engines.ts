/** The engines under test: the built kernel, and the plain one that has its bits. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../src/core/engine.ts";
import type { Kernel } from "../../src/core/kernel.ts";
import { KernelEngine } from "../../src/core/kernelEngine.ts";
import { PlainKernel } from "../../src/core/plainKernel/plainKernel.ts";
import { createWasmKernel } from "../../src/threads/wasmKernel.ts";

const KERNEL_BYTES = new Uint8Array(
  readFileSync(join(import.meta.dirname, "../../dist/kernel.wasm")),
);

/** A new WebAssembly kernel, as the worker makes it. */
export function wasmKernel(): Kernel {
  return createWasmKernel(KERNEL_BYTES);
}

/** A new engine on the WebAssembly kernel. */
export function wasmEngine(): Engine {
  return new KernelEngine(wasmKernel());
}

/** A new engine on the plain kernel. */
export function plainEngine(): Engine {
  return new KernelEngine(new PlainKernel());
}
