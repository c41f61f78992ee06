// Runs the integration suite inside the extension host of the bench's VS Code and prints Mocha's
// report. Status 0: all passed, 1: a test failed, 2: no result. TEST_GREP chooses tests,
// BENCH_VERBOSE=1 prints the window's log, BENCH_TIMEOUT_MS limits the whole run.
//
// node test/bench/run-integration.mjs EXTENSION_FOLDER SUITE_FILE
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { format, parseArgs } from "node:util";
import { createProfile, launchBrowser, saveEvidence, startServer } from "./bench.mjs";

const NO_RESULT = 2;
const TIMEOUT_MS = Number(process.env["BENCH_TIMEOUT_MS"] ?? 300_000);

const { positionals } = parseArgs({ allowPositionals: true });
const [extension, suite] = positionals.map(path => resolve(path));
if (extension === undefined || suite === undefined || !existsSync(suite)) {
  console.error("usage: node test/bench/run-integration.mjs EXTENSION_FOLDER SUITE_FILE");
  process.exit(NO_RESULT);
}

/**
 * Opens a window that loads the extension from its folder and runs the suite.
 *
 * @param {import("playwright-core").Page} page
 * @param {import("./bench.mjs").Server} server
 * @param {string} workspace
 * @returns {Promise<number>} the status that the suite gave the editor
 */
async function runSuite(page, server, workspace) {
  /** @type {PromiseWithResolvers<number>} */
  const result = Promise.withResolvers();
  const fail = (/** @type {string} */ reason) => result.reject(new Error(reason));
  const timer = setTimeout(() => fail(`no result after ${TIMEOUT_MS} ms`), TIMEOUT_MS);
  page.on("crash", () => fail("the page crashed"));
  page.on("close", () => fail("the page was closed"));
  // The editor calls these two when an address tells it to run a suite.
  await page.exposeFunction("codeAutomationExit", result.resolve);
  await page.exposeFunction(
    "codeAutomationLog",
    (/** @type {string} */ level, /** @type {unknown[]} */ values) => {
      if (process.env["BENCH_VERBOSE"]) console.error(`[${level}]`, format(...values));
    },
  );
  const remote = (/** @type {string} */ path) => `vscode-remote://${server.host}${path}`;
  const payload = JSON.stringify([
    ["extensionDevelopmentPath", remote(String(extension))],
    ["extensionTestsPath", remote(String(suite))],
  ]);
  try {
    await page.goto(`${server.url}/?${new URLSearchParams({ folder: workspace, payload })}`);
    return await result.promise;
  } finally {
    clearTimeout(timer);
  }
}

const profile = createProfile();
const report = join(profile.root, "report.txt");
let server, browser, page;
try {
  server = await startServer(profile, { forTests: true, env: { TEST_REPORT: report } });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  process.exitCode = await runSuite(page, server, profile.workspace);
  if (!existsSync(report)) throw new Error("the suite ended without a report");
} catch (error) {
  console.error(error);
  process.exitCode ||= NO_RESULT;
} finally {
  if (existsSync(report)) console.log(readFileSync(report, "utf8"));
  if (process.exitCode) await saveEvidence(page, profile, "test-results/integration");
  await browser?.close();
  await server?.stop();
  profile.remove();
}
