/** The WebAssembly kernel, made from its bytes. */
import type { Kernel } from "../core/kernel.ts";

const PAGE_BYTES = 65_536;

/** A mebibyte: the article's data and networks, and no growing. */
const FIRST_PAGES = 16;

/** What is used of WebAssembly, which the types of Node do not describe. */
interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number }) => {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

interface KernelExports extends Pick<
  Kernel,
  "shuffle" | "listRows" | "trainItems" | "updateLayer" | "evaluateItems"
> {
  readonly freeMemory: () => number;
}

/**
 * @param bytes the kernel as WebAssembly
 * @throws {Error} where WebAssembly, its SIMD or its memory is not to be had
 */
export function createWasmKernel(bytes: Uint8Array<ArrayBuffer>): Kernel {
  return compileWasmKernel(bytes)();
}

/**
 * Compiles the kernel once for many.
 *
 * @returns what makes kernels, each with a memory of its own; throws as createWasmKernel() does
 */
export function compileWasmKernel(bytes: Uint8Array<ArrayBuffer>): () => Kernel {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
  const module = new WebAssembly.Module(bytes);
  return () => instantiate(WebAssembly, module);
}

function instantiate(WebAssembly: WebAssemblyApi, module: object): Kernel {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { freeMemory, ...calls } = exports as KernelExports;
  // Kept, since asking a memory for it takes longer than what is read there. Only this grows it.
  let { buffer } = memory;
  return {
    get buffer() {
      return buffer;
    },
    firstFree: freeMemory(),
    grow(least) {
      memory.grow(Math.ceil((least - buffer.byteLength) / PAGE_BYTES));
      ({ buffer } = memory);
    },
    ...calls,
  };
}
