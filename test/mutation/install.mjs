// Installs Stryker beside this file, from the npm registry (60 MB); no lifecycle script runs. A
// second call finds its stamp and returns at once.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const HERE = import.meta.dirname;
const STAMP = join(HERE, "node_modules/.installed");

/** Changes whenever the pinned packages change. */
function fingerprint() {
  const lock = readFileSync(join(HERE, "package-lock.json"));
  return createHash("sha256").update(lock).digest("hex");
}

function install() {
  rmSync(STAMP, { force: true });
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: HERE,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  writeFileSync(STAMP, fingerprint());
}

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== fingerprint()) {
  console.log("Installing Stryker (60 MB) ...");
  try {
    install();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(
      `Stryker could not be installed: ${reason}\n` +
        "It needs the npm registry. Try again: node test/mutation/install.mjs",
    );
    process.exitCode = 1;
  }
}
