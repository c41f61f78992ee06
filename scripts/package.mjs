// Builds for production and packs dist/regularization-playground.vsix, by the packer's own rules
// and within a size.
import { statSync } from "node:fs";
import { join } from "node:path";
import { spawnOnLeash } from "./leash.mjs";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);

const VSIX = "dist/regularization-playground.vsix";
const LARGEST_VSIX_BYTES = 400_000;

/**
 * @param {string} script
 * @param {...string} args
 */
async function run(script, ...args) {
  const status = await spawnOnLeash(process.execPath, [script, ...args], { cwd: ROOT }).ended;
  if (status !== 0) process.exit(status);
}

await run("esbuild.mjs", "--production");
await run("node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "-o", VSIX);

const { size } = statSync(join(ROOT, VSIX));
const verdict = size <= LARGEST_VSIX_BYTES ? "ok" : "TOO LARGE";
console.log(`${VSIX}: ${size} of ${LARGEST_VSIX_BYTES} bytes: ${verdict}`);
if (size > LARGEST_VSIX_BYTES) process.exitCode = 1;
