/** Entry of the extension: registers, and does nothing else until a command is given. */
import * as vscode from "vscode";
import type { Playground } from "./host/playground.ts";
import { createApi, type PlaygroundApi } from "./host/api.ts";
import { registerCommands } from "./host/commands.ts";
import { PlaygroundLoader } from "./host/playgroundLoader.ts";
import { DATA_VIEW_TYPE, PANEL_VIEW_TYPE, USE_VIEW_TYPE } from "./host/viewTypes.ts";

/** Who takes a panel that the editor brings back, by its type. */
const adoptions: Readonly<
  Record<string, (playground: Playground, panel: vscode.WebviewPanel) => Promise<void> | void>
> = {
  [PANEL_VIEW_TYPE]: (playground, panel) => playground.adoptPanel(panel),
  [DATA_VIEW_TYPE]: (playground, panel) => playground.adoptDataPage(panel),
  [USE_VIEW_TYPE]: (playground, panel) => playground.adoptUsePage(panel),
};

let loader: PlaygroundLoader | undefined;

export function activate(context: vscode.ExtensionContext): PlaygroundApi {
  const playgrounds = new PlaygroundLoader(context);
  loader = playgrounds;
  context.subscriptions.push(
    ...registerCommands(vscode.commands.registerCommand, () => playgrounds.get()),
    ...Object.entries(adoptions).map(([viewType, adopt]) =>
      vscode.window.registerWebviewPanelSerializer(viewType, {
        async deserializeWebviewPanel(panel) {
          await adopt(await playgrounds.get(), panel);
        },
      }),
    ),
    playgrounds,
  );
  return createApi(() => playgrounds.current);
}

export async function deactivate(): Promise<void> {
  await loader?.close();
}
