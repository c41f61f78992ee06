// Installs the older Nodes of the test in this folder from the npm registry (about 100 MB, those of
// this platform alone). A second call finds its stamp and returns at once.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeOf, OWN_LINE, packageOf, RELEASE_LINES } from "./nodes.mjs";

const HERE = import.meta.dirname;
const MANIFEST = join(HERE, "package.json");
const LOCK = join(HERE, "package-lock.json");
const STAMP = join(HERE, "node_modules/.installed");

/** Parts of the packages that no test needs; they weigh as much as a Node. */
const UNUSED = ["include", "share"];

const wanted = RELEASE_LINES.filter(line => line !== OWN_LINE);

/** Changes whenever the pinned packages or this file change. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [LOCK, import.meta.filename]) hash.update(readFileSync(file));
  return hash.digest("hex");
}

function isCurrent() {
  const isStamped = existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint();
  return isStamped && missingLines().length === 0;
}

function missingLines() {
  return wanted.filter(line => !existsSync(nodeOf(line)));
}

/** @returns {string[]} packages that this platform needs and the manifest does not name */
function unknownPackages() {
  const { optionalDependencies } = /** @type {{ optionalDependencies: Record<string, string> }} */ (
    JSON.parse(readFileSync(MANIFEST, "utf8"))
  );
  return wanted.map(packageOf).filter(name => !Object.hasOwn(optionalDependencies, name));
}

/**
 * @param {string} logLevel how much npm tells
 * @throws {Error} if npm fails, or leaves out a package: to npm they are optional, to us not
 */
function install(logLevel) {
  rmSync(STAMP, { force: true });
  // The packages run no scripts, and all of them hold a command of the same name.
  const options = ["--ignore-scripts", "--no-bin-links", "--no-audit", "--no-fund"];
  execFileSync("npm", ["ci", "--include=optional", ...options, `--loglevel=${logLevel}`], {
    cwd: HERE,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  const missing = missingLines().map(packageOf);
  if (missing.length > 0) throw new Error(`npm left out ${missing.join(", ")}.`);
  for (const line of wanted) {
    const folder = join(HERE, "node_modules", packageOf(line));
    for (const path of UNUSED) rmSync(join(folder, path), { recursive: true, force: true });
  }
  writeFileSync(STAMP, fingerprint());
}

/**
 * @param {string} logLevel how much npm tells
 * @returns {boolean} whether it worked
 */
function tryToInstall(logLevel) {
  try {
    install(logLevel);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return false;
  }
}

function main() {
  const unknown = unknownPackages();
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(", ")} in ${MANIFEST}. Add a package for it.`);
    process.exitCode = 1;
    return;
  }
  console.log(`Installing Node ${wanted.join(" and ")} (100 MB) ...`);
  // npm keeps to itself why it leaves out an optional package, unless it is verbose.
  if (tryToInstall("notice") || tryToInstall("verbose")) return;
  console.error(
    "The Nodes that the golden runs are trained on could not be installed; npm says why above. " +
      "They need the npm registry and 400 MB of disk space. " +
      "Try again: node test/engines/install.mjs",
  );
  process.exitCode = 1;
}

if (!isCurrent()) main();
