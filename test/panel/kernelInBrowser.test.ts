/** The golden runs of the kernel in a real Chromium, whose engine and Math are not those of Node. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";

import { launchBrowser } from "../bench/bench.mjs";

const ROOT = join(import.meta.dirname, "../..");

/** What the page runs: trains everything with both kernels. */
const PROGRAM = `
  import { KernelEngine } from "./src/core/kernelEngine.ts";
  import { PlainKernel } from "./src/core/plainKernel/plainKernel.ts";
  import { createWasmKernel } from "./src/threads/wasmKernel.ts";
  import { goldenHashes } from "./test/worker/goldenRuns.ts";
  globalThis.train = bytes => ({
    kernel: goldenHashes(() => new KernelEngine(createWasmKernel(new Uint8Array(bytes)))),
    plain: goldenHashes(() => new KernelEngine(new PlainKernel())),
  });
`;

declare global {
  /** Defined by the program in the page. */
  var train: (bytes: number[]) => Record<"kernel" | "plain", Record<string, string>>;
}

test("the kernel and its plain twin have their golden bits in Chromium", async () => {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
  });
  const bytes = [...readFileSync(join(ROOT, "dist/kernel.wasm"))];
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0].text });
    const hashes = await page.evaluate(kernelBytes => globalThis.train(kernelBytes), bytes);
    const golden: unknown = JSON.parse(
      readFileSync(join(ROOT, "test/fixtures/kernel-golden.json"), "utf8"),
    );
    assert.deepEqual(hashes, { kernel: golden, plain: golden });
  } finally {
    await browser.close();
  }
});
