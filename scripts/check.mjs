// Everything that is checked without running the program. All checks run; the failed ones are named
// at the end.
import { prepare, ROOT } from "./setup.mjs";
import { spawnOnLeash } from "./leash.mjs";

await prepare(import.meta.url);

/** Name and command line of each check; the tools are in node_modules/.bin, first on the PATH. */
const CHECKS = [
  ["types", "tsc -b"],
  ["lint", "eslint . --max-warnings 0"],
  ["format", "prettier --check ."],
  ["import directions", "depcruise src webview scripts"],
  ["unused code", "knip"],
  ["bundle sizes", "node esbuild.mjs --production --check"],
];

const failed = [];
for (const [name, line] of CHECKS) {
  console.log(`\n> ${line}`);
  const [tool, ...args] = line.split(" ");
  const status = await spawnOnLeash(
    process.platform === "win32" && tool !== "node" ? `${tool}.cmd` : tool,
    args,
    { cwd: ROOT },
  ).ended;
  if (status !== 0) failed.push(name);
}

if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(", ")}`);
  process.exitCode = 1;
} else {
  console.log(`\nAll ${CHECKS.length} checks passed.`);
}
