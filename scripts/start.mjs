// Opens an editor with the extension, a copy of the sample workspace and the trained playground.
//
// npm start -- [--editor browser] [--port N] [--no-open]
import { spawn, spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { spawnOnLeash } from "./leash.mjs";
import { prepare, ROOT, SetupError } from "./setup.mjs";

const HELP = `npm start -- [options]
  --editor browser  do not look for a desktop VS Code; use the one from npm, in a browser
  --port N          the port for the browser (default: any free one)
  --no-open         print the address, but do not open a browser
REGULARIZATION_PLAYGROUND_EDITOR may name the executable of the desktop editor to use.`;

const VSIX = join(ROOT, "dist/regularization-playground.vsix");
const INTERRUPTED = 130;

await prepare(import.meta.url);
// From here on the packages are there.
const { findDesktopEditor, findOnPath, hasDisplay, openDesktopEditor } =
  await import("./desktop.mjs");
const { createProfile, installVsix, QUIET_SETTINGS, startServer, workbenchUrl } =
  await import("../test/bench/bench.mjs");

/**
 * @typedef {object} Editor
 * @property {Promise<number>} ended
 * @property {() => Promise<void>} stop
 */

const interrupt = new AbortController();
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => interrupt.abort());
}

/** @returns {{ browser: boolean, port: number, open: boolean }} */
function readOptions() {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      editor: { type: "string" },
      port: { type: "string", default: "0" },
      open: { type: "boolean", default: true },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit();
  }
  const { editor } = values;
  if (editor !== undefined && editor !== "browser") {
    throw new SetupError(`--editor: expected "browser", got "${editor}"`);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SetupError(`--port: expected a whole number from 0 to 65535, got "${values.port}"`);
  }
  return { browser: editor === "browser", port, open: values.open };
}

/**
 * Runs one of the project's scripts; an interruption ends it.
 *
 * @param {string} script
 */
async function run(script) {
  const child = spawnOnLeash(process.execPath, [script], { cwd: ROOT });
  interrupt.signal.addEventListener("abort", child.stop);
  const status = await child.ended;
  interrupt.signal.throwIfAborted();
  if (status !== 0) throw new SetupError(`${script} failed; see its messages above.`);
}

/**
 * Packs the extension that opens the playground in this one window.
 *
 * @param {string} target
 */
function packStarter(target) {
  const vsce = join(ROOT, "node_modules/@vscode/vsce/vsce");
  const options = ["--no-dependencies", "--allow-missing-repository", "--skip-license"];
  const result = spawnSync(process.execPath, [vsce, "package", ...options, "-o", target], {
    cwd: join(ROOT, "scripts/starter"),
    encoding: "utf8",
  });
  if (result.status !== 0) throw new SetupError(`${result.stdout}\n${result.stderr}`);
}

/** @param {string} url */
function openBrowser(url) {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url.replaceAll("&", "^&")]
        : ["xdg-open", url];
  if (process.platform === "linux" && !(hasDisplay() && findOnPath(command))) return;
  const child = spawn(command, args, { detached: true, stdio: "ignore" });
  child.on("error", () => undefined); // the address is printed anyway
  child.unref();
}

/**
 * @param {import("../test/bench/bench.mjs").Profile} profile
 * @param {readonly string[]} packages
 * @param {{ port: number, open: boolean }} options
 * @returns {Promise<Editor>}
 */
async function openInBrowser(profile, packages, { port, open }) {
  await run("test/bench/install.mjs");
  installVsix(profile, ...packages);
  interrupt.signal.throwIfAborted();
  const server = await startServer(profile, { port });
  const url = workbenchUrl(server, profile);
  console.log(`\nThe playground is open at\n\n  ${url}\n`);
  if (open) openBrowser(url);
  return server;
}

/**
 * @param {import("../test/bench/bench.mjs").Profile} profile
 * @param {ReturnType<typeof readOptions>} options
 */
async function showPlayground(profile, options) {
  const desktop = options.browser ? undefined : await findDesktopEditor();
  interrupt.signal.throwIfAborted();
  cpSync(join(ROOT, "examples/sample-workspace"), profile.workspace, { recursive: true });
  await run("scripts/package.mjs");
  const starter = join(profile.root, "starter.vsix");
  packStarter(starter);
  interrupt.signal.throwIfAborted();
  const packages = [VSIX, starter];
  if (desktop !== undefined) console.log(`Opening ${desktop} ...`);
  const editor =
    desktop === undefined
      ? await openInBrowser(profile, packages, options)
      : await openDesktopEditor(desktop, profile, packages);
  console.log(`The workspace is a copy in ${profile.workspace}; it is removed at the end.`);
  console.log("Press Ctrl+C to end.");
  const interrupted = new Promise(resolve => {
    if (interrupt.signal.aborted) resolve(undefined);
    interrupt.signal.addEventListener("abort", resolve);
  });
  const status = await Promise.race([editor.ended, interrupted.then(() => 0)]);
  await editor.stop();
  if (status !== 0) throw new SetupError(`The editor ended with status ${status}.`);
}

let profile;
try {
  const options = readOptions();
  profile = createProfile({ settings: QUIET_SETTINGS, workspaceName: "sample-workspace" });
  await showPlayground(profile, options);
} catch (error) {
  if (interrupt.signal.aborted) {
    process.exitCode = INTERRUPTED;
  } else {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  profile?.remove();
}
process.exit();
