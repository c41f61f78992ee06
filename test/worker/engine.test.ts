/** The choice of the engine in a worker: WebAssembly, and what happens without it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createEngine } from "../../src/threads/engine.ts";
import { goldenRuns, outcomeHash, trainGolden } from "./goldenRuns.ts";

const [run] = goldenRuns();
const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../../dist/kernel.wasm")));
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../fixtures/kernel-golden.json"), "utf8"),
) as Readonly<Record<string, string>>;

/** Trains with some of WebAssembly replaced, or without any of it. */
async function trainWith(change: Partial<typeof WebAssembly> | undefined): Promise<string> {
  const whole = globalThis.WebAssembly;
  Object.defineProperty(globalThis, "WebAssembly", {
    value: change && Object.assign(Object.create(whole) as object, change),
    configurable: true,
  });
  try {
    return outcomeHash(trainGolden(await createEngine(bytes), run));
  } finally {
    Object.defineProperty(globalThis, "WebAssembly", { value: whole, configurable: true });
  }
}

test("with WebAssembly the kernel runs in it", async () => {
  let made = 0;
  class Instance extends WebAssembly.Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      made++;
    }
  }
  assert.equal(await trainWith({ Instance }), golden[run.name]);
  assert.equal(made, 1);
});

test("without WebAssembly, its memory or its SIMD the bits are the same", async () => {
  assert.equal(await trainWith(undefined), golden[run.name]);
  class Memory {
    constructor() {
      throw new RangeError("WebAssembly.Memory(): could not allocate memory");
    }
  }
  assert.equal(
    await trainWith({ Memory: Memory as unknown as typeof WebAssembly.Memory }),
    golden[run.name],
  );
  class Module {
    constructor() {
      throw new WebAssembly.CompileError("SIMD is not supported");
    }
  }
  assert.equal(
    await trainWith({ Module: Module as unknown as typeof WebAssembly.Module }),
    golden[run.name],
  );
});
