/** Saves a chart of the panel where the user says. */
import { homedir } from "node:os";
import * as vscode from "vscode";
import { chartFileOf, chartFormats, type SaveChart } from "./chartFile.ts";
import { writeFileAtomically } from "./atomicWrite.ts";
import { folderInUse } from "./folderInUse.ts";

/** @returns where it was saved; undefined if the user changed their mind or saving failed */
export async function saveChart(
  chart: SaveChart,
  log: vscode.LogOutputChannel,
): Promise<vscode.Uri | undefined> {
  const file = checkedFile(chart, log);
  if (file === undefined) return undefined;
  const { name, format, content } = file;
  const folder = folderInUse()?.uri ?? vscode.Uri.file(homedir());
  // The dialog asks before it lets a file be replaced.
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Save Chart"),
    saveLabel: vscode.l10n.t("Save"),
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: { [chartFormats[format].label]: [format] },
  });
  if (target === undefined) return undefined;
  try {
    await writeFileAtomically(target, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error(`Saving ${target.toString()} failed: ${reason}`);
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        "The chart could not be saved to {0}: {1}",
        vscode.workspace.asRelativePath(target),
        reason,
      ),
    );
    return undefined;
  }
  void tellSaved(target);
  return target;
}

/** The file to write; undefined, and told in the log, if the panel sent no such file. */
function checkedFile(chart: SaveChart, log: vscode.LogOutputChannel) {
  try {
    return chartFileOf(chart);
  } catch (error) {
    log.error(`Refused from the panel: ${String(error)}`);
    return undefined;
  }
}

async function tellSaved(target: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t("Open");
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t("Saved the chart to {0}.", vscode.workspace.asRelativePath(target)),
    open,
  );
  if (answer === open) await vscode.commands.executeCommand("vscode.open", target);
}
