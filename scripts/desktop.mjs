// Desktop editions of VS Code: finding one, getting one, and running it on a profile of its own.
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  downloadAndUnzipVSCode,
  resolveCliPathFromVSCodeExecutablePath,
} from "@vscode/test-electron";
import { spawnOnLeash } from "./leash.mjs";
import { ROOT, SetupError } from "./setup.mjs";

const RELEASES = "https://update.code.visualstudio.com/api/releases/stable";
const RELEASES_TIMEOUT_MS = 4000;
/** Survives until the packages are installed anew. */
export const DOWNLOADS = join(ROOT, "node_modules/.cache/vscode");

/** Whether a window could be seen at all. */
export function hasDisplay() {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function findOnPath(name) {
  const file = process.platform === "win32" ? `${name}.cmd` : name;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return folders.map(folder => join(folder, file)).find(path => existsSync(path));
}

/**
 * The command line of an installation: next to the window's own executable there is a script that
 * can also install extensions.
 *
 * @param {string} executable either of the two
 */
function commandLineOf(executable) {
  const script = resolveCliPathFromVSCodeExecutablePath(executable);
  return existsSync(script) ? script : executable;
}

/**
 * @returns {Promise<string | undefined>} the executable of a downloaded VS Code, or undefined after
 *   one sentence when none is to be had
 */
async function download() {
  try {
    if (!existsSync(DOWNLOADS)) {
      // Without a network the download itself would try for a long while.
      await fetch(RELEASES, { signal: AbortSignal.timeout(RELEASES_TIMEOUT_MS) });
    }
    return await downloadAndUnzipVSCode({ version: "stable", cachePath: DOWNLOADS });
  } catch {
    console.log("A desktop VS Code cannot be downloaded from here; using the one from npm.");
    return undefined;
  }
}

/**
 * The desktop editor to use: the one named by REGULARIZATION_PLAYGROUND_EDITOR, `code` on the PATH,
 * or a downloaded one.
 *
 * @returns {Promise<string | undefined>} its command line, or undefined if there is none
 * @throws {SetupError} if the named one does not exist
 */
export async function findDesktopEditor() {
  const chosen = process.env["REGULARIZATION_PLAYGROUND_EDITOR"];
  if (chosen) {
    if (existsSync(chosen)) return commandLineOf(chosen);
    throw new SetupError(`REGULARIZATION_PLAYGROUND_EDITOR names ${chosen}, which does not exist.`);
  }
  if (!hasDisplay()) return undefined;
  // In the terminal of a remote window `code` talks to that window and knows no profiles.
  const code = process.env["VSCODE_IPC_HOOK_CLI"] ? undefined : findOnPath("code");
  if (code !== undefined) return code;
  const downloaded = await download();
  return downloaded === undefined ? undefined : commandLineOf(downloaded);
}

/** Without what the terminal of another VS Code leaves there. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name));
  return Object.fromEntries(kept);
}

/**
 * Asks the window's process to end. The command line that opened it is not its parent, but the
 * editor notes its process in the profile.
 *
 * @param {string} userData
 */
function endWindow(userData) {
  const note = join(userData, "code.lock");
  if (!existsSync(note)) return;
  try {
    process.kill(Number(readFileSync(note, "utf8")), "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/**
 * Installs packages into a profile and opens its workspace.
 *
 * @param {string} editor command line of the editor
 * @param {import("../test/bench/bench.mjs").Profile} profile
 * @param {readonly string[]} packages paths of VSIX files
 * @returns {Promise<{ ended: Promise<number>, stop: () => Promise<void> }>} `ended` settles when
 *   the window is closed
 * @throws {SetupError} if the editor refuses the packages
 */
export async function openDesktopEditor(editor, profile, packages) {
  const own = ["--user-data-dir", profile.userData, "--extensions-dir", profile.extensions];
  // Root may not use Chromium's sandbox.
  if (process.platform === "linux" && process.getuid?.() === 0) own.push("--no-sandbox");
  const options = { env: cleanEnvironment() };
  const install = packages.flatMap(path => ["--install-extension", path]);
  const installed = await spawnOnLeash(editor, [...own, ...install, "--force"], options).ended;
  if (installed !== 0) {
    throw new SetupError(`${editor} could not install the extension (status ${installed}).`);
  }
  const open = ["--new-window", "--wait", "--skip-welcome", "--skip-release-notes"];
  const window = spawnOnLeash(editor, [...own, ...open, profile.workspace], options);
  return {
    ended: window.ended,
    stop: async () => {
      endWindow(profile.userData);
      await window.stop();
    },
  };
}
