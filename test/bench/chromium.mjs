// Finds a Chromium or Chrome for the tests, and installs Debian's where there is none.
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { canInstall, installPackage } from "../../scripts/apt.mjs";

/** Names on the PATH, the plainest first. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/** Where the installers of the other systems put it. */
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  join(process.env["PROGRAMFILES"] ?? "C:/Program Files", "Google/Chrome/Application/chrome.exe"),
];

const ADVICE =
  "Install Chromium or Chrome (Debian: apt-get install chromium), " +
  "or name an executable in the environment variable BENCH_CHROMIUM.";

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @returns {string | undefined} */
function lookForChromium() {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const named = [...folders, "/usr/bin"].flatMap(folder => NAMES.map(name => join(folder, name)));
  return [...named, ...PLACES].find(isExecutable);
}

/**
 * The browser that the tests use: BENCH_CHROMIUM, else what the system has.
 *
 * @returns {string} path of the executable
 * @throws {Error} with the advice what to install
 */
export function findChromium() {
  const chosen = process.env["BENCH_CHROMIUM"];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`BENCH_CHROMIUM names ${chosen}, which is not an executable file.`);
  }
  const found = lookForChromium();
  if (found === undefined) throw new Error(`No Chromium or Chrome was found. ${ADVICE}`);
  return found;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    if (!process.env["BENCH_CHROMIUM"] && lookForChromium() === undefined && canInstall()) {
      installPackage("chromium");
    }
    findChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
