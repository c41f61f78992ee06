// Builds for production and packs dist/regularization-playground.vsix, by the packer's own rules
// and within a size.
import { statSync } from "node:fs";
import { join } from "node:path";
import { spawnOnLeash } from "./leash.mjs";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);

const VSIX = "dist/regularization-playground.vsix";
const LARGEST_VSIX_BYTES = 500_000;

const { createVSIX } = await import("@vscode/vsce");

const build = spawnOnLeash(process.execPath, ["esbuild.mjs", "--production"], { cwd: ROOT });
const status = await build.ended;
if (status !== 0) process.exit(status);
try {
  // Everything is bundled, so the package holds no dependencies. No check is skipped.
  await createVSIX({ cwd: ROOT, packagePath: join(ROOT, VSIX), dependencies: false });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const { size } = statSync(join(ROOT, VSIX));
const verdict = size <= LARGEST_VSIX_BYTES ? "ok" : "TOO LARGE";
console.log(`${VSIX}: ${size} of ${LARGEST_VSIX_BYTES} bytes: ${verdict}`);
if (size > LARGEST_VSIX_BYTES) process.exitCode = 1;
