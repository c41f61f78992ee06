// Runs the benchmarks: node scripts/bench.mjs [NAME...], every file of bench/ that is one by default.
import { spawnSync } from "node:child_process";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);

const known = ["kernel", "host"];
const named = process.argv.slice(2);
const unknown = named.find(name => !known.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". Benchmarks: ${known.join(", ")}`);
  process.exit(2);
}
const files = (named.length > 0 ? named : known).map(name => `bench/${name}.ts`);
for (const args of [["esbuild.mjs"], ...files.map(file => [file])]) {
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  console.log();
}
