// Tables dropped on the pages, by the events that the editor and the system send. Pictures are in
// test-results/panel.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { DropMessage } from "../../src/protocol/tableDrop.ts";
import { launchBrowser } from "../bench/bench.mjs";
import { flowers } from "../worker/tableFixture.ts";
import { TestDataPage } from "./dataPageHarness.ts";
import { checkLook } from "./lookCheck.ts";
import { TestPanel } from "./panelHarness.ts";

let browser: Browser;

before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

interface Dragged {
  /** Places of files, by the type of the list. */
  readonly uris?: Readonly<Record<string, string>>;
  readonly files?: readonly { readonly name: string; readonly text: string }[];
  /** Bytes of one more file. */
  readonly size?: number;
}

const CODE = "application/vnd.code.uri-list";

/** What Chromium sends while something is dragged over a page, and when it is dropped or leaves. */
async function drag(
  page: Page,
  types: readonly ("dragenter" | "dragover" | "dragleave" | "drop")[],
  dragged: Dragged,
): Promise<boolean> {
  return page.evaluate(
    ([events, { uris = {}, files = [], size }]) => {
      const dataTransfer = new DataTransfer();
      for (const [type, list] of Object.entries(uris)) dataTransfer.setData(type, list);
      for (const { name, text } of files) dataTransfer.items.add(new File([text], name));
      if (size !== undefined) {
        dataTransfer.items.add(new File([new Uint8Array(size)], "large.csv"));
      }
      const init = { dataTransfer, bubbles: true, cancelable: true };
      let isTaken = false;
      for (const type of events) {
        const event = new DragEvent(type, init);
        document.querySelector("main")?.dispatchEvent(event);
        isTaken = event.defaultPrevented;
      }
      return isTaken;
    },
    [types, dragged] as const,
  );
}

async function dropped(page: Page, dragged: Dragged): Promise<void> {
  await drag(page, ["dragenter", "dragover", "drop"], dragged);
}

test("a file is shown where it can be dropped, and taken with its bytes or by its place", async () => {
  const shown = await new TestDataPage().open(browser);
  try {
    const { page, received } = shown;
    const hint = page.locator("#dropHint");
    const file = { files: [{ name: "flowers.csv", text: flowers() }] };
    assert.equal(await drag(page, ["dragenter", "dragover"], file), true);
    assert.match(await hint.innerText(), /^Drop a CSV to train on it; in the editor hold Shift$/);
    await checkLook(shown, "drop-hint-1200");
    await drag(page, ["dragleave"], file);
    assert.equal(await hint.count(), 0);

    await dropped(page, file);
    await shown.untilStatus("ready");
    const given = received.find(message => message.type === "giveTable");
    assert.equal(given?.name, "flowers.csv");
    assert.equal(new TextDecoder().decode(given.bytes), flowers());
    assert.equal(await hint.count(), 0);
    // Nobody knows where it lies: there is nothing to open or to read again.
    await shown.read("ragged.csv", new TextEncoder().encode("a,b,class\n1,2,x\n3,y\n"));
    assert.equal(await page.locator("#refused").count(), 1);
    assert.equal(await page.locator("#refused-open, #readAgain").count(), 0);

    const uri = "vscode-vfs://github/some/tick%20ets.CSV";
    await dropped(page, { uris: { [CODE]: `${uri}\r\n`, "text/uri-list": "file:///other.csv" } });
    assert.deepEqual(received.at(-1), { type: "openTable", uri });
    await dropped(page, { uris: { "text/uri-list": "# a comment\nfile:///c/tickets.tsv\n" } });
    assert.deepEqual(received.at(-1), { type: "openTable", uri: "file:///c/tickets.tsv" });
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("what is no table is refused in a sentence, which goes when it is closed", async () => {
  const shown = await new TestDataPage().open(browser);
  try {
    const { page } = shown;
    const refused = page.locator("#dropRefused");
    const refusals: [Dragged, RegExp][] = [
      [{ files: [{ name: "notes.pdf", text: "" }] }, /^notes\.pdf is not taken for a table/],
      [{ uris: { [CODE]: "file:///a%20b.json" } }, /^a b\.json is not taken for a table/],
      [
        { uris: { [CODE]: "file:///a.csv\r\nfile:///b.csv\r\n" } },
        /^2 files were dropped\. Drop one/,
      ],
      [
        { files: ["a.csv", "b.csv", "c.csv"].map(name => ({ name, text: "" })) },
        /^3 files were dropped\. Drop one/,
      ],
      [{ uris: { "text/uri-list": "# nothing\n" } }, /^What was dropped holds no file\./],
      [{ size: 50_000_001 }, /^large\.csv has 50\.0 MB, and at most 50 MB can be dropped\./],
    ];
    const posted = shown.received.length;
    for (const [dragged, words] of refusals) {
      await dropped(page, dragged);
      await refused.waitFor();
      assert.match(await refused.innerText(), words);
      await drag(page, ["dragenter", "dragover"], dragged);
      assert.equal(await refused.count(), 0);
      await drag(page, ["dragleave"], dragged);
    }
    await dropped(page, refusals[0][0]);
    await shown.resize(360);
    await checkLook(shown, "drop-refused-360");
    await page.locator("#closeDropRefused").press("Enter");
    assert.equal(await refused.count(), 0);
    assert.equal(shown.received.length, posted);
    // Text that is dragged is nobody's business.
    assert.equal(await drag(page, ["dragover"], { uris: { "text/plain": "a.csv" } }), false);
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("the panel takes a table too, from the first drag on", async () => {
  const panel = await new TestPanel().open(browser);
  try {
    const { page, received } = panel;
    // The code for it is loaded when something is dragged for the first time.
    await drag(page, ["dragenter"], { files: [] });
    const file = { files: [{ name: "a.csv", text: "a,b\n1,2\n" }] };
    await page.waitForFunction(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([""], "a.csv"));
      const init = { dataTransfer, bubbles: true, cancelable: true };
      document.querySelector("main")?.dispatchEvent(new DragEvent("dragover", init));
      return document.querySelector("#dropHint") !== null;
    });
    await checkLook(panel, "drop-hint-panel");
    await drag(page, ["drop"], file);
    await page.waitForFunction(() => document.querySelector("#dropHint") === null);
    const isDrop = (message: { type: string }): message is DropMessage =>
      message.type === "openTable" || message.type === "giveTable";
    for (let waits = 0; !received.some(isDrop) && waits < 250; waits++)
      await page.waitForTimeout(20);
    const [given] = received.filter(isDrop);
    assert.ok(given.type === "giveTable");
    assert.equal(new TextDecoder().decode(given.bytes), "a,b\n1,2\n");
    await panel.checkQuiet();
  } finally {
    await panel.close();
  }
});
