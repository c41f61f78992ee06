// Saved weights of the workspace in use, in a real extension host: the page, an item, a table.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { PlaygroundApi, UseApi } from "../../src/host/api.ts";
import { createWeightFile, formatWeightFile } from "../../src/protocol/weightFileWriter.ts";
import { trained } from "../unit/protocol/weightFileFixture.ts";
import { getApi, run, until, untilTab } from "./fixture.ts";

const { fs } = vscode.workspace;

suite("predict with weights", () => {
  const file = createWeightFile(trained("withL2").source);
  let api: PlaygroundApi;
  let folder: vscode.Uri;

  const at = (name: string) => vscode.Uri.joinPath(folder, name);
  const write = async (name: string, text: string) => {
    await fs.writeFile(at(name), new TextEncoder().encode(text));
    return at(name);
  };

  function use(): UseApi {
    if (api.use === undefined) throw new Error("no weights were used");
    return api.use;
  }

  suiteSetup(async () => {
    api = await getApi();
    const root = vscode.workspace.workspaceFolders?.[0];
    assert.ok(root, "the window has no folder");
    folder = vscode.Uri.joinPath(root.uri, "weights in use");
    await fs.createDirectory(folder);
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await api.close();
    assert.equal(use().threadCount, 0);
    await fs.delete(folder, { recursive: true });
  });

  test("a weight file comes with a form and an answer", async () => {
    const source = await write("some-l2.weights.json", formatWeightFile(file));
    const shown = await run<vscode.Uri | undefined>("predictWithWeights", source);
    assert.equal(shown?.toString(), source.toString());
    await until("the page", () => use().isPageReady);
    await untilTab("Predict: some-l2.weights.json");
    const { state } = use();
    assert.equal(state.fileName, "some-l2.weights.json");
    assert.equal(state.fields.length, file.inputs.length);
    const [{ inputs, probabilities = [] }] = file.selfTest.items;
    for (const [position, value] of inputs.entries()) {
      use().receive({ type: "setValue", position, text: String(value) });
    }
    const { answer } = use().state;
    assert.ok(answer?.kind === "class");
    assert.equal(answer.probabilities.length, file.classes.length);
    assert.equal(probabilities.length, file.classes.length);
    for (const [i, value] of probabilities.entries()) {
      assert.ok(Math.abs(answer.probabilities[i] - value) <= 1e-12);
    }
  });

  test("a table is answered and saved, whole", async () => {
    const names = file.inputs.map(({ name }) => name);
    const rows = file.selfTest.items.map(({ inputs }) => inputs.join(","));
    const table = await write("items.csv", `${names.join(",")}\n${rows.join("\n")}\n`);
    await use().answerTable(table);
    await until("the answers", () => use().state.table.status === "answered");
    const target = at("items.predicted.csv");
    assert.equal((await use().save(target))?.toString(), target.toString());
    const lines = new TextDecoder()
      .decode(await fs.readFile(target))
      .trimEnd()
      .split("\n");
    assert.equal(lines.length, rows.length + 1);
    const [{ probabilities = [] }] = file.selfTest.items;
    const written = lines[1].split(",").slice(-file.classes.length).map(Number);
    for (const [i, value] of probabilities.entries()) {
      assert.ok(Math.abs(written[i] - value) <= 1e-12);
    }
    assert.match(use().state.table.savedAs ?? "", /items\.predicted\.csv$/);
    const left = (await fs.readDirectory(folder)).map(([name]) => name).sort();
    assert.deepEqual(left, ["items.csv", "items.predicted.csv", "some-l2.weights.json"]);
  });

  test("a table that does not fit is read in another way when the page asks for it", async () => {
    const names = file.inputs.map(({ name }) => name);
    const [{ inputs }] = file.selfTest.items;
    const ragged = `${names.join(";")}\n${inputs.join(";")}\n${inputs.join(";")};1\n`;
    await use().answerTable(await write("ragged.csv", ragged));
    await until("the refusal", () => use().state.table.status === "refused");
    assert.equal(use().state.table.problem?.line, 3);
    use().receive({ type: "readTable", reading: { delimiter: ";", raggedRows: "exclude" } });
    await until("the answers", () => use().state.table.status === "answered");
    assert.equal(use().state.table.answers?.items, 1);
    use().receive({ type: "readTable", reading: { delimiter: ";;" } });
    assert.equal(use().state.table.status, "answered");
    await fs.delete(at("ragged.csv"));
  });

  test("what cannot be used is told, and nothing is left of what was there", async () => {
    await use().answerTable(at("nothing.csv"));
    assert.equal(use().state.table.status, "refused");
    const broken = await write("broken.weights.json", "{}");
    await run("predictWithWeights", broken);
    assert.match(use().state.refusal ?? "", /^broken\.weights\.json: /);
    assert.equal(use().state.table.status, "none");
    use().receive({ type: "nonsense" });
  });
});
