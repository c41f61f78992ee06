// Where the Nodes are that the golden runs are trained on.
import { join } from "node:path";

/** Release lines of Node, each with a V8 of its own. */
export const RELEASE_LINES = [20, 22, 24];

const PLATFORM = `${process.platform}-${process.arch}`;

/** The line of the Node that runs this: it is there already. */
export const OWN_LINE = Number(process.versions.node.split(".")[0]);

/**
 * The package of this folder's package.json that holds a Node for this platform.
 *
 * @param {number} line
 */
export function packageOf(line) {
  return `node${line}-${PLATFORM}`;
}

/**
 * @param {number} line
 * @returns {string} path of the Node of a release line; install.mjs brings it
 */
export function nodeOf(line) {
  if (line === OWN_LINE) return process.execPath;
  const name = process.platform === "win32" ? "node.exe" : "node";
  return join(import.meta.dirname, "node_modules", packageOf(line), "bin", name);
}
