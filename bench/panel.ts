/**
 * Measures the panel in the tests' own Chromium, which draws without a graphics processor: first
 * paint, long tasks and frames while it trains, and what a step of the scrubber takes. On a machine
 * with few cores the clock also counts what the page waits for training, the host and the browser.
 *
 * On a built project also `node bench/panel.ts [--only TEXT] [--trace FILE]`: only the cases with a
 * text in their names, and with traces for DevTools in FILE-training.json and FILE-scrubbing.json.
 */
import { writeFileSync } from "node:fs";
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
  /** The card that is on the screen; the top of the page by default. */
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
    place,
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

/** What the page's thread did while something was done. */
interface Watched {
  /** Milliseconds from frame to frame. */
  readonly frames: readonly number[];
  /** Tasks of more than 50 ms by the clock. */
  readonly longTasks: number;
  /** The longest tasks in milliseconds: by the clock, and of the processor. */
  readonly longestMs: number;
  readonly longestProcessorMs: number;
}

/** An event of the browser's tracing. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: {
    readonly name?: string;
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag: string };
  };
  /** Microseconds: the beginning; how long by the clock, and of the processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** Through which the page is driven here, and posted to: the editor does that by other means. */
const DEBUGGER = "blink.mojom.DevToolsSession";

/** What else is traced for a file: the timeline, with samples of the stack. */
const FOR_DEVTOOLS = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-v8.cpu_profiler",
];

/** Does something under the eyes of the browser's tracing, which a file can be written of. */
async function watch(
  browser: Browser,
  { page }: TestPanel,
  act: () => Promise<void>,
  path?: string,
): Promise<Watched> {
  const categories = ["toplevel", ...(path === undefined ? [] : FOR_DEVTOOLS)];
  await browser.startTracing(page, { categories });
  await page.evaluate(() => {
    const frames: number[] = [];
    const note = (time: number) => {
      frames.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(window, { frames });
  });
  await act();
  const times = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  const trace = await browser.stopTracing();
  if (path !== undefined) writeFileSync(path, trace);
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  return {
    frames: times.slice(1).map((time, k) => time - times[k]),
    ...tasksOf(traceEvents),
  };
}

/** The tasks of the busiest page's main thread, but for those of the debugger that drives it. */
function tasksOf(events: readonly TraceEvent[]): Omit<Watched, "frames"> {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pages = events
    .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
    .map(thread => events.filter(event => threadOf(event) === threadOf(thread)));
  const [busiest = []] = pages.toSorted((a, b) => b.length - a.length);
  const driven = busiest
    .filter(({ args }) => args.chrome_mojo_event_info?.mojo_interface_tag === DEBUGGER)
    .map(({ ts }) => ts);
  const tasks = busiest.filter(
    ({ name, ts, dur = 0 }) =>
      name === "ThreadControllerImpl::RunTask" &&
      !driven.some(begin => begin >= ts && begin <= ts + dur),
  );
  if (tasks.length === 0) throw new Error("the trace has no tasks of the page");
  const largest = (of: (task: TraceEvent) => number | undefined) =>
    tasks.reduce((most, task) => Math.max(most, (of(task) ?? 0) / 1000), 0);
  return {
    longTasks: tasks.filter(({ dur = 0 }) => dur > 1000 * LONG_MS).length,
    longestMs: largest(({ dur }) => dur),
    longestProcessorMs: largest(({ tdur }) => tdur),
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

function taskText({ longTasks, longestMs, longestProcessorMs }: Watched): string {
  return `${longTasks}, ${ms(longestMs)}, ${ms(longestProcessorMs)}`;
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
    if (id !== undefined) document.getElementById(`${id}-title`)?.scrollIntoView();
  }, each.place);
  await panel.atRest();
  const fileOf = (what: string) => (trace === undefined ? undefined : `${trace}-${what}.json`);
  const train = async () => {
    panel.model.start();
    await panel.untilEpoch(changes.epochs);
    await panel.untilStatus("finished");
  };
  const training = await watch(browser, panel, train, fileOf("training"));
  await panel.atRest();
  let times: number[] = [];
  const steps = async () => {
    times = await scrub(panel, changes.epochs);
  };
  const scrubbing = await watch(browser, panel, steps, fileOf("scrubbing"));
  await panel.close();
  return [
    each.name + (each.place === undefined ? "" : `, ${each.place}`),
    ms(median(training.frames)),
    taskText(training),
    ms(median(times)),
    taskText(scrubbing),
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
    "frame while training",
    `tasks over ${LONG_MS} ms, the longest, its processor time`,
    "step of the scrubber",
    "tasks likewise",
  ],
  rows,
);
process.exit();
