// `npm start` as a stranger meets it: the trained playground is open, and Ctrl+C leaves nothing.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { launchBrowser, webviewOf } from "../bench/bench.mjs";

const START = join(import.meta.dirname, "../../scripts/start.mjs");
const START_MS = 120_000;
const TRAINED_MS = 90_000;
const END_MS = 20_000;

interface Start {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  /** Everything printed so far. */
  readonly output: () => string;
}

function start(context: TestContext, args: readonly string[], env: Record<string, string>): Start {
  const child = spawn(process.execPath, [START, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  context.after(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return { process: child, ended, output: () => output };
}

/** The first match in what a start prints; fails with all of it when it ends or takes too long. */
async function printed({ ended, output }: Start, pattern: RegExp): Promise<string> {
  let running = true;
  void ended.then(() => (running = false));
  for (const deadline = Date.now() + START_MS; ;) {
    const found = pattern.exec(output());
    if (found) return found[0];
    assert.ok(running && Date.now() < deadline, `no ${pattern.source} in:\n${output()}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

function within<T>(promise: Promise<T>, milliseconds: number, what: string): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(new Error(`${what} took more than ${milliseconds} ms`));
    setTimeout(fail, milliseconds).unref();
  });
  return Promise.race([promise, late]);
}

test("npm start shows the trained playground in a browser and ends on Ctrl+C", async context => {
  const editor = start(context, ["--editor", "browser", "--no-open"], {});
  const url = new URL(await printed(editor, /http:\/\/127\.0\.0\.1:\d+\/\S+/));
  const workspace = url.searchParams.get("folder");
  assert.ok(workspace !== null && existsSync(join(workspace, "README.md")), "a sample workspace");

  const browser = await launchBrowser();
  context.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url.href);
  const trained = webviewOf(page).locator('main[data-status="finished"]');
  await trained.waitFor({ timeout: TRAINED_MS });
  await page.screenshot({ path: "test-results/start.png" });
  await browser.close();

  editor.process.kill("SIGINT");
  assert.equal(await within(editor.ended, END_MS, "ending"), 0, editor.output());
  await assert.rejects(fetch(url.origin), "the port is closed");
  assert.ok(!existsSync(dirname(workspace)), "the temporary folder is gone");
});

test("npm start uses the editor that the environment names", async context => {
  // A desktop editor in what matters here: it notes how it was called, and ends.
  const folder = mkdtempSync(join(tmpdir(), "rp-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const executable = join(folder, "editor");
  const calls = join(folder, "calls");
  writeFileSync(executable, `#!/bin/sh\necho "$@" >> "${calls}"\n`);
  chmodSync(executable, 0o755);
  const editor = start(context, [], { REGULARIZATION_PLAYGROUND_EDITOR: executable });
  assert.equal(await within(editor.ended, START_MS, "the start"), 0, editor.output());

  const [install = "", open = ""] = readFileSync(calls, "utf8").split("\n");
  assert.match(install, /--install-extension \S*regularization-playground\.vsix /);
  assert.match(install, /--install-extension \S*starter\.vsix /);
  assert.match(open, /--wait .*sample-workspace$/);
  for (const option of [/--user-data-dir \S+/, /--extensions-dir \S+/]) {
    assert.equal(option.exec(install)?.[0], option.exec(open)?.[0], "both on the same profile");
  }
});

test("npm start says in one sentence what is wrong with an option", async context => {
  const other = createServer().listen(0, "127.0.0.1");
  context.after(() => other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const cases: [string[], Record<string, string>, string][] = [
    [["--port", "x"], {}, '--port: expected a whole number from 0 to 65535, got "x"\n'],
    [["--editor", "browser", "--no-open", "--port", String(port)], {}, `Port ${port} is in use.\n`],
    [["--editor", "x"], {}, '--editor: expected "browser", got "x"\n'],
    [
      [],
      { REGULARIZATION_PLAYGROUND_EDITOR: "/no/editor" },
      "REGULARIZATION_PLAYGROUND_EDITOR names /no/editor, which does not exist.\n",
    ],
  ];
  for (const [args, env, message] of cases) {
    const editor = start(context, args, env);
    assert.equal(await within(editor.ended, START_MS, "the start"), 1);
    assert.ok(editor.output().endsWith(message), editor.output());
  }
});
