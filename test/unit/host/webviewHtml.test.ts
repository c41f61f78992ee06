import assert from "node:assert/strict";
import { test } from "node:test";
import { webviewHtml } from "../../../src/host/webviewHtml.ts";

const page = {
  title: "Playground",
  language: "en",
  cspSource: "https://csp.example",
  scriptUri: "https://csp.example/dist/webview.js",
  styleUri: "https://csp.example/dist/webview.css",
  nonce: "bm9uY2U=",
};

test("the policy allows the script by its nonce, styles and images of the extension, nothing else", () => {
  const html = webviewHtml(page);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  assert.equal(
    policy,
    "default-src 'none'; script-src 'nonce-bm9uY2U='; style-src https://csp.example; " +
      "img-src https://csp.example data:; font-src https://csp.example",
  );
  assert.ok(!html.includes("unsafe"));
  assert.ok(!/ style=/.test(html));
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.match(
    html,
    /<script type="module" nonce="bm9uY2U=" src="https:\/\/csp.example\/dist\/webview.js">/,
  );
  assert.ok(!html.includes("modulepreload"));
});

test("what the script imports at once is fetched beside it, under the same nonce", () => {
  const html = webviewHtml({ ...page, importedUris: ["https://csp.example/dist/shared.js?a&b"] });
  assert.match(
    html,
    /<link rel="modulepreload" nonce="bm9uY2U=" href="https:\/\/csp.example\/dist\/shared.js\?a&#38;b" \/>/,
  );
});

test("a page without a heading is empty until its script has drawn, one with a heading is not", () => {
  assert.match(webviewHtml(page), /<div id="root"><\/div>/);
  assert.match(
    webviewHtml({ ...page, heading: "Play & <learn>" }),
    /<div id="root"><main class="panel" aria-busy="true">.*<h1>Play &#38; &#60;learn&#62;<\/h1>/,
  );
});

test("what is put into the page is escaped", () => {
  const html = webviewHtml({ ...page, title: `"><script>alert(1)</script>&` });
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.match(html, /<title>&#34;&#62;&#60;script&#62;alert\(1\)&#60;\/script&#62;&#38;<\/title>/);
});
