// Compiles the training kernel of src/kernel, written in AssemblyScript, to WebAssembly, and lets
// esbuild put the bytes into a bundle.
import asc from "assemblyscript/asc";
import { globSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { ROOT } from "./setup.mjs";

/** Where the compiled kernel is left for tests and benchmarks; bundles hold their own copy. */
export const KERNEL_FILE = join(ROOT, "dist/kernel.wasm");

// Level 2, not 3: measured faster. Its passes are repeated until they gain nothing. The host makes
// the memory and hands out addresses in it, so no run-time library is needed.
const OPTIONS = [
  "src/kernel/index.ts",
  ...["--optimizeLevel", "2", "--converge"],
  ...["--runtime", "stub"],
  "--noAssert",
  ...["--enable", "simd"],
  "--importMemory",
  "--noExportMemory",
];

/**
 * Compiles the kernel into KERNEL_FILE.
 *
 * @returns {Promise<Uint8Array>} its bytes
 * @throws {Error} with what the compiler says
 */
export async function compileKernel() {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { error, stderr } = await asc.main(
    [...OPTIONS, "--baseDir", ROOT, "--outFile", "kernel.wasm"],
    {
      writeFile: (/** @type {string} */ _name, /** @type {Uint8Array} */ contents) => {
        bytes = contents;
      },
    },
  );
  const complaints = stderr.toString();
  // A warning fails the build too: there is no reason to leave one.
  if (error || complaints !== "" || bytes === undefined) {
    throw new Error(`The kernel does not compile.\n${complaints || error?.message}`);
  }
  await mkdir(join(ROOT, "dist"), { recursive: true });
  await writeFile(KERNEL_FILE, bytes);
  return bytes;
}

/**
 * Resolves `import packed from "training-kernel"` to the bytes of the kernel, compressed: 7 kB
 * instead of 20.
 *
 * @type {import("esbuild").Plugin}
 */
export const kernelPlugin = {
  name: "training-kernel",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^training-kernel$/ }, ({ path }) => ({ path, namespace: "kernel" }));
    onLoad({ filter: /.*/, namespace: "kernel" }, async () => ({
      contents: brotliCompressSync(await compileKernel()),
      loader: "binary",
      watchFiles: [
        ...globSync(join(ROOT, "src/kernel/*.ts")),
        resolve(ROOT, "src/core/kernelLayout.ts"),
      ],
    }));
  },
};
