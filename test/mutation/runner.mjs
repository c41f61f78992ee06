// Stryker's test runner for this project: each test file in a process of its own, straight on the
// sources, as `node --test` runs them.
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { DryRunStatus, MutantRunStatus, TestStatus } from "@stryker-mutator/api/test-runner";
import { spawn } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isInstrumented } from "./instrumented.mjs";

/** The tests of the core; none of them starts a built program, which would hold no mutant. */
const TEST_FILES = [
  "test/unit/core/*.test.ts",
  "test/unit/tabular/encoding.test.ts",
  "test/unit/host/tableChoices.test.ts",
  "test/unit/protocol/validate.test.ts",
  "test/worker/kernel*.test.ts",
];
const HOOK = pathToFileURL(join(import.meta.dirname, "hook.mjs")).href;
/** The most work that a test file may be with a mutant: some never end. In processor time. */
const WORK_LIMIT = { factor: 5, extraMs: 2000 };
/** A process that waits and does not work is given this many times as long. */
const PATIENCE = 20;
/** With MUTATION_QUICK, test files that are more work are left out, but for a source's own. */
const QUICK_MS = process.env["MUTATION_QUICK"] ? 500 : Number.POSITIVE_INFINITY;
/** A failed test with its details, as Node's TAP reporter writes it. */
const FAILED_TEST = /^ *not ok \d+ - (.*)\n(?:.*\n)*? *\.\.\.$/m;

/**
 * @typedef {object} Outcome
 * @property {"passed" | "failed" | "timeout"} status
 * @property {string} message name of the first failed test, or the end of what the process wrote
 */

/**
 * @param {number | undefined} pid
 * @returns {number} processor time that a process has used; infinite where the system does not tell
 */
function workOf(pid) {
  try {
    const [, facts = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user, system] = facts.split(" ").slice(11, 13).map(Number);
    return 10 * (user + system);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

class NodeFilesRunner {
  /** The sandbox. */
  #folder = process.cwd();
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;

  get #notes() {
    return join(this.#folder, ".mutation");
  }

  get #workFile() {
    return join(this.#notes, "work.json");
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    mkdirSync(this.#notes, { recursive: true });
    const sources = globSync("src/**/*.ts", { cwd: this.#folder })
      .map(path => [resolve(this.#folder, path), readFileSync(join(this.#folder, path), "utf8")])
      .filter(([, text = ""]) => isInstrumented(text))
      .map(([path, text = ""]) => [path, stripTypeScriptTypes(text)]);
    writeFileSync(this.#sourcesFile, JSON.stringify(Object.fromEntries(sources)));
    return Promise.resolve();
  }

  get #sourcesFile() {
    return join(this.#notes, `sources-${process.pid}.json`);
  }

  /** Runs every test file without a mutant; tells which mutants each reaches and how much work it is. */
  async dryRun() {
    const tests = [];
    /** @type {Record<string, Record<string, number>>} */
    const perTest = {};
    /** @type {Record<string, number>} */
    const work = {};
    const reachedFile = join(this.#notes, `reached-${process.pid}.json`);
    for (const file of globSync(TEST_FILES, { cwd: this.#folder }).sort()) {
      rmSync(reachedFile, { force: true });
      const { status, message } = await this.#run(file, { MUTATION_REACHED: reachedFile });
      if (!existsSync(reachedFile)) {
        return { status: DryRunStatus.Error, errorMessage: `${file}: ${message}` };
      }
      const { reached, workMs } = /** @type {{ reached: string[], workMs: number }} */ (
        JSON.parse(readFileSync(reachedFile, "utf8"))
      );
      perTest[file] = Object.fromEntries(reached.map(id => [id, 1]));
      work[file] = workMs;
      const test = { id: file, name: file, fileName: file, timeSpentMs: workMs };
      tests.push(
        status === "passed"
          ? { ...test, status: TestStatus.Success }
          : { ...test, status: TestStatus.Failed, failureMessage: message },
      );
    }
    writeFileSync(this.#workFile, JSON.stringify(work));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
  }

  /**
   * Runs the test files that reach the mutant until one fails: first the one named as the source,
   * then the quickest.
   *
   * @param {import("@stryker-mutator/api/test-runner").MutantRunOptions} options
   */
  async mutantRun({ activeMutant, testFilter = [] }) {
    const work = /** @type {Record<string, number>} */ (
      JSON.parse(readFileSync(this.#workFile, "utf8"))
    );
    const ownTest = `${basename(activeMutant.fileName, ".ts")}.test.ts`;
    const rank = (/** @type {string} */ file) => (basename(file) === ownTest ? 0 : work[file]);
    const files = testFilter
      .filter(file => rank(file) <= QUICK_MS)
      .toSorted((a, b) => rank(a) - rank(b));
    for (const [index, file] of files.entries()) {
      const limitMs = WORK_LIMIT.factor * work[file] + WORK_LIMIT.extraMs;
      const environment = { MUTATION_ACTIVE: activeMutant.id };
      const { status, message } = await this.#run(file, environment, limitMs);
      if (status === "timeout") return { status: MutantRunStatus.Timeout, reason: file };
      if (status === "passed") continue;
      return {
        status: MutantRunStatus.Killed,
        killedBy: [file],
        failureMessage: message,
        nrOfTests: index + 1,
      };
    }
    return { status: MutantRunStatus.Survived, nrOfTests: files.length };
  }

  /**
   * Runs a test file until it ends or its first test fails.
   *
   * @param {string} file
   * @param {Record<string, string>} environment
   * @param {number} [limitMs]
   * @returns {Promise<Outcome>}
   */
  #run(file, environment, limitMs) {
    const child = spawn(process.execPath, ["--import", HOOK, "--test-reporter=tap", file], {
      cwd: this.#folder,
      env: {
        ...process.env,
        ...environment,
        MUTATION_SOURCES: this.#sourcesFile,
        // Halves the work of most test files.
        NODE_COMPILE_CACHE: join(this.#notes, "compiled"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let [output, hasTimedOut] = ["", false];
    let looks = 0;
    const timer = setInterval(() => {
      if (limitMs === undefined) return;
      if (workOf(child.pid) < limitMs && ++looks < PATIENCE) return;
      hasTimedOut = true;
      child.kill("SIGKILL");
    }, limitMs ?? 60_000);
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (FAILED_TEST.test(output)) child.kill("SIGKILL");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    return new Promise((fulfil, reject) => {
      child.once("error", reject);
      child.once("close", code => {
        clearInterval(timer);
        const failedTest = FAILED_TEST.exec(output)?.[1];
        const message = failedTest ?? output.slice(-2000);
        if (failedTest === undefined && hasTimedOut) fulfil({ status: "timeout", message });
        else fulfil({ status: code === 0 ? "passed" : "failed", message });
      });
    });
  }

  dispose() {
    this.#child?.kill("SIGKILL");
    return Promise.resolve();
  }
}

const createRunner = Object.assign(() => new NodeFilesRunner(), { inject: [] });

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "node-files", createRunner),
];
