// Every state of the panel, in the editor's four themes and in three widths: accessible, within its
// width, and without a violation of the policy. The pictures in test-results/panel are for people.
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../bench/bench.mjs";
import type { OwnVariant } from "../../src/core/ownVariants.ts";
import { checkLook } from "./lookCheck.ts";
import { openSettings, TestPanel } from "./panelHarness.ts";
import { type ThemeId, themes } from "./themes.ts";

const WIDTHS = [360, 700, 1200] as const;
const ALL = Object.keys(themes) as ThemeId[];

interface Look {
  readonly themes: readonly ThemeId[];
  /** Brings a new panel into the state by the way a user or a failure would. */
  readonly reach: (panel: TestPanel) => Promise<void>;
  /** Fewer widths where axe has thousands of cells to judge. */
  readonly widths?: readonly number[];
  /** What is to be done again in each width. */
  readonly pose?: (panel: TestPanel) => Promise<void>;
}

async function untilEpochAtLeast(page: Page, epoch: number): Promise<void> {
  await page.waitForFunction(
    least => Number(document.querySelector("main")?.dataset["epoch"]) >= least,
    epoch,
  );
}

/** A lambda path, two remedies together, a name, a setting of training, and all too strong ones. */
const VARIANTS: readonly OwnVariant[] = [
  { id: "none", name: "", settings: {} },
  { id: "l2", name: "", settings: { l2: 0.001 } },
  { id: "extra1", name: "", settings: { l2: 0.01 } },
  { id: "published", name: "", settings: { l2: 0.1, dropout: 0.1, learningRate: 0.02 } },
  { id: "extra2", name: "Erased", settings: { decay: 0.05 } },
  { id: "earlyStopping", name: "", settings: { patience: 12 } },
];

const looks: Readonly<Record<string, Look>> = {
  empty: { themes: ALL, reach: async () => {} },
  training: {
    themes: ["darkModern", "highContrastLight"],
    reach: async panel => {
      panel.model.setSpeed("slow");
      panel.model.start("twins");
      await untilEpochAtLeast(panel.page, 8);
    },
  },
  paused: {
    themes: ["lightModern"],
    reach: async panel => {
      panel.model.step();
      await panel.untilStatus("paused");
      panel.model.step();
      await panel.untilEpoch(1);
    },
  },
  finished: { themes: ALL, reach: panel => panel.train("twins") },
  published: { themes: ALL, reach: panel => panel.train("asPublished") },
  rewound: {
    themes: ["lightModern", "highContrast"],
    reach: async panel => {
      await panel.train("twins", { epochs: 200 });
      await openSettings(panel.page);
      await panel.page.locator("#field-epochs").fill("400");
      await panel.page.locator(".change-note.is-visible").waitFor();
      await panel.page.locator("#scrubber").press("Home");
      for (let i = 0; i < 8; i++) await panel.page.locator("#scrubber").press("PageUp");
      await panel.untilEpoch(160);
    },
  },
  tournament: { themes: ALL, reach: panel => panel.train("tournament", { epochs: 200 }) },
  stoppedEarly: {
    themes: ["darkModern", "highContrastLight"],
    reach: async panel => {
      await panel.train("twins", { patience: 15, dropout: 0.1, epochs: 200 });
      await panel.page.locator("#best").click();
    },
    pose: async panel => {
      await openSettings(panel.page);
      for (const id of ["other-remedies", "optimizer", "more-settings"]) {
        const fold = panel.page.locator(`details:has(> #fold-${id}):not([open]) > summary`);
        if ((await fold.count()) > 0) await fold.click();
      }
    },
  },
  variants: {
    themes: ["darkModern", "highContrastLight"],
    reach: async panel => {
      panel.model.configure({}, "custom", VARIANTS);
      await panel.train("custom", { epochs: 120 });
    },
    widths: [320, 1200],
    pose: async panel => {
      await openSettings(panel.page);
      const fold = panel.page.locator("details:has(> #fold-variants):not([open]) > summary");
      if ((await fold.count()) > 0) await fold.click();
      await panel.page.locator("#variants-add").waitFor();
    },
  },
  changed: {
    themes: ["lightModern", "highContrast"],
    reach: async panel => {
      panel.model.setSpeed("slow");
      panel.model.start("twins");
      await untilEpochAtLeast(panel.page, 6);
      panel.model.configure({ l2: 0.05 });
      await panel.page.locator(".change-list").waitFor();
      panel.model.configure({ dropout: 0.2, epochs: 300 });
      await panel.page.locator(".change-list").filter({ hasText: "dropout 0.2" }).waitFor();
      panel.model.pause();
      await panel.untilStatus("paused");
    },
  },
  equalDecay: {
    themes: ["highContrastLight"],
    reach: panel => panel.train("equalDecay", { epochs: 100 }),
  },
  loss: {
    themes: ["darkModern", "lightModern"],
    reach: async panel => {
      await panel.train("twins", { epochs: 100 });
      await panel.page.locator("#error-chart").selectOption("loss");
      await panel.page.locator("#error-scale-log").check();
    },
  },
  anatomy: {
    themes: ["darkModern", "highContrastLight"],
    reach: async panel => {
      await panel.train("twins", { epochs: 100 });
      await panel.page.locator("#error-chart").selectOption("anatomy");
      await panel.page.locator("#zoom-in-anatomy").click();
      await panel.page.locator("#fold-forces").click();
      await panel.page.locator(".forces-progress", { hasText: "From the weights" }).waitFor();
    },
    pose: async panel => {
      await panel.page.keyboard.press("Escape");
      await panel.page.locator("#more-anatomy").click();
      await panel.page.locator("#smoothing-anatomy").selectOption("5");
    },
  },
  diverged: {
    themes: ["highContrast"],
    reach: panel => panel.train("twins", { l2: 10, learningRate: 1, epochs: 40 }),
  },
  failed: {
    themes: ["darkModern", "highContrastLight"],
    reach: async panel => {
      panel.model.setSpeed("slow");
      panel.model.start("twins");
      await untilEpochAtLeast(panel.page, 3);
      panel.model.killThread();
      await panel.untilStatus("failed");
    },
  },
  rejected: {
    themes: ["darkModern", "lightModern", "highContrast"],
    reach: async () => {},
    pose: async panel => {
      await openSettings(panel.page);
      await panel.page.locator("#field-l2").fill("abc");
      await panel.page.locator("#field-l2-error:not(:empty)").waitFor();
      await panel.post({
        type: "rejected",
        field: "epochs",
        message: "expected a whole number from 1 to 1,000,000, got 0",
      });
      await panel.page.locator("#field-epochs-error:not(:empty)").waitFor();
    },
  },
  borders: {
    themes: ["darkModern", "highContrastLight"],
    reach: async panel => {
      panel.model.choosePreset("spiral");
      await panel.train("tournament", { epochs: 60 });
      await panel.page.locator("#fold-numbers-borders").click();
      await panel.page.locator(".borders tbody tr").nth(8).waitFor();
    },
  },
  tables: {
    themes: ["lightModern"],
    widths: [700],
    reach: async panel => {
      await panel.train("twins", { epochs: 10 });
      for (const summary of await panel.page.locator(".card details > summary").all()) {
        await summary.click();
      }
    },
  },
  wide: {
    themes: ["darkModern"],
    reach: panel => panel.train("twins", { epochs: 10, hiddenLayers: [256, 40] }),
  },
};

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

for (const [state, look] of Object.entries(looks)) {
  for (const theme of look.themes) {
    test(`${state}, ${themes[theme].name}`, async () => {
      const panel = await new TestPanel().open(browser, { theme });
      try {
        await look.reach(panel);
        for (const width of look.widths ?? WIDTHS) {
          await panel.resize(width);
          await look.pose?.(panel);
          await checkLook(panel, `${state}-${theme}-${width}`);
        }
        await panel.checkQuiet();
      } finally {
        await panel.close();
      }
    });
  }
}
