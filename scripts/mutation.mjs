// Measures how many small faults in the core the tests notice: test/mutation/README.md.
//
// node scripts/mutation.mjs [--quick] [NAME...]
//
// NAME      file of src/core, "losses" or "src/core/losses.ts"; all of them by default, which takes
//           hours
// --quick   without the slow test files: the score is the same or lower
import { globSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { spawnOnLeash } from "./leash.mjs";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);

const FOLDER = join(ROOT, "test/mutation");
const STRYKER = join(FOLDER, "node_modules/@stryker-mutator/core/bin/stryker.js");

const known = globSync("src/core/*.ts", { cwd: ROOT }).map(path => basename(path, ".ts"));
const args = process.argv.slice(2);
const named = args.filter(arg => arg !== "--quick").map(name => basename(name, ".ts"));
const unknown = named.find(name => !known.includes(name));
if (unknown !== undefined) {
  console.error(`There is no src/core/${unknown}.ts. Files: ${known.sort().join(", ")}`);
  process.exit(2);
}

/** @param {readonly string[]} args for Node */
async function run(...args) {
  const child = spawnOnLeash(process.execPath, args, { cwd: ROOT });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, () => void child.stop());
  }
  const status = await child.ended;
  if (status !== 0) process.exit(status);
}

if (args.includes("--quick")) process.env["MUTATION_QUICK"] = "1";
await run(join(FOLDER, "install.mjs"));
// The tests of the kernel read the compiled one.
const { compileKernel } = await import("./kernel.mjs");
await compileKernel();
// What a run that was broken off left behind.
rmSync(join(ROOT, "test-results/mutation/sandbox"), { recursive: true, force: true });
const chosen = named.map(name => `src/core/${name}.ts`).join(",");
await run(
  STRYKER,
  "run",
  join(FOLDER, "stryker.config.mjs"),
  ...(chosen === "" ? [] : ["--mutate", chosen]),
);
