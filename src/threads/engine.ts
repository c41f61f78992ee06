/** The engine of a thread: WebAssembly where it is to be had, else plain TypeScript, same bits. */
import type { Engine } from "../core/engine.ts";
import type { Kernel } from "../core/kernel.ts";
import { KernelEngine } from "../core/kernelEngine.ts";
import { createWasmKernel } from "./wasmKernel.ts";

/**
 * Chooses once: hosts differ in what WebAssembly they have, and some cannot give it memory.
 *
 * @param bytes the compiled kernel
 */
export async function createEngine(bytes: Uint8Array<ArrayBuffer>): Promise<Engine> {
  let kernel: Kernel;
  try {
    kernel = createWasmKernel(bytes);
  } catch {
    const { createPlainKernel } = await import("./plainKernel.ts");
    kernel = createPlainKernel();
  }
  return new KernelEngine(kernel);
}
