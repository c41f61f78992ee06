// Stryker's test runner for this project: each test file in a process of its own, straight on the
// sources, as `node --test` runs them.
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { DryRunStatus, MutantRunStatus, TestStatus } from "@stryker-mutator/api/test-runner";
import { spawn } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isInstrumented } from "./instrumented.mjs";

/** The tests of the core; none of them starts a built program, which would hold no mutant. */
const TEST_FILES = [
  "test/unit/core/*.test.ts",
  "test/unit/tabular/encoding.test.ts",
  "test/unit/host/tableChoices.test.ts",
  "test/worker/kernel*.test.ts",
];
const HOOK = pathToFileURL(join(import.meta.dirname, "hook.mjs")).href;
/** The longest that a test file may take with a mutant: some never end. */
const TIME_LIMIT = { factor: 5, extraMs: 5000 };
/** A failed test with its details, as Node's TAP reporter writes it. */
const FAILED_TEST = /^ *not ok \d+ - (.*)\n(?:.*\n)*? *\.\.\.$/m;

/**
 * @typedef {object} Outcome
 * @property {"passed" | "failed" | "timeout"} status
 * @property {string} message name of the first failed test, or the end of what the process wrote
 * @property {number} timeMs
 */

class NodeFilesRunner {
  /** The sandbox. */
  #folder = process.cwd();
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;

  get #notes() {
    return join(this.#folder, ".mutation");
  }

  get #timesFile() {
    return join(this.#notes, "times.json");
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

  /** Runs every test file without a mutant; tells which mutants each reaches and how long it takes. */
  async dryRun() {
    const tests = [];
    /** @type {Record<string, Record<string, number>>} */
    const perTest = {};
    /** @type {Record<string, number>} */
    const times = {};
    const reachedFile = join(this.#notes, `reached-${process.pid}.json`);
    for (const file of globSync(TEST_FILES, { cwd: this.#folder }).sort()) {
      const noting = await this.#run(file, { MUTATION_REACHED: reachedFile });
      const { status, message, timeMs } = noting;
      if (status === "timeout") return { status: DryRunStatus.Timeout };
      if (!existsSync(reachedFile)) {
        return { status: DryRunStatus.Error, errorMessage: `${file}: ${message}` };
      }
      const reached = /** @type {string[]} */ (JSON.parse(readFileSync(reachedFile, "utf8")));
      perTest[file] = Object.fromEntries(reached.map(id => [id, 1]));
      times[file] = timeMs;
      const test = { id: file, name: file, fileName: file, timeSpentMs: timeMs };
      tests.push(
        status === "passed"
          ? { ...test, status: TestStatus.Success }
          : { ...test, status: TestStatus.Failed, failureMessage: message },
      );
    }
    writeFileSync(this.#timesFile, JSON.stringify(times));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
  }

  /**
   * Runs the test files that reach the mutant until one fails: first the one named as the source,
   * then the quickest.
   *
   * @param {import("@stryker-mutator/api/test-runner").MutantRunOptions} options
   */
  async mutantRun({ activeMutant, testFilter = [] }) {
    const times = /** @type {Record<string, number>} */ (
      JSON.parse(readFileSync(this.#timesFile, "utf8"))
    );
    const ownTest = `${basename(activeMutant.fileName, ".ts")}.test.ts`;
    const rank = (/** @type {string} */ file) => (basename(file) === ownTest ? 0 : times[file]);
    const files = testFilter.toSorted((a, b) => rank(a) - rank(b));
    for (const [index, file] of files.entries()) {
      const limitMs = TIME_LIMIT.factor * times[file] + TIME_LIMIT.extraMs;
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
    const start = performance.now();
    const child = spawn(process.execPath, ["--import", HOOK, "--test-reporter=tap", file], {
      cwd: this.#folder,
      env: { ...process.env, ...environment, MUTATION_SOURCES: this.#sourcesFile },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let [output, hasTimedOut] = ["", false];
    const timer = setTimeout(
      () => {
        hasTimedOut = true;
        child.kill("SIGKILL");
      },
      limitMs ?? 2 ** 31 - 1,
    );
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (FAILED_TEST.test(output)) child.kill("SIGKILL");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    return new Promise((fulfil, reject) => {
      child.once("error", reject);
      child.once("close", code => {
        clearTimeout(timer);
        const timeMs = performance.now() - start;
        const failedTest = FAILED_TEST.exec(output)?.[1];
        const message = failedTest ?? output.slice(-2000);
        if (failedTest === undefined && hasTimedOut) fulfil({ status: "timeout", message, timeMs });
        else fulfil({ status: code === 0 ? "passed" : "failed", message, timeMs });
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
