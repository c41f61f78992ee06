/** Words for a training thread that is gone. */
import * as vscode from "vscode";
import type { Failure } from "../protocol/messages.ts";
import type { Breakdown } from "./ownedThread.ts";

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

function firstLine(text: string): string {
  return text.split("\n", 1)[0];
}
