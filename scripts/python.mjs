// Finds the Python that runs generated predict functions, and installs Debian's where there is none.
import { spawnSync } from "node:child_process";
import { canInstall, installPackage } from "./apt.mjs";

function hasPython() {
  return spawnSync("python3", ["--version"]).status === 0;
}

if (!hasPython() && canInstall()) installPackage("python3");
if (!hasPython()) {
  console.error("No python3 was found. Install Python 3 (Debian: apt-get install python3).");
  process.exitCode = 1;
}
