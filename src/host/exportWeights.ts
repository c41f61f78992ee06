/** The command that saves the weights of a variant as a JSON file. */
import { homedir } from "node:os";
import * as vscode from "vscode";
import { weightFileName } from "../protocol/weightFileName.ts";
import { mayWrite, writeFileAtomically } from "./atomicWrite.ts";
import { folderInUse } from "./folderInUse.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";
import { FOLDER_SETTING, SETTINGS_SECTION } from "./settings.ts";
import { takeSnapshot, type WeightSnapshot } from "./weightSnapshot.ts";

/** What is known already; the user is asked for the rest. */
export interface ExportRequest {
  /** Index of the variant. */
  readonly run?: number;
  readonly epoch?: number;
  readonly target?: vscode.Uri;
  /** Replace a file at the target without asking. */
  readonly overwrite?: boolean;
}

/** What a command was given, as far as it makes sense; a wrong member is as good as none. */
export function readExportRequest(value: unknown): ExportRequest {
  if (typeof value !== "object" || value === null) return {};
  const given = value as Partial<Record<keyof ExportRequest, unknown>>;
  const { run, epoch, target, overwrite } = given;
  return {
    ...(Number.isSafeInteger(run) && { run: run as number }),
    ...(Number.isSafeInteger(epoch) && { epoch: epoch as number }),
    ...(target instanceof vscode.Uri && { target }),
    ...(overwrite === true && { overwrite }),
  };
}

/**
 * Saves weights as they are when the command is given, whatever is trained while the user answers.
 *
 * @returns where they were saved; undefined if the user changed their mind or saving failed
 */
export async function exportWeights(
  model: PlaygroundModel,
  request: ExportRequest,
  program: { readonly version: string; readonly log: vscode.LogOutputChannel },
): Promise<vscode.Uri | undefined> {
  const snapshot = await chooseSnapshot(model, request);
  if (snapshot === undefined) return undefined;
  const target = await chooseTarget(snapshot, request);
  if (target === undefined) return undefined;
  const isTraining = snapshot.status === "training" && request.epoch === undefined;
  try {
    const { weightFileText } = await import("./weightFileText.ts");
    await writeFileAtomically(target, await weightFileText(snapshot, program.version));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    program.log.error(`Saving ${target.toString()} failed: ${reason}`);
    void vscode.window.showErrorMessage(
      vscode.l10n.t("The weights could not be saved to {0}: {1}", nameOf(target), reason),
    );
    return undefined;
  }
  void tellSaved(target, snapshot, isTraining);
  return target;
}

async function chooseSnapshot(
  model: PlaygroundModel,
  { run, epoch }: ExportRequest,
): Promise<WeightSnapshot | undefined> {
  const count = model.recordings.length;
  const indices = run !== undefined ? [run] : Array.from({ length: count }, (_, index) => index);
  const snapshots = indices.flatMap(index => takeSnapshot(model, index, epoch) ?? []);
  if (snapshots.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("There are no weights to export. Train a network first."),
    );
    return undefined;
  }
  if (snapshots.length === 1) return snapshots[0];
  const items = snapshots.map(snapshot => ({
    label: snapshot.run.label,
    description: vscode.l10n.t(
      "epoch {0} of {1}",
      snapshot.at.metrics.epoch,
      snapshot.run.config.epochs,
    ),
    snapshot,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Export Weights to JSON"),
    placeHolder: vscode.l10n.t("Which network?"),
  });
  return chosen?.snapshot;
}

async function chooseTarget(
  snapshot: WeightSnapshot,
  { target, overwrite }: ExportRequest,
): Promise<vscode.Uri | undefined> {
  if (target === undefined) {
    const name = weightFileName(snapshot.experiment, snapshot.run.id);
    return vscode.window.showSaveDialog({
      title: vscode.l10n.t("Export Weights"),
      saveLabel: vscode.l10n.t("Export"),
      defaultUri: vscode.Uri.joinPath(await defaultFolder(), name),
      filters: { [vscode.l10n.t("Weight file")]: ["weights.json", "json"] },
    });
  }
  return (await mayWrite(target, overwrite === true)) ? target : undefined;
}

/** The folder of the setting within the workspace folder in use, or the home folder. */
async function defaultFolder(): Promise<vscode.Uri> {
  const folder = folderInUse();
  if (folder === undefined) return vscode.Uri.file(homedir());
  const setting: unknown = vscode.workspace
    .getConfiguration(SETTINGS_SECTION, folder)
    .get(FOLDER_SETTING);
  if (typeof setting !== "string" || setting === "") return folder.uri;
  const chosen = vscode.Uri.joinPath(folder.uri, setting);
  // Dialogs refuse to save into a folder that is not there.
  return vscode.workspace.fs.createDirectory(chosen).then(
    () => chosen,
    () => folder.uri,
  );
}

async function tellSaved(
  target: vscode.Uri,
  { run, at }: WeightSnapshot,
  isTraining: boolean,
): Promise<void> {
  const { epoch } = at.metrics;
  const message = isTraining
    ? vscode.l10n.t("Saved epoch {0} of {1}; training goes on.", epoch, run.config.epochs)
    : vscode.l10n.t("Saved the weights {0}, epoch {1}, to {2}.", run.label, epoch, nameOf(target));
  const open = vscode.l10n.t("Open");
  const answer = await vscode.window.showInformationMessage(message, open);
  if (answer === open) await vscode.window.showTextDocument(target);
}

function nameOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}
