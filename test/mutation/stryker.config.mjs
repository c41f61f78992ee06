// Paths are seen from the root of the project, where scripts/mutation.mjs starts Stryker.
const RESULTS = "test-results/mutation";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  testRunner: "node-files",
  plugins: ["./test/mutation/runner.mjs"],
  // The plain kernel is the twin of the WebAssembly kernel: the golden runs hold every bit of both.
  mutate: ["src/core/*.ts"],
  ignorePatterns: [
    "**",
    "!src/**",
    "!test/unit/**",
    "!test/worker/**",
    "!test/fixtures/**",
    "!test/package.json",
    "!dist/kernel.wasm",
    "!package.json",
  ],
  coverageAnalysis: "perTest",
  // The sources run as they are: nothing checks types, and syntax to switch checks off is not needed.
  disableTypeChecks: false,
  checkers: [],
  // Each process runs one test file, so one at a time leaves the rest of the machine to its owner.
  concurrency: 1,
  // The runner ends what takes too long, by the time of each test file.
  timeoutMS: 600_000,
  dryRunTimeoutMinutes: 30,
  thresholds: { high: 90, low: 80, break: 80 },
  reporters: [...(process.stdout.isTTY ? ["progress"] : []), "clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `${RESULTS}/report.html` },
  jsonReporter: { fileName: `${RESULTS}/report.json` },
  tempDirName: `${RESULTS}/sandbox`,
  allowEmpty: false,
  allowConsoleColors: false,
};
