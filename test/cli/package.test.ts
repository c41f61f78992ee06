// What npm packs runs by itself in another folder, and holds what it must and nothing else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { Folder } from "./runCli.ts";

const root = resolve(import.meta.dirname, "../..");

function npm(folder: string, ...args: readonly string[]): string {
  const name = process.platform === "win32" ? "npm.cmd" : "npm";
  return execFileSync(name, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("the packed program is installed without a network and trains", t => {
  const folder = new Folder(t);
  const packed = npm(root, "pack", "--ignore-scripts", "--json", "--pack-destination", folder.path);
  const [{ filename, files }] = JSON.parse(packed) as [
    { filename: string; files: readonly { path: string }[] },
  ];
  // Some versions of npm take along what `main` names, whatever the list says.
  const paths = files.map(({ path }) => path).filter(path => path !== "dist/extension.js");
  assert.deepEqual(paths.sort(), [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist/cli.js",
    "dist/third-party-licenses.txt",
    "dist/worker.js",
    "docs/command-line.md",
    "docs/weight-file.md",
    "package.json",
    "schemas/weights.schema.json",
  ]);
  folder.write("package.json", '{ "private": true }');
  npm(folder.path, "install", "--offline", "--no-audit", "--no-fund", `./${filename}`);
  assert.ok(!existsSync(join(folder.path, "node_modules", "valibot")));
  const program = join(folder.path, "node_modules", ".bin", "regularization-playground");
  const run = (...args: readonly string[]) =>
    execFileSync(program, args, {
      cwd: folder.path,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
  assert.match(run("train", "xor", "--set", "epochs=5", "--out", "w.json"), /Saved w\.json/);
  assert.match(run("verify", "w.json"), /equal to the last bit/);
});
