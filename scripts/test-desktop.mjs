// The integration suite in a desktop VS Code: the one named by VSCODE_EXECUTABLE, else one that is
// downloaded. On Linux it needs a display: xvfb-run -a npm run test:desktop
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnOnLeash } from "./leash.mjs";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);
const { runTests } = await import("@vscode/test-electron");
const { DOWNLOADS, hasDisplay } = await import("./desktop.mjs");

async function runSuite() {
  const build = await spawnOnLeash(process.execPath, ["esbuild.mjs", "--tests"], { cwd: ROOT })
    .ended;
  if (build !== 0) return build;
  const executable = process.env["VSCODE_EXECUTABLE"];
  // Short, for the editor puts a socket into it.
  const folder = mkdtempSync(join(tmpdir(), "rp-"));
  try {
    return await runTests({
      ...(executable ? { vscodeExecutablePath: executable } : { cachePath: DOWNLOADS }),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: join(ROOT, "dist/test/integration/index.js"),
      launchArgs: [
        mkdtempSync(join(folder, "workspace-")),
        `--user-data-dir=${join(folder, "user-data")}`,
        "--disable-extensions",
        "--disable-workspace-trust",
      ],
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

if (hasDisplay()) {
  process.exitCode = await runSuite();
} else {
  console.error("A desktop VS Code needs a display. Try: xvfb-run -a npm run test:desktop");
  process.exitCode = 1;
}
