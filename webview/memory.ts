/** What the panel itself remembers while its page is gone: chosen charts, open sections, place. */
import * as v from "valibot";
import { type SeriesId, seriesIds } from "./charts/index.ts";

/** Not always whole: ends of an axis. */
const epoch = v.pipe(v.number(), v.finite(), v.minValue(0));

export const MAX_BOOKMARKS = 30;

const memorySchema = v.object({
  /** Ids of the sections that are open. */
  open: v.array(v.pipe(v.string(), v.maxLength(60))),
  errorChart: v.pipe(v.string(), v.maxLength(60)),
  errorScale: v.picklist(["linear", "log"]),
  weightScale: v.picklist(["linear", "log"]),
  /** Of the forces on the weights, which differ by orders of magnitude. */
  forceScale: v.optional(v.picklist(["linear", "log"]), "log"),
  /** The axis of epochs, the same for all charts. */
  epochScale: v.optional(v.picklist(["linear", "log"]), "linear"),
  /** Epochs that were zoomed to; null for all. */
  zoom: v.optional(
    v.nullable(
      v.pipe(
        v.object({ from: epoch, to: epoch }),
        v.check(({ from, to }) => from < to),
      ),
    ),
    null,
  ),
  /** Epochs of the moving mean that lines are smoothed by; 0 for none. */
  smoothing: v.optional(v.picklist([0, 5, 25, 125]), 0),
  /** Variant in a chart that shows one at a time; "" where nobody chose. */
  oneRun: v.optional(v.pipe(v.string(), v.maxLength(60)), ""),
  /** Items whose mistakes are shown. */
  mistakesPart: v.optional(v.picklist(["train", "validation", "test"]), "test"),
  /** Lines that were switched on or off, by the items they are about. */
  series: v.record(v.picklist(Object.keys(seriesIds) as SeriesId[]), v.boolean()),
  /** Variants whose lines are switched off. */
  hidden: v.array(v.pipe(v.string(), v.maxLength(60))),
  /** What the maps of two inputs show; null where nobody chose. */
  borders: v.optional(
    v.object({
      regions: v.picklist(["probability", "class"]),
      train: v.nullable(v.boolean()),
      test: v.nullable(v.boolean()),
    }),
    { regions: "probability", train: null, test: null },
  ),
  /** Layer of weights that is compared, from 0 at the inputs; null for all. */
  layer: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** The weight whose update is shown; "" for the variant that has a penalty. */
  weight: v.optional(
    v.object({
      variant: v.pipe(v.string(), v.maxLength(60)),
      layer: v.pipe(v.number(), v.integer(), v.minValue(0)),
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      to: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
    { variant: "", layer: 0, from: 0, to: 0 },
  ),
  /** How many repeats are asked for next, as typed. */
  repeats: v.optional(
    v.object({
      seeds: v.pipe(v.string(), v.maxLength(4)),
      folds: v.pipe(v.string(), v.maxLength(4)),
    }),
    { seeds: "10", folds: "0" },
  ),
  /** What is shown of repeats; "" where nobody chose. */
  verdictMeasure: v.optional(v.pipe(v.string(), v.maxLength(60)), ""),
  /** Epoch that the user went back to; null while the panel follows the newest. */
  heldEpoch: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Epochs that were marked, in order. */
  bookmarks: v.optional(
    v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MAX_BOOKMARKS)),
    [],
  ),
  /** Id of the element that had the focus; "" for none. */
  focusedId: v.pipe(v.string(), v.maxLength(60)),
  /** How far the page was scrolled, in pixels. */
  scrollTop: v.pipe(v.number(), v.minValue(0)),
});

export type PanelMemory = v.InferOutput<typeof memorySchema>;

export const FIRST_MEMORY: PanelMemory = {
  open: ["settings-beside"],
  errorChart: "mse",
  errorScale: "linear",
  weightScale: "linear",
  forceScale: "log",
  epochScale: "linear",
  zoom: null,
  smoothing: 0,
  oneRun: "",
  mistakesPart: "test",
  series: {},
  hidden: [],
  borders: { regions: "probability", train: null, test: null },
  layer: null,
  weight: { variant: "", layer: 0, from: 0, to: 0 },
  repeats: { seeds: "10", folds: "0" },
  verdictMeasure: "",
  heldEpoch: null,
  bookmarks: [],
  focusedId: "",
  scrollTop: 0,
};

/** What was stored, or the first memory if it is not what this version stores. */
export function restoreMemory(stored: unknown): PanelMemory {
  const result = v.safeParse(memorySchema, stored);
  return result.success ? result.output : FIRST_MEMORY;
}
