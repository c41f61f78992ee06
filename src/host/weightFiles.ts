/** Weight files of the workspace: choosing one, reading and checking it. */
import * as vscode from "vscode";
import type { ReadWeights } from "../protocol/weightFileReader.ts";
import { fileNameOf, reasonOf } from "./fileNames.ts";

const WEIGHT_FILE_ENDING = ".weights.json";

/** The weight file in the active editor. */
export function activeWeightFile(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.path.toLowerCase().endsWith(WEIGHT_FILE_ENDING) === true ? uri : undefined;
}

/**
 * @param title of the dialog
 * @param openLabel of its button
 */
export async function chooseWeightFile(
  title: string,
  openLabel: string,
): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel,
    filters: { [vscode.l10n.t("Weight file")]: ["weights.json", "json"] },
    ...(folder && { defaultUri: folder }),
  });
  return chosen?.[0];
}

/**
 * Reads and checks a weight file.
 *
 * @returns in one sentence why it is refused, if it is; with its name, place and what to do
 */
export async function readWeightFile(source: vscode.Uri): Promise<ReadWeights | string> {
  const name = fileNameOf(source);
  try {
    const { checkWeightFileSize, readWeightBytes } = await import("./weightFileReading.ts");
    const { size } = await vscode.workspace.fs.stat(source);
    checkWeightFileSize(size, name);
    return readWeightBytes(await vscode.workspace.fs.readFile(source), name);
  } catch (error) {
    const reason = reasonOf(error);
    // The message of a refused file begins with its name; others may not say which file it was.
    return reason.startsWith(name)
      ? reason
      : vscode.l10n.t("{0} could not be read: {1}", name, reason);
  }
}
