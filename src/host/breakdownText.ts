/** Words for a thread that is gone. */
import * as vscode from "vscode";
import type { TableProblem } from "../protocol/dataMessages.ts";
import type { Failure } from "../protocol/messages.ts";
import type { Breakdown } from "./ownedThread.ts";

/** Words for a training thread that is gone. */
export function describeBreakdown({ kind, detail }: Breakdown): Failure {
  switch (kind) {
    case "outOfMemory":
      return {
        reason: vscode.l10n.t("Training ran out of memory."),
        advice: vscode.l10n.t("Choose fewer hidden units or fewer epochs, then run again."),
      };
    case "vanished":
      return {
        reason: vscode.l10n.t("The training thread ended unexpectedly ({0}).", detail),
        advice: vscode.l10n.t("Nothing else was harmed: run again."),
      };
    case "threw":
      return {
        reason: vscode.l10n.t("Training failed: {0}", firstLine(detail)),
        advice: vscode.l10n.t("Run again, or restore the article's settings. The log has details."),
      };
    case "unreadable":
      return {
        reason: vscode.l10n.t("A message from the training thread could not be read."),
        advice: vscode.l10n.t("Run again. The log has details."),
      };
  }
}

/**
 * Words for a data thread that is gone.
 *
 * @param words for a table that is too large: what happened and what to do, and how to begin anew
 */
export function describeDataBreakdown(
  { kind, detail }: Breakdown,
  words: { readonly tooLarge: string; readonly useLess: string; readonly again: string },
): TableProblem {
  const isMemory = kind === "outOfMemory";
  return {
    line: null,
    column: null,
    problem: isMemory
      ? words.tooLarge
      : vscode.l10n.t("the data thread ended unexpectedly ({0})", firstLine(detail)),
    advice: isMemory ? words.useLess : words.again,
  };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0];
}
