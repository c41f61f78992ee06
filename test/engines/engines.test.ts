/**
 * The golden runs on every release line of Node that the playground may meet: three versions of V8,
 * with compilers and a Math of their own. Each trains them in a process of its own.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import { nodeOf, packageOf, RELEASE_LINES } from "./nodes.mjs";
import type { KernelName, TrainingReport } from "./train.ts";

const ROOT = join(import.meta.dirname, "../..");
const PROGRAM = join(ROOT, "dist/test/engines/train.cjs");
const KERNEL = join(ROOT, "dist/kernel.wasm");
/** A Node that hangs fails the test instead of stopping everything. */
const TIMEOUT_MS = 120_000;

const golden: unknown = JSON.parse(
  readFileSync(join(ROOT, "test/fixtures/kernel-golden.json"), "utf8"),
);

before(() =>
  build({
    entryPoints: [join(import.meta.dirname, "train.ts")],
    bundle: true,
    outfile: PROGRAM,
    platform: "node",
    format: "cjs",
    target: "node20",
  }),
);

/** Trains the golden runs in a Node of a release line. */
async function trainOn(line: number, kernel: KernelName): Promise<TrainingReport> {
  const node = nodeOf(line);
  assert.ok(
    existsSync(node),
    `There is no Node ${line} (${packageOf(line)}). Run: node test/engines/install.mjs`,
  );
  const { stdout } = await promisify(execFile)(node, [PROGRAM, kernel, KERNEL], {
    timeout: TIMEOUT_MS,
    // Options for the Node of this test are none for the others.
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return JSON.parse(stdout) as TrainingReport;
}

for (const line of RELEASE_LINES) {
  for (const kernel of ["webAssembly", "plain"] as const) {
    test(`Node ${line}, ${kernel} kernel: the golden runs have their bits`, async context => {
      const { versions, hashes } = await trainOn(line, kernel);
      assert.equal(Number(versions.node.split(".")[0]), line);
      context.diagnostic(`Node ${versions.node}, V8 ${versions.v8}`);
      assert.deepEqual(hashes, golden);
    });
  }
}
