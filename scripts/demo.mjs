// The article's experiment on the terminal: builds what is needed, then runs the command `article`.
// Nothing but the command's own words goes to standard output.
import { spawnSync } from "node:child_process";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);

const build = spawnSync(process.execPath, ["esbuild.mjs"], { cwd: ROOT, stdio: ["ignore", 2, 2] });
if (build.status !== 0) process.exit(build.status ?? 1);
process.argv.splice(2, 0, "article");
const program = "../dist/cli.js";
await import(program);
