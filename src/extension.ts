/** Entry of the extension: registers, and does nothing else until a command is given. */
import * as vscode from "vscode";
import { createApi, type PlaygroundApi } from "./host/api.ts";
import { registerCommands } from "./host/commands.ts";
import { PANEL_VIEW_TYPE, PlaygroundLoader } from "./host/playgroundLoader.ts";

let loader: PlaygroundLoader | undefined;

export function activate(context: vscode.ExtensionContext): PlaygroundApi {
  const playgrounds = new PlaygroundLoader(context);
  loader = playgrounds;
  context.subscriptions.push(
    ...registerCommands(vscode.commands.registerCommand, () => playgrounds.get()),
    vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, {
      async deserializeWebviewPanel(panel) {
        (await playgrounds.get()).adoptPanel(panel);
      },
    }),
    playgrounds,
  );
  return createApi(() => playgrounds.current);
}

export async function deactivate(): Promise<void> {
  await loader?.close();
}
