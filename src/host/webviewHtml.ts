/** The page of a panel: a strict policy, one style sheet, one script with the modules it imports. */

export interface WebviewPage {
  readonly title: string;
  /** Shown at once, in place of an empty page, until the script has drawn. */
  readonly heading?: string;
  /** BCP 47. */
  readonly language: string;
  readonly cspSource: string;
  /** A module. What it imports inherits its nonce, also where it is imported later. */
  readonly scriptUri: string;
  /** What the script imports at once: fetched beside it, not after it. */
  readonly importedUris?: readonly string[];
  readonly styleUri: string;
  /** New for every page. */
  readonly nonce: string;
}

export function webviewHtml(page: WebviewPage): string {
  const nonce = escape(page.nonce);
  const preloads = (page.importedUris ?? []).map(
    uri => `\n    <link rel="modulepreload" nonce="${nonce}" href="${escape(uri)}" />`,
  );
  const heading =
    page.heading === undefined
      ? ""
      : `<main class="panel" aria-busy="true"><header class="masthead"><h1>${escape(page.heading)}</h1></header></main>`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `img-src ${page.cspSource} data:`,
    `font-src ${page.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escape(page.language)}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${escape(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>${escape(page.title)}</title>
    <link rel="stylesheet" href="${escape(page.styleUri)}" />${preloads.join("")}
  </head>
  <body>
    <div id="root">${heading}</div>
    <script type="module" nonce="${nonce}" src="${escape(page.scriptUri)}"></script>
  </body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}
