/** The workspace folder that the user works in. */
import * as vscode from "vscode";

/** The folder of the active editor, else the first one; undefined without a workspace. */
export function folderInUse(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  return (
    (active && vscode.workspace.getWorkspaceFolder(active)) ??
    vscode.workspace.workspaceFolders?.[0]
  );
}
