"use strict";
// Lives only in the temporary profile of `npm start`, so that the playground itself need not
// start with every window of its users.
const { commands } = require("vscode");

const STARTED = "started";

/** @param {import("vscode").ExtensionContext} context */
exports.activate = async context => {
  // A reloaded window brings its panel back by itself and must not lose it to a new experiment.
  if (context.workspaceState.get(STARTED)) return;
  await commands.executeCommand("regularizationPlayground.trainWithAndWithoutL2");
  await context.workspaceState.update(STARTED, true);
};
