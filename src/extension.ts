/** Entry of the extension: registers, and does nothing else until a command is given. */
import * as vscode from "vscode";
import { createApi, type PlaygroundApi } from "./host/api.ts";
import { registerCommands } from "./host/commands.ts";
import { Playground } from "./host/playground.ts";
import { PANEL_VIEW_TYPE } from "./host/playgroundPanel.ts";

let playground: Playground | undefined;

export function activate(context: vscode.ExtensionContext): PlaygroundApi {
  const getPlayground = () => {
    playground ??= new Playground(context);
    return playground;
  };
  context.subscriptions.push(
    ...registerCommands(vscode.commands.registerCommand, getPlayground),
    vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, {
      deserializeWebviewPanel(panel) {
        getPlayground().adoptPanel(panel);
        return Promise.resolve();
      },
    }),
    { dispose: () => playground?.dispose() },
  );
  return createApi(() => playground);
}

export async function deactivate(): Promise<void> {
  await playground?.close();
}
