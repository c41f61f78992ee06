// Entry of the integration tests: the extension host calls run(), on the desktop and in the bench.
import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

const TEST_TIMEOUT_MS = 60_000;

/**
 * Runs every suite beside this file. The report goes to the file named by TEST_REPORT, because the
 * output of an extension host does not reach the terminal; without it, to the console.
 *
 * @throws {Error} if a test failed
 */
export function run(): Promise<void> {
  const report = process.env["TEST_REPORT"];
  if (report) {
    Mocha.reporters.Base.consoleLog = (...values: unknown[]) =>
      appendFileSync(report, `${format(...values)}\n`);
  }
  const grep = process.env["TEST_GREP"];
  const mocha = new Mocha({
    ui: "tdd",
    color: false,
    timeout: TEST_TIMEOUT_MS,
    forbidOnly: true,
    forbidPending: true,
    ...(grep && { grep }),
  });
  const files = readdirSync(__dirname).filter(file => file.endsWith(".test.js"));
  for (const file of files.sort()) mocha.addFile(join(__dirname, file));
  return new Promise((resolve, reject) => {
    mocha.run(failures => {
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
  });
}
