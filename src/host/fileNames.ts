/** What files and failures are called in messages. */
import type * as vscode from "vscode";

/** Without folders. */
export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
