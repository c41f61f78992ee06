// What every script does first: install the packages and go on with the project's own Node. Runs
// on any Node from 20 on and before a single package is there, so it imports nothing but Node.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { spawnOnLeash } from "./leash.mjs";

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The Node that the project pins, whatever Node started npm. */
export const PROJECT_NODE = join(
  ROOT,
  "node_modules/node/bin",
  process.platform === "win32" ? "node.exe" : "node",
);

const PACKAGES = join(ROOT, "node_modules");
const BIN = join(PACKAGES, ".bin");
const LOCK = join(ROOT, "package-lock.json");
const STAMP = join(PACKAGES, ".installed");
const OLDEST_NODE = 20;
const PARENT_CHECK_MS = 500;
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** A failure that is told in one plain sentence, without a stack. */
export class SetupError extends Error {}

function lockHash() {
  return createHash("sha256").update(readFileSync(LOCK)).digest("hex");
}

function packagesAreCurrent() {
  if (!existsSync(PROJECT_NODE)) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, "utf8") === lockHash();
  // Installed by hand: npm notes what it installed, and when.
  const note = join(PACKAGES, ".package-lock.json");
  return existsSync(note) && statSync(note).mtimeMs >= statSync(LOCK).mtimeMs;
}

/** The npm that started this script, else the one on the PATH. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  // Not the Node inside node_modules: `npm ci` removes it while it runs.
  if (npm && node && !node.startsWith(PACKAGES)) return [node, npm];
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}

async function installPackages() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE) {
    throw new SetupError(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
  }
  if (packagesAreCurrent()) return;
  if (lstatSync(PACKAGES, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupError(
      `${PACKAGES} is a link and does not match package-lock.json. It is left alone, because ` +
        "npm ci would empty the folder that it points to. Remove the link and try again.",
    );
  }
  // To standard error, as npm's own words: standard output belongs to the caller.
  console.error("Installing the packages of the project (npm ci) ...");
  const [command = "npm", ...args] = npmCommand();
  const path = (process.env["PATH"] ?? "").split(delimiter).filter(folder => folder !== BIN);
  const npm = spawnOnLeash(command, [...args, "ci", "--no-audit", "--no-fund"], {
    cwd: ROOT,
    env: { ...process.env, PATH: path.join(delimiter) },
    output: 2,
  });
  const status = await npm.ended;
  if (status !== 0) {
    throw new SetupError(`npm ci ended with status ${status}; see its messages above.`);
  }
  if (!existsSync(PROJECT_NODE)) {
    throw new SetupError(
      "npm ci did not install Node: the install script of the package `node` did not run. " +
        "Allow install scripts (npm config get ignore-scripts) and try again.",
    );
  }
  writeFileSync(STAMP, lockHash());
}

/**
 * npm runs scripts in a shell, which outlives a killed npm.
 *
 * @returns {number | undefined} the process that started the shell around this process, if known
 */
function parentOfShell() {
  try {
    const status = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    return Number(/\((?:sh|dash|bash|ash|busybox)\) \S (\d+)/.exec(status)?.[1]) || undefined;
  } catch {
    return undefined; // not Linux
  }
}

/** @param {number} pid */
function isGone(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
}

/** Ends this process as by SIGTERM when the one that started it is gone without a word. */
function leaveWithParent() {
  const parent = process.ppid;
  const npm = parentOfShell();
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || !isGone(npm))) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, PARENT_CHECK_MS);
  watch.unref();
}

/**
 * @param {string} script
 * @returns {Promise<never>}
 */
async function continueOnProjectNode(script) {
  const child = spawn(PROJECT_NODE, [script, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, PROJECT_NODE_STARTED_BY: String(process.pid) },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((_resolve, reject) => {
    child.once("error", reject);
    child.once("exit", code => process.exit(code ?? 1));
  });
}

/**
 * Installs what is missing and makes sure that the rest of the calling script runs on the project's
 * Node, with the project's tools first on the PATH: on another Node it starts the script again and
 * never returns. A caller may import only Node and this file before.
 *
 * @param {string} url `import.meta.url` of the calling script
 */
export async function prepare(url) {
  const startedByScript = process.env["PROJECT_NODE_STARTED_BY"] === String(process.ppid);
  if (startedByScript || process.env["npm_lifecycle_event"]) leaveWithParent();
  try {
    await installPackages();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(folder => folder !== BIN);
  process.env["PATH"] = [BIN, ...folders].join(delimiter);
  const wanted = /** @type {{ devDependencies: { node: string } }} */ (
    JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))
  ).devDependencies.node;
  if (process.versions.node !== wanted && !startedByScript) {
    await continueOnProjectNode(fileURLToPath(url));
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepare(import.meta.url);
}
