/**
 * The command that makes a predict function from a weight file. A bundle of its own, loaded when
 * the command is first given.
 */
import * as vscode from "vscode";
import { generatePredictor } from "../protocol/predictor/generatePredictor.ts";
import {
  type PredictorLanguage,
  predictorFileName,
  predictorLanguages,
} from "../protocol/predictor/predictorLanguages.ts";
import { mayWrite, writeFileAtomically } from "./atomicWrite.ts";
import { fileNameOf, reasonOf } from "./fileNames.ts";
import { activeWeightFile, chooseWeightFile, readWeightFile } from "./weightFiles.ts";

/** What is known already; the user is asked for the rest. */
interface PredictFunctionRequest {
  /** The weight file. */
  readonly source?: vscode.Uri;
  readonly language?: PredictorLanguage;
  readonly target?: vscode.Uri;
  /** Replace a file at the target without asking. */
  readonly overwrite?: boolean;
}

/**
 * What a command was given, as far as it makes sense; a wrong member is as good as none. Menus give
 * the file that they belong to.
 */
function readRequest(value: unknown): PredictFunctionRequest {
  if (value instanceof vscode.Uri) return { source: value };
  if (typeof value !== "object" || value === null) return {};
  const given = value as Partial<Record<keyof PredictFunctionRequest, unknown>>;
  const { source, language, target, overwrite } = given;
  return {
    ...(source instanceof vscode.Uri && { source }),
    ...(isLanguage(language) && { language }),
    ...(target instanceof vscode.Uri && { target }),
    ...(overwrite === true && { overwrite }),
  };
}

function isLanguage(value: unknown): value is PredictorLanguage {
  return typeof value === "string" && Object.hasOwn(predictorLanguages, value);
}

/**
 * Reads and checks a weight file, writes the predict function and opens it. A file that is refused
 * is refused before any other question.
 *
 * @param argument a PredictFunctionRequest, or the Uri of a weight file
 * @returns where it was written; undefined if the user changed their mind or something failed
 */
export async function generatePredictFunction(
  argument: unknown,
  log: vscode.LogOutputChannel,
): Promise<vscode.Uri | undefined> {
  const request = readRequest(argument);
  const source = request.source ?? activeWeightFile() ?? (await chooseSource());
  if (source === undefined) return undefined;
  const read = await readWeightFile(source);
  if (typeof read === "string") {
    log.error(`Reading ${source.toString()} failed: ${read}`);
    void vscode.window.showErrorMessage(read);
    return undefined;
  }
  const language = request.language ?? (await chooseLanguage());
  if (language === undefined) return undefined;
  let target: vscode.Uri | undefined;
  try {
    const text = generatePredictor(read.file, language);
    target = await chooseTarget(source, language, request);
    if (target === undefined) return undefined;
    await writeFileAtomically(target, text);
  } catch (error) {
    tellFailure(log, target ?? source, reasonOf(error));
    return undefined;
  }
  await show(target, log);
  return target;
}

async function show(target: vscode.Uri, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await vscode.window.showTextDocument(target);
  } catch (error) {
    // Too large for the editor, say. It is written all the same.
    log.warn(`Opening ${target.toString()} failed: ${reasonOf(error)}`);
  }
}

function chooseSource(): Promise<vscode.Uri | undefined> {
  return chooseWeightFile(
    vscode.l10n.t("Generate Predict Function: From Which Weights?"),
    vscode.l10n.t("Generate"),
  );
}

async function chooseLanguage(): Promise<PredictorLanguage | undefined> {
  const languages = Object.keys(predictorLanguages) as PredictorLanguage[];
  const items = languages.map(language => ({
    label: predictorLanguages[language].label,
    description: `.${predictorLanguages[language].extension}`,
    language,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Generate Predict Function"),
    placeHolder: vscode.l10n.t("Which language?"),
  });
  return chosen?.language;
}

async function chooseTarget(
  source: vscode.Uri,
  language: PredictorLanguage,
  { target, overwrite }: PredictFunctionRequest,
): Promise<vscode.Uri | undefined> {
  if (target !== undefined) {
    return (await mayWrite(target, overwrite === true)) ? target : undefined;
  }
  const { label, extension } = predictorLanguages[language];
  const name = predictorFileName(fileNameOf(source), language);
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t("Generate Predict Function"),
    saveLabel: vscode.l10n.t("Generate"),
    defaultUri: vscode.Uri.joinPath(source, "..", name),
    filters: { [label]: [extension] },
  });
}

/** @param file that was to be written, or the weight file that no function can be made of */
function tellFailure(log: vscode.LogOutputChannel, file: vscode.Uri, reason: string): void {
  log.error(`A predict function failed, ${file.toString()}: ${reason}`);
  const name = vscode.workspace.asRelativePath(file);
  void vscode.window.showErrorMessage(
    vscode.l10n.t("The predict function could not be saved. {0}: {1}", name, reason),
  );
}
