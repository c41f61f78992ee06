// A workspace that is on no disk: files that only the editor knows how to read and write.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { PlaygroundApi, TableApi } from "../../src/host/api.ts";
import { readWeightBytes } from "../../src/protocol/weightFileReader.ts";
import { getApi, run, until, untilStatus } from "./fixture.ts";

const SCHEME = "playground-memory";

/** Files in memory, in one folder. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, { bytes: Uint8Array; mtime: number }>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  #clock = 0;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    if (path === "/") return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { bytes, mtime } = this.#file(path);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [...this.files.keys()].map(path => [path.slice(1), vscode.FileType.File]);
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions("there is one folder");
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    return this.#file(path).bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    this.files.set(uri.path, { bytes, mtime: ++this.#clock });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  delete({ path }: vscode.Uri): void {
    this.files.delete(path);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.files.set(to.path, this.#file(from.path));
    this.files.delete(from.path);
  }

  #file(path: string): { bytes: Uint8Array; mtime: number } {
    const file = this.files.get(path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return file;
  }
}

function uriOf(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
}

/** Two columns and a number that follows from them. */
function rows(count: number): Uint8Array {
  const lines = ["a,b,price"];
  for (let i = 0; i < count; i++) {
    const [a, b] = [((i * 37) % 100) / 10, ((i * i) % 17) / 3];
    lines.push(`${a},${b.toFixed(3)},${(100 + 5 * a - 2 * b).toFixed(2)}`);
  }
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

suite("files that are on no disk", () => {
  let api: PlaygroundApi;
  let provider: vscode.Disposable;
  const memory = new MemoryFiles();

  suiteSetup(async () => {
    api = await getApi();
    provider = vscode.workspace.registerFileSystemProvider(SCHEME, memory);
    memory.writeFile(uriOf("houses.csv"), rows(200));
  });

  suiteTeardown(async () => {
    table().closePage();
    api.closePanel();
    await api.close();
    provider.dispose();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  function table(): TableApi {
    if (api.table === undefined) throw new Error("no table was opened");
    return api.table;
  }

  test("a table is read by the editor, and a number learned from it", async () => {
    await run("trainOnCsv", uriOf("houses.csv"));
    await until("the page listens", () => table().isPageReady);
    await until("the review", () => table().state.review !== null);
    assert.equal(table().state.task, "regression");
    table().receive({ type: "train" });
    await until("the playground has the table", () => api.state?.table?.fileName === "houses.csv");
    await untilStatus(api, "finished");
  });

  test("weights are written there whole, and nothing else is", async () => {
    const target = uriOf("houses.weights.json");
    await run("exportWeights", { run: 0, target });
    assert.deepEqual([...memory.files.keys()].sort(), ["/houses.csv", "/houses.weights.json"]);
    const { file } = readWeightBytes(memory.readFile(target), "houses.weights.json");
    assert.equal(file.task, "regression");
    assert.equal(file.target?.name, "price");
    assert.ok((file.metrics.last.testRSquared ?? 0) > 0.9);
  });

  test("a change of the file is noticed", async () => {
    memory.writeFile(uriOf("houses.csv"), rows(150));
    await until("the change", () => table().state.fileChange === "changed");
    table().receive({ type: "reload" });
    await until("the new rows", () => table().summary?.rowCount === 150);
  });

  test("a file that is not there is told", async () => {
    await run("trainOnCsv", uriOf("nowhere.csv"));
    await until("the refusal", () => table().state.status === "refused");
    assert.match(table().state.problem?.problem ?? "", /the file could not be read: /);
  });
});
