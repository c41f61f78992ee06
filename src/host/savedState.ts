/**
 * What survives a reload of the window: the controls, and enough to train the experiment again to
 * where it was.
 */
import * as v from "valibot";
import { createExperiment } from "../core/experiment.ts";
import type { ExperimentStatus, PlaygroundState } from "../protocol/messages.ts";
import {
  configEntries,
  parse,
  parseConfig,
  parseLiveChanges,
  parsePreset,
  parseRecipe,
  parseSpeed,
} from "../protocol/validate.ts";
import { parseOwnVariants } from "../protocol/ownVariantSchema.ts";
import { datasetSpecOf, type TableData, type TableOrigin } from "./controls.ts";
import { type PlaneData, restorePlane, savePlane } from "./planeData.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";

const SAVED_STATE_VERSION = 4;

/** Far more changes than anyone makes by hand. */
const MAX_CHANGES = 10_000;

const statuses = [
  "idle",
  "training",
  "paused",
  "finished",
  "stopped",
  "failed",
] as const satisfies readonly ExperimentStatus[];

const epochSchema = v.union([v.literal(0), configEntries.epochs]);

const savedStateSchema = v.strictObject({
  version: v.literal(SAVED_STATE_VERSION),
  preset: v.unknown(),
  /** How to make the table again, and the SHA-256 of the file that it was made of. */
  table: v.nullable(
    v.strictObject({
      uri: v.pipe(v.string(), v.maxLength(10_000)),
      sha256: v.pipe(v.string(), v.length(64)),
      // Checked by those who read the table.
      reading: v.unknown(),
      choice: v.unknown(),
    }),
  ),
  /** Points in place of the preset's. */
  plane: v.optional(
    v.nullable(v.strictObject({ changes: v.unknown(), points: v.unknown() })),
    null,
  ),
  config: v.unknown(),
  isEdited: v.boolean(),
  recipe: v.unknown(),
  own: v.unknown(),
  speed: v.unknown(),
  /** The variants and the data follow from the recipe. */
  experiment: v.nullable(
    v.strictObject({
      preset: v.unknown(),
      recipe: v.unknown(),
      own: v.unknown(),
      base: v.unknown(),
      changes: v.pipe(
        v.array(v.strictObject({ epoch: epochSchema, changes: v.unknown() })),
        v.maxLength(MAX_CHANGES),
      ),
    }),
  ),
  status: v.picklist(statuses),
  epoch: epochSchema,
});

/** JSON-safe. */
export type SavedState = v.InferInput<typeof savedStateSchema>;

/** A table as it is saved: its origin, unchecked. */
export type SavedTable = NonNullable<SavedState["table"]>;

/**
 * @param table of the controls
 * @param plane points of the controls
 */
export function saveState(
  state: PlaygroundState,
  isEdited: boolean,
  epoch: number,
  table: TableData | null,
  plane: PlaneData | null = null,
): SavedState {
  const { preset, config, recipe, own, speed, status, experiment } = state;
  return {
    version: SAVED_STATE_VERSION,
    preset,
    table: table && savedTable(table.origin, table.spec.fileSha256),
    plane: savePlane(plane),
    config,
    isEdited,
    recipe,
    own,
    speed,
    experiment: experiment && {
      // Choosing other data starts anew with it: what is shown always has the data of the controls.
      preset,
      recipe: experiment.recipe,
      own: experiment.own,
      base: experiment.base,
      changes: [...experiment.changes],
    },
    status,
    epoch,
  };
}

function savedTable({ uri, reading, choice }: TableOrigin, sha256: string): SavedTable {
  return { uri, sha256, reading, choice };
}

/**
 * The table that a saved state needs.
 *
 * @throws {ValidationError} naming what is wrong with it
 */
export function neededTable(value: unknown): SavedTable | null {
  return parse(savedStateSchema, value, "saved").table;
}

/**
 * Brings a model back to a saved state.
 *
 * @param value unchecked: it may come from another version
 * @param table that was made again, if one is needed
 * @throws {ValidationError} naming what is wrong with it; then the model is as it was
 */
export function restoreState(
  model: PlaygroundModel,
  value: unknown,
  table: TableData | null = null,
): void {
  const saved = parse(savedStateSchema, value, "saved");
  const { preset, config, speed } = model.state;
  const savedPreset = parsePreset(saved.preset, "saved.preset");
  const plane = restorePlane(savedPreset, saved.plane);
  const savedControls = {
    preset: savedPreset,
    table,
    plane,
    config: parseConfig(saved.config, "saved.config"),
    recipe: parseRecipe(saved.recipe, "saved.recipe"),
    own: parseOwnVariants(saved.own, "saved.own"),
    speed: parseSpeed(saved.speed, "saved.speed"),
  };
  const experiment = saved.experiment && {
    ...createExperiment(
      parseRecipe(saved.experiment.recipe, "saved.experiment.recipe"),
      parseConfig(saved.experiment.base, "saved.experiment.base"),
      datasetSpecOf({
        preset: parsePreset(saved.experiment.preset, "saved.experiment.preset"),
        table,
        plane,
      }),
      parseOwnVariants(saved.experiment.own, "saved.experiment.own"),
    ),
    changes: saved.experiment.changes.map(({ epoch, changes }, index) => ({
      epoch,
      changes: parseLiveChanges(changes, `saved.experiment.changes.${index}.changes`),
    })),
  };
  model.restore(
    // Controls that nobody edited follow the settings, which may be others by now.
    saved.isEdited
      ? savedControls
      : { ...savedControls, preset, table: null, plane: null, config, speed },
    saved.isEdited,
    experiment,
    saved.status,
    saved.epoch,
  );
}
