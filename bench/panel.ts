/**
 * Measures the panel in the tests' own Chromium, which draws without a graphics processor: first
 * paint, long tasks and frames while it trains, and what a step of the scrubber takes. The page is
 * posted to by the browser's debugger here, which costs it a little more than the editor's messages.
 *
 * On a built project also `node bench/panel.ts [--only TEXT] [--trace FILE]`: only the cases with a
 * text in their names, and with traces for DevTools in FILE-training.json and FILE-scrubbing.json.
 */
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import type { RecipeChoice } from "../src/core/experiment.ts";
import type { PresetName } from "../src/core/presets.ts";
import type { PlaygroundModel } from "../src/host/playgroundModel.ts";
import { launchBrowser } from "../test/bench/bench.mjs";
import { TestPanel } from "../test/panel/panelHarness.ts";
import { median, printTable } from "./measure.ts";

const LONG_MS = 50;
const SCRUBBER_STEPS = 120;

interface Case {
  readonly name: string;
  readonly preset: PresetName;
  readonly recipe: RecipeChoice;
  readonly changes: Parameters<PlaygroundModel["configure"]>[0] & { readonly epochs: number };
  readonly own?: Parameters<PlaygroundModel["configure"]>[2];
  /** Id of the heading of the card that is on the screen; the top of the page by default. */
  readonly place?: string;
}

const FIVE = {
  name: "five variants, 10,000 epochs",
  preset: "article",
  recipe: "custom",
  changes: { epochs: 10_000 },
  own: [
    { id: "none", name: "", settings: {} },
    { id: "l2", name: "", settings: { l2: 0.05 } },
    { id: "l1", name: "", settings: { l1: 0.001 } },
    { id: "dropout", name: "", settings: { dropout: 0.2 } },
    { id: "jitter", name: "", settings: { jitter: 0.1 } },
  ],
} as const;

const cases: readonly Case[] = [
  {
    name: "twins, 500 epochs",
    preset: "article",
    recipe: "twins",
    changes: { epochs: 500 },
  },
  FIVE,
  ...["weights", "forces", "matrices", "network", "mistakes", "results"].map(place => ({
    ...FIVE,
    place: `${place}-title`,
  })),
  {
    name: "nine variants of two inputs, 300 epochs",
    preset: "spiral",
    recipe: "tournament",
    changes: { epochs: 300 },
  },
  {
    name: "twins of 512-512 units, 40 epochs",
    preset: "article",
    recipe: "twins",
    changes: { epochs: 40, hiddenLayers: [512, 512] },
  },
];

interface Frames {
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Durations of tasks of more than 50 ms. */
  readonly longTasks: readonly number[];
}

/** Has the page note every frame and every long task from now on. */
async function watch({ page }: TestPanel): Promise<() => Promise<Frames>> {
  await page.evaluate(() => {
    const frames: number[] = [];
    const longTasks: number[] = [];
    const observer = new PerformanceObserver(list => {
      for (const entry of list.getEntries()) longTasks.push(entry.duration);
    });
    observer.observe({ type: "longtask" });
    let isOn = true;
    const note = (time: number) => {
      frames.push(time);
      if (isOn) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(window, {
      endWatch: () => {
        isOn = false;
        observer.disconnect();
        return { frames, longTasks };
      },
    });
  });
  return async () => {
    const { frames, longTasks } = await page.evaluate(() =>
      (window as unknown as { endWatch: () => Record<string, number[]> }).endWatch(),
    );
    const gaps = frames.slice(1).map((time, i) => time - frames[i]);
    const p95Ms = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.95)];
    return { medianMs: median(gaps), p95Ms, longTasks };
  };
}

/** Milliseconds from each step of the scrubber until it is drawn. */
async function scrub({ page }: TestPanel, epochs: number): Promise<number[]> {
  return page.evaluate(
    async ([last, steps]) => {
      const slider = document.querySelector<HTMLInputElement>("#scrubber");
      if (slider === null) throw new Error("there is no scrubber");
      const times: number[] = [];
      for (let step = 0; step < steps; step++) {
        const begun = performance.now();
        slider.value = String(Math.round((last * step) / steps));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
        times.push(performance.now() - begun);
      }
      return times;
    },
    [epochs, SCRUBBER_STEPS] as const,
  );
}

const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;

function longText(longTasks: readonly number[]): string {
  return longTasks.length === 0
    ? "none"
    : `${longTasks.length}, up to ${ms(Math.max(...longTasks))}`;
}

/** What the browser's own timeline is made of, with samples of the stack. */
const TRACED = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-v8.cpu_profiler",
  "toplevel",
];

/** Does something; with a file to write to, under the eyes of the browser's tracing. */
async function traced(
  browser: Browser,
  { page }: TestPanel,
  path: string | undefined,
  act: () => Promise<void>,
): Promise<void> {
  if (path !== undefined) await browser.startTracing(page, { path, categories: TRACED });
  await act();
  if (path !== undefined) await browser.stopTracing();
}

async function measure(browser: Browser, each: Case, trace?: string): Promise<string[]> {
  const panel = await new TestPanel().open(browser, { width: 1200, height: 1000 });
  const { preset, recipe, changes, own } = each;
  panel.model.choosePreset(preset);
  // A first short training has all parts of the page loaded.
  await panel.train(recipe, { ...changes, epochs: 2 });
  await panel.atRest();
  panel.model.configure(changes, recipe, own);
  panel.model.setSpeed("full");
  await panel.page.evaluate(id => {
    if (id !== undefined) document.getElementById(id)?.scrollIntoView();
  }, each.place);
  await panel.atRest();
  const endTraining = await watch(panel);
  const train = async () => {
    panel.model.start();
    await panel.untilEpoch(changes.epochs);
    await panel.untilStatus("finished");
  };
  await traced(browser, panel, trace && `${trace}-training.json`, train);
  const training = await endTraining();
  await panel.atRest();
  const endScrubbing = await watch(panel);
  let times: number[] = [];
  const steps = async () => {
    times = await scrub(panel, changes.epochs);
  };
  await traced(browser, panel, trace && `${trace}-scrubbing.json`, steps);
  const scrubbing = await endScrubbing();
  await panel.close();
  return [
    each.name + (each.place === undefined ? "" : `: ${each.place}`),
    ms(training.medianMs),
    ms(training.p95Ms),
    longText(training.longTasks),
    ms(median(times)),
    ms(Math.max(...times)),
    longText(scrubbing.longTasks),
  ];
}

/** Milliseconds from opening the page until it shows something. */
async function firstPaint(browser: Browser): Promise<number> {
  const panel = await new TestPanel().open(browser);
  await panel.drawn();
  const painted = await panel.page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0].startTime,
  );
  await panel.close();
  return painted;
}

const { values } = parseArgs({
  options: { trace: { type: "string" }, only: { type: "string", default: "" } },
});
const browser = await launchBrowser();
const paints: number[] = [];
for (let time = 0; time < 5; time++) paints.push(await firstPaint(browser));
console.log(`First paint after ${ms(median(paints))} (300 ms are asked for).\n`);
const rows: string[][] = [];
for (const each of cases) {
  if (`${each.name}: ${each.place}`.includes(values.only))
    rows.push(await measure(browser, each, values.trace));
}
await browser.close();
printTable(
  [
    "panel of 1200 x 1000 px",
    "frame while training, median",
    "95 %",
    `tasks over ${LONG_MS} ms while training`,
    "a step of the scrubber, median",
    "longest",
    `tasks over ${LONG_MS} ms while scrubbing`,
  ],
  rows,
);
process.exit();
