/** What every panel of the extension has in the editor: an icon, a strict policy, a built page. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { webviewHtml } from "./webviewHtml.ts";

interface WebviewPageOptions {
  readonly extensionUri: vscode.Uri;
  /** Of the document. */
  readonly title: string;
  /** Of the page while it loads. */
  readonly heading?: string;
  /** Of the script and the style sheet in dist, without an ending. */
  readonly bundle: string;
  /** Scripts in dist that the script imports at once. */
  readonly imported?: readonly string[];
}

/** Loads a built page into a panel. */
export function loadPage(panel: vscode.WebviewPanel, options: WebviewPageOptions): void {
  const { extensionUri, title, heading, bundle, imported = [] } = options;
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, "dist");
  const media = vscode.Uri.joinPath(extensionUri, "media");
  panel.iconPath = {
    light: vscode.Uri.joinPath(media, "panel-light.svg"),
    dark: vscode.Uri.joinPath(media, "panel-dark.svg"),
  };
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const uriOf = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  webview.html = webviewHtml({
    title,
    ...(heading !== undefined && { heading }),
    language: vscode.env.language,
    cspSource: webview.cspSource,
    scriptUri: uriOf(`${bundle}.js`),
    importedUris: imported.map(uriOf),
    styleUri: uriOf(`${bundle}.css`),
    nonce: randomBytes(16).toString("base64"),
  });
}
