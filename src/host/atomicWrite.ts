/** Writes a file so that it is there whole or not at all, in any file system of the editor. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/**
 * Writes beside the target, then takes its name. A file of that name is replaced.
 *
 * @throws {Error} of the file system; what was there before is as it was
 */
export async function writeFileAtomically(
  target: vscode.Uri,
  content: string | Uint8Array,
): Promise<void> {
  const { fs } = vscode.workspace;
  const name = target.path.slice(target.path.lastIndexOf("/") + 1);
  const sibling = `.${name}.${randomBytes(6).toString("hex")}.tmp`;
  const temporary = vscode.Uri.joinPath(target, "..", sibling);
  try {
    await fs.writeFile(
      temporary,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    await fs.rename(temporary, target, { overwrite: true });
  } catch (error) {
    await fs.delete(temporary).then(undefined, () => undefined); // may not have come to be
    throw error;
  }
}

/**
 * Asks before a file is replaced.
 *
 * @param overwrite the answer, if it is known
 */
export async function mayWrite(target: vscode.Uri, overwrite: boolean): Promise<boolean> {
  if (overwrite || !(await fileExists(target))) return true;
  const replace = vscode.l10n.t("Replace");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0} already exists. Replace it?", vscode.workspace.asRelativePath(target)),
    { modal: true },
    replace,
  );
  return answer === replace;
}

async function fileExists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
