// Runs a command that cannot outlive the one who started it, however that one ends: a signal, a
// crash or the task manager. This file is both halves: the function that starts a leash, and the
// small process in the middle, which ends the command and all it started when its input closes.
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const GRACE_MS = 5000;
const FORCED = 137;
/** Marks the middle process: what follows it on the command line is the command. */
const MARK = "--run-on-leash";
/** So that Ctrl+C in a terminal reaches the starter alone, which then ends things in order. */
const OWN_GROUP = process.platform !== "win32";

/**
 * @typedef {object} Leashed
 * @property {import("node:child_process").ChildProcess} process its stdout and stderr are the command's
 * @property {Promise<number>} ended the command's exit status; 127 if it could not be started, 137
 *   if it was ended by a signal
 * @property {() => Promise<number>} stop asks the command to end, insists after five seconds
 */

/**
 * Starts a command on a leash. Its standard input is empty.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {"inherit" | "pipe" | number} [options.output] where stdout and stderr go
 * @returns {Leashed}
 */
export function spawnOnLeash(command, args, { cwd, env, output = "inherit" } = {}) {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [self, MARK, command, ...args], {
    cwd,
    env,
    detached: OWN_GROUP,
    stdio: ["pipe", output, output],
  });
  // The middle process may be gone before its input is closed.
  child.stdin?.on("error", () => undefined);
  /** @type {Promise<number>} */
  const ended = new Promise(resolve => {
    child.once("error", () => resolve(127));
    child.once("close", code => resolve(code ?? FORCED));
  });
  const stop = () => {
    child.stdin?.end();
    return ended;
  };
  return { process: child, ended, stop };
}

/**
 * @param {number} pid leader of the process group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    process.kill(OWN_GROUP ? -pid : pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function holdLeash(command, args) {
  const child = spawn(command, args, {
    detached: OWN_GROUP,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32" && /\.(cmd|bat)$/i.test(command),
  });
  /** @type {Promise<number>} */
  const ended = new Promise(resolve => {
    child.once("error", error => {
      console.error(error.message);
      resolve(127);
    });
    child.once("exit", code => resolve(code ?? FORCED));
  });
  const { pid } = child;
  const letGo = async () => {
    if (pid === undefined) return;
    signalGroup(pid, "SIGTERM");
    await Promise.race([ended, delay(GRACE_MS)]);
    signalGroup(pid, "SIGKILL");
  };
  process.stdin.once("end", letGo).once("error", letGo).resume();
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, letGo);
  }
  const status = await ended;
  if (pid !== undefined) signalGroup(pid, "SIGKILL"); // what the command left behind
  process.exit(status);
}

const [, script, mark, command, ...args] = process.argv;
if (
  mark === MARK &&
  script !== undefined &&
  command !== undefined &&
  import.meta.url === pathToFileURL(script).href
) {
  await holdLeash(command, args);
}
