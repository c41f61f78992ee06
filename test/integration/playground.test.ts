// The extension in a real extension host, driven by its commands. The tests build on one another:
// controls that somebody edited no longer follow the settings, so those come first.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { PlaygroundApi } from "../../src/host/api.ts";
import { commands } from "../../src/host/commands.ts";
import { readWeightBytes } from "../../src/protocol/weightFileReader.ts";
import {
  epochOf,
  findExtension,
  getApi,
  run,
  SECTION,
  setSetting,
  stateOf,
  until,
  untilEpoch,
  untilStatus,
} from "./fixture.ts";

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("the window has no folder");
  return vscode.Uri.joinPath(folder.uri, name);
}

suite("activation", () => {
  test("registers the commands of the manifest and does nothing else", async () => {
    const extension = findExtension();
    const api = await extension.activate();
    assert.equal(api.isCreated, false);
    assert.equal(api.threadCount, 0);
    const { contributes } = extension.packageJSON as Manifest;
    const declared = contributes.commands.map(({ command }) => command).sort();
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      registered.filter(command => command.startsWith(`${SECTION}.`)).sort(),
      declared,
    );
    assert.deepEqual(
      Object.keys(commands)
        .map(name => `${SECTION}.${name}`)
        .sort(),
      declared,
    );
  });
});

suite("playground", () => {
  let api: PlaygroundApi;

  suiteSetup(async () => {
    api = await getApi();
  });

  suiteTeardown(async () => {
    for (const name of ["epochs", "speed"]) await setSetting(name, undefined);
    await api.close();
    assert.equal(api.threadCount, 0);
    api.closePanel();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("settings are where the controls start, and follow until somebody edits them", async () => {
    await setSetting("epochs", 40);
    await setSetting("lambda", "much");
    await run("openPlayground");
    await until("the panel listens", () => api.isPanelReady);
    assert.equal(stateOf(api).config.epochs, 40);
    assert.equal(stateOf(api).config.l2, 0.005);
    await setSetting("lambda", 0.25);
    await until("the new lambda", () => stateOf(api).config.l2 === 0.25);
    await setSetting("lambda", undefined);
    await setSetting("epochs", undefined);
    await until("the defaults", () => stateOf(api).config.epochs === 500);
    assert.equal(api.threadCount, 0);
  });

  test("twins train in a thread, and only the penalized weights stay small", async () => {
    await run("trainWithAndWithoutL2");
    assert.equal(api.threadCount, 1);
    await untilStatus(api, "finished");
    const [none, l2] = api.recordings;
    assert.equal(none.metric(500, "trainMse").toFixed(4), "0.0913");
    assert.equal(l2.metric(500, "trainMse").toFixed(4), "0.1914");
    assert.ok(l2.metric(500, "sumOfSquares") < none.metric(500, "sumOfSquares") / 4);
    await until("the thread is gone", () => api.threadCount === 0);
    assert.equal(api.isPanelVisible, true);
  });

  test("exports a file that reads back to the same bits", async () => {
    const target = workspaceFile("l2.weights.json");
    const saved = await run<vscode.Uri>("exportWeights", { run: 1, target });
    assert.equal(saved.toString(), target.toString());
    const read = readWeightBytes(await vscode.workspace.fs.readFile(target), "l2.weights.json");
    assert.deepEqual(read.parameters, api.recordings[1].snapshotAt(500)?.parameters);
    assert.deepEqual(read.sizes, [10, 8, 4]);
    assert.equal(read.file.training.epoch, 500);
    assert.equal(read.file.training.variant.id, "l2");
    const names = (await vscode.workspace.fs.readDirectory(workspaceFile("."))).map(([n]) => n);
    assert.deepEqual(
      names.filter(name => name.includes("weights")),
      ["l2.weights.json"],
      "temporary files left",
    );
  });

  test("exports the weights of an earlier epoch", async () => {
    const target = workspaceFile("early.weights.json");
    await run("exportWeights", { run: 0, epoch: 100, target });
    const { file, parameters } = readWeightBytes(
      await vscode.workspace.fs.readFile(target),
      "early.weights.json",
    );
    assert.equal(file.training.epoch, 100);
    assert.deepEqual(parameters, api.recordings[0].snapshotAt(100)?.parameters);
  });

  test("never replaces a file unasked", async () => {
    const target = workspaceFile("mine.weights.json");
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode("mine"));
    // Where tests run the editor refuses to ask, which is no consent.
    await assert.rejects(async () => run("exportWeights", { run: 0, target }));
    const text = () => vscode.workspace.fs.readFile(target).then(b => new TextDecoder().decode(b));
    assert.equal(await text(), "mine");
    await run("exportWeights", { run: 0, target, overwrite: true });
    assert.match(await text(), /regularization-playground\/weights/);
  });

  test("a place that cannot be written to is told, and nothing is left there", async () => {
    const target = workspaceFile("mine.weights.json/inside.weights.json");
    assert.equal(await run("exportWeights", { run: 0, target }), undefined);
    assert.equal(await run("exportWeights", { run: 9, target }), undefined);
  });

  test("shows all weights as tables", async () => {
    const text = await run<string>("showWeights");
    assert.match(text, /Weights without L2: 10-8-4 network, epoch 500 of 500/);
    assert.match(text, /Weights with L2: 10-8-4 network/);
    assert.equal(text.match(/output biases:/g)?.length, 2);
    assert.match(text, /sum of squared weights 13\.9\d+/);
  });

  test("pauses, steps one epoch, resumes and stops", async () => {
    // Long enough for all that follows.
    await setSetting("epochs", 3900);
    await setSetting("speed", "slow");
    await until("the speed", () => stateOf(api).speed === "slow");
    await run("trainWithL2");
    await untilEpoch(api, 2);
    await run("pauseOrResume");
    await untilStatus(api, "paused");
    const paused = epochOf(api);
    await run("stepOneEpoch");
    await untilEpoch(api, paused + 1);
    assert.equal(epochOf(api), paused + 1);
    await run("pauseOrResume");
    await untilEpoch(api, paused + 3);
    const asked = performance.now();
    await run("stop");
    await untilStatus(api, "stopped");
    assert.ok(performance.now() - asked < 500, `took ${performance.now() - asked} ms`);
    await until("the thread is gone", () => api.threadCount === 0);
  });

  test("a closed panel loses nothing: training goes on, a new panel gets it all", async () => {
    await run("trainWithAndWithoutL2");
    await until("the panel listens", () => api.isPanelReady);
    await untilEpoch(api, 3);
    api.closePanel();
    await until("the panel is gone", () => !api.isPanelVisible);
    const closed = epochOf(api);
    await untilEpoch(api, closed + 5);
    assert.equal(stateOf(api).status, "training");
    await run("openPlayground");
    await until("the new panel listens", () => api.isPanelReady);
    assert.equal(stateOf(api).status, "training");
    assert.equal(api.recordings[0].metric(0, "epoch"), 0);
    assert.equal(api.recordings[0].length, api.recordings[0].lastEpoch() + 1);
  });

  test("a hidden panel loads anew when it is shown, while training goes on", async () => {
    await run("openPlayground");
    const document = await vscode.workspace.openTextDocument({ content: "in front" });
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Active);
    await until("the panel is hidden", () => !api.isPanelVisible);
    assert.equal(api.isPanelReady, false);
    const hidden = epochOf(api);
    await untilEpoch(api, hidden + 3);
    await run("openPlayground");
    await until("the panel listens again", () => api.isPanelReady);
    assert.equal(stateOf(api).status, "training");
  });

  test("saves the epoch that has been reached while training goes on", async () => {
    const target = workspaceFile("current.weights.json");
    await run("exportWeights", { run: 1, target });
    assert.equal(stateOf(api).status, "training");
    const bytes = await vscode.workspace.fs.readFile(target);
    const { file } = readWeightBytes(bytes, "current.weights.json");
    assert.equal(file.training.exportedWhileTraining, true);
    assert.ok(file.training.epoch > 0 && file.training.epoch <= epochOf(api));
  });

  test("training that lasts is told of in a notification only while no panel is visible", async () => {
    assert.equal(stateOf(api).status, "training");
    assert.equal(api.isNotificationShown, false);
    api.closePanel();
    await until("the notification", () => api.isNotificationShown, 10_000);
    await run("openPlayground");
    await until("no notification", () => !api.isNotificationShown);
  });

  test("a killed thread fails the experiment, and the next one trains", async () => {
    await run("trainWithAndWithoutL2");
    await untilEpoch(api, 2);
    api.killThread();
    await untilStatus(api, "failed");
    assert.match(stateOf(api).failure?.reason ?? "", /ended unexpectedly/);
    assert.notEqual(stateOf(api).failure?.advice, "");
    await until("the thread is gone", () => api.threadCount === 0);
    await setSetting("epochs", undefined);
    await setSetting("speed", "full");
    await until("the speed", () => stateOf(api).speed === "full");
    await run("trainWithoutL2");
    await untilStatus(api, "finished");
    assert.equal(stateOf(api).failure, null);
  });

  test("reset goes back to the start and keeps the seed; a new seed is another", async () => {
    await run("reset");
    assert.equal(stateOf(api).status, "idle");
    assert.equal(stateOf(api).config.seed, 0);
    assert.deepEqual(api.recordings, []);
    const seed = await run<number>("newSeed");
    assert.notEqual(seed, 0);
    assert.equal(stateOf(api).config.seed, seed);
    assert.equal(stateOf(api).status, "idle");
    await run("trainWithL2");
    await untilStatus(api, "finished");
    assert.equal(stateOf(api).runs[0].config.seed, seed);
  });

  test("repeats over seeds, and cancels them, from the palette", async () => {
    const state = () => api.repeats;
    await run("repeatOverSeeds", 3);
    await until("the repeats", () => state()?.status === "finished");
    assert.equal(state()?.report.repeats.length, 3);
    await run("repeatOverSeeds", 100);
    await run("cancelRepeats");
    assert.equal(state()?.status, "cancelled");
  });

  test("reproduces Figure 1 with the article's settings, whatever the controls were", async () => {
    await run("reproduceFigure1");
    await untilStatus(api, "finished");
    const printed = api.recordings.map(recording =>
      [100, 200, 300, 400, 500].map(epoch => recording.metric(epoch, "trainMse").toFixed(4)),
    );
    assert.deepEqual(printed, [
      ["0.1877", "0.1357", "0.1120", "0.0985", "0.0913"],
      ["0.1479", "0.1121", "0.1157", "0.1339", "0.1479"],
      ["0.2374", "0.2142", "0.2006", "0.1934", "0.1914"],
    ]);
  });

  test("closing ends the thread at once", async () => {
    await run("trainWithAndWithoutL2");
    assert.ok(api.threadCount >= 1);
    await api.close();
    assert.equal(api.threadCount, 0);
  });
});
