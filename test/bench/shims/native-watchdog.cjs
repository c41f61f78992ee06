"use strict";
// Takes the place of @vscode/native-watchdog, which would have to be compiled. It ends an extension
// host whose parent is gone; without it such hosts would stay behind.
const CHECK_INTERVAL_MS = 1000;
const PARENT_GONE = 87;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// One by one: a loader finds the names only in this form.
exports.start = pid => {
  const check = () => {
    if (!isAlive(pid)) process.exit(PARENT_GONE);
  };
  setInterval(check, CHECK_INTERVAL_MS).unref();
};
exports.exit = code => process.exit(code ?? 0);
