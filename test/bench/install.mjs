// Installs a real VS Code (code-server) beside this file, from the npm registry alone: no
// lifecycle script runs, nothing is compiled. A second call finds its stamp and returns at once.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const HERE = import.meta.dirname;
const SHIMS = join(HERE, "shims");
const STAMP = join(HERE, "node_modules/.installed");
const VSCODE = join(HERE, "node_modules/code-server/lib/vscode");

/** Parts of the editor that neither a test nor `npm start` reaches; they weigh 300 MB. */
const UNUSED = [
  "node_modules/@github",
  "node_modules/@microsoft/mxc-sdk",
  "extensions/copilot",
  "extensions/mermaid-markdown-features",
];

/** Changes whenever the pinned packages, this file or a shim changes. */
function fingerprint() {
  const hash = createHash("sha256");
  const shims = readdirSync(SHIMS).sort();
  for (const file of ["package-lock.json", "install.mjs", ...shims.map(name => `shims/${name}`)]) {
    hash.update(file).update(readFileSync(join(HERE, file)));
  }
  return hash.digest("hex");
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
function npm(cwd, ...args) {
  execFileSync("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

function install() {
  rmSync(STAMP, { force: true });
  npm(HERE, "ci");
  // The editor inside the package has dependencies of its own, which the package's install script
  // would fetch. "npm ci" refuses here because the lock shipped with it is not complete.
  npm(VSCODE, "install", "--omit=dev");
  // Two native modules come as C++ sources only; see each shim for what is lost without it.
  for (const shim of readdirSync(SHIMS)) {
    const folder = join(VSCODE, "node_modules/@vscode", shim.replace(/\.cjs$/, ""));
    cpSync(join(SHIMS, shim), join(folder, "index.js"));
  }
  for (const path of UNUSED) rmSync(join(VSCODE, path), { recursive: true, force: true });
  writeFileSync(STAMP, fingerprint());
}

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== fingerprint()) {
  console.log("Installing the VS Code of the test bench (about half a minute, 440 MB) ...");
  try {
    install();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(
      `The VS Code of the test bench could not be installed: ${reason}\n` +
        "It needs the npm registry and 1 GB of disk space. Try again: node test/bench/install.mjs",
    );
    process.exitCode = 1;
  }
}
