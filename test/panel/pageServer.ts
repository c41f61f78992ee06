/** Serves a built page as VS Code would: under the same policy, with its script and its styles. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { webviewHtml } from "../../src/host/webviewHtml.ts";
import { type ThemeId, themes } from "./themes.ts";

export const DIST = resolve(import.meta.dirname, "../../dist");

/** What VS Code itself puts on every panel's page; ours has to stand on top of it. */
const EDITOR_STYLES = `
html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
body { overscroll-behavior-x: none; background-color: transparent;
  color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
  font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
  margin: 0; padding: 0 20px; }
img, video { max-width: 100%; max-height: 100%; }
a { color: var(--vscode-textLink-foreground); }
`;

export interface BuiltPage {
  readonly title: string;
  /** Of the page while it loads. */
  readonly heading?: string;
  /** Of the script and the style sheet in dist, without an ending. */
  readonly bundle: string;
  /** Scripts in dist that the script imports at once. */
  readonly imported?: readonly string[];
  /** Scripts in dist that it imports later. */
  readonly later?: readonly string[];
}

export async function servePage(built: BuiltPage, theme: ThemeId): Promise<Server> {
  const { bundle, imported = [], later = [] } = built;
  const scripts = [`${bundle}.js`, ...imported, ...later];
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const send = (type: string, body: string | Buffer) =>
      response.writeHead(200, { "content-type": type }).end(body);
    const name = new URL(request.url ?? "/", origin).pathname.slice(1);
    if (name === "") send("text/html; charset=utf-8", html(built, origin, theme));
    else if (name === "editor.css") send("text/css", EDITOR_STYLES);
    else if (name === `${bundle}.css`) send("text/css", readFileSync(join(DIST, name)));
    else if (scripts.includes(name)) send("text/javascript", readFileSync(join(DIST, name)));
    else response.writeHead(404).end();
  });
  await new Promise<void>(listening => server.listen(0, "127.0.0.1", listening));
  return server;
}

export function addressOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

function html(built: BuiltPage, origin: string, theme: ThemeId): string {
  const { title, heading, bundle, imported = [] } = built;
  return webviewHtml({
    title,
    ...(heading !== undefined && { heading }),
    language: "en",
    cspSource: origin,
    scriptUri: `${origin}/${bundle}.js`,
    importedUris: imported.map(name => `${origin}/${name}`),
    styleUri: `${origin}/${bundle}.css`,
    nonce: randomBytes(16).toString("base64"),
  })
    .replace('<link rel="stylesheet"', `<link rel="stylesheet" href="${origin}/editor.css" />$&`)
    .replace("<body>", `<body class="${themes[theme].bodyClass}">`);
}
