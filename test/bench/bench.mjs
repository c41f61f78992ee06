// A real VS Code (code-server) and a browser that looks at it: the library of the tests inside VS
// Code and of `npm start` where no desktop VS Code is to be had. Runs on the project's Node.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium } from "playwright-core";
import { spawnOnLeash } from "../../scripts/leash.mjs";
import { PROJECT_NODE, SetupError } from "../../scripts/setup.mjs";
import { findChromium } from "./chromium.mjs";

const SERVER = join(import.meta.dirname, "node_modules/code-server/out/node/entry.js");
const SERVER_START_MS = 60_000;
const ANSWER_MS = 2000;
const WORKBENCH_MS = 60_000;
const PALETTE_ATTEMPT_MS = 3000;

/** Root may not use Chromium's sandbox; the rest keeps it from talking to other machines. */
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * User settings under which nothing covers the workspace: no welcome page, no chat, no question of
 * trust, no update. All names are current, for VS Code rewrites the file when it finds an old one.
 */
export const QUIET_SETTINGS = Object.freeze({
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": "off",
  "update.mode": "none",
  "git.enabled": false,
});

const TEST_SETTINGS = {
  ...QUIET_SETTINGS,
  "workbench.colorTheme": "Dark Modern",
  "window.autoDetectColorScheme": false,
};

/**
 * @typedef {object} Profile
 * @property {string} root the fresh folder that holds the others
 * @property {string} userData
 * @property {string} extensions
 * @property {string} workspace the folder that the editor opens
 * @property {string} log what the server printed
 * @property {() => void} remove
 */

/**
 * @typedef {object} Server
 * @property {string} host address and port
 * @property {string} url address without a trailing slash
 * @property {Promise<number>} ended settles when the server has ended, whatever the reason
 * @property {() => Promise<void>} stop ends the server and everything it started
 */

/**
 * A fresh folder with settings, extensions and a workspace, shared with nothing else. Its path is
 * short because the editor puts a socket into it, whose path may have 103 characters.
 *
 * @param {object} [options]
 * @param {Readonly<Record<string, unknown>>} [options.settings] user settings
 * @param {string} [options.workspaceName] last part of the workspace's path
 * @returns {Profile}
 */
export function createProfile({ settings = TEST_SETTINGS, workspaceName = "workspace" } = {}) {
  const root = mkdtempSync(join(tmpdir(), "rp-"));
  const profile = {
    root,
    userData: join(root, "user-data"),
    extensions: join(root, "extensions"),
    workspace: join(root, workspaceName),
    log: join(root, "server.log"),
    // The editor may still be writing its last files.
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
  mkdirSync(join(profile.userData, "User"), { recursive: true });
  mkdirSync(profile.extensions);
  mkdirSync(profile.workspace);
  writeFileSync(join(profile.userData, "User/settings.json"), JSON.stringify(settings, null, 2));
  // Named on the command line; else the server would write one into the home directory.
  writeFileSync(join(root, "config.yaml"), "auth: none\ncert: false\n");
  return profile;
}

/**
 * Writes the settings of the workspace. A running window follows within half a second, which it
 * does not reliably for user settings.
 *
 * @param {Profile} profile
 * @param {Readonly<Record<string, unknown>>} settings
 */
export function setWorkspaceSettings(profile, settings) {
  const folder = join(profile.workspace, ".vscode");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings, null, 2));
}

/** @param {Profile} profile */
function serverArguments(profile) {
  if (!existsSync(SERVER)) {
    throw new Error("The test bench is not installed. Run: node test/bench/install.mjs");
  }
  const { root, userData, extensions } = profile;
  const config = join(root, "config.yaml");
  return [SERVER, "--config", config, "--user-data-dir", userData, "--extensions-dir", extensions];
}

/**
 * The environment without what another VS Code (its terminal, its tasks) or a user of code-server
 * may have left there, and without a gallery, so that the editor asks no other machine.
 *
 * @param {Profile} profile
 * @param {Readonly<Record<string, string>>} extra
 */
function serverEnvironment(profile, extra) {
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  const kept = Object.entries({ ...process.env, ...extra }).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_CONFIG_HOME: profile.root,
    XDG_DATA_HOME: profile.root,
    XDG_RUNTIME_DIR: profile.root,
  };
}

/**
 * @param {Profile} profile
 * @param {...string} packages paths of VSIX files
 * @throws {Error} with the editor's messages when one cannot be installed
 */
export function installVsix(profile, ...packages) {
  const options = packages.flatMap(path => ["--install-extension", path]);
  const result = spawnSync(PROJECT_NODE, [...serverArguments(profile), ...options, "--force"], {
    encoding: "utf8",
    env: serverEnvironment(profile, {}),
  });
  const installed = result.stdout.match(/successfully installed/g) ?? [];
  if (result.status !== 0 || installed.length !== packages.length) {
    throw new Error(
      `Installing ${packages.join(", ")} failed:\n${result.stdout}\n${result.stderr}`,
    );
  }
}

/** @returns {Promise<number>} a port of 127.0.0.1 that nobody listens on at the moment */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve, reject) => {
    probe.once("error", reject).listen(0, "127.0.0.1", () => resolve(undefined));
  });
  const address = probe.address();
  await new Promise(resolve => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/**
 * Starts the server of an editor and waits until it answers. It ends with this process, however
 * this process ends.
 *
 * @param {Profile} profile
 * @param {object} [options]
 * @param {number} [options.port] 0 or nothing: any free one
 * @param {Readonly<Record<string, string>>} [options.env] variables for the extension host
 * @param {boolean} [options.forTests] lets an address name a test suite: see run-integration.mjs
 * @returns {Promise<Server>}
 * @throws {SetupError} if the port is in use
 */
export async function startServer(profile, { port = 0, env = {}, forTests = false } = {}) {
  const host = `127.0.0.1:${port || (await freePort())}`;
  const log = openSync(profile.log, "a");
  const leashed = spawnOnLeash(
    PROJECT_NODE,
    [
      ...serverArguments(profile),
      // Plain HTTP on 127.0.0.1 counts as secure, which the service worker of webviews needs.
      "--auth=none",
      `--bind-addr=${host}`,
      "--disable-telemetry",
      "--disable-update-check",
      "--disable-workspace-trust",
      "--disable-getting-started-override",
      ...(forTests ? ["--vscode-option", "enable-smoke-test-driver"] : []),
    ],
    { output: log, env: serverEnvironment(profile, env) },
  );
  closeSync(log);
  let running = true;
  const ended = leashed.ended.finally(() => (running = false));
  const server = {
    host,
    url: `http://${host}`,
    ended,
    stop: async () => {
      await leashed.stop();
    },
  };
  for (const deadline = Date.now() + SERVER_START_MS; ; await delay(100)) {
    // Whoever else holds the port may take the call and never answer.
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answers = await fetch(`${server.url}/healthz`, { signal }).then(
      response => response.ok,
      () => false,
    );
    // Nor must the answer of a stranger be taken for ours.
    const listens = readFileSync(profile.log, "utf8").includes("HTTP server listening");
    if (answers && running && listens) return server;
    if (!running || Date.now() > deadline) {
      await server.stop();
      const messages = readFileSync(profile.log, "utf8");
      if (messages.includes("EADDRINUSE")) throw new SetupError(`Port ${port} is in use.`);
      throw new Error(`The server did not start:\n${messages}`);
    }
  }
}

/** A headless Chromium; close it at the end. Fails with the advice what to install. */
export function launchBrowser() {
  return chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
}

/**
 * The address of the window that opens the workspace of a profile.
 *
 * @param {Server} server
 * @param {Profile} profile
 */
export function workbenchUrl(server, profile) {
  return `${server.url}/?folder=${encodeURIComponent(profile.workspace)}`;
}

/**
 * Opens the workspace in a window of its own, with an extension host of its own, which ends within
 * a second after `page.context().close()`.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {Server} server
 * @param {Profile} profile
 * @param {{ viewport?: { width: number, height: number } }} [options]
 */
export async function openWorkbench(browser, server, profile, options = {}) {
  const { viewport = { width: 1280, height: 800 } } = options;
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(workbenchUrl(server, profile));
  await page.locator(".monaco-workbench").waitFor({ timeout: WORKBENCH_MS });
  await page.locator(".statusbar-item").first().waitFor({ timeout: WORKBENCH_MS });
  return page;
}

/**
 * Runs a command by its exact title ("Category: Title") in the command palette, by keyboard.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} title
 * @param {object} [options]
 * @param {number} [options.timeout] milliseconds until the command must be offered
 * @param {boolean} [options.staysOpen] the command itself asks something in the palette
 */
export async function runCommand(page, title, { timeout = 60_000, staysOpen = false } = {}) {
  const palette = page.locator(".quick-input-widget");
  const input = palette.locator(".quick-input-box input");
  const label = page.locator(".label-name").getByText(title, { exact: true });
  const row = palette.locator(".monaco-list-row").filter({ has: label }).first();
  // The palette shows what was known when it opened, and commands arrive some seconds after the
  // window: hence it is opened anew until the command is there.
  for (const deadline = Date.now() + timeout; ;) {
    await page.keyboard.press("F1");
    try {
      await input.waitFor({ timeout: PALETTE_ATTEMPT_MS });
      await input.fill(`>${title}`);
      await row.waitFor({ timeout: PALETTE_ATTEMPT_MS });
      break;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.keyboard.press("Escape");
    }
  }
  // A command with a longer title may stand above the wanted one.
  for (let presses = 0; presses < 20; presses++) {
    if (/\bfocused\b/.test((await row.getAttribute("class")) ?? "")) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  if (!staysOpen) await palette.waitFor({ state: "hidden", timeout: 10_000 });
}

/**
 * The document of the one visible webview, two frames down, for locators.
 *
 * @param {import("playwright-core").Page} page
 */
export function webviewOf(page) {
  return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}

/**
 * The same as a frame, for `evaluate`.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<import("playwright-core").Frame>}
 */
export async function webviewFrame(page) {
  const body = await webviewOf(page).locator("body").elementHandle({ timeout: WORKBENCH_MS });
  const frame = await body?.ownerFrame();
  if (!frame) throw new Error("the webview has gone");
  return frame;
}

/**
 * Keeps what helps to understand a failure: a picture of the window and the server's log.
 *
 * @param {import("playwright-core").Page | undefined} page
 * @param {Profile} profile
 * @param {string} directory made if missing
 */
export async function saveEvidence(page, profile, directory) {
  mkdirSync(directory, { recursive: true });
  // The page may be the thing that broke.
  await page?.screenshot({ path: join(directory, "failure.png") }).catch(() => undefined);
  if (existsSync(profile.log)) copyFileSync(profile.log, join(directory, "server.log"));
}
