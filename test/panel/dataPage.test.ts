// The data page: every state in three widths and several themes, accessible and within its width,
// and every control by the way a person uses it. Pictures are in test-results/panel.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../bench/bench.mjs";
import { contrast } from "../../webview/theme.ts";
import { bytesOf, flowers, houses } from "../worker/tableFixture.ts";
import { checkAccessibility } from "./accessibility.ts";
import { TestDataPage } from "./dataPageHarness.ts";
import { checkLook } from "./lookCheck.ts";
import { checkButtons, rgb, style } from "./shownColours.ts";
import { type ThemeId, themes } from "./themes.ts";

const PENGUINS = new URL("../../examples/sample-workspace/penguins.csv", import.meta.url);
const WIDTHS = [360, 700, 1200] as const;
const ALL = Object.keys(themes) as ThemeId[];

let browser: Browser;

before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** A table with something of every kind. */
function clients(): string {
  const rows = ["client_id,joined,age,income,region,married,remarks,branch,score,churn"];
  for (let i = 0; i < 120; i++) {
    const leaves = i % 4 === 0 ? "yes" : i === 7 ? "perhaps" : "no";
    rows.push(
      [
        `C${String(1000 + ((i * 37) % 500)).padStart(5, "0")}`,
        `2024-0${1 + (i % 9)}-1${i % 10}`,
        i % 17 === 3 ? "" : 20 + ((i * 13) % 50),
        (1800 + ((i * 997) % 4000) + 0.5).toFixed(2),
        ["north", "south", "east", "west"][(i * 7) % 4],
        i % 3 === 0 ? "true" : "false",
        `"called on day ${i}, will call again"`,
        "main",
        i % 4 === 0 ? 90 + (i % 5) : i === 7 ? 50 : 10 + (i % 20),
        leaves,
      ].join(","),
    );
    if (i === 60) rows.push("");
  }
  return `${rows.join("\n")}\n`;
}

interface Look {
  readonly themes: readonly ThemeId[];
  readonly reach: (shown: TestDataPage) => Promise<void>;
}

const looks: Readonly<Record<string, Look>> = {
  "data-none": { themes: ["darkModern"], reach: async () => {} },
  "data-flowers": { themes: ALL, reach: shown => shown.read("flowers.csv", bytesOf(flowers())) },
  "data-clients": {
    themes: ["darkModern", "lightModern", "highContrast"],
    reach: async shown => {
      await shown.read("clients of the last year.csv", bytesOf(clients()));
      await shown.page.locator("#allMissing").selectOption("fill");
      await shown.page.locator("table.class-table").waitFor();
    },
  },
  "data-unfit": {
    themes: ["lightModern", "highContrastLight"],
    reach: async shown => {
      await shown.read("clients.csv", bytesOf(clients()));
      shown.model.noteFileChange("changed");
      await shown.page.locator("#fileChange").waitFor();
      await shown.page.locator("#unfit").waitFor();
    },
  },
  "data-old-choice": {
    themes: ["darkModern", "highContrastLight"],
    reach: async shown => {
      await shown.read("flowers.csv", bytesOf(flowers()));
      const memory = { ...shown.model.memory, sha256: "0".repeat(64) };
      shown.model.forget();
      shown.model.recall(memory);
      await shown.read("flowers.csv", bytesOf(flowers()));
      await shown.page.locator("#oldChoice").waitFor();
    },
  },
  "data-refused": {
    themes: ALL,
    reach: shown => shown.read("ragged.csv", bytesOf("a,b,class\n1,2,x\n3,y\n")),
  },
  "data-making": {
    themes: ["lightModern", "highContrastLight"],
    reach: async shown => {
      await shown.read("flowers.csv", bytesOf(flowers()));
      // The state of a large table, which would not last.
      const { state } = shown.model;
      await shown.post({
        type: "state",
        state: { ...state, status: "making", progress: { rows: null, fraction: 0.64 } },
      });
      await shown.untilStatus("making");
    },
  },
  "data-reading": {
    themes: ["darkModern", "highContrast"],
    reach: async shown => {
      await shown.read("flowers.csv", bytesOf(flowers()));
      // The state of a large file, which would not last.
      const { state } = shown.model;
      await shown.page.evaluate(
        reading => {
          window.postMessage({ type: "table", summary: null });
          window.postMessage({ type: "state", state: reading });
        },
        {
          ...state,
          status: "reading",
          columns: [],
          target: null,
          review: null,
          progress: { rows: 412_000, fraction: 0.43 },
        },
      );
      await shown.untilStatus("reading");
    },
  },
};

for (const [name, look] of Object.entries(looks)) {
  for (const theme of look.themes) {
    test(`${name} in ${themes[theme].name}`, async () => {
      const shown = new TestDataPage();
      await shown.open(browser, { theme });
      try {
        await look.reach(shown);
        for (const width of WIDTHS) {
          await shown.resize(width);
          await checkLook(shown, `${name}-${theme}-${width}`);
        }
        await shown.checkQuiet();
      } finally {
        await shown.close();
      }
    });
  }
}

async function opened(text: string): Promise<TestDataPage> {
  const shown = await new TestDataPage().open(browser);
  await shown.read("table.csv", bytesOf(text));
  return shown;
}

test("from the table to its dataset by the controls of the page", async () => {
  const shown = await opened(flowers(";"));
  try {
    const { page } = shown;
    const outlook = page.locator("#outlook");
    assert.equal(
      await outlook.innerText(),
      "Learns kind, one of 3 classes, from 3 columns (4 inputs), on 54 rows.",
    );
    assert.equal(await page.locator("#delimiter option:checked").innerText(), "guess: semicolon ;");
    await page.locator("#use-3").uncheck();
    await page.locator("#scaling-1").selectOption("minMax");
    await page.locator("#testShare").fill("10");
    await page.locator("#testShare").press("Enter");
    await page.locator("#stratified").uncheck();
    await outlook.getByText("from 2 columns (2 inputs), on 63 rows.").waitFor();
    await page.locator("#train").click();
    await outlook.getByText("The playground has this").waitFor();
    const [{ dataset, spec }] = shown.made;
    assert.deepEqual(dataset.inputNames, ["length", "width"]);
    assert.deepEqual(
      spec.inputs.map(input => input.kind === "number" && input.scaling.method),
      ["minMax", "zScore"],
    );
    assert.deepEqual([spec.split.train, spec.split.test, spec.split.stratified], [0.7, 0.1, false]);
    // Another target; the page is loaded anew in between, as after hiding it.
    await shown.load();
    await page.locator("#targetColumn").selectOption({ label: "colour" });
    await outlook.getByText("Learns colour, one of 2 classes").waitFor();
    await page.locator("#suggest").click();
    await outlook.getByText("Learns kind, one of 3 classes, from 3 columns").waitFor();
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("a refused file tells the place, opens it there, and can be read in another way", async () => {
  const shown = await opened("a,b,class\n1,2,x\n3,y\n5,6,y\n7,8,x\n9,1,y\n2,2,x\n4,1,y\n");
  try {
    const { page } = shown;
    const refused = page.locator("#refused");
    assert.match(await refused.innerText(), /Line 3, character 4: expected 3 values/);
    await page.locator("#refused-open").click();
    assert.deepEqual(shown.received.at(-1), { type: "openFile", line: 3, column: 4 });
    assert.equal(await page.locator("#train").isDisabled(), true);
    await page.locator("#ragged").selectOption("exclude");
    await shown.untilStatus("ready");
    assert.match(
      await page.locator(".left-out").first().innerText(),
      /^1 row with more or fewer values .*: line 3\./,
    );
    await page.getByRole("button", { name: "Open file at line 3" }).click();
    assert.deepEqual(shown.received.at(-1), { type: "openFile", line: 3, column: 1 });
    await page.locator("#missingWords").fill("x missing");
    await page.locator("#missingWords").press("Tab");
    await page.locator("#targetMissing").waitFor();
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("where nothing can be trained the page says what to choose", async () => {
  const text = flowers().replace("4.0", "").replace(",middle", ",").replace("large", "?");
  const shown = await opened(text);
  try {
    const { page } = shown;
    const outlook = page.locator("#outlook");
    assert.equal(await outlook.innerText(), "2 rows without a class: choose what to do with them.");
    await page.locator("#targetMissing").selectOption("drop");
    await outlook.getByText("Missing values in length: choose what to do with them.").waitFor();
    await page.locator("#missing-1").selectOption("fill");
    await outlook.getByText("Learns kind").waitFor();
    for (const position of [1, 2, 3]) await page.locator(`#use-${position}`).uncheck();
    await outlook.getByText("Use at least one column besides the target.").waitFor();
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("the numbers to be learned are the same in both cards", async () => {
  const shown = await opened(`${houses()}140.5,5,lake,605447\n`);
  try {
    const { page } = shown;
    const facts = await page.locator(".number-facts dd").allInnerTexts();
    const values = await page.locator(".columns .is-target .values").innerText();
    assert.equal(values, `${facts[0]} to ${facts[2]}`);
    assert.equal(values, "42,450 to 605,447");
  } finally {
    await shown.close();
  }
});

test("names of columns stay whole; a table that is wider than the page says so", async () => {
  const shown = await new TestDataPage().open(browser);
  try {
    const { page } = shown;
    await shown.read("penguins.csv", new Uint8Array(readFileSync(PENGUINS)));
    for (const width of WIDTHS) {
      await shown.resize(width);
      await checkLook(shown, `data-penguins-darkModern-${width}`);
      const lines = await page.locator(".column-name").evaluateAll(names =>
        names.map(name => {
          const text = document.createRange();
          text.selectNodeContents(name);
          return text.getClientRects().length;
        }),
      );
      assert.deepEqual(new Set(lines), new Set([1]), `${width}: a name is cut`);
      for (const label of ["Columns", "First rows"]) {
        const region = page.getByRole("region", { name: `${label}, table` });
        const isCut = await region.evaluate(
          ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
        );
        const note = page.locator(`[aria-label^="${label}, table"] + .cut-note`);
        assert.equal(await note.count(), isCut ? 1 : 0, `${width}: ${label}`);
        if (width === 360) {
          assert.ok(isCut);
          assert.match((await region.getAttribute("aria-label")) ?? "", /scrolls sideways$/);
        }
      }
    }
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("while the data is prepared the page says how far, and ends it when it is asked to", async () => {
  const shown = await opened(flowers());
  try {
    const { page } = shown;
    // The making of so few rows would be over before anyone could look.
    const progress = { rows: null, fraction: 0.5 };
    await shown.post({
      type: "state",
      state: { ...shown.model.state, status: "making", progress },
    });
    await shown.untilStatus("making");
    const bar = page.getByRole("progressbar", { name: "Preparing the data" });
    assert.equal(await bar.evaluate(element => (element as HTMLProgressElement).value), 0.5);
    await page.getByText("Preparing the data...").waitFor();
    await page.getByText("50 %").waitFor();
    await page.locator("#cancel").press("Enter");
    assert.deepEqual(shown.received.at(-1), { type: "cancel" });
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("text that is no share is told beside its field and not posted", async () => {
  const shown = await opened(flowers());
  try {
    const { page } = shown;
    const posted = shown.received.length;
    for (const text of ["x", "101", "-1", "90"]) {
      await page.locator("#testShare").fill(text);
      await page.locator("#testShare").press("Enter");
      await page.locator("#testShare-error:not(:empty)").waitFor();
    }
    assert.equal(shown.received.length, posted);
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

test("many columns come in pages; every one can be chosen", async () => {
  const names = Array.from({ length: 230 }, (_, i) => `c${i}`);
  const row = (i: number) => [...names.map((_, j) => (i * 7 + j * j) % 11), "ab"[i % 2]].join(",");
  const text = [[...names, "class"].join(","), ...Array.from({ length: 40 }, (_, i) => row(i))];
  const shown = await opened(text.join("\n"));
  try {
    const { page } = shown;
    assert.equal(await page.locator("table.columns tbody tr").count(), 100);
    await page.locator("#columnsNext").click();
    await page.locator("#columnsNext").click();
    await page.locator("#use-229").uncheck();
    await page.locator("#outlook").getByText("from 229 columns").waitFor();
    await shown.checkQuiet();
  } finally {
    await shown.close();
  }
});

for (const [colorScheme, theme, width] of [
  ["light", "darkModern", 1200],
  ["dark", "lightModern", 360],
] as const) {
  test(`bars and buttons are seen where the system forces ${colorScheme} colours`, async () => {
    const shown = await new TestDataPage().open(browser, { theme, width });
    try {
      await shown.page.emulateMedia({ forcedColors: "active", colorScheme });
      await shown.read("flowers.csv", bytesOf(flowers()));
      const bar = rgb(await style(shown.page, ".class-bar span", "background-color"));
      const track = rgb(await style(shown.page, ".class-bar", "background-color"));
      assert.ok(contrast(bar, track) >= 3, "bars are seen");
      const tick = rgb(await style(shown.page, "input:checked", "background-color", "::before"));
      assert.ok(contrast(tick, rgb(await style(shown.page, "body", "background-color"))) >= 3);
      await checkButtons(shown.page);
      await shown.screenshot(`data-forced-${colorScheme}-${width}`);
      await checkAccessibility(shown.page);
      await shown.checkQuiet();
    } finally {
      await shown.close();
    }
  });
}
