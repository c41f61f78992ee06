// From a CSV of the workspace to a weight file, in a real extension host.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { TABLE_SPLIT } from "../../src/core/tableChoice.ts";
import type { PlaygroundApi, TableApi } from "../../src/host/api.ts";
import { readWeightBytes } from "../../src/protocol/weightFileReader.ts";
import { getApi, run, stateOf, until, untilStatus, untilTab } from "./fixture.ts";

function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("the window has no folder");
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Two classes that can be told apart, with a column that counts and one of words. */
function tickets(rows: number): string {
  const lines = ["id,minutes,priority,channel,late"];
  for (let i = 0; i < rows; i++) {
    const minutes = (i * 37) % 240;
    const priority = 1 + (i % 5);
    const late = minutes + 20 * priority + ((i * 13) % 40) > 190;
    lines.push(
      [i, minutes, priority, ["mail", "phone", "desk"][i % 3], late ? "yes" : "no"].join(),
    );
  }
  return `${lines.join("\n")}\n`;
}

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

suite("train on a CSV", () => {
  let api: PlaygroundApi;

  suiteSetup(async () => {
    api = await getApi();
  });

  suiteTeardown(async () => {
    table().closePage();
    api.closePanel();
    await api.close();
    assert.equal(table().threadCount, 0);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  function table(): TableApi {
    if (api.table === undefined) throw new Error("no table was opened");
    return api.table;
  }

  function untilReviewed(): Promise<void> {
    return until("the table", () => {
      const { status, review, unfit } = table().state;
      if (status === "refused" || status === "failed") return true;
      return status === "ready" && (review !== null || unfit !== null);
    });
  }

  test("a table is shown in the data page with what is suggested", async () => {
    const uri = await write("tickets.csv", tickets(1000));
    assert.equal((await run<vscode.Uri>("trainOnCsv", uri)).toString(), uri.toString());
    await until("the page listens", () => table().isPageReady);
    await untilTab("Train: tickets.csv");
    await untilReviewed();
    const { state, summary } = table();
    assert.equal(state.fileName, "tickets.csv");
    assert.equal(summary?.rowCount, 1000);
    assert.equal(summary?.columns[state.target ?? -1]?.name, "late");
    assert.deepEqual(state.review?.items, { train: 600, validation: 200, test: 200 });
    assert.equal(api.threadCount, 0);
  });

  test("choices by message, training, a weight file that reads back", async () => {
    table().receive({ type: "setColumn", position: 2, changes: { scaling: "minMax" } });
    table().receive({ type: "setColumn", position: 3, changes: { isUsed: false } });
    table().receive({ type: "setColumn", position: 3, changes: { kind: "nonsense" } });
    await until("the review", () => table().state.review?.inputs === 2);
    table().receive({ type: "train" });
    await until("the playground has the table", () => api.state?.table?.fileName === "tickets.csv");
    await until("the panel listens", () => api.isPanelReady);
    await untilStatus(api, "finished");
    assert.equal(table().state.isInUse, true);
    const [recording] = api.recordings;
    const last = recording.lastEpoch();
    assert.ok(recording.metric(last, "testCorrect") / 200 > 0.85);

    const target = workspaceFile("tickets.weights.json");
    await run("exportWeights", { run: 0, target });
    const bytes = await vscode.workspace.fs.readFile(target);
    const { file, sizes } = readWeightBytes(bytes, "tickets.weights.json");
    assert.deepEqual(sizes, [2, 8, 2]);
    assert.deepEqual(file.classes, ["no", "yes"]);
    assert.ok(file.data.spec.kind === "table");
    assert.equal(file.data.spec.fileName, "tickets.csv");
    assert.deepEqual(file.data.spec.split, TABLE_SPLIT);
    assert.deepEqual(
      file.inputs.map(input => [input.name, input.kind === "number" && input.scaling.method]),
      [
        ["minutes", "zScore"],
        ["priority", "minMax"],
      ],
    );
    assert.doesNotMatch(new TextDecoder().decode(bytes), /workspace\//);
  });

  test("other recipes train on the same table", async () => {
    await run("trainWithAndWithoutL2");
    await untilStatus(api, "finished");
    assert.equal(stateOf(api).runs.length, 2);
    assert.equal(stateOf(api).experiment?.dataset.kind, "table");
  });

  test("a change on disk is noticed, and choices stay over the reload", async () => {
    await write("tickets.csv", tickets(800));
    await until("the change", () => table().state.fileChange === "changed");
    assert.equal(table().summary?.rowCount, 1000);
    table().receive({ type: "reload" });
    await until("the new rows", () => table().summary?.rowCount === 800);
    await untilReviewed();
    assert.equal(table().state.fileChange, null);
    assert.equal(table().state.columns[3].isUsed, false);
    assert.equal(table().state.isInUse, false);
  });

  test("the page can be closed and opened again: the thread goes, the choices stay", async () => {
    table().closePage();
    await until("no thread", () => table().threadCount === 0);
    assert.equal(table().isPageReady, false);
    await run("trainOnCsv", workspaceFile("tickets.csv"));
    await until("the page listens", () => table().isPageReady);
    await untilReviewed();
    assert.equal(table().state.columns[2].scaling, "minMax");
    assert.equal(table().state.columns[3].isUsed, false);
  });

  test("files that cannot be used are refused in words, and the next one is read", async () => {
    await run("trainOnCsv", await write("ragged.csv", "a,b,class\n1,2,x\n3,y\n"));
    await untilReviewed();
    assert.equal(table().state.status, "refused");
    assert.deepEqual([table().state.problem?.line, table().state.problem?.column], [3, 4]);
    table().receive({ type: "openFile", line: 3, column: 4 });
    const isThere = () =>
      vscode.window.activeTextEditor?.document.fileName.endsWith("ragged.csv") === true;
    await until("the file at its line", isThere);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);

    await run("trainOnCsv", workspaceFile("nowhere.csv"));
    assert.match(table().state.problem?.problem ?? "", /could not be read/);
    await run("trainOnCsv", workspaceFile("."));
    assert.match(table().state.problem?.problem ?? "", /got a folder/);
    await run("trainOnCsv", await write("long.csv", `a,class\n${"1,x\n2,y\n".repeat(500_001)}`));
    await untilReviewed();
    assert.match(table().state.problem?.problem ?? "", /at most 1,000,000 rows, got more/);
    table().receive({ type: "read", reading: { sample: { rows: 1000, seed: 0 } } });
    await untilReviewed();
    assert.equal(table().summary?.rowCount, 1000);
    await vscode.workspace.fs.delete(workspaceFile("long.csv"));

    await run("trainOnCsv", workspaceFile("tickets.csv"));
    await untilReviewed();
    assert.equal(table().summary?.rowCount, 800);
    // Another file: nothing of the one before is chosen.
    assert.equal(table().state.columns[3].isUsed, true);
  });

  test("a file that disappears is told: what was read stays, and reading it again says why not", async () => {
    const uri = await write("brief.csv", tickets(100));
    await run("trainOnCsv", uri);
    await untilReviewed();
    await vscode.workspace.fs.delete(uri);
    await until("the news", () => table().state.fileChange === "deleted");
    assert.deepEqual([table().state.status, table().summary?.rowCount], ["ready", 100]);
    table().receive({ type: "reload" });
    await until("the refusal", () => table().state.status === "refused");
    assert.match(table().state.problem?.problem ?? "", /could not be read/);
  });

  test("a file dropped from the editor is opened as from the menu; what cannot be read is not", async () => {
    await write("dropped.csv", tickets(100));
    table().receive({ type: "openTable", uri: workspaceFile("dropped.csv").toString() });
    await until("the dropped file", () => table().state.fileName === "dropped.csv");
    await untilReviewed();
    assert.deepEqual([table().summary?.rowCount, table().state.hasPlace], [100, true]);
    for (const uri of ["nowhere:/some.csv", "https://example.org/some.csv", "some.csv", "::", ""]) {
      table().receive({ type: "openTable", uri });
    }
    table().receive({ type: "openTable", uri: workspaceFile("tickets.weights.json").toString() });
    await untilReviewed();
    assert.equal(table().state.fileName, "dropped.csv");
  });

  test("a file of which only the bytes are known is trained on, and has to be given again", async () => {
    const bytes = new TextEncoder().encode(tickets(200));
    table().receive({ type: "giveTable", name: "given.csv", bytes });
    assert.equal(table().state.fileName, "given.csv");
    await untilReviewed();
    assert.deepEqual([table().summary?.rowCount, table().state.hasPlace], [200, false]);
    // What arrived is still whole: the thread got a copy.
    assert.ok(bytes.length > 0);
    table().receive({ type: "setColumn", position: 3, changes: { isUsed: false } });
    table().receive({ type: "train" });
    await until("the playground has it", () => api.state?.table?.fileName === "given.csv");
    table().receive({ type: "reload" });
    assert.equal(table().state.status, "ready");
    await until("the refusal", () => table().state.status === "refused");
    assert.match(table().state.problem?.problem ?? "", /has to be given again/);
    table().receive({ type: "giveTable", name: "given.csv", bytes });
    await untilReviewed();
    assert.equal(table().state.columns[3].isUsed, false);
    table().receive({ type: "giveTable", name: "given.pdf", bytes });
    assert.equal(table().state.fileName, "given.csv");

    await run("trainOnCsv", workspaceFile("tickets.csv"));
    await untilReviewed();
    assert.equal(table().state.hasPlace, true);
  });

  test("a killed data thread is told, and the file can be read again", async () => {
    table().killThread();
    await until("the failure", () => table().state.status === "failed");
    assert.match(table().state.problem?.problem ?? "", /ended unexpectedly/);
    table().receive({ type: "reload" });
    await until("the table", () => table().state.status === "ready");
    await untilReviewed();
  });

  test("the data of a preset takes the table's place", async () => {
    table().receive({ type: "train" });
    await until("the table is in use", () => table().state.isInUse);
    await run("reproduceFigure1");
    await untilStatus(api, "finished");
    assert.equal(stateOf(api).table, null);
    assert.equal(table().state.isInUse, false);
  });
});
