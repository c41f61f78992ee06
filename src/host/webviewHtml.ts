/** The page of the panel: a strict policy, one style sheet, one script. */

export interface WebviewPage {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** New for every page. */
  readonly nonce: string;
}

export function webviewHtml(page: WebviewPage): string {
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
    <link rel="stylesheet" href="${escape(page.styleUri)}" />
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${escape(page.nonce)}" src="${escape(page.scriptUri)}"></script>
  </body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}
