// Installs a Debian package for the tests, where that is possible without asking anybody.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Root on a Debian-like system can be helped; anybody else has to be asked. */
export function canInstall() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** @param {string} name of the package */
export function installPackage(name) {
  console.log(`Installing ${name} for the tests (apt-get) ...`);
  const options = /** @type {const} */ ({
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  execFileSync("apt-get", ["update", "-q"], options);
  execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", name], options);
}
