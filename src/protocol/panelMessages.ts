/** The one place where something unknown becomes a message of the panel. */
import * as v from "valibot";
import { CONFIG_BOUNDS, speeds } from "../core/config.ts";
import { recipeLabels } from "../core/recipeWords.ts";
import { presets } from "../core/presets.ts";
import { FOLD_REPEATS, SEED_REPEATS } from "../core/repeats.ts";
import { expectedName } from "./expectations.ts";
import {
  inspectionDepths,
  MAX_WANTED_INSPECTIONS,
  MAX_WEIGHT_EDITS,
} from "./inspectionMessages.ts";
import { MAX_CHART_LENGTH, type PanelMessage } from "./messages.ts";
import { ownSchema } from "./ownVariantSchema.ts";
import { planeChangesSchema, pointsSchema } from "./planeSchemas.ts";
import { dropSchemas } from "./dropSchemas.ts";
import { changesSchema, keyOf, numberWithin, parseMessage } from "./validate.ts";

const index = numberWithin({ min: 0, max: 1000, integer: true });

const epoch = numberWithin({ ...CONFIG_BOUNDS.epochs, min: 0 });

const chartText = v.pipe(
  v.string("expected a text"),
  v.maxLength(MAX_CHART_LENGTH, `expected at most ${MAX_CHART_LENGTH} characters`),
);

/** Number of an update in its epoch: there are at most as many as items. */
const update = numberWithin({ min: 0, max: 1_000_000, integer: true });

const unit = numberWithin({ min: 0, max: 1_000_000, integer: true });

const edits = v.pipe(
  v.array(
    v.strictObject({
      layer: index,
      from: unit,
      to: unit,
      value: numberWithin({ min: -1e6, max: 1e6, integer: false }),
    }),
  ),
  v.maxLength(MAX_WEIGHT_EDITS, `expected at most ${MAX_WEIGHT_EDITS} weights`),
);

const panelMessageSchemas = {
  ready: v.strictObject({ type: v.literal("ready") }),
  configure: v.strictObject({
    type: v.literal("configure"),
    changes: changesSchema,
    recipe: v.exactOptional(keyOf(recipeLabels)),
    own: v.exactOptional(ownSchema),
  }),
  choosePreset: v.strictObject({ type: v.literal("choosePreset"), preset: keyOf(presets) }),
  configurePlane: v.strictObject({
    type: v.literal("configurePlane"),
    changes: planeChangesSchema,
  }),
  placePoints: v.strictObject({ type: v.literal("placePoints"), points: pointsSchema }),
  undoPoints: v.strictObject({ type: v.literal("undoPoints") }),
  restorePoints: v.strictObject({ type: v.literal("restorePoints") }),
  restoreDefaults: v.strictObject({ type: v.literal("restoreDefaults") }),
  start: v.strictObject({ type: v.literal("start") }),
  pause: v.strictObject({ type: v.literal("pause") }),
  resume: v.strictObject({ type: v.literal("resume") }),
  step: v.strictObject({ type: v.literal("step") }),
  stop: v.strictObject({ type: v.literal("stop") }),
  reset: v.strictObject({ type: v.literal("reset") }),
  newSeed: v.strictObject({ type: v.literal("newSeed") }),
  setSpeed: v.strictObject({ type: v.literal("setSpeed"), speed: keyOf(speeds) }),
  reproduceFigure1: v.strictObject({ type: v.literal("reproduceFigure1") }),
  ...dropSchemas,
  openWalkthrough: v.strictObject({ type: v.literal("openWalkthrough") }),
  scrubbed: v.strictObject({ type: v.literal("scrubbed") }),
  repeat: v.strictObject({
    type: v.literal("repeat"),
    seeds: numberWithin(SEED_REPEATS),
    folds: numberWithin(FOLD_REPEATS),
  }),
  cancelRepeats: v.strictObject({ type: v.literal("cancelRepeats") }),
  exportWeights: v.strictObject({
    type: v.literal("exportWeights"),
    run: index,
    epoch: v.exactOptional(epoch),
  }),
  showWeights: v.strictObject({ type: v.literal("showWeights"), run: index }),
  inspect: v.strictObject({
    type: v.literal("inspect"),
    wanted: v.pipe(
      v.array(
        v.variant(
          "depth",
          [
            v.strictObject({
              run: index,
              epoch,
              depth: v.picklist(inspectionDepths),
            }),
            v.strictObject({ run: index, epoch, depth: v.literal("update"), update }),
            v.strictObject({ run: index, epoch, depth: v.literal("whatIf"), edits }),
          ],
          expectedName([...inspectionDepths, "update", "whatIf"]),
        ),
      ),
      v.maxLength(MAX_WANTED_INSPECTIONS, `expected at most ${MAX_WANTED_INSPECTIONS} inspections`),
    ),
  }),
  saveChart: v.strictObject({
    type: v.literal("saveChart"),
    name: v.pipe(
      v.string("expected a name"),
      v.regex(/^[a-z0-9-]{1,60}$/i, "expected a name of letters, digits and hyphens"),
    ),
    format: v.picklist(["png", "svg", "csv"], "expected png, svg or csv"),
    content: chartText,
  }),
  copyText: v.strictObject({ type: v.literal("copyText"), text: chartText }),
  panelError: v.strictObject({
    type: v.literal("panelError"),
    message: v.pipe(v.string(), v.maxLength(10_000)),
    stack: v.pipe(v.string(), v.maxLength(100_000)),
  }),
} satisfies Record<PanelMessage["type"], v.GenericSchema>;

/** @throws {ValidationError} if the panel sent something that is not a message */
export function parsePanelMessage(value: unknown): PanelMessage {
  return parseMessage(panelMessageSchemas, value) as PanelMessage;
}
