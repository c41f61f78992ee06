// Runs every kind of test, installs what is needed for it, and ends with "N passed, N failed". A
// test that was skipped, a step that crashed and a step that found no test all count as failed.
//
// node scripts/test.mjs [STEP...]   only these steps, with what they need; --help lists them
import { parseArgs, stripVTControlCharacters } from "node:util";
import { spawnOnLeash } from "./leash.mjs";
import { prepare, ROOT } from "./setup.mjs";

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} args for Node
 * @property {readonly string[]} needs steps that come first; without a build nothing else can run
 * @property {(output: string) => Counts} [count] reads a runner's summary; without it the step
 *   prepares something and is counted only when it fails
 * @property {(output: string) => readonly string[]} [again] what to run once more where little has
 *   failed: for windows of a real browser or editor, whose start and frames are not all ours. What
 *   passes then only is named at the end, for somebody to mend
 */

/**
 * @param {string} output
 * @param {RegExp} pattern with one group, a number
 */
function lastNumber(output, pattern) {
  return Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
}

/** @type {NonNullable<Step["count"]>} */
function countNodeTests(output) {
  const of = (/** @type {string} */ name) =>
    lastNumber(output, new RegExp(`^(?:ℹ|#) ${name} (\\d+)$`, "gm"));
  return { passed: of("pass"), failed: of("fail") + of("cancelled") + of("skipped") + of("todo") };
}

/** @type {NonNullable<Step["count"]>} */
function countMochaTests(output) {
  const of = (/** @type {string} */ name) =>
    lastNumber(output, new RegExp(`^ {2}(\\d+) ${name}\\b`, "gm"));
  return { passed: of("passing"), failed: of("failing") + of("pending") };
}

/**
 * @param {string} folder
 * @param {...string} options
 */
function nodeTests(folder, ...options) {
  return ["--test", "--test-reporter=spec", ...options, `test/${folder}/**/*.test.ts`];
}

/** Tests that look at a browser share one, so that each has the processor for itself. */
const ONE_BY_ONE = "--test-concurrency=1";

/** More failures than this are no accident. */
const FEW_FAILURES = 3;

/**
 * The test files of which something failed.
 *
 * @type {NonNullable<Step["again"]>}
 */
function failedFiles(output) {
  const files = [...output.matchAll(/^test at (\S+):\d+:\d+$/gm)].map(([, file]) => file);
  const options = ["--test", "--test-reporter=spec", ONE_BY_ONE];
  return files.length === 0 ? [] : [...options, ...new Set(files)];
}

/** All of them in one editor. */
const INTEGRATION = ["test/bench/run-integration.mjs", ".", "dist/test/integration/index.js"];

/** In the order in which they run. @type {readonly Step[]} */
const STEPS = [
  {
    name: "check",
    args: ["scripts/check.mjs"],
    needs: [],
    count: () => ({ passed: 1, failed: 0 }),
  },
  { name: "python", args: ["scripts/python.mjs"], needs: [] },
  { name: "unit", args: nodeTests("unit"), needs: ["python"], count: countNodeTests },
  { name: "build", args: ["esbuild.mjs", "--tests"], needs: [] },
  { name: "worker", args: nodeTests("worker"), needs: ["build"], count: countNodeTests },
  { name: "nodes", args: ["test/engines/install.mjs"], needs: [] },
  { name: "engines", args: nodeTests("engines"), needs: ["build", "nodes"], count: countNodeTests },
  { name: "cli", args: nodeTests("cli"), needs: ["build"], count: countNodeTests },
  { name: "browser", args: ["test/bench/chromium.mjs"], needs: [] },
  {
    name: "panel",
    args: nodeTests("panel", ONE_BY_ONE),
    needs: ["build", "browser"],
    count: countNodeTests,
    again: failedFiles,
  },
  { name: "editor", args: ["test/bench/install.mjs"], needs: [] },
  {
    name: "integration",
    args: INTEGRATION,
    needs: ["build", "browser", "editor"],
    count: countMochaTests,
    again: () => INTEGRATION,
  },
  // After all that uses dist/ as the build left it: packing builds anew.
  { name: "package", args: ["scripts/package.mjs"], needs: ["build"] },
  {
    name: "e2e",
    args: nodeTests("e2e", ONE_BY_ONE),
    needs: ["package", "browser", "editor"],
    count: countNodeTests,
    again: failedFiles,
  },
];

/**
 * @param {readonly string[]} names
 * @returns {readonly Step[]} the named steps and what they need; all steps if none is named
 */
function choose(names) {
  if (names.length === 0) return STEPS;
  const chosen = new Set();
  const add = (/** @type {string} */ name) => {
    const step = STEPS.find(candidate => candidate.name === name);
    if (step === undefined) {
      const known = STEPS.map(candidate => candidate.name).join(", ");
      console.error(`There is no step "${name}". Steps: ${known}`);
      process.exit(2);
    }
    chosen.add(step);
    step.needs.forEach(add);
  };
  names.forEach(add);
  return STEPS.filter(step => chosen.has(step));
}

/** @type {import("./leash.mjs").Leashed | undefined} */
let running;

/**
 * Runs a script and shows its output as it comes.
 *
 * @param {readonly string[]} args
 */
async function runScript(args) {
  running = spawnOnLeash(process.execPath, args, { cwd: ROOT, output: "pipe" });
  let output = "";
  for (const [source, target] of /** @type {const} */ ([
    [running.process.stdout, process.stdout],
    [running.process.stderr, process.stderr],
  ])) {
    source?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      output += text;
      target.write(text);
    });
  }
  const status = await running.ended;
  running = undefined;
  return { status, output: stripVTControlCharacters(output) };
}

/** What passed only when it was run once more. @type {string[]} */
const unsteady = [];

/**
 * Runs a step, and once more what little of it has failed, if the step says so.
 *
 * @param {Step} step
 * @returns {Promise<Counts>}
 */
async function run(step) {
  const first = await runScript(step.args);
  const counts = countsOf(step, first);
  const again = step.again?.(first.output) ?? [];
  if (counts.failed === 0 || counts.failed > FEW_FAILURES || again.length === 0) return counts;
  console.log(`\n=== ${step.name}, what has failed once more ===`);
  const second = countsOf(step, await runScript(again));
  if (second.failed > 0) return counts;
  unsteady.push(`${step.name}: ${counts.failed} passed only when run once more`);
  return { passed: counts.passed + counts.failed, failed: 0 };
}

/**
 * @param {Step} step
 * @param {{ status: number | null, output: string }} ended
 * @returns {Counts}
 */
function countsOf(step, { status, output }) {
  const counts = step.count?.(output) ?? { passed: 0, failed: 0 };
  if (status !== 0 && counts.failed === 0) {
    // A check that fails has not passed; a runner that crashed may have passed tests before.
    return { passed: step.name === "check" ? 0 : counts.passed, failed: 1 };
  }
  if (step.count !== undefined && counts.passed + counts.failed === 0) {
    console.error(`The step "${step.name}" found no test.`);
    return { passed: 0, failed: 1 };
  }
  return counts;
}

await prepare(import.meta.url);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", short: "h" } },
});
if (values.help) {
  console.log(`node scripts/test.mjs [${STEPS.map(step => step.name).join(" | ")}]...`);
  process.exit();
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, async () => {
    await running?.stop();
    process.exit(130);
  });
}

const total = { passed: 0, failed: 0 };
const lines = [];
for (const step of choose(positionals)) {
  console.log(`\n=== ${step.name} ===`);
  const start = performance.now();
  const { passed, failed } = await run(step);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  const result = step.count || failed > 0 ? `${passed} passed, ${failed} failed` : "done";
  lines.push(`${step.name.padEnd(12)} ${result} (${seconds} s)`);
  if (step.name === "build" && failed > 0) break;
}

console.log(`\n${[...lines, ...unsteady].join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
