// From a weight file of the workspace to a predict function, in a real extension host.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { generatePredictor } from "../../src/protocol/predictor/generatePredictor.ts";
import {
  type PredictorLanguage,
  predictorFileName,
  predictorLanguages,
} from "../../src/protocol/predictor/predictorLanguages.ts";
import { createWeightFile, formatWeightFile } from "../../src/protocol/weightFileWriter.ts";
import { trained } from "../unit/protocol/weightFileFixture.ts";
import { getApi, run } from "./fixture.ts";

const LANGUAGES = Object.keys(predictorLanguages) as PredictorLanguage[];
const { fs } = vscode.workspace;

suite("predict functions", () => {
  const file = createWeightFile(trained("withL2").source);
  let folder: vscode.Uri;
  let source: vscode.Uri;

  const at = (name: string) => vscode.Uri.joinPath(folder, name);
  const write = (uri: vscode.Uri, text: string) =>
    fs.writeFile(uri, new TextEncoder().encode(text));
  const read = async (uri: vscode.Uri) => new TextDecoder().decode(await fs.readFile(uri));
  const names = async () => (await fs.readDirectory(folder)).map(([name]) => name).sort();
  const generate = (argument: unknown) =>
    run<vscode.Uri | undefined>("generatePredictFunction", argument);

  suiteSetup(async () => {
    await getApi();
    const root = vscode.workspace.workspaceFolders?.[0];
    assert.ok(root, "the window has no folder");
    folder = vscode.Uri.joinPath(root.uri, "predict functions");
    await fs.createDirectory(folder);
    source = at("some-l2.weights.json");
    await write(source, formatWeightFile(file));
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await fs.delete(folder, { recursive: true });
  });

  for (const language of LANGUAGES) {
    test(`in ${predictorLanguages[language].label}: written whole, and shown`, async () => {
      const target = at(predictorFileName("some-l2.weights.json", language));
      const written = await generate({ source, language, target });
      assert.equal(written?.toString(), target.toString());
      assert.equal(await read(target), generatePredictor(file, language));
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.toString(), target.toString());
      assert.equal(document.languageId, language);
    });
  }

  test("nothing else was written", async () => {
    assert.deepEqual(await names(), [
      "some-l2.predict.js",
      "some-l2.predict.ts",
      "some-l2.weights.json",
      "some_l2_predict.py",
    ]);
  });

  test("from the weight file in the editor", async () => {
    await vscode.window.showTextDocument(source);
    const target = at("active.predict.js");
    await generate({ language: "javascript", target });
    assert.equal(await read(target), generatePredictor(file, "javascript"));
  });

  test("never replaces a file unasked", async () => {
    const target = at("mine.ts");
    await write(target, "mine");
    // Where tests run the editor refuses to ask, which is no consent.
    assert.equal(await generate({ source, language: "typescript", target }), undefined);
    assert.equal(await read(target), "mine");
    await generate({ source, language: "typescript", target, overwrite: true });
    assert.equal(await read(target), generatePredictor(file, "typescript"));
  });

  test("a file that the reader refuses gives nothing, whoever asks", async () => {
    const damaged = at("damaged.weights.json");
    await write(damaged, formatWeightFile({ ...file, weightsSha256: "0".repeat(64) }));
    const before = await names();
    const target = at("damaged.predict.ts");
    assert.equal(await generate({ source: damaged, language: "typescript", target }), undefined);
    // As a menu asks: the refusal comes before any question.
    assert.equal(await generate(damaged), undefined);
    assert.equal(await generate(at("absent.weights.json")), undefined);
    assert.deepEqual(await names(), before);
  });

  test("a place that cannot be written to is told, and nothing is left there", async () => {
    const before = await names();
    const target = vscode.Uri.joinPath(source, "inside.ts");
    assert.equal(await generate({ source, language: "typescript", target }), undefined);
    assert.deepEqual(await names(), before);
  });
});
