// Runs the benchmarks: node scripts/bench.mjs [NAME...], all of them by default.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);

const known = ["kernel", "native", "runs", "host", "panel", "peers"];
const named = process.argv.slice(2);
const unknown = named.find(name => !known.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". Benchmarks: ${known.join(", ")}`);
  process.exit(2);
}
const chosen = named.length > 0 ? named : known;

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const options = { cwd: ROOT, stdio: /** @type {const} */ ("inherit") };
  const shell = process.platform === "win32" && command === "npm";
  const { status } = spawnSync(command, args, { ...options, shell });
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs the libraries to measure against, in their own folder with their own lock. */
function installPeers() {
  const folder = join(ROOT, "bench/peers");
  const note = join(folder, "node_modules/.package-lock.json");
  const isCurrent =
    existsSync(note) &&
    statSync(note).mtimeMs >= statSync(join(folder, "package-lock.json")).mtimeMs;
  if (isCurrent) return;
  // Without what brain.js asks for beside it: its build for browsers has that within.
  const options = ["--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"];
  run("npm", ["ci", "--prefix", folder, ...options]);
}

if (chosen.includes("peers")) installPeers();
if (chosen.includes("panel")) run(process.execPath, ["test/bench/chromium.mjs"]);
run(process.execPath, ["esbuild.mjs"]);
for (const name of chosen) {
  console.log();
  run(process.execPath, [`bench/${name}.ts`]);
}
